"""The picture of a protected table as an SVG file, without a browser and without a library.

Its description is the whole table in words. Hidden cells are hatched and say what they are; a bar always has the
interval that its number stands for.
"""

from collections.abc import Iterator
from itertools import groupby

from fanal.engines.disclosure.model import Protected
from fanal.engines.disclosure.pictures import Bar, bars, limits, title, words
from fanal.engines.disclosure.words import error
from fanal.engines.drawing import COLOURS, LEADING, SERIES, WIDE, Axis, above, box, document, rule, text, written

LEFT, RIGHT, LINE, GAP, FOOT = 12, 64, 18, 10, 48
HATCH = (
    '<defs><pattern id="hidden" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<line x1="0" y1="0" x2="0" y2="6" stroke="{COLOURS["quiet"]}" stroke-width="1.5"/></pattern></defs>'
)


def svg(protected: Protected) -> str:
    """The whole file."""
    drawn, note = bars(protected)
    head, top = _head(protected, note)
    lines, height = _lines(drawn, top, protected.classes.unit)
    return document(title(protected), words(protected), [HATCH, *head, *lines], WIDE, height)


def _head(protected: Protected, note: str) -> tuple[list[str], float]:
    made, y = written(LEFT, 20, title(protected), bold=True)
    for told in (f"Lines: what a number stands for. {error(protected.error)}", note or limits(protected)):
        more, y = written(LEFT, y + 2, told, "quiet")
        made += more
    return made, y


def _lines(drawn: list[Bar], top: float, unit: str) -> tuple[list[str], float]:
    """Each bar below its label; the row is named once for all its columns."""
    known = [float(value) for bar in drawn for value in (bar.cell.value, bar.cell.upper) if value]
    axis = Axis([0.0, *known] if known else [0.0, 10.0], LEFT, WIDE - RIGHT)
    columns = list(dict.fromkeys(bar.column for bar in drawn))
    made: list[str] = []
    y = top
    for row, group in groupby(drawn, key=lambda bar: bar.row):
        label, y = written(LEFT, y + LEADING, row)
        made.append(above(label))
        for bar in group:
            if bar.column:
                label, y = written(LEFT, y, bar.column, "quiet")
                made.append(above(label))
            made += _bar(bar, axis, y - 12, SERIES[columns.index(bar.column) % len(SERIES)])
            y += LINE + 2
        y += GAP - LINE
    bottom = y + 6
    return [*axis.along(top, bottom, unit), *made], bottom + FOOT


def _bar(bar: Bar, axis: Axis, y: float, colour: str) -> Iterator[str]:
    if bar.cell.state != "shown" or bar.cell.value is None:
        yield box(LEFT, y + 3, 26, LINE - 6, "url(#hidden)")
        yield text(LEFT + 32, y + 15, bar.words, "quiet")
        return
    end = axis(bar.cell.value)
    yield box(LEFT, y + 3, end - LEFT, LINE - 6, colour, 0.75)
    if bar.cell.lower is None or bar.cell.upper is None:
        return
    low, high, middle = axis(bar.cell.lower), axis(bar.cell.upper), y + LINE / 2
    yield rule(low, middle, high, middle, "ink", 1.5)
    for x in (low, high):
        yield rule(x, middle - 4, x, middle + 4, "ink", 1.5)
    yield text(max(end, high) + 8, y + 15, f"{bar.cell.value:,}", "ink")
