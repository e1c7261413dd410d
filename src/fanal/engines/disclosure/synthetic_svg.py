"""The error table of synthetic rows as a picture: by how much counts of one, two and three variables are off."""

import json
from collections.abc import Iterator, Sequence

from fanal.engines.disclosure.synthetic_parts import FitLine, errors
from fanal.engines.drawing import WIDE, Axis, box, document, text, written

LEFT, LINE, GAP, FOOT = 12, 38, 10, 48
TITLE = "How far counts of synthetic rows are off"
SUB = "Mean error of a cell, in {unit}: from the synthetic rows, and from the noise that protects the {unit}."
PARTS = (("synthetic rows", "mark"), ("noise", "lantern"))


def svg(error: bytes, unit: str) -> str:
    """The whole file, from the bytes of `synthetic-error.json`. `unit`: what one row of the records is."""
    lines = errors(json.loads(error))
    head, y = written(LEFT, 20, TITLE, bold=True)
    told, y = written(LEFT, y, SUB.format(unit=unit), "quiet")
    bottom = y + 22 + len(lines) * (LINE + GAP)
    parts = [*head, *told, *_key(y), *_bars(lines, y + 22, bottom, unit)]
    return document(TITLE, words(lines, unit), parts, WIDE, bottom + FOOT)


def words(lines: Sequence[FitLine], unit: str) -> str:
    """The table in words."""
    every = " ".join(f"{_name(one)}: at most {one.at_most:,.1f} in a cell of {one.count:,.1f}." for one in lines)
    return f"{TITLE}. {SUB.format(unit=unit)} {every}"


def _name(one: FitLine) -> str:
    return f"{one.ways} variable" if one.ways == 1 else f"{one.ways} variables"


def _key(y: float) -> Iterator[str]:
    for at, (name, colour) in enumerate(PARTS):
        x = LEFT + 140 * at
        yield box(x, y - 9, 10, 10, colour)
        yield text(x + 16, y, name, "quiet")


def _bars(lines: Sequence[FitLine], top: float, bottom: float, unit: str) -> Iterator[str]:
    axis = Axis([0.0, *(one.at_most for one in lines)], LEFT, WIDE - LEFT)
    yield from axis.along(top, bottom, f"{unit} in a cell")
    for at, one in enumerate(lines):
        y = top + at * (LINE + GAP) + 4
        yield text(LEFT, y + 12, f"{_name(one)}: {one.at_most:,.1f} of {one.count:,.1f}")
        between, end = axis(one.difference), axis(one.at_most)
        for first, last, (_, colour) in zip((LEFT, between), (between, end), PARTS, strict=True):
            yield box(first, y + 18, last - first, LINE - 18, colour)
