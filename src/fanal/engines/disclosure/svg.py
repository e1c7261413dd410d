"""The picture of a protected table as an SVG file, without a browser and without a library.

Its description is the whole table in words. Hidden cells are hatched and say what they are; a bar always has the
interval that its number stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from fanal.engines.disclosure.model import Protected
from fanal.engines.disclosure.pictures import Bar, bars, limits, title, words
from fanal.engines.disclosure.words import error
from fanal.engines.drawing import COLOURS, SERIES, Axis, cut, document, rule, text

WIDE, LEFT, RIGHT, TOP, LINE, GAP, FOOT = 840, 290, 150, 64, 22, 8, 48
HATCH = (
    '<defs><pattern id="hidden" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<line x1="0" y1="0" x2="0" y2="6" stroke="{COLOURS["quiet"]}" stroke-width="1.5"/></pattern></defs>'
)


def svg(protected: Protected) -> str:
    """The whole file."""
    drawn, note = bars(protected)
    groups = [list(group) for _, group in groupby(drawn, key=lambda bar: bar.row)]
    height = TOP + sum(len(group) * LINE + GAP for group in groups) + FOOT
    parts = [HATCH, *_head(protected, note), *_lines(groups, height - FOOT, protected.classes.unit)]
    return document(title(protected), words(protected), parts, WIDE, height)


def _head(protected: Protected, note: str) -> Iterator[str]:
    yield text(12, 20, cut(title(protected), WIDE * 0.8), bold=True)
    yield text(12, 38, f"Lines: what a number stands for. {error(protected.error)}", "quiet")
    yield text(12, 54, cut(note or limits(protected), WIDE - 24), "quiet")


def _lines(groups: list[list[Bar]], bottom: float, unit: str) -> Iterator[str]:
    known = [float(value) for group in groups for bar in group for value in (bar.cell.value, bar.cell.upper) if value]
    axis = Axis([0.0, *known] if known else [0.0, 10.0], LEFT, WIDE - RIGHT)
    yield from axis.along(TOP, bottom, unit)
    columns = list(dict.fromkeys(bar.column for group in groups for bar in group))
    y = float(TOP)
    for group in groups:
        for bar in group:
            colour = SERIES[columns.index(bar.column) % len(SERIES)]
            yield text(LEFT - 10, y + 15, cut(_label(bar), LEFT - 20), "ink", anchor="end")
            yield from _bar(bar, axis, y, colour)
            y += LINE
        y += GAP


def _bar(bar: Bar, axis: Axis, y: float, colour: str) -> Iterator[str]:
    place = f'y="{y + 3:.1f}" height="{LINE - 6}"'
    if bar.cell.state != "shown" or bar.cell.value is None:
        yield f'<rect x="{LEFT}" width="26" {place} fill="url(#hidden)"/>'
        yield text(LEFT + 32, y + 15, bar.words, "quiet")
        return
    end = axis(bar.cell.value)
    yield f'<rect x="{LEFT}" width="{end - LEFT:.1f}" {place} fill="{colour}" fill-opacity="0.75"/>'
    if bar.cell.lower is None or bar.cell.upper is None:
        return
    low, high, middle = axis(bar.cell.lower), axis(bar.cell.upper), y + LINE / 2
    yield rule(low, middle, high, middle, "ink", 1.5)
    for x in (low, high):
        yield rule(x, middle - 4, x, middle + 4, "ink", 1.5)
    yield text(max(end, high) + 8, y + 15, f"{bar.cell.value:,}", "ink")


def _label(bar: Bar) -> str:
    return f"{bar.row} · {bar.column}" if bar.column else bar.row
