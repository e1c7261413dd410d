"""A bundle as a row: made with the installation's code; and which rows of a record count (decision 23).

The entry of each deed names, in the chain of the record, every bundle that the deed made and every one that it took
away. What ended never counts again, whoever puts the row back, and what no entry names does not count, though this
installation once made it. Two who change a record at once each name their own, so that no order of theirs matters.

The chain of a record of 0.1.0 names none: what lies there counts, until somebody opens it and its entry names all.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from fanal import vault
from fanal.journal import api as journal
from fanal.journal.api import Item, Newest
from fanal.network import erasure, trusted
from fanal.network.keyfile import keyfile
from fanal.network.models import Bundle

_BATCH = 500
_STALE, _RENEWED = b"stale", b"renewed"


def made(keys: vault.RecordKeys, to: vault.Principal, only: Collection[str]) -> Bundle:
    """A bundle that is still to be stored, with the installation's code."""
    sealed = vault.grant(keys, to, only)
    row = Bundle(
        record=keys.record,
        org_id=keys.org,
        kind=sealed.kind,
        principal=sealed.principal,
        version=sealed.version,
        compartments=sorted(only),
        # A reporter has no row anywhere else: the key to grant later epochs to stands with the bundle.
        public=to.public.raw if to.kind == "reporter" else b"",
        sealed=sealed.sealed,
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


def as_sealed(row: Bundle) -> vault.Bundle:
    """A row as the vault opens it."""
    return vault.Bundle(row.record, row.kind, bytes(row.principal), row.version, bytes(row.sealed))


# ---- what entries name ----


def marks(record: UUID) -> Iterator[bytes]:
    """The marks of a record under which entries name bundles: those that were made, those that were taken away; and
    whether the keys of a compartment are to be made anew."""
    yield _granted(record)
    yield _ended(record)
    yield from (_keys_of(record, compartment) for compartment in sorted(vault.COMPARTMENTS))


def _granted(record: UUID) -> bytes:
    return vault.place_mark("network_bundle.granted", record)


def _ended(record: UUID) -> bytes:
    return vault.place_mark("network_bundle.ended", record)


def granted(rows: Iterable[Bundle]) -> list[Item]:
    """What the entry of a deed names of the bundles that it made."""
    return [Item(_granted(row.record), bytes(row.code)) for row in rows]


def ended(record: UUID, names: Iterable[bytes]) -> list[Item]:
    """What the entry of a deed names of the bundles that it took away: by name, so that one ends which somebody took
    out of the database to put it back later."""
    return [Item(_ended(record), name) for name in sorted(names)]


def stale(record: UUID, compartments: Iterable[str]) -> list[Item]:
    """What the entry of a deed names of compartments that somebody shall open no more: with a copy of the keys they
    would read what is written under them, so the next write makes new ones."""
    return [Item(_keys_of(record, one), _STALE) for one in sorted(compartments)]


def renewed(record: UUID, compartments: Iterable[str]) -> list[Item]:
    """What the entry of a deed names of compartments that have new keys."""
    return [Item(_keys_of(record, one), _RENEWED) for one in sorted(compartments)]


def are_stale(record: UUID, compartments: Iterable[str], chain: Newest) -> frozenset[str]:
    """Of which compartments somebody who opens them no more knows the keys."""
    marked = {one: _keys_of(record, one) for one in compartments}
    return frozenset(one for one, mark in marked.items() if chain.names(mark) and not chain.holds(mark, _RENEWED))


def _keys_of(record: UUID, compartment: str) -> bytes:
    return vault.place_mark(f"network_bundle.keys.{compartment}", record)


def name_of(row: Bundle) -> bytes:
    """What the journal calls a bundle: it is sealed anew each time, so that no name comes twice."""
    return vault.item_hash(bytes(row.code))


@dataclass(frozen=True, slots=True)
class Counted:
    """The bundles of a record, held against its chain. `rows`: those that count. `strange`: genuine ones that ended, or
    that no entry names. `lost`: names of those that count and are not there. `named`: whether the chain names any."""

    rows: list[Bundle]
    strange: list[Bundle]
    lost: frozenset[bytes]
    named: bool

    @property
    def fits(self) -> bool:
        """Whether exactly those that count are there."""
        return not self.strange and not self.lost

    @property
    def adopted(self) -> list[Item]:
        """What the next entry of a chain names that named none so far: all that counts."""
        return [] if self.named else granted(self.rows)


def counted(record: UUID, rows: Iterable[Bundle], chain: Newest) -> Counted:
    """Which of the rows of a record count. An end counts whoever signed it, a grant only in an entry that holds."""
    there = {name_of(row): row for row in genuine(rows)}
    made_, taken = _granted(record), _ended(record)
    named, over = bool(chain.every(made_, sure=False)), chain.every(taken, sure=False)
    given = chain.every(made_) if named else there
    alive = frozenset(name for name in given if vault.item_hash(name) not in over)
    return Counted(
        [row for name, row in there.items() if name in alive],
        [row for name, row in there.items() if name not in alive],
        alive - there.keys(),
        named,
    )


def by_record(rows: Iterable[Bundle]) -> dict[UUID, list[Bundle]]:
    """Rows in their order, by the record that they open."""
    found: dict[UUID, list[Bundle]] = {}
    for row in rows:
        found.setdefault(row.record, []).append(row)
    return found


def strange(known: trusted.Signers) -> Iterator[str]:
    """Records at whose bundles somebody was, in words. What was erased is named by the ledger."""
    for records in batched(sorted(journal.naming() | _with_bundles()), _BATCH, strict=False):
        living = set(records) - erasure.among(records)
        rows, chains = by_record(Bundle.objects.filter(record__in=living)), journal.newest(living, known)
        for record in sorted(living):
            some = rows.get(record, [])
            counts = counted(record, some, chains[record])
            if counts.strange or len(genuine(some)) < len(some):
                yield f"record {record}: keys lie in the database that nobody granted, or that ended; they open nothing"
            if counts.lost:
                yield f"record {record}: somebody took keys to it out of the database. Nothing is written to it now"


def _with_bundles() -> set[UUID]:
    return set(Bundle.objects.values_list("record", flat=True).distinct().order_by())
