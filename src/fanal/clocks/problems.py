"""What does not work, for `fanal check`: counts and codes, never whom or what it is about."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext

from fanal.clocks import jobs, owed, schedule
from fanal.clocks.contracts import DutyState, Problem, Way
from fanal.clocks.models import Duty, Notice, Schedule

_SILENT = timedelta(minutes=10)
_FAILING = 3


def problems(now: datetime) -> list[Problem]:
    """Every problem of the clocks, worst first; an empty list is good news."""
    checks = (_silent(now), _missing(now), _asleep(), _faulty(), *_unsent(), *_given_up())
    return [problem for problem in checks if problem.count]


def _silent(now: datetime) -> Problem:
    """Jobs that are behind; and those that are missing or put off, which a worker that runs mends within seconds."""
    held = {row.task_path: row for row in Schedule.objects.all()}
    behind = sum(row.next_at < now - _SILENT or schedule.is_too_late(row, now) for row in held.values())
    missing = len(schedule.entries().keys() - held)
    words = gettext("No worker runs. Start `fanal serve` and see that it stays up.")
    return Problem("worker_silent", behind + missing, words)


def _missing(now: datetime) -> Problem:
    count = len(set(owed.missing(now)) & set(owed.missing(now)))
    words = gettext("Tasks that somebody must have are gone from the database. They begin anew within the hour.")
    return Problem("duty_missing", count, words)


def _asleep() -> Problem:
    """An open duty is looked at again no later than when it is due: one that is not was moved past this program."""
    sleeps = Q(next_at=None) | Q(next_at__gt=F("due_at"))
    count = Duty.objects.filter(sleeps, state=DutyState.OPEN, faults=0).count()
    return Problem("duty_asleep", count, gettext("Somebody changed tasks so that nobody hears when they are due."))


def _faulty() -> Problem:
    count = Duty.objects.filter(faults__gt=0).count()
    words = gettext("The software could not pass on some duties. People were told. Read the log.")
    return Problem("duty_faults", count, words)


def _unsent() -> Iterator[Problem]:
    failing = Notice.objects.filter(sent_on=None, tries__gte=_FAILING)
    words = gettext("Notices cannot be sent. Check the mail server and FANAL_MAIL_URL.")
    yield Problem("mail_failing", failing.filter(way=Way.MAIL).count(), words)
    words = gettext("Notices cannot be sent as messages. Check the gateway and FANAL_NOTICE_HOOK.")
    yield Problem("message_failing", failing.filter(way=Way.MESSAGE).count(), words)


def _given_up() -> list[Problem]:
    words = gettext("The job %(job)s failed for good. Read the log.")
    return [
        Problem("job_given_up", count, words % {"job": path.rpartition(".")[2]})
        for path, count in sorted(jobs.given_up().items())
    ]
