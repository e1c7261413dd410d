"""A protected table as a picture: bars with their intervals, and for a hidden cell a hatched place with its words.

`picture` gives Vega-Lite with all its data, `svg.svg` the file of a release; both show the same bars, and `rows` is the
same as a table. A hidden cell is never drawn as a bar of height zero. Sums are in the rows, not among the bars.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fanal.engines.disclosure.model import MISSING, TOTAL, Cell, ClassSet, Protected
from fanal.engines.disclosure.words import error, said
from fanal.engines.drawing import COLOURS, SERIES

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
MOST_BARS = 96
"""A picture with more bars cannot be read; it then shows the sums of rows, and says so."""

type Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bar:
    """One cell with its words. `row` and `column`: labels; `column` is empty where the table has no columns."""

    row: str
    column: str
    cell: Cell
    words: str


def cells(protected: Protected) -> Iterator[Bar]:
    """All cells of a table, sums too, in its order."""
    for at, row in enumerate(protected.rows):
        for place, column in enumerate(protected.columns):
            cell = protected.cell(at, place)
            names = (
                _labels(protected.classes, protected.spec.rows, row),
                _labels(protected.classes, protected.spec.columns, column),
            )
            yield Bar(*names, cell, said(cell, protected.policy.k))


def bars(protected: Protected) -> tuple[list[Bar], str]:
    """The cells that are drawn, and what must be said about the choice (empty: all but the sums)."""
    everything = list(cells(protected))
    codes = [(*row, *column) for row in protected.rows for column in protected.columns]
    inner = [bar for bar, held in zip(everything, codes, strict=True) if TOTAL not in held]
    if len(inner) <= MOST_BARS:
        return inner, ""
    lines = [
        bar
        for at, row in enumerate(protected.rows)
        for bar, column in zip(everything[at * len(protected.columns) :], protected.columns, strict=False)
        if TOTAL not in row and all(code == TOTAL for code in column)
    ]
    words = f"The picture shows the first {MOST_BARS} of {len(inner)} cells; the table has all."
    if 0 < len(lines) <= MOST_BARS and protected.spec.columns:
        return lines, "The picture shows the sums of the rows; the table has all cells."
    return inner[:MOST_BARS], words


def title(protected: Protected) -> str:
    """The title of a table: its own, or one from its variables and cohorts."""
    if protected.spec.title:
        return protected.spec.title
    names = [_name(protected.classes, name) for name in (*protected.spec.rows, *protected.spec.columns)]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    years = ", ".join(str(year) for year in sorted(protected.spec.cohorts))
    counted = f"{_capital(protected.classes.unit)} by {listed}"
    return f"{counted}, {years}" if years else counted


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def limits(protected: Protected) -> str:
    """In words: to which part of its unit the table is limited (empty: it is not)."""
    found = []
    for name, codes in sorted(protected.spec.where.items()):
        words = " or ".join(_label(protected.classes, name, code) for code in codes)
        found.append(f"{_name(protected.classes, name)}: {words}")
    return f"Only {protected.classes.unit} with {'; '.join(found)}." if found else ""


def words(protected: Protected) -> str:
    """The table in words: its title, its limits, every cell, and how far a shown number may be from the truth."""
    every = ". ".join(": ".join(part for part in (bar.row, bar.column, bar.words) if part) for bar in cells(protected))
    parts = (f"{title(protected)}.", limits(protected), f"{every}.", error(protected.error))
    return " ".join(part for part in parts if part)


def rows(protected: Protected) -> list[dict[str, Any]]:
    """The table beside the picture."""
    return [
        {
            "row": bar.row, "column": bar.column, "value": bar.cell.value, "lower": bar.cell.lower,
            "upper": bar.cell.upper, "state": bar.cell.state, "words": bar.words,
        }
        for bar in cells(protected)
    ]  # fmt: skip


def picture(protected: Protected) -> Spec:
    """A Vega-Lite dictionary of a table."""
    drawn, note = bars(protected)
    columns = list(dict.fromkeys(bar.column for bar in drawn))
    values = [
        {"row": bar.row, "column": bar.column, "value": bar.cell.value, "lower": bar.cell.lower,
         "upper": bar.cell.upper, "words": bar.words, "hidden": bar.cell.state != "shown"}
        for bar in drawn
    ]  # fmt: skip
    y = {"field": "row", "type": "nominal", "sort": list(dict.fromkeys(bar.row for bar in drawn)), "title": None}
    offset = {"field": "column", "type": "nominal", "sort": columns} if len(columns) > 1 else None
    place: Spec = {"y": y} | ({"yOffset": offset} if offset else {})
    x = {"field": "value", "type": "quantitative", "title": protected.classes.unit, "axis": {"format": ",.0f"}}
    colour: Spec = {"value": COLOURS["mark"]}
    if offset:
        colour = {"field": "column", "type": "nominal", "sort": columns, "scale": {"range": list(SERIES)}, "title": ""}
    shown = {"filter": "!datum.hidden"}
    layer: list[Spec] = [
        {"transform": [shown], "mark": {"type": "bar", "opacity": 0.75},
         "encoding": {**place, "x": x, "color": colour, "tooltip": [{"field": "words"}]}},
        {"transform": [shown], "mark": {"type": "rule", "color": COLOURS["ink"], "strokeWidth": 1.5},
         "encoding": {**place, "x": {**x, "field": "lower"}, "x2": {"field": "upper"}}},
        {"transform": [{"filter": "datum.hidden"}],
         "mark": {"type": "text", "align": "left", "dx": 4, "color": COLOURS["quiet"], "fontStyle": "italic"},
         "encoding": {**place, "x": {"datum": 0}, "text": {"field": "words"}}},
    ]  # fmt: skip
    return {
        "$schema": SCHEMA, "background": COLOURS["surface"], "description": words(protected),
        "title": {"text": title(protected), "subtitle": note or limits(protected), "anchor": "start"},
        "data": {"values": values}, "width": 520, "height": {"step": 24}, "layer": layer,
    }  # fmt: skip


def _labels(classes: ClassSet, names: tuple[str, ...], codes: tuple[str, ...]) -> str:
    return ", ".join(_label(classes, name, code) for name, code in zip(names, codes, strict=True))


def _label(classes: ClassSet, name: str, code: str) -> str:
    variable = classes.variables[classes.place(name)]
    if code == TOTAL:
        return f"all ({variable.label or name})"
    label = variable.labels[variable.codes.index(code)] if variable.labels else code
    return "not asked or unknown" if code == MISSING and label == MISSING else label


def _name(classes: ClassSet, name: str) -> str:
    return classes.variables[classes.place(name)].label or name
