"""How long each duty has is the table of docs/cases.md; the law, a day or a choice decides of the others."""

from datetime import UTC, datetime, timedelta

import pytest

from fanal.cases import limits
from fanal.cases.codes import Milestone, Risk
from fanal.cases.codes_work import Timeframe
from fanal.cases.limits import Span, span
from fanal.vocabulary.codes import DutyKind

AT = datetime(2026, 1, 31, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "critical", "high", "medium", "low"),
    [
        ("first_contact", 1, 24, 72, 7 * 24),
        ("risk_review", 24, 7 * 24, 14 * 24, 30 * 24),
        ("approval_answer", 24, 24, 72, 72),
        ("child_not_safe", 1, 24, 24, 24),
        ("child_in_crisis", 1, 24, 24, 24),
    ],
)
def test_what_the_risk_decides(name: str, critical: int, high: int, medium: int, low: int) -> None:
    kind = DutyKind(name)
    hours = [(span(kind, risk).after(AT) - AT) // timedelta(hours=1) for risk in Risk]
    assert hours == [critical, high, medium, low]
    assert span(kind) == span(kind, Risk.HIGH), "while nobody set it, as for high"


@pytest.mark.parametrize(
    ("name", "months", "hours"),
    [
        ("initial_assessment", 0, 7 * 24),
        ("plan_due", 0, 14 * 24),
        ("plan_review", 3, 0),
        ("handover_accept", 0, 24),
        ("arrival_confirmation", 0, 7 * 24),
        ("handover_outcome", 0, 90 * 24),
        ("after_care_contact", 0, 90 * 24),
        ("contact_safety_check", 0, 30 * 24),
        ("feedback_read", 0, 72),
        ("second_interview", 0, 24),
        ("child_punished", 0, 24),
        ("purge_confirmation", 0, 72),
        ("break_glass_review", 0, 7 * 24),
        ("subject_request_answer", 1, 0),
        ("caregiver_use_check", 3, 0),
        ("supervision_session", 1, 0),
        ("hold_review", 12, 0),
        ("mandated_report", 0, 3 * 24),
        ("limitation_date", 0, 3 * 24),
    ],
)
def test_what_is_the_same_for_all(name: str, months: int, hours: int) -> None:
    found = span(DutyKind(name), Risk.CRITICAL)
    assert (found.months, found.days * 24 + found.hours) == (months, hours)


def test_answers_are_quicker_where_it_is_urgent() -> None:
    for name in ("referral_answer", "transfer_answer", "network_search_answer"):
        assert (span(DutyKind(name), urgent=True).hours, span(DutyKind(name)).hours) == (24, 72)


def test_each_duty_has_a_time_or_says_what_decides() -> None:
    sets = [set(limits.BY_RISK), set(limits.URGENT), set(limits.SAME), set(limits.BEFORE)]
    chosen = {DutyKind.SERVICE_DUE, DutyKind.MILESTONE_FOLLOW_UP}
    assert set.union(*sets) | chosen == set(DutyKind)
    assert sum(map(len, sets)) + len(chosen) == len(DutyKind), "each once"
    for kind in [*limits.BEFORE, *chosen]:
        with pytest.raises(KeyError):
            span(kind)
    days = {kind.value: before.days for kind, before in limits.BEFORE.items()}
    assert days == {"consent_renewal": 30, "directory_vetting": 30, "best_interests_review": 0, "retention_action": 0}


def test_help_and_follow_ups() -> None:
    hours = [(one.after(AT) - AT) // timedelta(hours=1) for one in map(limits.OF_TIMEFRAME.__getitem__, Timeframe)]
    assert hours == [1, 3, 24, 72, 7 * 24, 14 * 24, 30 * 24]
    follow_ups = {one.value: (due.months, slack.days) for one, (due, slack) in limits.MILESTONES.items()}
    assert follow_ups == {"month_1": (1, 7), "month_3": (3, 14), "month_6": (6, 30), "month_12": (12, 30)}
    assert set(limits.MILESTONES) == set(Milestone)
    assert Span(days=7) == limits.NO_GROUND


def test_a_month_ends_with_its_last_day() -> None:
    assert Span(months=1).after(AT) == datetime(2026, 2, 28, 15, 30, tzinfo=UTC)
    assert Span(months=1, days=1, hours=2).after(AT) == datetime(2026, 3, 1, 17, 30, tzinfo=UTC)
