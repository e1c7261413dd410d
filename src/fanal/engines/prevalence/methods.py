"""One method on one table: what it chooses, its interval, and what it warns of by itself. Nothing is compared here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from math import exp, log

import numpy as np

from fanal.engines.arrays import Reals
from fanal.engines.prevalence import refusals, warnings
from fanal.engines.prevalence.bootstrap import Bootstrap, Chooser, bootstrap
from fanal.engines.prevalence.fit import Fit, NotEstimable, fit
from fanal.engines.prevalence.models import Model
from fanal.engines.prevalence.profile import profile
from fanal.engines.prevalence.result import GIVEN_THE_MODEL, Limits, Notice, Options, Part
from fanal.engines.prevalence.search import ModelChooser, ModelRanking, rank_models, rank_these
from fanal.engines.prevalence.stepwise import StepwiseChooser, stepwise
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.verdict import as_model, check_model

BAYESIAN = ("threshold", "graphs", "latent")
BIC_LISTS = 5
"""The most lists for which `auto` searches all models by BIC."""
FAR = 9
"""Standard errors beyond which nothing of a model lies."""


@dataclass(frozen=True)
class Choice:
    """What a method chooses on the table itself, and how it chooses on others. `point` in persons."""

    point: float
    fit: Fit | None
    chooser: Chooser
    ranking: ModelRanking | None
    selects: bool


def resolved(table: CaptureTable, options: Options) -> Options:
    """With the method that `auto` stands for, and the shape of a model in one notation."""
    if options.method == "auto":
        return replace(options, method="bic" if table.k <= BIC_LISTS else "stepwise")
    if options.model is not None:
        return replace(options, model=as_model(table, options.model).notation)
    return options


def part(table: CaptureTable, options: Options) -> Part:
    """One method on one table, with its interval, without refusals of the table and without diagnostics."""
    options = resolved(table, options)
    if options.method in BAYESIAN:
        answer: Part = import_module(f"fanal.engines.prevalence.{options.method}").run(table, options)
        return answer
    try:
        choice = choose(table, options)
    except NotEstimable as error:
        return Part(options.method, reasons=(_refused(options, error),))
    if not options.replicates:
        return _given_the_model(table, options, choice)
    made = bootstrap(
        table, choice.point, choice.chooser, replicates=options.replicates, scheme=options.scheme, seed=options.seed,
        threads=options.threads, tell=options.tell,
    )  # fmt: skip
    return _part(table, options, choice, made)


def point(table: CaptureTable, options: Options) -> float:
    """The estimate alone, in persons, for curves: inf where no two lists overlap, NaN where there is none."""
    options = resolved(table, options)
    if not sum(table.depth[2:]):
        return float("inf")
    if options.method in BAYESIAN:
        found = part(table, options).point
        return float("nan") if found is None else found
    try:
        return choose(table, options, ranked=False).point
    except NotEstimable:
        return float("nan")


def choose(table: CaptureTable, options: Options, ranked: bool = True) -> Choice:
    """What the method chooses. Raises `NotEstimable`. `ranked`: look at all models also where no choice needs it."""
    if options.method in {"bic", "average"}:
        ranking = rank_models(table, options.order, options.downhill, options.threads)
        if not ranking.models:
            raise NotEstimable(check_model(table, Model.of(table.k)))
        average = options.method == "average"
        value = ranking.average(options.top) if average else float(ranking.estimate[0])
        best = None if average else fit(table, ranking.models[0])
        return Choice(value, best, ModelChooser(ranking, options.top, average), ranking, not average)
    if options.method == "stepwise":
        made = stepwise(table, options.threshold).fit
        chooser: Chooser = StepwiseChooser(table, options.threshold, made.model)
    else:
        made = fit(table, options.model or "[]")
        chooser = ModelChooser(rank_these(table, (made.model,)), 1)
    shown = rank_models(table, options.order, options.downhill, options.threads) if ranked else None
    return Choice(made.total, made, chooser, shown, options.method == "stepwise")


def _part(table: CaptureTable, options: Options, choice: Choice, made: Bootstrap) -> Part:
    limits, errors = made.interval(options.level)
    model = choice.fit.model if choice.fit else None
    answer = Part(
        method=options.method,
        point=choice.point,
        lower=limits[0],
        upper=limits[1],
        model=model.notation if model else None,
        percentile=made.percentile(options.level),
        scheme=options.scheme,
        replicates=options.replicates,
        failed=made.failed,
        infinite=made.infinite,
        mc_error=errors,
        z0=made.z0,
        acceleration=made.acceleration,
        agreement=made.agreement if choice.selects else None,
        models_close=choice.ranking.close() if choice.ranking else (),
        warnings=tuple(misfit(choice.fit)),
        draws=made.draws,
    )
    return _without_bca(table, options, choice, made, answer) if made.breaks_down(options.level) else answer


def _without_bca(table: CaptureTable, options: Options, choice: Choice, made: Bootstrap, found: Part) -> Part:
    """W16: the interval spans percentiles and the profile likelihood. Where models are averaged, that of the best."""
    assert found.percentile is not None
    best = choice.fit.model if choice.fit else choice.ranking.models[0] if choice.ranking else None
    assert best is not None
    limits = profile(table, best, options.level)
    (low, high), (profile_low, profile_high) = found.percentile, limits
    told = warnings.notice("W16", low=low, high=high, profile_low=profile_low, profile_high=profile_high)
    return replace(
        found, lower=min(low, profile_low), upper=max(high, profile_high), profile=limits,
        mc_error=made.percentile_errors(options.level), warnings=(*found.warnings, told),
    )  # fmt: skip


def _given_the_model(table: CaptureTable, options: Options, choice: Choice) -> Part:
    """The Wald interval of the model, or of the averaged models: log n_hidden normal in each."""
    if choice.fit is not None:
        limits = choice.fit.wald(options.level)
    else:
        assert choice.ranking is not None
        models = [fit(table, model) for model in choice.ranking.models[: options.top]]
        limits = mixed(models, choice.ranking.weight[: options.top], options.level)
    return Part(
        method=options.method,
        point=choice.point,
        lower=limits[0],
        upper=limits[1],
        model=choice.fit.model.notation if choice.fit else None,
        scheme=GIVEN_THE_MODEL,
        models_close=choice.ranking.close() if choice.ranking else (),
        warnings=tuple(misfit(choice.fit)),
    )


def mixed(models: Sequence[Fit], weights: Reals, level: float) -> Limits:
    """Limits of a mixture of models by weight, log n_hidden normal in each: those between which `level` of it lies."""
    from scipy.optimize import brentq
    from scipy.special import ndtr

    means = np.array([log(model.n_hidden) for model in models])
    errors = np.array([model.se_log_hidden for model in models])
    first, last = float((means - FAR * errors).min()), float((means + FAR * errors).max())

    def limit(share: float) -> float:
        def beyond(hidden: float) -> float:
            return float(weights @ ndtr((hidden - means) / errors)) / float(weights.sum()) - share

        return models[0].n + exp(float(brentq(beyond, first, last, xtol=1e-12)))

    return limit((1 - level) / 2), limit((1 + level) / 2)


def misfit(made: Fit | None) -> Iterator[Notice]:
    """W14: by both measures, for each alone is off where few persons are expected."""
    from scipy.special import chdtrc

    if made is None or made.df < 1:
        return
    chance = max(float(chdtrc(made.df, made.deviance)), float(chdtrc(made.df, made.pearson)))
    if chance < warnings.MISFIT:
        yield warnings.notice("W14", share=chance)


def _refused(options: Options, error: NotEstimable) -> Notice:
    return refusals.of_model(error.check) if options.method == "fixed" else refusals.notice("R5")
