"""Notices (docs/clocks.md, "Notices"): one text for everything, which says that a task is waiting and nothing else.

By mail, by message, or both: to a person at most one in two hours on each way, except alerts. Rows keep days and
rounded times only; sending needs no key.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext

from fanal.access.api import languages
from fanal.clocks import gateway, numbers
from fanal.clocks.contracts import Way
from fanal.clocks.faults import backoff, place_of
from fanal.clocks.models import Notice
from fanal.clocks.times import MINUTE, day, round_down, round_up
from fanal.network.contracts import PersonState
from fanal.vocabulary.ids import day_id

PAUSE = timedelta(hours=2)
KEEP = timedelta(days=30)
_HOLD = timedelta(minutes=5)  # how long a sender that died keeps a notice from the next one
_BUDGET = 20.0  # seconds
_SLOW = 5.0
"""A way that takes so many seconds to fail is left alone until the next round, so that the other has its turn."""
_SUBJECT, _BODY = "A task is waiting", "A task is waiting. Please sign in."
languages.keep_as_shipped(_SUBJECT, _BODY)
_log = logging.getLogger(__name__)


def words(language: str) -> tuple[str, str]:
    """Subject and body of every notice, in a reviewed language of the interface, else in English. As it ships."""
    with translation.override(language if language in languages.offered() else "en"):
        return gettext("A task is waiting"), gettext("A task is waiting. Please sign in.")


def want(people: Iterable[UUID], *, now: datetime, alert: bool = False) -> None:
    """Ask for a notice to each of these people. One that waits already is enough.

    An alert that failed is tried anew at once: another alert is a reason to.
    """
    today, ready, ids = day(now).date(), round_down(now, timedelta(hours=1)), sorted(set(people))
    ways = numbers.ways(ids)
    wanted = [(one, way) for one in ids for way in ways.get(one, [Way.MAIL])]
    rows = [
        Notice(id=day_id(today), person_id=one, way=way, alert=alert, wanted_on=today, next_at=ready)
        for one, way in wanted
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if alert:
        failed = Notice.objects.filter(person_id__in=ids, alert=True, sent_on=None, tries__gt=0)
        failed.filter(next_at__gt=now).update(next_at=ready)


def send_due(now: datetime) -> int:
    """Send what may be sent, one notice a person and way; returns how many left. Key-less, safe beside other workers.

    One that fails is tried again, later each time, and stands in `problems`. Who has left, or neither address nor
    number, gets none.
    """
    # After the pause nothing but the day stays.
    Notice.objects.filter(sent_on__isnull=False, next_at__lte=now).update(next_at=None)
    resting = Notice.objects.filter(
        sent_on__isnull=False, next_at__gt=now, person_id=OuterRef("person_id"), way=OuterRef("way")
    )
    ready = Notice.objects.filter(Q(alert=True) | ~Exists(resting), sent_on=None, next_at__lte=now)
    # Messages before mails: their gateway is given up sooner.
    waiting = ready.order_by("-alert", "-way", "pk").values_list("person_id", "way")
    slow: set[str] = set()
    sent, end = 0, monotonic() + _BUDGET
    for person, way in dict.fromkeys(waiting):
        began = monotonic()
        if began > end:  # a server that hangs must not keep the sweep waiting; the next run goes on
            break
        if way in slow:
            continue
        if _send_one(person, Way(way), now):
            sent += 1
        elif monotonic() - began > _SLOW:
            slow.add(way)
    return sent


def _send_one(person: UUID, way: Way, now: datetime) -> bool:
    """One notice for all that waits for a person on this way, batched or alert."""
    taken = _take(person, way, now)
    if taken is None:
        return False
    ids, tries, address, language = taken
    mine = Notice.objects.filter(pk__in=ids)
    subject, body = words(language)
    try:
        if way is Way.MESSAGE:
            gateway.send(numbers.believed(person), body)
        else:
            EmailMessage(subject=subject, body=body, to=[address]).send()
    except Exception as error:  # whatever the server does; its message carries the address
        _log.error(f"notice: {place_of(error)}")
        mine.update(tries=tries + 1, next_at=now + backoff(tries + 1))
        return False
    mine.update(sent_on=day(now).date(), next_at=round_up(now + PAUSE, MINUTE), tries=0)
    return True


def _take(person: UUID, way: Way, now: datetime) -> tuple[list[UUID], int, str, str] | None:
    """Claim what waits for a person on this way, under its row locks: (ids, tries so far, address or number, language),
    or None. What waits on a way that they took out since goes by the other.

    SQLite has no row locks, and needs none: a transaction there is alone.
    """
    fields = ("pk", "tries", "alert", "person__email", "person__language", "person__state")
    with transaction.atomic():
        waiting = Notice.objects.filter(person_id=person, way=way, sent_on=None, next_at__lte=now)
        rows = list(waiting.select_for_update(of=("self",)).values_list(*fields))
        ids = [row[0] for row in rows]
        if not rows:
            return None  # another worker has them
        mine = Notice.objects.filter(pk__in=ids)
        _, tries, _, email, language, state = rows[0]
        phone, _ = numbers.held(person)
        address = phone if way is Way.MESSAGE else email
        if not address or state != PersonState.ACTIVE:
            mine.delete()
            if (email or phone) and state == PersonState.ACTIVE:
                want([person], now=now, alert=any(row[2] for row in rows))
            return None
        mine.update(next_at=now + _HOLD)
    return ids, tries, address, language


def prune(now: datetime) -> int:
    """Delete notices that left more than thirty days ago. Returns how many."""
    return Notice.objects.filter(sent_on__lt=day(now).date() - KEEP).delete()[0]
