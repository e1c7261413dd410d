"""Facts of files for tests: whatever each move asks for is there."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from fanal.cases.codes import CheckAnswer, ClosureCheck, Risk, SafeContact, Stage, Standing, Status
from fanal.cases.codes_work import ClosureReason
from fanal.cases.facts import Cause, Facts, To
from fanal.vocabulary.codes import Finding

TODAY = date(2026, 11, 30)
WORKER, SUPERVISOR = UUID(int=1), UUID(int=2)
ALL_YES = dict.fromkeys(ClosureCheck, CheckAnswer.YES)

FULL = Facts(
    TODAY,
    owner=WORKER,
    supervisor=SUPERVISOR,
    risk=Risk.LOW,
    ground=True,
    decided=True,
    safe_to_contact=SafeContact.YES,
    standing=Standing.VICTIM,
    child_seen=True,
    contact_checked=True,
    cause=Cause.NEW_ACT,
    assessed_on=TODAY,
    assessment_approved=True,
    child_heard=True,
    push_stated=True,
    plan_approved=True,
    child_asked=True,
    goal_with_help=True,
    goals_stated=True,
    reason=ClosureReason.GOALS_MET,
    finding=Finding.CONFIRMED,
    checks=ALL_YES,
    closure_approved=True,
    accepted=True,
    arrived=True,
    two_people=True,
)
BEFORE = {
    To.OPEN: (None, Status.OPEN),
    To.ASSESSMENT: (Stage.IDENTIFICATION, Status.OPEN),
    To.PLANNING: (Stage.ASSESSMENT, Status.OPEN),
    To.IMPLEMENTATION: (Stage.PLANNING, Status.OPEN),
    To.REVIEW: (Stage.IMPLEMENTATION, Status.OPEN),
    To.CLOSURE: (Stage.REVIEW, Status.OPEN),
    To.CLOSED: (Stage.CLOSURE, Status.FOLLOW_UP),
    To.TRANSFERRED: (Stage.IMPLEMENTATION, Status.OPEN),
    To.REOPENED: (Stage.CLOSURE, Status.CLOSED),
    To.VOID: (Stage.ASSESSMENT, Status.OPEN),
}
"""Where a file usually stands before each move."""


def ready(to: To, **more: Any) -> Facts:
    """A file that may make a move."""
    stage, status = BEFORE[to]
    why = ClosureReason.OTHER if to is To.VOID else FULL.reason
    return replace(FULL, **{"stage": stage, "status": status, "reason": why, **more})
