"""A child in crisis in a follow-up: the supervisor hears at once, and whoever approves the end of the file sees it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.codes import Risk
from fanal.cases.files import writing
from fanal.cases.follow_ups.duties import CRISIS
from fanal.cases.follow_ups.follow_ups import heard, record_one, stood
from fanal.cases.model.parts import Pair
from fanal.cases.models import Case, FollowUp, Note
from fanal.clocks import api as clocks
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.course.walk import is_met

pytestmark = pytest.mark.django_db(databases="__all__")
MET: dict[str, Any] = {
    "result": "done", "mode": "school", "child_seen": True, "child_seen_alone": True, "situation": "ongoing_monitoring",
}  # fmt: skip
ACT = {"situation": "urgent_intervention"}
WORDS = "A child is in crisis: call the worker, and see that the child is safe"


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    case = opened(cast_of_file, datetime.now(UTC))
    is_met(cast_of_file, case.pk, datetime.now(UTC))
    return case


def _alarms(case: Case) -> list[Any]:
    return clocks.open_duties(files=[case.pk], kinds=[CRISIS])


@pytest.mark.parametrize("said", [ACT, {"wellbeing": (Pair("safety", "in_crisis"), Pair("health", "holding"))}])
def test_the_supervisor_hears_at_once(cast: Cast, case: Case, said: dict[str, Any]) -> None:
    now = datetime.now(UTC)
    record_one(cast["marek"], case.pk, None, {**MET, **said}, now)
    (one,) = _alarms(case)
    assert (one.person, one.alert) == (cast["bao"].person, True)
    page = text(client_of(cast, "bao").get(reverse("desk:day")))
    first = page.partition("First: a child may be in danger")[2].partition("<h2>")[0]
    assert WORDS in first


def test_a_child_who_gets_by_is_no_alarm(cast: Cast, case: Case) -> None:
    now = datetime.now(UTC)
    record_one(cast["marek"], case.pk, None, {**MET, "wellbeing": (Pair("safety", "struggling"),)}, now)
    record_one(cast["marek"], case.pk, None, {"result": "not_reached"}, now)
    assert not _alarms(case)


def test_it_ends_once_the_supervisor_says_what_was_done(cast: Cast, case: Case) -> None:
    now = datetime.now(UTC)
    sent = {"follow_up_result": "done", "follow_up_child_seen": "yes", "follow_up_child_seen_alone": "yes",
            "follow_up_situation": "urgent_intervention", "follow_up_note": "He waits at the gate",
            "version": str(stood(case))}  # fmt: skip
    kept = client_of(cast, "marek").post(reverse("cases:contact_now", args=[case.pk]), sent, follow=True)
    assert "The supervisor is told now" in text(kept)
    row = FollowUp.objects.latest("made_at")
    address = reverse("cases:crisis", args=[case.pk, row.pk])
    bao = client_of(cast, "bao")
    assert address in text(bao.get(reverse("desk:day")))
    page = text(bao.get(address))
    assert "Act at once" in page
    assert "He waits at the gate" in page
    for who in ("marek", "amara", "nils"):
        with pytest.raises((NotAllowed, NotHere)):
            heard(cast[who], case.pk, row.pk, "I was there", now)
    assert client_of(cast, "marek").get(address).status_code == 403
    with pytest.raises(NotNow, match="Write what was done"):
        heard(cast["bao"], case.pk, row.pk, " ", now)
    assert "Kept in the file" in text(bao.post(address, {"body": "She sleeps at her aunt's tonight"}, follow=True))
    assert not _alarms(case)
    with pytest.raises(NotNow, match="written down already"):
        heard(cast["bao"], case.pk, row.pk, "Again", now)
    assert "She sleeps at her aunt" in text(bao.get(reverse("cases:file", args=[case.pk])))


def test_what_the_risk_became_is_an_entry(cast: Cast, case: Case) -> None:
    now = datetime.now(UTC)
    writing.set_risk(cast["marek"], case.pk, Risk.LOW, {"body": "Quiet"}, now)
    writing.set_risk(cast["marek"], case.pk, Risk.LOW, {"body": "Still quiet"}, now + timedelta(hours=1))
    assert [row.risk for row in Note.objects.filter(case=case, kind="decision").order_by("made_at")][-2:] == ["low", ""]
    assert "Risk: Low" in text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))
