"""Pictures as SVG files, for the command line: forests, curves and overlaps, without a browser and without a library.

Each has a title, and as its description every row in words, for those who do not see it. Text stays text.
"""

from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any

from fanal.engines.drawing import COLOURS, SERIES, Axis, circle, cut, document, rule, text
from fanal.engines.prevalence.shapes import Curves, Forest, Histogram, Row, Shape, Upset, shapes

WIDE, LEFT, RIGHT, TOP, LINE, TALL = 840, 250, 30, 52, 26, 260


def svg(result: Any) -> str:
    """The whole file. Raises `TypeError` for what has no picture."""
    found = shapes(result)
    parts, height = [], 0.0
    for shape in found:
        drawn, tall = _drawn(shape)
        parts.append(f'<g transform="translate(0 {height:g})">{"".join(drawn)}</g>')
        height += tall
    title = "; ".join(shape.title for shape in found)
    words = ". ".join(_sentence(row) for shape in found for row in shape.rows())
    return document(title, words, parts, WIDE, height)


def _drawn(shape: Shape) -> tuple[Iterable[str], float]:
    if isinstance(shape, Forest):
        return _forest(shape), TOP + LINE * len(shape.lines) + 50
    if isinstance(shape, Upset):
        return _upset(shape), TOP + TALL / 2 + LINE * len(shape.lists) + 40
    if isinstance(shape, Curves):
        return _curves(shape), TOP + TALL + 60
    return _histogram(shape), TOP + TALL + 60


def _forest(shape: Forest) -> Iterator[str]:
    known = [v for line in shape.lines for v in (line.point, line.lower, line.upper, line.against) if _is(v)]
    axis = Axis([*known, *(value for _, value in shape.marks)], LEFT, WIDE - RIGHT, logarithmic=True)
    bottom = TOP + LINE * len(shape.lines)
    yield text(12, 20, shape.title, bold=True)
    yield from axis.along(TOP, bottom, shape.along)
    for words, value in shape.marks:
        yield rule(axis(value), TOP - 6, axis(value), bottom, "lantern", dash="4 3")
        yield text(axis(value) + 3, TOP - 8, words, "lantern")
    for place, line in enumerate(shape.lines):
        y = TOP + LINE * (place + 0.5)
        yield text(LEFT - 10, y + 4, cut(line.label, LEFT - 20), "ink", anchor="end")
        if line.point is None or not isfinite(line.point):
            yield text(LEFT + 4, y + 4, cut(line.words or "no figure", WIDE - LEFT - RIGHT), "quiet")
            continue
        if _is(line.lower) and line.lower is not None:
            end = line.upper if _is(line.upper) else None
            yield rule(axis(line.lower), y, axis(end) if end is not None else WIDE - RIGHT, y, "mark", 2)
        if line.against is not None:
            yield rule(axis(line.against), y, axis(line.point), y, "quiet", dash="2 2")
            x = axis(line.against)
            points = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
            yield f'<polygon points="{points}" fill="{COLOURS["lantern"]}"/>'
        yield circle(axis(line.point), y, 3 + 2.5 * line.weight**0.5, "mark")


def _curves(shape: Curves) -> Iterator[str]:
    dots = [dot for _, series in shape.series for dot in series]
    heights = [value for dot in dots for value in (dot.y, dot.lower, dot.upper) if _is(value)]
    across = Axis([dot.x for dot in dots], LEFT / 2.5, WIDE - RIGHT - 150)
    up = Axis(heights, TOP + TALL, TOP)
    yield text(12, 20, shape.title, bold=True)
    yield from across.along(TOP, TOP + TALL, shape.along, every=sorted({dot.x for dot in dots}))
    yield from up.upward(across.first, across.last)
    yield text(across.last + 24, TOP + 4, shape.across, "quiet")
    for place, (name, series) in enumerate(shape.series):
        colour, aside = SERIES[place % len(SERIES)], 3.0 * (place - (len(shape.series) - 1) / 2)
        shown = [dot for dot in series if isfinite(dot.y)]
        path = " ".join(f"{across(dot.x) + aside:.1f},{up(dot.y):.1f}" for dot in shown)
        dash = ("none", "6 3", "2 2", "8 2 2 2")[place % 4]
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        for dot in shown:
            x = across(dot.x) + aside
            if dot.lower is not None and dot.upper is not None and isfinite(dot.upper):
                yield rule(x, up(dot.lower), x, up(dot.upper), colour)
            yield circle(x, up(dot.y), 3.5, colour)
        y = TOP + 26 + 20 * place
        x = across.last + 24
        yield f'<polyline points="{x},{y} {x + 26},{y}" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        yield text(x + 32, y + 4, name, "ink")


def _histogram(shape: Histogram) -> Iterator[str]:
    edges = [shape.bins[0][0], shape.bins[-1][1], *(value for _, value in shape.marks)]
    across = Axis(edges, LEFT / 2.5, WIDE - RIGHT)
    up = Axis([0.0, float(max(count for _, _, count in shape.bins))], TOP + TALL, TOP)
    yield text(12, 20, shape.title, bold=True)
    yield from across.along(TOP, TOP + TALL, "children")
    for low, high, count in shape.bins:
        box = f'x="{across(low):.1f}" width="{max(0.5, across(high) - across(low) - 1):.1f}"'
        yield (
            f'<rect {box} y="{up(count):.1f}" height="{TOP + TALL - up(count):.1f}" '
            f'fill="{COLOURS["mark"]}" fill-opacity="0.7"/>'
        )
    for place, (words, value) in enumerate(shape.marks):
        yield rule(across(value), TOP - 6, across(value), TOP + TALL, "lantern", dash="4 3")
        yield text(across(value) + 3, TOP + 6 + 13 * place, words, "lantern")


def _upset(shape: Upset) -> Iterator[str]:
    step = min(LINE, (WIDE - LEFT - RIGHT) / max(1, len(shape.histories)))
    up = Axis([0.0, float(max((count for _, count in shape.histories), default=1))], TOP + TALL / 2, TOP)
    yield text(12, 20, shape.title, bold=True)
    yield from up.upward(LEFT, WIDE - RIGHT)
    for row, (name, count) in enumerate(shape.lists):
        yield text(LEFT - 12, TOP + TALL / 2 + LINE * (row + 1) + 4, f"{name}: {count:,}", "ink", anchor="end")
    for place, (names, count) in enumerate(shape.histories):
        x = LEFT + step * (place + 0.5)
        yield (
            f'<rect x="{x - step * 0.35:.1f}" y="{up(count):.1f}" width="{step * 0.7:.1f}" '
            f'height="{TOP + TALL / 2 - up(count):.1f}" fill="{COLOURS["mark"]}"/>'
        )
        for row, (name, _) in enumerate(shape.lists):
            on = name in names
            yield circle(x, TOP + TALL / 2 + LINE * (row + 1), min(6, step * 0.3), "ink" if on else "line")


def _sentence(row: Row) -> str:
    """A row in words: what is known of it."""
    said = ((key, value) for key, value in row.items() if value is not None)
    return ", ".join(f"{key} {value:,.4g}" if isinstance(value, float) else f"{key} {value}" for key, value in said)


def _is(value: float | None) -> bool:
    return value is not None and isfinite(value)
