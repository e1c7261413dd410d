"""The queue keeps identifiers only, runs each task once, loses none, and gives up in view."""

import asyncio
import logging
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fanal.clocks import api as clocks
from fanal.clocks import jobs, schedule, tasks, worker
from fanal.clocks.faults import backoff, place_of
from fanal.clocks.models import Schedule
from tests.rooms.clocks import sample_jobs
from tests.rooms.clocks.scene import DAY, HOUR, MINUTE, NOW, wait_over

SOON = timedelta(hours=2)  # longer than any wait before another try


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    sample_jobs.RAN.clear()


def _only() -> DBTaskResult[..., None]:
    return DBTaskResult.objects.get()


@pytest.mark.django_db
def test_a_job_gets_its_identifiers_and_what_it_returns_is_not_kept() -> None:
    record = uuid4()
    clocks.enqueue(sample_jobs.note, record, "intake")
    assert _only().args_kwargs == {"args": [str(record), "intake"], "kwargs": {}}
    assert clocks.drain() == 1
    (ran,) = sample_jobs.RAN
    assert ran == (str(record), "intake")
    row = _only()
    assert (row.status, row.return_value, row.traceback) == (TaskResultStatus.SUCCESSFUL, None, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        "Zofia Przykładowa", "zofia ", "room 12", "زفيا", "+1 555 0100", "a" * 41, "", "12", "Code", "a\n", "a-b", 12,
         1.5, True, None, b"zofia", date(2026, 11, 25), ["intake"], {"id": "intake"}, (uuid4(),),
    ],
)  # fmt: skip
def test_nothing_but_identifiers_and_codes_gets_into_the_queue(data: Any) -> None:
    ways: list[Callable[[], object]] = [
        lambda: clocks.enqueue(sample_jobs.note, data),
        lambda: clocks.enqueue(sample_jobs.note, uuid4(), data),
        lambda: sample_jobs.note.enqueue(data),
        lambda: sample_jobs.note.using(priority=5).enqueue(data),
        lambda: sample_jobs.note.enqueue(record=uuid4()),
        lambda: asyncio.run(sample_jobs.note.aenqueue(data)),
    ]
    for way in ways:
        with pytest.raises(clocks.NotAnId, match=r"identifiers and codes|named arguments"):
            way()
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_a_deed_that_is_undone_leaves_no_task() -> None:
    with transaction.atomic():
        clocks.enqueue(sample_jobs.note, uuid4())
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_a_failure_is_kept_without_data(caplog: pytest.LogCaptureFixture) -> None:
    """Neither message, cause, frame nor argument of the error reaches the table or the log; class and place do."""
    clocks.enqueue(sample_jobs.fail, uuid4())
    with caplog.at_level(logging.DEBUG):
        clocks.drain()
    row = _only()
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path.endswith("JobFailed")
    kept = f"{row.traceback} {caplog.text}"
    assert "LookupError at sample_jobs.py:" in row.traceback
    for word in ("Zofia", "room 12", "no record", "ValueError", "told"):
        assert word not in kept


@pytest.mark.django_db
def test_a_failed_job_is_tried_again_later_and_given_up_in_view() -> None:
    clocks.enqueue(sample_jobs.fail, uuid4())
    waits = []
    for tries in (1, 2):
        clocks.drain()
        now = timezone.now()
        assert jobs.requeue(now) == 1
        assert jobs.requeue(now) == 0
        row = _only()
        assert (row.status, len(row.worker_ids)) == (TaskResultStatus.READY, tries)
        waits.append(row.run_after - now)
        assert clocks.drain() == 0
        assert "job_given_up" not in {problem.code for problem in clocks.problems(now)}
        wait_over()
    assert timedelta(seconds=10) <= waits[0] <= timedelta(seconds=20) <= waits[1] <= timedelta(seconds=40)
    clocks.drain()
    assert jobs.requeue(timezone.now() + DAY) == 0
    (problem,) = [one for one in clocks.problems(timezone.now()) if one.code == "job_given_up"]
    assert (problem.count, "fail" in problem.words) == (1, True)


@pytest.mark.django_db
def test_a_job_that_went_well_again_is_no_problem() -> None:
    clocks.enqueue(sample_jobs.note)
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, worker_ids=["w"] * 6, finished_at=timezone.now())
    assert jobs.given_up() == {sample_jobs.note.module_path: 1}
    clocks.enqueue(sample_jobs.note)
    clocks.drain()
    assert jobs.given_up() == {}


@pytest.mark.django_db
def test_a_job_whose_code_is_gone_is_given_up_in_view() -> None:
    clocks.enqueue(sample_jobs.note, uuid4())
    DBTaskResult.objects.update(task_path="fanal.clocks.tasks.gone_since")
    for _ in range(jobs.TRIES):
        clocks.drain()
        jobs.requeue(timezone.now())
        wait_over()
    assert {problem.code for problem in clocks.problems(timezone.now())} >= {"job_given_up"}


@pytest.mark.django_db
def test_what_waits_under_the_path_of_an_earlier_version_is_done() -> None:
    subject = uuid4()
    clocks.enqueue(sample_jobs.note, subject)
    DBTaskResult.objects.update(task_path=f"{sample_jobs.note.module_path}_as_it_was_called")
    clocks.drain()
    assert sample_jobs.RAN == []
    DBTaskResult.objects.update(status=TaskResultStatus.READY)
    schedule.ensure(timezone.now())
    clocks.drain()
    assert [(str(subject),)] == sample_jobs.RAN


@pytest.mark.django_db
def test_an_abandoned_task_goes_back_after_its_lease_and_is_given_up_after_its_tries() -> None:
    clocks.enqueue(sample_jobs.hang)
    for tries in range(1, jobs.TRIES + 1):
        row = worker.claim("one that dies")
        assert row is not None
        began = row.started_at
        assert began is not None
        assert jobs.requeue(began + timedelta(seconds=29)) == 0
        assert jobs.requeue(began + timedelta(seconds=30)) == (tries < jobs.TRIES)
        wait_over()
    assert (_only().status, _only().traceback) == (TaskResultStatus.FAILED, "abandoned")
    assert worker.claim("another") is None


@pytest.mark.parametrize("tries", [1, 2, 5, 9, 40])
def test_waits_double_up_to_an_hour_and_differ(tries: int) -> None:
    whole = min(timedelta(seconds=20) * 2 ** (tries - 1), HOUR)
    waits = [backoff(tries) for _ in range(50)]
    assert all(whole / 2 <= wait <= whole for wait in waits)
    assert len(set(waits)) > 5


def test_the_place_of_an_error_is_told_without_its_message() -> None:
    with pytest.raises(ValueError, match="badly formed") as caught:
        UUID("Zofia")
    assert place_of(caught.value).startswith("ValueError at uuid.py:")
    assert place_of(KeyError("Zofia")) == "KeyError"


@pytest.mark.django_db
def test_the_schedule_fills_the_queue_once_and_makes_up_for_nothing() -> None:
    schedule.ensure(NOW)
    schedule.ensure(NOW)
    assert set(Schedule.objects.values_list("task_path", flat=True)) == set(schedule.entries())
    assert schedule.tick(NOW) == 0
    assert schedule.tick(NOW + MINUTE) == 2  # the sweep and the notices
    assert schedule.tick(NOW + MINUTE) == 0
    assert schedule.tick(NOW + 2 * MINUTE) == 0  # those still wait
    assert worker.claim("one that dies") is not None
    # The next sweep waits for no dead worker; at ten past, the volume and who is small no more.
    assert schedule.tick(NOW + 3 * MINUTE) == 3
    DBTaskResult.objects.all().delete()
    due_later = len(schedule.entries())
    assert schedule.tick(NOW + 30 * DAY) == due_later  # once each, after a month without a worker
    assert Schedule.objects.filter(next_at__lte=NOW + 30 * DAY).count() == 0
    assert set(DBTaskResult.objects.values_list("args_kwargs", flat=True).distinct()[0]) == {"args", "kwargs"}


@pytest.mark.django_db
def test_the_schedule_follows_what_is_registered() -> None:
    schedule.ensure(NOW)
    path = tasks.sweep_duties.module_path
    Schedule.objects.filter(task_path=path).update(every=7)
    Schedule.objects.create(task_path="fanal.gone.job", every=60, next_at=NOW)
    assert schedule.tick(NOW) == 0  # a job that this version does not know is left alone
    schedule.ensure(NOW)
    assert Schedule.objects.get(task_path=path).every == 60
    assert not Schedule.objects.filter(task_path="fanal.gone.job").exists()


def test_daily_jobs_run_at_their_hour() -> None:
    entry = schedule.Entry(tasks.prune_queue, DAY, 3 * HOUR)
    assert entry.next_after(NOW) == NOW.replace(hour=3, minute=0, second=0) + DAY
    assert entry.next_after(NOW.replace(hour=3, minute=0, second=0)) == entry.next_after(NOW)
    with pytest.raises(ValueError, match="whole seconds"):
        schedule.register(tasks.prune_queue, timedelta(milliseconds=500))


def test_whatever_is_scheduled_is_a_registered_job_without_arguments() -> None:
    registered = clocks.all_jobs()
    for path, entry in schedule.entries().items():
        assert path in registered
        assert entry.task.func.__wrapped__.__code__.co_argcount == 0


@pytest.mark.django_db
def test_urgent_jobs_go_first() -> None:
    for task in (tasks.prune_queue, tasks.send_notices, tasks.sweep_duties):
        clocks.enqueue(task)
    order = []
    while (row := worker.claim("me")) is not None:
        order.append(row.task_path.rpartition(".")[2])
    assert order == ["sweep_duties", "send_notices", "prune_queue"]


@pytest.mark.django_db
def test_the_queue_forgets() -> None:
    for task in (sample_jobs.note, sample_jobs.fail):
        clocks.enqueue(task)
    clocks.drain()
    now = timezone.now()
    assert jobs.prune(now) == 0
    assert jobs.prune(now + 2 * DAY) == 1
    assert jobs.prune(now + 15 * DAY) == 1


@pytest.mark.django_db
def test_a_worker_that_is_missing_is_a_problem() -> None:
    assert "worker_silent" in {problem.code for problem in clocks.problems(NOW)}
    schedule.ensure(NOW)
    assert "worker_silent" not in {problem.code for problem in clocks.problems(NOW + 5 * MINUTE)}
    assert "worker_silent" in {problem.code for problem in clocks.problems(NOW + 15 * MINUTE)}


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["put off", "taken out"])
def test_nobody_who_writes_to_the_database_silences_the_alerts(harm: str) -> None:
    """A job that was put off for years or taken out is a problem, and a worker that runs sets it right."""
    schedule.ensure(NOW)
    sweep = Schedule.objects.filter(task_path=tasks.sweep_duties.module_path)
    if harm == "put off":
        sweep.update(next_at=NOW + 30000 * DAY)
    else:
        sweep.delete()
    assert "worker_silent" in {problem.code for problem in clocks.problems(NOW)}
    schedule.mend(NOW)
    assert "worker_silent" not in {problem.code for problem in clocks.problems(NOW)}
    assert sweep.get().next_at <= NOW + MINUTE
