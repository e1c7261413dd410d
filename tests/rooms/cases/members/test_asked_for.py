"""A member asks to be handed a child: in words, answered by its clock, and by the offer itself (CM-42, CM-43)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.members import asking, members
from fanal.cases.members.kind import REQUESTS
from fanal.cases.models import Case, Transition
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.passing.api import receiving
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.members.scenes import a_child, offered_transfer

pytestmark = pytest.mark.django_db(databases="__all__")
SAID = {"need": "The child of whom we spoke; her aunt lives here", "our_contact": "Oda, the office"}


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    return a_child(cast_of_file)


def asked(cast: Cast, who: str = "oda", **more: Any) -> Transition:
    key = more.pop("key", None) or uuid4()
    return asking.send(cast[who], more.pop("org", cast.aurora), SAID, key, NOW, **more)


def test_it_opens_for_whoever_is_asked_and_is_of_no_file(cast: Cast, case: Case) -> None:
    row = asked(cast)
    assert (row.state, row.case_id) == ("offered", None)
    assert SAID["need"] in repr(receiving.read(REQUESTS, cast["marek"], row.pk, NOW).items)
    for who in ("nils", "dalia", "amara", "pia"):
        with pytest.raises((NotHere, NotAllowed)):
            receiving.read(REQUESTS, cast[who], row.pk, NOW)


def test_cm_42_the_same_key_makes_one(cast: Cast, case: Case) -> None:
    key = uuid4()
    assert len({asked(cast, key=key).pk for _ in range(100)}) == 1
    with pytest.raises(NotHere):
        asking.send(cast["bao"], cast.nordlys, SAID, key, NOW)
    assert Transition.objects.count() == 1


def test_a_yes_is_answered_by_the_offer_of_the_child(cast: Cast, case: Case) -> None:
    row = asked(cast)
    with pytest.raises(NotAllowed):
        receiving.accept(REQUESTS, cast["marek"], row.pk, NOW)
    receiving.accept(REQUESTS, cast["bao"], row.pk, NOW)
    assert {one.kind for one in clocks.open_duties(org=cast.aurora, subjects=[row.pk])} == {"transfer_offer"}
    offered_transfer(cast, case)
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("completed", "passed_on")
    assert not clocks.open_duties(org=cast.aurora, subjects=[row.pk])


def test_which_of_several_an_offer_answers_is_said_by_hand(cast: Cast, case: Case) -> None:
    rows = [asked(cast), asked(cast, urgent=True)]
    for row in rows:
        receiving.accept(REQUESTS, cast["bao"], row.pk, NOW)
    offered_transfer(cast, case)
    assert {row.state for row in Transition.objects.filter(role="request")} == {"accepted"}


def test_an_offer_answers_no_question_that_was_not_said_yes_to(cast: Cast, case: Case) -> None:
    row = asked(cast)
    offered_transfer(cast, case)
    row.refresh_from_db()
    assert row.state == "offered"


def test_a_no_and_no_answer_are_read_by_whoever_asked(cast: Cast, case: Case) -> None:
    oda = client_of(cast, "oda")
    row, other = asked(cast), asked(cast, urgent=True)
    receiving.decline(REQUESTS, cast["bao"], row.pk, "not_eligible", NOW)
    clocks.sweep(NOW + timedelta(hours=25))
    other.refresh_from_db()
    assert other.state == "expired"
    for one in (row, other):
        assert {due.org for due in clocks.open_duties(subjects=[one.pk])} == {cast.nordlys}
        page = text(oda.get(reverse("cases:transition", args=[one.pk])))
        assert "still responsible" not in page, "who only asked never was"


def test_without_an_agreement_nobody_is_asked(cast: Cast, case: Case) -> None:
    (agreement,) = network.agreements.of(cast.aurora)
    network.agreements.end(cast["amara"], agreement.id, NOW)
    with pytest.raises(NotNow, match="agreement"):
        asking.send(cast["oda"], cast.aurora, SAID, uuid4(), NOW + timedelta(days=1))
    with pytest.raises(NotHere):
        asked(cast, org=cast.secretariat)


def test_the_pages_of_it(cast: Cast, case: Case) -> None:
    oda, bao = client_of(cast, "oda"), client_of(cast, "bao")
    url = reverse("cases:member_ask")
    assert url in text(oda.get(reverse("cases:members")))
    page = text(oda.get(url))
    assert page.count("<h1") == 1
    data = {f"referral_{name}": words for name, words in SAID.items()}
    answer = oda.post(url, {**data, "to": "", "request_key": str(uuid4())})
    assert SAID["need"] in text(answer), "what was typed stays"
    sent = oda.post(url, {**data, "to": str(cast.aurora), "request_key": str(uuid4())})
    assert sent.status_code == 302, text(sent)
    theirs = text(bao.get(sent["Location"]))
    assert "A child is asked for" in theirs
    assert SAID["need"] in theirs
    row = Transition.objects.get()
    agree = reverse("cases:transition_agree", args=[row.pk])
    assert agree in theirs
    assert bao.post(agree).status_code == 302
    assert "Accepted" in text(oda.get(sent["Location"]))
    not_offered = reverse("cases:transition_not_offered", args=[row.pk])
    form = text(bao.get(not_offered))
    assert "A child was helped" not in form
    assert "Not possible" in form
    assert bao.post(not_offered, {"reason": "helped", "words": ""}).status_code == 200
    assert bao.post(not_offered, {"reason": "not_possible", "words": ""}).status_code == 302
    assert Transition.objects.get().outcome == "not_possible"
    assert client_of(cast, "marek").get(url).status_code == 403
    with pytest.raises((NotHere, NotAllowed, NotNow)):
        members.release(cast["oda"], row.pk, NOW)
