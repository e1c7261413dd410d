"""Somebody who has no code, or a code of one room, and measures the page on which codes are typed.

What opens nothing is looked for by every room in the same queries: nobody learns which rooms give codes.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext

from fanal import vault
from fanal.concerns.models import Concern
from fanal.concerns.public.receive import found_by
from fanal.web import codes
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, publish, tell

pytestmark = pytest.mark.django_db(databases="__all__")
OTHER = vault.new_receipt()


@pytest.fixture(autouse=True)
def page(cast: Cast) -> None:
    """The public form is open."""
    publish(cast.aurora)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Another room gives codes, too: which of the rooms were asked, in order."""
    found: list[str] = []

    def door(name: str, has: Callable[[vault.Receipt], bool], of: codes.Door | None = None) -> codes.Door:
        def heard(code: vault.Receipt) -> bool:
            found.append(name)
            return has(code)

        show = of.show if of else lambda _request, _code: HttpResponse("the page of a child")
        go_on = of.go_on if of else lambda request: HttpResponse(f"went on: {request.POST['text']}")
        return codes.Door(page=name, has=heard, show=show, go_on=go_on)

    talk = codes._doors["talk"]
    doors = {
        "talk": door("talk", talk.has, talk),
        "own": door("own", lambda code: found_by(code) is None and code.letters == OTHER.letters),
    }
    monkeypatch.setattr(codes, "_doors", doors)
    return found


def _queries(code: str) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        Reporter().post("/en/code", {"code": code})
    return [one["sql"].split("WHERE")[0] for one in caught]


def test_every_room_looks_for_every_code(asked: list[str]) -> None:
    """One that is nowhere, one of each room: none is known sooner than another."""
    told = tell()
    for code in (vault.new_receipt().letters, OTHER.letters, told.code):
        asked.clear()
        Reporter().post("/en/code", {"code": code})
        assert asked == ["talk", "own"]


def test_a_wrong_code_costs_the_same_whatever_is_stored() -> None:
    """Before anybody told anything, and after; the control: a right one is opened, and costs more."""
    before = _queries(vault.new_receipt().letters)
    told = tell()
    assert _queries(vault.new_receipt().digits) == before
    assert len(_queries(told.code)) > len(before)
    assert Concern.objects.count() == 1


def test_each_room_opens_its_own(asked: list[str]) -> None:
    told = tell()
    assert "Nobody has answered yet." in Reporter().post("/en/code", {"code": told.code}).html
    assert Reporter().post("/en/code", {"code": OTHER.digits}).html == "the page of a child"
    assert "Not found." in Reporter().post("/en/code", {"code": vault.new_receipt().letters}).html
    assert Reporter().post("/en/code", {"page": "own", "text": "Hello"}).html == "went on: Hello"


@pytest.mark.parametrize("name", ["", "nobodys", "talk"])
def test_a_form_that_no_room_knows_loses_nothing(name: str) -> None:
    back = Reporter().post("/en/code", {"page": name, "state": "planted", "text": "What I wrote"})
    assert back.status == 400
    assert "What I wrote" in back.html
    assert "Type your code again." in back.html


def test_no_two_rooms_have_one_page() -> None:
    def unasked(request: HttpRequest) -> HttpResponse:
        raise AssertionError

    with pytest.raises(ValueError, match="twice"):
        codes.register(codes.Door(page="talk", has=bool, show=lambda _r, _c: HttpResponse(), go_on=unasked))
