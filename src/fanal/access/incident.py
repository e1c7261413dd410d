"""After an account, a device or a team's key may have fallen into other hands: who is affected, by class (DNH-39;
docs/gate-and-incident.md, "An incident").

It is answered at once and without opening anything: from which keys open which records, and from the journal. Each room
registers its kinds of records, and how one is told from clear columns; which deeds open, their rules say
(`allow(…, opens=True)`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import batched
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal import vault
from fanal.access.acting import ask
from fanal.access.contracts import NotHere
from fanal.access.history import name_deeds
from fanal.access.policy import allow, rules
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import reach
from fanal.network.contracts import KEYED, Actor, Role, Which

type Words = str | Promise

INCIDENT = "access.incident"
COMPARTMENTS: Mapping[str, Words] = {
    "reporter": lazy("Who told us"),
    "offender": lazy("The person suspected"),
    "placement": lazy("Where the child stays"),
    "privileged": lazy("What is between lawyer and child"),
    "feedback": lazy("What the child says of our help"),
    "content": lazy("What was told"),
    "dialogue": lazy("Messages with who told us"),
    "identity": lazy("Who the child is"),
    "personal": lazy("Coded facts"),
}
"""What is in a compartment. Its class, and which is the gravest, the vault says."""
_NOTHING: frozenset[str] = frozenset()
_CHUNK = 5_000
"""Records that a room is asked for at once: no database takes any number of them."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing of a room, from clear columns. `records`: those of the sealed records that were asked for that are its;
    `kind`: one of the words of its kind; `partner`: whose it is, too; `number`: what staff know it by."""

    id: UUID
    kind: str
    day: date
    records: frozenset[UUID]
    country: str = ""
    partner: UUID | None = None
    number: str = ""


type Find = Callable[[UUID, Collection[UUID]], Iterable[Found]]
"""Takes the organisation that asks, and sealed records: what they are, in a few queries, whosever they are."""


type Pages = Callable[[Actor, Collection[UUID]], Mapping[UUID, str]]
"""The addresses of things, of those that the person may open."""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """Sealed records of some kinds (`RecordRef.kind`): what their things are called, how they are found, where."""

    sealed: frozenset[str]
    words: Mapping[str, Words]
    find: Find
    where: Callable[[str], str]
    pages: Pages


@dataclass(frozen=True, slots=True)
class Affected:
    """One thing of which something could be read: which compartments, and whether it was opened."""

    found: Found
    of: RecordKind
    compartments: tuple[str, ...]
    opened: bool

    @property
    def id(self) -> UUID:
        return self.found.id

    @property
    def kind(self) -> str:
        return self.found.kind

    @property
    def day(self) -> date:
        return self.found.day

    @property
    def what(self) -> str:
        """What it is, in words."""
        return str(self.of.words[self.found.kind])

    @property
    def where(self) -> str:
        """The country, in words; empty where it has none."""
        return self.of.where(self.found.country) if self.found.country else ""

    @property
    def number(self) -> str:
        """What staff know it by; empty where it has none."""
        return self.found.number


@dataclass(frozen=True, slots=True)
class Report:
    """Who is affected, newest first."""

    records: tuple[Affected, ...]

    def counts(self, compartment: str) -> tuple[int, int]:
        """(could be opened, were opened) of one compartment."""
        having = [one for one in self.records if compartment in one.compartments]
        return len(having), sum(one.opened for one in having)

    @property
    def opened(self) -> int:
        return sum(one.opened for one in self.records)

    @property
    def partners(self) -> tuple[UUID, ...]:
        """The partners who must hear of it: what they sent, or were sent, is among it."""
        return tuple(sorted({one.found.partner for one in self.records if one.found.partner}))


_kinds: list[RecordKind] = []


def register(
    *sealed: str,
    words: Mapping[str, Words],
    find: Find,
    where: Callable[[str], str] = str,
    pages: Pages = lambda _actor, _things: {},
) -> None:
    """Say how records of some kinds are told. Called from the room's `AppConfig.ready`. Raises ValueError for a kind
    that is registered already."""
    if known().intersection(sealed):
        raise ValueError("a kind of record is told in one way")
    _kinds.append(RecordKind(frozenset(sealed), words, find, where, pages))


def pages(actor: Actor, shown: Collection[Affected]) -> Mapping[UUID, str]:
    """The addresses of these, of those that the person may open."""
    by_kind = (kind.pages(actor, [one.id for one in shown if one.of is kind]) for kind in _kinds)
    return {thing: url for found in by_kind for thing, url in found.items()}


def known() -> frozenset[str]:
    """The kinds of sealed records that an incident tells of."""
    return frozenset().union(*(kind.sealed for kind in _kinds))


def openings() -> list[str]:
    """Deeds with which a person reads what is sealed."""
    return [deed for deed, rule in rules().items() if rule.opens]


def of_account(actor: Actor, person: UUID, since: date, now: datetime) -> Report:
    """What an account, or a device on which somebody was signed in, could open, and what it opened since a day, also
    where it opens it no more. Raises `NotAllowed`, and `NotHere` for nobody of this organisation."""
    with transaction.atomic():
        ask(actor, INCIDENT, None)
        _need_colleague(actor, person)
        opened = journal.records_written(actor.org, openings(), _from(since), actor=person)
        report = _report(
            actor.org, [*reach.of_person(person, since), reach.Reach(dict.fromkeys(opened, _NOTHING))], opened
        )
        journal.write(actor.org, actor.signatory(), INCIDENT, at=now, purpose=str(person))
    return report


def of_team(actor: Actor, which: Which, since: date, now: datetime) -> Report:
    """What the key of a team could open, and what people opened of it since a day. Raises `NotAllowed`, and `NotHere`
    where this organisation has no such team."""
    with transaction.atomic():
        ask(actor, INCIDENT, None)
        within = reach.of_team(actor.org, which, since)
        if not within:
            raise NotHere
        report = _report(actor.org, within, journal.records_written(actor.org, openings(), _from(since)))
        journal.write(actor.org, actor.signatory(), INCIDENT, at=now, purpose=str(which))
    return report


def _need_colleague(actor: Actor, person: UUID) -> None:
    """Also one who left."""
    with suppress(ObjectDoesNotExist):
        if network.person(person).org == actor.org:
            return
    raise NotHere


def _from(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _report(org: UUID, within: Sequence[reach.Reach], opened: Collection[UUID]) -> Report:
    ids = sorted({record for one in within for record in one.records})
    affected = (_affected(kind, one, within, opened) for kind in _kinds for one in _found(kind, org, ids))
    there = [one for one in affected if one.compartments or one.opened]
    return Report(tuple(sorted(there, key=lambda one: (one.day, str(one.id)), reverse=True)))


def _found(kind: RecordKind, org: UUID, ids: Sequence[UUID]) -> Iterable[Found]:
    """Each thing once, with all of its records."""
    things: dict[UUID, Found] = {}
    for some in batched(ids, _CHUNK, strict=False):
        for one in kind.find(org, some):
            known = things.get(one.id, one)
            things[one.id] = replace(known, records=known.records | one.records)
    return things.values()


def _affected(kind: RecordKind, one: Found, within: Sequence[reach.Reach], opened: Collection[UUID]) -> Affected:
    names = {
        name
        for key in within
        if key.until is None or one.day <= key.until
        for record in one.records
        for name in key.records.get(record, _NOTHING)
    }
    ordered = tuple(name for name in vault.COMPARTMENTS if name in names)
    return Affected(one, kind, ordered, any(record in opened for record in (one.id, *one.records)))


def declare() -> None:
    """Called when access starts."""
    words = lazy("Looked at who is affected by an incident")
    name_deeds({INCIDENT: words, "concerns.incident": words})  # as 0.1.0 wrote it
    allow(INCIDENT, Role.DATA_PROTECTION_OFFICER, Role.SAFEGUARDING_LEAD, kinds=KEYED)
