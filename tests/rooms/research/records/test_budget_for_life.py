"""The budget of a cohort outlives the population that spent it: nothing is given back by beginning anew."""

from datetime import timedelta
from fractions import Fraction

import pytest

from fanal.access.api import NotNow
from fanal.engines.disclosure.model import Policy
from fanal.research.models import Population
from fanal.research.plans import plans, working
from fanal.research.records import ledger, populations
from tests.people import NOW, Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)
POLICY = Policy(method="dp", rho=Fraction(1, 5))


def spend(cast: Cast, found: Population) -> None:
    """A release of a fifth of rho, stopped before it is published: what was looked at is spent."""
    form = planning.form(found, tables=planning.TABLES[1:], policy=POLICY)
    plan = plans.open_plan(cast["bao"], form, LATER)
    planning.pass_gate(cast, plan, LATER)
    try:
        working.work(cast["bao"], plan.pk, LATER)
    finally:
        plans.stop(cast["bao"], plan.pk, "Another question comes first.", LATER)


def anew(cast: Cast, found: Population) -> Population:
    populations.close_population(cast["bao"], found.pk, LATER)
    return populations.open_population(cast["bao"], "concerns", "The same concerns once more", "concerns", LATER)


def test_a_population_that_is_opened_anew_has_what_the_one_before_left(cast: Cast) -> None:
    """0.2 and 0.2 of 0.5 are spent by two populations of the same concerns: a third has 0.1, and 0.2 does not fit."""
    found = planning.population(cast)
    planning.tell(cast)
    for left in (Fraction(3, 10), Fraction(1, 10)):
        spend(cast, found)
        assert ledger.left(found, 2025) == left
        found = anew(cast, found)
        assert ledger.left(found, 2025) == left
    with pytest.raises(NotNow, match=r"0\.1 of 0\.5 is left"):
        spend(cast, found)
    assert ledger.of(found).entries == ()
    assert ledger.left(found, 2024) == Fraction(1, 2), "another year has its own"
