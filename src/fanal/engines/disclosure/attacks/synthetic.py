"""What the attacks on synthetic rows (A5 to A7) share: two halves of the children, and rows made from one of them.

The published rows come from all children, so there is nobody to compare with. Therefore the same method makes other
rows from half of the children ("shadow", never published) and the attack must succeed no better on that half than on
the other. The halves follow from the record keys: nobody chooses them, and a second run finds the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from fanal.engines.arrays import Array, Bools, UInt8s
from fanal.engines.disclosure.attacks.report import Shadow
from fanal.engines.disclosure.model import CodedTable, DisclosureError

SURE = NormalDist().inv_cdf(0.95)
"""Of an upper 95 % limit, one-sided."""
SAMPLE = 10_000
"""Children on whom the attacks are tried, those of the smallest keys; and the most shadow rows that are looked at."""
FEWEST = 100
"""With fewer in each half nothing can be said."""

type Codes = UInt8s


@dataclass(frozen=True, slots=True)
class Trial:
    """`fitted`, `held_out`: (children, variables) codes of both halves. `made`: shadow rows.

    `alone_fitted`, `alone_held_out`: the children of a half who are alone with their codes in both halves together.
    """

    fitted: Codes
    held_out: Codes
    made: Codes
    alone_fitted: Codes
    alone_held_out: Codes


def trial(rows: Sequence[CodedTable], shadow: Shadow, sample: int = SAMPLE) -> Trial:
    """Raises `DisclosureError`: no children, fewer than 100 in a half, shadow rows that do not fit."""
    if not rows:
        raise DisclosureError("the children themselves are needed to attack synthetic rows")
    keys = np.concatenate([table.keys for table in rows])
    chosen = np.lexsort((keys[:, 1], keys[:, 0]))[:sample]
    codes, keys = np.concatenate([table.codes for table in rows])[chosen], keys[chosen]
    half = (keys[:, 1] & 1).astype(np.bool_)
    if min(half.sum(), (~half).sum()) < FEWEST:
        raise DisclosureError("there are too few children to attack synthetic rows; publish tables instead")
    made = np.asarray(shadow(replace(rows[0], codes=codes[half], keys=keys[half])))
    if made.ndim != 2 or made.shape[1] != codes.shape[1] or not len(made):
        raise DisclosureError("the shadow rows have other columns than the children, or there are none")
    alone = _alone(codes)
    return Trial(
        fitted=codes[half],
        held_out=codes[~half],
        made=made[:: -(-len(made) // SAMPLE)].astype(np.uint8),
        alone_fitted=codes[alone & half],
        alone_held_out=codes[alone & ~half],
    )


def upper(share: float, other: float, n: int, m: int) -> float:
    """Upper 95 % limit of `share` (of n) less `other` (of m), by the normal distribution, with one added success and
    failure each (Agresti, Caffo 2000)."""
    one, two = (share * n + 1) / (n + 2), (other * m + 1) / (m + 2)
    deviation = np.sqrt(one * (1 - one) / (n + 2) + two * (1 - two) / (m + 2))
    return float(one - two + SURE * deviation)


def whole(codes: Codes) -> Array:
    """Rows as single values that can be compared: (rows,)."""
    plain = np.ascontiguousarray(codes)
    return plain.view(np.dtype((np.void, plain.shape[1] * plain.itemsize))).ravel()


def _alone(codes: Codes) -> Bools:
    _, at, times = np.unique(whole(codes), return_inverse=True, return_counts=True)
    return np.asarray(times[at] == 1)
