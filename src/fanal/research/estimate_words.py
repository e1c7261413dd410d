"""An estimate of a release in the language of the reader: the interval first, never a bare point (DNH-47)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fanal.engines.prevalence.result import Check, Estimate
from fanal.research import study_words
from fanal.research.study_words import persons
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Published:
    """What stands on the page of an estimate. `others`: method, model, figure with its interval."""

    lede: str
    facts: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str, str], ...]
    reasons: tuple[study_words.Told, ...]
    warnings: tuple[study_words.Told, ...]
    assumptions: tuple[str, ...]
    statistician: str


def published(found: Estimate, statistician: Mapping[str, str]) -> Published:
    """The result as it was signed, in words. Raises `ValueError` for a point without its interval."""
    if found.estimated and found.lower is None:
        raise ValueError("a point without its interval is not shown")
    return Published(
        study_words.sentence(found),
        tuple(_facts(found)),
        tuple(_other(check) for check in found.checks),
        tuple(map(study_words.told, found.reasons)),
        tuple(map(study_words.told, found.warnings)),
        tuple(str(one) for one in study_words.ASSUMPTIONS),
        f"{statistician['name']}, {statistician['affiliation']}",
    )


def _facts(found: Estimate) -> list[tuple[str, str]]:
    facts = [(_("On at least one list"), web.digits(found.observed))]
    if found.estimated:
        level = {"level": web.digits(round(100 * found.level))}
        shown = found.for_publication()
        facts += [
            (_("Interval (%(level)s %%)") % level, f"{persons(shown.lower)} – {persons(shown.upper)}"),
            (_("Best single figure, if the model is true"), persons(shown.point)),
            (_("Method"), study_words.method(found.method)),
        ]
        if found.model:
            facts.append((_("Model"), found.model))
    return [*facts, (_("Lists"), ", ".join(found.lists))]


def _other(check: Check) -> tuple[str, str, str]:
    figure = f"{persons(check.point)} ({persons(check.lower)} – {persons(check.upper)})"
    return study_words.method(check.method), check.model or "–", figure if check.point is not None else _("no figure")
