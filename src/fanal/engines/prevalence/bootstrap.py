"""Intervals from repeated samples in which the model is chosen anew: BCa (DiCiccio, Efron 1996), two schemes.

`total` draws n too, from Binomial(N̂, n/N̂); `conditional` keeps it, as R packages do, and its intervals are too short
(docs/prevalence.md, "Methods"). `Chooser`s say what a method makes of many tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import floor, isinf, sqrt
from typing import TYPE_CHECKING, Protocol

import numpy as np

from fanal.engines.arrays import Reals, Whole
from fanal.engines.compiled import spread
from fanal.engines.prevalence.result import MUCH, Limits
from fanal.engines.prevalence.table import CaptureTable

if TYPE_CHECKING:
    from fanal.engines.prevalence.kernels import Flags

AT_ONCE = 250
"""Replicates that a thread makes before it takes the next."""
TIE = 1e-9
AT_THE_END, FEWEST_TO_TELL, SHRINKS = 0.01, 100, 0.9
"""Which part of the tail of a percentile; replicates beyond a limit in the first quarter, so that its error can be
compared with that of all; to which part of it four times as many must bring the error down: half is expected, more than
0.9 comes by chance in two of a thousand."""
LARGEST = 1e16
"""Persons from which samples are drawn at most. Beyond, n* no longer depends on N̂ (its variance is n (1 - n / N̂)), and
64 bits end soon."""


class Chooser(Protocol):
    """Tables int64[tables, 2^k] to estimates float64[tables] and uint8[tables]: is it the reported model?"""

    def __call__(self, tables: Whole) -> tuple[Reals, Flags]: ...


@dataclass(frozen=True)
class Bootstrap:
    """`draws`: float64[replicates] in persons, NaN failed, inf infinite. Shares 0 to 1. `jackknife`: as made below.

    No limit lies below `observed`: so many there are, though samples in which n is drawn too may say less.
    """

    point: float
    observed: int
    draws: Reals = field(repr=False)
    agreement: float
    jackknife: tuple[Reals, Reals] = field(repr=False)

    @property
    def failed(self) -> float:
        return float(np.isnan(self.draws).mean())

    @property
    def infinite(self) -> float:
        return float(np.isinf(self.draws).mean())

    @property
    def kept(self) -> Reals:
        """Those that did not fail, in ascending order."""
        return np.sort(self.draws[~np.isnan(self.draws)])

    @property
    def z0(self) -> float:
        return bias(self.kept, self.point)

    @property
    def acceleration(self) -> float | None:
        return acceleration(*self.jackknife)

    def interval(self, level: float) -> tuple[Limits, Limits]:
        """BCa limits, and the Monte-Carlo error of each."""
        kept = self.kept
        shares = bca_shares(self.z0, self.acceleration or 0.0, level)
        errors = tuple(monte_carlo_error(kept, share) for share in shares)
        return self._limits(kept, shares), (errors[0], errors[1])

    def breaks_down(self, level: float) -> bool:
        """Whether a limit of BCa lies at the end of the replicates, or moves by as much however many there are: its
        corrections, which hold where they are small (DiCiccio, Efron 1996), then carry it where nothing was drawn."""
        kept, early = self.kept, np.sort(self.draws[: len(self.draws) // 4])
        early = early[~np.isnan(early)]
        return any(
            at_the_end(share, level) or does_not_shrink(kept, early, share)
            for share in bca_shares(self.z0, self.acceleration or 0.0, level)
        )

    def percentile(self, level: float) -> Limits:
        return self._limits(self.kept, ((1 - level) / 2, (1 + level) / 2))

    def percentile_errors(self, level: float) -> Limits:
        """The Monte-Carlo errors of the percentiles."""
        low, high = (monte_carlo_error(self.kept, share) for share in ((1 - level) / 2, (1 + level) / 2))
        return low, high

    def _limits(self, kept: Reals, shares: Limits) -> Limits:
        low, high = (max(quantile(kept, share), float(self.observed)) for share in shares)
        return low, high


def bootstrap(
    table: CaptureTable, point: float, chooser: Chooser, *, replicates: int = 20_000, scheme: str = "total",
    seed: int = 0, threads: int | None = None, tell: Callable[[int, int], None] | None = None,
) -> Bootstrap:  # fmt: skip
    """`point`: the estimate of the same method on the table itself, finite."""
    from fanal.engines.prevalence import resampling

    draws, same = np.empty(replicates), np.empty(replicates, dtype=np.uint8)
    counts, total = table.counts.copy(), population(table, point, scheme)

    def work(first: int, last: int) -> None:
        tables = np.empty((last - first, counts.size), dtype=np.int64)
        resampling.resample(counts, total, np.uint64(seed), first, tables)
        draws[first:last], same[first:last] = chooser(tables)

    spread(work, replicates, AT_ONCE, threads, tell)
    return Bootstrap(point, table.n, draws, float(same.mean()), jackknife(table, chooser))


def population(table: CaptureTable, point: float, scheme: str) -> int:
    """What `resampling.resample` asks for: persons in all, 0 for the scheme that keeps n."""
    return max(table.n, round(min(point, LARGEST))) if scheme == "total" else 0


def jackknife(table: CaptureTable, chooser: Chooser) -> tuple[Reals, Reals]:
    """Estimates with one person less in each history that occurs, and how many persons each stands for."""
    cells = np.flatnonzero(table.counts)
    tables = np.repeat(table.counts[None, :], cells.size, axis=0)
    tables[np.arange(cells.size), cells] -= 1
    estimates, _ = chooser(tables)
    return estimates, table.counts[cells].astype(np.float64)


def acceleration(estimates: Reals, weights: Reals) -> float | None:
    """None where one person less leaves no finite estimate; 0 is then used."""
    if not np.isfinite(estimates).all():
        return None
    mean = float(weights @ estimates) / float(weights.sum())
    off = mean - estimates
    square = float(weights @ off**2)
    return float(weights @ off**3) / (6 * square**1.5) if square > (TIE * abs(mean)) ** 2 else 0.0


def bias(kept: Reals, point: float) -> float:
    """z₀: the share of replicates below the estimate, ties counted half, as a normal quantile."""
    from scipy.special import ndtri

    size = len(kept)
    if not size:
        return 0.0
    tied = np.abs(kept - point) <= TIE * point
    share = ((kept < point) & ~tied).mean() + tied.mean() / 2
    return float(ndtri(min(max(share, 0.5 / size), 1 - 0.5 / size)))


def bca_shares(z0: float, a: float, level: float) -> tuple[float, float]:
    """Which shares of the replicates lie below the two limits."""
    from scipy.special import ndtr, ndtri

    def share(q: float) -> float:
        moved = z0 + float(ndtri(q))
        rest = 1 - a * moved
        return float(ndtr(z0 + moved / rest)) if rest > 0 else float(moved > 0)

    return share((1 - level) / 2), share((1 + level) / 2)


def quantile(kept: Reals, share: float) -> float:
    """Quantile of type 8 of values in ascending order; NaN of none."""
    if not len(kept):
        return float("nan")
    place = (len(kept) + 1 / 3) * share + 1 / 3
    below = min(max(floor(place), 1), len(kept))
    low, high = float(kept[below - 1]), float(kept[min(below, len(kept) - 1)])
    part = min(max(place - below, 0.0), 1.0)
    if part <= 0 or low == high:
        return low
    return high if isinf(high) else low + part * (high - low)


def at_the_end(share: float, level: float) -> bool:
    """Whether a hundred times fewer replicates lie beyond a limit than beyond a percentile: of 20,000 fewer than five.
    That lies in the table; where replicates are only too few, more of them help (W15)."""
    return min(share, 1 - share) < AT_THE_END * (1 - level) / 2


def does_not_shrink(kept: Reals, early: Reals, share: float) -> bool:
    """Whether four times as many replicates left the Monte-Carlo error of a limit as it was; it should halve. Asked
    where it matters, and where there are enough replicates to tell."""
    if min(share, 1 - share) * len(early) < FEWEST_TO_TELL:
        return False
    error = monte_carlo_error(kept, share)
    return error > MUCH * quantile(kept, share) and error > SHRINKS * monte_carlo_error(early, share)


def monte_carlo_error(kept: Reals, share: float) -> float:
    """Half the distance between the order statistics one binomial standard deviation below and above a limit.

    Infinite where the limit is the first or the last of the replicates: they say nothing of what lies beyond.
    """
    size = len(kept)
    if not 1 <= share * size <= size - 1:
        return float("inf")
    off = sqrt(share * (1 - share) / size)
    low, high = quantile(kept, max(share - off, 0.0)), quantile(kept, min(share + off, 1.0))
    return float("inf") if isinf(high) else (high - low) / 2
