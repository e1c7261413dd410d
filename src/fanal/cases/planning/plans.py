"""The plan of a file as it stands: its goals, its help, what pushes the child, read from an open record for the pure
rules (`push`), for the approval and for pages. What somebody changed in the database gives nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from fanal.access.api import Opened
from fanal.cases import push
from fanal.cases.approvals.approvals import mark_of
from fanal.cases.codes import Domain, GoalState, NoAction, Push, PushState, ServiceState
from fanal.cases.codes import Service as Kind
from fanal.cases.files import rows
from fanal.cases.files.files import ENTITY, File, Read
from fanal.cases.model.declared import model
from fanal.cases.model.sealed import schema
from fanal.cases.models import Case, Goal, Plan, PushFactor, Service
from fanal.columns import sealed

APPROVED_AS: Final = "plan"
"""The code of its approval."""
_PLAN = ("child_agreed", "child_agreed_why", "child_words", "caregiver_agreed")
_GOAL = ("domain", "need", "goal", "indicator", "baseline", "target", "who", "action")
_HELP = ("for_whom", "type", "provider", "action")

_CLEAR = ("goal_id", "phase", "timeframe")


@dataclass(frozen=True, slots=True)
class Whole:
    """The newest plan with all that belongs to it, the oldest first. All help of a file is of its newest plan."""

    plan: Read | None
    goals: tuple[Read, ...] = field(default=(), repr=False)
    helps: tuple[Read, ...] = field(default=(), repr=False)
    factors: tuple[Read, ...] = field(default=(), repr=False)
    earlier: tuple[Read, ...] = field(default=(), repr=False)
    """Plans before it, the newest first."""
    old_goals: tuple[Read, ...] = field(default=(), repr=False)

    @property
    def standing(self) -> tuple[Read, ...]:
        """Its goals that nobody gave up."""
        return tuple(one for one in self.goals if one.said["state"] != GoalState.DROPPED)


def of(found: File) -> Whole:
    """Of an open file, as much as the person sees."""
    return _made(*(found.of(table) for table in (Plan, Goal, Service, PushFactor)))


def read(opened: Opened, case: Case) -> Whole:
    """From the open record of the case."""
    return _made(*(_reads(opened, table, case) for table in (Plan, Goal, Service, PushFactor)))


def _made(plans: Iterable[Read], goals: Iterable[Read], helps: Iterable[Read], factors: Iterable[Read]) -> Whole:
    """Each the newest first."""
    by_number = sorted(plans, key=lambda one: -one.row.number)
    goals, newest = tuple(goals)[::-1], next(iter(by_number), None)
    mine = tuple(one for one in goals if newest is not None and one.row.plan_id == newest.row.pk)
    return Whole(
        newest,
        mine,
        tuple(helps)[::-1],
        tuple(factors)[::-1],
        tuple(by_number[1:]),
        tuple(one for one in goals if one not in mine),
    )


def _reads(opened: Opened, table: Any, case: Case) -> list[Read]:
    """A row that this very deed wrote is the one that it wrote."""
    written = {(type(row), row.pk): row for row in opened.stated}
    held = (written.get((table, row.pk), row) for row in rows.of(opened, table, case))
    return [Read(row, said(opened, row)) for row in held]


def said(opened: Opened, row: Any) -> dict[str, Any]:
    """What a row holds, by field; what these keys do not open is empty."""
    entity, found = ENTITY[type(row)], {}
    for box in sealed(row):
        content = opened.try_read(row, box) if opened.has(box) else None
        blank = content or schema(entity, box)()
        found.update({one.name: getattr(blank, one.name) for one in model().entities[entity].sealed(box)})
    return found


# ---- what is approved ----


def content(opened: Opened, case: Case, subject: UUID) -> Mapping[str, Any] | None:
    """What of a plan is approved: all but what changes by doing (states, days, results). Where the child sleeps stands
    in it as a mark, since not every supervisor opens it. None for a plan that is not the newest, or
    that a next one ended, wherever that is."""
    whole = read(opened, case)
    plan = whole.plan
    if plan is None or plan.row.pk != subject or plan.row.ended:
        return None
    row = plan.row
    own = {"number": row.number, "starts": row.starts, "ends_planned": row.ends_planned}
    return {
        "plan": own | _some(plan, _PLAN) | {"safety_plan": mark_of(row, "placement")},
        "goals": {str(one.row.pk): _some(one, _GOAL) | _what(whole, one, "due") for one in whole.goals},
        "helps": {str(one.row.pk): _some(one, _HELP) | _what(whole, one, *_CLEAR) for one in whole.helps},
    }


def _some(one: Read, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: one.said[name] for name in names}


def _what(whole: Whole, one: Read, *clear: str) -> dict[str, Any]:
    """Its clear columns, and what it answers."""
    codes = sorted(factor.said["code"] for factor in whole.factors if factor.row.pk in ids(one))
    return {name: getattr(one.row, name) for name in clear} | {"push_factors": codes}


# ---- for the pure rules ----


def factors(whole: Whole) -> tuple[push.Factor, ...]:
    """What pushes the child."""
    return tuple(
        push.Factor(
            one.row.pk,
            Push(one.said["code"]),
            PushState(one.said["state"]),
            NoAction(one.said["no_action_reason"]) if one.said["no_action_reason"] else None,
        )
        for one in whole.factors
        if one.said["code"]
    )


def actions(whole: Whole) -> tuple[push.Action, ...]:
    """What is done: goals and help. Help serves also what its goal answers."""
    goals = [
        push.Goal(GoalState(one.said["state"]), Domain(one.said["domain"]), ids(one))
        for one in whole.goals
        if one.said["domain"]
    ]
    helps = [
        push.Help(ServiceState(one.row.state), Kind(one.said["type"]), ids(one))
        for one in whole.helps
        if one.said["type"]
    ]
    return (*goals, *helps)


def ids(one: Read) -> frozenset[UUID]:
    """The circumstances that a goal or a piece of help answers."""
    return frozenset(map(UUID, one.row.push_factors))


def stands(one: Read) -> bool:
    """Whether a goal or piece of help still answers something."""
    state = one.row.state if isinstance(one.row, Service) else one.said["state"]
    return state not in push.NO_ANSWER


def helps_of(whole: Whole, goal: Read) -> tuple[Read, ...]:
    """The help that serves a goal."""
    return tuple(one for one in whole.helps if one.row.goal_id == goal.row.pk)


def has_help(whole: Whole) -> bool:
    """Whether a goal has a piece of help that still stands."""
    return any(stands(one) for goal in whole.standing for one in helps_of(whole, goal))


NAMED: Final = frozenset({"child", "caregiver", "caseworker"})


def is_acted_on(whole: Whole, goal: Read) -> bool:
    """Whether a goal has help that stands, or a named action of child, caregiver or worker."""
    named = goal.said["who"] in NAMED and bool(goal.said["action"])
    return named or any(stands(one) for one in helps_of(whole, goal))
