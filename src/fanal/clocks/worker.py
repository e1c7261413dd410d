"""The worker: one loop that fills the queue from the schedule and runs what is in it. It holds no key.

Any number of workers may run; each claims a task by compare-and-set, and a task whose worker died goes to another.
"""

import logging
import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from time import monotonic
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from fanal.access.api import languages
from fanal.clocks import jobs, schedule
from fanal.clocks.faults import place_of

_PAUSE = 1.0
_REQUEUE_EVERY = 10.0
_log = logging.getLogger(__name__)


def run_worker(stop: Event, *, pause: float = _PAUSE) -> None:
    """Work until `stop` is set; the task at hand is finished first. Seconds of `pause` pass when nothing is due.

    A database that cannot be reached is waited for.
    """
    me, prepared, requeued = secrets.token_hex(8), False, 0.0
    while not stop.is_set():
        close_old_connections()
        try:
            if not prepared:
                schedule.ensure(timezone.now())
                prepared = True
            if monotonic() - requeued > _REQUEUE_EVERY:
                schedule.mend(timezone.now())
                jobs.requeue(timezone.now())
                requeued = monotonic()
            busy = work_once(me)
        except (OperationalError, InterfaceError) as error:
            _log.error(f"worker: {place_of(error)}")
            busy = False
        if not busy:
            stop.wait(pause)


def work_once(me: str) -> bool:
    """One round: the schedule, then at most one task. Returns whether a task ran."""
    schedule.tick(timezone.now())
    row = claim(me)
    if row is None:
        return False
    languages.look()  # what is told in a language is told as it is reviewed now
    _runner(me).run_task(row)
    return True


def drain(*, limit: int = 1000) -> int:
    """Run what is ready in the queue, without the schedule (for tests and commands). Returns how many tasks ran."""
    for ran in range(limit):
        row = claim("drain")
        if row is None:
            return ran
        _runner("drain").run_task(row)
    return limit


def claim(me: str) -> DBTaskResult[..., None] | None:
    """Take the foremost ready task: a read, then compare-and-set, so that an idle worker never locks the database."""
    while (row := DBTaskResult.objects.ready().first()) is not None:
        same = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.READY, run_after=row.run_after)
        row.status, row.started_at = TaskResultStatus.RUNNING, timezone.now()
        row.worker_ids = [*row.worker_ids, me]
        if same.update(status=row.status, started_at=row.started_at, worker_ids=row.worker_ids):
            return row
    return None


def _runner(me: str) -> Worker:
    return Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id=me, excluded_queue_names=[],
    )  # fmt: skip


@contextmanager
def stop_on_signals() -> Iterator[Event]:
    """An event that SIGTERM and SIGINT set, for the main thread of a process that only works."""
    stop = Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
