"""How long what was told is kept (DNH-36, DNH-27): by class and finding, with countdown, grace, hold and two people."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.access.kept import may_erase
from fanal.concerns.retention import DEFAULTS, retention_for, with_grace
from fanal.vocabulary.codes import Finding, RetentionClass, Triage
from fanal.vocabulary.keeping import Keep, Period, days_left
from fanal.vocabulary.results import Allowed, Refused

DAY = date(2026, 11, 25)
CLOSED = Triage.CLOSED_NO_CASE


@pytest.mark.parametrize(
    ("triage", "finding", "code", "start", "end"),
    [
        (CLOSED, Finding.UNFOUNDED, "concern_unfounded", "closing", date(2027, 5, 25)),
        (CLOSED, Finding.BAD_FAITH, "concern_unfounded", "closing", date(2027, 5, 25)),
        (CLOSED, Finding.NOT_ENOUGH_INFORMATION, "concern_not_enough_information", "closing", date(2028, 11, 25)),
        (CLOSED, Finding.CONFIRMED, "concern_closed", "closing", date(2027, 11, 25)),
        (CLOSED, Finding.NOT_CONFIRMED, "concern_closed", "closing", date(2027, 11, 25)),
        (Triage.INFORMATION_ONLY, None, "concern_closed", "closing", date(2027, 11, 25)),
        (Triage.ROUTE_ELSEWHERE, None, "concern_closed", "closing", date(2027, 11, 25)),
        (Triage.OUT_OF_SCOPE, None, "out_of_scope", "closing", date(2026, 12, 25)),
    ],
)
def test_a_closed_concern_is_kept_as_long_as_its_class_says(
    triage: Triage, finding: Finding | None, code: str, start: str, end: date
) -> None:
    kept = retention_for(triage, finding)
    assert kept is not None
    assert (kept.retention_class, kept.period.start, kept.period.end(DAY)) == (code, start, end)


@pytest.mark.parametrize("triage", [Triage.OPEN_CASE, Triage.LINK_TO_CASE])
def test_what_belongs_to_a_case_is_kept_as_the_case_is(triage: Triage) -> None:
    kept = retention_for(triage)
    assert kept is not None
    assert kept.period.start == "case"


@pytest.mark.parametrize("triage", [Triage.NEW, Triage.URGENT_RESPONSE])
def test_nothing_ends_before_somebody_has_decided(triage: Triage) -> None:
    assert retention_for(triage) is None


def test_practice_and_spam_go_first_and_fast() -> None:
    for triage in (Triage.NEW, Triage.OPEN_CASE):
        assert retention_for(triage, practice=True) == Keep("practice", Period("arrival", days=1))
        assert retention_for(triage, spam=True) == Keep("spam", Period("arrival", days=7))
        assert retention_for(triage, practice=True, spam=True) == Keep("practice", Period("arrival", days=1))


def test_reporter_and_handover_copies_have_their_own_periods() -> None:
    assert DEFAULTS[RetentionClass.REPORTER_IDENTITY].end(date(2026, 8, 31)) == date(2027, 2, 28)
    assert DEFAULTS["handover_copy"] == Period("acceptance", days=90)


@pytest.mark.parametrize(("triage", "finding"), list(product(Triage, [None, *Finding])))
def test_a_finding_and_a_closing_belong_together(triage: Triage, finding: Finding | None) -> None:
    if (triage is CLOSED) == (finding is not None):
        kept = retention_for(triage, finding)
        assert (kept is None) == (triage in {Triage.NEW, Triage.URGENT_RESPONSE})
    else:
        with pytest.raises(ValueError, match="finding"):
            retention_for(triage, finding)


def test_unfounded_and_bad_faith_are_kept_shortest_and_confirmed_apart() -> None:
    lengths = {finding: retention_for(CLOSED, finding).period.months for finding in Finding}  # type: ignore[union-attr]
    assert lengths[Finding.BAD_FAITH] == lengths[Finding.UNFOUNDED] == min(lengths.values())


def test_an_organisation_s_own_period_replaces_the_default() -> None:
    own = {**DEFAULTS, RetentionClass.CONCERN_CLOSED: Period("closing", months=3)}
    kept = retention_for(Triage.INFORMATION_ONLY, periods=own)
    assert kept is not None
    assert kept.period.end(DAY) == date(2027, 2, 25)


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60), st.integers(0, 400))
def test_a_period_never_ends_before_it_begins_and_grows(start: date, months: int, days: int) -> None:
    end = Period("closing", months, days).end(start)
    assert end >= start
    assert Period("closing", months + 1, days).end(start) > end
    assert Period("closing", months, days + 1).end(start) == end + timedelta(days=1)


def test_the_countdown_is_seen_from_thirty_days() -> None:
    assert days_left(DAY + timedelta(days=31), DAY) is None
    assert days_left(DAY + timedelta(days=30), DAY) == 30
    assert days_left(DAY, DAY) == 0
    assert days_left(DAY - timedelta(days=3), DAY) == 0


def test_a_new_message_gives_thirty_days_and_never_takes_any() -> None:
    assert with_grace(DAY + timedelta(days=2), DAY) == DAY + timedelta(days=30)
    assert with_grace(DAY + timedelta(days=60), DAY) == DAY + timedelta(days=60)


@pytest.mark.parametrize(
    ("erase_on", "held_until", "people", "answer"),
    [
        (DAY, None, 0, "expired"),
        (DAY - timedelta(days=9), None, 0, "expired"),
        (DAY + timedelta(days=1), None, 0, "not_due"),
        (DAY + timedelta(days=1), None, 1, "not_due"),
        (DAY + timedelta(days=1), None, 2, "two_people"),
        (None, None, 0, "not_due"),
        (None, None, 2, "two_people"),
        (DAY, DAY, 2, "hold"),
        (DAY, DAY + timedelta(days=5), 0, "hold"),
        (DAY, DAY - timedelta(days=1), 0, "expired"),
    ],
)
def test_who_may_erase_and_when(erase_on: date | None, held_until: date | None, people: int, answer: str) -> None:
    found = may_erase(erase_on, DAY, held_until=held_until, people=people)
    assert (found.because if isinstance(found, Allowed) else found.reason_code) == answer
    assert bool(found) == (answer in {"expired", "two_people"})
    assert not isinstance(found, Refused) or found.words
