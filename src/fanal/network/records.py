"""Who can open a record: bundles made without anyone's private key, opened with a keyring, moved to
newer rings at the next write.

Rooms do not open here: they do so through `fanal.access.api.open_record`, which asks the policy and writes the journal.
Whatever changes who can open a record says what the entry of the deed must name: a bundle that no entry names opens
nothing, and one whose end no entry names would count again if somebody put it back (`bundles.py`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.journal import api as journal
from fanal.journal.api import Item, Newest
from fanal.network import bundles, erasure, identities, reach, standing, trusted
from fanal.network.contracts import NetworkError, PersonState
from fanal.network.erasure import Erased, note_erased, stone
from fanal.network.models import Bundle, HeldByName, HeldByTeam, Organisation, Person, Team
from fanal.network.rings import newest_of

logger = logging.getLogger(__name__)

Grants = Iterable[tuple[vault.Principal, Collection[str]]]

_LOOKS = 3  # a colleague may write between the look at the rows and the look at the journal
_MANY = 200  # records whose keys are opened together


# ---- a new record ----


def make(org: UUID, record: UUID, compartments: Iterable[str], to: Grants) -> tuple[vault.RecordKeys, list[Item]]:
    """Keys of a new record, granted to teams (`rings.grants`) and people (`to_people`), each with the compartments that
    it opens. And what the first entry of its chain must name.

    Raises NetworkError for a record that is there, or was: keys that are added to it would open what others write.
    """
    if is_known(record):
        raise NetworkError(_("This was stored already. Load the page again."))
    keys, made = sealed(org, record, compartments, to)
    return keys, store(made)


def to_people(org: UUID, people: Iterable[UUID], only: Collection[str]) -> Grants:
    """Grants to people by name. Whoever leaves takes nothing along and nobody else could open it then: so the recovery
    key of the organisation opens the same. Raises NetworkError where nobody signed for a key."""
    named = [trusted.principal(person) for person in people]
    return [(to, only) for to in (*named, identities.recovery(Organisation.objects.get(pk=org)))]


def is_known(record: UUID) -> bool:
    """Whether a record is there, or was erased: its identifier is nobody's to use again."""
    return Bundle.objects.filter(record=record).exists() or bool(erasure.among([record]))


def sealed(org: UUID, record: UUID, compartments: Iterable[str], to: Grants) -> tuple[vault.RecordKeys, list[Bundle]]:
    """As `make`, with the bundles still to be stored: whoever seals before a transaction holds it for less time. The
    principals may belong to another organisation (a handover), or be a reporter."""
    keys = vault.new_record(org, record, compartments)
    return keys, [bundles.made(keys, who, only) for who, only in to]


def store(made: Collection[Bundle]) -> list[Item]:
    """Store the bundles of a new record. Returns what the first entry of its chain must name."""
    _Today.of(made).need_all(made)
    reach.note(made)
    Bundle.objects.bulk_create(made)
    return bundles.granted(made)


# ---- a record that is there ----


@dataclass(slots=True)
class Held:
    """What somebody holds of a record, and who can open it besides. `changed`: what the entry of the deed must name, in
    the chain of the record."""

    keys: vault.RecordKeys = field(repr=False)
    chain: Newest = field(repr=False)
    changed: list[Item] = field(repr=False)
    _rows: list[Bundle] = field(repr=False)
    _lost: frozenset[bytes] = field(repr=False)
    _ended: set[str] = field(default_factory=set, repr=False)
    """Compartments that somebody whom this deed takes off opened."""
    _renewed: set[str] = field(default_factory=set, repr=False)
    """Compartments that have new keys by this deed."""

    def grant(self, to: vault.Principal, only: Collection[str], *, newest_only: bool = False) -> None:
        """Let one more open compartments; `newest_only`: what is sealed under the newest key of each."""
        self._all_there()
        self._grant(self.keys.newest_only() if newest_only else self.keys, to, only)

    def revoke(self, kind: str, who: bytes) -> None:
        """Take every bundle of one principal off. What was read cannot be un-read."""
        self._all_there()
        reach.note_lost([row for row in self._rows if (row.kind, bytes(row.principal)) == (kind, who)], ())
        for row in list(self._rows):
            if (row.kind, bytes(row.principal)) == (kind, who):
                self._take(row)
                self._ended.update(row.compartments)
                self.changed += bundles.stale(row.record, row.compartments)

    def freshen(self) -> None:
        """Before a write: when a team or a person of the record has a newer key, or somebody opens it no more, make new
        keys and replace the bundles.

        Whoever left can then open nothing that is written from now on (docs/access.md, "Opening a record"). Where a
        bundle also holds what the writer cannot open, it stays, and a further one with the new keys is added beside it.
        """
        self._all_there()
        today = _Today.of(self._rows)
        held = self.keys.compartments
        if not (self._stale(held) or any(map(today.is_past, self._rows))):
            return
        self._renew(held)
        for row in list(self._rows):
            only = held.intersection(row.compartments)
            if not only:
                continue
            self._grant_anew(self.keys, row, today, only)
            if only == set(row.compartments):
                self._take(row)

    def reseal(self, compartment: str, to: vault.Principal) -> None:
        """Give a compartment a new key for one team only, and take it from every other bundle (closing `reporter`
        after triage). Bundles of others are replaced without it.

        The caller re-seals the items of the compartment in the same transaction.
        """
        self._all_there()
        rows = [row for row in self._rows if compartment in row.compartments]
        today = _Today.of(rows)
        self._renew([compartment])
        for row in rows:
            rest = [name for name in row.compartments if name != compartment]
            if rest:
                self._grant_anew(self.keys, row, today, rest)
            self._take(row)
        self._grant(self.keys.newest_only(), to, {compartment})

    def narrow(self, to: Collection[vault.Principal], stay: Collection[bytes] = ()) -> None:
        """Give everything that is held new keys for these teams or people, and take every other one off.

        A reporter keeps what was granted to them, and so does who is named in `stay` (a partner), under the new keys.
        What the writer does not hold stays with whoever has it. The caller re-seals every item under the keys that are
        held then, which are the new ones only, in the same transaction. Whatever somebody took out of the database to
        stop this ends, too.
        """
        held, today = self.keys.compartments, _Today.of(self._rows)
        self.changed += bundles.ended(self.keys.record, _missed(self._lost))
        self._lost = frozenset()
        self._renew(held)
        self.keys, taken = self.keys.newest_only(), []
        for row in list(self._rows):
            only = held.intersection(row.compartments)
            if not only:
                continue
            if row.kind == "reporter" or bytes(row.principal) in stay:
                self._grant_anew(self.keys, row, today, only)
            elif only != set(row.compartments):
                raise vault.NotGranted  # a bundle of somebody who also holds what the writer cannot hand on
            self._take(row)
            taken.append(row)
        for one in to:
            self._grant(self.keys, one, held)
        reach.note_lost(taken, {*stay, *(one.id for one in to)})

    def _renew(self, compartments: Collection[str]) -> None:
        self.changed += bundles.renewed(self.keys.record, self._stale(compartments))
        self._ended.difference_update(compartments)
        self._renewed.update(compartments)
        self.keys = vault.next_epoch(self.keys, compartments)

    def _stale(self, compartments: Collection[str]) -> frozenset[str]:
        """Which of these compartments somebody opened who shall open them no more. Asked by who writes only: it takes
        long, and many records are looked through."""
        before = bundles.are_stale(self.keys.record, set(compartments) - self._renewed, self.chain)
        return before.union(self._ended.intersection(compartments))

    def _all_there(self) -> None:
        """Raises NetworkError where a bundle is gone that counts: with what is left of somebody's keys one would write
        under an older one, which somebody may have taken along."""
        if self._lost:
            words = _("Somebody took keys to this out of the database. Nothing was written. Tell your administrator.")
            raise NetworkError(words)

    def _grant(self, keys: vault.RecordKeys, to: vault.Principal, only: Collection[str]) -> None:
        row = bundles.made(keys, to, only)
        if to.kind == "user":
            _Today.of([row]).need_all([row])
            reach.note([row])
        row.save(force_insert=True)
        self._rows.append(row)
        self.changed += bundles.granted([row])

    def _grant_anew(self, keys: vault.RecordKeys, row: Bundle, today: _Today, only: Collection[str]) -> None:
        to = today.principal(row)
        if to is not None:
            self._grant(keys, to, only)

    def _take(self, row: Bundle) -> None:
        self._rows.remove(row)
        self.changed += bundles.ended(row.record, [bundles.name_of(row)])
        row.delete()


@dataclass(frozen=True, slots=True)
class _Today:
    """The keys to which bundles are sealed today: `rings` by team, `people` by person, of those who work here."""

    rings: Mapping[bytes, vault.Principal]
    people: Mapping[bytes, vault.Principal]

    @classmethod
    def of(cls, rows: Collection[Bundle]) -> _Today:
        """For these bundles. Nobody among their people leaves until the transaction ends. Raises NetworkError where a
        key of a team was taken out, and for a person whose key nobody signed, or of whom something was changed."""
        rings = newest_of({UUID(bytes=bytes(row.principal)) for row in rows if row.kind == "ring"})
        named = {UUID(bytes=bytes(row.principal)) for row in rows if row.kind == "user"}
        return cls(rings, _working(named) if named else {})

    def is_past(self, row: Bundle) -> bool:
        """Whether a bundle is sealed to a key that is not the newest, or to somebody who does not work here now."""
        who, to = bytes(row.principal), {"ring": self.rings, "user": self.people}.get(row.kind)
        return to is not None and (who not in to or to[who].version > row.version)

    def need_all(self, rows: Iterable[Bundle]) -> None:
        """Raise NetworkError where one of these people does not work here (any more)."""
        if any(row.kind == "user" and bytes(row.principal) not in self.people for row in rows):
            raise NetworkError(_("This person does not work here now. Nothing was sent. Load the page again."))

    def principal(self, row: Bundle) -> vault.Principal | None:
        """To whom a bundle is granted anew; None for somebody who does not work here (any more, or until they are let
        in again)."""
        who = bytes(row.principal)
        if row.kind == "ring":
            return self.rings[who]
        if row.kind == "user":
            return self.people.get(who)
        if row.kind == "recovery":
            return identities.recovery(Organisation.objects.get(pk=row.org_id))
        return vault.Principal("reporter", who, row.version, vault.PublicKey.of(bytes(row.public)))


def _working(named: Collection[UUID]) -> dict[bytes, vault.Principal]:
    people = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("org").order_by("pk")
    stand = standing.of(list(people.filter(pk__in=named, state=PersonState.ACTIVE)))
    return {id.bytes: trusted.principal_of(one) for id, one in stand.items()}


def open_held(org: UUID, record: UUID, keyring: vault.Keyring, known: trusted.Signers | None = None) -> Held:
    """What a keyring opens of a record. Raises `vault.NotGranted` when that is nothing."""
    found = open_many(org, [record], keyring, known).get(record)
    if found is None:
        raise vault.NotGranted
    return found


def open_many(
    org: UUID, ids: Collection[UUID], keyring: vault.Keyring, known: trusted.Signers | None = None
) -> dict[UUID, Held]:
    """As `open_held` for many records of one organisation, with as many queries as for one; those that do not open are
    left out, and what was erased: somebody who kept its bundles could put them back."""
    opened: dict[UUID, Held] = {}
    known = known or trusted.Signers()
    left = set(ids) - erasure.among(ids)
    for _look in range(_LOOKS):
        for record in left:
            opened.pop(record, None)
        rows = bundles.by_record(Bundle.objects.filter(org_id=org, record__in=left))
        mine = [record for record, some in rows.items() if any(keyring.holds(bundles.as_sealed(row)) for row in some)]
        chains = journal.newest(mine, known)
        known.meet(one for record in mine for one in chains[record].actors)
        for record in mine:
            counts = bundles.counted(record, rows[record], chains[record])
            opens = [bundles.as_sealed(row) for row in counts.rows if keyring.holds(bundles.as_sealed(row))]
            if opens:
                keys = vault.open_bundles(opens, keyring)
                opened[record] = Held(keys, chains[record], counts.adopted, counts.rows, counts.lost)
            if counts.fits:
                left.discard(record)
        left.intersection_update(mine)
        if not left:
            break
    return opened


def hand_on(
    org: UUID, ids: Collection[UUID], keyring: vault.Keyring, to: vault.Principal
) -> Iterator[tuple[UUID, list[Item]]]:
    """Grant somebody all that a keyring opens of these records. Yields what an entry in the chain of each must name."""
    for record, held in open_many(org, ids, keyring).items():
        try:
            held.grant(to, held.keys.compartments)
        except NetworkError:
            logger.exception("a record from which somebody took keys is not handed on")
        else:
            yield record, held.changed


def openable(org: UUID, keyring: vault.Keyring) -> int:
    """Of how many records of an organisation a keyring opens keys. Nothing of what they hold is read."""
    ids, known = sorted(set(Bundle.objects.filter(org=org).values_list("record", flat=True))), trusted.Signers()
    return sum(len(open_many(org, some, keyring, known)) for some in batched(ids, _MANY, strict=False))


def holders(record: UUID) -> list[tuple[str, bytes, int, frozenset[str]]]:
    """(kind, principal, version, compartments) of every bundle: who can open what of the record."""
    rows = Bundle.objects.filter(record=record)
    return [(row.kind, bytes(row.principal), row.version, frozenset(row.compartments)) for row in rows]


# ---- without any key ----


def leave(person: UUID) -> Iterator[tuple[UUID, list[Item]]]:
    """Take every bundle of somebody who leaves, record by record. Yields what an entry in the chain of each must name.
    The caller holds the person (`standing.changing`), so that nobody grants them anything meanwhile."""
    for record, compartments in sorted(reach.by_name(person).items()):
        if items := _ended(record, lambda row: (row.kind, bytes(row.principal)) == ("user", person.bytes)):
            yield record, [*items, *bundles.stale(record, compartments)]


def take_from(record: UUID, person: UUID) -> list[Item]:
    """Take what somebody holds of one record by name. Returns what the entry of the deed must name."""
    return _ended(record, lambda row: (row.kind, bytes(row.principal)) == ("user", person.bytes))


def take_codes(record: UUID) -> list[Item]:
    """Take what codes open of one record. Returns what the entry of the deed must name."""
    return _ended(record, lambda row: row.kind == "reporter")


def leave_to(org: UUID, record: UUID) -> list[Item]:
    """Take every bundle from a record but those of the teams of its organisation. What was read cannot be un-read.
    Returns what the entry of the deed must name."""
    ours = {team.bytes for team in Team.objects.filter(org_id=org).values_list("pk", flat=True)}
    reach.note_lost(Bundle.objects.filter(record=record), ours)
    return _ended(record, lambda row: row.kind != "ring" or bytes(row.principal) not in ours)


def take_from_teams(record: UUID, org: UUID, but: Collection[bytes] = ()) -> list[Item]:
    """Take what the teams of an organisation hold of one record, but these. Returns what the entry of the deed must
    name."""
    theirs = {team.bytes for team in Team.objects.filter(org_id=org).values_list("pk", flat=True)}.difference(but)
    reach.note_lost([row for row in Bundle.objects.filter(record=record) if bytes(row.principal) in theirs], ())
    return _ended(record, lambda row: row.kind == "ring" and bytes(row.principal) in theirs)


def drop(record: UUID, compartment: str) -> list[Item]:
    """Delete every bundle that opens this compartment and no other, where its items are erased. Returns what the entry
    of the deed must name."""
    return _ended(record, lambda row: row.compartments == [compartment])


def _ended(record: UUID, which: Callable[[Bundle], bool]) -> list[Item]:
    """Delete these bundles. What counts and is not there ends with them: whose it is, nobody can tell, and it may have
    been taken out so that it does not end."""
    for _look in range(_LOOKS):
        rows = list(Bundle.objects.filter(record=record))
        counts = bundles.counted(record, rows, journal.newest([record], trusted.Signers())[record])
        if counts.fits:
            break
    over = [row for row in rows if which(row)]
    names = _missed(counts.lost).union(bundles.name_of(row) for row in over)
    Bundle.objects.filter(pk__in=[row.pk for row in over]).delete()
    opened = {name for row in over for name in row.compartments}
    return [*counts.adopted, *bundles.ended(record, names), *bundles.stale(record, opened)] if names else []


def _missed(lost: frozenset[bytes]) -> frozenset[bytes]:
    """Once they ended, no check misses them any more: the log says that somebody took them out."""
    if lost:
        logger.error("keys of a record were taken out of the database before they ended")
    return lost


def erase(org: UUID, record: UUID, kind: str, on: date) -> None:
    """Delete every bundle of a record, leave a tombstone, and note the record in the ledger that restores replay.

    The caller deletes its items in the same transaction (docs/operating.md, "Erasure").
    """
    Bundle.objects.filter(record=record).delete()
    HeldByName.objects.filter(record=record).delete()
    HeldByTeam.objects.filter(record=record).delete()
    gone = Erased(record, org, kind, on.replace(day=1))
    stone(gone).save()
    transaction.on_commit(lambda: note_erased(gone))
