"""The sweep: every reminder, lateness and step passes once, in order, whatever happens around it."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanal.clocks import api as clocks
from fanal.clocks.contracts import DutyState, Step, Swept, Target
from fanal.clocks.models import Duty, Notice
from fanal.network.contracts import Role
from fanal.network.models import Organisation
from tests.people import Cast
from tests.rooms.clocks.scene import (
    ANSWER,
    DANGER,
    DAY,
    DECIDE,
    HOUR,
    MANAGER,
    MINUTE,
    NOW,
    keyless_org,
    listening,
    together,
)


def _told() -> set[str]:
    names = set(Notice.objects.filter(sent_on=None).values_list("person__username", flat=True))
    Notice.objects.all().delete()
    return names


@pytest.mark.django_db
def test_danger_climbs_from_the_duty_person_to_the_manager(cast: Cast) -> None:
    """Not opened within ten minutes: the other duty people; at thirty: the manager (docs/concerns-triage.md,
    "Clocks")."""
    subject = uuid4()
    clocks.start(DANGER, cast.aurora, subject, now=NOW)
    assert _told() == {"amara"}
    with listening() as heard:
        clocks.sweep(NOW + 9 * MINUTE)
        assert heard.of(subject) == []
        clocks.sweep(NOW + 11 * MINUTE)
        assert heard.of(subject) == [("late", None), ("step", 0)]
        assert _told() == {"amara"}
        clocks.sweep(NOW + 29 * MINUTE)
        assert _told() == set()
        clocks.sweep(NOW + 31 * MINUTE)
        assert heard.of(subject)[2:] == [("step", 1)]
        assert _told() == {"bao"}
        assert clocks.sweep(NOW + DAY) == Swept()
    assert clocks.next_of([subject])[subject].state is DutyState.LATE  # time alone ends no duty


@pytest.mark.django_db
def test_an_unanswered_handover_reaches_the_referral_desk_of_the_secretariat(cast: Cast) -> None:
    subject = uuid4()
    clocks.start(ANSWER, cast.nordlys, subject, now=NOW)
    _told()
    with listening() as heard:
        clocks.sweep(NOW + 36 * HOUR + HOUR)
        assert (heard.of(subject), _told()) == ([("reminder", None)], {"nils", "oda"})
        clocks.sweep(NOW + 3 * DAY + HOUR)
        assert (heard.of(subject)[1:], _told()) == ([("late", None)], {"nils", "oda"})
        clocks.sweep(NOW + 4 * DAY + HOUR)
        assert (heard.of(subject)[2:], _told()) == ([("step", 0)], {"sol"})


@pytest.mark.django_db
def test_after_an_outage_everything_passes_in_order_without_the_stale_reminder(cast: Cast) -> None:
    subject = uuid4()
    clocks.start(ANSWER, cast.nordlys, subject, now=NOW)
    with listening() as heard:
        assert clocks.sweep(NOW + 30 * DAY) == Swept(late=1, stepped=1)
    assert heard.of(subject) == [("late", None), ("step", 0)]


@pytest.mark.django_db
def test_what_has_ended_is_not_passed(cast: Cast) -> None:
    subject = uuid4()
    clocks.start(DANGER, cast.aurora, subject, now=NOW)
    clocks.sweep(NOW + 11 * MINUTE)
    clocks.stop(subject, now=NOW + 12 * MINUTE)
    assert clocks.sweep(NOW + DAY) == Swept()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to", "told"),
    [
        (Target.role(Role.PANEL_MEMBER), {"bao"}),  # nobody holds the role: the manager
        (Target.person(uuid4()), {"bao"}),  # left, or of another organisation
        (Target.network(Role.ETHICS_REVIEWER), {"sol", "tove"}),  # an office without managers: everybody there
    ],
)
def test_a_step_never_speaks_to_an_empty_room(cast: Cast, to: Target, told: set[str]) -> None:
    clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW, chain=[Step(timedelta(0), to)])
    with listening():
        clocks.sweep(NOW + DAY)  # rounded up: not late yet
        _told()
        clocks.sweep(NOW + DAY + HOUR)
    names = _told()
    assert told <= names
    assert names - told == {"amara", "bao", "femi"} - told  # the owner, who hears that it is late


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=st.lists(st.integers(0, 400), max_size=8),
    steps=st.lists(st.integers(0, 120), max_size=4).map(sorted),
    stop_at=st.none() | st.integers(0, 400),
)
def test_each_moment_passes_once_and_in_order(
    cast: Cast, minutes: list[int], steps: list[int], stop_at: int | None
) -> None:
    """However often and irregularly the sweep runs: what had come before the duty ended passed once, nothing after."""
    subject = uuid4()
    chain = [Step(after * MINUTE, MANAGER) for after in steps]
    duty = clocks.start(ANSWER, cast.aurora, subject, now=NOW, limit=HOUR, chain=chain)
    half = NOW.replace(minute=40, second=0)
    ended = False
    with listening() as heard:
        reminded = False
        last = NOW
        for at in [NOW + minute * MINUTE for minute in sorted({*minutes, *([] if stop_at is None else [stop_at])})]:
            if not ended:
                clocks.sweep(at)
                last = at
                reminded = reminded or half <= at < duty.due_at
            if stop_at is not None and at == NOW + stop_at * MINUTE:
                (gone,) = clocks.stop(subject, now=at)
                assert gone.late == (at >= duty.due_at)
                ended = True
            if ended:
                assert clocks.sweep(at + DAY) == Swept()
        expected: list[tuple[str, int | None]] = [("reminder", None)] if reminded else []
        if last >= duty.due_at:
            expected += [("late", None)]
            expected += [("step", i) for i, after in enumerate(steps) if duty.due_at + after * MINUTE <= last]
        assert heard.of(subject) == expected
    clocks.forget([subject])


class _Faulty:
    """A room whose handler fails for one subject until it is mended."""

    def __init__(self, subject: UUID, fault: Callable[[], None]) -> None:
        self.subject, self.fault, self.broken = subject, fault, True

    def __call__(self, sender: Any, *, duty: Any, now: Any, **_more: Any) -> None:
        Organisation.objects.filter(pk=duty.org).update(country="XZ")  # what the handler wrote before it failed
        if self.broken and duty.subject == self.subject:
            self.fault()


def _raise() -> None:
    raise LookupError("Zofia, room 12")


def _break_the_transaction() -> None:
    Organisation.objects.create(id=Organisation.objects.first().pk, founded_on=NOW.date())  # type: ignore[union-attr]


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [_raise, _break_the_transaction])
def test_a_fault_of_a_room_hides_no_duty(
    cast: Cast, fault: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    """People are told all the same and once; the other duties pass; the faulty one is tried again and shown."""
    broken, fine = uuid4(), uuid4()
    for subject, org in ((broken, cast.aurora), (fine, cast.nordlys)):
        clocks.start(DANGER, org, subject, now=NOW, chain=[])
    faulty = _Faulty(broken, fault)
    clocks.duty_late.connect(faulty)
    _told()
    late = NOW + 11 * MINUTE
    try:
        with listening() as heard, caplog.at_level(logging.ERROR):
            assert clocks.sweep(late) == Swept(late=1, failed=1)
            assert heard.of(fine) == [("late", None)]
            assert _told() == {"amara", "nils"}
            assert {problem.code for problem in clocks.problems(late)} >= {"duty_faults"}
            assert Organisation.objects.get(pk=cast.aurora).country == "XA"  # undone with the rest
            heard.news.clear()
            assert clocks.sweep(late + MINUTE).failed == 1
            assert _told() == set()
            faulty.broken = False
            assert clocks.sweep(late + HOUR) == Swept(late=1)
            assert heard.of(broken)[-1:] == [("late", None)]
            assert _told() == set()
            assert "duty_faults" not in {problem.code for problem in clocks.problems(late + HOUR)}
    finally:
        clocks.duty_late.disconnect(faulty)
    assert "Zofia" not in caplog.text
    assert DANGER.code in caplog.text


@pytest.mark.django_db
def test_a_kind_whose_room_is_gone_still_reaches_people(cast: Cast) -> None:
    clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW)
    Duty.objects.update(kind="room_that_left")
    _told()
    assert clocks.sweep(NOW + 2 * DAY).failed == 1
    assert _told() == {"amara", "bao", "femi"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_pass_each_moment_once() -> None:
    org, _ = keyless_org(("kim", Role.INTAKE_OFFICER), ("lou", Role.SUPERVISOR))
    subjects = [uuid4() for _ in range(40)]
    for subject in subjects:
        clocks.start(DECIDE, org, subject, now=NOW)
    with listening() as heard:
        results = together(2, lambda: clocks.sweep(NOW + 3 * DAY))
    assert all(isinstance(result, Swept) and not result.failed for result in results), results
    assert sum(result.late for result in results if isinstance(result, Swept)) == len(subjects)
    for subject in subjects:
        assert heard.of(subject) == [("late", None), ("step", 0)]
    assert set(Duty.objects.values_list("state", "step", "faults")) == {(DutyState.LATE.value, 1, 0)}


@pytest.mark.django_db(transaction=True)
def test_a_duty_is_stopped_or_passed_but_never_both_lost() -> None:
    """A worker sweeps while a person finishes: the duty ends, and what the sweep said before that was said once."""
    org, _ = keyless_org(("kim", Role.INTAKE_OFFICER))
    subjects = [uuid4() for _ in range(20)]
    for subject in subjects:
        clocks.start(DECIDE, org, subject, now=NOW)
    turns = iter(
        [lambda: clocks.sweep(NOW + 3 * DAY), lambda: [clocks.stop(one, now=NOW + 3 * DAY) for one in subjects]]
    )

    def turn() -> object:
        return next(turns)()

    with listening() as heard:
        results = together(2, turn)
    assert not [result for result in results if isinstance(result, Exception)]
    assert set(Duty.objects.values_list("state", "next_at")) == {(DutyState.DONE.value, None)}
    for subject in subjects:
        assert heard.of(subject) in ([], [("late", None)], [("late", None), ("step", 0)])


@pytest.mark.django_db(transaction=True)
def test_two_who_end_the_same_duties_end_each_once() -> None:
    org, _ = keyless_org(("kim", Role.INTAKE_OFFICER))
    subjects = [uuid4() for _ in range(30)]
    for subject in subjects:
        clocks.start(DECIDE, org, subject, now=NOW)
    ended = together(3, lambda: sum(len(clocks.stop(one, now=NOW)) for one in subjects))
    assert sum(count for count in ended if isinstance(count, int)) == len(subjects), ended


@pytest.mark.django_db(transaction=True)
def test_two_who_start_the_same_duty_make_one() -> None:
    org, _ = keyless_org(("kim", Role.INTAKE_OFFICER))
    subject = uuid4()
    results = together(4, lambda: clocks.start(DECIDE, org, subject, now=NOW))
    assert len(set(results)) == 1, results
    assert Duty.objects.count() == 1


@pytest.mark.django_db
def test_the_table_itself_refuses_a_second_open_duty(cast: Cast) -> None:
    subject = uuid4()
    clocks.start(DECIDE, cast.aurora, subject, now=NOW)
    row = Duty.objects.get(subject=subject)
    row.pk = uuid4()
    with pytest.raises(IntegrityError):
        row.save(force_insert=True)
