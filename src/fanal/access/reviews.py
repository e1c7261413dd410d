"""Reviewed here: what people of an installation say of the wording of a content file (docs/reviews.md).

A room declares a source of items (`declare`), with the kinds of reviewer that each needs. Whoever answers for such a
kind here states who reviewed the item and until when that holds, or that it does not hold, and why. A statement is
about one wording, by its SHA-256: where the wording is another, nobody has reviewed it. Statements are only added, and
count while the journal holds them; those of an organisation count there, those of the secretariat everywhere. What
everybody meets who comes to the site (`Source.common`) stands alike for all, by what all of them stated.
"""

import hashlib
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import deciding, stated
from fanal.access.acting import as_seen, ask, need
from fanal.access.contracts import NotHere
from fanal.access.deciding import Line, LineState, Seat, Voice
from fanal.access.history import name_deeds
from fanal.access.models import ReviewGiven
from fanal.access.policy import allow, scope
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind, Role
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.results import Allowed, Answer, Refused

LIST, REVIEW = "access.reviews", "access.review"
LONGEST = 24
"""Months that a review holds at most, from the day on which somebody reviewed."""
SOON = timedelta(days=30)
"""So long before its end it is a duty."""
_HOUSES = (OrgKind.MEMBER, OrgKind.SECRETARIAT)
CHAINS = uuid.UUID("5b1f4c7e-0f0a-5d19-9c39-6a1d3f3d2f60")  # names the journal chains of items
_STAGE = "review"


class Reviewer(StrEnum):
    """What a reviewer knows that others do not."""

    NATIVE = "native"
    LAWYER = "lawyer"
    PRACTITIONER = "practitioner"
    METHODS = "methods"
    ETHICS = "ethics"
    SURVIVOR = "survivor"
    CLINICAL = "clinical"


REVIEWERS: Mapping[str, str | Promise] = {
    Reviewer.NATIVE: lazy("Native speaker"),
    Reviewer.LAWYER: lazy("Lawyer"),
    Reviewer.PRACTITIONER: lazy("Practitioner"),
    Reviewer.METHODS: lazy("Research methods"),
    Reviewer.ETHICS: lazy("Research ethics"),
    Reviewer.SURVIVOR: lazy("Survivor adviser"),
    Reviewer.CLINICAL: lazy("Clinician"),
}
ROLES: Mapping[str, Role] = {
    Reviewer.NATIVE: Role.LANGUAGE_REVIEWER,
    Reviewer.LAWYER: Role.LAWYER,
    Reviewer.PRACTITIONER: Role.SUPERVISOR,
    Reviewer.METHODS: Role.ANALYST,
    Reviewer.ETHICS: Role.ETHICS_REVIEWER,
    Reviewer.SURVIVOR: Role.SURVIVOR_ADVISER,
    Reviewer.CLINICAL: Role.SAFEGUARDING_LEAD,
}
"""Who states it here."""


class State(StrEnum):
    """How the review of an item stands."""

    REVIEWED = "reviewed"
    SOON = "soon"
    ENDED = "ended"
    CHANGED = "changed"
    REFUSED = "refused"
    PARTLY = "partly"
    WAITING = "waiting"


GOOD = frozenset({State.REVIEWED, State.SOON})


@dataclass(frozen=True, slots=True)
class Item:
    """Something to review. `words`: what it is called; `wording`: all of it that a review is about, as bytes that are
    the same in every language; `shown`: the same for people, as heading and lines of a table."""

    source: str
    name: str
    words: str
    wording: bytes = field(repr=False)
    shown: Callable[[], tuple[Sequence[str], Sequence[Sequence[object]]]] = field(repr=False, compare=False)
    unready: str = ""
    """Why nobody can say yet that it holds, in words."""
    org: UUID | None = None
    """Whose it is, where nobody else reads it yet but the secretariat."""
    wrote: frozenset[UUID] = frozenset()
    """Who wrote it: somebody else reviews it, and what they stated does not count."""

    @property
    def key(self) -> str:
        return f"{self.source}/{self.name}"

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.wording).hexdigest()

    @property
    def chain(self) -> UUID:
        """Its chain of the journal."""
        return uuid.uuid5(CHAINS, self.key)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said of one wording. `reviewer`: name or office of who reviewed, as typed; `until`: the last day on
    which it holds; `reasons`: why not."""

    kind: str
    yes: bool
    digest: str
    reviewed_on: date
    until: date | None = None
    reviewer: str = ""
    reasons: str = ""
    org: UUID | None = None
    by: UUID | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Items of one kind of content. `needs`: the reviewers that each needs, two of them never the same person;
    `asks`: what a reviewer asks themself; `before`: what was stated of an item before there was this table; `keep`:
    called, in the transaction, with an item whose wording was said to hold; `common`: how an item stands for everybody,
    by what people of all organisations stated, where it does not stand for each by itself;
    `waits`: people wait for it to be reviewed, so that it is work of the day."""

    name: str
    title: str | Promise
    asks: str | Promise
    needs: tuple[Reviewer, ...]
    items: Callable[[], Iterable[Item]]
    before: Callable[[Item], Iterable[Statement]] = lambda _item: ()
    keep: Callable[[Item], object] = lambda _item: None
    common: "Callable[[Item, Sequence[Statement], date], Standing] | None" = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How the review of an item stands for an organisation. `lines`: how each reviewer stands."""

    state: State
    lines: tuple[Line, ...]

    @property
    def on(self) -> date | None:
        """The day on which the last of those said so without whom it would not count."""
        return max(line.at.date() for line in self.lines if line.at) if self.state in GOOD else None

    @property
    def until(self) -> date | None:
        """The last day on which it holds."""
        return min(line.until for line in self.lines if line.until) if self.state in GOOD else None


_sources: dict[str, Source] = {}


# ---- what rooms declare, who may ----


def declare_source(source: Source) -> Source:
    """Let a room say what is to review. Raises ValueError when it is declared already."""
    if source.name in _sources:
        raise ValueError(f"the source {source.name} is declared twice")
    _sources[source.name] = source
    return source


def source_of(item: Item) -> Source:
    """Where an item comes from."""
    return _sources[item.source]


def items(actor: Actor | None = None) -> list[Item]:
    """Everything that is to review, as rooms declared it; of what is not everybody's, what the actor may read."""
    found = (item for source in _sources.values() for item in source.items())
    return [item for item in found if actor is None or _reads(actor, item)]


def _reads(actor: Actor, item: Item) -> bool:
    return item.org is None or item.org == actor.org or actor.org_kind is OrgKind.SECRETARIAT


def waiting(actor: Actor, today: date) -> list[Item]:
    """What people wait for that this person reviews it: of a wording of which nobody has said anything yet as the
    reviewer that they are."""
    sources = [one for one in _sources.values() if one.waits and any(actor.has(ROLES[kind]) for kind in one.needs)]
    mine = [item for source in sources for item in source.items() if _reads(actor, item) and kinds_of(actor, item)]
    found = standings(actor.org, mine, today)
    return [item for item, one in found if _lacks(one, kinds_of(actor, item))]


def _lacks(found: Standing, kinds: Collection[str]) -> bool:
    if found.state is State.REFUSED:
        return False
    return any(line.role in kinds and line.state is LineState.WAITING for line in found.lines)


def item_of(actor: Actor, source: str, name: str) -> Item:
    """One of them; everybody may read what ships. Raises `NotHere`."""
    found = _sources[source].items() if source in _sources else ()
    item = next((one for one in found if one.name == name and _reads(actor, one)), None)
    if item is None:
        raise NotHere
    return item


def kinds_of(actor: Actor, item: Item) -> list[Reviewer]:
    """As which reviewers somebody may state it: none of what they wrote themselves."""
    if actor.person in item.wrote:
        return []
    return [kind for kind in source_of(item).needs if actor.has(ROLES[kind])]


def _states(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, Reviewer) and not actor.has(ROLES[thing]):
        return Refused("role", _("Your role does not include this. Ask your manager who can."))
    if isinstance(thing, Item) and not (kinds_of(actor, thing) and _reads(actor, thing)):
        return Refused("role", _("This needs another reviewer than you are."))
    return Allowed(REVIEW)


def _seen(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    of_all = (Q(item__startswith=f"{one.name}/") for one in _sources.values() if one.common)
    return rows.filter(reduce(or_, of_all, Q(org_id__in=_houses(actor.org))))


def declare() -> None:
    """Declare the rules; called once when the house starts."""
    scope(ReviewGiven, _seen)
    allow(LIST, *Role, kinds=_HOUSES)
    allow(REVIEW, *ROLES.values(), kinds=_HOUSES, check=_states)
    name_deeds({REVIEW: lazy("Stated a review")})


# ---- reading ----


def standing(org: UUID, item: Item, today: date) -> Standing:
    """How the review of an item stands for an organisation, on a day."""
    return next(found for _item, found in standings(org, [item], today))


def standings(org: UUID, of: Collection[Item], today: date) -> Iterator[tuple[Item, Standing]]:
    """The same of several items, with as many queries as of one."""
    said_of = statements_of(org, of)
    for item in of:
        said = said_of[item.key]
        yield item, (source_of(item).common or alike)(item, said, today)


def alike(item: Item, said: Sequence[Statement], today: date) -> Standing:
    """How the review of an item stands by these statements. As `Source.common` it is by those of all organisations: one
    reviewer of each kind, wherever they work."""
    said = [one for one in said if one.by not in item.wrote]
    voices = [
        Voice(_STAGE, one.kind, one.by, one.yes, one.at, one.org, one.digest, reasons=one.reasons, until=one.until)
        for one in said
        if one.by and one.at
    ]
    seats = [Seat(_STAGE, kind) for kind in source_of(item).needs]
    lines = tuple(deciding.standing(seats, voices, about=item.digest, on=today))
    return Standing(_state(item, said, lines, today), lines)


def _state(item: Item, said: Sequence[Statement], lines: Sequence[Line], today: date) -> State:
    if deciding.agreed(lines):
        ends = min(line.until for line in lines if line.until)
        return State.SOON if ends <= today + SOON else State.REVIEWED
    if any(line.state is LineState.REFUSED for line in lines):
        return State.REFUSED
    about = [one for one in said if one.digest == item.digest]
    if any(one.until is not None and one.until < today for one in about):
        return State.ENDED
    return State.CHANGED if said and not about else State.WAITING


def statements(org: UUID, item: Item) -> list[Statement]:
    """What was stated of an item and counts for an organisation, also of other wordings of it, oldest first."""
    return statements_of(org, [item])[item.key]


def statements_of(org: UUID, of: Collection[Item]) -> dict[str, list[Statement]]:
    """The same of several items, by their keys."""
    houses, stated_here = _houses(org), _stated([item.key for item in of])
    return {item.key: _counting(item, stated_here[item.key], houses) for item in of}


def _counting(item: Item, said: Iterable[Statement], houses: Collection[UUID]) -> list[Statement]:
    of_all = source_of(item).common is not None
    found = (*source_of(item).before(item), *said)
    return sorted((one for one in found if (of_all or one.org in houses) and one.at), key=_when)


def _when(one: Statement) -> tuple[datetime, str]:
    assert one.at is not None
    return one.at, one.kind


def stated_of(key: str) -> list[Statement]:
    """What was stated of an item anywhere, and is as the journal holds it."""
    return _stated([key])[key]


def _stated(keys: Collection[str]) -> dict[str, list[Statement]]:
    chains = {key: uuid.uuid5(CHAINS, key) for key in keys}
    rows: dict[str, list[ReviewGiven]] = {key: [] for key in keys}
    for row in ReviewGiven.objects.filter(item__in=keys):
        rows[row.item].append(row)
    told = journal.told_of(chains.values(), {REVIEW}, network.trusted.Signers())
    return {key: [_statement(row) for row in stated.believed(rows[key], told[chain])] for key, chain in chains.items()}


def mark() -> tuple[object, ...]:
    """Changes with every statement: what is made of them can be kept as long as it is the same."""
    last = ReviewGiven.objects.order_by("-pk").values_list("pk", flat=True).first()
    return ReviewGiven.objects.count(), last


def _houses(org: UUID) -> set[UUID]:
    """Whose statements count for an organisation: its own, and those of the secretariat."""
    return {org} | {one.id for one in network.orgs(OrgKind.SECRETARIAT)}


def _statement(row: ReviewGiven) -> Statement:
    return Statement(
        row.kind, row.yes, row.digest, row.reviewed_on, row.until, row.reviewer, row.reasons, row.org_id, row.by_id,
        row.at,
    )  # fmt: skip


# ---- the one deed ----


@transaction.atomic
def review(actor: Actor, item: Item, said: Statement, now: datetime) -> None:
    """State that somebody reviewed a wording and it holds, or that it does not hold (any more), and why. Raises
    `NotAllowed`, `NotNow`."""
    known = said.kind in source_of(item).needs
    need((not known, _("Choose as which reviewer."), "kind"))
    ask(actor, REVIEW, Reviewer(said.kind))
    ask(actor, REVIEW, item)
    as_seen(said.digest == item.digest)
    reviewer, reasons = " ".join(said.reviewer.split()), said.reasons.strip()
    today = now.date()
    late = (said.reviewed_on > today, _("Choose today or a day before it."), "reviewed_on")
    if said.yes:
        stated.need_whole(item.chain)
        last = months_later(said.reviewed_on, LONGEST)
        until = said.until or today
        need(
            late,
            (bool(item.unready), item.unready, "verdict"),
            (not reviewer, _("Write the name or office of who reviewed it."), "reviewer"),
            (not today < until <= last, _("Choose a day after today, at most 24 months after the review."), "until"),
        )
    else:
        need(late, (not reasons, _("Write why not, so that it can be changed."), "reasons"))
    row = ReviewGiven(item=item.key, digest=item.digest, kind=said.kind, yes=said.yes, org_id=actor.org, at=now)
    row.reviewed_on, row.until, row.by_id = said.reviewed_on, said.until if said.yes else None, actor.person
    row.reviewer, row.reasons = reviewer[:120], reasons[:1000]
    row.save(force_insert=True)
    journal.write(item.chain, actor.signatory(), REVIEW, at=now, items=[stated.whole(row)])
    if said.yes:
        source_of(item).keep(item)
