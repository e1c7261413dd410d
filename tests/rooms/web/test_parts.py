"""Each part says in words what it shows, and escapes what it is given."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import cast as cast_to

import pytest
from django.http import HttpRequest
from django.template import TemplateDoesNotExist, engines
from django.test import Client

from fanal.vocabulary.evidence import State
from fanal.web import nav
from fanal.web.templatetags import parts
from tests.people import Cast

TEMPLATES = Path(parts.__file__).parents[1] / "templates"
EVIL = '<script>"x"</script>'


def drawn(template: str, **context: object) -> str:
    return engines["django"].from_string(template).render(context)


@pytest.mark.parametrize("name", sorted(parts.ICONS))
def test_icons_are_pictures_that_screen_readers_skip(name: str) -> None:
    assert parts.icon(name).startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in parts.icon(name)


def test_there_are_no_other_icons() -> None:
    drawn_icons = re.findall(r"\{% partialdef (\S+)", (TEMPLATES / "web/parts/icons.html").read_text())
    assert set(drawn_icons) == parts.ICONS
    with pytest.raises(ValueError, match="no icon"):
        parts.icon("skull")
    with pytest.raises(TemplateDoesNotExist):
        drawn('{% include "web/parts/icons.html#skull" %}')


def test_the_five_states_differ_in_word_and_shape() -> None:
    shown = [parts.state(state) for state in State]
    assert len({re.sub(r"<svg.*</svg>", "", s) for s in shown}) == 5
    assert len({re.search(r"<svg.*</svg>", s).group() for s in shown}) == 5  # type: ignore[union-attr]
    assert ["unknown" in s for s in shown] == [not state.is_finding for state in State]
    with pytest.raises(ValueError, match="no icon"):
        parts.state("probably")


@pytest.mark.parametrize(
    "template",
    [
        "{% button evil %}",
        "{% button evil href=evil %}",
        "{% button evil name=evil value=evil %}",
        "{% tag evil %}",
        "{% facts pairs %}",
        "{% path steps label=evil %}",
        "{% table cols rows caption=evil %}",
        "{% tabs items evil %}",
        "{% preview pairs pairs to=evil %}",
        "{% empty evil todo=evil href=evil action=evil %}",
        "{% progress 1 2 evil %}",
        "{% notice %}{{ evil }}{% endnotice %}",
        "{% seal %}{{ evil }}{% endseal %}",
        "{% card %}{{ evil }}{% endcard %}",
        "{% words %}{{ evil }}{% endwords %}",
        "{% fold evil %}{{ evil }}{% endfold %}",
        "{% call_block contacts heading=evil %}",
        "{% timeline events label=evil %}",
        "{% state 'yes' evil %}",
        "{% pages first=evil following=evil %}",
    ],
)
def test_nothing_that_is_given_becomes_markup(template: str) -> None:
    html = drawn(
        template,
        evil=EVIL,
        pairs=[(EVIL, EVIL)],
        steps=[{"title": EVIL, "note": EVIL, "done": True}],
        cols=[EVIL],
        rows=[{"cells": [EVIL], "url": EVIL, "open": EVIL}],
        items=[{"label": EVIL, "url": EVIL, "current": True}],
        contacts=[{"label": EVIL, "number": EVIL, "note": EVIL}],
        events=[{"when": None, "what": EVIL, "who": EVIL}],
    )
    assert "<script" not in html
    assert '"x"' not in html
    assert "&lt;script&gt;" in html


def test_without_a_verified_number_the_block_says_so_and_shows_no_number() -> None:
    html = drawn("{% call_block none %}", none=[])
    assert "We hold no verified number for this place." in html
    assert "tel:" not in html
    assert not re.search(r"\d", re.sub(r"<[^>]*>", "", html))


def test_an_emergency_number_is_one_touch_away() -> None:
    html = drawn("{% call_block c %}", c=[{"label": "Police", "number": "0000", "shown": "00 00", "note": "free"}])
    assert '<a href="tel:0000" dir="ltr">00 00</a>' in html


def test_an_unknown_fact_is_said_and_zero_is_not_unknown() -> None:
    html = drawn("{% facts pairs %}", pairs=[("Children", 0), ("Place", ""), ("When", None)])
    assert "<dd>0</dd>" in html
    assert html.count("not told") == 2


def test_a_path_tells_in_words_what_is_done() -> None:
    html = drawn("{% path s %}", s=[{"title": "Read", "done": True}, {"title": "Asked", "done": False}])
    assert html.index("(done)") < html.index("(still to come)")


def test_in_a_card_of_a_few_lines_a_dot_stands_only_where_something_follows_on_the_line() -> None:
    """It belongs to the cell before it, so that no line begins with it. A line whose first cell is empty begins with
    the next that is there."""
    columns = ["To", "Why", "State", "Due", "Sent", "Until"]
    rows = [{"cells": ["Aurora", "so", "sent", "late", "", ""]}, {"cells": ["Aurora", "so", "sent", "", "", "May"]}]
    html = drawn('{% table c r lines="1 2 4" %}', c=columns, r=rows)
    places = re.findall(r'data-label="\w+"(?: class="([^"]*)")?', html)
    assert places[:6] == ["", "begins", "begins goes-on", "", "", ""]
    assert places[6:] == ["", "begins", "begins", "", "", "begins"]


def test_a_table_keeps_its_column_names_when_it_becomes_cards() -> None:
    rows = [{"cells": ["20 min late", ""], "url": "/x", "open": "the concern of XA"}, {"cells": [0, "b"]}]
    html = drawn("{% table c r %}", c=["Due", "Country"], r=rows)
    assert html.count('data-label="Due"') == 2
    assert 'Open<span class="hush"> the concern of XA</span>' in html
    assert "<span>0</span>" in html
    with pytest.raises(ValueError, match="zip"):
        drawn("{% table c r %}", c=["Due"], r=rows)


@pytest.mark.parametrize(
    ("counts", "readable"),
    [
        ({"yes": 10, "partial": 3, "no": 2, "unknown": 6}, True),
        ({"yes": 1, "unknown": 7}, False),
        ({}, False),
        ({"no": 4}, True),
    ],
)
def test_a_meter_is_drawn_only_where_half_is_known_and_always_in_words(counts: dict[str, int], readable: bool) -> None:
    shown = parts.meter(**counts)
    assert shown["readable"] is readable
    assert shown["known"] + shown["half"] + shown["hatched"] <= 100.01
    html = drawn(
        "{% meter yes=c.yes partial=c.partial no=c.no unknown=c.unknown %}",
        c={**dict.fromkeys(("yes", "partial", "no", "unknown"), 0), **counts},
    )
    assert f"{counts.get('unknown', 0)} unknown" in html
    assert ("<svg" in html) is readable
    assert "style=" not in html


def test_words_of_a_person_keep_their_own_direction() -> None:
    assert 'dir="auto"' in drawn("{% words %}مرحبا{% endwords %}")


def test_a_fold_is_closed_until_it_is_wanted() -> None:
    assert '<details class="fold"><summary>Show</summary>' in drawn('{% fold "Show" %}x{% endfold %}')
    assert " open>" in drawn('{% fold "Show" True %}x{% endfold %}')


def test_pages_without_neighbours_show_nothing() -> None:
    assert drawn("{% pages %}").strip() == ""


def test_no_template_has_inline_style_script_or_a_handler() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\sstyle=|<style|<img|\son[a-z]+=|javascript:|src=.(http|//|data:)", text), path
        assert "<script" not in re.sub(r"<script src=\"{% static '[^']+' %}\" defer></script>", "", text), path


@pytest.mark.parametrize("path", ["/en/dev/components", "/preview/ar/dev/components"])
def test_the_components_page_of_reporters_has_no_brand(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert "fanal" not in page.casefold()
    assert page.index("data-leave") < page.index("<main")
    assert page.index("tel:0000") < page.index("<form")
    assert "csrf" not in page


def test_the_components_page_is_not_there_in_production(client: Client, settings: object) -> None:
    settings.MODE = "production"  # type: ignore[attr-defined]
    assert client.get("/en/dev/components").status_code == 404
    assert client.get("/dev/components").status_code == 404


# ---- navigation ----


def request_of(cast: Cast | None, who: str = "", path: str = "/desk/concerns/7") -> HttpRequest:
    """What the navigation reads of a request: whose it is, and where."""
    return cast_to(HttpRequest, SimpleNamespace(path=path, actor=cast[who] if cast else None))


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nav, "_doors", {})
    places = {"day": "/desk/", "queue": "/desk/concerns/", "gone": ""}
    monkeypatch.setattr(nav, "address", places.__getitem__)
    monkeypatch.setattr(nav.access, "may", lambda actor, deed: deed == "anything" or deed in actor.roles)
    nav.register("My day", "day", "anything")
    nav.register("Concerns", "queue", "duty_person")
    nav.register("Gone", "gone", "anything")


def test_a_person_sees_the_doors_that_open_for_them(doors: None, cast: Cast) -> None:
    assert [e.label for e in nav.entries(request_of(cast, "amara"))] == ["My day", "Concerns"]
    assert [e.label for e in nav.entries(request_of(cast, "edo"))] == ["My day"]
    assert nav.entries(request_of(None)) == []
    assert (
        nav.entries(cast_to(HttpRequest, SimpleNamespace(path="/"))) == []
    )  # it failed before the actor was put there


def test_the_nearest_door_is_the_current_one(doors: None, cast: Cast) -> None:
    current = [e.label for e in nav.entries(request_of(cast, "amara")) if e.current]
    assert current == ["Concerns"]
    assert not [e for e in nav.entries(request_of(cast, "amara", "/elsewhere")) if e.current]


def test_the_menu_names_person_and_organisation(cast: Cast) -> None:
    assert nav.who(request_of(cast, "amara")) == nav.Who("Amara", "Aurora")
    assert nav.who(request_of(None)) is None
