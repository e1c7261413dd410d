"""Pictures as SVG files, for the command line: forests, curves and overlaps, without a browser and without a library.

Each has a title, and as its description every row in words, for those who do not see it. Text stays text.
"""

from collections.abc import Iterable, Iterator
from math import ceil, floor, isfinite, log, log10
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from fanal.engines.prevalence.pictures import COLOURS, SERIES
from fanal.engines.prevalence.shapes import Curves, Forest, Histogram, Row, Shape, Upset, shapes

WIDE, LEFT, RIGHT, TOP, LINE, TALL = 840, 250, 30, 52, 26, 260
CHARACTER = 6.6
"""Rough width of a character at 12 pixels."""


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
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {height:g}" width="{WIDE}" height="{height:g}" '
        'role="img" aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="12">'
        f'<title id="title">{escape(title)}</title><desc id="desc">{escape(words)}</desc>'
        f'<rect width="100%" height="100%" fill="{COLOURS["surface"]}"/>{"".join(parts)}</svg>\n'
    )


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
    axis = _Axis([*known, *(value for _, value in shape.marks)], LEFT, WIDE - RIGHT, logarithmic=True)
    bottom = TOP + LINE * len(shape.lines)
    yield _text(12, 20, shape.title, bold=True)
    yield from axis.along(TOP, bottom, shape.along)
    for words, value in shape.marks:
        yield _rule(axis(value), TOP - 6, axis(value), bottom, "lantern", dash="4 3")
        yield _text(axis(value) + 3, TOP - 8, words, "lantern")
    for place, line in enumerate(shape.lines):
        y = TOP + LINE * (place + 0.5)
        yield _text(LEFT - 10, y + 4, _cut(line.label, LEFT - 20), "ink", anchor="end")
        if line.point is None or not isfinite(line.point):
            yield _text(LEFT + 4, y + 4, _cut(line.words or "no figure", WIDE - LEFT - RIGHT), "quiet")
            continue
        if _is(line.lower) and line.lower is not None:
            end = line.upper if _is(line.upper) else None
            yield _rule(axis(line.lower), y, axis(end) if end is not None else WIDE - RIGHT, y, "mark", 2)
        if line.against is not None:
            yield _rule(axis(line.against), y, axis(line.point), y, "quiet", dash="2 2")
            x = axis(line.against)
            points = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
            yield f'<polygon points="{points}" fill="{COLOURS["lantern"]}"/>'
        yield _circle(axis(line.point), y, 3 + 2.5 * line.weight**0.5, "mark")


def _curves(shape: Curves) -> Iterator[str]:
    dots = [dot for _, series in shape.series for dot in series]
    heights = [value for dot in dots for value in (dot.y, dot.lower, dot.upper) if _is(value)]
    across = _Axis([dot.x for dot in dots], LEFT / 2.5, WIDE - RIGHT - 150)
    up = _Axis(heights, TOP + TALL, TOP)
    yield _text(12, 20, shape.title, bold=True)
    yield from across.along(TOP, TOP + TALL, shape.along, every=sorted({dot.x for dot in dots}))
    yield from up.upward(across.first, across.last)
    yield _text(across.last + 24, TOP + 4, shape.across, "quiet")
    for place, (name, series) in enumerate(shape.series):
        colour, aside = SERIES[place % len(SERIES)], 3.0 * (place - (len(shape.series) - 1) / 2)
        shown = [dot for dot in series if isfinite(dot.y)]
        path = " ".join(f"{across(dot.x) + aside:.1f},{up(dot.y):.1f}" for dot in shown)
        dash = ("none", "6 3", "2 2", "8 2 2 2")[place % 4]
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        for dot in shown:
            x = across(dot.x) + aside
            if dot.lower is not None and dot.upper is not None and isfinite(dot.upper):
                yield _rule(x, up(dot.lower), x, up(dot.upper), colour)
            yield _circle(x, up(dot.y), 3.5, colour)
        y = TOP + 26 + 20 * place
        x = across.last + 24
        yield f'<polyline points="{x},{y} {x + 26},{y}" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        yield _text(x + 32, y + 4, name, "ink")


def _histogram(shape: Histogram) -> Iterator[str]:
    edges = [shape.bins[0][0], shape.bins[-1][1], *(value for _, value in shape.marks)]
    across = _Axis(edges, LEFT / 2.5, WIDE - RIGHT)
    up = _Axis([0.0, float(max(count for _, _, count in shape.bins))], TOP + TALL, TOP)
    yield _text(12, 20, shape.title, bold=True)
    yield from across.along(TOP, TOP + TALL, "children")
    for low, high, count in shape.bins:
        box = f'x="{across(low):.1f}" width="{max(0.5, across(high) - across(low) - 1):.1f}"'
        yield (
            f'<rect {box} y="{up(count):.1f}" height="{TOP + TALL - up(count):.1f}" '
            f'fill="{COLOURS["mark"]}" fill-opacity="0.7"/>'
        )
    for place, (words, value) in enumerate(shape.marks):
        yield _rule(across(value), TOP - 6, across(value), TOP + TALL, "lantern", dash="4 3")
        yield _text(across(value) + 3, TOP + 6 + 13 * place, words, "lantern")


def _upset(shape: Upset) -> Iterator[str]:
    step = min(LINE, (WIDE - LEFT - RIGHT) / max(1, len(shape.histories)))
    up = _Axis([0.0, float(max((count for _, count in shape.histories), default=1))], TOP + TALL / 2, TOP)
    yield _text(12, 20, shape.title, bold=True)
    yield from up.upward(LEFT, WIDE - RIGHT)
    for row, (name, count) in enumerate(shape.lists):
        yield _text(LEFT - 12, TOP + TALL / 2 + LINE * (row + 1) + 4, f"{name}: {count:,}", "ink", anchor="end")
    for place, (names, count) in enumerate(shape.histories):
        x = LEFT + step * (place + 0.5)
        yield (
            f'<rect x="{x - step * 0.35:.1f}" y="{up(count):.1f}" width="{step * 0.7:.1f}" '
            f'height="{TOP + TALL / 2 - up(count):.1f}" fill="{COLOURS["mark"]}"/>'
        )
        for row, (name, _) in enumerate(shape.lists):
            on = name in names
            yield _circle(x, TOP + TALL / 2 + LINE * (row + 1), min(6, step * 0.3), "ink" if on else "line")


class _Axis:
    """Where a value lies between two places, with ticks at round values."""

    def __init__(self, values: list[Any], first: float, last: float, logarithmic: bool = False) -> None:
        known = [float(value) for value in values if value is not None and isfinite(value)] or [1.0, 10.0]
        low, high = min(known), max(known)
        self.logarithmic = logarithmic and low > 0
        self.low, self.high = low, high if high > low else low + max(1.0, abs(low))
        self.first, self.last = first, last

    def __call__(self, value: float) -> float:
        if self.logarithmic:
            share = log(max(value, self.low) / self.low) / log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.first + share * (self.last - self.first)

    def ticks(self) -> list[float]:
        """Round values inside."""
        if self.logarithmic and self.high / self.low > 5:
            powers = range(floor(log10(self.low)), ceil(log10(self.high)) + 1)
            every = (digit * 10.0**power for power in powers for digit in (1, 2, 5))
        else:
            rough = (self.high - self.low) / 5
            unit = 10.0 ** floor(log10(rough))
            step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= rough)
            every = (step * place for place in range(floor(self.low / step), ceil(self.high / step) + 1))
        return [tick for tick in every if self.low <= tick <= self.high]

    def along(self, top: float, bottom: float, words: str, every: list[float] | None = None) -> Iterator[str]:
        """A horizontal axis below a picture."""
        for tick in every or self.ticks():
            yield _rule(self(tick), top, self(tick), bottom, "line")
            yield _text(self(tick), bottom + 16, _tick(tick), "quiet", anchor="middle")
        yield _text((self.first + self.last) / 2, bottom + 34, words, "quiet", anchor="middle")

    def upward(self, left: float, right: float) -> Iterator[str]:
        """A vertical axis to the left of a picture."""
        for tick in self.ticks():
            yield _rule(left, self(tick), right, self(tick), "line")
            yield _text(left - 8, self(tick) + 4, _tick(tick), "quiet", anchor="end")


def _tick(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _is(value: float | None) -> bool:
    return value is not None and isfinite(value)


def _colour(name: str) -> str:
    return COLOURS.get(name, name)


def _text(x: float, y: float, words: str, colour: str = "ink", anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="600" font-size="15"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" fill="{_colour(colour)}" text-anchor={quoteattr(anchor)}'
    return f"<text {place}{weight}>{escape(words)}</text>"


def _rule(x: float, y: float, to_x: float, to_y: float, colour: str, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    place = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {place} stroke="{_colour(colour)}" stroke-width="{width:g}"{dashed}/>'


def _circle(x: float, y: float, radius: float, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_colour(colour)}"/>'


def _cut(words: str, pixels: float) -> str:
    most = int(pixels / CHARACTER)
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _sentence(row: Row) -> str:
    """A row in words: what is known of it."""
    said = ((key, value) for key, value in row.items() if value is not None)
    return ", ".join(f"{key} {value:,.4g}" if isinstance(value, float) else f"{key} {value}" for key, value in said)
