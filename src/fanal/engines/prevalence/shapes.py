"""What is drawn, before it is known how: every result as one or more shapes, with the rows of the table beside each.

`pictures` makes Vega-Lite of a shape, `svg` a file. All numbers are persons unless a title says otherwise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import singledispatch
from math import isfinite
from typing import Any

import numpy as np

from fanal.engines.prevalence.comparison import Comparison
from fanal.engines.prevalence.models import Model, ModelError
from fanal.engines.prevalence.result import Estimate, Told, marked
from fanal.engines.prevalence.said import Said
from fanal.engines.prevalence.sensitivity import HeterogeneitySensitivity, LinkageSensitivity
from fanal.engines.prevalence.stability import Choices, Consistency, LeftOut
from fanal.engines.prevalence.table import CaptureTable, Overlaps

MOST_MODELS = 20
"""Models of a forest; those that fit less well are in its rows."""
MOST_LETTERS = 90
"""Of a model with the names of its lists: two lines on a phone."""
BINS = 40
BEYOND = 0.005
"""Share of the replicates at either end that a histogram leaves out, so that one far value does not flatten it."""

type Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a forest. Without a point `words` says why. `weight` 0 to 1; `against`: a value of its own to compare
    with, which a forest of known sizes has."""

    label: str
    point: float | None
    lower: float | None = None
    upper: float | None = None
    weight: float = 1.0
    against: float | None = None
    words: str = ""

    def row(self) -> Row:
        found: Row = {"what": self.label, "point": self.point, "lower": self.lower, "upper": self.upper}
        if self.weight != 1.0:
            found["weight"] = self.weight
        if self.against is not None:
            found["known"] = self.against
        return {**found, "note": self.words} if self.words else found


@dataclass(frozen=True, slots=True)
class Forest:
    """Points with their intervals on a log axis. `marks`: vertical lines, with their words. `rest`: lines that are in
    the rows and not drawn, as the title then says. `note`: what the labels mean."""

    title: str
    lines: tuple[Line, ...]
    marks: tuple[tuple[str, float], ...]
    along: str = "children"
    rest: tuple[Line, ...] = ()
    note: str = ""

    def rows(self) -> list[Row]:
        return [line.row() for line in (*self.lines, *self.rest)]


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on a curve; `lower`, `upper` where there is an interval."""

    x: float
    y: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Curves:
    """Several series over one axis; `across` names what tells them apart."""

    title: str
    along: str
    across: str
    series: tuple[tuple[str, tuple[Dot, ...]], ...]
    upward: str = "children"

    def rows(self) -> list[Row]:
        return [
            {self.along: dot.x, self.across: name, "point": dot.y, "lower": dot.lower, "upper": dot.upper}
            for name, dots in self.series
            for dot in dots
        ]


@dataclass(frozen=True, slots=True)
class Upset:
    """`lists`: name and children on it; `histories`: names of lists, children on exactly these."""

    title: str
    lists: tuple[tuple[str, int], ...]
    histories: tuple[tuple[tuple[str, ...], int], ...]

    def rows(self) -> list[Row]:
        return [{"lists": " and ".join(names), "children": count} for names, count in self.histories]


@dataclass(frozen=True, slots=True)
class Histogram:
    """`bins`: from, to, replicates. `marks`: vertical lines, with their words. `left_out`: replicates not shown."""

    title: str
    bins: tuple[tuple[float, float, int], ...]
    marks: tuple[tuple[str, float], ...]
    left_out: int

    def rows(self) -> list[Row]:
        return [{"from": low, "to": high, "replicates": count} for low, high, count in self.bins]


type Shape = Forest | Curves | Upset | Histogram


@singledispatch
def shapes(result: Any) -> tuple[Shape, ...]:
    """The shapes of a result. Raises `TypeError` for what has none."""
    raise TypeError(f"there is no picture of {type(result).__name__}")


@shapes.register
def _(result: CaptureTable) -> tuple[Shape, ...]:
    return shapes(result.overlaps())


@shapes.register
def _(result: Overlaps) -> tuple[Shape, ...]:
    lists = tuple((name, total) for name, total, _ in result.lists)
    most = sorted(result.histories, key=lambda history: (-history[1], len(history[0])))
    return (Upset("How many children are on which lists, and on no other", lists, tuple(most)),)


@shapes.register
def _(result: Estimate) -> tuple[Shape, ...]:
    every = [result.model, *(check.model for check in result.checks), *(close.model for close in result.models_close)]
    named, note = _naming(result.lists, every)
    reason = result.reasons[0].text if result.reasons else ""
    lines = [Line(_called(result, named), result.point, result.lower, result.upper, words=reason)]
    lines += [
        Line(_called(check, named), check.point, check.lower, check.upper,
             words="" if check.point is not None else "not estimable")
        for check in result.checks
    ]  # fmt: skip
    models = [Line(f"model {named(m.model)}", m.estimate, weight=m.weight) for m in result.models_close]
    title = f"How many children there are, by method and model; {result.observed:,} are recorded"
    if len(models) > MOST_MODELS:
        title = f"{title}; the {MOST_MODELS} models that fit best of {len(models):,}"
    forest = Forest(
        title, (*lines, *models[:MOST_MODELS]), (("recorded", float(result.observed)),),
        rest=tuple(models[MOST_MODELS:]), note=note,
    )  # fmt: skip
    drawn = _histogram(result)
    return (forest, drawn) if drawn else (forest,)


@shapes.register
def _(result: Comparison) -> tuple[Shape, ...]:
    named, note = _naming(result.lists, [row.model for row in result.rows])
    lines = tuple(
        Line(_called(row, named), row.point, row.lower, row.upper,
             words=row.reasons[0].text if row.reasons else "")
        for row in result.rows
    )  # fmt: skip
    title = f"How many children there are, by method; {result.observed:,} are recorded"
    return (Forest(title, lines, (("recorded", float(result.observed)),), note=note),)


@shapes.register
def _(result: LinkageSensitivity) -> tuple[Shape, ...]:
    names = {"repair": "had links been missed and were repaired", "worsen": "were more links missed or false"}
    made = []
    for direction, words in names.items():
        of_it = [row for row in result.rows if row.direction == direction and row.said.point is not None]
        series = []
        for false in sorted({row.false for row in of_it}):
            dots = (_dot(row.missed, row.said) for row in of_it if row.false == false)
            series.append((f"{false:.0%}", tuple(dots)))
        if series:
            title = f"How many children there would be, {words}"
            made.append(Curves(title, "share of links missed", "share of false links", tuple(series)))
    return tuple(made)


@shapes.register
def _(result: HeterogeneitySensitivity) -> tuple[Shape, ...]:
    made: list[Shape] = []
    if result.surface:
        shares = sorted({point.share for point in result.surface.points})
        series = tuple(
            (f"{share:.0%}", tuple(Dot(p.ratio, p.estimate) for p in result.surface.points if p.share == share))
            for share in shares
        )
        title = "How many children there would be, were some of them harder to record"
        made.append(Curves(title, "odds ratio between the groups", "share of the harder group", series))
    if result.rows:
        dots = tuple(Dot(row.factor, row.point, row.lower, row.upper) for row in result.rows)
        title = "How many children there would be, were all lists together to depend on each other"
        made.append(Curves(title, "factor on the dark figure", "model", (("as estimated", dots),)))
    return tuple(made)


@shapes.register
def _(result: LeftOut) -> tuple[Shape, ...]:
    lines = [_line("all lists", result.whole)] + [_line(f"without {row.name}", row.said) for row in result.rows]
    marks = (("all lists", result.whole.point),) if result.whole.point is not None else ()
    return (Forest("How many children there are, with one list left out", tuple(lines), marks),)


@shapes.register
def _(result: Consistency) -> tuple[Shape, ...]:
    lines = tuple(_line(row.name, row.said, float(row.known)) for row in result.rows)
    return (Forest("How many children are on a list, known and estimated from the other lists", lines, ()),)


@shapes.register
def _(result: Choices) -> tuple[Shape, ...]:
    lines = tuple(_line(f"{row.kind} {row.what}".strip(), row.said) for row in result.rows)
    first = result.rows[0].said.point
    marks = (("as given", first),) if first is not None else ()
    return (Forest("How many children there are, had other choices been made", lines, marks),)


type Names = Callable[[str], str]


def _naming(lists: Sequence[str], models: Sequence[str | None]) -> tuple[Names, str]:
    """How models are called: by the names of their lists where these fit, else by numbers, and then what the numbers
    stand for."""
    if all(len(_model(one, lists)) <= MOST_LETTERS for one in models if one):
        return lambda model: _model(model, lists), ""
    return str, f"Lists: {', '.join(f'{number} {name}' for number, name in enumerate(lists, 1))}"


def _called(part: Told, named: Names) -> str:
    return f"{marked(part)} {named(part.model or '')}".strip()


def _model(notation: str, lists: Sequence[str]) -> str:
    """A model with the names of its lists; as it is where it is none, as the prior of `graphs`."""
    try:
        return Model.parse(notation, len(lists)).named(lists) if notation else ""
    except ModelError:
        return notation


def _histogram(result: Estimate) -> Histogram | None:
    known = result.draws[np.isfinite(result.draws)] if result.draws.size else result.draws
    if not known.size or result.point is None:
        return None
    low, high = np.quantile(known, (BEYOND, 1 - BEYOND))
    shown = known[(known >= low) & (known <= high)]
    counts, edges = np.histogram(shown, BINS)
    bins = tuple((float(a), float(b), int(c)) for a, b, c in zip(edges[:-1], edges[1:], counts, strict=True))
    marks = (("estimate", result.point), ("lower limit", result.lower), ("upper limit", result.upper))
    kept = tuple((words, value) for words, value in marks if value is not None and isfinite(value))
    title = "How many children there are, in repeated samples"
    return Histogram(title, bins, kept, result.draws.size - shown.size)


def _line(label: str, said: Said, against: float | None = None) -> Line:
    return Line(label, said.point, said.lower, said.upper, against=against, words=said.reason or "")


def _dot(x: float, said: Said) -> Dot:
    return Dot(x, said.point or 0.0, said.lower, said.upper)
