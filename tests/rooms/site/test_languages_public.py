"""What the public can meet must be reviewed: every text that a public page asks for is of one of these parts."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.utils.translation import trans_real

from fanal.concerns.models import Concern
from fanal.engines.language.texts import DESK
from fanal.site.languages import table
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.child_side.own import Phone, coded
from tests.rooms.concerns.reporter import Reporter, every_page, filled, say
from tests.rooms.research import planning

__all__ = ["open_form"]
pytestmark = pytest.mark.django_db(databases="__all__")
AT = "/preview/pt"


class Heard(trans_real.DjangoTranslation):  # type: ignore[misc]
    """The translations of a language that remembers what it was asked for."""

    def __init__(self, language: str) -> None:
        self.asked: set[tuple[str | None, str]] = set()
        super().__init__(language)

    def gettext(self, message: str) -> str:
        self._ask(message)
        return str(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self._ask(msgid1)
        return str(super().ngettext(msgid1, msgid2, n))

    def _ask(self, message: str) -> None:
        context, _, text = message.rpartition("\x04")
        self.asked.add((context or None, text))


@pytest.fixture
def heard() -> Iterator[Heard]:
    made = trans_real._translations["pt"] = Heard("pt")  # type: ignore[attr-defined]
    yield made
    del trans_real._translations["pt"]  # type: ignore[attr-defined]


def staff_only(heard: Heard) -> list[tuple[str, tuple[str, ...]]]:
    """What was asked for and is of the pages of staff, with where it is seen."""
    assert len(heard.asked) > 30
    texts = (text for text in table.texts().values() if text.part == DESK)
    return sorted((text.singular, text.files) for text in texts if text.place in heard.asked)


def links(path: str) -> set[str]:
    """The addresses of the site that a page links to."""
    html = Client().get(path).content.decode()
    return {unescape(one) for one in re.findall(rf'href="({AT}/[^"#]*)"', html)}


def test_the_form_and_its_ways(open_form: Cast, heard: Heard) -> None:
    pages = every_page("pt", "/preview")
    answers = {"danger": "no", "words": "x", "what": ("came_upon_images",)}
    for page, more in (
        ("", {"page": "entry", "go": "next"}),
        ("2", {"state": filled(), "page": "what", "words": "n" * 2001}),
        ("2", {"state": filled(), "page": "what", "words": "data:image/png;base64,A"}),
        ("7", {"state": filled(answers=answers, removed=1), "page": "check"}),
        ("2", {"state": filled(lived=9000), "page": "what", "words": "x"}),
        ("2", {"state": "x", "page": "what", "words": "x"}),
    ):
        Reporter().post(f"{AT}/xa/{page}", more)
    for address in ("/?country=", "/?for=you", "/xa/practice/x", "/zz/", "/xb/", "/xc/"):
        Reporter().get(f"{AT}{address}")
    Reporter().post(f"{AT}/code", {"code": "x"})
    Reporter().post(f"{AT}/xa/2", "state=" + "a" * 200_000)
    say(open_form["amara"], Concern.objects.get(child_door=False), "x")
    Reporter().post(f"{AT}/code", {"code": pages["receipt"].code})
    assert staff_only(heard) == []


def test_the_pages_of_a_child(cast: Cast, heard: Heard) -> None:
    case = opened(cast)
    phone = Phone(lang="preview/pt")
    for agreed in ("", "Tuesday"):
        phone.code(coded(cast, case, agreed))
        for go in ("home", "feel", "ask", "stop", "write", "who", "end"):
            phone.press(go)
    assert staff_only(heard) == []


def test_the_law(cast: Cast, heard: Heard) -> None:
    """The world, each kind of page below it, and every provision of one country."""
    first = links(f"{AT}/law/") | links(f"{AT}/law/treaty/")
    kinds = ("/law/item/", "/law/treaty/", "/law/NL/")
    some = [next(one for one in sorted(first) if kind in one and not one.endswith("treaty/")) for kind in kinds]
    provisions = {inner for path in some for inner in links(path) if inner.startswith(f"{AT}/law/NL/")}
    assert len(provisions) > 5
    assert {Client().get(path).status_code for path in provisions} == {200}
    assert staff_only(heard) == []


def test_the_evidence(cast: Cast, heard: Heard) -> None:
    release = planning.published(cast)
    for path in ("", "catalogue/", "country/", "country/XA/", f"{release.number}/", f"{release.number}/v1/codebook/"):
        assert Client().get(f"{AT}/evidence/{path}").status_code == 200, path
    assert staff_only(heard) == []
