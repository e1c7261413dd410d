"""Compiled: one chain of the latent class model (Manrique-Vallier 2016). All that call each other stand in this file.

Its random numbers are those of a NumPy `Generator` over Philox, one for each chain.
"""

from math import exp, lgamma, log
from typing import Any

import numpy as np

from fanal.engines.arrays import Reals, Whole
from fanal.engines.compiled import compiled

SHAPE, RATE = 0.25, 0.25
"""Prior of α: Gamma(¼, rate ¼)."""
TRIES = 10_000


@compiled
def walk(
    masks: Whole, counts: Whole, most: int, log_weights: Reals, chances: Reals, numbers: Reals, out: Whole, random: Any
) -> None:
    """Goes on with a chain for as many steps as `out`, int64[steps], has places, and writes down the unseen.

    masks, counts: int64[histories] that occur, the first of them 0 with the unseen. most: unseen beyond which a draw is
    rejected. log_weights: float64[classes]. chances: float64[classes, lists]. numbers: float64[1], α. All but masks and
    most are changed.
    """
    classes, lists = chances.shape
    members = np.zeros(classes, np.int64)
    on = np.zeros((classes, lists), np.int64)
    weights = np.zeros(classes)
    n = counts[1:].sum()
    for step in range(out.size):
        _allot(masks, counts, log_weights, chances, members, on, weights, random)
        for group in range(classes - 1):
            swap(members, on, group, group + 1, numbers[0], random)
            other = int(random.random() * classes)
            if other != group:
                swap(members, on, min(group, other), max(group, other), numbers[0], random)
        for group in range(classes):
            for place in range(lists):
                have = on[group, place]
                chances[group, place] = random.beta(1.0 + have, 1.0 + members[group] - have)
        numbers[0] = _sticks(members, log_weights, numbers[0], random)
        unseen = 0.0
        for group in range(classes):
            unseen += exp(log_weights[group]) * _chance(chances, group, 0)
        unseen = min(unseen, 1 - 1e-12)
        for _ in range(TRIES):
            drawn = random.negative_binomial(n, 1 - unseen)
            if drawn <= most:
                counts[0] = drawn
                break
        out[step] = counts[0]


@compiled
def _chance(chances: Reals, group: int, mask: int) -> float:
    """Probability of a history in a class."""
    found = 1.0
    for place in range(chances.shape[1]):
        found *= chances[group, place] if mask >> place & 1 else 1 - chances[group, place]
    return found


@compiled
def _allot(
    masks: Whole, counts: Whole, log_weights: Reals, chances: Reals, members: Whole, on: Whole, weights: Reals,
    random: Any,
) -> None:  # fmt: skip
    """Draws how many persons of each history are of each class; fills `members` and `on`, persons by class and list."""
    classes, lists = chances.shape
    members[:] = 0
    on[:, :] = 0
    for row in range(masks.size):
        rest = 0.0
        for group in range(classes):
            weights[group] = exp(log_weights[group]) * _chance(chances, group, masks[row])
            rest += weights[group]
        left = counts[row]
        for group in range(classes):
            if left == 0:
                break
            drawn = left
            if group < classes - 1 and weights[group] < rest:
                drawn = random.binomial(left, weights[group] / rest)
            rest -= weights[group]
            left -= drawn
            members[group] += drawn
            for place in range(lists):
                if masks[row] >> place & 1:
                    on[group, place] += drawn


@compiled
def swap(members: Whole, on: Whole, first: int, last: int, alpha: float, random: Any) -> None:
    """Lets two classes, first < last, change places with all their persons, or not (Metropolis, sticks summed out).

    Classes are ordered: sticks broken early are longer in the mean. Gibbs steps alone move whole classes so rarely
    that chains stay for very long where large classes stand late (Papaspiliopoulos, Roberts 2008).
    """
    if members[first] == members[last] == 0:
        return
    before = _log_sticks(members, alpha, first, last)
    members[first], members[last] = members[last], members[first]
    gain = _log_sticks(members, alpha, first, last) - before
    if gain < 0 and random.random() >= exp(gain):
        members[first], members[last] = members[last], members[first]
        return
    for place in range(on.shape[1]):
        on[first, place], on[last, place] = on[last, place], on[first, place]


@compiled
def _log_sticks(members: Whole, alpha: float, first: int, last: int) -> float:
    """What the sticks first … last add to the log probability of the classes: Σ log B(1 + members, α + later ones)."""
    later = members[first:].sum()
    found = 0.0
    for group in range(first, min(last + 1, members.size - 1)):
        later -= members[group]
        found += lgamma(1.0 + members[group]) + lgamma(alpha + later)
        found -= lgamma(1.0 + members[group] + alpha + later)
    return found


@compiled
def _sticks(members: Whole, log_weights: Reals, alpha: float, random: Any) -> float:
    """Draws the weights of the classes by breaking sticks, in logarithms, then α, which is returned."""
    later, rest = members.sum(), 0.0
    for group in range(members.size - 1):
        later -= members[group]
        broken = _log_gamma(1.0 + members[group], random)
        kept = _log_gamma(alpha + later, random)
        both = max(broken, kept) + log(exp(-abs(broken - kept)) + 1)
        log_weights[group] = rest + broken - both
        rest += kept - both
    log_weights[members.size - 1] = rest
    return float(random.gamma(SHAPE + members.size - 1, 1 / (RATE - rest)))


@compiled
def _log_gamma(shape: float, random: Any) -> float:
    """Logarithm of a draw from Gamma(shape, 1), which itself may be too small for a float."""
    if shape >= 1:
        return log(random.gamma(shape, 1.0))
    return log(random.gamma(shape + 1, 1.0)) + log(1 - random.random()) / shape
