"""CM-17 and the end of a file: the finding is apart from the reason, bad faith needs evidence and a second person, and
no file ends with an open check or an open task."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import duties
from fanal.cases.approvals import approvals
from fanal.cases.child_side import duties as child_duties
from fanal.cases.closing.closing import ask_to_close, ask_to_void
from fanal.cases.closing.reopening import reopen
from fanal.cases.codes import Risk
from fanal.cases.facts import To
from fanal.cases.files import files, writing
from fanal.cases.follow_ups.follow_ups import heard, record_one
from fanal.cases.model.parts import Pair
from fanal.cases.models import Accepted, Approval, Case, CaseLink, Closure, Note
from fanal.clocks import api as clocks
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import accepted, opened
from tests.rooms.cases.course.walk import CLOSES, MET, acts, approves, closes, follows_up, step

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=3)
CARE = (LATER + timedelta(days=90)).date()


@pytest.fixture(scope="module")
def reviewed_of_file(cast_of_file: Cast) -> Case:
    case = opened(cast_of_file)
    acts(cast_of_file, case)
    for one in clocks.open_duties(files=[case.pk], kinds=[clocks.kind("service_due")]):
        clocks.stop(one.subject, clocks.kind("service_due"), now=NOW)
    step(cast_of_file, case.pk, To.REVIEW)
    return case


@pytest.fixture
def case(reviewed_of_file: Case, cast: Cast) -> Case:
    return Case.objects.get(pk=reviewed_of_file.pk)


def _due(case: Case) -> set[str]:
    return {one.kind for one in clocks.open_duties(files=[case.pk])}


def _asks(cast: Cast, case: Case, **said: Any) -> Closure:
    return ask_to_close(cast["marek"], case.pk, closes(CARE, **said), LATER)


def test_the_worker_asks_and_a_supervisor_ends_it(cast: Cast, case: Case) -> None:
    """The months that are left go on; then it is closed by itself, and read by whoever could."""
    _asks(cast, case)
    case.refresh_from_db()
    assert case.status == "open"
    assert reverse("cases:approval_decide", args=[case.pk, Approval.objects.get(kind="closure").pk]) in text(
        client_of(cast, "bao").get(reverse("desk:day"))
    )
    approves(cast, case.pk, LATER)
    case.refresh_from_db()
    assert (case.stage, case.status, case.retention_class) == ("closure", "follow_up", "case_victim")
    assert case.erase_on is not None
    assert case.erase_on > CARE
    assert _due(case) == {"milestone_follow_up", "after_care_contact", "contact_safety_check", "retention_action",
                          "consent_renewal"}  # fmt: skip
    assert Closure.objects.get().closed_on == LATER.date()
    follows_up(cast, case.pk, LATER)
    case.refresh_from_db()
    assert case.status == "follow_up"
    marek = client_of(cast, "marek")
    asked = reverse("cases:contact_now", args=[case.pk])
    marek.post(asked, {"follow_up_result": "child_declined"})
    case.refresh_from_db()
    assert case.status == "closed"
    assert _due(case) == {"retention_action"}
    page = text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "Lilo" in page
    assert reverse("cases:note", args=[case.pk]) not in page
    with pytest.raises(NotNow, match="This file is closed"):
        writing.add_note(cast["marek"], case.pk, "contact", MET, LATER)
    assert case.number in text(marek.get(reverse("cases:closed")))
    assert case.number not in text(marek.get(reverse("cases:mine")))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reason": ""}, "Say why the file ends."),
        ({"reason": "transferred"}, "does not end by closing"),
        ({"finding": ""}, "Say what was found."),
        ({"finding": "bad_faith"}, "bad faith needs evidence"),
        ({"checks": ()}, "Answer this."),
        ({"child_informed": None}, "Answer this."),
        ({"how_to_come_back": ""}, "how the child can come back"),
        ({"after_care_on": None}, "Choose the day"),
    ],
)
def test_what_is_missing_is_said(cast: Cast, case: Case, said: dict[str, Any], words: str) -> None:
    with pytest.raises(NotNow) as refused:
        ask_to_close(cast["marek"], case.pk, {**closes(CARE), **said}, LATER)
    assert words in " ".join(one.words for one in (refused.value, *refused.value.others))
    assert not Closure.objects.exists()


def test_each_check_is_yes_or_left_out_with_a_reason(cast: Cast, case: Case) -> None:
    checks = {pair.key: pair.value for pair in closes(CARE)["checks"]}
    for answer in ("no", "not_applicable"):
        bad = tuple(Pair(*one) for one in {**checks, "child_seen_alone": answer}.items())
        with pytest.raises(NotNow, match="These checks need a yes"):
            _asks(cast, case, checks=bad)
    waived = tuple(Pair(*one) for one in {**checks, "child_seen_alone": "waived"}.items())
    with pytest.raises(NotNow, match="Write why this is left out"):
        _asks(cast, case, checks=waived)
    _asks(
        cast,
        case,
        checks=waived,
        waiver_reasons=(*closes(CARE)["waiver_reasons"], Pair("child_seen_alone", "Her aunt stays with her")),
    )
    page = text(client_of(cast, "bao").get(
        reverse("cases:approval_decide", args=[case.pk, Approval.objects.get(kind="closure").pk])
    ))  # fmt: skip
    assert "Her aunt stays with her" in page


def test_that_the_risk_was_low_for_ninety_days_is_not_believed(cast: Cast, case: Case) -> None:
    """The file knows who set which risk when: whoever approves sees it, with each crisis."""
    yes = tuple(Pair(one.key, "yes") for one in closes(CARE)["checks"])
    with pytest.raises(NotNow, match="the risk was not low for 90 days") as refused:
        _asks(cast, case, checks=yes)
    assert refused.value.field == "checks_risk_low_for_90_days"


def test_entries_that_somebody_changed_or_took_out_of_the_database_make_no_file_low_for_longer(
    cast: Cast, case: Case
) -> None:
    """Since when the risk is low stands with the file; without its entries it would be low since it was opened."""
    for at, risk in ((80, Risk.HIGH), (90, Risk.LOW)):
        writing.set_risk(cast["bao"], case.pk, risk, {"body": "I saw her"}, NOW + timedelta(days=at))
    writing.set_risk(cast["bao"], case.pk, Risk.LOW, {"body": "Still"}, NOW + timedelta(days=99))
    Note.objects.filter(made_at__gt=NOW + timedelta(days=70)).delete()
    yes, late = tuple(Pair(one.key, "yes") for one in closes(CARE)["checks"]), NOW + timedelta(days=100)
    with pytest.raises(NotNow, match="the risk was not low"):
        ask_to_close(cast["marek"], case.pk, closes(CARE, checks=yes), late)
    Case.objects.update(low_since=NOW.date())
    with pytest.raises(NotAllowed):
        ask_to_close(cast["marek"], case.pk, closes(CARE, checks=yes), late)


def test_ninety_days_later_it_is_a_yes_and_the_supervisor_sees_how_the_risk_was(cast: Cast, case: Case) -> None:
    at = NOW + timedelta(days=60)
    crisis = {"result": "done", "child_seen": True, "child_seen_alone": True, "situation": "urgent_intervention"}
    row = record_one(cast["marek"], case.pk, None, crisis, at)
    with pytest.raises(NotNow, match="These tasks are still open"):
        _asks(cast, case)
    heard(cast["bao"], case.pk, row.pk, "She is safe at her aunt's", at)
    _asks(cast, case)
    page = text(client_of(cast, "bao").get(
        reverse("cases:approval_decide", args=[case.pk, Approval.objects.get(kind="closure").pk])
    ))  # fmt: skip
    known = page.partition("How the risk changed")[2].partition("<h2")[0]
    assert "Low" in known
    assert "Marek" in known
    assert "In crisis, or act at once" in page
    assert "24 January 2027" in page


def test_a_task_that_is_open_and_a_risk_that_is_not_low_are_in_the_way(cast: Cast, case: Case) -> None:
    writing.set_risk(cast["marek"], case.pk, Risk.MEDIUM, {"body": "Not quiet"}, LATER)
    duties.begin(duties.NEW_CONCERN, case, LATER)
    with pytest.raises(NotNow) as refused:
        _asks(cast, case)
    said = [one.words for one in (refused.value, *refused.value.others)]
    assert "The risk is not low." in said
    assert "These tasks are still open. A new concern came to a file: read it" in said


@pytest.mark.usefixtures("that_day")
def test_what_stands_in_the_way_is_said_above_the_form(cast: Cast, case: Case) -> None:
    """With its tasks by name, each line with where it is done; not what a child said past the worker."""
    marek, address = client_of(cast, "marek"), reverse("cases:close", args=[case.pk])
    assert "This stands in the way still" not in text(marek.get(address))
    assert "The risk is low since 25 November 2026" in text(marek.get(address))
    duties.begin(duties.NEW_CONCERN, case, LATER)
    child_duties.begin(child_duties.NOT_SAFE, case, LATER, case.pk)
    writing.set_risk(cast["marek"], case.pk, Risk.MEDIUM, {"body": "Not quiet"}, LATER)
    above = (
        text(marek.get(address))
        .partition("<main")[2]
        .partition("<form")[0]
        .partition("This stands in the way still")[2]
    )
    assert "A new concern came to a file: read it" in above
    assert reverse("cases:file", args=[case.pk]) + "#next" in above
    assert reverse("cases:risk", args=[case.pk]) in above
    assert "A child is not safe at all" not in text(marek.get(address))
    with pytest.raises(NotNow) as refused:
        _asks(cast, case)
    assert not any("not safe at all" in one.words for one in (refused.value, *refused.value.others))
    other = opened(cast)
    early = text(marek.get(reverse("cases:close", args=[other.pk])))
    assert "There was no review" in early.partition("<main")[2].partition("<form")[0]


def test_nobody_ends_their_own_file_and_what_changed_meanwhile_is_not_ended(cast: Cast, case: Case) -> None:
    _asks(cast, case)
    with pytest.raises((NotAllowed, NotNow)):
        approves(cast, case.pk, LATER, who="marek")
    duties.begin(duties.NEW_CONCERN, case, LATER)
    with pytest.raises(NotNow, match="These tasks are still open"):
        approves(cast, case.pk, LATER)
    case.refresh_from_db()
    assert case.status == "open"
    assert not Approval.objects.get(kind="closure").decision, "nothing of it is done"
    clocks.stop(case.pk, duties.NEW_CONCERN, now=LATER)
    approves(cast, case.pk, LATER, "sent_back")
    case.refresh_from_db()
    assert case.status == "open"
    _asks(cast, case)
    Closure.objects.update(reason="died")
    with pytest.raises(NotNow):
        approves(cast, case.pk, LATER)


def test_a_child_who_takes_the_ground_back_ends_it_early(cast: Cast) -> None:
    """Decision 38: no review is needed, and no ground."""
    case, later = opened(cast), NOW + timedelta(days=400)
    ask_to_close(cast["marek"], case.pk, closes(reason="child_withdrew"), later)
    approves(cast, case.pk, later)
    case.refresh_from_db()
    assert (case.status, case.stage) == ("closed", "closure")
    assert "first_contact" not in _due(case)
    with pytest.raises(NotNow, match="after a review"):
        ask_to_close(cast["marek"], opened(cast).pk, closes(reason="goals_met"), NOW)


def test_over_the_pages_with_the_card_for_the_child(cast: Cast, case: Case) -> None:
    marek, address = client_of(cast, "marek"), reverse("cases:close", args=[case.pk])
    page = text(marek.get(reverse("cases:file", args=[case.pk])))
    assert address in page
    form = text(marek.get(address))
    assert "supervisor_agrees" not in form
    refused = text(marek.post(address, {"closure_reason": "goals_met", "closure_finding": "confirmed"}))
    assert refused.count("Answer this.") >= 10
    sent = {f"closure_checks_{pair.key}": pair.value for pair in closes(CARE)["checks"]} | {
        "closure_reason": "goals_met", "closure_finding": "confirmed", "closure_child_informed": "yes",
        "closure_how_to_come_back": CLOSES["how_to_come_back"], "closure_after_care_on": CARE.isoformat(),
            "closure_waiver_reasons_risk_low_for_90_days": "Her uncle is far away since May",
    }  # fmt: skip
    assert "The supervisor is asked." in text(marek.post(address, sent, follow=True))
    card = text(marek.get(reverse("cases:card", args=[case.pk])))
    assert CLOSES["how_to_come_back"] in card
    for telling in (case.number, "Lilo", "victim"):
        assert telling not in card
    for who in ("amara", "nils", "dalia", "edo"):
        for name in ("close", "void", "reopen", "card"):
            assert client_of(cast, who).get(reverse(f"cases:{name}", args=[case.pk])).status_code in {403, 404}


# ---- again ----


def _ends(cast: Cast, case: Case) -> None:
    ask_to_close(cast["marek"], case.pk, closes(reason="child_withdrew"), LATER)
    approves(cast, case.pk, LATER)


BACK: dict[str, Any] = {"risk": "high", "why": "She rang at the library"}


def test_the_child_comes_back(cast: Cast) -> None:
    """A further file of the same child, with a record of its own; the earlier one stays as it was."""
    old = opened(cast)
    people = {"worker": cast["marek"].person, "supervisor": cast["bao"].person}
    with pytest.raises(NotNow, match="open file"):
        reopen(cast["bao"], old.pk, BACK | people, LATER)
    _ends(cast, old)
    with pytest.raises((NotAllowed, NotHere)):
        reopen(cast["marek"], old.pk, BACK | people, LATER)
    for wrong in ({"worker": cast["nils"].person}, {"supervisor": cast["edo"].person}, {"risk": ""}, {"why": ""}):
        with pytest.raises(NotNow):
            reopen(cast["bao"], old.pk, BACK | people | wrong, LATER)
    with pytest.raises(NotNow, match="two people"):
        reopen(cast["bao"], old.pk, BACK | people | {"worker": cast["bao"].person}, LATER)
    new = reopen(cast["bao"], old.pk, BACK | people, LATER)
    old.refresh_from_db()
    assert (old.status, new.status, new.stage, new.reopened_from_id) == ("closed", "open", "identification", old.pk)
    assert new.child_id == old.child_id
    assert new.number != old.number
    assert "first_contact" in _due(new)
    link = CaseLink.objects.get(case=new)
    assert link.to_case_id == old.pk
    page = text(client_of(cast, "marek").get(reverse("cases:file", args=[new.pk])))
    assert "Lilo" in page
    assert "She rang at the library" in page
    assert reverse("cases:file", args=[old.pk]) in page
    writing.add_note(cast["marek"], new.pk, "contact", MET, LATER)
    assert files.look(cast["bao"], new.pk, LATER).work.said["standing"] == "victim"


def test_why_a_check_was_left_out_is_asked_below_it(cast: Cast) -> None:
    page = text(client_of(cast, "marek").get(reverse("cases:close", args=[opened(cast).pk])))
    asked = re.findall(r'name="closure_(checks|waiver_reasons)_([a-z0-9_]+)"', page)
    assert asked[::2] == [("checks", name) for _kind, name in asked[1::2]]
    assert {kind for kind, _name in asked[1::2]} == {"waiver_reasons"}
    assert "If not: why? (The risk has been low for 90 days)" in page


def test_a_new_concern_opens_it_again(cast: Cast) -> None:
    old = opened(cast)
    _ends(cast, old)
    sent = accepted(cast, LATER)
    page = reverse("cases:reopen", args=[old.pk])
    bao = client_of(cast, "bao")
    assert str(sent.id) in text(bao.get(page))
    bao.post(page, {"concern": str(sent.id), "risk": "high"})
    new = Case.objects.get(reopened_from=old)
    assert Accepted.objects.get(concern=sent.id).case_id == new.pk
    assert new.told.get().concern_id == sent.id
    with pytest.raises(NotNow):
        reopen(cast["bao"], old.pk, {"concern": sent.id, "risk": "high"}, LATER)


# ---- by mistake ----


def test_a_file_that_was_opened_by_mistake_is_void_by_two(cast: Cast) -> None:
    case = opened(cast)
    with pytest.raises(NotNow):
        ask_to_void(cast["marek"], case.pk, " ", LATER)
    ask_to_void(cast["bao"], case.pk, "Nobody needs help", LATER)
    case.refresh_from_db()
    assert case.status == "open"
    with pytest.raises(NotNow, match="own work"):
        approves(cast, case.pk, LATER)
    ask_to_void(cast["marek"], case.pk, "Nobody needs help", LATER + timedelta(minutes=1))
    approves(cast, case.pk, LATER)
    case.refresh_from_db()
    assert (case.status, case.retention_class) == ("void", "case_void")
    assert _due(case) == {"retention_action"}
    with pytest.raises(NotNow, match="void already"):
        ask_to_void(cast["marek"], case.pk, "Again", LATER)
    with pytest.raises(NotNow, match="This file is closed"):
        writing.add_note(cast["marek"], case.pk, "contact", MET, LATER)
    assert case.number not in text(client_of(cast, "marek").get(reverse("cases:mine")))


def test_an_approval_that_somebody_wrote_into_the_database_ends_nothing(cast: Cast, case: Case) -> None:
    _asks(cast, case)
    Approval.objects.filter(kind="closure").update(decision="approved", decided_by=cast["bao"].person)
    with pytest.raises(NotNow):
        approvals.decide(
            cast["bao"], case.pk, Approval.objects.get(kind="closure").pk, "approved", "", LATER
        )  # fmt: skip
    case.refresh_from_db()
    assert case.status == "open"
