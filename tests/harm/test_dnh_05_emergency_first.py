"""DNH-05: the emergency contact stands before any field, without JavaScript, within the first 14 KB."""

import re

import pytest

from fanal.contacts.api import country_info
from fanal.vocabulary.countries import countries
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, publish

__all__ = ["open_form"]
NOBODY = [found.alpha2 for found in countries(demonstration=False)[::15]]


def _first(page: Reporter) -> str:
    return page.response.content[: 14 * 1024].decode(errors="ignore")


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
@pytest.mark.parametrize("address", ["xa/", "xb/", "xa/danger", "xb/danger"])
def test_numbers_stand_first_as_links(open_form: Cast, lang: str, address: str) -> None:
    html = _first(Reporter().get(f"/{lang}/{address}"))
    police = next(c for c in country_info(address[:2].upper()).contacts if c.kind == "emergency_police")  # type: ignore[union-attr]
    where = html.index(f'href="{police.tel}"')
    field = re.search(r"<(?:input|textarea|select)", html)
    assert field is None or where < field.start()
    assert where < html.index("<h1")


def test_in_twenty_countries_something_stands_first(open_form: Cast) -> None:
    publish(open_form, "XD", org_id=open_form.nordlys)
    assert len(NOBODY) + 4 >= 20
    for code in ("XA", "XB", "XD", "XE", *NOBODY):
        html = _first(Reporter().get(f"/en/{code.lower()}/"))
        block = html.index('<section class="call')
        assert block < html.index("<h1"), code
        assert "tel:" in html or "We hold no verified number for this place." in html


def test_an_error_does_not_push_it_away(open_form: Cast) -> None:
    page = Reporter().get("/en/xa/").press("Continue")
    html = _first(page)
    assert html.index('href="tel:0000"') < html.index("Please choose an answer.")
