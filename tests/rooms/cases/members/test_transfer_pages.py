"""A child goes to another member, page by page: two confirm, the two who take it on, the names, the file, the end."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from fanal.cases.models import Case, Transition
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.cases.members.scenes import SAID, a_child

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    return a_child(cast_of_file)


def inputs(html: str) -> dict[str, str]:
    """What stands filled in."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        said = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        kind, name = said.get("type", "text"), said.get("name", "")
        if name and kind not in {"radio", "checkbox"}:
            found[name] = said.get("value", "")
        elif name and re.search(r"\bchecked\b", tag):
            found[name] = said.get("value", "on")
    for name, options in re.findall(r'<select name="([a-z_]+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def post(client: Client, url: str, **data: str) -> str:
    made = client.post(url, {**inputs(text(client.get(url))), **data})
    assert made.status_code == 302, text(made)
    return text(client.get(made["Location"]))


def test_from_the_offer_to_the_end_of_the_senders_file(cast: Cast, case: Case) -> None:
    marek, bao, oda, nils = (client_of(cast, one) for one in ("marek", "bao", "oda", "nils"))
    form = reverse("cases:member_new", args=[case.pk, "transfer", cast.nordlys])
    assert "Hand the work to them" in text(marek.get(reverse("cases:member_whom", args=[case.pk])))
    page = text(marek.get(form))
    assert "Lilo" not in page, "who the child is does not stand in what goes first"
    draft = post(marek, form, **{f"referral_{name}": value for name, value in SAID.items()})
    assert "Confirm; a second person follows" in draft
    row = Transition.objects.get()
    at = reverse("cases:transition", args=[row.pk])
    assert "waits for a second person" in post(marek, at, act="send")
    assert "You are the second person" in text(bao.get(at))
    assert "Sent, waiting for an answer" in post(bao, at, act="send")

    take = reverse("cases:transition_take_over", args=[row.pk])
    assert take in text(oda.get(at))
    assert oda.post(reverse("cases:transition_accept", args=[row.pk])).status_code == 200, "the two are named first"
    assert oda.post(reverse("cases:transition_agree", args=[row.pk])).status_code == 200, "nor by another door"
    assert Transition.objects.get().state == "offered"
    post(oda, take, worker=str(cast["nils"].person), supervisor=str(cast["oda"].person))
    told = {"reason": "helped", "words": ""}
    early = oda.post(reverse("cases:transition_outcome", args=[row.pk]), told)
    assert "The sender has more for you" in text(early), "nobody met a child of whom nothing was told yet"
    assert Transition.objects.get().state == "accepted"
    post(marek, reverse("cases:transition_release", args=[row.pk]))
    names = reverse("cases:transition_names", args=[row.pk])
    assert names in text(marek.get(at))
    assert "Lilo" in text(marek.get(names))
    assert "Lilo" not in text(nils.get(at))
    post(marek, names)
    theirs = text(nils.get(at))
    assert "Lilo" in theirs
    opening = reverse("cases:transition_open", args=[row.pk])
    assert opening in theirs
    page = text(nils.get(opening))
    assert inputs(page)["child_given_name"] == "Lilo"
    assert "consent" not in page
    filled = post(nils, opening, case_standing="victim", case_risk="high", child_safe_to_contact="agreed_times")
    assert "Handover" in filled
    assert "Somebody to talk to" in filled, "what came stands in the file"
    new = Case.objects.get(org_id=cast.nordlys)
    assert new.number in filled
    assert case.number not in filled

    assert "responsible now" in post(nils, reverse("cases:transition_arrived", args=[row.pk]))
    day = text(marek.get(reverse("desk:day")))
    assert "end your file" in day
    post(marek, reverse("cases:transition_close", args=[row.pk]))
    case.refresh_from_db()
    assert case.status == "closed"
    assert new.number not in text(marek.get(at)), "nobody learns the number of the other file"


def test_the_form_of_the_file_is_shown_to_nobody_before_it_came(cast: Cast, case: Case) -> None:
    marek, oda = client_of(cast, "marek"), client_of(cast, "oda")
    post(marek, reverse("cases:member_new", args=[case.pk, "transfer", cast.nordlys]),
         **{f"referral_{name}": value for name, value in SAID.items()})  # fmt: skip
    row = Transition.objects.get()
    for name in ("transition_open", "transition_names", "transition"):
        assert oda.get(reverse(f"cases:{name}", args=[row.pk])).status_code in {403, 404}
