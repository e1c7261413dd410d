"""Pictures: their numbers are those of the rows, their colours those of the pages, and SVG can be read aloud."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from fanal.engines.drawing import COLOURS, Axis
from fanal.engines.prevalence.comparison import compare
from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.pictures import picture, rows
from fanal.engines.prevalence.sensitivity import heterogeneity_sensitivity, linkage_sensitivity
from fanal.engines.prevalence.shapes import Line, shapes
from fanal.engines.prevalence.stability import choices, internal_consistency, leave_one_list_out
from fanal.engines.prevalence.svg import svg
from fanal.engines.prevalence.table import CaptureTable

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[3]
NAMES = ("table", "estimate", "refused", "comparison", "linkage", "groups", "lists", "known", "choices")
SVG = "{http://www.w3.org/2000/svg}"


@cache
def results() -> dict[str, Any]:
    table = CaptureTable.from_csv(ROOT / "corpus/prevalence/kosovo_4.csv")
    few: dict[str, Any] = {"method": "stepwise", "replicates": 200}
    return {
        "table": table,
        "estimate": estimate(table, replicates=300, method="stepwise", diagnostics=False),
        "refused": estimate(CaptureTable.from_masks("ABC", {1: 30, 2: 40, 4: 20})),
        "comparison": compare(table, ("stepwise", "threshold", "graphs"), replicates=200),
        "linkage": linkage_sensitivity(table, **few),
        "groups": heterogeneity_sensitivity(table, **few),
        "lists": leave_one_list_out(table, **few),
        "known": internal_consistency(table, **few),
        "choices": choices(table, limits=False, **few),
    }


def values(spec: Any) -> Iterator[float]:
    """All numbers of the data of a Vega-Lite dictionary."""
    if isinstance(spec, dict):
        for row in spec.get("data", {}).get("values", ()):
            yield from (
                value for value in row.values() if isinstance(value, int | float) and not isinstance(value, bool)
            )
        for key, part in spec.items():
            if key != "data":
                yield from values(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from values(part)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_all_its_data_and_they_are_those_of_the_rows(name: str) -> None:
    result = results()[name]
    spec = json.loads(json.dumps(picture(result), allow_nan=False))
    assert '"url"' not in json.dumps(spec)
    drawn = {round(value, 6) for value in values(spec)}
    said = {
        round(value, 6)
        for row in rows(result)
        for value in row.values()
        if isinstance(value, int | float) and abs(value) != float("inf")
    }
    assert said <= drawn


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_a_title_in_words(name: str) -> None:
    for shape in shapes(results()[name]):
        assert re.match(r"How many children", shape.title)


@pytest.mark.parametrize("name", NAMES)
def test_svg_is_well_formed_and_says_all_rows_in_words(name: str) -> None:
    made = ElementTree.fromstring(svg(results()[name]))
    assert made.get("role") == "img"
    assert made.get("aria-labelledby") == "title desc"
    title, words = made.find(f"{SVG}title"), made.find(f"{SVG}desc")
    assert title is not None
    assert words is not None
    assert title.text == "; ".join(shape.title for shape in shapes(results()[name]))
    said = (words.text or "").split(". ")
    assert len(said) >= len(rows(results()[name]))
    width, height = float(made.get("width", 0)), float(made.get("height", 0))
    for circle in made.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx", -1)) <= width
        assert 0 <= float(circle.get("cy", -1)) <= height


def test_points_of_a_forest_stand_in_the_order_of_their_values() -> None:
    made = ElementTree.fromstring(svg(results()["choices"]))
    drawn = [float(circle.get("cx", 0)) for circle in made.iter(f"{SVG}circle")]
    points = [row["point"] for row in rows(results()["choices"]) if row["point"] is not None]
    assert [x for _, x in sorted(zip(points, drawn, strict=True))] == sorted(drawn)


def test_rows_of_an_estimate_begin_with_the_estimate() -> None:
    result = results()["estimate"]
    first = rows(result)[0]
    assert (first["point"], first["lower"], first["upper"]) == (result.point, result.lower, result.upper)
    parts = {row["picture"] for row in rows(result)}
    assert len(parts) == 2


def test_all_finite_replicates_are_in_the_histogram_or_said_to_be_left_out() -> None:
    result = results()["estimate"]
    histogram = shapes(result)[1]
    shown = sum(row["replicates"] for row in histogram.rows())
    assert shown + histogram.left_out == result.replicates  # type: ignore[union-attr]


def test_a_refusal_is_drawn_as_words() -> None:
    made = svg(results()["refused"])
    assert "No child is on two lists" in made
    assert "<circle" not in made


def test_names_of_lists_cannot_break_out_of_the_file() -> None:
    table = CaptureTable.from_masks(("<b>&", "y", "z"), {1: 5, 3: 4, 6: 2})
    ElementTree.fromstring(svg(table))
    assert "<b>" not in svg(table)


def test_colours_are_the_tokens_of_the_pages() -> None:
    css = (ROOT / "src/fanal/web/static/web/public.css").read_text(encoding="utf-8")
    light = css[css.index(":root") : css.index("@media")]
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", light))
    assert {name: tokens[name] for name in COLOURS} == COLOURS


def test_what_has_no_picture_is_said() -> None:
    with pytest.raises(TypeError, match="no picture of str"):
        picture("table")


def test_a_row_without_a_figure_keeps_its_reason() -> None:
    assert Line("latent", None, words="R8").row() == {
        "what": "latent", "point": None, "lower": None, "upper": None, "note": "R8",
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_fits_a_phone_with_its_words_whole(name: str) -> None:
    """Shown at 280 pixels its words are still ten high; nothing is cut, and no line is longer than the picture."""
    made = ElementTree.fromstring(svg(results()[name]))
    assert float(made.get("width", 0)) * 10 <= 280 * 12.2
    assert "…" not in svg(results()[name])
    for words in made.iter(f"{SVG}text"):
        large = 8.3 if words.get("font-size") else 6.6
        assert len(words.text or "") * large <= float(made.get("width", 0)), words.text


def test_labels_are_whole_however_long() -> None:
    names = ("Police and prosecution of the northern districts", "Hospitals and health posts and midwives", "Schools")
    drawn = " ".join(ElementTree.fromstring(svg(CaptureTable.from_masks(names, {1: 5, 3: 4, 6: 2}))).itertext())
    assert all(word in drawn for name in names for word in name.split())
    assert "…" not in drawn


def test_a_forest_has_twenty_models_and_the_table_all() -> None:
    found = results()["estimate"]
    many = replace(found, models_close=found.models_close[:1] * 57)
    forest = shapes(many)[0]
    assert sum(line.label.startswith("model") for line in forest.lines) == 20  # type: ignore[union-attr]
    assert sum(row["what"].startswith("model") for row in forest.rows()) == 57
    assert forest.title.endswith("; the 20 models that fit best of 57")
    assert "20 models" not in shapes(found)[0].title
    assert json.dumps(picture(many)).count('"what": "model') == 20


def test_models_have_the_names_of_their_lists_and_numbers_only_where_these_do_not_fit() -> None:
    """Whoever sees the picture alone need not count which list is the third."""
    found = results()["estimate"]
    drawn = " ".join(ElementTree.fromstring(svg(found)).itertext())
    assert "EXH × ABA" in drawn
    assert "Lists: 1" not in drawn
    long = replace(found, lists=tuple(f"{name} of the country, all offices" for name in found.lists))
    drawn = " ".join(ElementTree.fromstring(svg(long)).itertext())
    assert "Lists: 1 EXH of the country" in drawn
    assert "model [12" in drawn


def test_numbers_of_an_axis_do_not_touch() -> None:
    axis = Axis([1.0, 10_000_000.0], 20, 320, logarithmic=True)
    drawn = ElementTree.fromstring(f"<svg>{''.join(axis.along(0, 10, ''))}</svg>")
    held = [(float(one.get("x", 0)), len(one.text or "") * 6.6) for one in drawn.iter("text") if one.text]
    assert len(held) > 3
    assert all(x + wide / 2 <= after - other / 2 for (x, wide), (after, other) in pairwise(held))
