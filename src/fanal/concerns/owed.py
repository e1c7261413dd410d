"""Which duties concerns and handovers owe now (`clocks.owes`), as deeds begin them.

From plain columns: whoever moves these is named by what the journal says of them. News of a handover to be read and
questions about one are no part of it: that they were read or answered stands in duties alone.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from fanal.access.api import stated
from fanal.clocks.api import Owed, owes
from fanal.concerns import duties
from fanal.concerns.handovers import duties as duties_handover
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.keeping import duties as duties_keeping
from fanal.concerns.models import UNDECIDED, Concern, Decision, Handover, SecondOpinion
from fanal.concerns.second import duties as duties_second
from fanal.concerns.second import record
from fanal.concerns.triage import duties as duties_triage
from fanal.concerns.triage.decisions import whose
from fanal.concerns.triage.triage import pressing
from fanal.passing.api import states, steps
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.codes import Triage

_SOON = timedelta(minutes=1)


@owes
def of_concerns(now: datetime) -> Iterator[Owed]:
    """Somebody decides, a second person confirms, and the end of a hold is looked at."""
    for row in Concern.objects.filter(triage__in=UNDECIDED, duplicate_of=None, closed_on=None, practice=False):
        urgent, to = pressing(row) and row.triage == Triage.NEW, whose(row, now)
        kinds = (duties.DECIDE_URGENT, duties.DECIDE) if urgent else (duties.DECIDE,)
        yield Owed(row.org_id, row.pk, kinds, to | {"hours": None} if urgent else to)
    for decision in Decision.objects.filter(needs_second=True).select_related("concern"):
        if stated.kept(decision.concern_id, [decision]):
            row = decision.concern
            yield Owed(row.org_id, row.pk, (duties_triage.SECOND,), whose(row, now))
    for row in Concern.objects.exclude(hold_until=None):
        assert row.hold_until is not None
        limit = max(datetime.combine(row.hold_until, time(), UTC) - now, _SOON)
        yield Owed(row.org_id, row.pk, (duties_keeping.HOLD_ENDS,), {"limit": limit} | duties.owned(row))


@owes
def of_handovers(now: datetime) -> Iterator[Owed]:
    """What each state of a handover asks of its two sides."""
    waits = Q(state=State.DRAFT) & ~Q(confirmed_by=None)
    for row in Handover.objects.filter(waits):
        yield Owed(row.org_id, row.pk, (duties_handover.SECOND,), _owned(row, row.org_id))
    for row in Handover.objects.filter(state=State.OFFERED):
        limit = max(row.answer_due - now, _SOON) if row.answer_due else None
        yield _theirs(row, duties_handover.ANSWER_DUTY, limit=limit, urgent=row.urgent)
    for row in Handover.objects.filter(state=State.ACCEPTED):
        accepted = stated.last(row.pk, HANDOVERS.deed("accept"))
        limit = max(accepted.at + states.OUTCOME_AFTER - now, _SOON) if accepted else None
        yield _theirs(row, duties_handover.OUTCOME, limit=limit)
    for row in Handover.objects.filter(state__in=[State.ACCEPTED, State.COMPLETED], released=False).exclude(
        additions=b""
    ):
        yield Owed(row.org_id, row.pk, (duties_handover.RELEASE,), _owned(row, row.org_id))
    for row in Handover.objects.filter(state=State.REVOKED):
        yield _theirs(row, duties_handover.PURGE)


@owes
def of_second_yeses(now: datetime) -> Iterator[Owed]:
    """A partner answers, and whoever asked goes on: with their answer, or as nobody gave one in time."""
    for row in SecondOpinion.objects.filter(state=record.ASKED):
        to = duties_second.of_the_partner(row)
        yield Owed(row.partner_id, row.pk, (duties_second.ANSWER,), {"limit": max(row.due_at - now, _SOON)} | to)
    for row in SecondOpinion.objects.filter(state__in=record.TO_GO_ON).select_related("concern"):
        yield Owed(row.org_id, row.pk, (duties_second.NEWS,), duties_second.of_those_who_asked(row))


def _theirs(row: Handover, kind: Any, **options: Any) -> Owed:
    return Owed(row.recipient_id, row.pk, (kind,), options | _owned(row, row.recipient_id))


def _owned(row: Handover, org: UUID) -> dict[str, Any]:
    return steps.owned(HANDOVERS, row, org)
