"""What was measured of a programme, and what may be said of it: shares with their interval, small groups hidden, a
change that can be told or none. Pure.

Missing is never zero: a point without a value is a gap, and one that is hidden says that it is hidden.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from fanal.progress.programmes.grading import Measured
from fanal.progress.programmes.kinds import Arm, Counts, Level, Moment, Unit

AFTER: Final = (Moment.DURING, Moment.AFTER_3, Moment.AFTER_6, Moment.AFTER_12)


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement. `n`: how many were in the group at its beginning, `lost`: how many of them could not be measured
    now, None where nobody knows; `hits`: how many of those who were measured; `value`, `lower`, `upper`: of a number or
    a mean. `public`: whether two people published it."""

    arm: Arm
    moment: Moment
    starts: date
    ends: date
    target: Decimal | None = None
    n: int | None = None
    lost: int | None = None
    hits: int | None = None
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    comment: str = ""
    public: bool = False

    @property
    def measured(self) -> int | None:
        """How many were measured now, as far as one knows."""
        return None if self.n is None else self.n - (self.lost or 0)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: `up` where more is better. `no_baseline`: why there is none."""

    code: str
    title: str
    level: Level
    unit: Unit
    counts: Counts
    up: bool
    what: str = ""
    place: str = ""
    no_baseline: str = ""
    points: Sequence[Point] = ()

    def at(self, arm: Arm, moment: Moment) -> Point | None:
        """The newest that was measured of a group then."""
        found = [one for one in self.points if one.arm is arm and one.moment is moment and self.has_actual(one)]
        return max(found, key=lambda one: one.ends, default=None)

    def has_actual(self, point: Point) -> bool:
        """Whether something was measured; a target alone is none."""
        if self.unit is Unit.SHARE:
            return point.hits is not None and bool(point.measured)
        return bool(point.comment) if self.unit is Unit.WORDS else point.value is not None

    def last(self, arm: Arm = Arm.PROGRAMME) -> Point | None:
        """What was measured latest after the beginning: what lasted counts before what was so at the end."""
        return next((one for moment in reversed(AFTER) if (one := self.at(arm, moment))), None)


# ---- what cannot be ----


class Wrong(StrEnum):
    """Why a measurement is refused; the words stand in `words`."""

    ORDER = "order"
    FUTURE = "future"
    GROUP = "group"
    LOST = "lost"
    OVER = "over"
    HITS = "hits"
    VALUE = "value"
    BOUNDS = "bounds"
    NOTHING = "nothing"
    TARGET = "target"
    BASELINE = "baseline"
    SHARE = "share"
    STAYS = "stays"
    WAITS = "waits"


def wrong(measure: Measure, point: Point, today: date) -> Iterator[tuple[Wrong, str]]:
    """What cannot be in a measurement that somebody writes down, and at which field."""
    if point.ends < point.starts:
        yield Wrong.ORDER, "ends"
    is_actual = any(one is not None for one in (point.n, point.hits, point.value))
    if is_actual and point.ends > today:
        yield Wrong.FUTURE, "ends"
    if point.target is None and not is_actual and not (measure.unit is Unit.WORDS and point.comment):
        yield Wrong.NOTHING, ""
    if is_actual:
        yield from _of_actual(measure, point)
    yield from _of_target(measure, point)


def again(measure: Measure, point: Point) -> Iterator[tuple[Wrong, str]]:
    """Whether it was measured of that group then already: nothing takes the place of what is published, and a draft
    has one. Meanwhile it is measured as often as days end."""
    often = point.moment is Moment.DURING
    same = [
        one for one in measure.points
        if measure.has_actual(one) and (one.arm, one.moment) == (point.arm, point.moment)
        and (not often or one.ends == point.ends)
    ]  # fmt: skip
    if same and measure.has_actual(point):
        yield Wrong.STAYS if any(one.public for one in same) else Wrong.WAITS, "moment"


def is_of_people(measure: Measure) -> bool:
    """Whether the group that was measured is asked for: nothing of an unknown number of people is told."""
    things = measure.level is Level.OUTPUT and measure.counts is Counts.THINGS
    return measure.unit is Unit.SHARE or (measure.unit is Unit.MEAN and not things)


def _of_actual(measure: Measure, point: Point) -> Iterator[tuple[Wrong, str]]:
    if is_of_people(measure) and point.n is None:
        yield Wrong.GROUP, "n"
    if point.n is not None and (point.lost or 0) > point.n:
        yield Wrong.LOST, "lost"
    if measure.unit is Unit.SHARE:
        if point.hits is None:
            yield Wrong.HITS, "hits"
        elif point.measured is not None and point.hits > max(point.measured, 0):
            yield Wrong.OVER, "hits"
    elif measure.unit is not Unit.WORDS and point.value is None:
        yield Wrong.VALUE, "value"
    bounds = (point.lower, point.value, point.upper)
    if any(one is not None for one in (point.lower, point.upper)):
        known = [one for one in bounds if one is not None]
        if len(known) < len(bounds) or known != sorted(known):
            yield Wrong.BOUNDS, "lower"


def _of_target(measure: Measure, point: Point) -> Iterator[tuple[Wrong, str]]:
    """No target without a beginning; one that lies on the wrong side of it is a question, and a comment answers it."""
    if point.target is None:
        return
    if measure.unit is Unit.SHARE and not 0 <= point.target <= 100:
        yield Wrong.SHARE, "target"
    first = measure.at(Arm.PROGRAMME, Moment.BASELINE)
    if first is None:
        if not measure.no_baseline:
            yield Wrong.BASELINE, "target"
    elif (begun := _plain(measure, first)) is not None and not point.comment:
        is_back = point.target < begun if measure.up else point.target > begun
        if is_back:
            yield Wrong.TARGET, "comment"


def _plain(measure: Measure, point: Point) -> Decimal | None:
    """The value: of a share in per cent."""
    if measure.unit is not Unit.SHARE:
        return point.value
    if point.hits is None or not point.measured:
        return None
    return Decimal(100 * point.hits) / point.measured


# ---- what may be said ----


class Shows(StrEnum):
    """What is told of a measurement: its value; that it is hidden, since few are concerned; that nobody told it yet."""

    VALUE = "value"
    HIDDEN = "hidden"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Shown:
    """A measurement as others may read it. A share is in per cent, and has none where fewer than 30 were measured.
    `n`, `lost`: None where they are few."""

    shows: Shows
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    hits: int | None = None
    measured: int | None = None
    lost: int | None = None


HIDDEN: Final = Shown(Shows.HIDDEN)
MISSING: Final = Shown(Shows.MISSING)


def shown(measure: Measure, point: Point, *, interval: bool = True) -> Shown:
    """What may be told, with its `interval` or without: of people no group that is smaller than the threshold of the
    disclosure engine, and no share that (nearly) nobody or (nearly) everybody belongs to."""
    if not measure.has_actual(point):
        return MISSING
    if measure.counts is Counts.THINGS and measure.unit is not Unit.SHARE:
        return Shown(Shows.VALUE, point.value, point.lower, point.upper)
    if measure.unit is Unit.SHARE:
        return _share(measure, point, interval)
    if measure.unit is Unit.WORDS:
        return Shown(Shows.VALUE)
    from fanal.engines.disclosure.contracts import Policy  # brings NumPy with it

    few = Policy().k
    group = point.measured if measure.unit is Unit.MEAN else int(point.value or 0)
    if group is None or group < few:
        return HIDDEN
    lost = point.lost if point.lost == 0 or (point.lost or 0) >= few else None
    return Shown(Shows.VALUE, point.value, point.lower, point.upper, measured=point.measured, lost=lost)


def _share(measure: Measure, point: Point, interval: bool) -> Shown:
    from fanal.engines import intervals  # brings NumPy with it
    from fanal.engines.disclosure.contracts import Cell, Policy, share

    few = Policy().k if measure.counts is not Counts.THINGS else 0
    assert point.hits is not None
    assert point.measured is not None
    if min(point.hits, point.measured - point.hits) < few:
        return HIDDEN
    part, whole = (Cell("shown", one, one, one) for one in (point.hits, point.measured))
    lost = point.lost if point.lost == 0 or (point.lost or 0) >= few else None
    if share(part, whole) is None:
        return Shown(Shows.VALUE, hits=point.hits, measured=point.measured, lost=lost)
    value = _percent(point.hits / point.measured)
    if not interval:
        return Shown(Shows.VALUE, value, hits=point.hits, measured=point.measured, lost=lost)
    found = intervals.share(point.hits, point.measured)
    return Shown(
        Shows.VALUE, value, _percent(found.lower), _percent(found.upper), point.hits, point.measured, lost
    )  # fmt: skip


def _percent(part: float) -> Decimal:
    return Decimal(f"{100 * part:.1f}")


class Change(StrEnum):
    """What can be told of an outcome. `none` is a result as good as any other."""

    BETTER = "better"
    NONE = "none"
    WORSE = "worse"
    UNTOLD = "untold"


def change(measure: Measure) -> Change:
    """Whether those of the programme stand better than those they are compared with, or than at the beginning, by more
    than chance would do: where 95 % intervals leave no doubt. Why it is so, the grade says or does not."""
    last = measure.last()
    if last is None or measure.unit in {Unit.NUMBER, Unit.WORDS}:
        return Change.UNTOLD
    other = measure.at(Arm.COMPARISON, last.moment) or measure.at(Arm.PROGRAMME, Moment.BASELINE)
    if other is None:
        return Change.UNTOLD
    if HIDDEN in (shown(measure, last), shown(measure, other)):
        return Change.UNTOLD  # where the groups are so small, the sign alone would tell which
    sides = _apart(last, other) if measure.unit is Unit.SHARE else _means_apart(last, other)
    if sides is None:
        return Change.UNTOLD
    if sides == 0:
        return Change.NONE
    return Change.BETTER if (sides > 0) is measure.up else Change.WORSE


def _apart(one: Point, other: Point) -> int | None:
    from fanal.engines import intervals

    assert one.hits is not None
    assert other.hits is not None
    found = intervals.difference(one.hits, one.measured, other.hits, other.measured)  # type: ignore[arg-type]
    return int(found.lower > 0) - int(found.upper < 0)


def _means_apart(one: Point, other: Point) -> int | None:
    if one.lower is None or one.upper is None or other.lower is None or other.upper is None:
        return None
    return (one.lower > other.upper) - (one.upper < other.lower)


# ---- how it was measured ----


def evidence(measure: Measure) -> Measured:
    """How an outcome was measured, as `grading` asks."""
    first, last = measure.at(Arm.PROGRAMME, Moment.BASELINE), measure.last()
    other = measure.at(Arm.COMPARISON, last.moment) if last else None
    other_first = measure.at(Arm.COMPARISON, Moment.BASELINE)
    groups = [one for one in (last, other) if one is not None]
    sizes = [one.measured or 0 for one in (first, *groups, other_first if other else None) if one is not None]
    losses = [_lost(one, before) for one, before in ((last, first), (other, other_first)) if one is not None]
    return Measured(
        twice=first is not None and last is not None,
        n=min(sizes, default=0),
        lost=max((one for one in losses if one is not None), default=None) if None not in losses else None,
        baseline=first is not None and (other is None or other_first is not None),
        interval=bool(groups) and all(_has_interval(measure, one) for one in groups),
        compared=other is not None,
        place=measure.place,
    )


def _lost(one: Point, before: Point | None) -> float | None:
    """Which part of a group is gone: of how many there were at its beginning, or before, whichever were more."""
    if one.lost is None or not one.n:
        return None
    whole = max(one.n, (before.n or 0) if before else 0)
    return (whole - (one.measured or 0)) / whole


def _has_interval(measure: Measure, point: Point) -> bool:
    return bool(point.measured) if measure.unit is Unit.SHARE else point.lower is not None and point.upper is not None


def is_monitored(measures: Sequence[Measure]) -> bool:
    """Whether outputs are compared with a target."""
    return any(one.level is Level.OUTPUT and _is_aimed(one) for one in measures)


def _is_aimed(one: Measure) -> bool:
    """Whether something was measured for which there was a target, written down with it or before."""
    aims = {(point.arm, point.moment) for point in one.points if point.target is not None}
    return any(one.has_actual(point) and (point.arm, point.moment) in aims for point in one.points)


def cost_of_each(costs: Mapping[str, Decimal], measure: Measure) -> tuple[str, Decimal, Decimal, Decimal] | None:
    """What one person cost for whom it came out well, with what the interval makes of it: currency, value, least and
    most. Only in one currency, and where the share may be told."""
    last = measure.last()
    if last is None or len(costs) != 1 or measure.unit is not Unit.SHARE or not measure.up:
        return None
    seen = shown(measure, last)
    if not seen.value or not seen.lower or not seen.upper or not seen.measured:
        return None
    [(currency, cost)] = costs.items()
    each = [cost * 100 / (seen.measured * part) for part in (seen.value, seen.upper, seen.lower)]
    return currency, each[0], each[1], each[2]
