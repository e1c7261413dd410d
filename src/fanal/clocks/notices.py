"""Notices (docs/clocks.md, "Notices"): one text for everything, which says that a task is waiting and nothing else.

To a person at most one in two hours, except alerts. Rows keep days and rounded times only; sending needs no key.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from fanal.clocks.faults import backoff, place_of
from fanal.clocks.models import Notice
from fanal.clocks.times import MINUTE, day, round_down, round_up
from fanal.network.contracts import PersonState
from fanal.vocabulary.ids import day_id

PAUSE = timedelta(hours=2)
KEEP = timedelta(days=30)
_HOLD = timedelta(minutes=5)  # how long a sender that died keeps a notice from the next one
_BUDGET = 20.0  # seconds
_log = logging.getLogger(__name__)


def words(language: str) -> tuple[str, str]:
    """Subject and body of every notice, in a reviewed language of the interface, else in English."""
    with translation.override(language if language in settings.LANGUAGES_REVIEWED else "en"):
        return gettext("A task is waiting"), gettext("A task is waiting. Please sign in.")


def want(people: Iterable[UUID], *, now: datetime, alert: bool = False) -> None:
    """Ask for a notice to each of these people. One that waits already is enough.

    An alert whose mail failed is tried anew at once: another alert is a reason to.
    """
    today, ready, ids = day(now).date(), round_down(now, timedelta(hours=1)), sorted(set(people))
    rows = [Notice(id=day_id(today), person_id=one, alert=alert, wanted_on=today, next_at=ready) for one in ids]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if alert:
        failed = Notice.objects.filter(person_id__in=ids, alert=True, sent_on=None, tries__gt=0)
        failed.filter(next_at__gt=now).update(next_at=ready)


def send_due(now: datetime) -> int:
    """Send what may be sent, one mail a person; returns how many left. Key-less, safe beside other workers.

    A mail that fails is tried again, later each time, and stands in `problems`. Who has left, or no address, gets none.
    """
    # After the pause nothing but the day stays.
    Notice.objects.filter(sent_on__isnull=False, next_at__lte=now).update(next_at=None)
    resting = Notice.objects.filter(sent_on__isnull=False, next_at__gt=now).values("person_id")
    ready = Notice.objects.filter(sent_on=None, next_at__lte=now)
    alerts = list(ready.filter(alert=True).values_list("person_id", flat=True))
    others = list(ready.filter(alert=False).exclude(person_id__in=resting).values_list("person_id", flat=True))
    sent, end = 0, monotonic() + _BUDGET
    for person in dict.fromkeys(alerts + others):
        if monotonic() > end:  # a mail server that hangs must not keep the sweep waiting; the next run goes on
            break
        sent += _send_one(person, now)
    return sent


def _send_one(person: UUID, now: datetime) -> bool:
    """One mail for all that waits for a person, batched or alert."""
    taken = _take(person, now)
    if taken is None:
        return False
    ids, tries, address, language = taken
    mine = Notice.objects.filter(pk__in=ids)
    subject, body = words(language)
    try:
        EmailMessage(subject=subject, body=body, to=[address]).send()
    except Exception as error:  # whatever the mail server does; its message carries the address
        _log.error(f"notice: {place_of(error)}")
        mine.update(tries=tries + 1, next_at=now + backoff(tries + 1))
        return False
    mine.update(sent_on=day(now).date(), next_at=round_up(now + PAUSE, MINUTE), tries=0)
    return True


def _take(person: UUID, now: datetime) -> tuple[list[UUID], int, str, str] | None:
    """Claim what waits for a person, under its row locks: (ids, tries so far, address, language), or None.

    SQLite has no row locks, and needs none: a transaction there is alone.
    """
    fields = ("pk", "tries", "person__email", "person__language", "person__state")
    with transaction.atomic():
        waiting = Notice.objects.filter(person_id=person, sent_on=None, next_at__lte=now)
        rows = list(waiting.select_for_update(of=("self",)).values_list(*fields))
        ids = [row[0] for row in rows]
        if not rows:
            return None  # another worker has them
        mine = Notice.objects.filter(pk__in=ids)
        _, tries, address, language, state = rows[0]
        if not address or state != PersonState.ACTIVE:
            mine.delete()
            return None
        mine.update(next_at=now + _HOLD)
    return ids, tries, address, language


def prune(now: datetime) -> int:
    """Delete notices that left more than thirty days ago. Returns how many."""
    return Notice.objects.filter(sent_on__lt=day(now).date() - KEEP).delete()[0]
