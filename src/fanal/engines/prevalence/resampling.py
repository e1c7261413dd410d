"""Compiled: tables drawn again from a table, each from its own stream of random numbers.

Philox 4×64 with ten rounds (Salmon, Moraes, Dror, Shaw 2011): a block of four numbers is a function of key and counter,
and the key is (seed, replicate). So replicate 7 is the same table in a run of 1,000 or 20,000, on 1 or 64 threads, and
under every release of NumPy (whose `Philox(key=…).random_raw()` gives the same numbers).
"""

from math import exp, floor, lgamma, log, sqrt
from typing import Any

import numpy as np

from fanal.engines.arrays import UInt64s, Whole
from fanal.engines.compiled import compiled

type State = UInt64s

M0, M1 = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
W0, W1 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)
LOW, HALF, ONE = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(1)
SHIFT, UNIT = np.uint64(11), 2.0**-53
KEY, COUNTER, USED, BLOCK = 0, 2, 3, 4
"""Places in a state, uint64[8]: two of the key, the counter, how much of the block is used, the block."""


@compiled
def _high(a: Any, b: Any) -> Any:
    """The upper half of a 64 × 64 bit product."""
    a0, a1, b0, b1 = a & LOW, a >> HALF, b & LOW, b >> HALF
    middle = a1 * b0 + (a0 * b0 >> HALF)
    return a1 * b1 + (middle >> HALF) + ((a0 * b1 + (middle & LOW)) >> HALF)


@compiled
def opened(state: State, seed: Any, stream: Any) -> None:
    """Sets a state to the beginning of a stream."""
    state[KEY], state[KEY + 1], state[COUNTER], state[USED] = seed, stream, 0, 4


@compiled
def raw(state: State) -> Any:
    """The next 64 random bits."""
    if state[USED] == 4:
        state[COUNTER] += ONE
        c0, c1, c2, c3 = state[COUNTER], np.uint64(0), np.uint64(0), np.uint64(0)
        k0, k1 = state[KEY], state[KEY + 1]
        for _ in range(10):
            high0, low0, high1, low1 = _high(M0, c0), M0 * c0, _high(M1, c2), M1 * c2
            c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0
            k0, k1 = k0 + W0, k1 + W1
        state[BLOCK], state[BLOCK + 1], state[BLOCK + 2], state[BLOCK + 3] = c0, c1, c2, c3
        state[USED] = 0
    value = state[BLOCK + np.int64(state[USED])]
    state[USED] += ONE
    return value


@compiled
def uniform(state: State) -> float:
    """The next number from 0 to below 1."""
    number: float = (raw(state) >> SHIFT) * UNIT
    return number


@compiled
def binomial(state: State, n: int, p: float) -> int:
    """A draw from Binomial(n, p): by inversion where n·p is small, else by transformed rejection (Hörmann 1993)."""
    if n <= 0 or p <= 0:
        return 0
    if p >= 1:
        return n
    if p > 0.5:
        return n - (_inverted(state, n, 1 - p) if n * (1 - p) < 10 else _rejected(state, n, 1 - p))
    return _inverted(state, n, p) if n * p < 10 else _rejected(state, n, p)


@compiled
def _inverted(state: State, n: int, p: float) -> int:
    ratio = p / (1 - p)
    while True:
        found, point, rest = 0, exp(n * log(1 - p)), uniform(state)
        while rest > point and found < n:
            rest -= point
            found += 1
            point *= ((n + 1) / found - 1) * ratio
        if rest <= point:
            return found


@compiled
def _rejected(state: State, n: int, p: float) -> int:
    """BTRS: constants of Hörmann, Journal of Statistical Computation and Simulation 46 (1993)."""
    wide = sqrt(n * p * (1 - p))
    b = 1.15 + 2.53 * wide
    a, c = -0.0873 + 0.0248 * b + 0.01 * p, n * p + 0.5
    inside, alpha = 0.92 - 4.2 / b, (2.83 + 5.1 / b) * wide
    odds, mode = log(p / (1 - p)), floor((n + 1) * p)
    height = lgamma(mode + 1) + lgamma(n - mode + 1)
    while True:
        u, v = uniform(state) - 0.5, uniform(state)
        edge = 0.5 - abs(u)
        if edge <= 0:
            continue
        drawn = floor((2 * a / edge + b) * u + c)
        if edge >= 0.07 and v <= inside:
            return int(drawn)
        if drawn < 0 or drawn > n or v <= 0:
            continue
        reached = log(v * alpha / (a / (edge * edge) + b))
        if reached <= height - lgamma(drawn + 1) - lgamma(n - drawn + 1) + (drawn - mode) * odds:
            return int(drawn)


@compiled
def resample(counts: Whole, total: int, seed: Any, first: int, out: Whole) -> None:
    """Fills the rows of `out`, int64[tables, 2^k], with the replicates first, first + 1, …

    Scheme "total" has `total` > n: n* ~ Binomial(total, n/total), then cells ~ Multinomial(n*, n_c/n). Scheme
    "conditional" has `total` 0: n* = n.
    """
    n: Any = counts.sum()
    state = np.zeros(8, np.uint64)
    for row in range(out.shape[0]):
        opened(state, seed, np.uint64(first + row))
        left: Any = n
        rest: Any = n
        if total > 0:
            left = binomial(state, total, n / total)
        for mask in range(counts.size):
            out[row, mask] = binomial(state, left, counts[mask] / rest) if counts[mask] > 0 else 0
            left -= out[row, mask]
            rest -= counts[mask]
