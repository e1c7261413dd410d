"""What comes back to whoever made a plan, a study or a run stands on their day, with what to do, until they did it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.network import api as network
from fanal.network.contracts import PersonState, Role
from fanal.network.models import Person
from fanal.research import turns
from fanal.research.contracts import STATISTICIAN, Verdict
from fanal.research.plans import duties as duties_plans
from fanal.research.plans import gates, plans, reviewing, working
from fanal.research.runs import duties as duties_runs
from fanal.research.studies import computing, publishing, registering, signing
from fanal.research.studies import duties as duties_studies
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.research import planning, studying
from tests.rooms.research.studies.test_studies_publishing import advisers

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)
ALL = (*duties_plans.MAKERS, *duties_studies.MAKERS, *duties_runs.MAKERS)


def waits(subject: UUID) -> list[tuple[str, UUID | None]]:
    """For what it waits at its maker, and who that is."""
    return [
        (one.kind.removeprefix("research_"), one.person) for one in clocks.open_duties(subjects=[subject], kinds=ALL)
    ]


def day(cast: Cast, username: str = "bao") -> str:
    return text(client_of(cast, username).get(reverse("desk:day")))


def test_a_plan_comes_back_at_each_step_that_is_its_makers(cast: Cast) -> None:
    """Refused, passed, made, returned, stopped, agreed to: one line each, gone with the step that it asks for."""
    plan = planning.drafted(cast)
    bao = cast["bao"].person
    assert waits(plan.pk) == []
    gates.pass_gate(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.REFUSED, "Phones are few.", NOW)
    assert waits(plan.pk) == [("plan_refused", bao)]
    assert "The ethics gate said no to your plan" in day(cast)
    planning.pass_gate(cast, plan, LATER)
    assert waits(plan.pk) == [("plan_passed", bao)]
    working.work(cast["bao"], plan.pk, LATER)
    assert waits(plan.pk) == [("plan_made", bao)]
    reviewing.submit(cast["bao"], plan.pk, LATER)
    assert waits(plan.pk) == []
    draft = working.draft_of(plan)
    assert draft is not None
    reviewing.review(cast["dalia"], plan.pk, Verdict.RETURNED, [], "Say which year.", LATER)
    assert waits(plan.pk) == [("plan_returned", bao)]
    assert reverse("research:plan", args=[plan.pk]) in day(cast)
    working.work(cast["bao"], plan.pk, LATER)
    reviewing.submit(cast["bao"], plan.pk, LATER)
    _agreed(cast, plan.pk, veto=True)
    assert waits(plan.pk) == [("plan_vetoed", bao)]
    _agreed(cast, plan.pk, veto=False)
    assert waits(plan.pk) == [("plan_approved", bao)]
    plans.stop(cast["bao"], plan.pk, "Not needed.", LATER)
    assert waits(plan.pk) == []


def _agreed(cast: Cast, plan: UUID, *, veto: bool) -> None:
    draft = working.draft_of(planning.Plan.objects.get(pk=plan))
    assert draft is not None
    reviewing.review(cast["dalia"], plan, Verdict.APPROVED, working.ticked(draft), "", LATER)
    verdict = Verdict.VETO if veto else Verdict.ASSENT
    reviewing.assent(cast["tove"], plan, Role.SURVIVOR_ADVISER, verdict, "It harms." if veto else "", LATER)
    reviewing.assent(cast["sol"], plan, Role.ETHICS_REVIEWER, Verdict.ASSENT, "", LATER)


def test_a_plan_that_is_changed_waits_at_the_gate_and_not_at_its_maker(cast: Cast) -> None:
    plan = planning.gated(cast)
    assert [code for code, _person in waits(plan.pk)] == ["plan_passed"]
    changed = planning.form(plan.population, title="Answered in time, or late, in 2025")
    plans.revise(cast["bao"], plan.pk, plan.version, changed, LATER)
    assert waits(plan.pk) == []


def test_a_study_comes_back_at_each_step_that_is_its_makers(cast: Cast) -> None:
    """Registered, computed, signed, returned, agreed to."""
    study, bao = studying.drafted(cast), cast["bao"].person
    assert waits(study.pk) == []
    registering.register(cast["bao"], study.pk, NOW)
    assert waits(study.pk) == [("study_compute", bao)]
    computing.compute(cast["bao"], study.pk, NOW)
    assert waits(study.pk) == [("study_computed", bao)]
    assert "Your study is computed: ask a statistician from outside" in day(cast)
    pia = studying.give(cast, "pia", STATISTICIAN)
    signing.ask_statistician(cast["bao"], study.pk, pia.person, NOW)
    assert waits(study.pk) == []
    signing.sign(pia, study.pk, "Institute of Statistics", NOW)
    assert waits(study.pk) == [("study_signed", bao)]
    publishing.submit(cast["bao"], study.pk, NOW)
    assert waits(study.pk) == []
    (sol, tove), dalia = advisers(cast), studying.reviewer(cast)
    publishing.review(dalia, study.pk, Verdict.RETURNED, "Say which year.", NOW)
    assert waits(study.pk) == [("study_returned", bao)]
    publishing.submit(cast["bao"], study.pk, LATER)
    publishing.assent(sol, study.pk, "survivor_adviser", Verdict.VETO, "It harms.", LATER)
    assert waits(study.pk) == [("study_vetoed", bao)]
    publishing.assent(sol, study.pk, "survivor_adviser", Verdict.ASSENT, "", LATER)
    publishing.assent(tove, study.pk, "ethics_reviewer", Verdict.ASSENT, "", LATER)
    publishing.review(dalia, study.pk, Verdict.APPROVED, "", LATER)
    assert waits(study.pk) == [("study_approved", bao)]
    publishing.publish(cast["bao"], study.pk, LATER)
    assert waits(study.pk) == []


def test_where_the_maker_has_left_all_makers_have_it(cast: Cast) -> None:
    """Nobody waits for somebody who works there no more."""
    plan = planning.drafted(cast)
    Person.objects.filter(pk=cast["bao"].person).update(state=PersonState.LEFT)
    turns.back(plan, duties_plans.PASSED, NOW)
    assert waits(plan.pk) == [("plan_passed", None)]
    [duty] = clocks.open_duties(subjects=[plan.pk], kinds=[duties_plans.PASSED])
    assert duty.owner == Target.grant("research.release_maker")
    assert network.person(cast["bao"].person).state is PersonState.LEFT
