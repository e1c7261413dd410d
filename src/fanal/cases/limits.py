"""How long each duty about a file has, as the house sets it (docs/cases.md). Pure data.

An organisation shortens any, and lengthens one only with a reason (docs/clocks.md, "Times of one's own"). Whom a late
duty is told to stands with its kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from fanal.cases.codes import Milestone, Risk
from fanal.cases.codes_work import Timeframe
from fanal.vocabulary.codes import DutyKind
from fanal.vocabulary.dates import months_later


@dataclass(frozen=True, slots=True)
class Span:
    """A time from a moment: calendar months and then days and hours."""

    months: int = 0
    days: int = 0
    hours: int = 0

    def after(self, at: datetime) -> datetime:
        """The moment so much later."""
        day = months_later(at.date(), self.months)
        return at.replace(year=day.year, month=day.month, day=day.day) + timedelta(days=self.days, hours=self.hours)


BY_RISK: Final[Mapping[DutyKind, Mapping[Risk, Span]]] = {
    DutyKind.FIRST_CONTACT: {
        Risk.CRITICAL: Span(hours=1),
        Risk.HIGH: Span(hours=24),
        Risk.MEDIUM: Span(hours=72),
        Risk.LOW: Span(days=7),
    },
    DutyKind.RISK_REVIEW: {
        Risk.CRITICAL: Span(hours=24),
        Risk.HIGH: Span(days=7),
        Risk.MEDIUM: Span(days=14),
        Risk.LOW: Span(days=30),
    },
    DutyKind.APPROVAL_ANSWER: {
        Risk.CRITICAL: Span(hours=24),
        Risk.HIGH: Span(hours=24),
        Risk.MEDIUM: Span(hours=72),
        Risk.LOW: Span(hours=72),
    },
    DutyKind.CHILD_IN_CRISIS: {
        Risk.CRITICAL: Span(hours=1),
        Risk.HIGH: Span(hours=24),
        Risk.MEDIUM: Span(hours=24),
        Risk.LOW: Span(hours=24),
    },
    DutyKind.CHILD_NOT_SAFE: {
        Risk.CRITICAL: Span(hours=1),
        Risk.HIGH: Span(hours=24),
        Risk.MEDIUM: Span(hours=24),
        Risk.LOW: Span(hours=24),
    },
}
UNSET: Final = Risk.HIGH
"""While nobody set the risk, clocks run as for this."""

URGENT: Final[Mapping[DutyKind, tuple[Span, Span]]] = {
    kind: (Span(hours=24), Span(hours=72))
    for kind in (DutyKind.REFERRAL_ANSWER, DutyKind.TRANSFER_ANSWER, DutyKind.NETWORK_SEARCH_ANSWER)
}
"""Where it is urgent, and else."""

SAME: Final[Mapping[DutyKind, Span]] = {
    DutyKind.INITIAL_ASSESSMENT: Span(days=7),
    DutyKind.PLAN_DUE: Span(days=14),
    DutyKind.PLAN_REVIEW: Span(months=3),
    DutyKind.HANDOVER_ACCEPT: Span(hours=24),
    DutyKind.ARRIVAL_CONFIRMATION: Span(days=7),
    DutyKind.HANDOVER_OUTCOME: Span(days=90),
    DutyKind.REFERRAL_OUTCOME: Span(days=90),
    DutyKind.REFERRAL_BACK: Span(hours=24),
    DutyKind.AFTER_CARE_CONTACT: Span(days=90),
    DutyKind.CONTACT_SAFETY_CHECK: Span(days=30),
    DutyKind.FEEDBACK_READ: Span(hours=72),
    DutyKind.SECOND_INTERVIEW: Span(hours=24),
    DutyKind.CHILD_PUNISHED: Span(hours=24),
    DutyKind.PURGE_CONFIRMATION: Span(hours=72),
    DutyKind.BREAK_GLASS_REVIEW: Span(days=7),
    DutyKind.SUBJECT_REQUEST_ANSWER: Span(months=1),
    DutyKind.CAREGIVER_USE_CHECK: Span(months=3),
    DutyKind.SUPERVISION_SESSION: Span(months=1),
    DutyKind.HOLD_REVIEW: Span(months=12),
    DutyKind.MANDATED_REPORT: Span(days=3),
    DutyKind.LIMITATION_DATE: Span(days=3),
    DutyKind.SIGN_GROUND: Span(hours=24),
    DutyKind.CASE_NEW_CONCERN: Span(hours=24),
    DutyKind.FILE_LOOKED_AT: Span(days=7),
    DutyKind.REPORT_ANSWER: Span(days=30),
    DutyKind.REPORT_TAKEN_BACK: Span(hours=72),
}
"""The same for every file. A report and a limitation have what the law says; these are for asking the lawyer where
nobody knows it."""

BEFORE: Final[Mapping[DutyKind, timedelta]] = {
    DutyKind.CONSENT_RENEWAL: timedelta(days=30),
    DutyKind.DIRECTORY_VETTING: timedelta(days=30),
    DutyKind.BEST_INTERESTS_REVIEW: timedelta(),
    DutyKind.RETENTION_ACTION: timedelta(),
}
"""How long before a day that somebody set: the end of a ground or a vetting, the day of a review, the last day."""

OF_TIMEFRAME: Final[Mapping[Timeframe, Span]] = {
    Timeframe.WITHIN_1_HOUR: Span(hours=1),
    Timeframe.WITHIN_3_HOURS: Span(hours=3),
    Timeframe.WITHIN_1_DAY: Span(days=1),
    Timeframe.WITHIN_3_DAYS: Span(days=3),
    Timeframe.WITHIN_7_DAYS: Span(days=7),
    Timeframe.WITHIN_14_DAYS: Span(days=14),
    Timeframe.WITHIN_30_DAYS: Span(days=30),
}
"""A piece of help is due in the time that was chosen for it."""

MILESTONES: Final[Mapping[Milestone, tuple[Span, timedelta]]] = {
    Milestone.MONTH_1: (Span(months=1), timedelta(days=7)),
    Milestone.MONTH_3: (Span(months=3), timedelta(days=14)),
    Milestone.MONTH_6: (Span(months=6), timedelta(days=30)),
    Milestone.MONTH_12: (Span(months=12), timedelta(days=30)),
}
"""When each follow-up is due after the plan begins, and how many days before or after count as in time."""

NO_GROUND: Final = Span(days=7)
"""How long a file may have no ground of its own before somebody hears of it (CM-40)."""


def days_without() -> timedelta:
    """`NO_GROUND` as a length of time."""
    return timedelta(days=NO_GROUND.days)


def span(kind: DutyKind, risk: Risk | None = None, *, urgent: bool = False) -> Span:
    """How long a duty has. Raises KeyError for what depends on a day, a timeframe or a milestone."""
    if kind in BY_RISK:
        return BY_RISK[kind][risk or UNSET]
    return URGENT[kind][0 if urgent else 1] if kind in URGENT else SAME[kind]
