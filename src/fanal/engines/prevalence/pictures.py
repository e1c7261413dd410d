"""Results as Vega-Lite: one dictionary with all its data, a title in words, and beside it `rows`, the same as a table.

The numbers in a picture are the numbers in
its rows: nothing is rounded or left out that the title does not say.
"""

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from fanal.engines.drawing import COLOURS, SERIES
from fanal.engines.prevalence.shapes import Curves, Forest, Histogram, Row, Shape, Upset, shapes

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [1, 4])
WIDTH, STEP = 520, 24

type Spec = dict[str, Any]


def picture(result: Any) -> Spec:
    """A Vega-Lite dictionary of a table, an estimate, a comparison or a sensitivity. Raises `TypeError` for others."""
    made = [_MAKERS[type(shape)](shape) for shape in shapes(result)]
    body = (
        made[0]
        if len(made) == 1
        else {"vconcat": made, "resolve": {"scale": {"color": "independent", "strokeDash": "independent"}}}
    )
    return {"$schema": SCHEMA, "background": COLOURS["surface"], "config": _CONFIG, **body}


def rows(result: Any) -> list[Row]:
    """The table beside the picture; where it has several parts, `picture` says of which each row is."""
    found = shapes(result)
    if len(found) == 1:
        return found[0].rows()
    return [{"picture": shape.title, **row} for shape in found for row in shape.rows()]


def _forest(shape: Forest) -> Spec:
    values = [_finite(line.row()) for line in shape.lines]
    order = [line.label for line in shape.lines]
    y = {"field": "what", "type": "nominal", "sort": order, "title": None, "axis": {"labelLimit": 260}}
    lowest = min(_numbers(shape), default=1.0)
    scale = {"type": "log", "domainMin": max(lowest, 0.5) * 0.98, "nice": False}
    x = {"field": "point", "type": "quantitative", "scale": scale, "title": shape.along, "axis": {"format": ",.0f"}}
    point = {"type": "point", "filled": True, "color": COLOURS["mark"], "opacity": 1}
    size = {"field": "weight", "type": "quantitative", "scale": {"domain": [0, 1], "range": [20, 140]}, "legend": None}
    layers: list[Spec] = [_marks(shape.marks, "x")] if shape.marks else []
    layers += [
        {"mark": {"type": "rule", "color": COLOURS["mark"], "strokeWidth": 2},
         "encoding": {"x": {**x, "field": "lower"}, "x2": {"field": "upper"}, "y": y}},
        {"mark": point, "encoding": {"x": x, "y": y, "size": size, "tooltip": _tips(values)}},
    ]  # fmt: skip
    if any("known" in row for row in values):
        known = {"type": "point", "shape": "diamond", "filled": True, "size": 90, "color": COLOURS["lantern"]}
        link = {"type": "rule", "color": COLOURS["quiet"], "strokeDash": [2, 2]}
        layers.append({"mark": link, "encoding": {"x": x, "x2": {"field": "known"}, "y": y}})
        layers.append({"mark": known, "encoding": {"x": {**x, "field": "known"}, "y": y}})
    values = [{"weight": 1.0, **row} for row in values]
    return {
        "title": shape.title, "data": {"values": values}, "width": WIDTH, "height": {"step": STEP}, "layer": layers,
    }  # fmt: skip


def _curves(shape: Curves) -> Spec:
    values = [
        _finite({"x": dot.x, "series": name, "point": dot.y, "lower": dot.lower, "upper": dot.upper})
        for name, dots in shape.series
        for dot in dots
    ]
    names = [name for name, _ in shape.series]
    x = {"field": "x", "type": "quantitative", "title": shape.along, "scale": {"zero": False}}
    y = {
        "field": "point", "type": "quantitative", "title": shape.upward, "scale": {"zero": False},
        "axis": {"format": ",.0f"},
    }  # fmt: skip
    told = {"field": "series", "type": "nominal", "title": shape.across, "sort": names}
    colour = {**told, "scale": {"domain": names, "range": list(SERIES[: len(names)])}}
    dash = {**told, "scale": {"domain": names, "range": list(DASHES[: len(names)])}}
    both = {"x": x, "y": y, "color": colour, "strokeDash": dash}
    return {
        "title": shape.title,
        "data": {"values": values},
        "width": WIDTH,
        "height": 260,
        "layer": [
            {"mark": {"type": "rule", "opacity": 0.5},
             "encoding": {**both, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}}},
            {"mark": {"type": "line"}, "encoding": both},
            {"mark": {"type": "point", "filled": True}, "encoding": {**both, "tooltip": _tips(values)}},
        ],
    }  # fmt: skip


def _histogram(shape: Histogram) -> Spec:
    bars = {
        "mark": {"type": "bar", "color": COLOURS["mark"], "opacity": 0.7},
        "encoding": {
            "x": {"field": "from", "type": "quantitative", "bin": "binned", "title": "children",
                  "scale": {"zero": False}, "axis": {"format": ",.0f"}},
            "x2": {"field": "to"},
            "y": {"field": "replicates", "type": "quantitative", "title": "repeated samples"},
        },
    }  # fmt: skip
    title: Any = shape.title
    if shape.left_out:
        title = {
            "text": shape.title,
            "subtitle": f"{shape.left_out:,} of them lie outside the picture or have no value",
        }
    return {
        "title": title, "data": {"values": shape.rows()}, "width": WIDTH, "height": 200,
        "layer": [bars, _marks(shape.marks, "x")],
    }  # fmt: skip


def _upset(shape: Upset) -> Spec:
    order = [row["lists"] for row in shape.rows()]
    names = [name for name, _ in shape.lists]
    across = {"field": "lists", "type": "nominal", "sort": order, "axis": None}
    down = {"field": "list", "type": "nominal", "sort": names, "title": None}
    cells = [
        {"lists": label, "list": name, "on": name in history}
        for label, (history, _) in zip(order, shape.histories, strict=True)
        for name in names
    ]
    width = {"step": STEP}
    dots = {"condition": {"test": "datum.on", "value": COLOURS["ink"]}, "value": COLOURS["line"]}
    bars = {
        "data": {"values": shape.rows()}, "width": width, "height": 180,
        "mark": {"type": "bar", "color": COLOURS["mark"]},
        "encoding": {"x": across, "y": {"field": "children", "type": "quantitative", "title": "children"},
                     "tooltip": [{"field": "lists"}, {"field": "children"}]},
    }  # fmt: skip
    matrix = {
        "data": {"values": cells}, "width": width, "height": width,
        "mark": {"type": "circle", "size": 110, "opacity": 1},
        "encoding": {"x": across, "y": down, "color": dots},
    }  # fmt: skip
    totals = {
        "data": {"values": [{"list": name, "children": count} for name, count in shape.lists]},
        "width": 140, "height": width, "mark": {"type": "bar", "color": COLOURS["lantern"]},
        "encoding": {"y": {**down, "axis": None},
                     "x": {"field": "children", "type": "quantitative", "title": "children on the list"},
                     "tooltip": [{"field": "list"}, {"field": "children"}]},
    }  # fmt: skip
    return {"title": shape.title, "vconcat": [bars, {"hconcat": [matrix, totals]}], "bounds": "flush"}


_MAKERS: dict[type[Shape], Callable[[Any], Spec]] = {
    Forest: _forest, Curves: _curves, Histogram: _histogram, Upset: _upset,
}  # fmt: skip
_CONFIG: Spec = {
    "font": "system-ui, sans-serif",
    "title": {"anchor": "start", "color": COLOURS["ink"], "subtitleColor": COLOURS["quiet"]},
    "axis": {
        "labelColor": COLOURS["quiet"], "titleColor": COLOURS["quiet"], "gridColor": COLOURS["line"],
        "domainColor": COLOURS["line"], "tickColor": COLOURS["line"],
    },
    "legend": {"labelColor": COLOURS["quiet"], "titleColor": COLOURS["quiet"], "titleLimit": 240},
    "view": {"stroke": None},
}  # fmt: skip


def _marks(marks: Sequence[tuple[str, float]], axis: str) -> Spec:
    """Lines at values that are said in words."""
    values = [{"mark": words, "value": value} for words, value in marks]
    place = {axis: {"field": "value", "type": "quantitative"}}
    rule = {"mark": {"type": "rule", "color": COLOURS["lantern"], "strokeDash": [4, 3]}, "encoding": place}
    words = {
        "mark": {"type": "text", "align": "left", "dx": 3, "dy": -4, "color": COLOURS["lantern"]},
        "encoding": {**place, "y": {"value": 0}, "text": {"field": "mark"}},
    }
    return {"data": {"values": values}, "layer": [rule, words]}


def _tips(values: Sequence[Row]) -> list[Spec]:
    """What is shown on hovering: every field."""
    return [{"field": name} for name in dict.fromkeys(name for row in values for name in row)]


def _finite(row: Row) -> Row:
    """JSON has no infinity: such a value is left out of the picture, and stands in the rows."""
    return {k: None if isinstance(v, float) and not isfinite(v) else v for k, v in row.items()}


def _numbers(shape: Forest) -> list[float]:
    every = (value for line in shape.lines for value in (line.point, line.lower, line.upper, line.against))
    return [value for value in (*every, *(value for _, value in shape.marks)) if value is not None and isfinite(value)]
