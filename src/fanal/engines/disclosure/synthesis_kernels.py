"""Compiled: triples from pairs, rows drawn along a network, and row weights raked to margins."""

from math import log

import numpy as np

from fanal.engines.arrays import Int32s, Reals, UInt8s, Whole
from fanal.engines.compiled import compiled

type Codes = UInt8s

TURNS = 8
"""Sweeps of iterative proportional fitting for a triple; what is wanted is a ranking, not the last digit."""
TINY = 1e-300


@compiled
def _scaled(joint: Reals, a: Whole, b: Whole, pair: Reals, sums: Reals) -> None:
    """One step of iterative proportional fitting, in place: the margin on (a, b) becomes `pair`."""
    sums[:] = 0.0
    for at in range(joint.size):
        sums[a[at] + b[at]] += joint[at]
    for at in range(joint.size):
        place = a[at] + b[at]
        if sums[place] > TINY:
            joint[at] *= pair[place] / sums[place]


@compiled
def _entropy(shares: Reals) -> float:
    found = 0.0
    for share in shares:
        if share > TINY:
            found -= share * log(share)
    return found


@compiled
def triple_entropies(pairs: Reals, starts: Whole, sizes: Whole, triples: Whole, entropies: Reals) -> None:
    """entropies[t]: entropy in nats of the joint of three variables that has the largest entropy given its three pairs.

    `pairs`: shares of all pairs i < j after each other, (i, j) from starts[i, j] on with sizes[i] * sizes[j] shares.
    """
    for number in range(triples.shape[0]):
        i, j, k = triples[number]
        m, n, o = sizes[i], sizes[j], sizes[k]
        joint = np.full(m * n * o, 1.0 / (m * n * o))
        first, second, third = (
            np.empty(m * n * o, np.int64),
            np.empty(m * n * o, np.int64),
            np.empty(m * n * o, np.int64),
        )
        for at in range(m * n * o):
            first[at], second[at], third[at] = at // (n * o), at // o % n, at % o
        ij = pairs[starts[i, j] : starts[i, j] + m * n]
        ik = pairs[starts[i, k] : starts[i, k] + m * o]
        jk = pairs[starts[j, k] : starts[j, k] + n * o]
        for _ in range(TURNS):
            _scaled(joint, first * n, second, ij, np.zeros(m * n))
            _scaled(joint, first * o, third, ik, np.zeros(m * o))
            _scaled(joint, second * o, third, jk, np.zeros(n * o))
        entropies[number] = _entropy(joint)


@compiled
def draw(codes: Codes, place: int, one: int, two: int, steps: Reals, uniform: Reals) -> None:
    """Fills codes[place] (variables in rows) given the variables `one` and `two`: steps[a, b] are cumulated shares."""
    last = steps.shape[2] - 1
    for row in range(codes.shape[1]):
        a, b, code = codes[one, row], codes[two, row], 0
        while code < last and uniform[row] >= steps[a, b, code]:
            code += 1
        codes[place, row] = code


@compiled
def _cells(codes: Codes, variables: Whole, strides: Whole, cells: Int32s) -> None:
    """cells[row]: the place of each row in a margin of three variables; one with stride 0 does not count."""
    one, two, three = codes[variables[0]], codes[variables[1]], codes[variables[2]]
    first, second, third = np.int32(strides[0]), np.int32(strides[1]), np.int32(strides[2])
    for row in range(cells.size):
        cells[row] = one[row] * first + two[row] * second + three[row] * third


@compiled
def _sums(cells: Int32s, weights: Reals, sums: Reals) -> None:
    """sums (cells,): the weights in each cell, in four strands so that a full cell does not wait for itself."""
    strands = np.zeros((4, sums.size))
    whole = cells.size - cells.size % 4
    for row in range(0, whole, 4):
        strands[0, cells[row]] += weights[row]
        strands[1, cells[row + 1]] += weights[row + 1]
        strands[2, cells[row + 2]] += weights[row + 2]
        strands[3, cells[row + 3]] += weights[row + 3]
    for row in range(whole, cells.size):
        strands[0, cells[row]] += weights[row]
    for cell in range(sums.size):
        sums[cell] = strands[0, cell] + strands[1, cell] + strands[2, cell] + strands[3, cell]


@compiled
def rake(
    codes: Codes,
    weights: Reals,
    variables: Whole,
    strides: Whole,
    starts: Whole,
    targets: Reals,
    slack: Reals,
    order: Whole,
    power: float,
    least: float,
    most: float,
) -> None:
    """Multiplies `weights` (rows,), margin by margin in `order`, so that weighted counts come nearer to `targets`.

    Margin m: three variables[m] with strides[m] (0: does not count), targets[starts[m]:starts[m + 1]]. The factor of a
    cell is ((target + slack[m]) / (current + slack[m])) ** power within least … most.
    """
    cells = np.empty(codes.shape[1], np.int32)
    for margin in order:
        wanted = targets[starts[margin] : starts[margin + 1]]
        factor = np.zeros(wanted.size)
        _cells(codes, variables[margin], strides[margin], cells)
        _sums(cells, weights, factor)
        for cell in range(wanted.size):
            ratio = ((wanted[cell] + slack[margin]) / (factor[cell] + slack[margin] + TINY)) ** power
            factor[cell] = min(max(ratio, least), most)
        for row in range(cells.size):
            weights[row] *= factor[cells[row]]


@compiled
def counts(codes: Codes, weights: Reals, variables: Whole, strides: Whole, sums: Reals) -> None:
    """sums (cells,): the weights of all rows in each cell of one margin; variables and strides as in `rake`."""
    cells = np.empty(codes.shape[1], np.int32)
    _cells(codes, variables, strides, cells)
    _sums(cells, weights, sums)
