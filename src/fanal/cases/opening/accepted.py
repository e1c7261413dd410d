"""Concerns that became the care of a child: who was named to take them on, until the file is open."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fanal.access.api import NotHere, stated, visible
from fanal.cases import duties, numbers
from fanal.cases.codes import Status
from fanal.cases.models import Accepted, Case, Told
from fanal.cases.policy import ACCEPT, LINKED
from fanal.clocks import api as clocks
from fanal.concerns.contracts import OpenCase, Takers
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import Triage


def on_accepted(
    sender: object, *, concern: UUID, org: UUID, hands: Takers, by: Signatory, now: datetime, **_more: Any
) -> None:
    """Hears from concerns that a case is to be opened: it stands on the worker's day. One that was decided anew goes to
    whoever was named then, unless its file is open."""
    row = Accepted.objects.filter(concern_id=concern).first() or Accepted(concern_id=concern, org_id=org)
    if row.case_id is not None:
        return
    row.worker_id, row.supervisor_id, row.team_id = hands.worker, hands.supervisor, hands.team
    row.restricted, row.accepted_on = hands.restricted, network.day_at(org, now)
    row.save()
    journal.write(concern, by, ACCEPT, at=now, items=[stated.item(row)])
    to = duties.held(hands.team, hands.worker, hands.supervisor, restricted=hands.restricted)
    off_the_day(concern, now)
    clocks.start(duties.FIRST_CONTACT, org, concern, now=now, **to)


def on_restricted(sender: object, *, concern: UUID, by: Signatory, now: datetime, **_more: Any) -> None:
    """Hears from concerns that one is about our own people, before its file is open: the file will open for named
    people only."""
    row = Accepted.objects.filter(concern_id=concern, case=None).first()
    if row is None or row.restricted:
        return
    row.restricted = True
    row.save(update_fields=["restricted"])
    journal.write(concern, by, ACCEPT, at=now, items=[stated.item(row)])
    clocks.stop(concern, duties.OPEN_AGAIN, now=now, done=False)
    for one in clocks.open_duties(org=row.org_id, subjects=[concern], kinds=[duties.FIRST_CONTACT]):
        to = duties.held(row.team_id, row.worker_id, row.supervisor_id, restricted=True)
        clocks.stop(concern, duties.FIRST_CONTACT, now=now, done=False)
        left = max(one.due_at - now, duties.SOONEST)
        clocks.start(duties.FIRST_CONTACT, row.org_id, concern, now=now, limit=left, **to)


def open_case(org: UUID, number: str) -> OpenCase | None:
    """The open file of an organisation that has a number, however it was typed."""
    named = numbers.parsed(number)
    case = Case.objects.filter(org_id=org, number=named, status=Status.OPEN).first() if named else None
    if case is None or not stated.stands(case):
        return None
    return OpenCase(case.pk, takers(case))


def takers(case: Case) -> Takers:
    """Whoever works on a file, as concerns give them their keys."""
    return Takers(case.owner_id, case.supervisor_id, case.team_id, case.restricted)


def on_linked(sender: object, *, concern: UUID, case: UUID, by: Signatory, now: datetime, **_more: Any) -> None:
    """Hears from concerns that one goes to an open file: its worker looks at it."""
    belongs(case, concern, by, now)
    off_the_day(concern, now)
    duties.begin(duties.NEW_CONCERN, Case.objects.get(pk=case), now)


def on_taken_back(sender: object, *, concern: UUID, now: datetime, **_more: Any) -> None:
    """Hears from concerns that no case is opened from one after all: it leaves the worker's day."""
    off_the_day(concern, now)


def off_the_day(concern: UUID, now: datetime) -> None:
    """It stands on nobody's day any more: neither to be opened, nor to be asked about."""
    for kind in (duties.FIRST_CONTACT, duties.OPEN_AGAIN):
        clocks.stop(concern, kind, now=now, done=False)


def accepted(actor: Actor, concern_id: UUID, *, lock: bool = False) -> Accepted:
    """One of them. `lock`: held until the deed is done. Raises `NotHere`; `NotAllowed` where somebody changed who was
    named."""
    rows = Accepted.objects.select_for_update(of=("self",)) if lock else Accepted.objects.all()
    row = visible(actor, rows).select_related("concern", "worker", "supervisor").filter(concern=concern_id).first()
    if row is None:
        raise NotHere
    if lock:
        stated.need(row.concern_id, row)
    return row


def belongs(case: UUID, concern: UUID, by: Signatory, now: datetime) -> bool:
    """A concern belongs to a file, says the journal of the file; whether that is new. What somebody wrote into the
    database alone belongs to none."""
    row, made = Told.objects.get_or_create(case_id=case, concern_id=concern)
    journal.write(case, by, LINKED, at=now, items=[stated.item(row)])
    return made


def tie(row: Accepted, case: Case, actor: Actor, deed: str, now: datetime) -> None:
    """The concern went to a file that is there: it is kept as the file is, and stands on nobody's day any more."""
    belongs(case.pk, row.concern_id, actor.signatory(), now)
    row.case = case
    row.save(update_fields=["case"])
    journal.write(row.concern_id, actor.signatory(), deed, at=now, items=[stated.item(row)])
    off_the_day(row.concern_id, now)


def waiting(actor: Actor) -> QuerySet[Accepted]:
    """Those whose file is not open yet, the oldest first."""
    rows = visible(actor, Accepted.objects.filter(case=None, concern__triage=Triage.OPEN_CASE))
    return rows.select_related("worker", "supervisor", "concern").order_by("accepted_on", "concern")
