"""What is written to a company and by it is asked of the words by which a report is stopped: warned where a public
decision may say so, else stopped; nothing of it is kept, what was typed stays on the page."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from fanal.tourism.desk import forms as desk
from fanal.tourism.desk import plan_forms, report_forms
from fanal.tourism.desk.careful import KNOWN, Careful, Silent
from fanal.tourism.evidence import forms as documents
from fanal.tourism.models import CoachingNote, PlanComment, Sanction
from fanal.tourism.programmes import forbidden
from fanal.tourism.verifying import forms as verifying
from fanal.web import api as web
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import Firm

pytestmark = pytest.mark.django_db(databases="__all__")
ACCOUNT = "In May the director was arrested at the hotel."


def _pages() -> Iterator[type[web.Page]]:
    for module in (desk, plan_forms, verifying, documents):
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, web.Page) and one.__module__ == module.__name__:
                yield one


def test_every_page_with_room_for_a_story_asks() -> None:
    """Those of the report are stopped by its deeds (`reports`)."""
    with_room = [one for one in _pages() if any(isinstance(field, web.StaffText) for field in one.base_fields.values())]
    assert len(with_room) > 8
    assert [one.__name__ for one in with_room if not issubclass(one, Silent)] == []
    assert not issubclass(report_forms.Summary, Silent)


def _urgent(client: Client, firm: Firm, said: str, **more: str) -> str:
    told = {"basis": "public_decision", "facts": said, "urgent": "on", **more}
    return text(client.post(reverse("travel:ask_suspend", args=[firm.pk]), told, follow=True))


def test_facts_that_read_like_what_somebody_told_ask_first_and_go_on_once_nobody_did(cast: Cast) -> None:
    firm = firms.active(cast)
    client = client_of(cast, "sol")
    page = _urgent(client, firm, ACCOUNT)
    assert "“arrested”: this reads like an account" in page
    assert "Nothing was sent yet." in page
    assert ACCOUNT in page, "what was typed is kept"
    assert f'name="{KNOWN}"' in page
    assert 'href="/en/" rel="noreferrer"' in page
    assert not Sanction.objects.exists()
    _urgent(client, firm, ACCOUNT, **{KNOWN: "on"})
    assert Sanction.objects.get().facts == ACCOUNT


def test_ordinary_facts_are_asked_nothing(cast: Cast) -> None:
    firm = firms.active(cast)
    page = _urgent(client_of(cast, "sol"), firm, "The city took its licence on 2026-04-02.")
    assert KNOWN not in page
    assert Sanction.objects.exists()


@pytest.mark.parametrize("extra", [{}, {KNOWN: "on"}])
def test_a_note_and_a_comment_are_stopped_whatever_is_ticked(cast: Cast, extra: dict[str, str]) -> None:
    firms.represents(cast)
    firm = firms.in_review(cast)
    client = client_of(cast, "amara")
    said = {"words": "Staff said that the girl was there again.", **extra}
    for address in (
        reverse("travel:add_note", args=[firm.pk]), reverse("travel:comment", args=[firm.pk, "C1.1"]),
    ):  # fmt: skip
        page = text(client.post(address, said, follow=True))
        assert "“the girl”: this reads like an account" in page
        assert "Nothing of it was kept." in page
        assert KNOWN not in page
    assert not CoachingNote.objects.exists()
    assert not PlanComment.objects.exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "no complaints"), ("fr", "deux signalements"), ("es", "la menor")],
)
def test_in_the_languages_of_the_list(language: str, words: str) -> None:
    form = desk.Words("x", "y", {"words": f"— {words} —"})
    assert not form.is_valid(), language
    assert Careful.confirms


@pytest.mark.parametrize(
    "said",
    [
        "They called police about a child.", "Somebody took a child to room 12.", "Un enfant était dans la chambre 12.",
        "Llamaron a la policía por un niño.", "Estaba en la habitación 12.",
    ],
)  # fmt: skip
def test_a_note_of_coaching_holds_no_room_and_no_call_to_the_police(cast: Cast, said: str) -> None:
    """A number of a room at one place is enough to know who it was."""
    firms.represents(cast)
    firm = firms.active(cast)
    page = text(client_of(cast, "amara").post(reverse("travel:add_note", args=[firm.pk]), {"words": said}))
    assert "this reads like an account" in page
    assert escape(said) in page, "what was typed is kept"
    assert not CoachingNote.objects.exists()


def test_a_meeting_room_is_no_account() -> None:
    assert forbidden.told("The course is in meeting room 2, and rooms 1 to 40 have the leaflet.") == ""
