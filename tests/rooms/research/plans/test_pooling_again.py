"""A plan over several members whose run failed: what was spent is spent, and the page says what can still be done.

Nothing here depends on the noise: runs are declared void, or noise is six standard deviations from what decides.
"""

from fractions import Fraction

import pytest
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.engines.disclosure import dp
from fanal.engines.disclosure.model import Policy
from fanal.network.contracts import Role
from fanal.research.contracts import PlanState, Verdict
from fanal.research.models import Plan, Population, SealedPart, Spend
from fanal.research.plans import forms, plans, pooling, repeating, reviewing
from fanal.research.records import ledger, populations
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.research import planning
from tests.rooms.research.pooled import (
    HELPED,
    LATER,
    MAKERS,
    cast,
    gated,
    helped,
    members,
    send,
    three_members,
    through,
)

__all__ = ["cast", "three_members"]
pytestmark = pytest.mark.django_db(databases="__all__")


def of_loss(rho: str) -> Policy:
    return Policy(method="dp", rho=Fraction(rho))


def page(cast: Cast, plan: Plan, username: str = "tove") -> str:
    return text(client_of(cast, username).get(reverse("research:plan", args=[plan.pk])))


def spent_elsewhere(cast: Cast, username: str, plan: Plan, of: Population, *losses: str) -> None:
    """Other releases of the same records, each with a name of its own."""
    classes = populations.classes_of(plan.population)
    for number, rho in enumerate(losses):
        other = planning.fresh(plan)
        other.release_version = 90 + number
        costs = dp.spends(classes, (2025,), forms.specs_of(plan), of_loss(rho))
        ledger.spend(cast[username], other, costs, LATER, of)


def test_the_page_says_before_anybody_sends_how_often_a_run_can_be_repeated(cast: Cast) -> None:
    plan = gated(cast)
    for username in ("tove", "oda"):
        shown = page(cast, plan, username)
        assert "Each run spends ρ 0.1 of these years, also one of which nothing comes" in shown
        assert "There is room for 2 runs" in shown
        assert "cannot be repeated" not in shown
    send(cast, plan)
    pooling.begin_again(cast["tove"], plan.pk, LATER)
    shown = page(cast, plan)
    assert "There is room for 1 run as" in shown
    assert "If it fails, it cannot be repeated; a smaller ρ leaves room for that." in shown


def test_a_plan_that_cannot_run_again_says_so_and_nothing_more_is_spent(cast: Cast) -> None:
    """One release may spend 0.2. A run was void after all had sent: nobody sends, seals or spends again."""
    plan = gated(cast, policy=of_loss("1/5"))
    assert "There is room for 1 run as" in page(cast, plan)
    send(cast, plan)
    pooling.begin_again(cast["tove"], plan.pk, LATER)
    before = Spend.objects.count()
    shown = page(cast, plan)
    assert "There is no room for another run of this plan: what earlier runs spent stays spent." in shown
    assert "Stop it. Another plan for these years may spend what is left of them, ρ 0.2 at most." in shown
    for username in MAKERS:
        with pytest.raises(NotNow, match="no room for another run"):
            pooling.agree(cast[username], plan.pk, LATER)
    assert (Spend.objects.count(), SealedPart.objects.count()) == (before, 0)
    plans.stop(cast["tove"], plan.pk, "No room for another run.", LATER)
    assert "no room for another run of this plan" not in page(cast, plan)
    form = planning.form(plan.population, policy=of_loss("1/10"), members=members(cast), sentence="Most were answered.")
    again = plans.open_plan(cast["tove"], form, LATER)
    through(cast, again)
    send(cast, again)
    assert pooling.add_up(cast["tove"], again.pk, LATER).packed, "another plan is another release"


def test_after_tables_were_refused_two_assents_help_only_where_there_is_room(cast: Cast) -> None:
    """X6 with rho 0.1: one more run, with both assents, which the page asks for; after it none."""
    plan = gated(cast, question="network-results", title="Where help came in 2025", tables=HELPED)
    helped(cast)
    send(cast, plan)
    assert {one["code"] for one in pooling.add_up(cast["tove"], plan.pk, LATER).attacks} == {"X6"}
    assert "There is room for 1 run as" in page(cast, plan)
    assert reverse("research:plan_assent", args=[plan.pk]) in page(cast, plan, "sol")
    send(cast, plan)
    assert {one["code"] for one in pooling.add_up(cast["tove"], plan.pk, LATER).attacks} == {"X6"}
    for username, role in (("sol", Role.ETHICS_REVIEWER), ("uma", Role.SURVIVOR_ADVISER)):
        reviewing.assent(cast[username], plan.pk, role, Verdict.ASSENT, "It says that help works.", LATER)
    shown = page(cast, plan)
    assert "There is no room for another run" in shown
    assert "ρ 0.2 at most" in shown
    with pytest.raises(NotNow, match="no room for another run"):
        pooling.agree(cast["bao"], plan.pk, LATER)


def test_a_smaller_loss_fits_where_a_member_has_little_left_and_the_gate_decides_anew(cast: Cast) -> None:
    """Oda's house spent 0.42 of 2025 on its own releases: 0.08 is left."""
    plan = gated(cast)
    own = pooling.own_population(cast["oda"], plan)
    spent_elsewhere(cast, "oda", plan, own, "1/5", "1/5", "1/50")
    assert repeating.room(plan).runs == 0
    assert "Change the plan to a ρ of 0.08 or less, which the gate decides about anew; or stop it." in page(cast, plan)
    with pytest.raises(NotNow, match="no room for another run"):
        pooling.agree(cast["bao"], plan.pk, LATER)
    form = planning.form(plan.population, policy=of_loss("1/20"), sentence="Most concerns were answered in time.")
    changed = plans.revise(cast["tove"], plan.pk, plan.version, form, LATER)
    assert changed.state == PlanState.DRAFT
    with pytest.raises(NotNow, match="ethics gate"):
        pooling.agree(cast["bao"], plan.pk, LATER)
    through(cast, changed)
    assert "There is room for 1 run as" in page(cast, plan)
    send(cast, plan)
    assert ledger.left(own, 2025) == Fraction(3, 100)


def test_what_the_sum_has_no_room_for_is_not_sent(cast: Cast) -> None:
    plan = gated(cast)
    spent_elsewhere(cast, "tove", plan, plan.population, "1/5", "1/5", "1/20")
    assert "ρ of 0.05 or less" in page(cast, plan)
    with pytest.raises(NotNow, match="no room for another run"):
        pooling.agree(cast["bao"], plan.pk, LATER)


def test_nobody_spends_for_a_run_that_another_member_has_no_room_for(cast: Cast) -> None:
    """All take part; then one of them spends its budget elsewhere, before the first sends."""
    plan = gated(cast)
    for username in MAKERS:
        pooling.agree(cast[username], plan.pk, LATER)
    spent_elsewhere(cast, "rui", plan, pooling.own_population(cast["rui"], plan), "1/5", "1/5", "1/20")
    for username in ("bao", "oda"):
        with pytest.raises(NotNow, match="no room for another run"):
            pooling.send_share(cast[username], plan.pk, LATER)
        assert ledger.left(pooling.own_population(cast[username], plan), 2025) == Fraction(1, 2)


def test_two_plans_do_not_count_on_the_same_room(cast: Cast) -> None:
    """0.2 is left for the sum; a run that costs 0.2 is under way, so that another has no room for its own."""
    plan = gated(cast, policy=of_loss("1/5"))
    form = planning.form(plan.population, policy=of_loss("1/20"), members=members(cast), sentence="Most were answered.")
    other = plans.open_plan(cast["tove"], form, LATER)
    through(cast, other)
    spent_elsewhere(cast, "tove", plan, plan.population, "1/5", "1/10")
    assert repeating.room(other).runs == 4
    for username in MAKERS:
        pooling.agree(cast[username], plan.pk, LATER)
    pooling.send_share(cast["bao"], plan.pk, LATER)
    assert repeating.room(planning.fresh(other)).runs == 0
    for username in ("oda", "rui"):
        pooling.send_share(cast[username], plan.pk, LATER)
    assert pooling.add_up(cast["tove"], plan.pk, LATER).packed
