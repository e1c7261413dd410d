"""What may be said of a measurement: shares with their interval, small groups hidden, missing never zero."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from fanal.progress.programmes.kinds import Arm, Counts, Level, Moment, Unit
from fanal.progress.programmes.measuring import (
    Change,
    Measure,
    Point,
    Shows,
    change,
    cost_of_each,
    evidence,
    is_monitored,
    shown,
    wrong,
)

DAY = date(2025, 6, 30)


def _point(moment: Moment = Moment.BASELINE, arm: Arm = Arm.PROGRAMME, **more: Any) -> Point:
    return replace(Point(arm, moment, DAY, DAY), **more)


def _measure(*points: Point, **more: Any) -> Measure:
    made = Measure("U1", "Children in school", Level.OUTCOME, Unit.SHARE, Counts.CHILDREN, up=True, points=points)
    return replace(made, **more)


def test_a_share_has_its_interval() -> None:
    point = _point(n=100, lost=20, hits=40)
    seen = shown(_measure(point), point)
    assert (seen.value, seen.measured, seen.lost) == (Decimal("50.0"), 80, 20)
    # Wilson for 40 of 80, worked by hand: centre .5, half .1070
    assert (seen.lower, seen.upper) == (Decimal("39.3"), Decimal("60.7"))


@given(some.integers(0, 200), some.integers(0, 200), some.none() | some.integers(0, 200))
def test_few_are_never_told(n: int, hits: int, lost: int | None) -> None:
    point = _point(n=n, hits=hits, lost=lost)
    measure = _measure(point)
    if list(wrong(measure, point, DAY)):
        return
    seen = shown(measure, point)
    measured = n - (lost or 0)
    if measured <= 0:
        assert seen.shows is Shows.MISSING
    elif min(hits, measured - hits) < 10:
        assert seen.shows is Shows.HIDDEN
        assert (seen.value, seen.hits, seen.measured, seen.lost) == (None, None, None, None)
    else:
        assert seen.shows is Shows.VALUE
        assert seen.lost is None or seen.lost == 0 or seen.lost >= 10
        assert (seen.value is None) == (measured < 30), "no percentage of fewer than 30"


def test_missing_is_never_zero() -> None:
    for unit in (Unit.SHARE, Unit.NUMBER, Unit.MEAN):
        point = _point(Moment.DURING, target=Decimal(70))
        measure = _measure(point, unit=unit)
        seen = shown(measure, point)
        assert seen.shows is Shows.MISSING
        assert seen.value is None
        assert measure.last() is None
        assert change(measure) is Change.UNTOLD
    zero = _point(Moment.DURING, value=Decimal(0))
    assert shown(_measure(zero, unit=Unit.NUMBER, counts=Counts.THINGS), zero).value == 0, "a zero that is one"
    assert shown(_measure(zero, unit=Unit.NUMBER), zero).shows is Shows.HIDDEN, "of children it tells of few"


def test_what_changed_is_told_only_beyond_chance() -> None:
    def told(before: int, after: int, up: bool = True) -> Change:
        points = _point(n=100, lost=0, hits=before), _point(Moment.AFTER_6, n=100, lost=0, hits=after)
        return change(_measure(*points, up=up))

    assert told(50, 70) is Change.BETTER
    assert told(50, 55) is Change.NONE
    assert told(70, 50) is Change.WORSE
    assert told(70, 50, up=False) is Change.BETTER


def test_those_who_are_compared_count_before_the_beginning() -> None:
    points = (
        _point(n=100, lost=0, hits=50), _point(Moment.AFTER_6, n=100, lost=0, hits=80),
        _point(Moment.AFTER_6, Arm.COMPARISON, n=100, lost=0, hits=78),
    )  # fmt: skip
    assert change(_measure(*points)) is Change.NONE, "both went up"
    assert change(_measure(*points[:2])) is Change.BETTER


def test_what_lasted_counts_before_what_was_so_at_the_end() -> None:
    points = (
        _point(n=100, lost=0, hits=50), _point(Moment.DURING, n=100, lost=0, hits=80),
        _point(Moment.AFTER_12, n=100, lost=0, hits=50),
    )  # fmt: skip
    assert change(_measure(*points)) is Change.NONE


def test_how_it_was_measured() -> None:
    base, end = _point(n=100, lost=0, hits=50), _point(Moment.AFTER_3, n=100, lost=31, hits=50)
    found = evidence(_measure(base, end))
    assert (found.twice, found.n, found.lost, found.interval, found.compared) == (True, 69, 0.31, True, False)
    assert evidence(_measure(base, replace(end, lost=None))).lost is None
    other = _point(Moment.AFTER_3, Arm.COMPARISON, n=40, lost=0, hits=10)
    found = evidence(_measure(base, end, other))
    assert (found.compared, found.baseline, found.n) == (True, False, 40), "the others were not measured before"
    assert evidence(_measure(base)).twice is False
    mean = _measure(_point(n=50, value=Decimal(3)), _point(Moment.DURING, n=50, value=Decimal(4)), unit=Unit.MEAN)
    assert evidence(mean).interval is False
    assert change(mean) is Change.UNTOLD, "without intervals nobody can tell"


def test_whoever_was_there_before_and_is_not_counted_any_more_is_lost() -> None:
    base, end = _point(n=100, lost=0, hits=50), _point(Moment.AFTER_3, n=40, lost=0, hits=30)
    assert evidence(_measure(base, end)).lost == 0.6
    alone = _point(Moment.BASELINE, Arm.COMPARISON, n=1, lost=0, hits=1)
    many = _point(Moment.AFTER_3, Arm.COMPARISON, n=100, lost=0, hits=50)
    assert evidence(_measure(base, replace(end, n=100), alone, many)).n == 1, "one person measured before is no group"


def test_a_mean_of_nobody_knows_how_many_is_not_told() -> None:
    point = _point(value=Decimal(3))
    children = _measure(point, unit=Unit.MEAN, level=Level.OUTPUT)
    assert [code for code, _field in wrong(children, point, DAY)] == ["group"]
    assert shown(children, point).shows is Shows.HIDDEN
    things = replace(children, counts=Counts.THINGS)
    assert list(wrong(things, point, DAY)) == []
    assert shown(things, point).shows is Shows.VALUE


def test_a_target_that_was_written_first_is_one() -> None:
    aim, came = _point(Moment.DURING, target=Decimal(400)), _point(Moment.DURING, value=Decimal(390))
    made = _measure(aim, came, unit=Unit.NUMBER, level=Level.OUTPUT, counts=Counts.THINGS)
    assert is_monitored([made])
    assert not is_monitored([replace(made, points=(aim,))])
    assert not is_monitored([replace(made, points=(came,))])


def test_of_groups_that_are_hidden_no_sign_is_told() -> None:
    assert change(_measure(_point(n=5, lost=0, hits=0), _point(Moment.AFTER_3, n=5, lost=0, hits=5))) is Change.UNTOLD


def test_the_limits_of_an_interval_lie_around_the_value() -> None:
    for lower, upper in ((None, Decimal(5)), (Decimal(4), Decimal(5)), (Decimal(1), Decimal(2))):
        point = _point(n=50, lost=0, value=Decimal(3), lower=lower, upper=upper)
        assert [code for code, _field in wrong(_measure(point, unit=Unit.MEAN), point, DAY)] == ["bounds"]


def test_what_one_cost_for_whom_it_came_out_well() -> None:
    points = _point(n=100, lost=0, hits=40), _point(Moment.AFTER_6, n=100, lost=20, hits=40)
    found = cost_of_each({"EUR": Decimal(8000)}, _measure(*points))
    assert found is not None
    currency, value, least, most = found
    assert (currency, value) == ("EUR", 200)
    assert least < value < most
    assert cost_of_each({"EUR": Decimal(1), "USD": Decimal(1)}, _measure(*points)) is None
    hidden = _point(Moment.AFTER_6, n=100, lost=0, hits=5)
    assert cost_of_each({"EUR": Decimal(8000)}, _measure(points[0], hidden)) is None, "it would tell of few"
