"""CM-22: the worker ticks signs and chooses the level; below what the signs ask for, the reason is there and the
supervisor sees both. The minimum is shown, stored nowhere, and drives no clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import duties
from fanal.cases.approvals import approvals
from fanal.cases.assessing import assessing, instruments, known, lowering
from fanal.cases.codes import AssessmentKind, Risk
from fanal.cases.files import files, writing
from fanal.cases.files.approving import APPROVED, Stand
from fanal.cases.model.parts import Pair
from fanal.cases.models import Approval, Assessment, Case
from fanal.clocks import api as clocks
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
HOUR = timedelta(hours=1)
VIEWS: dict[str, Any] = {"child_views": "I want to stay with my aunt", "child_present": True, "factors": ()}


def version(row: Assessment) -> int:
    return Assessment.objects.get(pk=row.pk).version


def section(cast: Cast, row: Assessment, name: str, now: Any = NOW, **said: Any) -> None:
    found = instruments.newest()[AssessmentKind(row.kind)].section(name)
    assert found is not None
    assessing.keep_section(cast["marek"], row.case_id, row.pk, found, said, version(row), now)


def level(cast: Cast, row: Assessment, risk: str, now: Any = NOW, finish: bool = True, **said: Any) -> Assessment:
    told = {"risk": risk, "nothing_pushes": True, **said}
    return assessing.keep_level(cast["marek"], row.case_id, row.pk, told, version(row), now, finish=finish)


def begun(cast: Cast, case: Case, kind: str = "initial", now: Any = NOW) -> Assessment:
    row = assessing.begin(cast["marek"], case.pk, kind, now)
    assessing.keep_views(cast["marek"], case.pk, row.pk, VIEWS, row.version, now)
    return row


def test_below_what_a_sign_asks_for_the_reason_is_needed_and_the_supervisor_sees_both(cast: Cast, case: Case) -> None:
    row = begun(cast, case)
    section(cast, row, "safety", danger_signs=("threats",), answers=(Pair("safe_places", "At school"),))
    with pytest.raises(NotNow, match="asks for a higher level"):
        level(cast, row, "high")
    level(cast, row, "high", risk_differs_reason="The threat was withdrawn before the court")
    approval = Approval.objects.get(subject=row.pk)
    page = text(client_of(cast, "bao").get(reverse("cases:approval_decide", args=[case.pk, approval.pk])))
    side = page[page.index("Side by side") :]
    assert side.index("High") < side.index("Critical") < side.index("The threat was withdrawn before the court")
    assert "I want to stay with my aunt" in page
    assert "At school" in page


def test_the_minimum_is_kept_nowhere_and_drives_no_clock(cast: Cast, case: Case) -> None:
    """A sign that asks for critical, and the worker's medium: the risk of the file and its clock are medium."""
    writing.add_note(cast["marek"], case.pk, "contact", {"body": "Met"}, NOW, reached=True)
    row = begun(cast, case)
    section(cast, row, "safety", danger_signs=("threats",))
    level(cast, row, "medium", risk_differs_reason="Only heard of, long ago")
    case.refresh_from_db()
    assert case.risk == "medium"
    (review,) = clocks.open_duties(files=[case.pk], kinds=[duties.RISK_REVIEW])
    assert timedelta(days=13) < review.due_at - NOW < timedelta(days=16)
    row.refresh_from_db()
    clear = [str(getattr(row, field.attname)) for field in Assessment._meta.fields if field.name not in {"content"}]
    assert "critical" not in clear
    assert Approval.objects.filter(subject=row.pk).exists(), "below what a sign asks for, the supervisor sees both"


def test_a_finished_one_sets_the_risk_asks_the_supervisor_and_answers_the_flow(cast: Cast, case: Case) -> None:
    row = begun(cast, case)
    assert facts(cast, case) == known.Known()
    level(cast, row, "critical")
    case.refresh_from_db()
    assert (case.risk, case.risk_set_by_id) == ("critical", cast["marek"].person)
    told = facts(cast, case)
    assert told.assessed_on == NOW.date()
    assert (told.assessment_approved, told.child_heard, told.push_stated) == (False, True, True)
    approval = Approval.objects.get(subject=row.pk)
    approvals.decide(cast["bao"], case.pk, approval.pk, APPROVED, "", NOW)
    assert facts(cast, case).assessment_approved
    section(cast, row, "care", answers=(Pair("who_cares", "The aunt"),))
    assert not facts(cast, case).assessment_approved
    assert duties.LAPSED.code in [one.kind for one in clocks.open_duties(files=[case.pk])]


def facts(cast: Cast, case: Case) -> known.Known:
    with files.looking(cast["marek"], case.pk, NOW + HOUR) as found:
        return known.facts(found.of_case, found.case)


def test_it_says_all_that_a_finished_one_lacks(cast: Cast, case: Case) -> None:
    row = assessing.begin(cast["marek"], case.pk, "initial", NOW)
    with pytest.raises(NotNow) as why:
        level(cast, row, "", nothing_pushes=None)
    fields = {one.field for one in (why.value, *why.value.others)}
    assert fields == {"risk", "child_views", "child_present", "nothing_pushes"}
    assert Assessment.objects.get(pk=row.pk).completed_on is None


def test_below_a_sign_the_supervisor_is_asked_and_hears_of_it_also_of_a_medium_one(cast: Cast, case: Case) -> None:
    """It stands on the day of the supervisor, and nobody plans before they looked."""
    row = begun(cast, case)
    section(cast, row, "safety", danger_signs=("threats",))
    level(cast, row, "medium", risk_differs_reason="Only heard of")
    assert Case.objects.get(pk=case.pk).risk == "medium"
    approval = Approval.objects.get(subject=row.pk, decision="")
    decide = reverse("cases:approval_decide", args=[case.pk, approval.pk])
    bao = client_of(cast, "bao")
    for page in (reverse("desk:day"), reverse("cases:to_approve")):
        assert decide in text(bao.get(page))
    told = facts(cast, case)
    assert (told.assessment_asked, told.assessment_approved) == (True, False)
    approvals.decide(cast["bao"], case.pk, approval.pk, APPROVED, "", NOW)
    assert facts(cast, case).assessment_approved


def threatened(cast: Cast, case: Case) -> Assessment:
    """The worker met the child; a sign is ticked, the risk is critical, and the supervisor approved it."""
    writing.add_note(cast["marek"], case.pk, "contact", {"body": "Met"}, NOW, reached=True)
    row = begun(cast, case)
    section(cast, row, "safety", danger_signs=("threats",))
    level(cast, row, "critical")
    approvals.decide(cast["bao"], case.pk, Approval.objects.get().pk, APPROVED, "", NOW)
    return row


def test_a_sign_that_is_ticked_keeps_the_risk_up_until_an_assessment_or_the_supervisor_says_else(
    cast: Cast, case: Case
) -> None:
    """With one sentence the worker lowers nothing below it, though they met the child (CM-23)."""
    threatened(cast, case)
    page = reverse("cases:risk", args=[case.pk])
    case.refresh_from_db()
    sent = {"case_risk": "medium", "note_body": "Quiet now", "version": str(case.version)}
    refused = text(client_of(cast, "marek").post(page, sent))
    assert "A sign of danger that is ticked asks for a higher level." in refused
    assert "Quiet now" in refused
    assert Case.objects.get(pk=case.pk).risk == "critical"
    later = begun(cast, case, now=NOW + HOUR)
    level(cast, later, "high", now=NOW + HOUR)
    approvals.decide(cast["bao"], case.pk, Approval.objects.get(subject=later.pk).pk, APPROVED, "", NOW + HOUR)
    writing.set_risk(cast["marek"], case.pk, Risk.MEDIUM, {"body": "Quiet now"}, NOW + HOUR)
    assert Case.objects.get(pk=case.pk).risk == "medium", "no sign is ticked any more"


def test_while_the_supervisor_is_asked_the_worker_lowers_nothing_and_what_is_asked_stays_asked(
    cast: Cast, case: Case
) -> None:
    """Not with a sentence, and by another assessment only so that the supervisor is asked about that one, too."""
    writing.add_note(cast["marek"], case.pk, "contact", {"body": "Met"}, NOW, reached=True)
    row = begun(cast, case)
    level(cast, row, "high")
    with pytest.raises(NotNow, match="not approved the assessment yet"):
        writing.set_risk(cast["marek"], case.pk, Risk.MEDIUM, {"body": "Quiet now"}, NOW)
    second = begun(cast, case, now=NOW + HOUR)
    level(cast, second, "low", now=NOW + HOUR)
    asked = set(Approval.objects.filter(decision="").values_list("subject", flat=True))
    assert asked == {row.pk, second.pk}
    assert not facts(cast, case).assessment_approved
    assert facts(cast, case).assessment_asked


def test_who_lowers_the_level_of_an_assessment_that_waits_asks_anew_by_that(cast: Cast, case: Case) -> None:
    row = begun(cast, case)
    level(cast, row, "high")
    level(cast, row, "low", now=NOW + HOUR)
    assert Case.objects.get(pk=case.pk).risk == "low"
    approval = Approval.objects.get(subject=row.pk, decision="")
    assert [one.subject for one in clocks.open_duties(files=[case.pk], kinds=[duties.APPROVAL])] == [approval.pk]
    with files.looking(cast["bao"], case.pk, NOW + HOUR) as found:
        assert approvals.stand(found.of_case, found.case, "assessment", row.pk) is Stand.ASKED
    writing.set_risk(cast["bao"], case.pk, Risk.MEDIUM, {"body": "I saw her"}, NOW + HOUR)
    assert facts(cast, case).assessment_asked, "also once the supervisor said the risk"


def test_a_ticked_sign_that_somebody_wrote_or_took_away_in_the_database_counts_for_nothing(
    cast: Cast, case: Case
) -> None:
    row = begun(cast, case)
    section(cast, row, "safety", danger_signs=("threats",))
    with files.looking(cast["marek"], case.pk, NOW) as found:
        assert lowering.least(found.of_case, found.case) is None, "it is not finished"
    Assessment.objects.filter(pk=row.pk).update(completed_on=NOW.date())
    with files.looking(cast["marek"], case.pk, NOW) as found:
        assert lowering.least(found.of_case, found.case) is None


def test_what_pushes_the_child_needs_no_second_statement(cast: Cast, case: Case) -> None:
    said = {"code": "debt", "level": "household", "source": "child_said", "state": "present"}
    writing.add_push(cast["marek"], case.pk, said, NOW)
    level(cast, begun(cast, case), "high", nothing_pushes=None)
    assert facts(cast, case).push_stated


def test_a_lower_risk_needs_the_child_seen(cast: Cast, case: Case) -> None:
    """CM-23, also by way of an assessment."""
    row = assessing.begin(cast["marek"], case.pk, "initial", NOW)
    away = {**VIEWS, "child_present": False}
    assessing.keep_views(cast["marek"], case.pk, row.pk, away, row.version, NOW)
    with pytest.raises(NotNow, match="Nobody has reached the child"):
        level(cast, row, "low")
    assert Case.objects.get(pk=case.pk).risk == "high"
    assessing.keep_views(cast["marek"], case.pk, row.pk, VIEWS, version(row), NOW)
    level(cast, row, "low")
    assert Case.objects.get(pk=case.pk).risk == "low"


def test_a_quick_look_carries_no_plan(cast: Cast, case: Case) -> None:
    level(cast, begun(cast, case, "rapid_safety"), "high")
    assert facts(cast, case).assessed_on is None


def test_section_by_section_nothing_is_lost(cast: Cast, case: Case) -> None:
    """Two sections, then the first anew: the other stays; whoever was faster wins, and the slower keeps their words."""
    row = begun(cast, case)
    section(cast, row, "safety", answers=(Pair("safe_places", "School"),), danger_signs=("reached", "runs"))
    section(cast, row, "health", answers=(Pair("sleep_food", "Badly"),), danger_signs=("pregnant",),
            wellbeing=(Pair("health", "holding"),))  # fmt: skip
    section(cast, row, "safety", answers=(Pair("who_protects", "The aunt"),), danger_signs=("runs",))
    read = files.look(cast["marek"], case.pk, NOW).of(Assessment)[0]
    assert {one.key: one.value for one in read.said["answers"]} == {"sleep_food": "Badly", "who_protects": "The aunt"}
    assert set(read.said["danger_signs"]) == {"runs", "pregnant"}
    assert read.said["wellbeing"] == (Pair("health", "holding"),)
    stale = client_of(cast, "marek").post(
        reverse("cases:assessment_section", args=[case.pk, row.pk, "safety"]),
        {"assessment_answers_safe_places": "Nowhere really", "version": "1"},
    )
    assert "A colleague changed this meanwhile." in text(stale)
    assert "Nowhere really" in text(stale)


def test_others_assess_nothing(cast: Cast, case: Case) -> None:
    row = begun(cast, case)
    with pytest.raises(NotAllowed):
        assessing.begin(cast["bao"], case.pk, "comprehensive", NOW)
    with pytest.raises(NotHere):
        assessing.begin(cast["nils"], case.pk, "comprehensive", NOW)
    other = opened(cast)
    with pytest.raises(NotHere):
        assessing.keep_views(cast["marek"], other.pk, row.pk, VIEWS, version(row), NOW)
    with pytest.raises(NotNow, match="begun already"):
        assessing.begin(cast["marek"], case.pk, "initial", NOW)
    with pytest.raises(NotNow, match="Choose what you want"):
        assessing.begin(cast["marek"], case.pk, "age", NOW)
    for who in ("nils", "amara", "edo"):
        answer = client_of(cast, who).get(reverse("cases:assessment", args=[case.pk, row.pk]))
        assert answer.status_code in {403, 404}, who


def test_a_row_that_somebody_changed_in_the_database_counts_for_nothing(cast: Cast, case: Case) -> None:
    row = begun(cast, case)
    Assessment.objects.filter(pk=row.pk).update(completed_on=NOW.date(), risk="low")
    assert facts(cast, case).assessed_on is None
    with pytest.raises(NotNow):
        level(cast, row, "low")
    assert Case.objects.get(pk=case.pk).risk == "high"


@given(st.lists(st.sampled_from(sorted(instruments.newest()[AssessmentKind.INITIAL].signs))))
def test_the_minimum_is_the_highest_of_the_ticked_whatever_their_order_and_number(ticked: list[str]) -> None:
    found = instruments.newest()[AssessmentKind.INITIAL]
    least = instruments.minimum(found, ticked)
    assert least == instruments.minimum(found, [*reversed(ticked), *ticked, "no_such_sign"])
    assert (least is None) == (not ticked)
    for one in ticked:
        assert least is not None
        assert not instruments.is_below(least, found.signs[one].asks)
    assert not instruments.is_below(Risk.LOW, None)
    if least is not None:
        assert [one for one in Risk if instruments.is_below(one, least)] == list(Risk)[list(Risk).index(least) + 1 :]


@pytest.fixture
def marek(cast: Cast) -> Client:
    return client_of(cast, "marek")


def test_an_assessment_over_its_pages(cast: Cast, case: Case, marek: Client) -> None:
    """From the file through the sections to the level; the questions say that nobody here reviewed them."""
    assert reverse("cases:assess", args=[case.pk]) in text(marek.get(reverse("cases:file", args=[case.pk])))
    begin = reverse("cases:assess", args=[case.pk])
    assert "is the child safe now and tonight?" in text(marek.get(begin))
    page = marek.post(begin, {"kind": "initial"}, follow=True)
    row = Assessment.objects.get()
    assert "Nobody has reviewed these questions here yet." in text(page)
    at = reverse("cases:assessment_section", args=[case.pk, row.pk, "safety"])
    form = text(marek.get(at))
    assert "The harm goes on" in form
    assert "Is safe, feels safe, and knows whom to call." in form
    assert "assessment_wellbeing_legal" not in form
    said = {"assessment_answers_safe_places": "At school", "assessment_danger_signs": ["reached"]}
    sent = marek.post(at, {**said, "assessment_wellbeing_safety": "struggling", "version": str(version(row))})
    assert sent["Location"] == reverse("cases:assessment_section", args=[case.pk, row.pk, "health"])
    views = reverse("cases:assessment_views", args=[case.pk, row.pk])
    told = {"assessment_child_views": "I want to stay", "assessment_child_present": "yes"}
    marek.post(views, {**told, "version": str(version(row))})
    end = reverse("cases:assessment_level", args=[case.pk, row.pk])
    assert "High" in text(marek.get(end))
    finish = {"step": "finish", "version": str(version(row))}
    refused = text(marek.post(end, {**finish, "assessment_risk": "medium", "assessment_nothing_pushes": "yes"}))
    assert "A sign that you ticked asks for a higher level." in refused
    done = marek.post(end, {**finish, "assessment_risk": "high", "assessment_nothing_pushes": "yes"}, follow=True)
    assert "The supervisor is asked to approve it." in text(done)
    shown = text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "How the child is doing, from the first look to the latest" in shown
    assert "Struggling" in shown
    marek.post(begin, {"kind": "initial"})
    newer = Assessment.objects.get(completed_on=None)
    form = text(marek.get(reverse("cases:assessment_section", args=[case.pk, newer.pk, "safety"])))
    assert "At school" in form
    assert "From the assessment of" in form
    assert "Last time: Struggling" in form


def test_with_a_risk_that_is_raised_later_the_worker_asks(cast: Cast, case: Case, marek: Client) -> None:
    """A medium one was finished; it is changed to high: the supervisor is asked by that."""
    row = begun(cast, case)
    level(cast, row, "medium")
    assert not Approval.objects.exists()
    level(cast, row, "high", now=NOW + HOUR)
    assert Approval.objects.get().subject == row.pk
    with files.looking(cast["marek"], case.pk, NOW + HOUR) as found:
        assert approvals.stand(found.of_case, found.case, "assessment", row.pk) is Stand.ASKED


def test_the_page_of_a_file_asks_as_much_with_many_assessments_as_with_one(
    cast: Cast, case: Case, marek: Client
) -> None:
    address = reverse("cases:file", args=[case.pk])
    level(cast, begun(cast, case), "high")
    with CaptureQueriesContext(connection) as one:
        marek.get(address)
    for kind in ("comprehensive", "reintegration", "caregiver", "rapid_safety"):
        level(cast, begun(cast, case, kind, NOW + HOUR), "high", now=NOW + HOUR)
    for approval in Approval.objects.filter(decision=""):
        approvals.decide(cast["bao"], case.pk, approval.pk, APPROVED, "", NOW + HOUR)
    with CaptureQueriesContext(connection) as five:
        marek.get(address)
    assert len(five) <= len(one) + 2


def test_an_assessment_that_somebody_changed_in_the_database_lets_the_worker_lower_nothing(
    cast: Cast, case: Case
) -> None:
    """Its signs are not known any more: that is no reason to believe that there are none."""
    row = threatened(cast, case)
    Assessment.objects.filter(pk=row.pk).update(completed_on=NOW.date() - timedelta(days=1))
    with pytest.raises(NotNow, match="somebody changed it"):
        writing.set_risk(cast["marek"], case.pk, Risk.LOW, {"body": "Quiet now"}, NOW + HOUR)
    writing.set_risk(cast["bao"], case.pk, Risk.LOW, {"body": "I saw her"}, NOW + HOUR)
    assert Case.objects.get(pk=case.pk).risk == "low", "the supervisor does"
