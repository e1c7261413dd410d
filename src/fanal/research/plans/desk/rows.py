"""Synthetic rows on the form of a plan: of which variables, and which part of the privacy loss they take."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.engines.disclosure.contracts import ClassSet
from fanal.research import table_words
from fanal.research.contracts import RowsAsked
from fanal.research.models import Plan, Population
from fanal.research.plans import forms as kept
from fanal.research.plans import synthetic

SHARES: Mapping[str, Promise] = {
    "1/4": lazy("A quarter of the loss"), "1/2": lazy("Half of the loss"), "3/4": lazy("Three quarters of the loss"),
}  # fmt: skip


def add(form: forms.Form, population: Population, classes: ClassSet, plan: Plan | None) -> None:
    """Give a form the fields `synthetic` and `share`, where rows can be made of these records at all."""
    offered = synthetic.offered(population, classes)
    if not offered:
        return
    names = [(name, table_words.variable_label(classes.variables[classes.place(name)])) for name in offered]
    rows = forms.MultipleChoiceField(
        label=_("Synthetic rows: of which variables?"),
        help_text=_(
            "Rows that are no child, drawn from counts with noise, for those who try out an analysis. Two variables or "
            "more, and differential privacy; rows of few variables withstand attacks best. None ticked: no rows."
        ),
        choices=names, widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    held = str(_share(plan)) if plan and plan.synthetic else ""
    shares = [(part, SHARES.get(part, part)) for part in dict.fromkeys([*SHARES, *([held] if held else [])])]
    share = forms.ChoiceField(
        label=_("Which part of the privacy loss do the rows take?"),
        help_text=_("With synthetic rows only. What they take the tables do not have: their numbers get noisier."),
        choices=shares, widget=forms.RadioSelect, required=False, initial="1/2",
    )  # fmt: skip
    for field in (rows, share):
        field.needed = True  # type: ignore[attr-defined]  # the help says when
    form.fields |= {"synthetic": rows, "share": share}


def given(plan: Plan) -> dict[str, Any]:
    """What a plan says of its rows, and its whole loss."""
    asked, tables = kept.rows_of(plan), kept.policy_of(plan).rho
    if asked is None or tables is None:
        return {"rho": "1/10" if tables is None else str(tables)}
    return {"rho": str(tables + asked.rho), "synthetic": list(asked.variables), "share": str(_share(plan))}


def _share(plan: Plan) -> Fraction:
    asked, tables = kept.rows_of(plan), kept.policy_of(plan).rho
    assert asked is not None
    return asked.rho / (asked.rho + (tables or 0))


def problem(data: Mapping[str, Any]) -> str:
    """What is wrong with the rows that were chosen, where the form can say it; empty where nothing is."""
    chosen = data.get("synthetic") or ()
    if chosen and data.get("method") != "dp":
        return _("Synthetic rows are made with noise from a budget only: choose differential privacy, or none.")
    if len(chosen) == 1:
        return _("Choose at least two variables for synthetic rows, or none.")
    return ""


def divided(data: Mapping[str, Any]) -> tuple[Fraction, RowsAsked | None]:
    """The loss of the tables, and the rows with theirs."""
    whole, chosen = Fraction(data.get("rho") or "1/10"), tuple(data.get("synthetic") or ())
    if not chosen:
        return whole, None
    of_rows = whole * Fraction(data.get("share") or "1/2")
    return whole - of_rows, RowsAsked(chosen, of_rows)
