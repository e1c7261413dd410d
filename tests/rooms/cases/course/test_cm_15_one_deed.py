"""CM-15: one deed moves a file, and each page says what is missing for the next step."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

import fanal.cases
from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import duties
from fanal.cases.codes import SafeContact
from fanal.cases.course.moving import move, read_concern, reported
from fanal.cases.facts import To
from fanal.cases.files import writing
from fanal.cases.models import Case, FollowUp, Note
from fanal.clocks import api as clocks
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.course.walk import HOUR, acts, is_met, step

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = timedelta(days=1)
WRITES = re.compile(r"(?<![\w.])(?:case|row|file|self)\.(?:stage|status)\s*=[^=]|update_fields=.*\"(?:stage|status)\"")


def _due(case: Case) -> dict[str, int]:
    found = clocks.open_duties(files=[case.pk])
    return {one.kind: sum(other.kind == one.kind for other in found) for one in found}


def test_nothing_else_changes_a_stage_or_a_status() -> None:
    root = Path(fanal.cases.__path__[0])
    found = {str(one.relative_to(root)) for one in root.rglob("*.py") if WRITES.search(one.read_text("utf-8"))}
    assert found == {"course/moving.py"}


@pytest.mark.usefixtures("that_day")
def test_the_page_says_what_is_missing_and_where_it_is_done(cast: Cast, case: Case) -> None:
    marek, bao = client_of(cast, "marek"), client_of(cast, "bao")
    address = reverse("cases:file", args=[case.pk])
    page = text(marek.get(address))
    assert "Next step: " in page
    assert f'<a href="{reverse("cases:note", args=[case.pk])}">See the child, or say why you could not.' in page
    assert f'<a href="{reverse("cases:safety", args=[case.pk])}">Check with the child how they may be' in page
    assert "Go on to the assessment" not in page
    is_met(cast, case.pk)
    page = text(marek.get(address))
    assert "Nothing is missing." in page
    assert "Go on to the assessment" in page
    assert "Go on to the assessment" not in text(bao.get(address)), "whoever works with the child moves it"
    form = reverse("cases:to_assessment", args=[case.pk])
    assert "The assessment has begun." in text(marek.post(form, {}, follow=True))
    assert "does not go there" in text(marek.post(form, {"cause": "new_act"}, follow=True)), "the same once more"


@pytest.mark.usefixtures("that_day")
def test_a_child_who_could_not_be_seen_is_assessed_with_the_reason(cast: Cast, case: Case) -> None:
    writing.set_safety(cast["marek"], case.pk, SafeContact.NEVER, {}, NOW)
    marek = client_of(cast, "marek")
    form = reverse("cases:to_assessment", args=[case.pk])
    refused = text(marek.post(form, {"not_seen_why": ""}))
    assert "See the child, or say why you could not." in refused
    marek.post(form, {"not_seen_why": "Her aunt sent us away"})
    case.refresh_from_db()
    assert case.stage == "assessment"
    assert "first_contact" in _due(case), "the child still waits to be met"
    assert "Her aunt sent us away" in text(marek.get(reverse("cases:file", args=[case.pk])))


def test_each_step_ends_and_begins_its_duties(cast: Cast, case: Case) -> None:
    """CM-18, CM-21: the follow-ups of a year have rows and duties of their own, counted from the day of the plan."""
    assert {"first_contact", "risk_review", "contact_safety_check"} <= _due(case).keys()
    is_met(cast, case.pk)
    step(cast, case.pk, To.ASSESSMENT)
    assert {"initial_assessment", "mandated_report"} <= _due(case).keys()
    assert "first_contact" not in _due(case)
    with pytest.raises(NotNow, match="Finish an assessment"):
        step(cast, case.pk, To.PLANNING)
    with pytest.raises(NotNow, match="does not go there"):
        step(cast, case.pk, To.REVIEW)
    Case.objects.filter(pk=case.pk).update(stage="identification")
    with pytest.raises(NotAllowed):
        step(cast, case.pk, To.ASSESSMENT)


def test_a_plan_that_is_acted_on_has_its_follow_ups(cast: Cast, case: Case) -> None:
    acts(cast, case)
    case.refresh_from_db()
    due = _due(case)
    assert (case.stage, due["milestone_follow_up"], due["service_due"], due["plan_review"]) == (
        "implementation", 4, 1, 1,
    )  # fmt: skip
    rows = {row.milestone: row.due.date() for row in FollowUp.objects.all() if row.due}
    assert [rows[f"month_{n}"].isoformat() for n in (1, 3, 6, 12)] == [
        "2026-12-25", "2027-02-25", "2027-05-25", "2027-11-25",
    ]  # fmt: skip
    step(cast, case.pk, To.REVIEW)
    step(cast, case.pk, To.IMPLEMENTATION)
    assert FollowUp.objects.count() == 4, "each begins once in the life of a file"
    step(cast, case.pk, To.ASSESSMENT, cause="new_act")
    assert "harmed again" in text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))


def test_only_whoever_works_with_the_child_moves_it(cast: Cast, case: Case) -> None:
    is_met(cast, case.pk)
    for who in ("bao", "dalia", "amara"):
        with pytest.raises((NotAllowed, NotHere)):
            move(cast[who], case.pk, To.ASSESSMENT, {}, NOW)
    for who in ("nils", "edo", "lena"):
        answer = client_of(cast, who).post(reverse("cases:to_assessment", args=[case.pk]), {})
        assert answer.status_code in {403, 404}
    for to in (To.CLOSURE, To.VOID, To.CLOSED, To.REOPENED, To.TRANSFERRED):
        with pytest.raises(NotNow):
            move(cast["marek"], case.pk, to, {}, NOW)
    assert Case.objects.get(pk=case.pk).stage == "identification"


def test_the_duty_to_report_ends_with_what_was_done(cast: Cast, case: Case) -> None:
    is_met(cast, case.pk)
    step(cast, case.pk, To.ASSESSMENT)
    page = text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))
    assert "the law of this fictional country makes us tell" in page
    with pytest.raises(NotNow, match="Write what was done"):
        reported(cast["marek"], case.pk, "", NOW)
    reported(cast["marek"], case.pk, "Told the office", NOW)
    assert "mandated_report" not in _due(case)
    with pytest.raises(NotNow, match="already"):
        reported(cast["marek"], case.pk, "Told the office", NOW)
    assert Note.objects.filter(kind="decision").count() == 1


def test_a_new_concern_is_read_or_leads_to_a_new_look(cast: Cast, case: Case) -> None:
    acts(cast, case)
    duties.begin(duties.NEW_CONCERN, case, NOW)
    page = text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))
    assert "A new concern came to this file" in page
    step(cast, case.pk, To.ASSESSMENT, NOW + HOUR, cause="new_concern")
    assert "case_new_concern" not in _due(case)
    duties.begin(duties.NEW_CONCERN, case, NOW + DAY)
    read_concern(cast["marek"], case.pk, "The same that we know", NOW + DAY)
    assert "case_new_concern" not in _due(case)
