"""Whose turn it is in a plan: its maker's, and each member's where it is over several of them."""

from datetime import datetime
from uuid import UUID

from fanal.research import turns
from fanal.research.contracts import ContributionState, PlanState, Source
from fanal.research.models import Plan
from fanal.research.plans import duties


def ready(plan: Plan, now: datetime) -> None:
    """The gate's yes stands. Who owes the next step: of a plan over several members those that have not agreed, then
    those that have not sent their share; then whoever made it."""
    waits: list[UUID] = []
    if plan.population.source == Source.POOLED:
        states = [ContributionState.ASKED, ContributionState.AGREED]
        owing = plan.contributions.filter(state__in=states).values_list("org_id", "state")
        asked = [org for org, state in owing if state == ContributionState.ASKED]
        waits = asked or [org for org, _state in owing]
    turns.between(duties.SHARE, plan.pk, waits, now)
    sent = plan.population.source == Source.POOLED and plan.state == PlanState.EXTRACTING
    turns.back(plan, None if waits else duties.SENT if sent else duties.PASSED, now)


def nobody(plan: Plan, now: datetime) -> None:
    """It waits at the gate: neither members nor maker owe a step."""
    turns.between(duties.SHARE, plan.pk, (), now)
    turns.back(plan, None, now)
