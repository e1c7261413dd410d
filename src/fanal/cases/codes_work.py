"""More code lists of the model on which code rests: of the work on a file (see `codes`)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from fanal.vocabulary.codes import DeclineReason, HandoverOutcome, TransitionState


class ClosureReason(StrEnum):
    """Why a file ends."""

    GOALS_MET = "goals_met"
    GOALS_PARTLY_MET = "goals_partly_met"
    REINTEGRATED = "reintegrated"
    REACHED_ADULTHOOD_WITH_PLAN = "reached_adulthood_with_plan"
    TRANSFERRED = "transferred"
    REPATRIATED = "repatriated"
    CHILD_WITHDREW = "child_withdrew"
    LOST_CONTACT = "lost_contact"
    NOT_ELIGIBLE = "not_eligible"
    DUPLICATE = "duplicate"
    DIED = "died"
    OTHER = "other"


class Timeframe(StrEnum):
    """By when a piece of help is wanted."""

    WITHIN_1_HOUR = "within_1_hour"
    WITHIN_3_HOURS = "within_3_hours"
    WITHIN_1_DAY = "within_1_day"
    WITHIN_3_DAYS = "within_3_days"
    WITHIN_7_DAYS = "within_7_days"
    WITHIN_14_DAYS = "within_14_days"
    WITHIN_30_DAYS = "within_30_days"


class ForWhom(StrEnum):
    """Who gets a piece of help."""

    CHILD = "child"
    SIBLING = "sibling"
    CAREGIVER = "caregiver"
    HOUSEHOLD = "household"


class MayBeTold(StrEnum):
    """What the child agreed that a caregiver may know."""

    NOTHING = "nothing"
    CONTACT_ONLY = "contact_only"
    PLAN = "plan"
    PLAN_AND_NEEDS = "plan_and_needs"


class PersonStatus(StrEnum):
    """How far the law is with a person suspected; the words on every page follow it (DNH-24)."""

    SUSPECTED = "suspected"
    UNDER_INVESTIGATION = "under_investigation"
    CHARGED = "charged"
    ON_TRIAL = "on_trial"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    NOT_PROCEEDED = "not_proceeded"
    DECEASED = "deceased"


class HandOnKind(StrEnum):
    """What is offered to a colleague."""

    ASSIGN = "assign"
    CO_WORK = "co_work"
    SUPERVISE = "supervise"


class HandOnState(StrEnum):
    """Where such an offer stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class ReportState(StrEnum):
    """Where a report to an authority stands."""

    DRAFT = "draft"
    READY = "ready"
    SENT = "sent"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"
    ENDED = "ended"


class Passed(StrEnum):
    """What one member offers another, or asks of it."""

    REFERRAL = "referral"
    TRANSFER = "transfer"
    REQUEST = "request"  # to be handed a child


HELD: Final[Mapping[str, type[StrEnum]]] = {
    "closure_reason": ClosureReason,
    "timeframe": Timeframe,
    "service_for": ForWhom,
    "caregiver_disclosure": MayBeTold,
    "person_status": PersonStatus,
    "hand_on_kind": HandOnKind,
    "hand_on_state": HandOnState,
    "referral_state": TransitionState,
    "referral_declined": DeclineReason,
    "referral_outcome": HandoverOutcome,
    "report_state": ReportState,
}
"""By name of the list in the model file."""
