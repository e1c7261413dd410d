"""What a move of the file asks of its plan (`flow`), from the open record of the case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from fanal.access.api import Opened
from fanal.cases import push
from fanal.cases.ages import ages
from fanal.cases.approvals import approvals
from fanal.cases.codes import Assent, NoAction, Push, School, ServiceState
from fanal.cases.codes_work import Timeframe
from fanal.cases.files.approving import Stand
from fanal.cases.files.files import Read
from fanal.cases.models import Case
from fanal.cases.planning import duties, plans
from fanal.cases.planning.plans import Whole

SCHOOL_AGE: Final = (5, 17)
"""In whole years, the first and the last: Fanal's own; no law is asked."""
SAID_WITHIN: Final = timedelta(days=30)
"""So long ago the state of each goal was said at most: Fanal's own, as for seeing the child."""
TO_COME: Final = frozenset({ServiceState.PLANNED, ServiceState.REFERRED, ServiceState.ACCEPTED, ServiceState.SCHEDULED})


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Named as in `facts.Facts`, so that `replace(facts, **vars)` takes them (`asdict`)."""

    plan_approved: bool = False
    child_asked: bool = False
    goal_with_help: bool = False
    unanswered: tuple[Push, ...] = ()
    needs_school: bool = False
    needs_means: bool = False
    helps: Mapping[UUID, Timeframe] = field(default_factory=dict)
    goals_stated: bool = False
    goals_changed: bool = False


def plan_facts(of_case: Opened, case: Case, child: Mapping[str, Any], today: date) -> PlanFacts:
    """What the plan of a file says now. `child`: what is known of the child, by field (`File.child.said`, or
    `plans.said(of_child, case.child)`)."""
    whole = plans.read(of_case, case)
    stand = standing(of_case, case, whole)
    agreed = whole.plan.said["child_agreed"] if whole.plan else ""
    return PlanFacts(
        plan_approved=stand is Stand.APPROVED,
        child_asked=bool(agreed) and agreed != Assent.NOT_ASKED,
        goal_with_help=plans.has_help(whole),
        unanswered=tuple(one.code for one in push.unanswered(plans.factors(whole), plans.actions(whole))),
        needs_school=needs_school(whole, child, case.opened_on, today),
        needs_means=needs_means(whole),
        helps={one.row.pk: Timeframe(one.row.timeframe) for one in _waiting(of_case, case, whole)},
        goals_stated=all(one.row.state_on and one.row.state_on >= today - SAID_WITHIN for one in whole.standing),
        goals_changed=whole.plan is not None and stand is not Stand.APPROVED,
    )


def standing(of_case: Opened, case: Case, whole: Whole) -> Stand:
    """Where the approval of the newest plan stands."""
    if whole.plan is None:
        return Stand.NOT_ASKED
    return approvals.stand(of_case, case, plans.APPROVED_AS, whole.plan.row.pk)


def _waiting(of_case: Opened, case: Case, whole: Whole) -> list[Read]:
    """Help to come whose clock does not run."""
    runs = duties.running(case, of_case)
    return [one for one in whole.helps if one.row.state in TO_COME and one.row.pk not in runs]


def needs_school(whole: Whole, child: Mapping[str, Any], opened_on: date, today: date) -> bool:
    """Whether school asks for a goal (CM-26). The reason why not stands at the circumstance: out of school."""
    reasons = [_reason(one) for one in plans.factors(whole) if one.code is Push.OUT_OF_SCHOOL]
    in_school = School(child["in_school"]) if child.get("in_school") else None
    return push.needs_school(
        in_school, plans.actions(whole), school_age=is_of_school_age(child, opened_on, today),
        reason=next(filter(None, reasons), None),
    )  # fmt: skip


def needs_means(whole: Whole) -> bool:
    """Whether the means of the household ask for something (CM-26). The reason why not stands at each circumstance."""
    asking = [one for one in plans.factors(whole) if one.no_action is None]
    return push.needs_means(asking, plans.actions(whole))


def _reason(one: push.Factor) -> NoAction | None:
    return one.no_action if one.state in push.ASKS_FOR_ANSWER else None


def is_of_school_age(child: Mapping[str, Any], opened_on: date, today: date) -> bool | None:
    """None where nobody knows the age; else whether the child can be of school age."""
    can_be = _ages(child, opened_on, today)
    return can_be and (can_be[1] >= SCHOOL_AGE[0] and can_be[0] <= SCHOOL_AGE[1])


def _ages(child: Mapping[str, Any], opened_on: date, today: date) -> tuple[int, int] | None:
    """The least and the greatest age that a child can have today."""
    known = ages(child.get("birth_date"), today)
    if known is not None:
        return known
    if child.get("age_at_intake") is None:
        return None
    least = child["age_at_intake"] + (today - opened_on).days // 365
    return least, least + 1
