"""Jobs that come again and again. Each room registers its own; one worker at a time puts them into the queue."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from fanal.clocks import jobs
from fanal.clocks.jobs import JobTask
from fanal.clocks.models import Schedule
from fanal.clocks.times import round_up

_AHEAD = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A job, from one run to the next, and how long after midnight UTC a daily one runs."""

    task: JobTask
    every: timedelta
    offset: timedelta

    def next_after(self, now: datetime) -> datetime:
        """The first run after `now`."""
        return round_up(now - self.offset + timedelta(microseconds=1), self.every) + self.offset


_ENTRIES: dict[str, Entry] = {}


def register(task: JobTask, every: timedelta, *, offset: timedelta = timedelta(0)) -> None:
    """Have a job without arguments run every so many whole seconds, `offset` after their multiple counted in UTC."""
    if every < timedelta(seconds=1) or every % timedelta(seconds=1):
        raise ValueError("a job comes every whole seconds")
    _ENTRIES[task.module_path] = Entry(task, every, offset)


def entries() -> dict[str, Entry]:
    """Everything registered, by the path of the job."""
    return dict(_ENTRIES)


def ensure(now: datetime) -> None:
    """Bring table and queue to what is registered: new jobs in, gone ones out, moved ones after. Idempotent."""
    with transaction.atomic():
        jobs.follow()
        Schedule.objects.exclude(task_path__in=_ENTRIES).delete()
        mend(now)


def mend(now: datetime) -> None:
    """Put in the jobs that are missing and set right those that would come too late, whoever wrote that."""
    held = {row.task_path: row for row in Schedule.objects.all()}
    for path, entry in _ENTRIES.items():
        seconds, row = int(entry.every.total_seconds()), held.get(path)
        if row is None:
            row = Schedule(task_path=path, every=seconds, next_at=entry.next_after(now))
            Schedule.objects.bulk_create([row], ignore_conflicts=True)
        elif row.every != seconds or is_too_late(row, now):
            Schedule.objects.filter(task_path=path).update(every=seconds, next_at=entry.next_after(now))


def is_too_late(row: Schedule, now: datetime) -> bool:
    """Whether a job would come later than its next time. The clock of another worker may be a little ahead."""
    entry = _ENTRIES.get(row.task_path)
    return entry is not None and row.next_at > entry.next_after(now + _AHEAD)


def tick(now: datetime) -> int:
    """Put every job whose time has come into the queue, once among all workers. Returns how many.

    A job that still waits in the queue is not put in again; one that runs is, since its worker may be dead. Runs that
    were missed are not made up for.
    """
    queued = 0
    for row in Schedule.objects.filter(next_at__lte=now):
        entry = _ENTRIES.get(row.task_path)
        if entry is None:  # written by a newer version that runs beside this one
            continue
        with transaction.atomic():
            mine = Schedule.objects.filter(task_path=row.task_path, next_at=row.next_at)
            if mine.update(next_at=entry.next_after(now)) and not jobs.waiting(row.task_path):
                jobs.enqueue(entry.task)
                queued += 1
    return queued
