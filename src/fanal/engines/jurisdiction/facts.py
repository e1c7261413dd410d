"""What is known of one act: `fanal.facts/1` as frozen data. None is "not known"; nothing else is.

One child, one person, one act. The child is never the person suspected: facts whose two ids are the same are refused.
"""

from dataclasses import dataclass, field
from datetime import date

from fanal.engines.jurisdiction.terms import NO_STATE
from fanal.vocabulary.dates import Interval


@dataclass(frozen=True, slots=True)
class Link:
    """One tie of a person to a state. `start` and `end` are days known in part; None: since ever, until now."""

    state: str
    start: Interval | None = None
    end: Interval | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """All ties of one kind. A state that is not listed is "no" when `complete`, else not known."""

    links: tuple[Link, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """`part` is conduct, result or both; `certainty` known, reasonable_grounds or possible."""

    state: str
    part: frozenset[str] = frozenset({"conduct", "result"})
    certainty: str = "known"


@dataclass(frozen=True, slots=True)
class Vessel:
    kind: str
    flag: str


@dataclass(frozen=True, slots=True)
class Codes:
    """A list of codes; one that is not listed is "no" when `complete`, else not known."""

    codes: frozenset[str]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Act:
    conduct: tuple[str, ...]
    start: Interval | None = None
    end: Interval | None = None
    places: tuple[Place, ...] | None = None
    places_complete: bool = True
    vessel: Vessel | None = None
    commercial: bool | None = None
    means: Codes | None = None
    medium: frozenset[str] | None = None
    relation: Codes | None = None
    role: str | None = None
    principal_nationality: Links | None = None
    marriage: bool | None = None

    @property
    def on_land(self) -> bool:
        """All places are states and nobody named a ship or an aircraft: none is presumed, and the answer says so."""
        places = self.places or ()
        named = self.vessel is not None or not places or not self.places_complete
        return not named and all(place.state != NO_STATE for place in places)


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years at the act, within `low` to `high`."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Leg:
    """One journey of the person suspected, on a day known in part. A destination that is not known is `XXX`."""

    origin: str
    destination: str
    on: Interval | None


@dataclass(frozen=True, slots=True)
class Child:
    id: str = ""
    born: Interval | None = None
    age: Age | None = None
    nationality: Links | None = None
    residence: Links | None = None


@dataclass(frozen=True, slots=True)
class Suspect:
    id: str = ""
    born: Interval | None = None
    age: Age | None = None
    nationality: Links | None = None
    residence: Links | None = None
    permanent_residence: Links | None = None
    presence: Links | None = None
    travel: tuple[Leg, ...] | None = None
    travel_complete: bool = True
    immunity: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a proceeding in `state`; `kind` is one that rules of limitation name."""

    state: str
    kind: str
    on: Interval | None
    until: Interval | None = None  # the end of what suspends; None: not known, or the event has no length


@dataclass(frozen=True, slots=True)
class Judgment:
    """`kind`: conviction, acquittal, discontinuance, settlement. `same_act` and `final` None: not known.

    `reason` is empty where it is not known: on_the_merits, no_offence_there, contrary_to_principles,
    grounds_for_reopening, sham_trial, pardon, lapse_of_penalty.
    """

    state: str
    kind: str
    same_act: bool | None = True
    final: bool | None = True
    sentence: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Extradition:
    """`origin` is asked to give the person up to `destination`: requested, granted, refused, not_possible."""

    origin: str
    destination: str
    state: str


@dataclass(frozen=True, slots=True)
class ConditionState:
    """How a condition of `state` stands: not_asked, asked, granted, refused."""

    state: str
    kind: str
    status: str


@dataclass(frozen=True, slots=True)
class Course:
    """What has happened since. Judgments, extradition and conditions: None is presumed none, and the answer says so."""

    charge_on: Interval | None = None
    events: tuple[Event, ...] | None = None
    events_complete: bool = False
    judgments: tuple[Judgment, ...] | None = None
    extradition: tuple[Extradition, ...] | None = None
    conditions: tuple[ConditionState, ...] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """`where` is file and line of the document, for messages only."""

    id: str
    act: Act
    child: Child = Child()
    suspect: Suspect = Suspect()
    course: Course = Course()
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Moments:
    """The days on which links and rules are tested: the act, the charge (or the day asked), the day asked.

    `min_review`: law whose review stands below it is not known.
    """

    act: Interval | None
    charge: Interval
    as_of: date
    min_review: str = "drafted"


# What acts have that are made up to be put to a law.

SUSPECT_AGE = 40
NO_TIES = Links(())
UNTOUCHED = Course(events=(), events_complete=True, judgments=(), extradition=(), conditions=())
"""Nothing has happened since, and nobody was asked."""


def tied(*states: str) -> Links:
    """Ties to these states and to no other."""
    return Links(tuple(map(Link, states)))
