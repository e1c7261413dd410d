"""A plan as a worker makes it: what pushes the child, a goal, help, what the child says, the supervisor's yes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from fanal.cases.approvals import approvals
from fanal.cases.files import writing
from fanal.cases.models import Approval, Case, Goal, Plan, PushFactor, Service
from fanal.cases.planning import helping, planning
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

TODAY = NOW.date()
WORDS = {"child_words": "Back to school, and learn to cut hair", "starts": TODAY}
AGREED = {"child_agreed": "agreed", "child_agreed_why": "Yes, if my uncle hears nothing"}
PUSH = {"code": "debt", "level": "household", "source": "child_said", "state": "present"}
GOAL = {
    "domain": "livelihood", "need": "The family owes money", "goal": "The lender is paid without her earnings",
    "indicator": "No more visits of the lender", "target": "Paid by summer", "who": "provider",
    "due": TODAY + timedelta(days=90), "push_factors": (),
}  # fmt: skip
HELP = {"type": "cash_or_material", "for_whom": "household", "phase": "care_plan", "timeframe": "within_14_days"}
SCHOOL = {"child__in_school": "attending"}


def pushed(cast: Cast, case: Case, **more: Any) -> PushFactor:
    """A circumstance that pushes the child."""
    return writing.add_push(cast["marek"], case.pk, PUSH | more, NOW)


def goal(cast: Cast, case: Case, *factors: PushFactor, **more: Any) -> Goal:
    """A goal that answers circumstances."""
    said = GOAL | {"push_factors": tuple(str(one.pk) for one in factors)} | more
    return planning.add_goal(cast["marek"], case.pk, said, NOW)


def helped(cast: Cast, case: Case, goal_: Goal | None = None, *factors: PushFactor, **more: Any) -> Service:
    """A piece of help."""
    said = HELP | {"goal": str(goal_.pk) if goal_ else "", "push_factors": tuple(str(one.pk) for one in factors)}
    return helping.add(cast["marek"], case.pk, said | more, NOW)


def planned(cast: Cast) -> Case:
    """A file with a plan that waits to be asked for: one circumstance, one goal, one piece of help."""
    case = opened(cast)
    writing.set_about(cast["marek"], case.pk, {"in_school": "attending"}, 1, NOW)
    factor = pushed(cast, case)
    planning.begin(cast["marek"], case.pk, WORDS, NOW)
    helped(cast, case, goal(cast, case, factor))
    planning.agree(cast["marek"], case.pk, AGREED, plan_of(case).version, NOW)
    return case


def approved(cast: Cast) -> Case:
    """The same, with the supervisor's yes."""
    case = planned(cast)
    ask_and_approve(cast, case.pk)
    return case


def ask_and_approve(cast: Cast, case: UUID) -> None:
    """The worker asks, the supervisor approves."""
    planning.ask(cast["marek"], case, NOW)
    row = Approval.objects.filter(case=case, decision="").get()
    approvals.decide(cast["bao"], case, row.pk, "approved", "", NOW)


def plan_of(case: Case) -> Plan:
    """The newest plan."""
    row = Plan.objects.filter(case=case).order_by("-number").first()
    assert row is not None
    return row
