"""Sums over subsets and supersets of capture histories (zeta transform), in k·2^k additions.

A history is a bit mask, list i is bit i−1; arrays have shape (2^k,) or (..., 2^k) and are summed along the last axis.
"""

import numpy as np

from fanal.engines.arrays import Array


def superset_sums(values: Array) -> Array:
    """out[θ] = Σ of values[c] over c ⊇ θ."""
    return _transform(values, 0, 1)


def subset_sums(values: Array) -> Array:
    """out[c] = Σ of values[θ] over θ ⊆ c."""
    return _transform(values, 1, 0)


def _transform(values: Array, to: int, source: int) -> Array:
    out = np.array(values)
    lists = out.shape[-1].bit_length() - 1
    for bit in range(lists):
        halves = out.reshape(*out.shape[:-1], -1, 2, 1 << bit)
        halves[..., to, :] += halves[..., source, :]
    return out


def sizes(lists: int) -> Array:
    """int64[2^k]: on how many lists each history is."""
    return np.bitwise_count(np.arange(1 << lists, dtype=np.uint64)).astype(np.int64)


def members(mask: int) -> tuple[int, ...]:
    """The lists of a mask, counted from 0."""
    return tuple(bit for bit in range(mask.bit_length()) if mask >> bit & 1)


def ordered(lists: int) -> list[int]:
    """All histories but the empty one: fewest lists first, then by list (1, 2, 3, 12, 13, 23, 123)."""
    return sorted(range(1, 1 << lists), key=lambda mask: (mask.bit_count(), members(mask)))


def subsets(mask: int) -> tuple[int, ...]:
    """All subsets of a mask, itself and the empty one among them, the smallest number first."""
    found, part = [], mask
    while True:
        found.append(part)
        if not part:
            return tuple(reversed(found))
        part = (part - 1) & mask
