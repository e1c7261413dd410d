"""DNH-53: what a child or a provider opens by a code is small, and readable by every reader."""

import gzip
import re

import pytest

from fanal import vault
from fanal.cases.models import Case, Service
from fanal.cases.referring import once
from tests.harm.test_dnh_53_small_and_for_all import HEADERS, KB, SCRIPT, STYLE
from tests.people import NOW, Cast
from tests.rooms.cases.child_side.own import Phone, coded
from tests.rooms.cases.referring.scenes import RANG, a_help, drafted

pytestmark = pytest.mark.django_db(databases="__all__")
BUTTONS = ("home", "feel", "ask", "stop", "other", "write", "who")


@pytest.fixture(scope="module")
def help_of_all(cast_of_file: Cast) -> Service:
    return a_help(cast_of_file)


def _fits(html: str, lang: str) -> None:
    assert re.search(rf'<html[^>]* lang="{lang}"', html)
    assert 'name="viewport" content="width=device-width' in html
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert 'src="data:' not in html
    asked = re.findall(r'<(?:input|textarea|select)(?![^>]*type="hidden")[^>]* id="([^"]+)"', html)
    assert not [one for one in asked if f'for="{one}"' not in html], "each box has its label"


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_each_page_of_a_child_is_small_and_whole(cast: Cast, help_of_all: Service, lang: str) -> None:
    phone = Phone(lang=lang)
    phone.code(coded(cast, Case.objects.get(pk=help_of_all.case_id), "Tuesday"))
    for go in BUTTONS:
        html = phone.press(go)
        _fits(html, lang)
        assert len(gzip.compress(html.encode())) + STYLE + SCRIPT + 2 * HEADERS <= 30 * KB, go
        assert "<script>" not in html


def test_the_page_of_a_provider_too(cast: Cast, help_of_all: Service) -> None:
    help_ = Service.objects.select_related("case").get(pk=help_of_all.pk)
    code: vault.Receipt = once.make(cast["marek"], drafted(cast["marek"], help_).pk, RANG, NOW)
    phone = Phone()
    html = phone.code(code.letters)
    _fits(html, "en")
    assert len(html.encode()) + STYLE + SCRIPT + 2 * HEADERS <= 30 * KB
