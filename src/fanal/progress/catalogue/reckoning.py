"""What a formula makes of counts. Pure.

Counts come as cells: what they are of, field by field, and how many. What is missing is None and stays None: no sum
fills it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final

from fanal.progress.catalogue.model import DAY, PERIOD, Formula, Interval, Kind, Term, Where
from fanal.progress.catalogue.offered import OFFERED

type Cell = tuple[Mapping[str, str | bool | float], int]
"""What is counted, field by field, and how many. A field that is about the day or the year says whether it is so."""

_LEVEL: Final = 0.95
_Z: Final = NormalDist().inv_cdf((1 + _LEVEL) / 2)
HALF: Final = 0.5


class Unasked(ValueError):
    """A room gave a field that is not in the closed list, or left one out that the formula asks for."""


@dataclass(frozen=True, slots=True)
class Made:
    """A value of one group. `value` None: it is not known; `n`: of how many; `of`: the group, in the order of `by`."""

    of: tuple[str, ...]
    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int | None = None


def reckon(formula: Formula, cells: Iterable[Cell]) -> list[Made]:
    """The values of a formula, one a group, in the order of the groups. Raises `Unasked`."""
    offered = OFFERED[formula.subject].fields
    groups: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    for fields, number in cells:
        if not fields.keys() <= offered.keys() or not formula.fields <= fields.keys():
            raise Unasked(formula.id)
        if _holds(fields, formula.where):
            groups[tuple(str(fields[name]) for name in formula.by)].append((fields, number))
    if not groups and not formula.by:
        groups[()] = []
    return [_made(formula, group, groups[group]) for group in sorted(groups)]


def _made(formula: Formula, of: tuple[str, ...], cells: list[Cell]) -> Made:
    whole = sum(number for _fields, number in cells)
    match formula.kind:
        case Kind.COUNT:
            return Made(of, whole, n=whole)
        case Kind.RATIO:
            return _ratio(formula, of, cells, whole)
        case Kind.MEDIAN:
            return Made(of, _median(_numbers(formula, cells)), n=whole)
        case _:
            return _mean(formula, of, _numbers(formula, cells))


def _ratio(formula: Formula, of: tuple[str, ...], cells: list[Cell], whole: int) -> Made:
    part = sum(number for fields, number in cells if _holds(fields, formula.added))
    lost = sum(number for fields, number in cells if formula.lost and _holds(fields, formula.lost))
    scale, seen = formula.scale, whole - lost
    if not whole:
        return Made(of, None, n=0)
    match formula.interval:
        case Interval.BOUNDS:
            upper = scale * part / seen if seen else None
            return Made(of, upper, scale * part / whole, upper, whole)
        case Interval.OPEN:
            value = scale * part / seen if seen and seen >= HALF * whole else None
            return Made(of, value, scale * part / whole, scale * (part + lost) / whole, whole)
        case Interval.WILSON:
            from fanal.engines import intervals  # brings NumPy with it

            found = intervals.share(part, whole)
            return Made(of, scale * part / whole, scale * found.lower, scale * found.upper, whole)
    return Made(of, scale * part / whole, n=whole)


def _numbers(formula: Formula, cells: list[Cell]) -> Counter[float]:
    found: Counter[float] = Counter()
    for fields, number in cells:
        found[float(fields[formula.measure])] += number
    return found


def _median(numbers: Counter[float]) -> float | None:
    whole = sum(numbers.values())
    if not whole:
        return None
    return (_at(numbers, (whole - 1) // 2) + _at(numbers, whole // 2)) / 2


def _at(numbers: Counter[float], place: int) -> float:
    for value in sorted(numbers):
        place -= numbers[value]
        if place < 0:
            return value
    raise AssertionError


def _mean(formula: Formula, of: tuple[str, ...], numbers: Counter[float]) -> Made:
    """The mean of differences of the same people; its interval is that of a mean of thirty or more."""
    whole = sum(numbers.values())
    if not whole:
        return Made(of, None, n=0)
    mean = sum(value * number for value, number in numbers.items()) / whole
    if formula.interval is Interval.NONE or whole < 2:
        return Made(of, mean, n=whole)
    spread = sum(number * (value - mean) ** 2 for value, number in numbers.items()) / (whole - 1)
    half = _Z * sqrt(spread / whole)
    return Made(of, mean, mean - half, mean + half, whole)


def _holds(fields: Mapping[str, str | bool | float], where: Where) -> bool:
    return all(_is(fields[name], term) for name, term in where.items())


def _is(value: str | bool | float, term: Term) -> bool:
    if term in {DAY, PERIOD}:
        return value is True
    return value in term if isinstance(term, tuple) else value == term
