"""The worker: each task once among many, none lost when one is killed, and a clean end when it is asked to stop."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fanal.clocks import api as clocks
from fanal.clocks import jobs, schedule
from fanal.clocks.models import Schedule
from tests.rooms.clocks import sample_jobs
from tests.rooms.clocks.scene import DAY, NOW, together, wait_over


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    sample_jobs.RAN.clear()


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_each_task_once() -> None:
    wanted = [uuid4() for _ in range(60)]
    for one in wanted:
        clocks.enqueue(sample_jobs.note, one)
    ran = together(2, clocks.drain)
    assert sum(count for count in ran if isinstance(count, int)) == len(wanted), ran
    assert Counter(ids for (ids,) in sample_jobs.RAN) == Counter(str(one) for one in wanted)


@pytest.mark.django_db(transaction=True)
def test_two_workers_schedule_each_run_once() -> None:
    schedule.ensure(NOW)
    queued = together(3, lambda: schedule.tick(NOW + DAY))
    assert sum(count for count in queued if isinstance(count, int)) == len(schedule.entries()), queued
    assert DBTaskResult.objects.count() == len(schedule.entries())


@pytest.mark.django_db
def test_a_worker_that_looked_too_early_schedules_nothing_twice() -> None:
    """Between its look at the table and its claim another worker put all tasks in, and they ran to their end."""
    schedule.ensure(NOW)
    counts: list[int] = []

    def meanwhile(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        seen = execute(sql, *rest)
        if sql.startswith("SELECT") and "clocks_schedule" in sql and not counts:
            counts.append(0)
            counts[0] = schedule.tick(NOW + DAY)
            DBTaskResult.objects.all().delete()
        return seen

    with connection.execute_wrapper(meanwhile):
        assert schedule.tick(NOW + DAY) == 0
    assert counts == [len(schedule.entries())]


@pytest.mark.django_db(transaction=True)
def test_two_workers_begin_on_an_empty_table() -> None:
    assert together(3, lambda: schedule.ensure(NOW)) == [None, None, None]
    assert Schedule.objects.count() == len(schedule.entries())


def _until(true: Callable[[], bool], what: str, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts real workers on the database of the test; whatever still lives at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []
    code = "from tests.rooms.clocks.worker_process import main; main()"

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", code, str(connection.settings_dict["NAME"])]
        started.append(subprocess.Popen(command, env=os.environ | {"FANAL_TEST_JOBS": str(tmp_path)}))
        return started[-1]

    yield start
    for one in started:
        if one.poll() is None:
            one.kill()
            one.wait()


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_task_and_an_asked_one_finishes_first(
    tmp_path: Path, process: Callable[[], subprocess.Popen[bytes]]
) -> None:
    clocks.enqueue(sample_jobs.hang, uuid4())
    mine = DBTaskResult.objects.get()

    def status() -> str:
        return DBTaskResult.objects.get(pk=mine.pk).status

    first = process()
    _until((tmp_path / "began").exists, "the first worker")
    first.kill()
    first.wait()
    assert status() == TaskResultStatus.RUNNING
    assert jobs.requeue(timezone.now() + timedelta(seconds=31)) == 1
    (tmp_path / "began").unlink()
    wait_over()

    second = process()
    _until((tmp_path / "began").exists, "the second worker")
    second.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    assert second.poll() is None  # it finishes what it has begun
    (tmp_path / "go").touch()
    assert second.wait(20) == 0
    assert (tmp_path / "ended").exists()
    assert status() == TaskResultStatus.SUCCESSFUL


@pytest.mark.django_db(transaction=True)
def test_a_worker_outlives_a_restart_of_the_database() -> None:
    """The server drops every connection; the worker takes new ones and goes on (PostgreSQL; SQLite has no server)."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could restart")
    stop = Event()

    def work() -> None:
        try:
            clocks.run_worker(stop, pause=0.02)
        finally:
            connections.close_all()

    thread = Thread(target=work)
    thread.start()
    try:
        _until(Schedule.objects.exists, "the worker")
        for _ in range(3):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
            sample_jobs.RAN.clear()
            clocks.enqueue(sample_jobs.note, uuid4())
            _until(lambda: bool(sample_jobs.RAN), "the task")
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_worker_in_a_thread_runs_the_schedule_until_it_is_asked_to_stop() -> None:
    schedule.ensure(timezone.now() - DAY)  # everything is due
    stop = Event()

    def work() -> None:
        try:
            clocks.run_worker(stop, pause=0.02)
        finally:
            connections.close_all()

    thread = Thread(target=work)
    thread.start()
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL)
    paths = set(schedule.entries())
    try:
        _until(lambda: set(done.values_list("task_path", flat=True)) >= paths, "every scheduled job")
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()
    assert not DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).exists()
