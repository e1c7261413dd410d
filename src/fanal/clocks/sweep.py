"""The sweep: passes every reminder, lateness and step of a chain once, whoever and however many run it.

A duty is claimed by compare-and-set on (next_at, step) in the transaction that tells people and sends the signal.
Before that whoever acts on it takes the rows of its subject, as its own deeds do before they end a duty: two that take
them the other way round would wait for each other.
Where the handler of a room fails, its transaction is undone and tried again later, but people are told at once:
a fault in software must not hide a child's need.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.dispatch import Signal

from fanal.clocks import kinds, notices, people
from fanal.clocks.contracts import OPEN_STATES, DutyState, Swept, Target
from fanal.clocks.duties import ref, step_at, tell
from fanal.clocks.faults import backoff, place_of
from fanal.clocks.models import Duty
from fanal.clocks.times import day

# Sent in the transaction that passes the moment, with `duty: DutyRef` and `now`; `duty_step` also with `step: int`
# (from 0) and `to: Target`. The sender is the `DutyKind`.
duty_reminder = Signal()
duty_late = Signal()
duty_step = Signal()
# Sent at the beginning of that transaction, before the duty is claimed, with `subject: UUID`: to take rows, to do
# nothing.
duty_coming = Signal()

_BATCH, _BATCHES = 200, 100
_log = logging.getLogger(__name__)


class Moment(Enum):
    """What may be due of a duty; the value is the count of `Swept` that it adds to."""

    REMINDER = "reminded"
    LATE = "late"
    STEP = "stepped"


@dataclass(frozen=True, slots=True)
class Pass:
    """One moment of one duty that has come, and where the duty stands after it."""

    moment: Moment
    changes: dict[str, Any]
    to: Target | None = None


def sweep(now: datetime) -> Swept:
    """Pass everything that is due at `now`. Key-less, idempotent, safe beside other workers."""
    counts = Swept()
    for _ in range(_BATCHES):
        due = list(Duty.objects.filter(next_at__lte=now).order_by("next_at")[:_BATCH])
        for duty in due:
            counts = _pass_all(duty, now, counts)
        if len(due) < _BATCH:
            break
    return counts


def _pass_all(duty: Duty, now: datetime, counts: Swept) -> Swept:
    while (coming := _coming(duty, now)) is not None:
        try:
            with transaction.atomic():
                duty_coming.send(kinds.get(duty.kind), subject=duty.subject)
                if not _claim(duty, coming):
                    break  # another worker has it, or it ended
                if not duty.faults:
                    _tell(duty, coming, now)
                _send(duty, coming, now)
        except Exception as error:  # whatever a room's handler does, the other duties are swept
            _put_off(duty.pk, now, error)
            return replace(counts, failed=counts.failed + 1)
        name = coming.moment.value
        counts = replace(counts, **{name: getattr(counts, name) + 1})
    return counts


def _coming(duty: Duty, now: datetime) -> Pass | None:
    """The next moment of a duty if it has come. A reminder that the due time has overtaken is left out."""
    state = DutyState(duty.state)
    if state not in OPEN_STATES:
        return None
    if duty.remind_at is not None and duty.remind_at <= now < duty.due_at:
        return Pass(Moment.REMINDER, {"remind_at": None, "next_at": duty.due_at})
    if state is DutyState.OPEN and duty.due_at <= now:
        changes = {"remind_at": None, "state": DutyState.LATE, "late_on": day(now).date()}
        return Pass(Moment.LATE, changes | {"next_at": step_at(duty, 0)})
    if state is DutyState.LATE and (at := step_at(duty, duty.step)) is not None and at <= now:
        to = Target.parse(duty.chain[duty.step]["to"])
        return Pass(Moment.STEP, {"step": duty.step + 1, "next_at": step_at(duty, duty.step + 1)}, to)
    return None


def _claim(duty: Duty, coming: Pass) -> bool:
    same = Duty.objects.filter(pk=duty.pk, next_at=duty.next_at, state=duty.state, step=duty.step)
    if not same.update(**coming.changes, faults=0):
        return False
    for field, value in coming.changes.items():
        setattr(duty, field, value)
    return True


def _tell(duty: Duty, coming: Pass, now: datetime) -> None:
    if coming.to is None:
        tell(duty, now)
    else:
        notices.want(people.meant(duty.org_id, coming.to, now), now=now, alert=duty.alert)


def _send(duty: Duty, coming: Pass, now: datetime) -> None:
    kind, told = kinds.get(duty.kind), ref(duty)
    duty.faults = 0
    match coming.moment:
        case Moment.REMINDER:
            duty_reminder.send(kind, duty=told, now=now)
        case Moment.LATE:
            duty_late.send(kind, duty=told, now=now)
        case Moment.STEP:
            duty_step.send(kind, duty=told, now=now, step=told.step - 1, to=coming.to)


def _put_off(pk: UUID, now: datetime, error: Exception) -> None:
    """Note the failure, tell people if it is the first, and let the sweep come again after a while."""
    with transaction.atomic():
        duty = Duty.objects.filter(pk=pk).select_for_update().first()
        coming = None if duty is None else _coming(duty, now)
        if duty is None or coming is None:
            return
        if not duty.faults:
            _tell(duty, coming, now)
        Duty.objects.filter(pk=pk).update(faults=F("faults") + 1, next_at=now + backoff(duty.faults + 1))
    _log.error(f"duty {duty.kind}: {place_of(error)}")
