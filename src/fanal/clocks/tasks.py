"""The jobs of the clocks themselves, and when they run."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from fanal.clocks import jobs, notices, owed, schedule
from fanal.clocks.jobs import job
from fanal.clocks.sweep import sweep

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


# Both come again every minute, so a run that failed is not tried anew: that would only put off the next one.
@job(tries=1, priority=20)
def sweep_duties() -> None:
    """Pass what is due."""
    sweep(timezone.now())


@job(tries=1, priority=10)
def send_notices() -> None:
    """Send the notices that wait."""
    notices.send_due(timezone.now())


@job()
def renew_duties() -> None:
    """Begin anew what is owed and was taken out of the database."""
    owed.renew(timezone.now())


@job()
def prune_sessions() -> None:
    """Delete staff sessions that have ended."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@job()
def prune_queue() -> None:
    """Delete what the queue and the notices no longer need."""
    now = timezone.now()
    jobs.prune(now)
    notices.prune(now)


# Notices go every minute, since the shortest clock is ten; batched ones wait for their two hours all the same.
schedule.register(sweep_duties, MINUTE)
schedule.register(send_notices, MINUTE)
schedule.register(renew_duties, HOUR, offset=timedelta(minutes=12))
schedule.register(prune_sessions, HOUR, offset=timedelta(minutes=7))
schedule.register(prune_queue, DAY, offset=timedelta(hours=3))
