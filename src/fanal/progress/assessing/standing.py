"""The whole board as everybody reads it: by country and commitment what was published last, as the journal holds it.

What a process has looked into it need not look into again, as long as it reads the same; a row that went is missed.
Kept until something is published.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from threading import RLock
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Subquery, Value

from fanal.access.api import stated
from fanal.journal import api as journal
from fanal.journal.contracts import Told
from fanal.network import api as network
from fanal.progress.assessing import kept
from fanal.progress.assessing.cells import DISPUTE, STATE
from fanal.progress.assessing.heard import Heard, heard
from fanal.progress.assessing.kept import History
from fanal.progress.assessing.policy import PUBLISH, REPLIES
from fanal.progress.commitments import rubrics, rules
from fanal.progress.models import BesideReply, CountryAssessment, Publication, StateReply
from fanal.vocabulary.evidence import State

_MANY: Final = 500
_OF_REPLY: Final = "notice__assessment__cell"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was published beside what stands now: before it, or since then by two readers who do not agree (`kind`)."""

    at: datetime
    kind: str
    state: State
    as_of: date
    rationale: str = field(repr=False)
    searched: str = field(repr=False)
    citations: Sequence[Mapping[str, str]] = field(repr=False)
    heard: Heard | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """How a place stands, as lists have it. `as_of`: the day for which it was found; `stale_on`: since when it is
    old."""

    as_of: date
    stale_on: date
    history: History
    """Each state that was published of it, the oldest first: when, for which day, which."""

    @property
    def state(self) -> State:
        """The last one. Where no state was ever published, and two readers do not agree, it is "not assessed"."""
        return self.history[-1][2] if self.history else State.NOT_ASSESSED

    @property
    def before(self) -> State:
        """The state that stood before it."""
        return self.history[-2][2] if len(self.history) > 1 else State.NOT_ASSESSED

    def before_day(self, day: date) -> State:
        """The state that everybody read before a day."""
        return next((state for at, _as_of, state in reversed(self.history) if at.date() < day), State.NOT_ASSESSED)

    def is_stale(self, on: date) -> bool:
        return self.stale_on <= on


@dataclass(frozen=True, slots=True)
class Stands(Place):
    """What everybody reads of a place. `disputed`: two readers do not agree, and the state stayed; `rationale`,
    `searched`, `citations`: why it stands, as the journal had it when it was looked into; empty where no state was ever
    published. `heard`: whether the state was told, and what it replied."""

    country: str
    item: str
    cell: UUID
    assessment: UUID
    at: datetime
    confidence: str
    disputed: bool
    rationale: str = field(repr=False)
    searched: str = field(repr=False)
    citations: Sequence[Mapping[str, str]] = field(repr=False)
    heard: Heard | None = field(repr=False)
    earlier: Sequence[Earlier] = field(repr=False)
    """All else that was published of it, the oldest first: no reply of a state goes with what it was about."""

    @property
    def why(self) -> str:
        """Why it stands: the reason, or where somebody looked in vain."""
        return self.rationale or self.searched


@dataclass(frozen=True, slots=True)
class Board:
    """All places where somebody has looked, on a day. `lists`: as lists have them, for which nothing is looked into
    that was proved once; `places`: each with why it stands, looked into once somebody asks for its country."""

    on: date
    lists: Mapping[str, Mapping[str, Place]] = field(repr=False)
    places: Mapping[str, Mapping[str, Stands]] = field(repr=False)

    def of(self, country: str, item: str) -> Stands | None:
        """How a place stands, and why; None where nobody has looked."""
        return self.places.get(country, {}).get(item)

    def listed(self, country: str, item: str) -> Place | None:
        """How a place stands; None where nobody has looked."""
        return self.lists.get(country, {}).get(item)

    def state(self, country: str, item: str) -> State:
        """The state of a place. Where nobody has looked it is "not assessed"."""
        found = self.listed(country, item)
        return found.state if found else State.NOT_ASSESSED

    def counts(self, country: str, items: Iterable[str]) -> dict[State, int]:
        """The five counts of some commitments in a country."""
        return dict(rules.counts(self.state(country, one) for one in items))

    def looked(self, country: str) -> int:
        """How many commitments somebody has looked at: found a state, or no data."""
        return sum(one.state is not State.NOT_ASSESSED for one in self.lists.get(country, {}).values())

    def moved(self, country: str, items: Iterable[str], since: date) -> dict[rules.Move, int]:
        """What became of some commitments in a country since a day, that day too: how many of each kind."""
        found = (one for item in items if (one := self.listed(country, item)))
        return dict(Counter(rules.move(one.before_day(since), one.state) for one in found))

    def last(self, country: str) -> Stands | None:
        """What changed last in a country."""
        return max(self.places.get(country, {}).values(), key=lambda one: one.at, default=None)


class _Places(Mapping[str, Mapping[str, Stands]]):
    """The places of each country, looked into when somebody asks for them: to prove all of the world takes a minute."""

    def __init__(self) -> None:
        every = Publication.objects.order_by().values_list("assessment__cell__country", flat=True).distinct()
        self.every = dict.fromkeys(every)
        self.made: dict[str, Mapping[str, Stands]] = {}
        self.torn: set[str] = set()
        """Where a place does not hold."""

    def __getitem__(self, country: str) -> Mapping[str, Stands]:
        if country not in self.every:
            raise KeyError(country)
        with _known.lock:
            return self.made[country] if country in self.made else self.look(country)

    def look(self, country: str, *, anew: bool = False) -> Mapping[str, Stands]:
        """Look into a country."""
        self.made[country], holds = _made(country, anew=anew)
        self.torn |= set() if holds else {country}
        return self.made[country]

    def forget(self, country: str) -> None:
        """Let go of what nobody asked for: all the words of the world are much."""
        for one in self.made.pop(country).values():
            _known.good.pop(one.cell, None)

    def __contains__(self, country: object) -> bool:
        return country in self.every and bool(self[str(country)])

    def __iter__(self) -> Iterator[str]:
        return (country for country in self.every if country in self)

    def __len__(self) -> int:
        return sum(1 for _country in self)


class _Lists(Mapping[str, Mapping[str, Place]]):
    """The places as lists have them. What this process looked into goes before; of other countries what any process
    proved, as long as all of it lies there as it did then, or else what is proved now."""

    def __init__(self, places: _Places) -> None:
        self._places = places
        self._all: dict[str, Mapping[str, Place]] | None = None

    def __getitem__(self, country: str) -> Mapping[str, Place]:
        with _known.lock:
            made = self._places.made.get(country)
            return self._every()[country] if made is None else made

    def _every(self) -> Mapping[str, Mapping[str, Place]]:
        if self._all is None:
            now = kept.marks()
            held: dict[str, Mapping[str, Place]] = {one: _listed(told) for one, told in kept.of(now).items()}
            asked = set(self._places.made)
            for country in self._places.every.keys() - held.keys():
                made = self._places.look(country, anew=True)
                held[country] = {item: Place(one.as_of, one.stale_on, one.history) for item, one in made.items()}
                if country in now and country not in self._places.torn:  # what does not hold somebody may put right
                    kept.keep(country, now[country], {item: (one.as_of, one.history) for item, one in made.items()})
                    if country not in asked:
                        self._places.forget(country)
            self._all = held
        return self._all

    def __contains__(self, country: object) -> bool:
        return bool(self.get(str(country)))

    def __iter__(self) -> Iterator[str]:
        with _known.lock:
            return (country for country in self._every() if country in self)

    def __len__(self) -> int:
        return sum(1 for _country in self)


@dataclass
class _Known:
    """What this process looked into: by cell what it read there, and where that holds its publications; and the board
    made of it."""

    good: dict[UUID, tuple[object, list[Publication]]] = field(default_factory=dict)
    mark: object = None
    places: _Places | None = None
    lists: _Lists | None = None
    lock: Any = field(default_factory=RLock)


_known = _Known()


def board(on: date) -> Board:
    """The board of today. Kept: one short query."""
    how_many = (_many(table) for table in (Publication, StateReply, BesideReply))
    mark = Publication.objects.order_by("-at", "-pk").values_list("pk", *how_many).first()
    with _known.lock:
        if _known.places is None or _known.lists is None or mark != _known.mark:
            _known.places = _Places()
            _known.lists = _Lists(_known.places)
            _known.mark = mark
        return Board(on, _known.lists, _known.places)


def _many(table: type[Any]) -> Subquery:
    return Subquery(table.objects.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n"))


def _made(country: str, *, anew: bool = False) -> tuple[Mapping[str, Stands], bool]:
    """By commitment how the places of a country stand, and whether each of them holds. `anew`: whatever this process
    looked into before."""
    columns = (
        "pk", "kind", "at", "assessment_id", "assessment__cell_id", "assessment__cell__country",
        "assessment__cell__item", "assessment__state", "assessment__as_of",
    )  # fmt: skip
    of_cell: dict[UUID, list[Any]] = {}
    replies: dict[UUID, list[UUID]] = {}
    for row in Publication.objects.filter(assessment__cell__country=country).order_by("version").values_list(*columns):
        of_cell.setdefault(row[4], []).append(row)
    for table, way in ((StateReply, _OF_REPLY), (BesideReply, f"reply__{_OF_REPLY}")):
        there = table._default_manager.filter(**{f"{way}__country": country})
        for cell_pk, row_pk in there.values_list(way, "pk").order_by("pk"):
            replies.setdefault(cell_pk, []).append(row_pk)
    for cell in of_cell if anew else ():
        _known.good.pop(cell, None)
    good = _believed({cell: (rows, replies.get(cell)) for cell, rows in of_cell.items()})
    made: dict[str, Stands] = {}
    holds = len(good) == len(of_cell)
    for cell, rows in good.items():  # as it was proved: what lay there before that counts for nothing
        states, place = [row for row in rows if row.kind == STATE], rows[0].assessment.cell
        if place.country != country:
            holds = False
        elif states or rows[-1].kind == DISPUTE:
            shown = states[-1] if states else rows[-1]
            made[place.item] = _stands(cell, rows, shown, states)
    return made, holds


def _stands(cell: UUID, rows: Sequence[Publication], shown: Publication, states: Sequence[Publication]) -> Stands:
    one = shown.assessment
    why = one if states else CountryAssessment()
    return Stands(
        one.as_of, _stale_on(one.as_of),
        tuple((row.at, row.assessment.as_of, State(row.assessment.state)) for row in states),
        one.cell.country, one.cell.item, cell, one.pk, shown.at, one.confidence, rows[-1].kind == DISPUTE,
        why.rationale, why.searched, why.citations,
        heard(one), tuple(_earlier(row) for row in rows if row.assessment.pk != one.pk),
    )  # fmt: skip


def _listed(found: kept.Kept) -> dict[str, Place]:
    return {item: Place(as_of, _stale_on(as_of), states) for item, (as_of, states) in found.items()}


def _stale_on(as_of: date) -> date:
    return rules.stale_on(as_of, next(iter(rubrics.shipped().values())).stale_months)


def _earlier(row: Publication) -> Earlier:
    one = row.assessment
    return Earlier(
        row.at, row.kind, State(one.state), one.as_of, one.rationale, one.searched, one.citations, heard(one)
    )  # fmt: skip


def _believed(of_cell: Mapping[UUID, object]) -> dict[UUID, list[Publication]]:
    """Those cells of which each publication is what its entry says, with the cell, the assessment and all on which it
    rests, and none is gone, and so is each reply; each with its publications, the oldest first. A cell is looked into
    again where a state, a day, or what is replied is another than before."""
    ask = [cell for cell, rows in of_cell.items() if cell not in _known.good or _known.good[cell][0] != rows]
    for cells in batched(ask, _MANY, strict=False):
        found: dict[UUID, list[Publication]] = {}
        published = Publication.objects.filter(assessment__cell__in=cells).select_related("assessment__cell")
        beside = ("assessment__readings", "assessment__notices__replies__beside")
        for row in published.prefetch_related(*beside).order_by("version"):
            found.setdefault(row.assessment.cell_id, []).append(row)
        replies: dict[UUID, list[StateReply]] = {}
        replied = StateReply.objects.filter(notice__assessment__cell__in=cells).select_related("notice__assessment")
        for reply in replied.prefetch_related("beside"):
            replies.setdefault(reply.notice.assessment.cell_id, []).append(reply)
        told = journal.told_of(cells, {PUBLISH, *REPLIES}, network.trusted.Signers())
        for cell in cells:
            said, rows = told[cell], found.get(cell, [])
            holds = not said.torn and _as_published(rows, said) and _as_replied(replies.get(cell, []), said)
            _known.good.pop(cell, None)  # of what does not hold nothing is kept: somebody may put it right
            if holds and rows:
                _known.good[cell] = of_cell[cell], rows
    return {cell: _known.good[cell][1] for cell in of_cell if cell in _known.good}


def _as_published(rows: Sequence[Publication], told: Told) -> bool:
    """Whether each publication rests on what its entry names, and on all of it."""
    said = [items for line, items in told.said if line.deed == PUBLISH]
    cell = {stated.named(row.assessment.cell) for row in rows[:1]}  # the same of each, reckoned once
    return len(rows) == len(said) and all(
        len(items) == len(rests) + 1 and cell <= items and all(stated.names(each, items) for each in rests)
        for row, items in zip(rows, said, strict=True)
        for one in [row.assessment]
        for rests in [(row, one, *one.readings.all(), *one.notices.all())]
    )


def _as_replied(replies: Iterable[StateReply], told: Told) -> bool:
    """Whether each reply, and what stands beside it, is as its entry says, and none is gone."""
    said = {item for line, items in told.said if line.deed in REPLIES for item in items}
    return said == {stated.named(each) for reply in replies for each in (reply, *reply.beside.all())}
