"""The predicates of all states over all cells, compiled from a corpus; and the count of gaps in it
(docs/law-rules.md, "Every act at once").

Each law is asked in its own cells only: bands between its own limits of age, epochs between its own changes that can
alter what it says of the conduct, and the days before which an act would be time-barred. The cells of the space are the
common refinement by all changes of all laws; equal neighbours are merged with a weight. What a law does not answer in
the same way throughout a cell is not known.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from fanal.engines.jurisdiction.counting import coupled, space
from fanal.engines.jurisdiction.counting.asking import (
    ABROAD,
    PUNISHES,
    SURRENDER,
    TERRITORY,
    WIDTH,
    Asker,
    Column,
    Stage,
    stage,
)
from fanal.engines.jurisdiction.counting.patterns import Persons, bands, changes, changes_for, epochs
from fanal.engines.jurisdiction.counting.space import Predicates, Progress, Space, SpaceCell, Truths
from fanal.engines.jurisdiction.counting.surrender import Surrender
from fanal.engines.jurisdiction.model import Corpus, Profile
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.values import Truth
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.dates import Interval, checked_day

STATES = CORPUS / "law" / "states.csv"
CHILDHOOD = (0, 17)
type Band = tuple[int, int]


@cache
def world_states(path: Path = STATES) -> tuple[str, ...]:
    """The members of the United Nations and the two observer states."""
    lines = path.read_text("utf-8").splitlines()
    return tuple(sorted(line.partition(",")[0] for line in lines if not line.startswith(("#", "iso2"))))


def count_gaps(
    corpus: Corpus,
    profiles: Sequence[Profile],
    as_of: date,
    *,
    states: Iterable[str] | None = None,
    step: Progress = lambda _done, _all: None,
) -> Space:
    """Bounds of the number of fact patterns that no state can prosecute by the law of the corpus.

    `states`: by default those of the world and of the corpus. Raises ValueError where no fictional code is free.
    """
    checked_day(as_of, "as_of")
    return space.count(compile_predicates(corpus, profiles, as_of, states=states, step=step), step)


def compile_predicates(
    corpus: Corpus,
    profiles: Sequence[Profile],
    as_of: date,
    *,
    states: Iterable[str] | None = None,
    step: Progress = lambda _done, _all: None,
) -> Predicates:
    """All answers of all laws. States without a file are not known throughout."""
    own = {law.state for law in corpus.laws.values()}
    names = tuple(sorted(own | set(world_states() if states is None else states)))
    return _Compiler(corpus, profiles, as_of, names, step).predicates()


def today(
    corpus: Corpus,
    profiles: Sequence[Profile],
    as_of: date,
    states: Iterable[str],
    ages: Sequence[Band],
    *,
    like: Predicates | None = None,
    step: Progress = lambda _done, _all: None,
) -> Predicates:
    """All answers about acts of that day alone, in these bands of ages.

    `like`: those of another corpus whose offences and law of extradition are the same, for what hangs on them alone.
    """
    own = {law.state for law in corpus.laws.values()}
    return _Compiler(corpus, profiles, as_of, tuple(sorted(own | set(states))), step).today(ages, like)


@dataclass(frozen=True, slots=True)
class _Own:
    """The answers of one state for one profile, by its own band and epoch."""

    bands: tuple[Band, ...]
    starts: tuple[tuple[date, ...], ...]  # the first day of each epoch
    columns: tuple[tuple[Column, ...], ...]

    def over(self, ages: Band, days: Iterable[Interval]) -> Truths:
        """Of stretches of days, none of which goes beyond an epoch: [days, WIDTH]."""
        band = self.band(ages)
        starts, columns = self.starts[band], self.columns[band]
        return np.array([columns[bisect_right(starts, one.first or date.min) - 1] for one in days], np.int8)

    def band(self, ages: Band) -> int:
        return next(at for at, (low, high) in enumerate(self.bands) if low <= ages[0] and ages[1] <= high)


class _Compiler:
    def __init__(
        self, corpus: Corpus, profiles: Sequence[Profile], as_of: date, names: tuple[str, ...], step: Progress
    ) -> None:
        self.stage: Stage = stage(corpus, as_of, names)
        self.corpus, self.profiles, self.as_of, self.names, self.step = corpus, profiles, as_of, names, step
        self.filed = [name for name in names if corpus.parts(name)]
        self.changes = frozenset[date]().union(*map(changes, corpus.laws.values()))
        self.first = min((day for day in self.changes if day <= as_of), default=as_of)
        self.bands = bands(corpus.laws.values())
        self._askers: dict[str, tuple[Asker, ...]] = {}

    def askers(self, name: str) -> tuple[Asker, ...]:
        """Those of a state and its parts, which keep what they found for all profiles."""
        if name not in self._askers:
            self._askers[name] = tuple(Asker(self.stage, law, self.first) for law in self.corpus.parts(name))
        for asker in self._askers[name]:
            asker.homes.clear()
        return self._askers[name]

    def predicates(self) -> Predicates:
        cells: list[SpaceCell] = []
        stacks: list[Truths] = []  # each [filed, WIDTH]
        layers: list[int] = []
        for number, profile in enumerate(self.profiles):
            owns = []
            for at, name in enumerate(self.filed):
                owns.append(self._own(name, profile))
                self.step(number * len(self.filed) + at + 1, len(self.profiles) * len(self.filed))
            for cell, stack in _merged_bands([list(self._band(profile, ages, owns)) for ages in self.bands]):
                cells.append(cell)
                stacks.append(stack)
                layers.append(number)
        return self._assembled(cells, stacks, layers)

    def today(self, ages: Sequence[Band], like: Predicates | None) -> Predicates:
        self.first = self.as_of
        cells = [SpaceCell(profile.id, band, self.as_of, self.as_of) for profile in self.profiles for band in ages]
        layers = [number for number in range(len(self.profiles)) for _ in ages]
        stacks = np.zeros((len(cells), len(self.filed), WIDTH), np.int8)
        for at, name in enumerate(self.filed):
            askers = self.askers(name)
            for number, cell in enumerate(cells):
                profile, days = self.profiles[layers[number]], Interval(cell.first, cell.last)
                stacks[number, at] = self._column(name, askers, profile, cell.ages, days)
            self.step(at + 1, len(self.filed))
        return self._assembled(cells, list(stacks), layers, None if like is None else like.reach)

    def _own(self, name: str, profile: Profile) -> _Own:
        """The state's law, with that of its parts, in its own cells."""
        laws = self.corpus.parts(name)
        own = bands(laws)
        cuts = {day for law in laws for day in changes_for(law, profile.conduct)}
        askers = self.askers(name)
        columns, starts = [], []
        wholes = epochs(cuts, self.first, self.as_of)
        for ages in own:
            parts = [part for whole in wholes for part in _split(askers, profile, ages, whole)]
            columns.append(tuple(self._column(name, askers, profile, ages, part) for part in parts))
            starts.append(tuple(part.first for part in parts if part.first))
        return _Own(own, tuple(starts), tuple(columns))

    def _column(self, name: str, askers: Sequence[Asker], profile: Profile, ages: Band, days: Interval) -> Column:
        found: Column = np.maximum.reduce([asker.column(profile, ages, days) for asker in askers])
        if [asker.law.jurisdiction for asker in askers] != [name]:
            # Parts without a file may say yes; and a part does not know whether the act was done in it or abroad.
            np.maximum(found, Truth.U, out=found)
            found[SURRENDER] = min(asker.column(profile, ages, days)[SURRENDER] for asker in askers)
        return found

    def _band(self, profile: Profile, ages: Band, owns: Sequence[_Own]) -> Iterator[tuple[SpaceCell, Truths]]:
        """The cells of one band: the common refinement in time, equal neighbours merged."""
        cuts = self.changes.union(*(own.starts[own.band(ages)] for own in owns))
        days = epochs(cuts, self.first, self.as_of)
        stacks = np.zeros((len(days), len(owns), WIDTH), np.int8)
        for number, own in enumerate(owns):
            stacks[:, number] = own.over(ages, days)
        differs = (stacks[1:] != stacks[:-1]).any(axis=(1, 2))
        starts = [0, *(np.flatnonzero(differs) + 1).tolist()]
        for start, following in zip(starts, [*starts[1:], len(days)], strict=True):
            first, last = days[start].first, days[following - 1].last
            assert first is not None
            assert last is not None
            yield SpaceCell(profile.id, ages, first, last, following - start), stacks[start]

    def _assembled(
        self, cells: list[SpaceCell], stacks: list[Truths], layers: list[int], held: Truths | None = None
    ) -> Predicates:
        states, rows = len(self.names), [self.names.index(name) for name in self.filed]
        answers = np.full((WIDTH, states, len(cells)), Truth.U, np.int8)
        answers[SURRENDER] = Truth.T
        if rows:
            answers[:, rows] = np.stack(stacks).transpose(2, 1, 0)
        abroad = answers[ABROAD].reshape(2, 2, 2, 3, 2, states, len(cells))
        return Predicates(
            self.names, tuple(cells), answers[PUNISHES], answers[TERRITORY], abroad,
            self._reach() if held is None else held,
            np.array(layers, np.intp),
            answers[SURRENDER], self._bounded(abroad),
        )  # fmt: skip

    def _bounded(self, abroad: Truths) -> tuple[str, ...]:
        """States whose law has no box in some cell: there it is taken as bounds."""
        moved = np.zeros(len(self.names), np.bool_)
        for least, upwards in ((Truth.U, True), (Truth.T, False)):
            held = abroad >= least
            moved |= (coupled.settle(held, upwards=upwards) != held).any(axis=(0, 1, 2, 3, 4, 6))
        return tuple(name for name, does in zip(self.names, moved, strict=True) if does)

    def _reach(self) -> Truths:
        """Who can come before whose courts: [profile, 2, 2, P, S]."""
        found = np.full((len(self.profiles), 2, 2, len(self.names), len(self.names)), Truth.U, np.int8)
        rows = np.array([self.names.index(name) for name in self.filed], np.intp)
        surrender = Surrender(self.corpus, self.filed, self._surrendering)
        for number, profile in enumerate(self.profiles if self.filed else ()):
            found[number][..., rows[:, None], rows] = surrender.of(profile)
        return found

    def _surrendering(self, profile: Profile, origin: str, national: bool, home: bool) -> Question:
        there = self.stage.elsewhere
        persons = Persons(self.stage.places[1], origin if national else there, origin if home else there, there, origin)
        return self.stage.question(profile, CHILDHOOD, Interval(self.first, self.as_of), persons)


def _split(askers: Iterable[Asker], profile: Profile, ages: Band, days: Interval) -> tuple[Interval, ...]:
    """An epoch cut where an act at its beginning would be time-barred, or may be, and one at its end would not."""
    assert days.first is not None
    assert days.last is not None
    cuts: set[date] = set()
    for asker in askers if days.first < days.last else ():
        whole = asker.home(profile, ages, days)
        for offence in asker.covering(profile.conduct):
            cuts |= asker.cuts(offence, profile, ages, whole)
    return epochs(cuts, days.first, days.last)


def _merged_bands(found: Sequence[list[tuple[SpaceCell, Truths]]]) -> list[tuple[SpaceCell, Truths]]:
    """Neighbouring bands with the same epochs and answers as one band."""
    merged: list[list[tuple[SpaceCell, Truths]]] = []
    for band in found:
        if merged and _same(merged[-1], band):
            merged[-1] = [
                (_joined(one, other), stack) for (one, stack), (other, _) in zip(merged[-1], band, strict=True)
            ]
        else:
            merged.append(band)
    return [one for band in merged for one in band]


def _same(one: Sequence[tuple[SpaceCell, Truths]], other: Sequence[tuple[SpaceCell, Truths]]) -> bool:
    return len(one) == len(other) and all(
        (left.first, left.last) == (right.first, right.last) and np.array_equal(stack, like)
        for (left, stack), (right, like) in zip(one, other, strict=True)
    )


def _joined(one: SpaceCell, other: SpaceCell) -> SpaceCell:
    return SpaceCell(one.profile, (one.ages[0], other.ages[1]), one.first, one.last, one.weight + other.weight)
