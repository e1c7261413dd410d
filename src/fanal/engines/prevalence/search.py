"""All models ranked by BIC (Silverman, Chan, Vincent 2024), or, where they are too many, those met on the way downhill.

BIC = p log n − 2 log L, where p counts all terms, those at −∞ too, and n is persons. Weights are exp(−ΔBIC/2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

import numpy as np

from fanal.engines.arrays import Reals, Whole
from fanal.engines.compiled import spread
from fanal.engines.prevalence.models import Model, default_order, every_model, main_effects, pairs_of
from fanal.engines.prevalence.result import CLOSE, CloseModel
from fanal.engines.prevalence.table import CaptureTable

if TYPE_CHECKING:
    from fanal.engines.prevalence.kernels import Flags

EXHAUSTIVE_LISTS = 6
AT_ONCE = 256
"""Models that a thread fits before it takes the next: fixed, so that results do not depend on threads."""


@dataclass(frozen=True)
class ModelRanking:
    """The models that can be estimated, best BIC first; arrays float64[models]; `estimate` in persons.

    `verdicts`: how many models have which code. `coefficients`: float64[models, 2^k], 0 where there is no term.
    """

    models: tuple[Model, ...]
    estimate: Reals = field(repr=False)
    bic: Reals = field(repr=False)
    coefficients: Reals = field(repr=False)
    verdicts: tuple[tuple[int, int], ...]
    order: int
    downhill: bool

    @property
    def weight(self) -> Reals:
        """Sums to 1."""
        raw = np.exp((self.bic[:1] - self.bic) / 2)
        weights: Reals = raw / raw.sum()
        return weights

    def average(self, top: int) -> float:
        """Mean of the first models by weight."""
        weights = self.weight[:top]
        return float(weights @ self.estimate[:top] / weights.sum())

    def close(self) -> tuple[CloseModel, ...]:
        """Models whose BIC is at most `CLOSE` above the best."""
        count = int((self.bic <= self.bic[:1] + CLOSE).sum())
        delta, weight = self.bic - self.bic[:1], self.weight
        return tuple(
            CloseModel(self.models[i].notation, float(self.estimate[i]), float(delta[i]), float(weight[i]))
            for i in range(count)
        )


def rank_models(
    table: CaptureTable, order: int | None = None, downhill: bool = False, threads: int | None = None
) -> ModelRanking:
    """From 7 lists, or on request, downhill. Raises `ModelError` where there are too many models to try them all."""
    order = min(order or default_order(table.k), table.k - 1)
    downhill = downhill or table.k > EXHAUSTIVE_LISTS
    if downhill:
        tried = _Tried(table, threads)
        for start in _starts(table.k, order):
            _descend(tried, start, order)
        found = tried.found
    else:
        found = fit_all(table, every_batch(table.k, order), threads)
    return _ranked(found, order, downhill)


def rank_these(table: CaptureTable, models: tuple[Model, ...]) -> ModelRanking:
    """Only these models ranked."""
    return _ranked(fit_all(table, Batch.of(models)), max(model.order for model in models), False)


@dataclass(frozen=True)
class Fits:
    """One table under many models: codes uint8[models], BIC and estimates float64[models], coefficients."""

    models: tuple[Model, ...]
    codes: Flags
    bic: Reals
    estimate: Reals
    coefficients: Reals


@dataclass(frozen=True)
class Batch:
    """Models in ascending number of terms, as arrays: uint8[models, 2^k], int64[models] of terms and of parents.

    A parent is a place of a model with one term less (−1: none there). `levels`: ends of the stretches of equal size.
    """

    models: tuple[Model, ...]
    flags: Flags
    sizes: Whole
    parents: Whole
    levels: tuple[int, ...]

    @classmethod
    def of(cls, models: Iterable[Model]) -> Batch:
        ordered = tuple(sorted(models, key=lambda model: (len(model.terms), model.terms)))
        places = {model.terms: place for place, model in enumerate(ordered)}
        sizes = np.array([len(model.terms) for model in ordered])
        flags = np.zeros((len(ordered), 1 << ordered[0].lists), dtype=np.uint8)
        for place, model in enumerate(ordered):
            flags[place, model.terms] = 1
        parents = np.array([places.get(_parent(model), -1) for model in ordered])
        levels = (*(np.flatnonzero(np.diff(sizes)) + 1).tolist(), len(ordered))
        return cls(ordered, flags, sizes, parents, levels)


def _parent(model: Model) -> tuple[int, ...]:
    """The terms without the last of two lists or more; it is part of no other, for a part is a smaller number."""
    last = max(model.interactions, default=None)
    return tuple(term for term in model.terms if term != last)


@lru_cache(maxsize=8)
def every_batch(lists: int, order: int) -> Batch:
    """All models up to an order; remembered, for the same are asked for again and again."""
    return Batch.of(every_model(lists, order))


def fit_all(table: CaptureTable, batch: Batch, threads: int | None = None) -> Fits:
    """NaN where there is no fit."""
    from scipy.special import gammaln

    from fanal.engines.prevalence import selection

    size = len(batch.models)
    codes, logliks, alphas = np.empty(size, dtype=np.uint8), np.empty(size), np.zeros((size, 1 << table.k))
    counts, most, begin = table.counts.copy(), int(batch.sizes.max()), 0

    def work(first: int, last: int) -> None:
        selection.fit_many(
            counts, table.k, batch.flags, batch.parents, most, begin + first, begin + last, codes, logliks, alphas
        )

    for end in batch.levels:  # a level needs the one before
        spread(work, end - begin, AT_ONCE, threads)
        begin = end
    loglik = logliks - gammaln(table.counts + 1).sum()
    estimate = np.where(np.isnan(loglik), np.nan, table.n + np.exp(alphas[:, 0]))
    return Fits(batch.models, codes, batch.sizes * log(table.n) - 2 * loglik, estimate, alphas)


class _Tried:
    """Fits that were made, each model once."""

    def __init__(self, table: CaptureTable, threads: int | None) -> None:
        self.table, self.threads = table, threads
        self.parts: list[Fits] = []
        self.bic: dict[Model, float] = {}

    def __call__(self, models: list[Model]) -> None:
        new = [model for model in models if model not in self.bic]
        if new:
            made = fit_all(self.table, Batch.of(new), self.threads)
            self.parts.append(made)
            self.bic.update(zip(made.models, np.where(np.isnan(made.bic), np.inf, made.bic).tolist(), strict=True))

    @property
    def found(self) -> Fits:
        parts = self.parts
        return Fits(
            models=tuple(model for part in parts for model in part.models),
            codes=np.concatenate([part.codes for part in parts]),
            bic=np.concatenate([part.bic for part in parts]),
            estimate=np.concatenate([part.estimate for part in parts]),
            coefficients=np.concatenate([part.coefficients for part in parts]),
        )


def _starts(lists: int, order: int) -> list[Model]:
    single = [Model.of(lists, [pair]) for pair in pairs_of(lists)] if order > 1 and lists > 2 else []
    return [main_effects(lists), *single]


def _descend(tried: _Tried, start: Model, order: int) -> None:
    """To the best neighbour, one term more or less, as long as that has a lower BIC."""
    current = start
    tried([current])
    while True:
        beside = list(current.neighbours(order))
        tried(beside)
        best = min(beside, key=tried.bic.__getitem__, default=current)
        if not tried.bic[best] < tried.bic[current]:
            return
        current = best


def _ranked(fits: Fits, order: int, downhill: bool) -> ModelRanking:
    places = np.argsort(fits.bic, kind="stable")
    places = places[: int(np.isfinite(fits.bic).sum())]
    return ModelRanking(
        models=tuple(fits.models[i] for i in places),
        estimate=fits.estimate[places],
        bic=fits.bic[places],
        coefficients=fits.coefficients[places],
        verdicts=tuple(sorted(Counter(fits.codes.tolist()).items())),
        order=order,
        downhill=downhill,
    )


class ModelChooser:
    """Chooses by BIC among the first `top` models of a ranking on many tables, or takes their mean by BIC weight.

    Warm from the coefficients on the table that was ranked.
    """

    def __init__(self, ranking: ModelRanking, top: int, average: bool = False) -> None:
        models = ranking.models[:top]
        self.lists, self.average = models[0].lists, average
        self.flags = np.stack([model.flags() for model in models])
        self.sizes = np.array([len(model.terms) for model in models])
        self.starts = np.ascontiguousarray(ranking.coefficients[:top])

    def __call__(self, tables: Whole) -> tuple[Reals, Flags]:
        """Tables int64[tables, 2^k] to estimates float64[tables] and uint8[tables]: is the first model the best?"""
        from fanal.engines.prevalence import selection

        out, chosen = np.empty(len(tables)), np.empty(len(tables), dtype=np.int64)
        selection.best_many(tables, self.lists, self.flags, self.sizes, self.starts, self.average, out, chosen)
        return out, (chosen == 0).astype(np.uint8)
