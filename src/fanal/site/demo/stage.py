"""The stage: who is there with open keys, and a play that goes through the past in the order of time."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

from fanal import vault
from fanal.clocks import api as clocks
from fanal.network import accounts
from fanal.network import api as network
from fanal.network.contracts import Actor, Founded
from fanal.network.models import Person
from fanal.vocabulary.hours import Hours

SEED = 20261125

type Deed = Callable[[datetime], object]


@dataclass
class Stage:
    """`now` is the end of the play: every time in it is counted back from there."""

    now: datetime
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  draws a story, no key
    orgs: dict[str, UUID] = field(default_factory=dict)
    founded: dict[str, Founded] = field(default_factory=dict)
    seeds: dict[str, vault.Seed] = field(default_factory=dict)
    hours: dict[str, Hours] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def ago(self, **since: float) -> datetime:
        """So long before now: `ago(days=3, hours=2)`."""
        return self.now - timedelta(**since)

    def enter(self, key: str, made: Founded) -> None:
        """An organisation and its first people are there."""
        self.orgs[key], self.founded[key] = made.org, made
        for username, code in made.codes.items():
            self.seeds[username] = accounts.seed_by_code(Person.objects.get(username=username), code)

    def actor(self, username: str) -> Actor:
        """A person with open keys."""
        if username not in self._actors:
            row = Person.objects.select_related("org").get(username=username)
            self._actors[username] = network.open_actor(row, self.seeds[username], self.now.date())
        return self._actors[username]

    def person(self, username: str) -> UUID:
        return self.actor(username).person

    def rings_changed(self) -> None:
        """Keys were made anew: everybody opens theirs again."""
        self._actors.clear()

    def at_work(self, country: str, when: datetime) -> datetime:
        """The first instant from `when` on at which the member of a country listens."""
        hours = self.hours.get(country)
        return hours.next_open(when).astimezone(UTC) if hours else when


class Play:
    """Deeds at their times. Clocks are swept before each, the night's work is done between the days."""

    def __init__(self, stage: Stage, night: Deed) -> None:
        self.stage, self.night = stage, night
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._order = count()
        self.done = 0

    def at(self, when: datetime, deed: Deed) -> bool:
        """Plan a deed. What lies after the end of the play does not happen; returns whether it will."""
        if when > self.stage.now:
            return False
        heapq.heappush(self._deeds, (when, next(self._order), deed))
        return True

    def run(self, progress: Callable[[int, int], None]) -> None:
        """Play everything, and what it brings about, up to now."""
        midnight = _midnight_after(self._deeds[0][0])
        while self._deeds:
            when, _, deed = heapq.heappop(self._deeds)
            while midnight <= when:
                self._night(midnight)
                midnight += timedelta(days=1)
            clocks.sweep(when)
            deed(when)
            self.done += 1
            progress(self.done, self.done + len(self._deeds))
        while midnight <= self.stage.now:
            self._night(midnight)
            midnight += timedelta(days=1)
        clocks.sweep(self.stage.now)

    def _night(self, midnight: datetime) -> None:
        clocks.sweep(midnight)
        self.night(midnight)


def _midnight_after(when: datetime) -> datetime:
    day = when.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)
