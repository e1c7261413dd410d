"""Bundles of records (`vault.md` §4.5): made without anyone's private key, opened with a keyring, moved to newer
rings at the next write.

Rooms do not come here: they open records through `fanal.access.api.open_record`, which asks the policy and writes
the journal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from fanal import vault
from fanal.network.contracts import RingKind
from fanal.network.erasure import Erased, note_erased
from fanal.network.keyfile import keyfile
from fanal.network.models import Bundle, Organisation, PersonKey, RingVersion, Tombstone
from fanal.network.rings import principal, principal_of

Grants = Mapping[RingKind, Collection[str]]


def make(org: UUID, record: UUID, compartments: Iterable[str], rings: Grants) -> vault.RecordKeys:
    """Keys of a new record, granted to rings of its organisation: `rings` says which compartments each opens."""
    keys, bundles = sealed(org, record, compartments, rings)
    store(bundles)
    return keys


def sealed(
    org: UUID, record: UUID, compartments: Iterable[str], rings: Grants
) -> tuple[vault.RecordKeys, list[Bundle]]:
    """As `make`, with the bundles still to be stored: whoever seals before a transaction holds it for less time."""
    keys = vault.new_record(org, record, compartments)
    return keys, [bundle(keys, principal(org, kind), only) for kind, only in rings.items()]


def store(bundles: Iterable[Bundle]) -> None:
    """Store the bundles of a new record."""
    Bundle.objects.bulk_create(bundles)


def grant(keys: vault.RecordKeys, to: vault.Principal, only: Collection[str]) -> None:
    """Store one more bundle. `keys.org` owns the record; the principal may belong to another organisation (a
    handover)."""
    store([bundle(keys, to, only)])


def bundle(keys: vault.RecordKeys, to: vault.Principal, only: Collection[str]) -> Bundle:
    """A bundle as `grant` stores it, with the installation's code."""
    made = vault.grant(keys, to, only)
    row = Bundle(
        record=keys.record,
        org_id=keys.org,
        kind=made.kind,
        principal=made.principal,
        version=made.version,
        compartments=sorted(only),
        # A reporter has no row anywhere else: the key to grant later epochs to stands with the bundle.
        public=to.public.raw if to.kind == "reporter" else b"",
        sealed=made.sealed,
    )
    row.code = keyfile().signing.code("bundle", _statement(row))
    return row


def _statement(row: Bundle) -> bytes:
    """What the installation's code covers. Sealing needs a public key only, so whoever can write to the database
    could add a bundle with keys of their own, and the next write would use them; the code stops that."""
    named = {"record": str(row.record), "org": str(row.org_id), "kind": row.kind, "version": row.version}
    named |= {"principal": bytes(row.principal).hex(), "compartments": sorted(row.compartments)}
    return vault.canonical(
        named | {"public": bytes(row.public).hex(), "sealed": vault.item_hash(bytes(row.sealed)).hex()}
    )


def genuine(rows: Iterable[Bundle]) -> list[Bundle]:
    """The bundles that this installation made. Any other is passed over as if it were not there."""
    seed = keyfile().signing
    return [row for row in rows if vault.same(seed.code("bundle", _statement(row)), bytes(row.code))]


def revoke(record: UUID, *, kind: str, principal: bytes) -> int:
    """Take every bundle of one principal from a record. What was read cannot be un-read."""
    return int(Bundle.objects.filter(record=record, kind=kind, principal=principal).delete()[0])


def open_keys(org: UUID, record: UUID, keyring: vault.Keyring) -> vault.RecordKeys:
    """All compartment keys of a record that a keyring opens. Raises `vault.NotGranted` when there are none."""
    keys = open_many(org, [record], keyring).get(record)
    if keys is None:
        raise vault.NotGranted
    return keys


def open_many(org: UUID, ids: Collection[UUID], keyring: vault.Keyring) -> dict[UUID, vault.RecordKeys]:
    """As `open_keys` for many records of one organisation in one query; those that do not open are left out."""
    found: dict[UUID, list[vault.Bundle]] = {}
    rows = Bundle.objects.filter(org_id=org, record__in=ids)
    for row in genuine(row for row in rows if keyring.holds(_bundle(row))):
        found.setdefault(row.record, []).append(_bundle(row))
    return {record: vault.open_bundles(bundles, keyring) for record, bundles in found.items()}


def _bundle(row: Bundle) -> vault.Bundle:
    return vault.Bundle(row.record, row.kind, bytes(row.principal), row.version, bytes(row.sealed))


def holders(record: UUID) -> list[tuple[str, bytes, int, frozenset[str]]]:
    """(kind, principal, version, compartments) of every bundle: who can open what of the record."""
    rows = Bundle.objects.filter(record=record)
    return [(row.kind, bytes(row.principal), row.version, frozenset(row.compartments)) for row in rows]


def freshen(keys: vault.RecordKeys) -> vault.RecordKeys:
    """Before a write: when a ring of the record has a newer version, open a new epoch and replace the bundles.

    Whoever left can then open nothing that is written from now on (`vault.md` §5, leave). Where a bundle also
    holds what the writer
    cannot open, it stays, and a further one with the new keys is added beside it.
    """
    rows = genuine(Bundle.objects.filter(record=keys.record))
    newest = _newest({UUID(bytes=bytes(row.principal)) for row in rows if row.kind == "ring"})
    if not any(row.kind == "ring" and newest[bytes(row.principal)].version > row.version for row in rows):
        return keys
    held = {key.compartment for key in keys.keys}
    fresh = vault.next_epoch(keys, held)
    for row in rows:
        only = held.intersection(row.compartments)
        if not only:
            continue
        grant(fresh, _principal(row, newest), only)
        if only == set(row.compartments):
            row.delete()
    return fresh


def _newest(teams: set[UUID]) -> dict[bytes, RingVersion]:
    found = RingVersion.objects.filter(team_id__in=teams).select_related("team__org").order_by("version")
    return {ring.team_id.bytes: ring for ring in found}


def _principal(row: Bundle, newest: Mapping[bytes, RingVersion]) -> vault.Principal:
    who = bytes(row.principal)
    if row.kind == "ring":
        return principal_of(newest[who])
    if row.kind == "reporter":
        return vault.Principal("reporter", who, row.version, vault.PublicKey.of(bytes(row.public)))
    if row.kind == "recovery":
        org = Organisation.objects.get(pk=row.org_id)
        return vault.Principal("recovery", who, row.version, vault.PublicKey.of(bytes(org.recovery)))
    key = PersonKey.objects.filter(person_id=UUID(bytes=who)).order_by("-version")[0]
    return vault.Principal("user", who, key.version, vault.PublicKey.of(bytes(key.kem)))


def reseal_compartment(
    keys: vault.RecordKeys, compartment: str, to: RingKind, also: Collection[str] = ()
) -> vault.RecordKeys:
    """Give a compartment a new key for one ring only, and take it from every other bundle (closing `reporter`
    after triage).

    The caller re-seals the items of the compartment under the returned keys in the same transaction. `also` names
    further compartments
    that the same ring may open. Bundles of others are replaced without the compartment.
    """
    rows = [row for row in genuine(Bundle.objects.filter(record=keys.record)) if compartment in row.compartments]
    newest = _newest({UUID(bytes=bytes(row.principal)) for row in rows if row.kind == "ring"})
    fresh = vault.next_epoch(keys, [compartment])
    for row in rows:
        rest = [name for name in row.compartments if name != compartment]
        if rest:
            grant(fresh, _principal(row, newest), rest)
        row.delete()
    latest = max(key.epoch for key in fresh.keys if key.compartment == compartment)
    only_new = tuple(key for key in fresh.keys if key.compartment != compartment or key.epoch == latest)
    grant(vault.RecordKeys(keys.org, keys.record, only_new), principal(keys.org, to), {compartment, *also})
    return fresh


def narrow(keys: vault.RecordKeys, to: RingKind) -> vault.RecordKeys:
    """Give everything that is held new keys for one ring only, and take every other ring and person off.

    A reporter keeps the compartment that was granted to them. What the writer does not hold stays with whoever has it.
    The caller re-seals every item under the returned keys, which are the new ones only, in the same transaction.
    """
    held = keys.compartments
    newer = vault.next_epoch(keys, held).newest_only()
    for row in genuine(Bundle.objects.filter(record=keys.record)):
        only = held.intersection(row.compartments)
        if not only:
            continue
        if row.kind == "reporter":
            grant(newer, _principal(row, {}), only)
        elif only != set(row.compartments):
            raise vault.NotGranted  # a bundle of somebody who also holds what the writer cannot hand on
        row.delete()
    grant(newer, principal(keys.org, to), held)
    return newer


def drop(record: UUID, compartment: str) -> int:
    """Delete every bundle that opens this compartment and no other, where its items are erased. Needs no key."""
    rows = [row for row in Bundle.objects.filter(record=record) if row.compartments == [compartment]]
    return int(Bundle.objects.filter(pk__in=[row.pk for row in rows]).delete()[0])


def erase(org: UUID, record: UUID, kind: str, on: date) -> None:
    """Delete every bundle of a record, leave a tombstone, and note the record in the ledger that restores replay.

    The caller deletes its items in the same transaction (`vault.md` §6).
    """
    Bundle.objects.filter(record=record).delete()
    month = on.replace(day=1)
    Tombstone.objects.get_or_create(record=record, defaults={"org_id": org, "kind": kind, "month": month})
    transaction.on_commit(lambda: note_erased(Erased(record, org, kind, month)))
