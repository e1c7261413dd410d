"""L03, acts that no country can prosecute: for holders of `law.gaps`, of their own countries, at the desk alone. It
stands in nothing that leaves, whoever asks."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from fanal.clocks import api as clocks
from fanal.justice.gaps import gaps, looks
from fanal.justice.models import GapsLook
from fanal.network import api as network
from fanal.progress.composing import composing
from fanal.progress.composing.blocks import shelf
from fanal.progress.composing.kinds import Kind
from fanal.progress.models import Observation, Vintage
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.justice.small import small_law_of_file, with_grant
from tests.rooms.progress import places
from tests.rooms.progress.composing import made
from tests.rooms.progress.numbers.test_pages import _all_public

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("small_law_of_file")]
__all__ = ["small_law_of_file"]
SHARE = re.compile(r"[\d.]+ to [\d.]+ per cent")
_FILES = re.compile(r"(csv|json|xml)$")


@pytest.fixture(scope="module")
def counted(small_law_of_file: None, cast_of_file: Cast) -> None:
    """Noor has the grant, and had the gaps of XA counted."""
    with_grant(cast_of_file)
    gaps.start(cast_of_file["noor"], "XA", NOW)
    clocks.drain()


def _page(cast: Cast, who: str, code: str = "L03") -> str:
    answer = client_of(cast, who).get(reverse("progress:number", args=[code]))
    assert answer.status_code == 200
    return text(answer)


def _share(cast: Cast) -> str:
    found = SHARE.search(_page(cast, "noor"))
    assert found
    return found[0]


def test_a_holder_reads_it_of_their_own_countries(counted: None, cast: Cast) -> None:
    share = _share(cast)
    there = text(client_of(cast, "noor").get(reverse("justice:gaps_of", args=["XA"])))
    assert share in there, "the same as on the page of the gaps"
    assert "For those who may see gaps, alone." in _page(cast, "noor")
    assert not SHARE.search(_page(cast, "noor", "L02"))


def test_each_look_is_written_down_and_there_is_a_limit(counted: None, cast: Cast) -> None:
    before = GapsLook.objects.count()
    for _turn in range(looks.LIMIT - before):
        _share(cast)
    assert GapsLook.objects.count() == looks.LIMIT
    said = _page(cast, "noor")
    assert "You looked at gaps often" in said
    assert not SHARE.search(said)


@pytest.mark.parametrize("who", ["lena", "bao", "tove", "nils"])
def test_without_the_grant_there_is_nothing_of_it(counted: None, cast: Cast, who: str) -> None:
    said = client_of(cast, who).get(reverse("progress:number", args=["L03"]))
    if said.status_code == 200:
        assert not SHARE.search(text(said))
        assert "Countries of your organisation" not in text(said)
    assert not GapsLook.objects.exclude(person_id=cast["noor"].person).exists()


def test_a_holder_of_another_house_reads_nothing_of_this_country(counted: None, cast: Cast) -> None:
    """Oda of Nordlys, which works in XB: it says that nobody had that counted."""
    share = _share(cast)
    places.ready(cast)
    network.grants.hold(cast["oda"].person, "law.gaps", NOW.date(), date(2027, 5, 1))
    said = _page(cast, "oda")
    assert "Countries of your organisation" in said
    assert reverse("justice:gaps_of", args=["XB"]) in said
    assert reverse("justice:gaps_of", args=["XA"]) not in said
    assert share not in said


def _public_files() -> Iterator[str]:
    """Each address of progress for everybody that ends as a file, without an argument but the language."""
    for pattern in get_resolver().url_patterns:
        yield from _of(pattern, "")


def _of(pattern: object, before: str) -> Iterator[str]:
    here = before + str(pattern.pattern)  # type: ignore[attr-defined]
    for one in getattr(pattern, "url_patterns", ()):
        yield from _of(one, here)
    name = getattr(pattern, "name", None)
    if name and "<tongue:lang>" in here and _FILES.search(here):
        path = here.replace("<tongue:lang>", "en").replace("<state:country>", "XA").replace("<state:code>", "XA")
        if "<" not in path:
            yield f"/{path}"


def test_it_is_in_nothing_that_leaves(counted: None, cast: Cast) -> None:
    share = _share(cast)
    least, most = re.findall(r"[\d.]+", share)
    files = sorted(set(_public_files()))
    assert {"/en/progress.csv", "/en/progress.json", "/en/asks.csv", "/en/asks.json", "/en/country/XA.json"} <= set(
        files
    )
    client = Client()
    pages = ["/en/country/XA/", "/en/country/XA/sheet/", "/en/progress/", "/en/progress/XA/SA-4d/", "/en/law/XA/"]
    for path in (*files, *pages):
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        said = body.decode(errors="replace")
        assert share not in said, path
        assert "Extraterritorial gaps" not in said, path
    said = _all_public()
    assert "Extraterritorial gaps" not in said
    assert f"{least} %" not in said or f"{most} %" not in said
    row = made.begun(made.advocates(cast))
    offers = shelf.offered(composing.about(row, NOW), Kind.NUMBER, "extraterritorial gaps")
    assert offers == []
    assert client.get(reverse("numbers:indicator", args=["en", "L03"])).status_code == 404
    assert not Observation.objects.filter(indicator="L03").exists()
    assert not Vintage.objects.filter(indicator="L03").exists()
