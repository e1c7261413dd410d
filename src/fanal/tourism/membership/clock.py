"""What time does to memberships: it opens and closes the time of a report, and proposes. It decides nothing against
anybody: a year of it without people suspends nobody."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from fanal.access.api import NotAllowed, NotHere
from fanal.network.api import keyfile
from fanal.tourism.membership import flow, joining, rows, seen
from fanal.tourism.membership.deciding import BY_CLOCK
from fanal.tourism.membership.duties import follow
from fanal.tourism.membership.flow import State
from fanal.tourism.membership.policy import PROPOSED
from fanal.tourism.models import Membership

LEFT_FOR = timedelta(days=30)
"""So long the clock proposes nothing again that somebody left."""
_WATCHED = (State.PLAN_APPROVED, State.PAID, State.ACTIVE, State.REPORT_DUE, State.OVERDUE, State.SUSPENDED)


def look(now: datetime) -> int:
    """Do what is due today for every membership; each stands for itself. Returns how many it changed."""
    watched = Membership.objects.filter(state__in=[one.value for one in _WATCHED])
    return sum(_look_at_one(pk, now) for pk in list(watched.order_by("pk").values_list("pk", flat=True)))


def _look_at_one(pk: UUID, now: datetime) -> bool:
    with transaction.atomic():
        row = Membership.objects.select_for_update(of=("self",)).select_related("org").get(pk=pk)
        try:
            rows.need_believed(row)
            return _does(row, now)
        except (NotAllowed, NotHere):  # somebody changed it, or its programme is known no more: people look at it
            return False


def _does(row: Membership, now: datetime) -> bool:
    if State(row.state) in {State.PLAN_APPROVED, State.PAID}:
        return joining.send_if_ready(row, now) is not None
    facts = seen.facts(row, now.date())
    move = flow.due(facts)
    if move is None:
        return False
    by = keyfile.installation(row.org_id)
    if move not in BY_CLOCK:
        rows.goes(row, move, facts, by, now, rows.new_step(row, move, None, now))
        return True
    left = row.steps.filter(move=move.value, by=None, dropped_at__gte=now - LEFT_FOR)
    if rows.pending(row) is not None or left.exists():
        return False
    rows.write(row, rows.new_step(row, move, None, now), by, PROPOSED, now)
    follow(row, now)
    return True
