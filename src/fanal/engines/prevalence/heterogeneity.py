"""How much too low an estimate may be because children differ in how easily they are recorded.

Two hidden groups, lists independent within each: the share s of the harder group and the odds ratio r between the
groups are fixed, and the probabilities of the lists are fitted. No data tell s and r for sure; the surface N̂(s, r)
shows what they would mean, its likelihood ratio how well they fit. Beside it Chao's lower bound, and the identifying
assumption itself: the dark figure multiplied by φ.
"""

from dataclasses import dataclass

import numpy as np

from fanal.engines.arrays import Reals
from fanal.engines.prevalence.table import CaptureTable

SHARES = (0.3, 0.5, 0.7)
RATIOS = (1.0, 2.0, 4.0, 8.0)
FACTORS = (0.5, 2 / 3, 1.0, 1.5, 2.0)
LIKELY = 2.7
"""Twice the gain in log-likelihood from which a surface is taken to speak for two groups (90 %, one parameter)."""
STEPS, HALVINGS, EXACT, FARTHEST = 200, 40, 1e-9, 16.0
HIGHER = 1.2
"""How many times the estimate at r = 1 the best one must be to be a warning."""


@dataclass(frozen=True, slots=True)
class TwoGroups:
    """`share` of persons in the harder group, odds `ratio`; `estimate` persons; `gain`: 2·(log L − log L at r = 1);
    `probabilities` of the lists in the easier group."""

    share: float
    ratio: float
    estimate: float
    gain: float
    probabilities: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Surface:
    """`points`: one at each (s, r) of the grid; at r = 1 there is one group, so s has no meaning there."""

    points: tuple[TwoGroups, ...]

    @property
    def level(self) -> float:
        """The estimate with one group."""
        return next(point.estimate for point in self.points if point.ratio == 1)

    @property
    def best(self) -> TwoGroups:
        """The point of the highest likelihood, of equal ones the first."""
        return max(self.points, key=lambda point: point.gain)

    @property
    def speaks_for_groups(self) -> bool:
        """The condition of warning W8."""
        return self.best.gain > LIKELY and self.best.estimate > HIGHER * self.level


def chao(table: CaptureTable) -> float | None:
    """Chao's lower bound n + ((k−1)/k)·f₁²/(2·f₂), f_j persons on j lists; None where nobody is on two.

    Meant for lists that are alike. It is exact for them: Rcapture 1.4-4 says the same to all digits where it fits the
    log-linear form of Rivest and Baillargeon (`closedp.0`, `neg = FALSE`), which leaves persons on three lists or more
    out of account.
    """
    ones, twos = table.depth[1], table.depth[2]
    return table.n + (table.k - 1) / table.k * ones**2 / (2 * twos) if twos else None


def surface(table: CaptureTable, shares: tuple[float, ...] = SHARES, ratios: tuple[float, ...] = RATIOS) -> Surface:
    """The two-group surface. Lists that hold nobody are left out. Raises `ValueError` where no two lists overlap."""
    names = [name for name in table.names if table.margins[1 << table.position(name)]]
    if sum(table.depth[2:]) == 0 or len(names) < 2:
        raise ValueError("no child is on two lists: two groups cannot be told apart")
    counts = table.arranged(names).counts.astype(np.float64)
    start = _start(counts, len(names))
    single, alone = _maximum(counts, start, 0.5, 1.0)
    points = []
    for share in shares:
        theta = single
        for ratio in sorted({1.0, *ratios}):
            value = alone
            if ratio != 1:
                theta, value = _maximum(counts, theta, share, ratio)
            points.append(_point(counts, theta, share, ratio, 2 * (value - alone)))
    return Surface(tuple(points))


def factors(n: int, hidden: float, by: tuple[float, ...] = FACTORS) -> tuple[tuple[float, float], ...]:
    """(φ, n + φ·n_∅): what the estimate would be if the interaction of all lists were log φ rather than zero."""
    return tuple((factor, n + factor * hidden) for factor in by)


def _start(counts: Reals, lists: int) -> Reals:
    """Log odds of the lists if as many persons again were unseen."""
    masks = np.arange(counts.size)
    on = np.array([counts[(masks >> place & 1) == 1].sum() for place in range(lists)])
    share = np.clip(on / (2 * counts.sum()), 1e-4, 0.9)
    start: Reals = np.log(share / (1 - share))
    return start


def _maximum(counts: Reals, start: Reals, share: float, ratio: float) -> tuple[Reals, float]:
    """Log odds of the lists in the easier group that maximise the likelihood given that a person is seen; its value.

    Fisher scoring with step halving. (The optimisers of SciPy start threads for a handful of numbers.)
    """
    groups = _Groups(counts, share, ratio)
    theta = start
    value, slope, information = groups.at(theta)
    for _ in range(STEPS):
        if np.abs(slope).max() < EXACT * groups.seen:
            break
        step = np.linalg.solve(information + 1e-9 * np.trace(information) * np.eye(theta.size), slope)
        for halving in range(HALVINGS):
            tried = np.clip(theta + step / 2**halving, -FARTHEST, FARTHEST)
            there = groups.at(tried)
            if there[0] >= value - 1e-12 * abs(value):
                break
        moved = float(np.abs(tried - theta).max())
        theta, (value, slope, information) = tried, there
        if moved < EXACT:
            break
    return theta, value


class _Groups:
    """The likelihood of two groups, given that a person is seen."""

    def __init__(self, counts: Reals, share: float, ratio: float) -> None:
        lists = counts.size.bit_length() - 1
        self.counts, self.seen = counts, float(counts.sum())
        self.bits = (np.arange(counts.size)[:, None] >> np.arange(lists)[None, :] & 1).astype(np.float64)
        self.groups = ((float(np.log(1 - share)), 0.0), (float(np.log(share)), -float(np.log(ratio))))

    def at(self, theta: Reals) -> tuple[float, Reals, Reals]:
        """Log-likelihood, its slope, and the expected information."""
        from scipy.special import expit

        logs, away = [], []
        for weight, shift in self.groups:
            odds = theta + shift
            logs.append(weight + (self.bits * odds).sum(axis=1) - np.logaddexp(0, odds).sum())
            away.append(self.bits - expit(odds))
        cells = np.logaddexp(*logs)
        easy = np.exp(logs[0] - cells)[:, None]
        slopes = easy * away[0] + (1 - easy) * away[1]
        unseen = float(np.exp(cells[0]))
        slopes += unseen / (1 - unseen) * slopes[0]
        value = float((self.counts * cells).sum()) - self.seen * float(np.log1p(-unseen))
        expected = self.seen * np.exp(cells[1:]) / (1 - unseen)
        information = np.einsum("c,ci,cj->ij", expected, slopes[1:], slopes[1:])
        return value, (self.counts[:, None] * slopes).sum(axis=0), information


def _point(counts: Reals, theta: Reals, share: float, ratio: float, gain: float) -> TwoGroups:
    from scipy.special import expit

    easy = expit(theta)
    hard = expit(theta - np.log(ratio))
    unseen = (1 - share) * float(np.prod(1 - easy)) + share * float(np.prod(1 - hard))
    return TwoGroups(share, ratio, float(counts.sum()) / (1 - unseen), gain, tuple(easy.tolist()))
