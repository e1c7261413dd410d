"""Perturbation tables: how a count is changed, by the distribution of largest entropy with mean 0 and a fixed variance.

For a count n the change d lies in max(-n, -D) … D, has mean 0 and variance V, and of all such distributions is the one
of largest entropy (Giessing, Tent 2019; Marley, Leaver 2011): p(d) proportional to exp(-a d - b d²). 0 stays 0.

A distribution with mean 0 on -n … D has at most variance n·D, half of it at either end. For D = 5 and V = 4 every row
reaches V. With V >= n·D a row of a small n cannot: it is then the one of largest entropy with mean 0 alone, and
`Perturbation.variance` says what it has. Such rows end below the threshold, so no shown number comes from them as long
as D <= k.

Solved in decimal arithmetic, which rounds alike on every machine: the same children must get the same noise everywhere.
"""

from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext
from functools import cached_property, lru_cache

import numpy as np

from fanal.engines.arrays import Reals, UInt64s, Whole
from fanal.engines.disclosure.model import DisclosureError

BITS = 53
"""A probability is a whole number of 2**-53, as the 53 upper bits of a cell key are."""
LARGEST_D = 20
_DIGITS, _SMALL, _TURNS = 60, Decimal("1e-30"), 1000

type _Pair = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Perturbation:
    """`cumulative` (D + 1, 2 D + 1) uint64: entry [n, j] is P(d <= j - D) times 2**53, of a count n; the last row is
    that of all n >= D."""

    D: int
    V: float
    cumulative: UInt64s = field(repr=False)

    @cached_property
    def probability(self) -> Reals:
        """P(d = j - D) of a count n: (D + 1, 2 D + 1)."""
        return np.diff(self.cumulative, axis=1, prepend=np.uint64(0)).astype(np.float64) * 2.0**-BITS

    @cached_property
    def variance(self) -> Reals:
        """Variance of the change of a count n: (D + 1,)."""
        changes = np.arange(-self.D, self.D + 1)
        return np.asarray(self.probability @ changes**2, dtype=np.float64)

    def change(self, n: Whole, u: UInt64s) -> Whole:
        """The u-quantile of each count's distribution; `u` in 0 … 2**53 - 1 stands for u / 2**53. No float is used."""
        rows = self.cumulative[np.minimum(n, self.D)]
        below = (rows <= u[..., None]).sum(axis=-1, dtype=np.int64)
        return below - self.D


@lru_cache(maxsize=8)
def table(D: int, V: float) -> Perturbation:  # noqa: N803  # the letters of the papers
    """The perturbation table for changes of at most D with variance V.

    Raises `DisclosureError` unless 1 <= D <= 20 and 0 < V <= D (D + 1) / 3: with more the largest changes would be the
    likeliest.
    """
    if not 1 <= D <= LARGEST_D:
        raise DisclosureError(f"the largest change is a whole number from 1 to {LARGEST_D}")
    if not 0 < V <= D * (D + 1) / 3:
        raise DisclosureError("the variance must lie above 0 and be at most D (D + 1) / 3")
    with localcontext(Context(prec=_DIGITS)):
        rows = [_whole(_row(n, D, Decimal(V)), D) for n in range(D + 1)]
    cumulative = np.array(rows, dtype=np.uint64)
    cumulative.flags.writeable = False
    return Perturbation(D, V, cumulative)


def _row(n: int, largest: int, variance: Decimal) -> list[Decimal]:
    """Probabilities of the changes -n … D."""
    changes = range(-n, largest + 1)
    if n == 0:
        return [Decimal(change == 0) for change in changes]
    return _largest_entropy(changes, variance if variance < n * largest else None)


def _largest_entropy(changes: range, variance: Decimal | None) -> list[Decimal]:
    """The distribution with mean 0 and this variance (None: any): Newton's method on the convex dual, with halving."""
    place: _Pair = (Decimal(0), Decimal(0))
    value, p = _dual(changes, place, variance)
    for _ in range(_TURNS):
        gradient, step = _step(changes, p, variance)
        if max(abs(gradient[0]), abs(gradient[1])) < _SMALL:
            return p
        size = Decimal(1)
        while True:
            tried: _Pair = (place[0] - size * step[0], place[1] - size * step[1])
            reached, q = _dual(changes, tried, variance)
            if reached <= value + _SMALL:
                break
            size /= 2
        place, value, p = tried, reached, q
    raise DisclosureError("no perturbation table was found; take a variance further from D")


def _dual(changes: range, place: _Pair, variance: Decimal | None) -> tuple[Decimal, list[Decimal]]:
    """(log Σ exp(a d + b d²) - b V, the probabilities)."""
    first, second = place[0].exp(), place[1].exp()
    weights = [first**d * second ** (d * d) for d in changes]
    total = sum(weights, Decimal(0))
    return total.ln() - place[1] * (variance or 0), [weight / total for weight in weights]


def _step(changes: range, p: list[Decimal], variance: Decimal | None) -> tuple[_Pair, _Pair]:
    """(gradient, Newton step) of the dual; without a variance only the first coordinate moves."""
    m1, m2, m3, m4 = (sum((w * d**power for w, d in zip(p, changes, strict=True)), Decimal(0)) for power in range(1, 5))
    if variance is None:
        return (m1, Decimal(0)), (m1 / (m2 - m1 * m1), Decimal(0))
    g1, g2 = m1, m2 - variance
    a, b, c = m2 - m1 * m1, m3 - m1 * m2, m4 - m2 * m2
    determinant = a * c - b * b  # never 0: a row of n > 0 has three changes or more
    return (g1, g2), ((c * g1 - b * g2) / determinant, (a * g2 - b * g1) / determinant)


def _whole(p: list[Decimal], largest: int) -> list[int]:
    """Cumulative probabilities as whole numbers of 2**-53, from -D on; the last is exactly 2**53."""
    shares, total = [0] * (2 * largest + 1 - len(p)), Decimal(0)
    for one in p:
        total += one
        shares.append(int(total * 2**BITS))
    shares[-1] = 2**BITS
    return shares
