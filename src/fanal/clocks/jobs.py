"""Background jobs: identifiers in, nothing out, failures without data; tried again, and given up in view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.tasks import Task, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from fanal.clocks.backend import NotAnId, as_argument
from fanal.clocks.faults import backoff, place_of
from fanal.clocks.models import Schedule

__all__ = ["JobFailed", "NotAnId", "all_jobs", "enqueue", "job", "prune", "requeue"]

LEASE = timedelta(minutes=10)
TRIES = 6
_KEEP_DONE, _KEEP_FAILED = timedelta(days=1), timedelta(days=14)


class JobFailed(Exception):
    """A job failed. The message is a code (class and place of the error), never data: the queue keeps it in clear."""


@dataclass(frozen=True, slots=True)
class Job:
    """A registered job: how long one run may take before it counts as abandoned, and how often it is tried."""

    task: JobTask
    lease: timedelta
    tries: int


type Work = Callable[..., None]
type JobTask = Task[..., None]

_JOBS: dict[str, Job] = {}
_MOVED: dict[str, str] = {}


def job(*, lease: timedelta = LEASE, tries: int = TRIES, priority: int = 0, was: str = "") -> Callable[[Work], JobTask]:
    """Make a module-level function a job. It takes UUIDs and codes as text, and must bear to be run twice or cut short.

    Give scheduled work that must not wait (the sweep, notices) a priority above 0. Keep runs far below the lease.
    `was` is the path that an earlier version gave it: what still waits under that path is done.
    """

    def register(work: Work) -> JobTask:
        @wraps(work)
        def run(*ids: str) -> None:
            try:
                work(*ids)
            except Exception as error:
                code = place_of(error)
            else:
                return
            # Outside the handler, so that neither cause nor context nor a frame of the work is in the stored traceback.
            raise JobFailed(code)

        made: JobTask = task(priority=priority)(run)
        _JOBS[made.module_path] = Job(made, lease, tries)
        if was:
            _MOVED[was] = made.module_path
        return made

    return register


def all_jobs() -> dict[str, Job]:
    """Every registered job by its path."""
    return dict(_JOBS)


def follow() -> None:
    """Give what waits under the path of an earlier version its path of today: in the queue, and in the schedule, so
    that a job whose hour came while the site was upgraded runs that day. Idempotent."""
    for was, path in _MOVED.items():
        DBTaskResult.objects.filter(task_path=was).update(task_path=path)
        if not Schedule.objects.filter(task_path=path).exists():
            Schedule.objects.filter(task_path=was).update(task_path=path)


def enqueue(what: JobTask, *ids: UUID | str) -> None:
    """Put a job into the queue, in the caller's transaction. Raises NotAnId for anything but UUIDs and codes.

    The queue keeps the instant: a deed of a reporter enqueues nothing, the schedule finds what it left to do.
    """
    what.enqueue(*[as_argument(one) for one in ids])


def requeue(now: datetime) -> int:
    """Give abandoned and failed tasks another try, after a while; give up after the last. Returns how many go again.

    Abandoned: running longer than its lease, since the worker died. Tries are counted by the workers that took it.
    """
    again = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__isnull=False):
        if row.started_at + _lease(row.task_path) <= now:
            again += _again(row, now, TaskResultStatus.RUNNING)
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, started_at__isnull=False):
        if len(row.worker_ids) < _tries(row.task_path):
            again += _again(row, now, TaskResultStatus.FAILED)
    return again


def _again(row: Any, now: datetime, seen: str) -> int:
    tried = len(row.worker_ids)
    same = DBTaskResult.objects.filter(pk=row.pk, status=seen, started_at=row.started_at)
    if tried >= _tries(row.task_path):
        same.update(status=TaskResultStatus.FAILED, finished_at=now, exception_class_path="", traceback="abandoned")
        return 0
    return same.update(status=TaskResultStatus.READY, run_after=now + backoff(tried), finished_at=None)


def _lease(path: str) -> timedelta:
    return _JOBS[path].lease if path in _JOBS else LEASE


def _tries(path: str) -> int:
    return _JOBS[path].tries if path in _JOBS else TRIES


def given_up() -> dict[str, int]:
    """How many tasks of each job failed for good, since one of that job last went well."""
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL).order_by().values("task_path")
    well = dict(done.annotate(last=Max("finished_at")).values_list("task_path", "last"))
    counts: dict[str, int] = {}
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    for path, workers, ended in failed.values_list("task_path", "worker_ids", "finished_at"):
        if len(workers) >= _tries(path) and (path not in well or ended > well[path]):
            counts[path] = counts.get(path, 0) + 1
    return counts


def waiting(path: str) -> bool:
    """Whether a task of that job stands in the queue."""
    return DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY).exists()


def prune(now: datetime) -> int:
    """Delete what the queue remembers of tasks that are done (a day) or failed (two weeks). Returns how many."""
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - _KEEP_DONE)
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__lt=now - _KEEP_FAILED)
    return int(done.delete()[0]) + int(failed.delete()[0])
