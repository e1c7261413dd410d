"""Row weights that fit all measured margins: raking, also called iterative proportional fitting, damped for noise."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np

from fanal.engines.arrays import Generator, Reals, UInt8s
from fanal.engines.disclosure.model import MOST_WAYS

type Codes = UInt8s

SWEEPS, POWER, LEAST, MOST = 10, 0.7, 0.2, 5.0


@dataclass(frozen=True, slots=True)
class Target:
    """What a margin should hold: counts of shape (codes of each variable), not negative, and the standard deviation
    of the noise in them."""

    variables: tuple[int, ...]
    counts: Reals = field(repr=False)
    sigma: float


def rake(codes: Codes, weights: Reals, targets: Sequence[Target], rng: Generator, sweeps: int = SWEEPS) -> Reals:
    """The weights (rows,) after so many sweeps over all targets in random order.

    `codes`: (variables, rows). A factor is ((target + sigma) / (current + sigma)) ** 0.7 within 0.2 … 5, so that a cell
    that may be noise moves little. Weights of 0 stay 0.
    """
    from fanal.engines.disclosure import synthesis_kernels as kernels

    places = [_places(target.variables, target.counts.shape) for target in targets]
    variables, strides = (np.array(column, dtype=np.int64) for column in zip(*places, strict=True))
    starts = np.cumsum([0, *(target.counts.size for target in targets)], dtype=np.int64)
    wanted = np.concatenate([target.counts.ravel() for target in targets])
    slack = np.array([target.sigma for target in targets])
    made = weights.astype(np.float64)
    for _ in range(sweeps):
        order = np.argsort(rng.random(len(targets)), kind="stable")
        kernels.rake(codes, made, variables, strides, starts, wanted, slack, order, POWER, LEAST, MOST)
    return made


def _places(variables: tuple[int, ...], shape: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Three variables of a margin, and by how much the place of a cell grows with the code of each: 0 for those that
    fill up."""
    strides = tuple(prod(shape[at + 1 :]) for at in range(len(shape)))
    return (*variables, 0, 0)[:MOST_WAYS], (*strides, 0, 0)[:MOST_WAYS]


def counts_of(codes: Codes, weights: Reals, variables: tuple[int, ...], shape: tuple[int, ...]) -> Reals:
    """Sum of the weights in each cell of a margin. `codes`: (variables, rows)."""
    from fanal.engines.disclosure import synthesis_kernels as kernels

    found = np.zeros(shape)
    places, strides = (np.array(one, dtype=np.int64) for one in _places(variables, shape))
    kernels.counts(codes, weights, places, strides, found.reshape(-1))
    return found
