"""Help in a plan: its clock, what comes of it, what does not exist, and what it answers (CM-25, CM-26, CM-27)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.codes import NoAction, PushState
from fanal.cases.directory import keeping
from fanal.cases.files import files, writing
from fanal.cases.models import Case, PushFactor, Service
from fanal.cases.planning import facts, helping, plans
from fanal.clocks import api as clocks
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.directory.scenes import a_provider
from tests.rooms.cases.planning.scenes import HELP, TODAY, approved, goal, helped, planned, pushed

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    return planned(cast_of_file)


def facts_of(cast: Cast, case: Case) -> facts.PlanFacts:
    with files.looking(cast["marek"], case.pk, NOW) as found:
        return facts.plan_facts(found.of_case, found.case, found.child.said, TODAY)


def clock_of(row: Service) -> list[Any]:
    return clocks.open_duties(subjects=[row.pk])


def test_help_for_now_has_its_clock_at_once_and_help_of_the_plan_with_the_move(cast: Cast, case: Case) -> None:
    waits = Service.objects.get(case=case)
    assert not clock_of(waits)
    assert waits.pk in facts_of(cast, case).helps
    now = helped(cast, case, None, phase="immediate_action", timeframe="within_3_hours")
    assert [one.kind for one in clock_of(now)] == ["service_due"]
    assert now.pk not in facts_of(cast, case).helps
    assert now.due == NOW + timedelta(hours=3)


def test_an_appointment_is_when_help_is_due(cast: Cast, case: Case) -> None:
    day = NOW + timedelta(days=9)
    row = helped(cast, case, None, phase="immediate_action", timeframe="within_3_days", appointment=day)
    assert (row.state, row.due) == ("scheduled", day)
    said = {"type": "food", "for_whom": "child", "phase": "immediate_action", "timeframe": "within_1_day", "goal": ""}
    helping.change(cast["marek"], case.pk, row.pk, said, row.version, NOW)
    row.refresh_from_db()
    assert (row.state, row.due) == ("planned", NOW + timedelta(days=1))
    assert len(clock_of(row)) == 1


def test_help_that_was_given_ends_its_clock_and_in_part_does_not(cast: Cast, case: Case) -> None:
    row = helped(cast, case, None, phase="immediate_action")
    with pytest.raises(NotNow, match="which day"):
        helping.give(cast["marek"], case.pk, row.pk, {"state": "delivered"}, 1, NOW)
    helping.give(cast["marek"], case.pk, row.pk, {"state": "partly_delivered"}, 1, NOW)
    assert clock_of(row)
    given_ = {"state": "delivered", "delivered_on": TODAY, "outcome": "partly_met"}
    helping.give(cast["marek"], case.pk, row.pk, given_, 2, NOW)
    assert not clock_of(row)
    said = {"type": "food", "for_whom": "child", "phase": "care_plan", "timeframe": "within_1_day", "goal": ""}
    with pytest.raises(NotNow, match="is over"):
        helping.change(cast["marek"], case.pk, row.pk, said, 3, NOW)


def test_help_that_the_child_does_not_want_answers_nothing_any_more(cast: Cast, case: Case) -> None:
    """And what others give still does."""
    factor = pushed(cast, case, code="neglect")
    first, row = helped(cast, case, None, factor), helped(cast, case, None, factor)
    helping.end(cast["marek"], case.pk, row.pk, {"state": "received_elsewhere"}, 1, NOW)
    helping.end(cast["marek"], case.pk, first.pk, {"state": "declined_by_child"}, 1, NOW)
    assert facts_of(cast, case).unanswered == ()
    factor = pushed(cast, case, code="neglect")
    row = helped(cast, case, None, factor)
    assert facts_of(cast, case).unanswered == ()
    helping.end(cast["marek"], case.pk, row.pk, {"state": "declined_by_child"}, 1, NOW)
    assert facts_of(cast, case).unanswered == ("neglect",)


def test_help_that_does_not_exist_is_counted_by_its_kind_and_is_the_reason(cast: Cast, case: Case) -> None:
    factor, answered = (
        pushed(cast, case, code="substance_use"),
        PushFactor.objects.filter(case=case).earliest("made_at"),
    )
    said = {"type": "substance_use", "for_whom": "child", "push_factors": (str(factor.pk), str(answered.pk))}
    row = helping.lacking(cast["marek"], case.pk, said, NOW)
    assert row.state == "unavailable"
    whole = plans.of(files.look(cast["marek"], case.pk, NOW))
    reasons = {one.row.pk: one.said["no_action_reason"] for one in whole.factors}
    assert reasons == {factor.pk: "no_service_exists", answered.pk: ""}
    assert facts_of(cast, case).unanswered == ()


def test_a_reason_is_given_only_where_nothing_answers(cast: Cast, case: Case) -> None:
    answered = PushFactor.objects.get(case=case)
    with pytest.raises(NotNow, match="answers this already"):
        helping.give_reason(cast["marek"], case.pk, answered.pk, NoAction.WAITING_LIST, 1, NOW)
    factor = pushed(cast, case, code="neglect")
    helping.give_reason(cast["marek"], case.pk, factor.pk, NoAction.WAITING_LIST, 1, NOW)
    assert facts_of(cast, case).unanswered == ()


def test_nobody_is_planned_who_may_not_help(cast: Cast, case: Case) -> None:
    """Without an agreement somebody may still be planned: no data go there by that."""
    stopped = a_provider(cast, services=["food"])
    keeping.suspend(cast["dalia"], stopped.pk, NOW)
    with pytest.raises(NotNow, match="not used for the time being"):
        helped(cast, case, None, provider=str(stopped.pk))
    with pytest.raises(NotNow, match="do not give this help"):
        helped(cast, case, None, provider=str(a_provider(cast, services=["food"]).pk))
    without = a_provider(cast, agreement_until=None, services=[HELP["type"]])
    assert helped(cast, case, None, provider=str(without.pk))
    assert not keeping.usable(case.org_id, without.pk, TODAY)
    with pytest.raises(NotHere):
        helped(cast, case, None, provider=str(UUID(int=7)))


def test_only_whoever_works_with_the_child_writes_help(cast: Cast, case: Case) -> None:
    row = Service.objects.get(case=case)
    with pytest.raises(NotAllowed):
        helping.end(cast["bao"], case.pk, row.pk, {"state": "cancelled"}, row.version, NOW)
    with pytest.raises(NotHere):
        helping.end(cast["nils"], case.pk, row.pk, {"state": "cancelled"}, row.version, NOW)
    other = planned(cast)
    with pytest.raises(NotHere):
        helping.end(cast["marek"], other.pk, row.pk, {"state": "cancelled"}, row.version, NOW)


def test_help_that_somebody_cancelled_in_the_database_answers_nothing(cast: Cast, case: Case) -> None:
    factor = pushed(cast, case, code="neglect")
    row = helped(cast, case, None, factor)
    Service.objects.filter(pk=row.pk).update(state="delivered")
    assert facts_of(cast, case).unanswered == ("neglect",)


# ---- school and means (CM-26) ----


def test_school_and_means_ask_for_something_or_for_a_reason(cast: Cast) -> None:
    case = opened(cast)
    assert facts_of(cast, case).needs_school
    assert not facts_of(cast, case).needs_means
    debt = pushed(cast, case)
    assert facts_of(cast, case).needs_means
    helping.give_reason(cast["marek"], case.pk, debt.pk, NoAction.CHILD_DECLINED, 1, NOW)
    assert not facts_of(cast, case).needs_means
    out = pushed(cast, case, code="out_of_school")
    helping.give_reason(cast["marek"], case.pk, out.pk, NoAction.UNSAFE_TO_ACT_NOW, 1, NOW)
    assert not facts_of(cast, case).needs_school
    said = {"code": "out_of_school", "level": "individual", "source": "child_said", "no_action_reason": "waiting_list"}
    writing.change_push(cast["marek"], case.pk, out.pk, said | {"state": PushState.ENDED.value}, 2, NOW)
    assert facts_of(cast, case).needs_school  # a reason that is over is none


def test_a_goal_in_education_answers_school(cast: Cast, case: Case) -> None:
    child = {"in_school": "dropped_out"}
    case.child.refresh_from_db()
    writing.set_about(cast["marek"], case.pk, child, case.child.version, NOW)
    assert facts_of(cast, case).needs_school
    goal(cast, case, domain="education")
    assert not facts_of(cast, case).needs_school


@given(
    st.dates(date(2005, 1, 1), date(2026, 11, 30)), st.sampled_from([4, 7, 10]),
    st.dates(date(2026, 11, 30), date(2028, 12, 31)),
)  # fmt: skip
def test_a_day_of_birth_that_is_known_in_part_never_says_too_young_of_who_may_be_old_enough(
    born: date, known: int, today: date
) -> None:
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    told = facts.is_of_school_age({"birth_date": born.isoformat()[:known]}, date(2026, 11, 30), today)
    if 5 <= age <= 17:
        assert told is True
    if known == 10:
        assert told is (5 <= age <= 17)


def test_an_age_that_nobody_knows_is_not_known() -> None:
    assert facts.is_of_school_age({}, TODAY, TODAY) is None
    assert facts.is_of_school_age({"age_at_intake": 4}, TODAY, TODAY) is True
    assert facts.is_of_school_age({"age_at_intake": 3}, TODAY, TODAY) is False
    assert facts.is_of_school_age({"age_at_intake": 18}, TODAY, TODAY) is False


# ---- what it was said to answer ----


def test_which_circumstance_it_is_stays_since_an_approved_plan_answers_it(cast: Cast) -> None:
    case = approved(cast)
    factor = PushFactor.objects.get(case=case)
    with pytest.raises(NotNow, match="another one"):
        writing.change_push(cast["marek"], case.pk, factor.pk, {"code": "neglect"}, 1, NOW)
    writing.change_push(cast["marek"], case.pk, factor.pk, {"code": "debt", "state": "easing"}, 1, NOW)
    assert facts_of(cast, case).plan_approved
    page = text(client_of(cast, "marek").get(reverse("cases:push_change", args=[case.pk, factor.pk])))
    assert "push_factor_state" in page
    assert "Debt" in page
    assert "push_factor_code" not in page


def test_the_reason_has_one_way_in_and_goes_where_something_is_done_after_all(cast: Cast, case: Case) -> None:
    """It is said on the plan, beside what answers; never where a circumstance is noted."""
    marek = client_of(cast, "marek")
    factor = pushed(cast, case, code="neglect")
    for name, thing in (("push", []), ("push_change", [factor.pk])):
        page = text(marek.get(reverse(f"cases:{name}", args=[case.pk, *thing])))
        assert "push_factor_state" in page
        assert "no_action_reason" not in page
    helping.give_reason(cast["marek"], case.pk, factor.pk, NoAction.WAITING_LIST, 1, NOW)
    helped(cast, case, None, factor)
    reason = reverse("cases:push_reason", args=[case.pk, factor.pk])
    plan = reverse("cases:plan", args=[case.pk])
    page = text(marek.get(plan))
    assert "take the reason away" in page
    assert page.count(reason) == 1
    assert marek.post(reason, {"push_factor_no_action_reason": "", "version": "2"}).status_code == 302
    page = text(marek.get(plan))
    assert "take the reason away" not in page
    assert reason not in page


@pytest.mark.parametrize("state", [*helping.NOT_GIVEN, "delivered"])
def test_help_that_is_over_stays_as_it_ended(cast: Cast, case: Case, state: str) -> None:
    row = Service.objects.get(case=case)
    if state == "delivered":
        helping.give(cast["marek"], case.pk, row.pk, {"state": state, "delivered_on": TODAY}, row.version, NOW)
    else:
        helping.end(cast["marek"], case.pk, row.pk, {"state": state}, row.version, NOW)
    row.refresh_from_db()
    if state in helping.OPEN:
        return  # declined by the provider: another one is asked, or it is cancelled
    for deed, said in ((helping.end, {"state": "cancelled"}), (helping.give, {"state": "missed"})):
        with pytest.raises(NotNow, match="is over"):
            deed(cast["marek"], case.pk, row.pk, said, row.version, NOW)
