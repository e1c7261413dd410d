"""The cell-key method: the same children get the same noise in every table, order, release and engine.

Each child has a secret record key; those of a cell add up to its cell key, whose upper 53 bits choose the change from
the perturbation table (Thompson, Broadfoot, Elazar 2013). Fresh noise would average out over tables; this does not.
Totals are changed on their own and need not add up.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from fanal.engines.arrays import UInt64s, Whole
from fanal.engines.disclosure.layout import counted, layout
from fanal.engines.disclosure.model import Cell, Cube, DisclosureError, ErrorTable, Policy, Protected, TableSpec
from fanal.engines.disclosure.perturbation import BITS, Perturbation, table
from fanal.engines.disclosure.threshold import NEVER, never

EXAMPLE = 35
"""A shown value by which the error is explained (the next one above that the rounding allows)."""


def upper_bits(key: UInt64s) -> UInt64s:
    """u of a cell key as a whole number of 2**-53."""
    return key >> np.uint64(64 - BITS)


def perturbed(n: Whole, key: UInt64s, chances: Perturbation) -> Whole:
    """Counts with the noise of their cell keys: any shape, the same for all. Not rounded, not yet hidden.

    Raises `DisclosureError` for counts of children without record keys, whose noise anybody could take off.
    """
    if np.any((n > 0) & (key == 0)):
        raise DisclosureError("the children were counted without record keys; count them with the population's secret")
    return n + chances.change(n, upper_bits(key))


def rounded(values: Whole, base: int) -> Whole:
    """To the nearest multiple of a base; a half goes up."""
    return (values + base // 2) // base * base


def release(cube: Cube, specs: Sequence[TableSpec], policy: Policy) -> tuple[Protected, ...]:
    """The tables with noise. Raises `DisclosureError`."""
    chances, error = table(policy.D, policy.V), error_table(policy)
    return tuple(_release(cube, spec, policy, chances, error) for spec in specs)


def _release(cube: Cube, spec: TableSpec, policy: Policy, chances: Perturbation, error: ErrorTable) -> Protected:
    where = layout(cube.classes, spec)
    n, key = counted(cube, where)
    noised = perturbed(n, key, chances)
    values = rounded(noised, policy.base)
    shown = (n >= policy.k) & (noised >= policy.k) & (values >= policy.k)
    hidden = Cell("fewer_than_k", None, 0, most_hidden(policy))
    reach = error.largest or 0
    cells = [
        NEVER if out else Cell("shown", value, max(value - reach, policy.k), value + reach) if seen else hidden
        for out, seen, value in zip(never(cube.classes, where, n), shown, values.tolist(), strict=True)
    ]
    return Protected(spec, policy, cube.classes, where.rows, where.columns, tuple(cells), error)


def most_hidden(policy: Policy) -> int:
    """The most children that a hidden cell may hold: k or more are hidden too where their noise ends below k."""
    multiple = -(-policy.k // policy.base) * policy.base
    return max(policy.k, multiple - policy.base // 2) - 1 + policy.D


def error_table(policy: Policy) -> ErrorTable:
    """The error of every shown number: that of the noise and of the rounding, as if both were independent."""
    reach = policy.D + policy.base // 2
    value = -(-max(EXAMPLE, policy.k) // policy.base) * policy.base
    rounding = (policy.base**2 - 1) / 12 + (0 if policy.base % 2 else 0.25)  # a half goes up: an even base leans
    deviation = sqrt(policy.V + rounding)
    return ErrorTable("cellkey", deviation, reach, 1.0, (value, max(value - reach, policy.k), value + reach))
