"""What the engine answers: routes, states, what decides, what was assumed; never a fact that was not given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fanal.engines.jurisdiction.model import Basis, Review
from fanal.engines.jurisdiction.values import Value


class Verdict(StrEnum):
    """Best first: the order in which a state's routes are summed up."""

    OPEN = "open"
    OPEN_ON_CONDITION = "open_on_condition"
    CANNOT_SAY = "cannot_say"
    BARRED = "barred"
    NONE = "none"


PARTS = ("E", "J", "D", "L", "N", "I")


@dataclass(frozen=True, slots=True)
class Ref:
    """The version of a provision that was used, down to source, article, quotation and review.

    `text_of`: the day of the later text in which the article is called `art`; it may have had another number then.
    """

    id: str
    source: str | None
    art: str
    version: str  # the days between which this version holds, as text: "2015-01-27/.."
    review: Review
    quote: str = ""
    text_of: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the reasoning. `text_key` with `params` becomes a sentence in the reader's language."""

    id: str
    text_key: str
    value: Value
    params: Mapping[str, str | int] = field(default_factory=dict)
    ref: Ref | None = None
    facts: tuple[str, ...] = ()
    children: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """How long proceedings can begin: the last good day at the earliest and at the latest.

    `none`: no limitation. `latest` None: no end is known to bind. `steps` are the ends that the walk passed, in order.
    """

    value: Value
    earliest: date | None
    latest: date | None
    none: bool
    steps: tuple[date, ...]
    node: Node
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Needed:
    """A condition of a route and how it stands: not_asked, asked, granted, refused."""

    kind: str
    who: str
    status: str


@dataclass(frozen=True, slots=True)
class Defence:
    """An exception that is for the accused to show and on which the facts are silent: it closes nothing by itself.

    `kind` is that of `model.Exemption`, `facts` the paths that would settle it; `ref` the version of the offence, with
    the article and the words that give the defence.
    """

    kind: str
    facts: tuple[str, ...]
    ref: Ref


@dataclass(frozen=True, slots=True)
class Route:
    """`unless`: the defences, of this law or of that of the place, that were not ruled out."""

    state: str  # the jurisdiction: `DE`, `GB-EAW`
    offence: str
    rule: str
    basis: Basis
    verdict: Verdict
    parts: Mapping[str, Value]
    reasons: frozenset[str]
    conditions: tuple[Needed, ...]
    needs_expert: bool
    provisions: tuple[Ref, ...]
    limit: Limit
    tree: Node
    lowest_penalty: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()
    unless: tuple[Defence, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """The last good day of one `route`, `OFFENCE/RULE`. `day` None: no limitation (`none`), or no day known to bind."""

    day: date | None = None
    route: str = ""
    none: bool = False


@dataclass(frozen=True, slots=True)
class StateAnswer:
    """How a state stands. `first_end`: when the first of the routes with its verdict closes; `last_end`: the last.

    `unless`: of a state that is open, the defences that were not ruled out, if no open route is free of them.
    """

    state: str
    verdict: Verdict
    first_end: End
    last_end: End
    reasons: frozenset[str]
    note: str
    unless: tuple[Defence, ...] = ()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A practical obstacle: it never changes a verdict. `duty`: a treaty article obliges a party to prosecute."""

    state: str
    text_key: str
    params: Mapping[str, str]
    value: Value
    duty: str = ""


@dataclass(frozen=True, slots=True)
class Decisive:
    """An unknown fact that changes a verdict, with two completions that differ (fact value -> verdict).

    `given`: what the other unknown facts are in both of them. `states`: those whose summary it can change.
    """

    fact: str
    routes: tuple[str, ...]
    obtainable_from: str
    weight: float
    one: tuple[str, Verdict]
    other: tuple[str, Verdict]
    given: tuple[tuple[str, str], ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many jurisdictions were looked at, which linked ones have no file, and the lowest review that was used."""

    looked_at: int
    missing: tuple[str, ...]
    lowest_review: str


@dataclass(frozen=True, slots=True)
class Answer:
    id: str
    as_of: date
    corpus_version: str
    states: tuple[StateAnswer, ...]
    routes: tuple[Route, ...]
    obstacles: tuple[Obstacle, ...]
    decisive: tuple[Decisive, ...]
    questions: tuple[str, ...]
    assumptions: tuple[str, ...]
    coverage: Coverage
    approximate: bool = False
