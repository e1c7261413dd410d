"""Which loops count: plain NumPy for few rows, compiled ones for many. The sums are the same, modulo 2**64.

A member counts thousands of rows, not millions: it need not load a compiler (some 150 MB and 1.5 s) into its site.
"""

import sys

import numpy as np

from fanal.engines.arrays import UInt8s, UInt64s, Whole

FEW = 100_000
"""Rows up to which the plain loops count, unless the compiled ones are loaded already."""
_COMPILED = "fanal.engines.disclosure.kernels"

type Codes = UInt8s
type Sums = UInt64s


def tally(first: Codes, second: Codes, third: Codes, weight: Sums, key: Sums, bins: Sums) -> None:
    """As `kernels.tally`: adds rows to `bins` (a, b, c, 2) by their joint codes."""
    if first.size > FEW or _COMPILED in sys.modules:
        from fanal.engines.disclosure import kernels

        kernels.tally(first, second, third, weight, key, bins)
    else:
        plain_tally(first, second, third, weight, key, bins)


def fold(bins: Sums, place: Whole, coarser: Sums) -> None:
    """As `kernels.fold`: adds `bins` (left, a, right, 2) to `coarser` (left, b, right, 2)."""
    if _COMPILED in sys.modules:
        from fanal.engines.disclosure import kernels

        kernels.fold(bins, place, coarser)
    else:
        plain_fold(bins, place, coarser)


def plain_tally(first: Codes, second: Codes, third: Codes, weight: Sums, key: Sums, bins: Sums) -> None:
    """The reference of `kernels.tally`."""
    places = (first.astype(np.intp), second.astype(np.intp), third.astype(np.intp))
    np.add.at(bins[..., 0], places, weight)
    np.add.at(bins[..., 1], places, key)


def plain_fold(bins: Sums, place: Whole, coarser: Sums) -> None:
    """The reference of `kernels.fold`."""
    for here, there in enumerate(place):
        coarser[:, there] += bins[:, here]
