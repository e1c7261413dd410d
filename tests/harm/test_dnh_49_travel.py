"""DNH-49 in the room of companies: nobody there reads, counts or times what anybody told, not even zero; nothing is
asked of guests or incidents, nothing is uploaded, nobody is ranked."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import fanal
from fanal.access.api import rules
from fanal.network.contracts import OrgKind
from fanal.tourism import models as rows
from fanal.tourism.membership.deciding import Basis
from tests.desk import client_of, text
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import tell
from tests.rooms.tourism import firms

__all__ = ["open_form"]
pytestmark = pytest.mark.django_db(databases="__all__")
ROOM = Path(fanal.__file__).parent / "tourism"
WALLS = ("concerns.", "handovers.", "cases.", "justice.", "contacts.")
GUESTS = re.compile(r"guest(?!_house)|nationalit|passport|suspicious|suspected|room_number|appearance", re.IGNORECASE)
INCIDENTS = re.compile(r"incident|arrest|number of concerns|how many (?:concerns|suspicions|cases)", re.IGNORECASE)
RANKS = re.compile(r"\b(?:rank|league|percentile|better than|top \d|safest|safe hotel)", re.IGNORECASE)


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def _addresses(firm: firms.Firm) -> list[str]:
    """Every page that an address without a secret leads to, with what a company could name in it."""
    found = []
    named = {"membership": str(firm.pk), "programme": firms.CODE, "question": "X1", "lang": "en", "code": firms.CODE}
    for pattern, entry in _patterns(get_resolver()):
        assert isinstance(entry, URLPattern)
        address = re.sub(r"<\w+:(\w+)>", lambda part: named.get(part[1], part[0]), pattern)
        if "<" not in address and "sign-out" not in address and "logout" not in address and "(?P" not in address:
            found.append(f"/{address}")
    return found


def _told(client: Client, address: str) -> tuple[int, str, int]:
    """Status, what the page says without what changes with each showing, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    is_page = not answer.streaming and answer["Content-Type"] != "application/pdf"  # which names the second it was made
    page = text(answer) if is_page else ""
    page = re.sub(r'<input type="hidden"[^>]*>|(?:nonce|data-left|data-key)="[^"]*"', "", page)
    return answer.status_code, page, len(queries)


@pytest.mark.parametrize("who", ["rosa", "tove", "sol"])
def test_a_concern_changes_no_page_and_no_query_of_whoever_works_with_companies(open_form: Cast, who: str) -> None:
    """Words, status and number of queries: what nobody can see, nobody can time either."""
    firm = firms.active(open_form)
    client = client_of(open_form, who)
    mine = [one for one in _addresses(firm) if one.startswith(("/desk/travel/", "/en/travel/"))]
    if who == "rosa":  # signing in draws a secret anew, and a session has less time left
        desk = [one for one in _addresses(firm) if one.startswith("/desk/")]
        mine += [one for one in desk if not one.startswith(("/desk/travel/", "/desk/sign-in/", "/desk/left/"))]
    for address in mine:
        client.get(address)
    before = {address: _told(client, address) for address in mine}
    assert sum(status == 200 for status, _page, _count in before.values()) > 8
    for _number in range(3):
        tell(how_known="i_work_there")
    assert [address for address in mine if _told(client, address) != before[address]] == []


def test_no_company_opens_a_page_of_concerns_cases_or_law(cast: Cast) -> None:
    firm = firms.active(cast)
    rosa = client_of(cast, "rosa")
    closed = ("/desk/concerns/", "/desk/cases/", "/desk/law/", "/desk/countries/")
    met = [address for address in _addresses(firm) if address.startswith(closed)]
    assert len(met) > 5
    for address in met:
        assert rosa.get(address).status_code in {403, 404, 405}, address


def test_no_deed_of_the_room_opens_what_is_sealed_and_none_of_others_names_a_company() -> None:
    found = {deed: rule for deed, rule in rules().items() if deed.startswith("tourism.")}
    assert len(found) > 30
    assert not [deed for deed, rule in found.items() if rule.opens]
    assert not [
        deed for deed, rule in rules().items() if deed.startswith(WALLS) and OrgKind.COMPANY in rule.kinds
    ]  # fmt: skip


def test_no_sanction_rests_on_what_anybody_told() -> None:
    assert {one.value for one in Basis} == {"public_decision", "verification", "admission"}


def _forms() -> set[type[forms.Form]]:
    """Of every module of the room, whatever it is called."""
    modules = [import_module(one.name) for one in walk_packages([str(ROOM)], "fanal.tourism.")]
    found = (one for module in modules for one in vars(module).values())
    return {one for one in found if isinstance(one, type) and issubclass(one, forms.Form)}


def test_nothing_is_asked_of_guests_and_incidents_and_nothing_is_uploaded() -> None:
    columns = [
        f"{model.__name__}.{field.name}"
        for model in vars(rows).values()
        if isinstance(model, type) and issubclass(model, models.Model)
        for field in model._meta.get_fields()
    ]
    asked = [f"{form.__name__}.{name}" for form in _forms() for name in form.base_fields]
    assert len(columns) > 60
    assert len(asked) > 30
    assert not [one for one in (*columns, *asked) if GUESTS.search(one) or INCIDENTS.search(one)]
    assert not [form for form in _forms() for field in form.base_fields.values() if isinstance(field, forms.FileField)]
    for path in ROOM.rglob("*.html"):
        page = path.read_text()
        assert 'type="file"' not in page, path
        assert not GUESTS.search(page), path
        assert not RANKS.search(page), path
        assert not INCIDENTS.search(page), path


def test_a_file_is_refused_whatever_page_it_is_sent_to(cast: Cast) -> None:
    firm = firms.active(cast)
    rosa = client_of(cast, "rosa")
    for name in ("profile", "places_in", "add_place"):
        sent = rosa.post(reverse(f"travel:{name}"), {"text": SimpleUploadedFile("policy.pdf", b"%PDF-1.7")})
        assert sent.status_code == 415, name
    assert firm.row.state == "active"


@pytest.mark.parametrize("name", ["/r", "/api/tourism/v1/concerns", "/desk/travel/concerns/", "/desk/travel/count/"])
def test_nobody_answers_who_asks_for_a_count(cast: Cast, name: str) -> None:
    firms.active(cast)
    answer = client_of(cast, "rosa").get(name)
    assert answer.status_code == 404
