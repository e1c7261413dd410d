"""Pictures as SVG files, for the command line: forests, curves and overlaps, without a browser and without a library.

Each has a title, and as its description every row in words, for those who do not see it. Text stays text.
"""

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any, TypeGuard

from fanal.engines.drawing import (
    CHARACTER,
    COLOURS,
    LEADING,
    SERIES,
    WIDE,
    Axis,
    above,
    box,
    circle,
    document,
    rule,
    text,
    written,
)
from fanal.engines.prevalence.result import whole
from fanal.engines.prevalence.shapes import Curves, Forest, Histogram, Line, Row, Shape, Upset, shapes

EDGE, LEFT, RIGHT, TALL, FOOT = 12, 56, WIDE - 12, 200, 52
MOST_HISTORIES = 20
"""Columns of overlaps that can be told apart; the table has all."""
DASHES = ("none", "6 3", "2 2", "8 2 2 2")


def svg(result: Any) -> str:
    """The whole file. Raises `TypeError` for what has no picture."""
    return drawn(*shapes(result))


def drawn(*found: Shape, words: str = "") -> str:
    """The file of these shapes, one below the other. `words`: what it says; without them every row."""
    parts, height = [], 0.0
    for shape in found:
        made, tall = _drawn(shape)
        parts.append(f'<g transform="translate(0 {height:g})">{"".join(made)}</g>')
        height += tall
    title = "; ".join(shape.title for shape in found)
    rows = (_sentence(row) for shape in found for row in shape.rows())
    return document(title, words or ". ".join(rows), parts, WIDE, height)


def _drawn(shape: Shape) -> tuple[list[str], float]:
    made, top = written(EDGE, 20, shape.title, bold=True)
    if isinstance(shape, Forest):
        more, bottom = _forest(shape, top + 4)
    elif isinstance(shape, Upset):
        more, bottom = _upset(shape, top)
    elif isinstance(shape, Curves):
        more, bottom = _curves(shape, top)
    else:
        more, bottom = _histogram(shape, top)
    return [*made, *more], bottom + 8


def _forest(shape: Forest, top: float) -> tuple[list[str], float]:
    pointed = [line for line in shape.lines if _is(line.point)]
    known = [v for line in pointed for v in (line.point, line.lower, line.upper, line.against) if _is(v)]
    axis = Axis([*known, *(value for _, value in shape.marks)], EDGE + 8, RIGHT - 8, logarithmic=True)
    made: list[str] = []
    y = first = top + LEADING * len(shape.marks)
    for line in shape.lines:
        label, y = written(EDGE, y + LEADING, line.label)
        made.append(above(label))
        if _is(line.point):
            made += _interval(axis, y - 4, line, line.point)
            y += 6
        else:
            words, y = written(EDGE, y, line.words or "no figure", "quiet")
            made.append(above(words))
    behind, bottom = [], y
    if known:
        behind = [*axis.along(first, y + 6, shape.along), *_marks(axis, shape.marks, top, y + 6)]
        bottom = y + FOOT + 10
    notes, bottom = written(EDGE, bottom, shape.note, "quiet") if shape.note else ([], bottom)
    return [*behind, *made, *notes], bottom


def _interval(axis: Axis, y: float, line: Line, point: float) -> Iterator[str]:
    """A point with what goes with it, at the height `y`."""
    if _is(line.lower):
        yield rule(axis(line.lower), y, axis(line.upper) if _is(line.upper) else RIGHT, y, "mark", 2)
    if line.against is not None:
        x = axis(line.against)
        yield rule(x, y, axis(point), y, "quiet", dash="2 2")
        points = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
        yield f'<polygon points="{points}" fill="{COLOURS["lantern"]}"/>'
    yield circle(axis(point), y, 3 + 2.5 * line.weight**0.5, "mark")


def _marks(axis: Axis, marks: Sequence[tuple[str, float]], top: float, bottom: float) -> Iterator[str]:
    """Vertical lines; the words of each have a line of their own, on the side where there is room."""
    told = []
    for place, (words, value) in enumerate(marks):
        x, y = axis(value), top + LEADING * place
        yield rule(x, y - 9, x, bottom, "lantern", dash="4 3")
        left = x + len(words) * CHARACTER + 4 > WIDE
        told.append(text(x - 4 if left else x + 4, y, words, "lantern", anchor="end" if left else "start"))
    yield above(told)


def _curves(shape: Curves, top: float) -> tuple[list[str], float]:
    dots = [dot for _, series in shape.series for dot in series]
    heights = [value for dot in dots for value in (dot.y, dot.lower, dot.upper) if _is(value)]
    across, up = Axis([dot.x for dot in dots], LEFT, RIGHT - 8), Axis(heights, top + TALL, top)
    made = [*across.along(top, top + TALL, shape.along, every=sorted({dot.x for dot in dots}))]
    made += up.upward(across.first, across.last)
    told, y = written(EDGE, top + TALL + FOOT, f"{shape.across}:", "quiet")
    made += told
    for place, (name, series) in enumerate(shape.series):
        colour, aside = SERIES[place % len(SERIES)], 3.0 * (place - (len(shape.series) - 1) / 2)
        shown = [dot for dot in series if isfinite(dot.y)]
        for points in (
            " ".join(f"{across(dot.x) + aside:.1f},{up(dot.y):.1f}" for dot in shown),
            f"{EDGE},{y - 4} {EDGE + 26},{y - 4}",
        ):
            style = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{DASHES[place % len(DASHES)]}"'
            made.append(f'<polyline points="{points}" fill="none" {style}/>')
        for dot in shown:
            x = across(dot.x) + aside
            if dot.lower is not None and _is(dot.upper):
                made.append(rule(x, up(dot.lower), x, up(dot.upper), colour))
            made.append(circle(x, up(dot.y), 3.5, colour))
        label, y = written(EDGE + 32, y, name, pixels=RIGHT - EDGE - 32)
        made += label
    return made, y


def _histogram(shape: Histogram, top: float) -> tuple[list[str], float]:
    edges = [shape.bins[0][0], shape.bins[-1][1], *(value for _, value in shape.marks)]
    first = top + LEADING * len(shape.marks)
    across = Axis(edges, EDGE, RIGHT)
    up = Axis([0.0, float(max(count for _, _, count in shape.bins))], first + TALL, first)
    made = [*across.along(first, first + TALL, "children")]
    for low, high, count in shape.bins:
        wide = max(0.5, across(high) - across(low) - 1)
        made.append(box(across(low), up(count), wide, first + TALL - up(count), "mark", 0.7))
    return [*made, *_marks(across, shape.marks, top, first + TALL)], first + TALL + FOOT - 12


def _upset(shape: Upset, top: float) -> tuple[list[str], float]:
    histories, bottom = shape.histories[:MOST_HISTORIES], top + TALL / 2
    step = (RIGHT - LEFT) / max(8, len(histories))
    up = Axis([0.0, float(max((count for _, count in histories), default=1))], bottom, top)
    made = [*up.upward(LEFT, RIGHT)]
    places = [LEFT + step * (place + 0.5) for place in range(len(histories))]
    for x, (_, count) in zip(places, histories, strict=True):
        made.append(box(x - step * 0.35, up(count), step * 0.7, bottom - up(count), "mark"))
    y = bottom
    for name, total in shape.lists:
        label, y = written(EDGE, y + 18, f"{name}: {total:,}")
        made += label
        made += [
            circle(x, y - 2, min(6, step * 0.3), "ink" if name in names else "line")
            for x, (names, _) in zip(places, histories, strict=True)
        ]
    if len(histories) < len(shape.histories):
        words = f"The {len(histories)} most frequent of {len(shape.histories)} combinations; the table has all."
        note, y = written(EDGE, y + 24, words, "quiet")
        made += note
    return made, y + 4


def _sentence(row: Row) -> str:
    """A row in words: what is known of it."""
    said = ((key, _number(key, value)) for key, value in row.items() if value is not None)
    return ", ".join(f"{key} {value}" for key, value in said)


def _number(key: str, value: Any) -> Any:
    if not isinstance(value, float):
        return value
    return whole(value, key) if isfinite(value) and abs(value) >= 100 else f"{value:.4g}"


def _is(value: float | None) -> TypeGuard[float]:
    return value is not None and isfinite(value)
