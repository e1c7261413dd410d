"""What a plan costs before it is sent: its tables in plain sentences, what is left of each year, how far numbers may be
off with each privacy loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from fanal.engines.disclosure.contracts import MOST_LIFE, MOST_TABLES, ClassSet, Policy, TableSpec, dp, half_width
from fanal.research import table_words
from fanal.research.contracts import Source
from fanal.research.plans import asking
from fanal.research.records import ledger
from fanal.web import api as web

if TYPE_CHECKING:
    from fanal.research.models import Population

LOSSES: Mapping[str, Promise] = {
    "1/20": lazy("A small loss"), "1/10": lazy("A middle loss"), "1/5": lazy("As much as one release may"),
}  # fmt: skip


def sentences(classes: ClassSet, specs: Sequence[TableSpec]) -> list[str]:
    """Each table in a plain sentence, in the order of its numbers."""
    return [table_words.sentence(classes, spec) for spec in specs]


def loss(classes: ClassSet, specs: Sequence[TableSpec], rho: str) -> Any:
    """A privacy loss as a choice: its name; its share of a year's budget, and how far a number may be off."""
    words = {"share": web.digits(ceil(100 * Fraction(rho) / MOST_LIFE))}
    second = _("costs %(share)s %% of the budget that a year has for ever") % words
    if specs:
        words["off"] = web.digits(_off(specs, Fraction(rho)))
        second = (
            _("costs %(share)s %% of the budget that a year has for ever; 95 of 100 numbers are off by %(off)s at most")
            % words
        )
    return web.two_lines(str(LOSSES.get(rho, f"ρ {rho}")), second)


def _off(specs: Sequence[TableSpec], rho: Fraction) -> int:

    return half_width(dp.variance(specs, Policy(method="dp", rho=rho)))


def left(population: Population, cohorts: Sequence[int], specs: Sequence[TableSpec]) -> Iterator[tuple[str, str]]:
    """What is left of the years: tables with noise that stays the same, and the budget for differential privacy."""
    if population.source == Source.POOLED:
        yield _("Budget"), _("Each member spends of its own budget, and is told how much before it sends its share.")
        return
    before = asking.given_for(population, cohorts, specs).tables_before
    rest = max(MOST_TABLES - before, 0)
    words = {"planned": web.digits(len(specs)), "left": web.digits(rest)}
    yield (
        _("Noise that stays the same"),
        ngettext(
            "%(planned)s of the %(left)s table that is left for these years",
            "%(planned)s of the %(left)s tables that are left for these years",
            rest,
        ) % words,
    )  # fmt: skip
    line = _("%(year)s: %(share)s %% of the budget is left")
    shares = {year: web.digits(int(100 * ledger.left(population, year) / MOST_LIFE)) for year in sorted(cohorts)}
    yield (
        _("Differential privacy"),
        web.apart(line % {"year": year, "share": share} for year, share in shares.items()),
    )
