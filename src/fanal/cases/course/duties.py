"""Clocks of the six steps: what a move begins and what is due of a file that ended (docs/cases.md)."""

from datetime import timedelta

from fanal.cases.duties import CHAIN_A, CHAIN_B
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import Target
from fanal.network.contracts import RingKind
from fanal.vocabulary.words import gettext_noop

_DAY = timedelta(days=1)
_MONTH = 30 * _DAY
_TEAM = Target.team(RingKind.CASEWORK)

INITIAL_ASSESSMENT = register(
    DutyKind(
        "initial_assessment", gettext_noop("Look at what the child needs, together with the child"), 7 * _DAY, _TEAM,
        CHAIN_B, calendar=True, own=Own.SHORTER,
    )
)  # fmt: skip
MANDATED_REPORT = register(
    DutyKind(
        "mandated_report", gettext_noop("Find out whether the law asks us to report, and write down what was done"),
        3 * _DAY, _TEAM, CHAIN_A, own=Own.SHORTER,
    )
)  # fmt: skip
PLAN_DUE = register(
    DutyKind(
        "plan_due", gettext_noop("Make the plan with the child"), 14 * _DAY, _TEAM, CHAIN_B, calendar=True,
        own=Own.SHORTER,
    )
)  # fmt: skip
PLAN_REVIEW = register(
    DutyKind(
        "plan_review", gettext_noop("Look at the plan again, with the child"), 90 * _DAY, _TEAM, CHAIN_B,
        calendar=True, own=Own.SHORTER,
    )
)  # fmt: skip
MILESTONE = register(
    DutyKind(
        "milestone_follow_up", gettext_noop("Ask the child how it is now"), 30 * _DAY, _TEAM, CHAIN_B, calendar=True,
        own=Own.SHORTER, put_off=_MONTH,
    )
)  # fmt: skip
AFTER_CARE = register(
    DutyKind(
        "after_care_contact", gettext_noop("Ask how the child is, after the file closed"), 90 * _DAY, _TEAM, CHAIN_B,
        calendar=True, own=Own.SHORTER, put_off=_MONTH,
    )
)  # fmt: skip
RETENTION = register(
    DutyKind(
        "retention_action", gettext_noop("The time of keeping a file ends: look whether it may go"), 365 * _DAY,
        Target.team(RingKind.SUPERVISORS), CHAIN_B, calendar=True,
    )
)  # fmt: skip
ALL = (INITIAL_ASSESSMENT, MANDATED_REPORT, PLAN_DUE, PLAN_REVIEW, MILESTONE, AFTER_CARE, RETENTION)
