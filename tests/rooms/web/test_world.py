"""The map tells states by pattern and word, hides none, and is never the only way to what it shows."""

import re

import pytest
from django.template import engines
from django.utils import translation

from fanal.vocabulary.countries import countries
from fanal.vocabulary.evidence import State
from fanal.web import world

pytestmark = pytest.mark.once


def drawn(states: dict[str, str], links: dict[str, str]) -> str:
    with translation.override("en"):
        template = engines["django"].from_string("{% world_map states links %}")
        return template.render({"states": states, "links": links})


def test_every_country_is_on_the_map_but_the_fictional_and_antarctica() -> None:
    wanted = {found.alpha2 for found in countries(demonstration=False)} - {"AQ"}
    assert world.drawn() == wanted


@pytest.mark.parametrize("small", ["MV", "MT", "MU", "SG", "VA", "TV", "NR"])
def test_small_states_have_a_dot(small: str) -> None:
    """The 1:110m map lacks them; a state that cannot be seen would be a state that nobody asks about."""
    shown = next(land for land in world.lands({}, {}, "en") if land.code == small)
    assert any(element == "circle" for element, _ in shown.shapes)


def test_a_state_nobody_looked_at_is_not_assessed() -> None:
    page = drawn({"SE": "yes", "DE": "no"}, {})
    assert "Sweden: Yes" in page
    assert "Germany: No<" in page
    assert "Peru: Not assessed" in page


def test_the_legend_names_all_five_states() -> None:
    legend = drawn({}, {}).partition("<figcaption")[2]
    assert re.findall(r'class="land (\w+)"', legend) == [state.value for state in State]


def test_links_of_the_picture_are_no_tab_stops() -> None:
    """235 stops of the keyboard before the table would be a wall; the table has the same links."""
    page = drawn({}, {"SE": "/law/SE/"})
    assert '<a href="/law/SE/" tabindex="-1">' in page
    assert page.count("<a ") == 1


def test_the_picture_stays_within_its_box() -> None:
    left, top, width, height = (float(part) for part in world.box().split())
    starts = [
        tuple(float(part) for part in re.findall(r"-?[\d.]+", at))
        for land in world.lands({}, {}, "en")
        for element, attributes in land.shapes
        if element == "path"
        for at in re.findall(r"M(-?[\d.]+ -?[\d.]+)", attributes)
    ]
    assert len(starts) > 200
    assert all(left <= x <= left + width and top <= y <= top + height for x, y in starts)
