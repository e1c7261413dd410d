"""What the plan says to the steps of a file, read from their rows."""

from typing import Any
from uuid import UUID

from fanal.access.api import Opened
from fanal.cases import push
from fanal.cases.codes import Domain, GoalState, NoAction, Push, PushState, Service, ServiceState
from fanal.cases.codes_work import Timeframe
from fanal.cases.files.approving import APPROVED
from fanal.cases.files.files import ENTITY
from fanal.cases.model.sealed import schema
from fanal.cases.models import Approval, Case, Goal, Plan, PushFactor
from fanal.cases.models import Service as Help
from fanal.clocks import api as clocks
from fanal.vocabulary.codes import DutyKind


def _rows(opened: Opened, table: Any, case: Case) -> list[Any]:
    found = table.objects.filter(case=case).order_by("-made_at", "-pk")
    return [row for row in found if opened.holds(row)]


def _said(opened: Opened, row: Any, box: str) -> Any:
    return opened.try_read(row, box) or schema(ENTITY[type(row)], box)()


def _is_approved(opened: Opened, case: Case, kind: str, row: Any) -> bool:
    asked = [one for one in _rows(opened, Approval, case) if (one.kind, one.subject) == (kind, row.pk)]
    return bool(asked) and asked[0].decision == APPROVED


def of_plan(opened: Opened, case: Case) -> dict[str, Any]:
    """Facts of the newest plan."""
    factors = [_factor(opened, one) for one in _rows(opened, PushFactor, case)]
    plans = _rows(opened, Plan, case)
    plan = max(plans, key=lambda one: one.number, default=None)
    goals = [one for one in _rows(opened, Goal, case) if plan is not None and one.plan_id == plan.pk]
    helps = _rows(opened, Help, case)
    actions: list[push.Action] = [*(_goal(opened, one) for one in goals), *(_help(opened, one) for one in helps)]
    of_goals = [one for one in helps if one.goal_id in {goal.pk for goal in goals}]
    return {
        "plan_approved": plan is not None and _is_approved(opened, case, "plan", plan),
        "child_asked": plan is not None and bool(_said(opened, plan, "personal").child_agreed),
        "goal_with_help": any(one.state not in {"cancelled", "not_applicable"} for one in of_goals),
        "unanswered": tuple(one.code for one in push.unanswered(factors, actions)),
        "needs_means": push.needs_means(factors, actions),
        "helps": _without_clock(case, of_goals),
        "goals_stated": bool(goals) and all(_said(opened, one, "content").state for one in goals),
        "goals_changed": plan is not None and not _is_approved(opened, case, "plan", plan),
    }


def _without_clock(case: Case, helps: list[Any]) -> dict[Any, Timeframe]:
    kind = clocks.kind(DutyKind.SERVICE_DUE)
    running = {one.subject for one in clocks.open_duties(org=case.org_id, files=[case.pk], kinds=[kind])}
    waits = [one for one in helps if one.state == ServiceState.PLANNED and one.pk not in running]
    return {one.pk: Timeframe(one.timeframe) for one in waits}


def _factor(opened: Opened, row: PushFactor) -> push.Factor:
    said = _said(opened, row, "content")
    why = NoAction(said.no_action_reason) if said.no_action_reason else None
    return push.Factor(row.pk, Push(said.code or "other"), PushState(said.state or "unknown"), why)


def _goal(opened: Opened, row: Goal) -> push.Goal:
    said = _said(opened, row, "content")
    return push.Goal(GoalState(said.state or "dropped"), Domain(said.domain or "safety"), _answers(row))


def _help(opened: Opened, row: Help) -> push.Help:
    said = _said(opened, row, "content")
    return push.Help(ServiceState(row.state), Service(said.type or "other"), _answers(row))


def _answers(row: Any) -> frozenset[UUID]:
    return frozenset(map(UUID, getattr(row, "push_factors", ())))
