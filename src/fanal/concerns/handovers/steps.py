"""Handovers among concerns: whose they are, what is urgent, and the concern to which one comes back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from fanal.access.api import stated
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.concerns import duties, locks
from fanal.concerns.handovers import duties as duties_handover
from fanal.concerns.handovers.preview import CONFLICT, hours_of
from fanal.concerns.models import Concern, Handover
from fanal.concerns.triage.decisions import STANDS, follow
from fanal.concerns.triage.triage import pressing, status_now
from fanal.journal import api as journal
from fanal.network.api import keyfile, trusted
from fanal.network.contracts import RingKind
from fanal.passing.api import steps
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.codes import Triage

REOPENED = "concerns.came_back"


def urgent(*, sent: bool) -> Q:
    """The rows that are urgent still: until they are answered, and at the sender when they came back."""
    waits = Q(state=State.OFFERED) | Q(state__in=steps.OVER, outcome="") if sent else Q(state=State.OFFERED)
    return Q(urgent=True) & waits


def is_urgent(row: Handover, org: UUID) -> bool:
    """What `urgent` says, of a row as one of its sides sees it."""
    back = org == row.org_id and row.state in steps.OVER and not row.outcome
    return row.urgent and (row.state == State.OFFERED or back)


def owner(row: Handover, org: UUID) -> Target | None:
    """Who answers for a duty on a side: of a restricted one only the safeguarding lead hears."""
    alone = row.restricted if org == row.org_id else row.role == CONFLICT
    return duties_handover.SAFEGUARDING if alone else None


def ring(row: Handover) -> RingKind:
    """The ring on the recipient's side: what comes from a partner is for the main intake team."""
    return RingKind.SAFEGUARDING if row.role == CONFLICT else RingKind.INTAKE


def same_concern(row: Handover) -> list[UUID]:
    """Every handover of the concern that this one came from, itself too; none where the concern is erased."""
    if row.concern_id is None:
        return []
    return list(Handover.objects.filter(concern_id=row.concern_id).values_list("pk", flat=True))


def of_concern(concern: Concern) -> list[Handover]:
    """The handovers that came from a concern, for a deed that holds it: those whose rows say so, and those that
    somebody took from it, as the entry of the draft says."""
    others = list(Handover.objects.filter(org_id=concern.org_id).exclude(concern=concern))
    chains, taken = journal.newest([row.pk for row in others], trusted.Signers()), []
    for row in others:
        row.concern = concern
        item = stated.whole(row)
        if chains[row.pk].holds(item.place, item.sealed):
            locks.hold(handover=row.pk)
            taken.append(row.pk)
    return list(Handover.objects.filter(Q(concern=concern) | Q(pk__in=taken)).order_by("pk"))


def back_to_queue(row: Handover, now: datetime) -> None:
    """A handover came back: if it was the answer to the concern, somebody must decide again; else they must know."""
    if row.concern_id is None:
        return
    concern = row.concern = Concern.objects.get(pk=row.concern_id)
    if hangs_on(row) is not None and stated.stands(concern):
        _undecided(concern, now)
    else:
        limit = duties.DECIDE_URGENT.limit if pressing(concern) else None
        of = {"about": concern.pk} | duties.owned(row)
        clocks.start(duties_handover.CAME_BACK, row.org_id, row.pk, now=now, limit=limit, **of)


def hangs_on(row: Handover) -> Concern | None:
    """The concern that was decided with nothing but this handover."""
    concern = row.concern
    if concern is None or concern.triage != Triage.ROUTE_ELSEWHERE:
        return None
    others = Handover.objects.filter(STANDS, concern=concern).exclude(pk=row.pk)
    return None if others.exists() else concern


def reopen_forgotten(now: datetime) -> None:
    """Look for what was decided as handed over and is with nobody: until 0.2.0 a handover could be taken back so."""
    stands = Handover.objects.filter(STANDS, concern=OuterRef("pk"))
    rows = Concern.objects.filter(~Exists(stands), triage=Triage.ROUTE_ELSEWHERE, duplicate_of=None, closed_on=None)
    for pk in list(rows.filter(handovers__state__in=steps.OVER).distinct().values_list("pk", flat=True)):
        with transaction.atomic():
            locks.hold(pk)
            concern = rows.filter(pk=pk).first()
            if concern is not None and stated.stands(concern):
                _undecided(concern, now)


def _undecided(concern: Concern, now: datetime) -> None:
    concern.triage, concern.finding = Triage.NEW, ""
    concern.closed_on = concern.erase_on = concern.reporter_erase_on = None
    concern.retention_class = ""
    concern.version += 1
    concern.status = status_now(concern)
    concern.save()
    by = keyfile.installation(concern.org_id)
    journal.write(concern.pk, by, REOPENED, at=now, items=[stated.item(concern)])
    follow(concern, by, now)
    to = duties.owned(concern)
    if pressing(concern):
        clocks.start(duties.DECIDE_URGENT, concern.org_id, concern.pk, now=now, **to)
    else:
        clocks.start(duties.DECIDE, concern.org_id, concern.pk, now=now, hours=hours_of(concern.org_id), **to)
