"""The two loops of counting: rows into a histogram of joint codes, and a histogram into a coarser one.

A bin holds two sums modulo 2**64: children, and record keys. Sums modulo 2**64 do not depend on their order.
"""

from fanal.engines.arrays import UInt8s, UInt64s, Whole
from fanal.engines.compiled import compiled


@compiled
def tally(
    first: UInt8s,
    second: UInt8s,
    third: UInt8s,
    weight: UInt64s,
    key: UInt64s,
    bins: UInt64s,
) -> None:
    """Adds rows to `bins` (a, b, c, 2) by their joint codes `first` < a, `second` < b, `third` < c, (n,) each."""
    for row in range(first.size):
        i, j, k = first[row], second[row], third[row]
        bins[i, j, k, 0] += weight[row]
        bins[i, j, k, 1] += key[row]


@compiled
def fold(bins: UInt64s, place: Whole, coarser: UInt64s) -> None:
    """Adds `bins` (left, a, right, 2) to `coarser` (left, b, right, 2), where a bin of a goes to `place` (a,) < b."""
    for left in range(bins.shape[0]):
        for here in range(bins.shape[1]):
            there = place[here]
            for right in range(bins.shape[2]):
                coarser[left, there, right, 0] += bins[left, here, right, 0]
                coarser[left, there, right, 1] += bins[left, here, right, 1]
