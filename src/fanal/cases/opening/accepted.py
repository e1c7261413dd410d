"""Concerns that became the care of a child: who was named to take them on, until the file is open."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fanal.access.api import found, stated, visible
from fanal.cases import duties
from fanal.cases.models import Accepted
from fanal.cases.policy import ACCEPT
from fanal.clocks import api as clocks
from fanal.concerns.contracts import Takers
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network.contracts import Actor


def on_accepted(
    sender: object, *, concern: UUID, org: UUID, hands: Takers, by: Signatory, now: datetime, **_more: Any
) -> None:
    """Hears from concerns that a case is to be opened: it stands on the worker's day. One that was decided anew goes to
    whoever was named then, unless its file is open."""
    row = Accepted.objects.filter(concern_id=concern).first() or Accepted(concern_id=concern, org_id=org)
    if row.case_id is not None:
        return
    row.worker_id, row.supervisor_id, row.team_id = hands.worker, hands.supervisor, hands.team
    row.restricted, row.accepted_on = hands.restricted, now.date()
    row.save()
    journal.write(concern, by, ACCEPT, at=now, items=[stated.item(row)])
    to = duties.held(hands.team, hands.worker, hands.supervisor, restricted=hands.restricted)
    clocks.stop(concern, duties.FIRST_CONTACT, now=now, done=False)
    clocks.start(duties.FIRST_CONTACT, org, concern, now=now, **to)


def accepted(actor: Actor, concern_id: UUID, *, lock: bool = False) -> Accepted:
    """One of them. `lock`: held until the deed is done. Raises `NotHere`; `NotAllowed` where somebody changed who was
    named."""
    row = found(actor, Accepted, concern_id, "concern", lock=lock)
    if lock:
        stated.need(row.concern_id, row)
    return row


def waiting(actor: Actor) -> QuerySet[Accepted]:
    """Those whose file is not open yet, the oldest first."""
    rows = visible(actor, Accepted.objects.filter(case=None))
    return rows.select_related("worker", "supervisor", "concern").order_by("accepted_on", "concern")
