"""Who may do which deed, in which state: the whole table. Nobody acts in two capacities in one plan."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow, may, rules
from fanal.network.contracts import Actor, Role
from fanal.network.models import GrantHeld
from fanal.research.contracts import MAKER, REVIEWER, PlanState, Verdict
from fanal.research.models import Decision, Extraction, Plan, Release
from fanal.research.plans import gates, plans, policy, publishing, reviewing, working
from fanal.research.policy import ASSENT_ROLES
from fanal.research.records import policy as policy_records
from fanal.research.releases import policy as policy_releases
from tests.people import NOW, Cast, gains
from tests.rooms.research import planning
from tests.rooms.research.planning import give

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("records_of_file")]
LATER = NOW + timedelta(hours=1)

type Deed = Callable[[Cast, Plan], object]

DEEDS: dict[str, Deed] = {
    "revise": lambda cast, plan: plans.revise(
        cast["bao"], plan.pk, plan.version, planning.form(plan.population), LATER
    ),
    "stop": lambda cast, plan: plans.stop(cast["bao"], plan.pk, "Enough", LATER),
    "pass_gate": lambda cast, plan: gates.pass_gate(
        cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.PASSED, "", LATER
    ),
    "work": lambda cast, plan: working.work(cast["bao"], plan.pk, LATER),
    "submit": lambda cast, plan: reviewing.submit(cast["bao"], plan.pk, LATER),
    "review": lambda cast, plan: reviewing.review(cast["dalia"], plan.pk, Verdict.APPROVED, ["01", "02"], "", LATER),
    "assent": lambda cast, plan: reviewing.assent(
        cast["tove"], plan.pk, Role.SURVIVOR_ADVISER, Verdict.ASSENT, "", LATER
    ),
    "object": lambda cast, plan: reviewing.object_(cast["edo"], plan.pk, "", LATER),
    "publish": lambda cast, plan: publishing.publish(cast["bao"], plan.pk, LATER),
    "sign": lambda cast, plan: publishing.sign(cast["amara"], plan.pk, LATER),
}
POSSIBLE = {
    PlanState.DRAFT: {"revise", "stop", "pass_gate"},
    PlanState.GATED: {"revise", "stop", "pass_gate", "work"},
    PlanState.EXTRACTING: {"stop", "work"},
    PlanState.PROTECTED: {"revise", "stop", "work"},
    PlanState.ATTACKED: {"revise", "stop", "work", "submit"},
    PlanState.IN_REVIEW: {"stop", "review", "assent", "object"},
    PlanState.APPROVED: {"stop", "review", "assent", "object", "publish"},
    PlanState.TO_SIGN: {"stop", "review", "assent", "object"},  # and `sign`, of the bytes that wait: test_plans
    PlanState.PUBLISHED: set(),
    PlanState.SUPERSEDED: set(),
    PlanState.WITHDRAWN: set(),
    PlanState.STOPPED: set(),
}


def test_each_deed_is_possible_in_its_states_only(cast: Cast) -> None:
    """A plan that everybody agreed to, put into each state; each deed by who may do it, undone again."""
    plan = planning.approved(cast)
    found = {state: {deed for deed in DEEDS if _possible(cast, plan, state, deed)} for state in PlanState}
    assert found == POSSIBLE


def _possible(cast: Cast, plan: Plan, state: PlanState, deed: str) -> bool:
    """Whether a deed is done in a state; what it did is rolled back."""
    from django.db import transaction

    class Undo(Exception):
        pass

    try:
        with transaction.atomic():
            Plan.objects.filter(pk=plan.pk).update(state=state)
            DEEDS[deed](cast, planning.fresh(plan))
            raise Undo
    except Undo:
        return True
    except NotNow:
        return False


# ---- roles ----

ACT = {
    policy.OPEN_PLAN: {MAKER},
    policy_records.OPEN_POPULATION: {MAKER},
    policy_records.CLOSE_POPULATION: {MAKER, Role.MANAGER},
    policy_records.READ_IN: {MAKER},
    policy_records.ERASE_IMPORT: {MAKER, Role.MANAGER, Role.DATA_PROTECTION_OFFICER},
    policy.STOP_PLAN: {MAKER, Role.MANAGER, Role.ANALYST},
    policy.PASS_GATE: {Role.ETHICS_REVIEWER, Role.SURVIVOR_ADVISER, Role.DATA_PROTECTION_OFFICER},
    policy.WORK: {MAKER},
    policy.SPEND: {MAKER},
    policy.SUBMIT: {MAKER},
    policy.REVIEW: {REVIEWER},
    policy.ASSENT: {Role.ETHICS_REVIEWER, Role.SURVIVOR_ADVISER},
    policy.OBJECT: {Role.MANAGER, Role.DATA_PROTECTION_OFFICER},
    policy.PUBLISH: {MAKER},
    policy.SIGN: {Role.KEY_KEEPER},
    policy_releases.CORRECT: {MAKER, Role.ANALYST},
    policy_releases.ENTER_DOI: {MAKER, Role.ANALYST, Role.MANAGER},
}
"""By whom each deed about the own organisation's plan can be done, with that role or grant and no other."""


def _with(actor: Actor, one: str) -> Actor:
    from dataclasses import replace

    roles = frozenset({Role(one)}) if one in set(Role) else frozenset()
    return replace(actor, roles=roles, grants=frozenset() if roles else frozenset({one}))


@pytest.mark.parametrize("deed", sorted(ACT))
def test_each_role_does_its_own_deeds(cast: Cast, deed: str) -> None:
    """Every role and every grant alone, at the member: exactly these may."""
    plan = planning.drafted(cast)
    thing = plan.population if "population" in deed or deed == policy.OPEN_PLAN else plan
    able = {
        str(one)
        for one in [*Role, MAKER, REVIEWER, "research.statistician", "law.gaps"]
        if may(_with(cast["femi"], one), deed, thing)
    }
    assert able == {str(one) for one in ACT[deed]}


def test_no_deed_is_open_to_people_of_companies_or_authorities() -> None:
    parts = (policy, policy_records, policy_releases)
    deeds = {deed for part in parts for deed in part.DEEDS}
    ours = [rule for rule in rules().values() if rule.deed in deeds]
    assert len(ours) == len(deeds)
    assert {str(kind) for rule in ours for kind in rule.kinds} == {"member", "secretariat"}


def test_another_member_sees_and_does_nothing(cast: Cast) -> None:
    """Oda leads Nordlys with both grants: Aurora's plan does not exist for her."""
    plan = planning.gated(cast)
    oda = give(cast, "oda", MAKER, REVIEWER)
    assert plans.plans_of(oda) == []
    for deed in (
        lambda: plans.plan_of(oda, plan.pk),
        lambda: working.work(oda, plan.pk, LATER),
        lambda: plans.stop(oda, plan.pk, "Because", LATER),
        lambda: reviewing.object_(oda, plan.pk, "", LATER),
    ):
        with pytest.raises(NotHere):
            deed()
    assert not Extraction.objects.exists()


# ---- nobody acts twice ----


def _also(cast: Cast, username: str, roles: Iterable[Role] = (), grants: Iterable[str] = ()) -> None:
    gains(cast[username].person, *roles)
    give(cast, username, *grants)


EVERYTHING = (Role.ETHICS_REVIEWER, Role.SURVIVOR_ADVISER, Role.DATA_PROTECTION_OFFICER)


@pytest.mark.parametrize("username", ["bao", "edo", "sol", "tove", "dalia"])
def test_nobody_acts_in_two_capacities(cast: Cast, username: str) -> None:
    """Each who acted gets every role and grant, and still can do nothing else in this plan."""
    plan = planning.in_review(cast)
    reviewing.review(cast["dalia"], plan.pk, Verdict.RETURNED, [], "Say it shorter.", LATER)
    working.work(cast["bao"], plan.pk, LATER)
    reviewing.submit(cast["bao"], plan.pk, LATER)
    own = policy.acted_as(plan, cast[username].person)
    assert len(own) == 1
    _also(cast, username, EVERYTHING, (MAKER, REVIEWER))
    actor = cast[username]
    draft = working.draft_of(plan)
    assert draft is not None
    ticks = [str(one["number"]) for one in draft.tables]
    tried: dict[str, Callable[[], object]] = {
        REVIEWER: lambda: reviewing.review(actor, plan.pk, Verdict.APPROVED, ticks, "", LATER),
        **{
            role.value: lambda role=role: reviewing.assent(actor, plan.pk, role, Verdict.ASSENT, "", LATER)
            for role in ASSENT_ROLES
        },
    }
    if MAKER not in own:
        Plan.objects.filter(pk=plan.pk).update(state=PlanState.GATED)
        with pytest.raises(NotAllowed):
            working.work(actor, plan.pk, LATER)
        Plan.objects.filter(pk=plan.pk).update(state=PlanState.IN_REVIEW)
    for role, deed in tried.items():
        if role not in own:
            with pytest.raises(NotAllowed):
                deed()
    assert policy.acted_as(plan, actor.person) == own


def test_one_person_cannot_answer_for_two_at_the_gate(cast: Cast) -> None:
    plan = planning.drafted(cast)
    _also(cast, "sol", (Role.SURVIVOR_ADVISER,))
    gates.pass_gate(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.PASSED, "", NOW)
    with pytest.raises(NotAllowed):
        gates.pass_gate(cast["sol"], plan.pk, Role.SURVIVOR_ADVISER, Verdict.PASSED, "", NOW)


def test_the_author_never_answers_at_the_gate(cast: Cast) -> None:
    plan = planning.drafted(cast)
    _also(cast, "bao", EVERYTHING)
    for role in EVERYTHING:
        with pytest.raises(NotAllowed):
            gates.pass_gate(cast["bao"], plan.pk, role, Verdict.PASSED, "", NOW)


def test_a_grant_ends_on_its_day(cast: Cast) -> None:
    plan = planning.gated(cast)
    GrantHeld.objects.filter(code=MAKER).update(until=NOW.date() - timedelta(days=1))
    with pytest.raises(NotAllowed):
        working.work(cast["bao"], plan.pk, NOW)


# ---- review ----


def test_each_table_is_ticked(cast: Cast) -> None:
    plan = planning.in_review(cast)
    with pytest.raises(NotNow) as refused:
        reviewing.review(cast["dalia"], plan.pk, Verdict.APPROVED, ["01"], "", LATER)
    assert refused.value.field == "ticks"


def test_what_is_sent_back_needs_a_new_yes(cast: Cast) -> None:
    """A decision is about one draft: for the next one everybody answers again."""
    plan = planning.approved(cast)
    reviewing.review(cast["dalia"], plan.pk, Verdict.RETURNED, [], "Table 2 is not needed.", LATER)
    assert planning.fresh(plan).state == PlanState.ATTACKED
    specs = plans.forms.specs_of(plan)[:1]
    plans.narrow(cast["bao"], plan.pk, plan.version, specs, LATER)
    working.work(cast["bao"], plan.pk, LATER)
    reviewing.submit(cast["bao"], plan.pk, LATER)
    assert {line.state for line in reviewing.standing(planning.fresh(plan))} == {"waiting"}


def test_a_veto_is_lifted_by_the_same_role_only(cast: Cast) -> None:
    plan = planning.approved(cast)
    reviewing.assent(cast["tove"], plan.pk, Role.SURVIVOR_ADVISER, Verdict.VETO, "It shames boys.", LATER)
    assert planning.fresh(plan).state == PlanState.IN_REVIEW
    reviewing.assent(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.ASSENT, "", LATER)
    reviewing.review(cast["dalia"], plan.pk, Verdict.APPROVED, ["01", "02"], "", LATER)
    with pytest.raises(NotNow):
        publishing.publish(cast["bao"], plan.pk, LATER)
    reviewing.assent(cast["tove"], plan.pk, Role.SURVIVOR_ADVISER, Verdict.ASSENT, "", LATER)
    assert planning.fresh(plan).state == PlanState.APPROVED


def test_an_objection_needs_no_reason_and_is_final(cast: Cast) -> None:
    plan = planning.approved(cast)
    reviewing.object_(cast["edo"], plan.pk, "", LATER)
    assert planning.fresh(plan).state == PlanState.STOPPED
    with pytest.raises(NotNow):
        publishing.publish(cast["bao"], plan.pk, LATER)
    assert not Release.objects.exists()


def test_decisions_are_only_added(cast: Cast) -> None:
    plan = planning.approved(cast)
    before = Decision.objects.filter(subject=plan.pk).count()
    reviewing.assent(cast["tove"], plan.pk, Role.SURVIVOR_ADVISER, Verdict.VETO, "It shames boys.", LATER)
    assert Decision.objects.filter(subject=plan.pk).count() == before + 1


def test_an_objection_whose_row_was_taken_away_still_stands(cast: Cast) -> None:
    """Its entry is enough: nobody takes an objection back, and all others may have said yes since."""
    plan = planning.approved(cast)
    reviewing.object_(cast["edo"], plan.pk, "", LATER)
    Decision.objects.filter(stage="objection").delete()
    Plan.objects.filter(pk=plan.pk).update(state="in_review")
    planning.agree(cast, planning.fresh(plan), LATER)
    assert {line.state for line in reviewing.standing(planning.fresh(plan))} == {"passed"}
    assert {line.state for line in gates.standing(planning.fresh(plan))} == {"passed"}, "the gate came before"
    with pytest.raises(NotNow, match="A member objected"):
        publishing.publish(cast["bao"], plan.pk, LATER)


def test_a_no_at_the_gate_that_was_taken_away_opens_nothing(cast: Cast) -> None:
    plan = planning.gated(cast)
    gates.pass_gate(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.REFUSED, "It harms.", LATER)
    Decision.objects.filter(verdict="refused").delete()
    Plan.objects.filter(pk=plan.pk).update(state="gated")
    with pytest.raises(NotNow, match="Tell your administrator"):
        working.work(cast["bao"], plan.pk, LATER)
    planning.pass_gate(cast, planning.fresh(plan), LATER)
    assert {line.state for line in gates.standing(planning.fresh(plan))} == {"passed"}
