"""What the pictures of the engines share: their colours, and the pieces of an SVG file. Coordinates are pixels.

Colours are those of the design tokens of the pages (a test compares them). Text stays text, and every file has a title
and a description in words, for those who do not see it.
"""

from collections.abc import Iterable, Iterator
from math import ceil, floor, isfinite, log, log10
from textwrap import wrap
from typing import Any
from xml.sax.saxutils import escape, quoteattr

COLOURS = {
    "surface": "#fff", "ink": "#1a2330", "quiet": "#4f5a68", "line": "#dcd6c9", "mark": "#24506f",
    "lantern": "#b96f06", "danger": "#9f241b", "ok": "#1c6442",
}  # fmt: skip
SERIES = tuple(COLOURS[name] for name in ("mark", "lantern", "ok", "danger", "quiet"))
WIDE = 340
"""Every picture fits a phone of 320 pixels with its words still read, so labels stand above what they name."""
CHARACTER, LARGE = 6.6, 8.3
"""Rough width of a character at 12 pixels, and of one of a title."""
LEADING = 15


def document(title: str, words: str, parts: Iterable[str], wide: float, height: float) -> str:
    """A whole file: `words` is the description of the picture, `parts` are its elements."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {height:g}" width="{wide}" height="{height:g}" '
        'role="img" aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="12">'
        f'<title id="title">{escape(title)}</title><desc id="desc">{escape(words)}</desc>'
        f'<rect width="100%" height="100%" fill="{COLOURS["surface"]}"/>{"".join(parts)}</svg>\n'
    )


class Axis:
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
        """A horizontal axis below a picture. A tick whose number has no room beside the one before has none."""
        free = 0.0
        for tick in every or self.ticks():
            yield rule(self(tick), top, self(tick), bottom, "line")
            half = len(number(tick)) * CHARACTER / 2
            x = min(max(self(tick), half), WIDE - half)
            if x - half >= free:
                yield text(x, bottom + 16, number(tick), "quiet", anchor="middle")
                free = x + half + CHARACTER
        yield text((self.first + self.last) / 2, bottom + 34, words, "quiet", anchor="middle")

    def upward(self, left: float, right: float) -> Iterator[str]:
        """A vertical axis to the left of a picture."""
        for tick in self.ticks():
            yield rule(left, self(tick), right, self(tick), "line")
            yield text(left - 8, self(tick) + 4, number(tick), "quiet", anchor="end")


def number(value: float) -> str:
    """A value beside an axis: three figures, or whole from a hundred on."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def colour_of(name: str) -> str:
    """The colour of a name of `COLOURS`; any other colour stays."""
    return COLOURS.get(name, name)


def text(x: float, y: float, words: str, colour: str = "ink", anchor: str = "start", bold: bool = False) -> str:
    """One line of words with its baseline at `y`."""
    weight = ' font-weight="600" font-size="15"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" fill="{colour_of(colour)}" text-anchor={quoteattr(anchor)}'
    return f"<text {place}{weight}>{escape(words)}</text>"


def rule(x: float, y: float, to_x: float, to_y: float, colour: str, width: float = 1, dash: str = "") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    place = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {place} stroke="{colour_of(colour)}" stroke-width="{width:g}"{dashed}/>'


def box(x: float, y: float, width: float, height: float, colour: str, opacity: float = 1) -> str:
    """A filled rectangle; `x` and `y` are its upper left corner."""
    seen = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {place} fill="{colour_of(colour)}"{seen}/>'


def circle(x: float, y: float, radius: float, colour: str) -> str:
    """A filled circle."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour_of(colour)}"/>'


def lines(words: str, pixels: float = WIDE - 20, character: float = CHARACTER) -> list[str]:
    """Words in lines of about so many pixels: nothing of them is left out."""
    return wrap(words, max(1, int(pixels / character)))


def written(
    x: float, y: float, words: str, colour: str = "ink", pixels: float = WIDE - 20, bold: bool = False
) -> tuple[list[str], float]:
    """Words in as many lines as they need, the first with its baseline at `y`; and where the next one would stand."""
    step = LEADING + 3 if bold else LEADING
    held = lines(words, pixels, LARGE if bold else CHARACTER)
    return [text(x, y + step * at, line, colour, bold=bold) for at, line in enumerate(held)], y + step * len(held)


def above(parts: Iterable[str]) -> str:
    """Words that stand over lines: a rim in the colour of the ground keeps them apart."""
    return f'<g paint-order="stroke" stroke="{COLOURS["surface"]}" stroke-width="4">{"".join(parts)}</g>'
