"""The same form sent twice is one deed, nothing typed is lost, and another one of the kind is made as before."""

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from fanal.cases.child_side.desk.acts import NOW as HAND_OVER
from fanal.cases.models import Case, FollowUp, Note, PushFactor
from fanal.web import twice
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.course.walk import is_met
from tests.rooms.cases.referring.scenes import a_help, offered

pytestmark = pytest.mark.django_db(databases="__all__")
WORDS = "You sent this a moment ago. Send it again only if it is another one."
NOTE = {"note_kind": "contact", "note_body": "She rang from the library"}


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    case = opened(cast_of_file, datetime.now(UTC))
    is_met(cast_of_file, case.pk, datetime.now(UTC))
    return case


@pytest.fixture
def marek(cast: Cast) -> Client:
    return client_of(cast, "marek")


def key_in(html: str) -> dict[str, str]:
    found = re.search(rf'name="{twice.FIELD}" value="([^"]+)"', html)
    assert found
    return {twice.FIELD: found.group(1)}


@pytest.mark.parametrize(
    ("name", "table", "sent"),
    [
        ("note", Note, NOTE),
        ("push", PushFactor, {"push_factor_code": "debt", "push_factor_level": "household",
                              "push_factor_source": "child_said", "push_factor_state": "present"}),
        ("contact_now", FollowUp, {"follow_up_result": "not_reached", "follow_up_note": "She rang from the library"}),
    ],
)  # fmt: skip
def test_the_same_form_sent_twice_makes_one_row(
    cast: Cast, case: Case, marek: Client, name: str, table: type, sent: dict[str, str]
) -> None:
    address, before = reverse(f"cases:{name}", args=[case.pk]), table._default_manager.count()
    drawn = key_in(text(marek.get(address)))
    assert marek.post(address, sent | drawn).status_code == 302
    again = marek.post(address, sent | drawn)
    assert table._default_manager.count() == before + 1
    assert WORDS in text(again)
    if "debt" not in sent.values():
        assert "She rang from the library" in text(again)
    anew = key_in(text(again))
    assert anew != drawn
    assert marek.post(address, sent | anew).status_code == 302, "another one is another one"
    assert table._default_manager.count() == before + 2


def test_back_to_a_form_that_was_refused_first_is_the_same_form(cast: Cast, case: Case, marek: Client) -> None:
    address, before = reverse("cases:note", args=[case.pk]), Note.objects.count()
    first = key_in(text(marek.get(address)))
    refused = key_in(text(marek.post(address, {"note_body": "She rang"} | first)))
    assert refused == first
    marek.post(address, NOTE | refused)
    assert WORDS in text(marek.post(address, NOTE | first))
    assert Note.objects.count() == before + 1


def test_two_drawn_forms_are_two_and_somebody_elses_key_is_none(cast: Cast, case: Case, marek: Client) -> None:
    address, before = reverse("cases:note", args=[case.pk]), Note.objects.count()
    one, two = (key_in(text(marek.get(address))) for _one in range(2))
    marek.post(address, NOTE | one)
    marek.post(address, NOTE | two)
    client_of(cast, "marek").post(address, NOTE | one)  # another browser has seen nothing
    marek.post(address, NOTE | {twice.FIELD: "<script>"})
    marek.post(address, NOTE)
    assert Note.objects.count() == before + 5


def test_few_keys_are_kept(cast: Cast, case: Case, marek: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twice, "MOST", 2)
    address = reverse("cases:note", args=[case.pk])
    keys = [key_in(text(marek.get(address))) for _one in range(3)]
    for key in keys:
        marek.post(address, NOTE | key)
    assert WORDS in text(marek.post(address, NOTE | keys[2]))
    assert WORDS in text(marek.post(address, NOTE | keys[0])), "for a minute all are known"
    cache.clear()
    assert marek.post(address, NOTE | keys[0]).status_code == 302


def test_a_form_whose_deed_was_refused_is_sent_again(cast: Cast, case: Case, marek: Client) -> None:
    address = reverse("cases:risk", args=[case.pk])
    sent = {"note_body": "She is afraid", "case_risk": case.risk} | key_in(text(marek.get(address)))
    refused = text(marek.post(address, sent | {"version": "99"}))
    assert WORDS not in refused
    assert key_in(refused).items() <= sent.items()
    assert WORDS not in text(marek.post(address, sent | {"version": "99"}))


def test_where_nothing_is_typed_it_goes_on_to_where_the_first_went(cast: Cast) -> None:
    row = offered(cast["marek"], a_help(cast))
    marek, address = client_of(cast, "marek"), reverse("cases:referral_take_back", args=[row.pk])
    drawn = key_in(text(marek.get(address)))
    first = marek.post(address, drawn)
    assert first.status_code == 302
    again = marek.post(address, drawn)
    assert (again.status_code, again.headers["Location"]) == (302, first.headers["Location"])


def test_a_session_that_ends_with_the_deed_remembers_nothing(cast: Cast, case: Case, marek: Client) -> None:
    """Whoever is given the device next finds no address of a file."""
    address = reverse("cases:ask_child", args=[case.pk])
    drawn = key_in(text(marek.get(address)))
    marek.post(address, drawn | {"how": HAND_OVER})
    assert "_auth_user_id" not in marek.session
    assert "done_forms" not in marek.session
