"""An estimate of a release in the language of the reader: the interval first, never a bare point (DNH-47)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fanal.engines.prevalence.contracts import Check, Estimate
from fanal.research.studies import words
from fanal.research.studies.words import persons
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Published:
    """What stands on the page of an estimate. `others`: method, model, figure with its interval. `models`: those that
    fit as well, all of them, each with its figure; the picture has the first."""

    lede: str
    facts: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str, str], ...]
    models: tuple[tuple[str, str], ...]
    reasons: tuple[words.Told, ...]
    warnings: tuple[words.Told, ...]
    assumptions: tuple[str, ...]
    statistician: str


def published(estimate: Estimate, statistician: Mapping[str, str]) -> Published:
    """The result as it was signed, in words. Raises `ValueError` for a point without its interval."""
    if estimate.estimated and estimate.lower is None:
        raise ValueError("a point without its interval is not shown")
    return Published(
        words.sentence(estimate),
        tuple(_facts(estimate)),
        tuple(_other(check, estimate.lists) for check in estimate.checks),
        tuple((words.model(close.model, estimate.lists), persons(close.estimate)) for close in estimate.models_close),
        tuple(map(words.told, estimate.reasons)),
        tuple(map(words.told, estimate.warnings)),
        tuple(str(assumption) for assumption in words.ASSUMPTIONS),
        f"{statistician['name']}, {statistician['affiliation']}",
    )


def _facts(estimate: Estimate) -> list[tuple[str, str]]:
    facts = [(_("On at least one list"), web.digits(estimate.observed))]
    if estimate.estimated:
        level = {"level": web.digits(round(100 * estimate.level))}
        facts += [
            (_("Interval (%(level)s %%)") % level, words.interval(estimate.lower, estimate.upper)),
            (_("Best single figure, if the model is true"), persons(estimate.point)),
            (_("Method"), words.method(estimate.method)),
        ]
        if estimate.model:
            facts.append((_("Model"), words.model_of(estimate.model, estimate.lists)))
    return [*facts, (_("Lists"), web.listed(estimate.lists))]


def _other(check: Check, lists: Sequence[str]) -> tuple[str, str, str]:
    model = words.model(check.model, lists) if check.model else "–"
    return words.method(check.method, broken=check.broken), model, words.figure(check)
