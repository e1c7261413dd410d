"""Compiled: a model chosen for each of many tables, stepwise or by BIC, and what it says.

The same as `stepwise` and `search` in plain Python, with which the tests compare it. Tables are int64[tables, 2^k],
models uint8[models, 2^k]. An estimate is N = n + n_∅ in persons: inf where no two lists overlap, NaN where no model
can be estimated.
"""

from math import exp, inf, lgamma, log, nan
from typing import Any

import numpy as np

from fanal.engines.arrays import Reals, Whole
from fanal.engines.compiled import compiled
from fanal.engines.prevalence.kernels import (
    Flags,
    Work,
    fitted,
    newton,
    overlapping,
    persons,
    reduced,
    verdict,
    workspace,
)

NEGLIGIBLE = 60.0
"""A model whose BIC must be at least this much higher has a weight below 1e-13."""
FAILS, NOT_YET, PATTERNS = 1, 255, 128


@compiled
def log_tail(count: float, mean: float) -> float:
    """log min(P(X ≤ count), P(X ≥ count)) for X ~ Poisson(mean)."""
    if mean <= 0:
        return 0.0 if count == 0 else -inf
    log_point = count * log(mean) - mean - lgamma(count + 1)
    term, total, place = 1.0, 1.0, count
    if count > mean:
        while term > 1e-16 * total:
            place += 1
            term *= mean / place
            total += term
    else:
        while place > 0 and term > 1e-16 * total:
            term *= place / mean
            place -= 1
            total += term
    tail = min(0.0, log_point + log(total))
    other = 1 - exp(tail) + exp(log_point)
    return min(tail, log(other)) if other > 0 else tail


@compiled
def stepwise_one(
    counts: Whole, lists: int, log_threshold: float, start: Reals, warm: bool, model: Flags, logs: Reals, work: Work
) -> float:
    """The estimate; `model` receives what was chosen. `logs` is scratch, float64[2^k]."""
    for mask in range(counts.size):
        model[mask] = 1 if mask & (mask - 1) == 0 else 0
    if not overlapping(counts):
        return inf
    n = persons(counts, lists, work)
    left = reduced(model, lists, work)
    if verdict(counts, left, lists, work) != 0 or np.isnan(fitted(counts, n, start, warm, -inf, left, lists, work)):
        return nan
    while True:
        left = _joined(counts, lists, log_threshold, model, logs, work)
        if left == 0:
            return n + exp(work.alpha[0])
        for mask in range(counts.size):
            if not model[mask] or work.margins[mask] == 0:
                work.alpha[mask] = 0.0
                work.tried[mask] = 0.0
        if np.isnan(newton(n, left, lists, -inf, work)):
            return nan


@compiled
def _joined(counts: Whole, lists: int, log_threshold: float, model: Flags, logs: Reals, work: Work) -> int:
    """Adds the pair with the smallest tail that passes the verdict; returns the terms that are left, 0 without one."""
    for first in range(lists):
        for second in range(first + 1, lists):
            pair = 1 << first | 1 << second
            logs[pair] = inf if model[pair] else log_tail(work.margins[pair], work.sums[pair])
    while True:
        best = 0
        for first in range(lists):
            for second in range(first + 1, lists):
                pair = 1 << first | 1 << second
                if logs[pair] < log_threshold and (best == 0 or logs[pair] < logs[best]):
                    best = pair
        if best == 0:
            return 0
        model[best] = 1
        left = reduced(model, lists, work)
        if verdict(counts, left, lists, work) == 0:
            return left
        model[best] = 0
        logs[best] = inf


@compiled
def stepwise_many(
    tables: Whole, lists: int, log_threshold: float, start: Reals, warm: bool, reported: Flags, out: Reals, same: Flags
) -> None:
    """`out[i]`: the estimate of table i; `same[i]`: 1 where the chosen model is `reported`."""
    work = workspace(lists, 1 + lists + lists * (lists - 1) // 2)
    model = np.zeros(tables.shape[1], np.uint8)
    logs = np.zeros(tables.shape[1])
    for row in range(tables.shape[0]):
        out[row] = stepwise_one(tables[row], lists, log_threshold, start, warm, model, logs, work)
        same[row] = 1
        for mask in range(model.size):
            if model[mask] != reported[mask]:
                same[row] = 0


@compiled
def fit_many(
    counts: Whole, lists: int, models: Flags, parents: Whole, most: int, first: int, last: int, codes: Flags,
    logliks: Reals, alphas: Reals,
) -> None:  # fmt: skip
    """One table, the models first … last − 1: verdicts, log L without Σ log n_c! (NaN without a fit), coefficients.

    Each starts from the coefficients of its parent, a place among the models (−1: none) that was fitted before.
    """
    work = workspace(lists, most)
    n = persons(counts, lists, work)
    for row in range(first, last):
        parent = max(parents[row], 0)
        warm = parents[row] >= 0 and codes[parent] == 0 and not np.isnan(logliks[parent])
        left = reduced(models[row], lists, work)
        codes[row], logliks[row] = verdict(counts, left, lists, work), nan
        if codes[row] == 0:
            logliks[row] = fitted(counts, n, alphas[parent], warm, -inf, left, lists, work)
        for mask in range(counts.size):
            alphas[row, mask] = work.alpha[mask] if codes[row] == 0 else 0.0


@compiled
def _saturated(counts: Whole) -> float:
    """log L without Σ log n_c! that no model passes."""
    value = 0.0
    for mask in range(1, counts.size):
        if counts[mask] > 0:
            value += counts[mask] * log(counts[mask]) - counts[mask]
    return value


@compiled
def best_one(
    counts: Whole, lists: int, models: Flags, sizes: Whole, starts: Reals, codes: Flags, kept: Reals, work: Work
) -> tuple[int, float, float]:
    """Of the models: the place of the best by BIC (−1: none), its estimate, and the mean of all by BIC weight.

    `sizes`: terms of each model; `codes`: verdicts for this pattern of zeros, or `NOT_YET`; `kept`: scratch,
    float64[2, models]. A model is passed over where it is seen that its weight must be below 1e-13, or (`kept` of
    length 0) its BIC above the best.
    """
    n = persons(counts, lists, work)
    bound, least, best, estimate = -2 * _saturated(counts), inf, -1, nan
    margin = NEGLIGIBLE if kept.shape[1] else 0.0
    kept[:] = inf
    for row in range(models.shape[0]):
        price = sizes[row] * log(n)
        if codes[row] == FAILS or price + bound > least + margin:
            continue
        left = reduced(models[row], lists, work)
        if codes[row] == NOT_YET:
            codes[row] = min(verdict(counts, left, lists, work), FAILS)
            if codes[row] == FAILS:
                continue
        bic = price - 2 * fitted(counts, n, starts[row], True, (price - least - margin) / 2, left, lists, work)
        if bic < least:
            best, least, estimate = row, bic, n + exp(work.alpha[0])
        if kept.shape[1] and bic < inf:
            kept[0, row], kept[1, row] = bic, n + exp(work.alpha[0])
    return best, estimate, _weighted(kept, least)


@compiled
def _remembered(counts: Whole, keys: Any, known: Flags) -> int:
    """The place in `known`, uint8[places, models], of what is known of a pattern of zeros; cleared if it is new.

    A pattern is 64 bits, so up to 6 lists; with more nothing is remembered.
    """
    key = np.uint64(0)
    for mask in range(counts.size):
        if counts[mask] > 0:
            key |= np.uint64(1) << np.uint64(mask & 63)
    place = np.int64((key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(57)) % keys.size
    if keys[place] != key or counts.size > 64:
        keys[place] = key
        known[place, :] = NOT_YET
    return int(place)


@compiled
def _weighted(kept: Reals, least: float) -> float:
    """Σ of estimates by weights exp(−ΔBIC/2); NaN where there is nothing."""
    total = weights = 0.0
    for row in range(kept.shape[1]):
        if kept[0, row] < inf:
            weight = exp((least - kept[0, row]) / 2)
            weights += weight
            total += weight * kept[1, row]
    return total / weights if weights > 0 else nan


@compiled
def best_many(
    tables: Whole, lists: int, models: Flags, sizes: Whole, starts: Reals, average: bool, out: Reals, chosen: Any
) -> None:
    """`out[i]`: the estimate of the best model on table i, or the average; `chosen[i]`: its place, −1 without one."""
    work = workspace(lists, int(sizes.max()))
    kept = np.zeros((2, models.shape[0] if average else 0))
    keys, known = np.zeros(PATTERNS, np.uint64), np.zeros((PATTERNS, models.shape[0]), np.uint8)
    for row in range(tables.shape[0]):
        chosen[row] = -1
        if not overlapping(tables[row]):
            out[row] = inf
            continue
        codes = known[_remembered(tables[row], keys, known)]
        chosen[row], best, mean = best_one(tables[row], lists, models, sizes, starts, codes, kept, work)
        out[row] = mean if average else best
