"""Synthetic rows of a plan: what may be asked for, what they cost, how they are made, and how attacks make others.

They come from noised counts alone (`engines.disclosure.synthesis`), so that nothing but their declared loss is spent.
Only plans of one member have them: over several members nobody has the rows beside which they would be attacked.
"""

from collections.abc import Collection
from dataclasses import replace
from secrets import token_bytes

from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.engines.disclosure.contracts import (
    MOST_RELEASE,
    ClassSet,
    Cube,
    DisclosureError,
    Files,
    Given,
    Shadow,
    Spend,
    SyntheticFiles,
    bundles,
)
from fanal.research import calculating, engine_words
from fanal.research.contracts import PlanForm, RowsAsked, Source
from fanal.research.models import Plan, Population
from fanal.research.plans import forms
from fanal.research.questions import catalogue
from fanal.research.records import populations, sources

FEWEST_CHILDREN = 1200
"""With fewer, the half that is compared is so small that the attacks can never say surely that rows withstand."""
FEWEST_VARIABLES = 2


def offered(population: Population, classes: ClassSet) -> tuple[str, ...]:
    """Names of the variables that synthetic rows of these records may have, for members at least; none over several
    members."""
    if population.source == Source.POOLED:
        return ()
    never = catalogue.unmarked(population.class_set)
    return tuple(one.name for one in classes.variables if one.kind != "origin" and one.name not in never)


def check(form: PlanForm, population: Population, classes: ClassSet) -> None:
    """Raises `NotNow`, with its field, for synthetic rows that the rules forbid, before anything is counted."""
    asked = form.synthetic
    if asked is None:
        return
    if population.source == Source.POOLED:
        words = _(
            "Over several members there are no synthetic rows: nobody has all the rows that are needed to attack them."
        )
        raise NotNow(words, "synthetic")
    if form.policy.method != "dp":
        words = _("Synthetic rows are made with noise from a budget only: choose differential privacy, or none.")
        raise NotNow(words, "synthetic")
    _variables(asked, population, classes)
    most = sources.at_most(population, form.cohorts)
    if most is not None and most < FEWEST_CHILDREN:
        words = _("Fewer than %(few)s children are recorded: nobody could say that synthetic rows withstand attacks.")
        raise NotNow(words % {"few": f"{FEWEST_CHILDREN:,}"}, "synthetic")
    if asked.rho <= 0 or asked.rho + (form.policy.rho or 0) > MOST_RELEASE:
        raise NotNow(
            _("Tables and synthetic rows together may cost a ρ of 0.2 at most, and each more than 0."), "share"
        )
    _allowed(form, asked, population, classes)


def _variables(asked: RowsAsked, population: Population, classes: ClassSet) -> None:
    if len(set(asked.variables)) < max(FEWEST_VARIABLES, len(asked.variables)):
        raise NotNow(_("Choose at least two variables for synthetic rows, or none."), "synthetic")
    if not set(asked.variables) <= set(offered(population, classes)):
        raise NotNow(_("Choose from the list."), "synthetic")


def _allowed(form: PlanForm, asked: RowsAsked, population: Population, classes: ClassSet) -> None:
    """X1, X7, X9 as the engine has them."""
    calculating.demand()
    from fanal.engines.disclosure.api import synthetic_rules  # compiled code comes with it

    fewer = synthetic_rules.without(classes, _left_out(classes, asked))
    empty = Cube(fewer, form.cohorts, 3, FEWEST_CHILDREN, {})
    try:
        synthetic_rules.demand_allowed(empty, form.policy, _given(population))
    except DisclosureError as error:
        raise NotNow(engine_words.in_words(str(error), classes), "synthetic") from None


def _given(population: Population) -> Given:
    return Given(unmarked=catalogue.unmarked(population.class_set))


def _left_out(classes: ClassSet, asked: RowsAsked) -> list[str]:
    return [one.name for one in classes.variables if one.name not in asked.variables]


def fewer(asked: RowsAsked | None, leave_out: Collection[str]) -> RowsAsked | None:
    """The same rows with fewer variables, at the same cost; None where fewer than two are left."""
    if asked is None:
        return None
    kept = tuple(name for name in asked.variables if name not in leave_out)
    return replace(asked, variables=kept) if len(kept) >= FEWEST_VARIABLES else None


def spends(plan: Plan) -> tuple[Spend, ...]:
    """What the rows cost, known before anything is counted: the ledger hears of it first."""
    asked = forms.rows_of(plan)
    if asked is None:
        return ()
    from fanal.engines.disclosure.api import synthesis, synthetic_rules

    classes = populations.classes_of(plan.population)
    return synthesis.spends(synthetic_rules.without(classes, _left_out(classes, asked)), tuple(plan.cohorts), asked.rho)


def made(plan: Plan, cube: Cube) -> SyntheticFiles | None:
    """The rows as files. What they cost is spent already. Raises `NotReleased` (X1, X2, X7, X9), `DisclosureError`."""
    asked = forms.rows_of(plan)
    if asked is None:
        return None
    from fanal.engines.disclosure.api import synthesis, synthetic_rules

    some = synthetic_rules.cube_without(cube, _left_out(cube.classes, asked))
    synthetic_rules.demand_allowed(some, forms.policy_of(plan), _given(plan.population))
    noised = synthesis.measure(some, asked.rho, token_bytes)
    return bundles.synthetic_files(synthesis.synthesise(noised, token_bytes))


def kept(plan: Plan, files: Files) -> SyntheticFiles | None:
    """The rows of a draft, byte for byte, with what they cost."""
    if bundles.SYNTHETIC not in files:
        return None
    return SyntheticFiles(files[bundles.SYNTHETIC], files[bundles.SYNTHETIC_ERROR], spends(plan))


def shadow(plan: Plan) -> Shadow | None:
    """How the attacks A5 to A7 make rows from half of the children, with the same loss. They are never published; a
    release says of them only that it withstood."""
    asked = forms.rows_of(plan)
    if asked is None:
        return None
    from fanal.engines.disclosure.api import synthetic_rules

    return synthetic_rules.shadow(asked.rho, token_bytes)
