"""The error table of synthetic rows as a picture: by how much counts of one, two and three variables are off."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from fanal.engines.disclosure.synthetic_parts import FitLine, errors
from fanal.engines.drawing import COLOURS, Axis, document, text

WIDE, LEFT, RIGHT, TOP, LINE, GAP, FOOT = 840, 150, 210, 64, 26, 10, 48
TITLE = "How far counts of synthetic rows are off"
SUB = "Mean error of a cell, in {unit}: from the synthetic rows, and from the noise that protects the {unit}."
PARTS = (("synthetic rows", "mark"), ("noise", "lantern"))


def svg(error: bytes, unit: str) -> str:
    """The whole file, from the bytes of `synthetic-error.json`. `unit`: what one row of the records is."""
    lines = errors(json.loads(error))
    bottom = TOP + len(lines) * (LINE + GAP)
    parts = [
        text(12, 20, TITLE, bold=True),
        text(12, 38, SUB.format(unit=unit), "quiet"),
        *_key(),
        *_bars(lines, bottom, unit),
    ]
    return document(TITLE, words(lines, unit), parts, WIDE, bottom + FOOT)


def words(lines: Sequence[FitLine], unit: str) -> str:
    """The table in words."""
    every = " ".join(f"{_name(one)}: at most {one.at_most:,.1f} in a cell of {one.count:,.1f}." for one in lines)
    return f"{TITLE}. {SUB.format(unit=unit)} {every}"


def _name(one: FitLine) -> str:
    return f"{one.ways} variable" if one.ways == 1 else f"{one.ways} variables"


def _key() -> Iterator[str]:
    for at, (name, colour) in enumerate(PARTS):
        x = 12 + 140 * at
        yield f'<rect x="{x}" y="46" width="10" height="10" fill="{COLOURS[colour]}"/>'
        yield text(x + 16, 55, name, "quiet")


def _bars(lines: Sequence[FitLine], bottom: float, unit: str) -> Iterator[str]:
    axis = Axis([0.0, *(one.at_most for one in lines)], LEFT, WIDE - RIGHT)
    yield from axis.along(TOP, bottom, f"{unit} in a cell")
    for at, one in enumerate(lines):
        y = TOP + at * (LINE + GAP) + 4
        yield text(LEFT - 10, y + 15, _name(one), anchor="end")
        between, end = axis(one.difference), axis(one.at_most)
        for first, last, (_, colour) in zip((LEFT, between), (between, end), PARTS, strict=True):
            place = f'x="{first:.1f}" y="{y:.1f}" width="{last - first:.1f}" height="{LINE - 6}"'
            yield f'<rect {place} fill="{COLOURS[colour]}"/>'
        yield text(end + 8, y + 15, f"{one.at_most:,.1f} of {one.count:,.1f}")
