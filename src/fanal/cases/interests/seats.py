"""Seats of a panel: one record for each who sits on it, with the pack that was made for them and what they think. Who
sees which stands here, and how a seat ends; what is done with them, in `panel`."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from fanal.access.api import Opened, emptied, stated
from fanal.cases.access_terms import helping
from fanal.cases.codes import Status
from fanal.cases.interests.duties import SAID, SEAT
from fanal.cases.interests.policy import LEFT
from fanal.cases.models import BestInterests, Case, PanelSeat
from fanal.cases.passing_on.policy import ACCEPT, END_HELP
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network.api import keyfile, records
from fanal.network.contracts import Actor

LASTS: Final = timedelta(days=14)
"""So long a pack opens."""


def live() -> QuerySet[PanelSeat]:
    """Seats that have not ended."""
    return PanelSeat.objects.filter(ended_at=None).select_related("case", "decision", "person")


def of(row: BestInterests) -> list[PanelSeat]:
    """All seats that a decision ever had and that hold, in the order of names."""
    every = PanelSeat.objects.filter(decision=row).select_related("case", "person").order_by("person__name", "pk")
    return [one for one in every if stated.stands(one)]


def end(seats: Iterable[PanelSeat], by: Signatory, now: datetime) -> None:
    """The pack of these goes, and the keys of whoever sat there; what they think stays for whoever works with the
    child. Needs no key."""
    for pk in sorted(one.pk for one in seats):
        _end(pk, by, now)


@transaction.atomic
def _end(pk: UUID, by: Signatory, now: datetime) -> None:
    """One of them, held; one that ended meanwhile ended once."""
    rows = live().select_for_update(of=("self",)).filter(pk=pk)
    for seat in rows:
        gone = [emptied(seat, "content"), *records.take_from(seat.pk, seat.person_id)]
        seat.ended_at = now
        seat.version += 1
        seat.save()
        journal.write(seat.pk, by, LEFT, at=now, items=[*gone, stated.item(seat)])
        clocks.stop(seat.pk, SEAT, now=now, done=seat.said_at is not None)


def end_of(row: BestInterests, by: Signatory, now: datetime) -> None:
    """All seats of a decision end: it is decided, or others sit on the panel."""
    end(live().filter(decision=row), by, now)
    clocks.stop(row.pk, SAID, now=now)


def end_due(now: datetime) -> None:
    """Whose days are over; and the keys of whose help with the file ended. Key-less."""
    for seat in live().filter(made_at__lt=now - LASTS):
        end([seat], keyfile.installation(seat.case.org_id), now)
    for seat in live():
        with transaction.atomic():
            keep_from([seat], keyfile.installation(seat.case.org_id), END_HELP, now)


def after(
    actor: Actor, case: Case, _opened: Opened | None, deed: str, now: datetime, _beside: Opened | None = None
) -> None:
    """Hears of each deed on a file: no panel sits on one that ended, or that is for named people only."""
    if case.restricted or case.status in {Status.CLOSED, Status.VOID}:
        end(live().filter(case=case), actor.signatory(), now)
    elif deed in {ACCEPT, END_HELP}:
        keep_from(live().filter(case=case), actor.signatory(), deed, now)


def keep_from(seats: Iterable[PanelSeat], by: Signatory, deed: str, now: datetime) -> None:
    """What the panel says is for whoever works with the child now: the keys by name of who did before, or helped, go.
    Needs no key."""
    for seat in seats:
        case = seat.case
        named = {UUID(bytes=who) for kind, who, *_more in records.holders(seat.pk) if kind == "user"}
        over = named - {seat.person_id, case.owner_id, case.supervisor_id}
        gone = [item for one in sorted(over) if helping(case, one) is None for item in records.take_from(seat.pk, one)]
        if gone:
            journal.write(seat.pk, by, deed, at=now, items=gone)
