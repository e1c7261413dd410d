"""Tables drawn from a population that is known: to see what an estimate is worth where the answer is known.

Each person is on list j with a probability of its own; persons may be of several classes; interactions make some
histories more or less frequent; links may be missed or false (`linkage_effect` has the same, as expectations).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np

from fanal.engines.arrays import Generator, Reals, Whole
from fanal.engines.prevalence import zeta
from fanal.engines.prevalence.drawing import SIMULATION, generator
from fanal.engines.prevalence.faults import MOST, TOO_MANY
from fanal.engines.prevalence.result import OptionError
from fanal.engines.prevalence.table import CaptureTable, mask_of

type Lists = Mapping[str, float] | Sequence[float]
type Class = tuple[float, Sequence[float]]


MOST_TOGETHER = 30
"""Interactions beyond this leave no other history."""


@dataclass(frozen=True, eq=False)
class Truth:
    """A population: `cells` float64[2^k], the share of persons with exactly each history; [0] is the unseen share."""

    names: tuple[str, ...]
    cells: Reals

    def expected(self, n_total: float) -> Reals:
        """float64[2^k]: persons expected in each history, [0] those on no list."""
        return n_total * self.cells


def simulate(
    n_total: int,
    lists: Lists | Sequence[str] = (),
    classes: Sequence[Class] = (),
    interactions: Mapping[tuple[str, ...], float] | None = None,
    missed: float = 0.0,
    false: float = 0.0,
    seed: int = 0,
) -> CaptureTable:
    """A table of lists on a closed population of `n_total` persons.

    `lists`: probability by name, or probabilities (lists are then A, B, C …). With `classes`, (share of persons,
    probabilities), `lists` gives names only, or nothing. `interactions`: by names of two or more lists the logarithm of
    the factor on histories that have all of them; afterwards shares are brought back to 1. `missed`: probability that a
    record is not linked; `false`: false links as a share of the persons observed. Raises `OptionError`.
    """
    if not 1 <= n_total <= TOO_MANY:
        raise OptionError(f"a population has 1 to {TOO_MANY} persons")
    if not (0 <= missed < 1 and 0 <= false < 1):
        raise OptionError("shares of missed and of false links lie from 0 to below 1")
    known = truth(lists, classes, interactions)
    random = generator(seed, SIMULATION)
    counts = random.multinomial(n_total, known.cells).astype(np.int64)
    counts[0] = 0
    counts = _split(counts, missed, random) if missed else counts
    counts = _joined(counts, false, random) if false else counts
    return CaptureTable(known.names, counts)


def truth(
    lists: Lists | Sequence[str] = (),
    classes: Sequence[Class] = (),
    interactions: Mapping[tuple[str, ...], float] | None = None,
) -> Truth:
    """The population that `simulate` draws from. Raises `OptionError`."""
    names, groups = _groups(lists, classes)
    cells = np.zeros(1 << len(names))
    for share, probabilities in groups:
        cells += share * independent(probabilities)
    masks = np.arange(cells.size)
    for together, value in (interactions or {}).items():
        mask = mask_of(together, names)
        if mask.bit_count() < 2:
            raise OptionError("an interaction is one of two lists or more")
        if not abs(value) <= MOST_TOGETHER:
            raise OptionError(f"an interaction lies from -{MOST_TOGETHER} to {MOST_TOGETHER}")
        cells[(masks & mask) == mask] *= np.exp(value)
    return Truth(names, cells / cells.sum())


def independent(probabilities: Sequence[float] | Reals) -> Reals:
    """float64[2^k]: shares of the histories where lists do not depend on each other."""
    cells = np.ones(1)
    for probability in probabilities:
        cells = np.concatenate((cells * (1 - probability), cells * probability))
    return cells


def _groups(lists: Lists | Sequence[str], classes: Sequence[Class]) -> tuple[tuple[str, ...], Sequence[Class]]:
    if not classes:
        values = list(lists.values()) if isinstance(lists, Mapping) else [x for x in lists if not isinstance(x, str)]
        if len(values) < len(lists):
            raise OptionError("names of lists without a probability are for classes, which have them")
        classes = ((1.0, values),)
        named = tuple(lists) if isinstance(lists, Mapping) else ()
    else:
        named = tuple(str(name) for name in lists)
    width = {len(probabilities) for _, probabilities in classes} | ({len(named)} if named else set())
    if len(width) != 1 or not 2 <= min(width) <= MOST:
        raise OptionError(f"every class needs one probability a list, of 2 to {MOST} lists")
    shares = [share for share, _ in classes]
    if min(shares) < 0 or abs(sum(shares) - 1) > 1e-9:
        raise OptionError("shares of classes are 0 or more and add up to 1")
    if any(not 0 <= p <= 1 for _, probabilities in classes for p in probabilities):
        raise OptionError("a probability lies from 0 to 1")
    return named or tuple(ascii_uppercase[: min(width)]), classes


def _split(counts: Whole, missed: float, random: Generator) -> Whole:
    """Each person on several lists keeps one record; each other leaves with the probability `missed`."""
    split = np.zeros_like(counts)
    for history in np.flatnonzero(counts).tolist():
        records = history.bit_count()
        parts = [part for part in zeta.subsets(history) if part]
        weights = [
            part.bit_count() / records * missed ** (records - part.bit_count()) * (1 - missed) ** (part.bit_count() - 1)
            for part in parts
        ]
        drawn = random.multinomial(counts[history], np.array(weights) / sum(weights))
        for part, persons in zip(parts, drawn, strict=True):
            split[part] += persons
            for place in zeta.members(history & ~part):
                split[1 << place] += persons
    return split


def _joined(counts: Whole, false: float, random: Generator) -> Whole:
    """So many pairs of persons, each on one list and not on the same, become one person."""
    joined = counts.copy()
    lists = counts.size.bit_length() - 1
    pairs = [(1 << a, 1 << b) for a in range(lists) for b in range(a + 1, lists)]
    weights = np.array([float(counts[a]) * float(counts[b]) for a, b in pairs])
    if not weights.sum():
        return joined
    drawn = random.multinomial(round(false * int(counts.sum())), weights / weights.sum())
    for (a, b), links in zip(pairs, drawn, strict=True):
        made = min(int(links), int(joined[a]), int(joined[b]))
        joined[[a, b]] -= made
        joined[a | b] += made
    return joined
