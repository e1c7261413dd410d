"""What ends a second yes, without any key: two days, the agreement, a concern in other hands."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

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
    LIVE,
    TAKEN_BACK,
    hold,
    let_fall,
    no_news,
    take_back,
)
from fanal.concerns.signals import concern_restricted, second_not_needed
from fanal.journal.contracts import Signatory
from fanal.network import api as network
from fanal.network.api import keyfile


def _end_all(rows: Iterable[UUID], by: Signatory | None, now: datetime, deed: str, state: str) -> int:
    ended = 0
    for pk in rows:
        with transaction.atomic():
            row = SecondOpinion.objects.filter(pk=pk).first()
            if row is not None:
                hold(row)
                row = SecondOpinion.objects.filter(pk=pk, state__in=LIVE).first()
            if row is not None:
                take_back(row, by or keyfile.installation(row.org_id), now, deed, state)
                ended += 1
    return ended


def lapse(now: datetime) -> int:
    """End what nobody answered in two days, and what somebody changed. Returns how many. The daily job."""
    rows = SecondOpinion.objects.filter(state=ASKED)
    late = [row.pk for row in rows if row.due_at <= now or not stated.stands(row)]
    return _end_all(late, None, now, LAPSE, LAPSED)


def _hold_late(*, subject: UUID, **_more: Any) -> None:
    """Before the sweep takes the duty: what ends with it."""
    if (row := SecondOpinion.objects.filter(pk=subject).first()) is not None:
        hold(row)


def _late(*, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """Two days are over."""
    _end_all(SecondOpinion.objects.filter(pk=duty.subject, state=ASKED).values_list("pk", flat=True), None, now, LAPSE,
             LAPSED)  # fmt: skip


def _agreement_ended(*, agreement: UUID, now: datetime, **_more: Any) -> None:
    _back(now, agreement_id=agreement)


def _restricted(*, concern: UUID, by: Signatory, now: datetime, **_more: Any) -> None:
    """It is the safeguarding lead's alone now: nobody else goes on with what was answered."""
    _back(now, by, concern_id=concern)
    for pk in SecondOpinion.objects.filter(concern_id=concern, restricted=False).values_list("pk", flat=True):
        no_news(pk, now)


def _back(now: datetime, by: Signatory | None = None, **which: UUID) -> None:
    live = SecondOpinion.objects.filter(state__in=LIVE, **which).order_by("pk").values_list("pk", flat=True)
    _end_all(list(live), by, now, BACK, TAKEN_BACK)
    for pk in SecondOpinion.objects.filter(state=LAPSED, **which).values_list("pk", flat=True):
        no_news(pk, now)


def _not_needed(*, org: UUID, subject: UUID, by: Signatory, now: datetime, **_more: Any) -> None:
    """What was asked about fell, or is another."""
    let_fall(SecondOpinion.objects.filter(org_id=org, subject=subject), by, now)


def listen() -> None:
    """Called once when the room starts."""
    uid = "concerns.second"
    clocks.duty_coming.connect(_hold_late, sender=duties.ANSWER, dispatch_uid=uid)
    clocks.duty_late.connect(_late, sender=duties.ANSWER, dispatch_uid=uid)
    network.agreement_ended.connect(_agreement_ended, dispatch_uid=uid)
    concern_restricted.connect(_restricted, dispatch_uid=uid)
    second_not_needed.connect(_not_needed, dispatch_uid=uid)
