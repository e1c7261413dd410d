"""CM-30: follow-ups at one, three, six and twelve months have a result, and each answer of a child is one."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.codes import Milestone, Risk
from fanal.cases.files import writing
from fanal.cases.follow_ups.follow_ups import GOAL, Reached, cohort, record_one, stood
from fanal.cases.limits import MILESTONES
from fanal.cases.model.parts import Pair
from fanal.cases.models import Case, FollowUp, Goal, PushFactor
from fanal.clocks import api as clocks
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.course.walk import acts, is_met

pytestmark = pytest.mark.django_db(databases="__all__")
MONTH = NOW + timedelta(days=30)
DONE: dict[str, Any] = {
    "result": "done", "mode": "school", "child_seen": True, "child_seen_alone": True, "situation": "ongoing_monitoring",
}  # fmt: skip


@pytest.fixture(scope="module")
def acted_of_file(cast_of_file: Cast) -> Case:
    case = opened(cast_of_file)
    acts(cast_of_file, case)
    return case


@pytest.fixture
def case(acted_of_file: Case, cast: Cast) -> Case:
    return Case.objects.get(pk=acted_of_file.pk)


def _first(case: Case) -> FollowUp:
    return FollowUp.objects.get(case=case, milestone="month_1")


def _due(case: Case) -> list[str]:
    return [one.kind for one in clocks.open_duties(files=[case.pk])]


def test_from_the_day_to_what_is_known_now(cast: Cast, case: Case) -> None:
    """The page shows the words to say first; nothing that is seen today is chosen beforehand; states go where they
    belong."""
    marek, row, push = client_of(cast, "marek"), _first(case), PushFactor.objects.get()
    goal = Goal.objects.get()
    address = reverse("cases:follow_up", args=[case.pk, row.pk])
    assert address in text(marek.get(reverse("desk:day")))
    page = text(marek.get(address))
    assert page.index("the reading club") < page.index("How it went")
    asked = page.partition("How it went")[2].partition("How the child is doing")[0]
    assert not re.search(r'value="[^"]+"[^>]*checked', asked)
    assert "Debt" in page
    assert "Back in school" in page
    refused = text(marek.post(address, {"follow_up_result": "done", "follow_up_note": "Laughed a lot"}))
    assert refused.count("Answer this.") >= 2
    assert "Laughed a lot" in refused
    sent = {
        "follow_up_result": "done", "follow_up_child_seen": "yes", "follow_up_child_seen_alone": "yes",
        "follow_up_situation": "ongoing_monitoring", "follow_up_wellbeing_safety": "holding",
        f"follow_up_push_factors_review_{push.pk}": "easing", f"follow_up_goals_review_{goal.pk}": "met",
        "version": str(stood(case)),
    }  # fmt: skip
    assert "Kept." in text(marek.post(address, sent, follow=True))
    row.refresh_from_db()
    push.refresh_from_db()
    assert (row.result, push.version, _due(case).count("milestone_follow_up")) == ("done", 2, 3)
    shown = text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "Getting better" in shown
    again = marek.post(address, sent, follow=True)
    assert "wrote this down already" in text(again)


def test_a_page_that_stood_open_sets_back_neither_a_goal_nor_a_circumstance(cast: Cast, case: Case) -> None:
    marek, row, push = client_of(cast, "marek"), _first(case), PushFactor.objects.get()
    address = reverse("cases:follow_up", args=[case.pk, row.pk])
    before = str(stood(case))
    assert f'name="version" value="{before}"' in text(marek.get(address))
    writing.change_push(cast["marek"], case.pk, push.pk, {"state": "ended"}, push.version, NOW)
    sent = {
        "follow_up_result": "done", "follow_up_child_seen": "yes", "follow_up_child_seen_alone": "yes",
        "follow_up_situation": "ongoing_monitoring", "follow_up_note": "Laughed a lot", "version": before,
        f"follow_up_push_factors_review_{push.pk}": "present",
    }  # fmt: skip
    stale = text(marek.post(address, sent))
    assert "A colleague changed this meanwhile." in stale
    assert "Laughed a lot" in stale
    assert _first(case).result == ""
    push.refresh_from_db()
    assert push.ended_on == NOW.date()
    not_met = {"follow_up_result": "not_reached", "version": before}
    assert marek.post(address, not_met).status_code == 302, "where nobody met the child nothing is set"


def test_that_the_child_did_not_want_to_is_an_answer(cast: Cast, case: Case) -> None:
    for milestone, result in (("month_1", "child_declined"), ("month_3", "not_reached"), ("month_6", "moved_away"),
                              ("month_12", "unsafe_to_try")):  # fmt: skip
        row = FollowUp.objects.get(milestone=milestone)
        record_one(cast["marek"], case.pk, row.pk, {"result": result, "note": "Asked twice"}, MONTH)
    assert "milestone_follow_up" not in _due(case)
    assert set(FollowUp.objects.values_list("result", flat=True)) == {
        "child_declined", "not_reached", "moved_away", "unsafe_to_try",
    }  # fmt: skip
    assert "That the child did not want it" in text(
        client_of(cast, "marek").post(
            reverse("cases:contact_now", args=[case.pk]), {"follow_up_result": "child_declined"}, follow=True
        )
    )


def test_where_no_ground_is_live_it_is_said_that_nobody_met_the_child_and_nothing_else(cast: Cast, case: Case) -> None:
    later = NOW + timedelta(days=400)
    with pytest.raises(NotNow, match="No ground for this work is live"):
        record_one(cast["marek"], case.pk, _first(case).pk, DONE, later)
    record_one(cast["marek"], case.pk, _first(case).pk, {"result": "not_reached"}, later)


def test_a_next_contact_is_a_task(cast: Cast, case: Case) -> None:
    with pytest.raises(NotNow, match="still to come"):
        record_one(cast["marek"], case.pk, None, {**DONE, "next_due": NOW}, MONTH)
    record_one(cast["marek"], case.pk, None, {**DONE, "next_due": MONTH + timedelta(days=10)}, MONTH)
    assert _due(case).count("milestone_follow_up") == 5
    coming = FollowUp.objects.get(milestone="", result="")
    assert reverse("cases:follow_up", args=[case.pk, coming.pk]) in text(
        client_of(cast, "marek").get(reverse("cases:file", args=[case.pk]))
    )


def test_words_of_first_and_now_stand_in_one_table(cast: Cast, case: Case) -> None:
    for word, at in (("in_crisis", MONTH), ("holding", MONTH + timedelta(days=9))):
        said = {**DONE, "wellbeing": (Pair("safety", word), Pair("health", "not_known"))}
        record_one(cast["marek"], case.pk, None, said, at)
    page = text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))
    table = page.partition("Part of life")[2].partition("</table>")[0]
    assert table.index("In crisis") < table.index("Getting by")


def test_it_is_for_whoever_works_with_the_child(cast: Cast, case: Case) -> None:
    for who in ("bao", "dalia", "nils", "amara"):
        with pytest.raises((NotAllowed, NotHere)):
            record_one(cast[who], case.pk, _first(case).pk, DONE, MONTH)
    other = opened(cast)
    is_met(cast, other.pk)
    with pytest.raises(NotHere):
        record_one(cast["marek"], other.pk, _first(case).pk, DONE, MONTH)


def test_a_result_that_somebody_wrote_into_the_database_counts_for_nothing(cast: Cast, case: Case) -> None:
    FollowUp.objects.filter(pk=_first(case).pk).update(result="done")
    assert "It took place" not in text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))


@pytest.mark.usefixtures("that_day")
def test_the_cohort_counts_what_was_due(cast: Cast, case: Case) -> None:
    assert Reached(5, 4).holds
    assert not Reached(0, 0).holds
    assert GOAL == 0.8
    assert cohort(cast.aurora, NOW.date()) == Reached(0, 0)
    record_one(cast["marek"], case.pk, _first(case).pk, DONE, MONTH)
    assert cohort(cast.aurora, MONTH.date()) == Reached(1, 1)
    assert cohort(cast.aurora, date(2027, 3, 20)) == Reached(2, 1)
    assert cohort(cast.nordlys, date(2027, 3, 20)) == Reached(0, 0)
    assert not Reached(4, 3).holds
    page, said = reverse("cases:supervision"), "Follow-ups that were due: 1; with a result: 1."
    assert said in text(client_of(cast, "bao").get(page))
    assert "Follow-ups that were due" not in text(client_of(cast, "marek").get(page)), "for whoever answers for work"


def test_a_follow_up_is_due_once_its_days_of_grace_are_over(cast: Cast, case: Case) -> None:
    first = _first(case)
    assert first.due
    last = first.due.date() + MILESTONES[Milestone.MONTH_1][1]
    assert cohort(cast.aurora, last) == Reached(0, 0)
    assert cohort(cast.aurora, last + timedelta(days=1)) == Reached(1, 0)


def test_a_risk_that_was_set_stays_where_a_follow_up_says_more(cast: Cast, case: Case) -> None:
    """Nothing computes the risk."""
    record_one(cast["marek"], case.pk, None, {**DONE, "situation": "urgent_intervention"}, MONTH)
    assert Case.objects.get(pk=case.pk).risk == "low"


def test_a_child_who_was_seen_lately_is_one_for_whom_the_risk_may_go_down(cast: Cast, case: Case) -> None:
    """CM-23."""
    later = NOW + timedelta(days=60)
    writing.set_risk(cast["marek"], case.pk, Risk.HIGH, {"body": "Worse"}, later)
    for seen in (False, True):
        with pytest.raises(NotNow, match="Nobody has reached the child for thirty days"):
            writing.set_risk(cast["marek"], case.pk, Risk.LOW, {"body": "Quiet"}, later)
        record_one(cast["marek"], case.pk, None, {**DONE, "child_seen": seen}, later)
    writing.set_risk(cast["marek"], case.pk, Risk.LOW, {"body": "Quiet"}, later)
    assert Case.objects.get(pk=case.pk).risk == "low"
