"""What must be done again and again: mail, backups, drills, checkpoints, jobs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import mailers

from fanal.clocks import api as clocks
from fanal.network.models import Organisation
from fanal.site import backups, checkpoints, starting
from fanal.site import environment as env
from fanal.site.checks.contracts import Line, State, fail, ok, unknown, warn

_BACKUP_WARN, _BACKUP_FAIL = timedelta(hours=26), timedelta(days=7)
_DRILL, _KIT = timedelta(days=90), timedelta(days=365)


def mail() -> Line:
    """The mail server answers and lets us in."""
    if not env.read("FANAL_MAIL_URL"):
        words = "No mail server is set: nobody hears that a task is waiting. Notices become files."
        return warn("mail", words, "Set FANAL_MAIL_URL.")
    connection = mailers["default"]
    try:
        connection.open()
        connection.close()
    except OSError as error:
        words = f"The mail server does not answer as it should ({type(error).__name__})."
        return fail("mail", words, "Check FANAL_MAIL_URL, the password, and that the server can be reached.")
    return ok("mail", "The mail server lets us in.")


def backup(now: datetime) -> Line:
    """There is a backup of today."""
    newest = backups.newest()
    if newest is None:
        return fail("backup", "There is no backup.", "Run `fanal backup` every day: see docs/operating.md.")
    age = now - newest.made
    words = f"The newest backup is of {newest.made:%Y-%m-%d %H:%M} UTC."
    if age > _BACKUP_FAIL:
        return fail("backup", words, "See why the daily backup no longer runs.")
    if age > _BACKUP_WARN:
        return warn("backup", words, "See why the daily backup did not run.")
    return ok("backup", words)


def restore_drill(today: date) -> Line:
    """A restore was tried within 90 days."""
    last = backups.last_drill()
    if last is None:
        return warn("restore-drill", "No restore was ever tried here.", "Run `fanal restore --drill`.")
    if today - last > _DRILL:
        return warn("restore-drill", f"The last restore was tried on {last}.", "Run `fanal restore --drill`.")
    return ok("restore-drill", f"A restore was tried on {last}.")


def kit_drills(today: date) -> Iterator[Line]:
    """Every organisation has proved its recovery kit within a year."""
    late = [
        org.name
        for org in Organisation.objects.filter(left_on=None).order_by("name")
        if org.kit_drilled_on is None or today - org.kit_drilled_on > _KIT
    ]
    if late:
        yield fail(
            "kit", f"The recovery kit is not proved: {', '.join(late)}.", "Run `fanal kit drill` with two holders."
        )
    else:
        yield ok("kit", "Every organisation has proved its recovery kit within a year.")


def checkpoint(today: date) -> Line:
    """The journal was sealed yesterday or today."""
    last = checkpoints.last_day()
    if last is None:
        words = "The journal was never sealed into a checkpoint."
        return warn("checkpoint", words, "Let `fanal serve` run, or run `fanal journal checkpoint`.")
    if today - last > timedelta(days=1):
        return fail("checkpoint", f"The newest checkpoint is of {last}.", "See why the daily job does not run.")
    return ok("checkpoint", f"The newest checkpoint is of {last}.")


def jobs(now: datetime) -> Iterator[Line]:
    """Schedule, abandoned tasks, notices that cannot be sent."""
    found = clocks.problems(now)
    for problem in found:
        yield Line(f"jobs-{problem.code}", State.FAIL, f"{problem.words} ({problem.count})")
    if not found:
        yield ok("jobs", "Jobs run, and nothing waits that should not.")


def mode() -> Line:
    """What kind of site this is."""
    if settings.PRODUCTION:
        return ok("mode", "This is a production site.")
    return unknown("mode", f"This is a {settings.MODE} site: not for real people.", "Nothing, for trying out.")


def demonstration() -> Iterator[Line]:
    """No demonstration data beside real people."""
    if settings.PRODUCTION and starting.has_demonstration_data():
        yield fail("demonstration", "The database holds the demonstration network.", "Use an empty database.")


def restore_finished() -> Line:
    """A restore replayed its erasure ledger."""
    if starting.unfinished_restore().exists():
        words = "A restore was not finished: erased records may be back."
        return fail("restore", words, "Run `fanal restore --replay`.")
    return ok("restore", "No restore is unfinished.")
