"""DNH-06: only contacts verified within twelve months, and never those of another country."""

import re

import pytest

from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, publish

__all__ = ["open_form"]


def _numbers(page: Reporter) -> set[str]:
    return set(re.findall(r'href="tel:([^"]+)"', page.html))


@pytest.mark.parametrize("code", ["xe", "xc", "fr", "th", "ke", "br"])
def test_a_country_without_a_page_shows_its_own_verified_numbers_or_none(open_form: Cast, code: str) -> None:
    page = Reporter().get(f"/en/{code}/")
    numbers = _numbers(page)
    own = {"xc": {"00020"}}.get(code, set())
    assert numbers == own
    if not own:
        assert "We hold no verified number for this place." in page.words


def test_what_was_verified_too_long_ago_vanishes(open_form: Cast) -> None:
    """The police number of XD was verified in 2024; its helpline is verified."""
    publish(open_form, "XD", org_id=open_form.nordlys)
    assert _numbers(Reporter().get("/en/xd/")) == {"00031"}
    assert _numbers(Reporter().get("/en/xd/danger")) == {"00031"}


def test_no_page_mixes_countries(open_form: Cast) -> None:
    for code, first in (("xa", "0000"), ("xb", "00010")):
        numbers = _numbers(Reporter().get(f"/en/{code}/"))
        assert first in numbers
        other = {"xa": "0001", "xb": "000"}
        assert all(number.startswith(other[code][:3]) for number in numbers)
    assert not _numbers(Reporter().get("/en/xa/")) & _numbers(Reporter().get("/en/xb/"))


def test_in_production_no_fictional_number_is_shown(open_form: Cast, settings: object) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    from fanal.concerns.public import around

    around._around.cache_clear()
    try:
        page = Reporter().get("/en/xa/")
        assert not _numbers(page)
        assert 'name="page"' not in page.html  # no text of the law either, so no form
    finally:
        around._around.cache_clear()
