"""Noised margins made consistent: what several of them say of the same children is brought together.

No look at children, hence no privacy loss. Each set of variables gets the mean of all margins that hold it, weighed by
precision; then, from one variable up to three, each is moved to agree with the smaller ones, first by least squares and
then onto counts that can be: not negative, 0 where nothing can be.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import prod, sqrt

import numpy as np

from fanal.engines.arrays import Bools, Reals, Whole
from fanal.engines.disclosure.raking import Target

type Place = tuple[int, int]
type Never = frozenset[frozenset[Place]]

TURNS = 4
"""How often a margin is moved to agree with each smaller one in turn."""
NOWHERE = -1e18
"""Stands in a cell that can hold nobody, so that no projection puts anybody there."""


@dataclass(frozen=True, slots=True)
class NoisedMargin:
    """All cells of a set of variables with noise of variance `sigma2`: whole numbers, also below 0."""

    variables: tuple[int, ...]
    n: Whole = field(repr=False)
    sigma2: Fraction


def total_of(margins: Sequence[NoisedMargin]) -> int:
    """The noised number of children: the mean over all margins, each weighed by the precision of its sum."""
    weights = [1 / (one.n.size * float(one.sigma2)) for one in margins]
    return max(round(float(np.average([float(one.n.sum()) for one in margins], weights=weights))), 0)


def consistent(margins: Sequence[NoisedMargin], never: Never) -> tuple[Target, ...]:
    """Counts of the measured margins and of all that they contain, fewest variables first.

    They add up to the noised total and agree with each other up to what `TURNS` leave. `never`: pairs of (variable,
    code) that cannot occur together. `sigma` of a target is that of its mean.
    """
    total = total_of(margins)
    made: dict[tuple[int, ...], Target] = {}
    contained = {held for margin in margins for held in _contained(margin.variables)}
    for held in sorted(contained, key=lambda places: (len(places), places)):
        counts, variance = mean_of(held, margins)
        faces = [(face, _counts(made, held, face, total)) for face in combinations(range(len(held)), len(held) - 1)]
        for _ in range(TURNS):
            for face, wanted in faces:
                counts = _moved(counts, face, wanted)
        nowhere = _nowhere(held, counts.shape, never)
        for _ in range(TURNS):
            for face, wanted in faces:
                counts = _projected(np.where(nowhere, NOWHERE, counts), face, wanted)
        made[held] = Target(held, np.where(nowhere, 0.0, counts), sqrt(variance))
    return tuple(made.values())


def _contained(variables: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [held for many in range(1, len(variables) + 1) for held in combinations(variables, many)]


def mean_of(held: tuple[int, ...], margins: Sequence[NoisedMargin]) -> tuple[Reals, float]:
    """The mean of the sums of all margins that hold these variables, and its variance in each cell."""
    found, precision = np.zeros(()), 0.0
    for one in margins:
        if set(held) <= set(one.variables):
            others = tuple(at for at, place in enumerate(one.variables) if place not in held)
            weight = 1 / (float(one.sigma2) * prod(one.n.shape[at] for at in others))
            found, precision = found + weight * one.n.sum(axis=others), precision + weight
    return found / precision, 1 / precision


def _counts(made: dict[tuple[int, ...], Target], held: tuple[int, ...], face: tuple[int, ...], total: int) -> Reals:
    return made[tuple(held[at] for at in face)].counts if face else np.array(float(total))


def _moved(counts: Reals, face: tuple[int, ...], wanted: Reals) -> Reals:
    """The nearest counts whose sums over all axes but those of `face` are `wanted`."""
    others = tuple(at for at in range(counts.ndim) if at not in face)
    lack = (wanted - counts.sum(axis=others)) / prod(counts.shape[at] for at in others)
    return counts + np.expand_dims(lack, others)


def _projected(counts: Reals, face: tuple[int, ...], wanted: Reals) -> Reals:
    """The nearest counts of which the same is true and that are not negative."""
    (other,) = (at for at in range(counts.ndim) if at not in face)
    return np.moveaxis(on_simplex(np.moveaxis(counts, other, -1), wanted), -1, other)


def on_simplex(counts: Reals, totals: Reals) -> Reals:
    """Along the last axis the nearest counts that are not negative and add up to `totals` >= 0, in Euclidean distance.

    As many of the largest as stay positive give or take the same amount (Duchi and others 2008, "Efficient projections
    onto the l1-ball"). Shapes (…, cells) and (…).
    """
    falling = -np.sort(-counts, axis=-1)
    shifts = (np.cumsum(falling, axis=-1) - totals[..., None]) / np.arange(1, counts.shape[-1] + 1)
    last = np.maximum((falling > shifts).sum(axis=-1) - 1, 0)
    projected: Reals = np.maximum(counts - np.take_along_axis(shifts, last[..., None], axis=-1), 0.0)
    return projected


def _nowhere(held: tuple[int, ...], shape: tuple[int, ...], never: Never) -> Bools:
    found = np.zeros(shape, dtype=np.bool_)
    for pair in never:
        places = dict(pair)
        if len(places) == len(pair) and set(places) <= set(held):
            found[tuple(places.get(place, slice(None)) for place in held)] = True
    return found
