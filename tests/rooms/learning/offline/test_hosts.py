"""Those who learn have a host name of its own, so that leaving a public page in a hurry takes nothing of theirs away;
with one name alone nothing is kept in the browser, and the page says why."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import fanal
from fanal.learning.attempts import sent
from fanal.learning.attempts.sent import Code
from fanal.learning.certificates import keys
from fanal.site.checks import learning
from fanal.site.checks.contracts import State
from tests.camera import read_back
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.certificates.test_certificates import _given
from tests.rooms.learning.seated import Seated, card, seated, url

pytestmark = pytest.mark.django_db(databases="__all__")
THEIRS, MAIN = "learn.test", "testserver"


@pytest.fixture
def apart(settings: Any) -> None:
    settings.ALLOWED_HOSTS = [MAIN, THEIRS]
    settings.LEARNING_HOST = THEIRS


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("path", ["/en/xa/", "/en/", "/en/leave", "/desk/day/", "/c/en/", "/fr/learn/?a=b", "/"])
def test_under_their_name_is_nothing_else(path: str) -> None:
    answer = Client(headers={"host": f"{THEIRS}:8443"}).get(path)
    assert (answer.status_code, answer.url) == (302, f"http://{MAIN}:8443{path}")  # type: ignore[attr-defined]
    assert "Clear-Site-Data" not in answer


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("path", ["/learn/en/in/", "/learn/en/offline/", "/learn/worker.js"])
def test_their_pages_are_under_no_other_name(path: str) -> None:
    answer = Client(headers={"host": MAIN}).get(path)
    assert (answer.status_code, answer.url) == (302, f"http://{THEIRS}{path}")  # type: ignore[attr-defined]
    assert Client(headers={"host": THEIRS}).get(path).status_code == 200


def test_with_one_name_nothing_is_kept_and_the_page_says_why(cast: Cast) -> None:
    reviewed.all_say(cast, "front-desk")
    one = seated(cast)
    page = text(one.client.get(reverse("learner:course", args=["en", "front-desk"])))
    assert "This course needs a network" in page
    assert "offline.js" not in page
    page = text(one.client.get(reverse("offline:page", args=["en"])))
    assert "This site cannot do that" in page
    assert "offline.js" not in page
    assert one.client.get("/learn/worker.js").status_code == 404


@pytest.mark.usefixtures("apart")
def test_telling_someone_leads_away(cast: Cast) -> None:
    _learner, _code, of = card(cast)
    said = {"labels": "Ben", "role": "front_desk", "language": "en"}
    shown = text(client_of(cast, "edo").post(reverse("learners:add_people", args=[of.pk]), said, follow=True))
    assert f"http://{MAIN}/en/xa/" in shown
    page = text(Client(headers={"host": THEIRS}).get(reverse("offline:page", args=["en"])))
    assert f'href="http://{MAIN}/en/"' in page


@pytest.mark.usefixtures("keyfile_kept")
@pytest.mark.parametrize("theirs", ["", THEIRS])
def test_paper_of_a_live_site_names_its_own_names(one: Seated, cast: Cast, settings: Any, theirs: str) -> None:
    """Whatever name whoever prints came to, and whichever name answers to a whole domain."""
    keys.add()
    given = _given(one)
    settings.ALLOWED_HOSTS = [".example.org", *filter(None, [theirs]), "net.example", "onion.example"]
    settings.LEARNING_HOST = theirs
    settings.PRODUCTION = True
    here = {"SERVER_NAME": theirs or "onion.example"}
    page = text(one.client.post(url("certificate", given.attempt), {"name": "Ana Sok"}, **here))
    assert f"https://net.example/c/{given.code}" in page
    said = {"labels": "Ben", "role": "front_desk", "language": "en"}
    to = reverse("learners:add_people", args=[one.cohort.pk])
    shown = text(client_of(cast, "edo").post(to, said, follow=True, SERVER_NAME="onion.example"))
    codes = [read_back(one)[1] for one in re.findall(r"<svg class=\"qr\".*?</svg>", shown, re.DOTALL)]
    assert codes[0].startswith(f"https://{theirs or 'net.example'}/learn/en/in/#")
    assert set(codes[1:]) == {"https://net.example/en/xa/"}
    assert "https://net.example/en/xa/" in shown
    assert "onion.example" not in shown


def test_fanal_check_says_how_it_stands(settings: Any) -> None:
    settings.ALLOWED_HOSTS = [MAIN, THEIRS]
    found = []
    for name in ("", THEIRS, MAIN):
        settings.LEARNING_HOST = name
        found.append(learning.host().state)
    assert found == [State.OK, State.OK, State.FAIL]


def test_the_contract_of_the_address_is_that_of_the_code() -> None:
    path = Path(fanal.__file__).parent / "learning" / "offline" / "openapi.json"
    parts = json.loads(path.read_text())["components"]["schemas"]
    attempt, event, answer = (parts[name]["properties"] for name in ("Attempt", "Event", "Answer"))
    assert set(attempt) == {*sent.Header.__slots__, "events", "client_id"} - {"client"}
    assert set(event) == set(sent.Said.__slots__)
    assert event["seq"]["maximum"] == sent.MOST_SEQ
    assert parts["Batch"]["properties"]["attempts"]["maxItems"] == sent.MOST_ATTEMPTS
    each = answer["attempts"]["items"]["properties"]
    said = {*each["code"]["enum"], *each["refused"]["items"]["properties"]["code"]["enum"]}
    said |= set(parts["Refused"]["properties"]["code"]["enum"])
    assert said == {*map(str, Code)} | {"", "bad_json", "elsewhere", "method", "type", "too_often"}
