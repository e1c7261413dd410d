"""Duties week by week, counted by hand, and against a count that looks at each duty on each day."""

from datetime import UTC, date, datetime, timedelta
from statistics import median
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanal.clocks import weekly
from fanal.clocks.contracts import DutyState, Target
from fanal.clocks.models import Duty
from fanal.concerns import duties
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.ids import day_id
from tests.people import Cast

pytestmark = pytest.mark.django_db(databases="__all__")
MONDAY = date(2026, 11, 23)
TODAY = MONDAY + timedelta(days=2)
INTAKE, LEAD = Target.team(RingKind.INTAKE), Target.role(Role.SAFEGUARDING_LEAD)


def _duty(
    cast: Cast,
    came: int,
    done: int | None,
    late: int | None = None,
    *,
    stopped: bool = False,
    owner: Target = INTAKE,
) -> Duty:
    """Days are counted from the Monday of this week."""

    def day(number: int | None) -> date | None:
        return None if number is None else MONDAY + timedelta(days=number)

    made = MONDAY + timedelta(days=came)
    state = DutyState.OPEN if done is None else DutyState.STOPPED if stopped else DutyState.DONE
    due = datetime(made.year, made.month, made.day, tzinfo=UTC) + timedelta(days=1)
    return Duty(
        id=day_id(made), org_id=cast.aurora, kind=duties.DECIDE.code, subject=uuid4(), about=uuid4(), owner=str(owner),
        made_on=made, late_on=day(late), ended_on=day(done), due_at=due, state=state,
    )  # fmt: skip


def _whose(cast: Cast, **more: object) -> weekly.Whose:
    return weekly.Whose((duties.DECIDE,), org=cast.aurora, **more)  # type: ignore[arg-type]


def test_counted_by_hand(cast: Cast) -> None:
    Duty.objects.bulk_create(
        [
            _duty(cast, -8, -7),  # came on a Sunday, done on the Monday after: one day
            _duty(cast, -7, -1, late=-5),  # six days, late
            _duty(cast, -3, 1),  # four days, done this week
            _duty(cast, -2, 0, stopped=True),  # nobody needed it any more: not done, and it waits no more
            _duty(cast, 0, None, late=1),  # waits, late
            _duty(cast, -40, None),  # has waited all the time
        ]
    )
    before, last, now = weekly.weeks(_whose(cast), TODAY, 3)
    assert (before.monday, last.monday, now.monday) == (MONDAY - timedelta(days=14), MONDAY - timedelta(days=7), MONDAY)
    assert (before.came, before.done, before.late, before.waiting, before.days) == (1, 0, 0, 2, None)
    assert (last.came, last.done, last.late, last.waiting, last.days) == (3, 2, 1, 3, 3.5)
    assert (now.came, now.done, now.late, now.waiting, now.days) == (1, 1, 1, 2, 4)


def test_another_house_another_kind_and_what_is_left_out(cast: Cast) -> None:
    theirs, other = _duty(cast, 0, None), _duty(cast, 0, None)
    theirs.org_id, other.kind = cast.nordlys, duties.ANSWER_REPORTER.code
    Duty.objects.bulk_create([theirs, other, _duty(cast, 0, None, owner=LEAD), _duty(cast, 0, None)])
    assert weekly.weeks(_whose(cast), TODAY, 1)[0].came == 2
    assert weekly.weeks(_whose(cast, but=(LEAD,)), TODAY, 1)[0].came == 1
    assert weekly.weeks(_whose(cast, owner=LEAD), TODAY, 1)[0].came == 1
    assert weekly.owners(_whose(cast), TODAY, 1) == [LEAD, INTAKE]
    about = Duty.objects.filter(pk=theirs.pk)
    Duty.objects.filter(pk=theirs.pk).update(subject=theirs.pk)
    assert weekly.weeks(weekly.Whose((duties.DECIDE,), subjects=about), TODAY, 1)[0].came == 1


_LIFE = st.tuples(st.integers(-30, 2), st.one_of(st.none(), st.integers(0, 30)), st.booleans())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=st.lists(_LIFE, max_size=12))
def test_it_is_what_a_look_at_each_day_finds(cast: Cast, lives: list[tuple[int, int | None, bool]]) -> None:
    Duty.objects.all().delete()
    rows = [
        _duty(cast, came, None if took is None else min(came + took, 2), stopped=stopped)
        for came, took, stopped in lives
    ]
    Duty.objects.bulk_create(rows)
    for week in weekly.weeks(_whose(cast), TODAY, 4):
        days = [week.monday + timedelta(days=at) for at in range(7)]
        done = [row for row in rows if row.state == DutyState.DONE and row.ended_on in days]
        assert week.came == sum(row.made_on in days for row in rows)
        assert week.done == len(done)
        assert week.waiting == sum(
            row.made_on <= days[-1] and (row.ended_on is None or row.ended_on > days[-1]) for row in rows
        )
        assert week.days == (median((row.ended_on - row.made_on).days for row in done) if done else None)  # type: ignore[operator]
