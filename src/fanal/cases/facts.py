"""What is known of a file where it may move: facts, no rows (docs/cases.md). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from fanal.cases.codes import CheckAnswer, ClosureCheck, Milestone, Push, Risk, SafeContact, Stage, Standing, Status
from fanal.cases.codes_work import ClosureReason, Timeframe
from fanal.cases.limits import Span
from fanal.vocabulary.codes import DutyKind, Finding, YesNoUnknown


class To(StrEnum):
    """Where a file can go."""

    OPEN = "open"
    ASSESSMENT = "assessment"
    PLANNING = "planning"
    IMPLEMENTATION = "implementation"
    REVIEW = "review"
    CLOSURE = "closure"
    CLOSED = "closed"
    TRANSFERRED = "transferred"
    REOPENED = "reopened"
    VOID = "void"


class Cause(StrEnum):
    """Why a child is looked at anew."""

    NEW_CONCERN = "new_concern"
    NEW_ACT = "new_act"
    PLACEMENT = "placement"
    RISK_RAISED = "risk_raised"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a move is judged by. Nothing said is nothing there.

    `open`: kinds of duties that are open about the file. `milestones`: those that began. `helps`: help of the plan that
    has no clock yet, with the time chosen for it. `waived_why`: checks whose waiver has a reason.
    """

    today: date
    stage: Stage | None = None
    status: Status = Status.OPEN
    owner: UUID | None = None
    supervisor: UUID | None = None
    risk: Risk | None = None
    ground: bool = False
    open: frozenset[DutyKind] = frozenset()
    # to open
    decided: bool = False
    safe_to_contact: SafeContact | None = None
    standing: Standing | None = None
    came_back: bool = False
    # to assess
    child_seen: bool = False
    not_seen_why: bool = False
    contact_checked: bool = False
    report_by_law: YesNoUnknown = YesNoUnknown.UNKNOWN
    report_within: Span | None = None
    cause: Cause | None = None
    # to plan
    assessed_on: date | None = None
    assessment_approved: bool = False
    assessment_asked: bool = False
    child_heard: bool = False
    push_stated: bool = False
    # to act
    plan_approved: bool = False
    child_asked: bool = False
    goal_with_help: bool = False
    unanswered: tuple[Push, ...] = ()
    needs_school: bool = False
    needs_means: bool = False
    helps: Mapping[UUID, Timeframe] = field(default_factory=dict)
    milestones: frozenset[Milestone] = frozenset()
    # after a review
    goals_stated: bool = False
    goals_changed: bool = False
    # to end
    reason: ClosureReason | None = None
    finding: Finding | None = None
    evidence: bool = False
    checks: Mapping[ClosureCheck, CheckAnswer] = field(default_factory=dict)
    waived_why: frozenset[ClosureCheck] = frozenset()
    best_interests_open: bool = False
    closure_approved: bool = False
    accepted: bool = False
    arrived: bool = False
    two_people: bool = False
    linked: bool = False


EARLY: Final = frozenset(
    {
        ClosureReason.CHILD_WITHDREW,
        ClosureReason.LOST_CONTACT,
        ClosureReason.NOT_ELIGIBLE,
        ClosureReason.REPATRIATED,
        ClosureReason.DIED,
    }
)
"""Reasons for which a file ends from wherever it stands, with the same checks and the same approval (decision 38)."""
