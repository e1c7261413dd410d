"""The pages between members, as people meet them: whom, what would leave, sending, the answer, and the end."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fanal.cases.models import Service, Transition
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.cases.members.scenes import SAID, SECRETS, a_help

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def help_of_all(cast_of_file: Cast) -> Service:
    return a_help(cast_of_file)


def hidden(html: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(request_key|seen|version)"[^>]*value="([^"]*)"', html)
    return dict(found)


def filled(html: str, help_: Service, **more: Any) -> dict[str, Any]:
    said = {f"referral_{name}": value for name, value in SAID.items()}
    return {**hidden(html), **said, "help": str(help_.pk), **more}


def post(client: Client, name: str, row: Transition, **data: Any) -> str:
    url = reverse(f"cases:transition_{name}", args=[row.pk])
    assert text(client.get(url)).count("<h1") == 1
    made = client.post(url, data)
    assert made.status_code == 302, text(made)
    return text(client.get(made["Location"]))


def test_cm_73_from_the_file_to_what_is_sent_it_is_four_pages_and_both_sides_see_each_step(
    cast: Cast, help_: Service
) -> None:
    marek, oda = client_of(cast, "marek"), client_of(cast, "oda")
    file = text(marek.get(reverse("cases:file", args=[help_.case_id])))
    whom = reverse("cases:member_whom", args=[help_.case_id])
    assert whom in file
    form = reverse("cases:member_new", args=[help_.case_id, "referral", cast.nordlys])
    assert form in text(marek.get(whom))
    page = text(marek.get(form))
    assert page.count("<h1") == 1
    assert "10 to 14" in page
    assert "the school counsellor" in page
    kept = marek.post(form, filled(page, help_))
    assert kept.status_code == 302, text(kept)
    draft = text(marek.get(kept["Location"]))
    assert "Preview: what leaves for Nordlys" in draft
    assert SAID["need"] in draft
    assert text(oda.get(kept["Location"])).count("Preview") == 0, "nobody there sees a draft"
    sent = marek.post(kept["Location"], {**hidden(draft), "act": "send"})
    assert sent.status_code == 302
    assert "Sent, waiting for an answer" in text(marek.get(kept["Location"]))

    row = Transition.objects.get()
    day = text(oda.get(reverse("desk:day")))
    assert "Another member asks about a child" in day
    theirs = text(oda.get(kept["Location"]))
    assert "Waits for your answer" in theirs
    assert "10 to 14" in theirs
    assert not any(secret in theirs for secret in SECRETS)
    assert "Aurora" in text(oda.get(reverse("cases:members")))
    assert "Accepted" in post(oda, "accept", row)
    assert "the school counsellor" not in text(oda.get(kept["Location"]))
    post(marek, "release", row)
    theirs = text(oda.get(kept["Location"]))
    assert "the school counsellor" in theirs
    assert SAID["need"] in theirs
    assert "Lilo" not in theirs
    post(oda, "write", row, text="Is Tuesday good?", question="on", key="01a00000-0000-7000-8000-000000000001")
    assert "Is Tuesday good?" in text(marek.get(kept["Location"]))
    post(oda, "outcome", row, reason="helped", words="")
    assert "A child was helped" in text(marek.get(kept["Location"]))
    post(oda, "purge", row, sure="on")
    assert "The copy is erased" in text(oda.get(kept["Location"]))
    assert "Oda" not in text(marek.get(kept["Location"])), "people of the other side appear as their organisation"


def test_a_form_that_lacks_something_keeps_what_was_typed(cast: Cast, help_: Service) -> None:
    marek = client_of(cast, "marek")
    form = reverse("cases:member_new", args=[help_.case_id, "referral", cast.nordlys])
    page = text(marek.get(form))
    answer = marek.post(form, filled(page, help_, referral_need=""))
    assert "referral_need" in answer.context["form"].errors
    assert all(said in text(answer) for name, said in SAID.items() if name != "need")
    assert not Transition.objects.exists()


def test_a_reason_beside_what_is_not_there_to_be_added_is_refused_in_words(cast: Cast, help_: Service) -> None:
    marek = client_of(cast, "marek")
    form = reverse("cases:member_new", args=[help_.case_id, "referral", cast.nordlys])
    said = filled(text(marek.get(form)), help_)
    for name in ("add:note.body", "add:child.given_name", "add:"):
        assert "What would leave has changed" in text(marek.post(form, {**said, name: "They ask"}))
    assert not Transition.objects.exists()
    assert marek.post(form, {**said, "add:note.body": " "}).status_code == 302


def test_an_old_preview_is_not_sent(cast: Cast, help_: Service) -> None:
    marek = client_of(cast, "marek")
    form = reverse("cases:member_new", args=[help_.case_id, "referral", cast.nordlys])
    kept = marek.post(form, filled(text(marek.get(form)), help_))
    answer = marek.post(kept["Location"], {"seen": "0" * 64, "act": "send"})
    assert "What would leave has changed" in text(answer)
    assert Transition.objects.get().state == "draft"
    post(marek, "withdraw", Transition.objects.get())
    assert Transition.objects.get().state == "withdrawn"


@pytest.mark.parametrize(("who", "status"), [("bao", 403), ("amara", 403), ("oda", 404), ("dalia", 403)])
def test_whoever_does_not_work_with_the_child_gets_no_form(cast: Cast, help_: Service, who: str, status: int) -> None:
    client = client_of(cast, who)
    form = reverse("cases:member_new", args=[help_.case_id, "referral", cast.nordlys])
    answer = client.post(form, filled("", help_, request_key="01a00000-0000-7000-8000-000000000002"))
    assert (client.get(form).status_code, answer.status_code) == (status, status)
    assert not Transition.objects.exists()


def test_a_member_that_is_none_is_not_found(cast: Cast, help_: Service) -> None:
    marek = client_of(cast, "marek")
    for role, org in (("referral", cast.secretariat), ("other", cast.nordlys)):
        assert marek.get(reverse("cases:member_new", args=[help_.case_id, role, org])).status_code == 404


def test_no_page_says_anything_of_the_child_in_its_title_or_address(cast: Cast, help_: Service) -> None:
    marek = client_of(cast, "marek")
    for url in (
        reverse("cases:member_whom", args=[help_.case_id]),
        reverse("cases:member_new", args=[help_.case_id, "referral", cast.nordlys]),
        reverse("cases:members"),
    ):
        page = text(marek.get(url))
        title = page.partition("<title>")[2].partition("</title>")[0]
        assert "Lilo" not in title
        assert "13" not in title
