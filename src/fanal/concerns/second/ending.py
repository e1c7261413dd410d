"""What ends a second yes, without any key: two days, seven for a yes, the agreement, or that it is not needed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from fanal.access.api import stated
from fanal.clocks import api as clocks
from fanal.clocks.contracts import DutyRef
from fanal.concerns.models import SecondOpinion
from fanal.concerns.second import duties
from fanal.concerns.second.record import (
    ASKED,
    BACK,
    LAPSE,
    LAPSED,
    OUTLIVE,
    OUTLIVED,
    SAID_YES,
    TAKEN_BACK,
    WAITS,
    hold,
    let_fall,
    take_back,
)
from fanal.concerns.signals import second_not_needed
from fanal.journal.contracts import Signatory
from fanal.network import api as network
from fanal.network.api import keyfile


def _end_all(rows: QuerySet[SecondOpinion], now: datetime, deed: str, state: str) -> int:
    ended = 0
    for found in list(rows.order_by("pk")):
        with transaction.atomic():
            hold(found)
            row = rows.filter(pk=found.pk).first()
            if row is not None:
                take_back(row, keyfile.installation(row.org_id), now, deed, state)
                ended += 1
    return ended


def lapse(now: datetime) -> int:
    """End what nobody answered in two days, what somebody changed, and a yes that nobody used in seven. Returns how
    many. The daily job."""
    rows = SecondOpinion.objects.filter(state=ASKED)
    late = [row.pk for row in rows if row.due_at <= now or not stated.stands(row)]
    old = SecondOpinion.objects.filter(state=SAID_YES, answered_at__lte=now - duties.USABLE)
    return _end_all(rows.filter(pk__in=late), now, LAPSE, LAPSED) + _end_all(old, now, OUTLIVE, OUTLIVED)


def _hold_late(*, subject: UUID, **_more: Any) -> None:
    """Before the sweep takes the duty: what ends with it."""
    if (row := SecondOpinion.objects.filter(pk=subject).first()) is not None:
        hold(row)


def _late(*, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """Two days are over."""
    _end_all(SecondOpinion.objects.filter(pk=duty.subject, state=ASKED), now, LAPSE, LAPSED)


def _agreement_ended(*, agreement: UUID, now: datetime, **_more: Any) -> None:
    _back(now, agreement_id=agreement)


def _back(now: datetime, **which: UUID) -> None:
    _end_all(SecondOpinion.objects.filter(state__in=WAITS, **which), now, BACK, TAKEN_BACK)


def _not_needed(*, org: UUID, subject: UUID, by: Signatory, now: datetime, **_more: Any) -> None:
    """What was asked about fell, or is another."""
    let_fall(SecondOpinion.objects.filter(org_id=org, subject=subject), by, now)


def listen() -> None:
    """Called once when the room starts."""
    uid = "concerns.second"
    clocks.duty_coming.connect(_hold_late, sender=duties.ANSWER, dispatch_uid=uid)
    clocks.duty_late.connect(_late, sender=duties.ANSWER, dispatch_uid=uid)
    network.agreement_ended.connect(_agreement_ended, dispatch_uid=uid)
    second_not_needed.connect(_not_needed, dispatch_uid=uid)
