"""CM-33: a child may skip the questions whole or one by one; skipping changes nothing else."""

import re
from typing import Any

import pytest
from django.db import models
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere
from fanal.cases.child_side import child_side, duties, reading
from fanal.cases.models import Case, Feedback
from fanal.clocks import api as clocks
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.child_side.own import Phone, coded

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    return opened(cast_of_file)


def _plain(row: models.Model) -> dict[str, Any]:
    return {one.name: getattr(row, one.attname) for one in row._meta.concrete_fields}


def _said(cast: Cast) -> dict[str, Any]:
    return reading.waiting(cast["bao"], NOW)[0][0].said


def test_each_question_can_be_skipped(cast: Cast, case: Case) -> None:
    phone = Phone()
    phone.code(coded(cast, case))
    assert "Question 1 of 4" in phone.press("feel")
    assert "Do we listen to you?" in phone.press("next", face="mostly")
    assert "Do you know what comes next?" in phone.press("skip", face="not_at_all")
    phone.press("next")  # nothing chosen is skipped, too
    assert "Do you want to add something?" in phone.press("next", face="very_much")
    assert "Thank you" in phone.press("feel_send")
    said = _said(cast)
    assert (said["feels_safe"], said["life_compared"]) == ("mostly", "very_much")
    assert (said["listened_to"], said["knows_what_next"], said["words"]) == ("", "", "")


def test_all_of_them_can_be_skipped_and_nothing_is_sent(cast: Cast, case: Case) -> None:
    phone = Phone()
    phone.code(coded(cast, case))
    phone.press("feel")
    for _one in range(4):
        phone.press("skip")
    assert "If you send nothing, we help you just the same." in phone.html
    phone.press("home")
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("answered", ["skipped", "unsafe_to_offer"])
def test_a_child_who_does_not_want_to_has_the_same_file(cast: Cast, case: Case, answered: str) -> None:
    before = _plain(Case.objects.get()), _plain(Case.objects.get().child)
    child_side.offer(case, NOW)
    kinds = {one.kind for one in clocks.open_duties(files=[case.pk])}
    child_side.not_asked(cast["marek"], case.pk, answered, NOW)
    assert (_plain(Case.objects.get()), _plain(Case.objects.get().child)) == before
    assert {one.kind for one in clocks.open_duties(files=[case.pk])} == kinds - {duties.OFFER.code}
    assert Feedback.objects.get().answered == answered
    assert not reading.waiting(cast["bao"], NOW)[0]


def test_an_offer_is_one_duty_of_the_worker_until_the_child_was_asked(cast: Cast, case: Case) -> None:
    child_side.offer(case, NOW)
    child_side.offer(case, NOW)
    found = clocks.open_duties(kinds=[duties.OFFER], files=[case.pk])
    assert [one.person for one in found] == [cast["marek"].person]
    phone = Phone()
    phone.code(coded(cast, case))
    phone.press("write")
    phone.press("write_send", text="Hello")
    assert clocks.open_duties(kinds=[duties.OFFER], files=[case.pk]), "the worker does not learn that it was sent"
    child_side.not_asked(cast["marek"], case.pk, "skipped", NOW)
    assert not clocks.open_duties(kinds=[duties.OFFER], files=[case.pk])


@pytest.mark.parametrize("who", ["bao", "dalia", "nils", "edo"])
def test_only_whoever_works_with_the_child_asks(cast: Cast, case: Case, who: str) -> None:
    with pytest.raises((NotAllowed, NotHere)):
        child_side.not_asked(cast[who], case.pk, "skipped", NOW)
    assert not Feedback.objects.exists()


def test_the_same_answers_sent_twice_are_one(cast: Cast, case: Case) -> None:
    phone = Phone()
    phone.code(coded(cast, case))
    form = phone.press("write")
    phone.press("write_send", text="Hello")
    phone.html = form
    assert "Thank you" in phone.press("write_send", text="Hello")
    assert Feedback.objects.count() == 1


def test_who_sends_without_end_is_asked_to_wait(cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_side, "MOST_UNREAD", 1)
    phone = Phone()
    phone.code(coded(cast, case))
    phone.press("write_send", text="One")
    phone.press("write")
    assert "Two" in phone.press("write_send", text="Two")
    assert "could not take this one. If you are not safe, do not wait for us" in phone.html
    assert Feedback.objects.count() == 1


# ---- on the worker's device ----


def test_the_device_that_is_handed_over_opens_nothing_but_the_questions(cast: Cast, case: Case) -> None:
    marek = client_of(cast, "marek")
    file = reverse("cases:file", args=[case.pk])
    page = text(marek.post(reverse("cases:ask_child", args=[case.pk]), {"how": "now", "language": "en"}))
    assert "Here are four questions." in page
    assert marek.get(file).status_code in {302, 403}
    assert "Lilo" not in page
    phone = Phone(marek)
    phone.html = page
    phone.press("feel")
    assert re.search(r'name="face" value="not_at_all"', phone.html)
    phone.press("next", face="a_little")
    for _one in range(3):
        phone.press("skip")
    assert "Give the device back" in phone.press("feel_send", other="1")
    assert "Go back" not in phone.html
    row = Feedback.objects.get()
    assert (row.mode, row.made_by_id, row.worker_may_read) == ("shared_screen", cast["marek"].person, False)
    assert _said(cast)["feels_safe"] == "a_little"
    for go in ("stop_send", "ask_send", "back", "home", "end", "who"):  # doors of a code, not of a device
        assert "Stop sharing" not in phone.press(go, whom="all", wish="see", sure="yes")
    assert Feedback.objects.count() == 1
    assert not marek.cookies.get("sessionid") or marek.get(file).status_code in {302, 403}


@pytest.mark.parametrize("why", ["planted", "the file does not stand"])
def test_on_a_device_a_page_that_cannot_go_on_asks_for_no_code_and_shows_no_words(
    cast: Cast, case: Case, why: str
) -> None:
    marek = client_of(cast, "marek")
    phone = Phone(marek)
    phone.html = text(marek.post(reverse("cases:ask_child", args=[case.pk]), {"how": "now", "language": "en"}))
    assert 'name="device" value="1"' in phone.html
    if why == "planted":
        phone.html = 'name="state" value="planted"'
    else:
        Case.objects.filter(pk=case.pk).update(owner=cast["femi"].person)
    assert "Give the device back" in phone.press("feel_send", device="1", text="What I wrote")
    assert phone.status == 400
    assert "your code" not in phone.html
    assert "What I wrote" not in phone.html
    assert not Feedback.objects.exists()
