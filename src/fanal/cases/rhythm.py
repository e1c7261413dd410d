"""The duties of a file: which begin and end with a move, and what is due at all times (docs/cases.md). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fanal.cases import limits
from fanal.cases.codes import WORKED_ON, CheckAnswer, ClosureCheck, Milestone, Stage, Status
from fanal.cases.codes_work import ClosureReason
from fanal.cases.facts import EARLY, Facts, To
from fanal.cases.limits import Span
from fanal.vocabulary.codes import DutyKind, YesNoUnknown


@dataclass(frozen=True, slots=True)
class Begins:
    """A duty that begins. `span`: None where a day that somebody set decides. `subject`: which piece of help."""

    kind: DutyKind
    span: Span | None = None
    subject: UUID | None = None
    milestone: Milestone | None = None


_RHYTHM: Final[Mapping[Status, tuple[DutyKind, ...]]] = {
    Status.OPEN: (DutyKind.RISK_REVIEW, DutyKind.CONTACT_SAFETY_CHECK),
    Status.FOLLOW_UP: (DutyKind.CONTACT_SAFETY_CHECK, DutyKind.RETENTION_ACTION),
    Status.CLOSED: (DutyKind.RETENTION_ACTION,),
    Status.VOID: (DutyKind.RETENTION_ACTION,),
}
"""What is due of a file at all times: done, it begins again."""

_CARE: Final = frozenset(
    {
        DutyKind.FIRST_CONTACT,
        DutyKind.INITIAL_ASSESSMENT,
        DutyKind.PLAN_DUE,
        DutyKind.PLAN_REVIEW,
        DutyKind.RISK_REVIEW,
        DutyKind.SERVICE_DUE,
        DutyKind.MILESTONE_FOLLOW_UP,
        DutyKind.AFTER_CARE_CONTACT,
        DutyKind.CONTACT_SAFETY_CHECK,
        DutyKind.BEST_INTERESTS_REVIEW,
        DutyKind.CONSENT_RENEWAL,
        DutyKind.SIGN_GROUND,
        DutyKind.CASE_NEW_CONCERN,
    }
)
"""Duties of the care itself: whoever takes the child over has them from then on."""
_KEPT: Final = frozenset(
    {
        DutyKind.RETENTION_ACTION,
        DutyKind.HOLD_REVIEW,
        DutyKind.SUBJECT_REQUEST_ANSWER,
        DutyKind.FILE_LOOKED_AT,
        DutyKind.REPORT_ANSWER,
    }
)
"""Duties about the file as a record, which outlive the care."""
FOLLOWS: Final = frozenset({DutyKind.MILESTONE_FOLLOW_UP, DutyKind.AFTER_CARE_CONTACT})
_TO_REACH: Final = frozenset({DutyKind.CONTACT_SAFETY_CHECK, DutyKind.CONSENT_RENEWAL})
_BY_CLOSING: Final = frozenset({DutyKind.RISK_REVIEW, DutyKind.PLAN_REVIEW})
_BY_ENDING_EARLY: Final = frozenset(
    {DutyKind.FIRST_CONTACT, DutyKind.INITIAL_ASSESSMENT, DutyKind.PLAN_DUE, DutyKind.SIGN_GROUND}
)
_ANSWERS: Final[Mapping[To, frozenset[DutyKind]]] = {
    To.PLANNING: frozenset({DutyKind.INITIAL_ASSESSMENT}),
    To.IMPLEMENTATION: frozenset({DutyKind.PLAN_DUE, DutyKind.PLAN_REVIEW}),
    To.CLOSED: _TO_REACH,
    To.TRANSFERRED: _CARE,
    To.VOID: _CARE,
}


def owed(facts: Facts) -> tuple[Begins, ...]:
    """What a file owes beside what is open: its rhythm, and a ground where none is live (CM-16, CM-21)."""
    kinds = [kind for kind in _RHYTHM[facts.status] if kind not in facts.open]
    begins = [Begins(kind, _span(kind, facts)) for kind in kinds]
    works = facts.status in WORKED_ON
    if works and not facts.ground and DutyKind.CONSENT_RENEWAL not in facts.open:
        begins.append(Begins(DutyKind.CONSENT_RENEWAL, limits.NO_GROUND))
    return tuple(begins)


def _span(kind: DutyKind, facts: Facts) -> Span | None:
    return None if kind in limits.BEFORE else limits.span(kind, facts.risk)


def begun(facts: Facts, to: To) -> tuple[Begins, ...]:
    """The duties that a move begins, by the table of the page."""
    kinds: list[DutyKind] = []
    begins: list[Begins] = []
    if to in {To.OPEN, To.REOPENED}:
        kinds = [DutyKind.FIRST_CONTACT]
    elif to is To.ASSESSMENT:
        kinds = [DutyKind.INITIAL_ASSESSMENT]
        if facts.stage is Stage.IDENTIFICATION and facts.report_by_law is not YesNoUnknown.NO:
            within = facts.report_within if facts.report_by_law is YesNoUnknown.YES else None
            begins = [Begins(DutyKind.MANDATED_REPORT, within or limits.span(DutyKind.MANDATED_REPORT))]
    elif to is To.PLANNING:
        kinds = [DutyKind.PLAN_DUE]
    elif to is To.IMPLEMENTATION:
        kinds = [DutyKind.PLAN_REVIEW]
        begins = [*_of_helps(facts), *_of_milestones(facts)]
    elif to is To.CLOSURE and facts.checks.get(ClosureCheck.AFTER_CARE_DATE_SET) is CheckAnswer.YES:
        kinds = [DutyKind.AFTER_CARE_CONTACT]
    still = facts.open - ended(facts, to)
    return (*(Begins(kind, limits.span(kind, facts.risk)) for kind in kinds if kind not in still), *begins)


def _of_helps(facts: Facts) -> list[Begins]:
    return [
        Begins(DutyKind.SERVICE_DUE, limits.OF_TIMEFRAME[chosen], subject) for subject, chosen in facts.helps.items()
    ]


def _of_milestones(facts: Facts) -> list[Begins]:
    """Each once in the life of a file, whatever became of the plan."""
    return [
        Begins(DutyKind.MILESTONE_FOLLOW_UP, span, milestone=one)
        for one, (span, _slack) in limits.MILESTONES.items()
        if one not in facts.milestones
    ]


def ended(facts: Facts, to: To) -> frozenset[DutyKind]:
    """The open duties that a move answers. All others stay open, or stand in its way."""
    answers = _ANSWERS.get(to, frozenset())
    if to is To.ASSESSMENT and facts.child_seen:
        answers |= {DutyKind.FIRST_CONTACT}
    if to is To.CLOSURE:
        answers |= _BY_CLOSING | (_BY_ENDING_EARLY if facts.reason in EARLY else frozenset())
        answers |= FOLLOWS if facts.reason is ClosureReason.DIED else frozenset()
    return facts.open & answers


def in_the_way(facts: Facts, to: To) -> frozenset[DutyKind]:
    """The open duties that a file must not end with: none is lost by ending it (CM-16)."""
    stay = _KEPT | (FOLLOWS | _TO_REACH if to is To.CLOSURE else frozenset())
    return facts.open - ended(facts, to) - stay
