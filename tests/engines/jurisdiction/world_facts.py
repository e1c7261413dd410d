"""Facts over the states of a generated world, with any field not known; for Hypothesis and from a seed.

States are those of the world, one without a file (`NO_FILE`) and the place outside any state. Dates cluster around the
days on which generated laws change, ages around the limits in them, so that few examples meet many borders.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st
from tests.engines.jurisdiction import world_laws, worlds

from fanal.engines.jurisdiction.facts import (
    Act,
    Age,
    Child,
    Codes,
    ConditionState,
    Course,
    Event,
    Extradition,
    Facts,
    Judgment,
    Leg,
    Link,
    Links,
    Place,
    Suspect,
    Vessel,
)  # fmt: skip
from fanal.engines.jurisdiction.model import CONDUCTS, NO_STATE
from fanal.vocabulary.dates import Interval, PartialDate

AS_OF = date(2026, 11, 25)
NO_FILE = "XT"
BIRTHDAY = 365.2425


@dataclass(frozen=True, slots=True)
class Range:
    """What facts may hold. `unknown`: the share of fields that are not known; `single`: one plain link of each kind."""

    unknown: float = 0.2
    single: bool = False
    course: bool = True
    conducts: tuple[str, ...] = CONDUCTS[:3]
    elsewhere: bool = True  # states without a file and places outside any state


def facts(world: worlds.World, within: Range | None = None) -> st.SearchStrategy[Facts]:
    return st.randoms(use_true_random=False).map(lambda source: some_facts(source, world.codes, within))


def some_facts(source: random.Random | int, codes: Sequence[str], within: Range | None = None) -> Facts:
    """Facts from a source of chance, or from a seed, over the states `codes`."""
    chance = random.Random(source) if isinstance(source, int) else source
    return _Teller(chance, tuple(codes), within or Range()).facts()


@dataclass(frozen=True)
class _Teller:
    chance: random.Random
    codes: tuple[str, ...]
    within: Range

    def maybe(self, share: float) -> bool:
        return self.chance.random() > 1 - share

    def gone(self) -> bool:
        return self.maybe(self.within.unknown)

    def facts(self) -> Facts:
        when = self.span()
        act = self.act(when)
        day = when.first if when and when.first else date(2012, 6, 15)
        suspect = self.suspect(day)
        course = self.course(day) if self.within.course and self.maybe(0.5) else Course()
        return Facts("generated", act, self.child(day), suspect, course)

    def state(self) -> str:
        others = (NO_FILE, NO_STATE) if self.within.elsewhere else ()
        return self.chance.choice((*self.codes, *self.codes, *others))

    def home(self) -> str:
        """A state of which one can be a national."""
        return self.chance.choice((*self.codes, *self.codes, NO_FILE) if self.within.elsewhere else self.codes)

    # Days.

    def day(self) -> date:
        border = date.fromisoformat(self.chance.choice(world_laws.CHANGES))
        return border + timedelta(self.chance.choice((0, -1, 1, 100, -400, 900, 2000)))

    def span(self) -> Interval | None:
        if self.gone():
            return None
        day = self.day()
        return self.chance.choice(
            (Interval(day, day), PartialDate(day.year, day.month).interval, PartialDate(day.year).interval)
        )

    def exact(self, earliest: date) -> Interval:
        day = earliest + timedelta(self.chance.choice((0, 1, 30, 400, 2000, 4000)))
        return Interval(min(day, AS_OF), min(day, AS_OF))

    # The act.

    def act(self, when: Interval | None) -> Act:
        end = when
        if when and when.first == when.last and self.maybe(0.2):
            end = self.exact(when.first or AS_OF)
        conducts = self.chance.sample(self.within.conducts, 2 if self.maybe(0.1) else 1)
        return Act(
            conduct=tuple(conducts),
            start=when,
            end=end,
            places=None if self.gone() else self.places(),
            places_complete=not self.gone(),
            vessel=Vessel("ship", self.home()) if self.maybe(0.15) else None,
            commercial=None if self.gone() else self.chance.choice((True, False)),
            means=self.some_codes(world_laws.MEANS),
            medium=None if self.gone() else frozenset({self.chance.choice(world_laws.MEDIA)}),
            relation=self.some_codes(world_laws.RELATIONS),
            role=None if self.gone() else self.chance.choice(world_laws.ROLES),
            principal_nationality=None if self.gone() else self.links(),
            marriage=None if self.gone() else self.maybe(0.2),
        )

    def places(self) -> tuple[Place, ...]:
        if self.within.single:
            return (Place(self.state()),)
        return tuple(self.place() for _ in range(self.chance.choice((1, 1, 2))))

    def place(self) -> Place:
        part = self.chance.choice((("conduct", "result"), ("conduct",), ("result",)))
        certainty = self.chance.choice(("known", "known", "known", "reasonable_grounds", "possible"))
        return Place(self.state(), frozenset(part), certainty)

    def some_codes(self, codes: Sequence[str]) -> Codes | None:
        if self.gone():
            return None
        return Codes(frozenset(self.chance.sample(codes, self.chance.choice((0, 0, 1, 2)))), not self.gone())

    # The persons.

    def links(self) -> Links:
        if self.within.single:
            return Links((Link(self.home()),))
        count = self.chance.choice((1, 1, 1, 2, 0))
        return Links(tuple(self.link() for _ in range(count)), not self.gone())

    def link(self) -> Link:
        if not self.maybe(0.25):
            return Link(self.home())
        start = self.day()
        end = self.exact(start) if self.maybe(0.5) else None
        return Link(
            self.home(),
            PartialDate(start.year).interval if self.maybe(0.3) and not end else Interval(start, start),
            end,
        )

    def ties(self) -> Links | None:
        return None if self.gone() else self.links()

    def age(self, choices: Sequence[int]) -> Age:
        low = self.chance.choice(choices)
        return Age(low, low + self.chance.choice((0, 0, 0, 1, 3)))

    def born(self, day: date, age: int) -> Interval:
        """About so many years before the day, often on the birthday itself."""
        born = day - timedelta(round((age + self.chance.choice((0, 0.5))) * BIRTHDAY))
        return self.chance.choice((Interval(born, born), PartialDate(born.year).interval))

    def child(self, day: date) -> Child:
        age = self.age((13, 9, 11, 12, 14, 15, 16, 17, 18))
        by_birth = self.maybe(0.4)
        return Child(
            id="child",
            born=self.born(day, age.low) if by_birth else None,
            age=None if by_birth or self.gone() else age,
            nationality=self.ties(),
            residence=self.ties(),
        )

    def suspect(self, day: date) -> Suspect:
        age = self.age((44, 14, 16, 17, 18, 19, 21, 30))
        by_birth = self.maybe(0.3)
        legs = tuple(self.leg(day) for _ in range(self.chance.choice((0, 1, 2))))
        return Suspect(
            id="suspect",
            born=self.born(day, age.low) if by_birth else None,
            age=None if by_birth or self.gone() else age,
            nationality=self.ties(),
            residence=self.ties(),
            permanent_residence=self.ties(),
            presence=self.ties(),
            travel=None if self.gone() else legs,
            travel_complete=not self.gone(),
            immunity=self.chance.choice((None, None, "none", "claimed", "waived")) if self.within.course else None,
        )

    def leg(self, day: date) -> Leg:
        on = day - timedelta(self.chance.choice((3, 0, 40, -5)))
        origin, destination = self.home(), self.home()
        if on.day % 7 == 0:  # no chance of its own: the worlds of all seeds would be others
            destination = "XXX"
        return Leg(origin, destination, None if self.gone() else Interval(on, on))

    # What has happened since.

    def course(self, day: date) -> Course:
        charge = self.exact(day + timedelta(4000)) if self.maybe(0.3) else None
        return Course(
            charge_on=charge,
            events=None if self.gone() else tuple(self.event(day) for _ in range(self.chance.choice((0, 0, 1)))),
            events_complete=not self.gone(),
            judgments=(self.judgment(),) if self.maybe(0.2) else None,
            extradition=(self.extradition(),) if self.maybe(0.4) else None,
            conditions=tuple(self.condition() for _ in range(self.chance.choice((1, 2)))) if self.maybe(0.5) else None,
        )

    def event(self, day: date) -> Event:
        kinds = (*world_laws.INTERRUPTIONS, *world_laws.STOPS, *world_laws.SUSPENSIONS)
        kind = self.chance.choice(kinds)
        on = self.exact(day)
        until = self.exact(on.first or day) if kind in world_laws.SUSPENSIONS and self.maybe(0.5) else None
        return Event(self.home(), kind, on, until)

    def judgment(self) -> Judgment:
        kind = self.chance.choice(("conviction", "acquittal", "discontinuance"))
        return Judgment(self.home(), kind, sentence=self.chance.choice((None, "served", "not_served")))

    def extradition(self) -> Extradition:
        return Extradition(
            self.home(), self.home(), self.chance.choice(("requested", "granted", "refused", "not_possible"))
        )

    def condition(self) -> ConditionState:
        kind = self.chance.choice(("consent", "complaint", "request", "transfer_of_proceedings"))
        return ConditionState(self.home(), kind, self.chance.choice(("not_asked", "asked", "granted", "refused")))
