"""CM-35: what counts follows from the ledger alone, whatever the order in which its rows came."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.cases.codes import Basis, ConsentAct, ConsentPurpose
from fanal.cases.ground import OURSELVES, Recipient, Row, effective
from fanal.vocabulary.codes import DataCategory, RecipientCategory
from tests.rooms.cases.ledger import CLINIC, NOW, POLICE, SHELTER, SUPERVISOR, WORKER, row, to_work, without_consent

REFERRAL, CONTACT, SERVICES = ConsentPurpose.REFERRAL, DataCategory.CONTACT, DataCategory.SERVICES
GIVE, RENEW, NARROW, WITHDRAW, REFUSE = ConsentAct
HOUR = timedelta(hours=1)


def holds(*rows: Row, hours: float = 100, to: Recipient = CLINIC, category: DataCategory = CONTACT) -> bool:
    return effective(rows, REFERRAL, to, category, NOW + hours * HOUR) is not None


def test_what_was_given_counts_for_what_it_names_and_nothing_else() -> None:
    given_ = row(1)
    assert holds(given_)
    assert holds(given_, category=SERVICES)
    assert not holds(given_, category=DataCategory.IDENTITY)
    assert not holds(given_, to=POLICE)
    assert not holds(given_, to=OURSELVES)
    assert not holds(given_, hours=-1), "it was not given yet"
    assert effective([given_], ConsentPurpose.TRANSFER, CLINIC, CONTACT, NOW + HOUR) is None
    assert not holds()


def test_it_counts_from_its_moment_to_the_end_of_its_last_day() -> None:
    given_ = row(1)
    last = date(2026, 9, 1)
    assert holds(given_, hours=0)
    assert effective([given_], REFERRAL, CLINIC, CONTACT, NOW.replace(month=9, day=1, hour=23)) is not None
    assert effective([given_], REFERRAL, CLINIC, CONTACT, NOW.replace(month=9, day=2, hour=0)) is None
    found = effective([given_], REFERRAL, CLINIC, CONTACT, NOW)
    assert found is not None
    assert (found.row, found.until) == (given_, last)


def test_nothing_counts_longer_than_twelve_months() -> None:
    long = row(1, expires_on=date(2030, 1, 1))
    assert effective([long], REFERRAL, CLINIC, CONTACT, NOW.replace(year=2027, month=3, day=1)) is not None
    assert effective([long], REFERRAL, CLINIC, CONTACT, NOW.replace(year=2027, month=3, day=2)) is None


def test_one_organisation_can_be_named_and_one_left_out() -> None:
    only = row(1, recipients=frozenset({"clinic"}))
    assert holds(only)
    assert not holds(only, to=SHELTER)
    but = row(2, not_to=frozenset({"shelter"}))
    assert holds(but)
    assert not holds(but, to=SHELTER)
    assert not holds(row(3, not_to=frozenset({"service_provider"})))


@pytest.mark.parametrize("act", [WITHDRAW, REFUSE])
def test_what_is_taken_back_counts_no_more_until_it_is_given_again(act: ConsentAct) -> None:
    rows = [row(1), row(2, act, hours=10)]
    assert holds(*rows, hours=9)
    assert not holds(*rows, hours=10)
    assert holds(*rows, row(3, hours=20), hours=20)
    assert holds(*rows, row(3, RENEW, hours=20, follows=UUID(int=1)), hours=20)


def test_a_withdrawal_takes_all_that_the_row_covered_that_it_follows() -> None:
    part = row(2, WITHDRAW, hours=10, follows=UUID(int=1), categories=frozenset({SERVICES}))
    assert not holds(row(1), part)
    alone = row(2, WITHDRAW, hours=10, categories=frozenset({SERVICES}))
    assert holds(row(1), alone)
    assert not holds(row(1), alone, category=SERVICES)


def test_to_narrow_leaves_what_it_names_and_never_adds() -> None:
    less = row(2, NARROW, hours=10, follows=UUID(int=1), categories=frozenset({CONTACT, DataCategory.STORY}))
    assert holds(row(1), less)
    assert not holds(row(1), less, category=SERVICES)
    assert not holds(row(1), less, category=DataCategory.STORY)
    assert holds(row(1), less, hours=9, category=SERVICES)
    again = row(3, NARROW, hours=20, follows=UUID(int=1))
    assert not holds(row(1), less, again, category=SERVICES), "the second does not bring back what the first took"
    assert not holds(row(2, NARROW)), "there was nothing to narrow"


def test_to_narrow_never_lengthens_and_can_leave_somebody_out() -> None:
    longer = row(2, NARROW, hours=10, follows=UUID(int=1), expires_on=date(2027, 2, 1))
    found = effective([row(1), longer], REFERRAL, CLINIC, CONTACT, NOW + 11 * HOUR)
    assert found is not None
    assert found.until == date(2026, 9, 1)
    shorter = row(2, NARROW, hours=10, follows=UUID(int=1), expires_on=date(2026, 3, 20))
    assert holds(row(1), shorter, hours=24 * 19)
    assert not holds(row(1), shorter, hours=24 * 20)
    late = row(2, NARROW, hours=24 * 200, follows=UUID(int=1), expires_on=date(2027, 2, 1))
    assert not holds(row(1), late, hours=24 * 201), "what had ended is not narrowed to life"
    last = row(2, NARROW, hours=24 * 184, follows=UUID(int=1), expires_on=date(2027, 2, 1))
    assert holds(row(1), last, hours=24 * 184), "on its last day it is still there"
    one_less = row(2, NARROW, hours=10, follows=UUID(int=1), not_to=frozenset({"shelter"}))
    two_less = row(3, NARROW, hours=20, follows=UUID(int=1), not_to=frozenset({"clinic"}))
    assert holds(row(1), one_less)
    assert not holds(row(1), one_less, to=SHELTER)
    assert not holds(row(1), one_less, two_less, to=SHELTER)
    assert not holds(row(1), one_less, two_less)


def test_a_renewal_counts_on_its_own() -> None:
    rows = [row(1), row(2, RENEW, hours=24 * 180, follows=UUID(int=1), expires_on=date(2027, 2, 1))]
    assert holds(*rows, hours=24 * 300)
    later = row(3, RENEW, hours=24 * 181, follows=UUID(int=1), expires_on=date(2026, 9, 2))
    assert not holds(*rows, later, hours=24 * 300), "the newest act decides, not the longest"


def test_of_one_moment_what_takes_away_counts() -> None:
    for act in (WITHDRAW, REFUSE):
        assert not holds(row(2), row(1, act))
        assert not holds(row(1), row(2, act))
    narrowed = [row(1), row(2, NARROW, follows=UUID(int=1), categories=frozenset({CONTACT}))]
    assert holds(*narrowed)
    assert not holds(*narrowed, category=SERVICES)
    short, long = row(1, expires_on=date(2026, 4, 1)), row(2, expires_on=date(2026, 8, 1))
    found = effective([short, long], REFERRAL, CLINIC, CONTACT, NOW)
    assert found is not None
    assert found.row == short


def test_without_consent_it_needs_a_reason_and_a_second_person() -> None:
    best = Basis.CHILD_PROTECTION_BEST_INTERESTS
    assert holds(without_consent(1, best, second_signature=SUPERVISOR))
    assert not holds(without_consent(1, best, second_signature=SUPERVISOR, reason=False))
    assert not holds(without_consent(1, best))
    assert not holds(without_consent(1, best, second_signature=WORKER)), "nobody signs for themselves"
    assert not holds(without_consent(1, best), hours=1), "nor does it wait, but where a file opens"


def test_an_override_that_nobody_signed_takes_no_consent_away() -> None:
    assert holds(row(1), without_consent(2, Basis.CHILD_PROTECTION_BEST_INTERESTS, hours=10))
    assert holds(row(1), without_consent(2, Basis.VITAL_INTERESTS, hours=10), hours=200)
    assert not holds(without_consent(2, Basis.VITAL_INTERESTS), row(3, WITHDRAW, hours=10), hours=11)


acts = st.sampled_from(ConsentAct)
categories = st.frozensets(st.sampled_from([CONTACT, SERVICES, DataCategory.STORY]), min_size=1)
recipients = st.frozensets(st.sampled_from(["clinic", "shelter", "service_provider"]), min_size=1)
bases = st.sampled_from([Basis.CONSENT, Basis.CONSENT, Basis.VITAL_INTERESTS, Basis.CHILD_PROTECTION_BEST_INTERESTS])
days = st.dates(date(2026, 3, 1), date(2027, 6, 1))


@st.composite
def ledgers(draw: st.DrawFn) -> list[Row]:
    rows = []
    for number in range(draw(st.integers(0, 6))):
        rows.append(
            row(
                number,
                draw(acts),
                hours=draw(st.integers(0, 4)) * 12,
                recipients=draw(recipients),
                categories=draw(categories),
                expires_on=draw(days),
                basis=draw(bases),
                reason=draw(st.booleans()),
                second_signature=draw(st.sampled_from([None, SUPERVISOR, WORKER])),
                follows=UUID(int=draw(st.integers(0, 6))),
                not_to=draw(st.frozensets(st.sampled_from(["clinic", "shelter"]), max_size=1)),
            )
        )
    return rows


asked = st.tuples(st.sampled_from([CLINIC, SHELTER]), st.sampled_from([CONTACT, SERVICES]), st.integers(0, 9000))


@given(ledgers(), asked, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_came_does_not_matter(
    rows: list[Row], question: tuple[Recipient, DataCategory, int], dice: Random
) -> None:
    to, category, hours = question
    shuffled = list(rows)
    dice.shuffle(shuffled)
    at = NOW + hours * HOUR
    assert effective(rows, REFERRAL, to, category, at) == effective(shuffled, REFERRAL, to, category, at)


@given(ledgers(), asked)
def test_what_counts_was_given_covers_it_and_is_signed(
    rows: list[Row], question: tuple[Recipient, DataCategory, int]
) -> None:
    to, category, hours = question
    at = NOW + hours * HOUR
    found = effective(rows, REFERRAL, to, category, at)
    if found is None:
        return
    row_ = found.row
    assert row_ in rows
    assert row_.act in {GIVE, RENEW}
    assert row_.given_at <= at
    assert at.date() <= found.until <= row_.expires_on
    assert category in row_.categories
    assert {to.org, to.category.value} & row_.recipients
    assert to.org not in row_.not_to
    young = row_.basis is Basis.VITAL_INTERESTS and at < row_.given_at + timedelta(hours=24)
    assert row_.basis is Basis.CONSENT or row_.signed or young


@given(ledgers(), asked)
def test_what_is_taken_back_now_counts_no_more(rows: list[Row], question: tuple[Recipient, DataCategory, int]) -> None:
    to, category, hours = question
    at = NOW + hours * HOUR
    last = row(99, WITHDRAW, hours=hours, recipients=frozenset({to.category.value}), categories=frozenset({category}))
    assert effective([*rows, last], REFERRAL, to, category, at) is None


@given(ledgers(), asked)
def test_what_comes_later_changes_nothing_of_before(
    rows: list[Row], question: tuple[Recipient, DataCategory, int]
) -> None:
    to, category, hours = question
    at = NOW + min(hours, 30) * HOUR
    before = [one for one in rows if one.given_at <= at]
    assert effective(rows, REFERRAL, to, category, at) == effective(before, REFERRAL, to, category, at)


def test_cm_77_in_danger_and_for_a_child_not_met_the_second_signature_may_follow_within_a_day() -> None:
    ours = (ConsentPurpose.CASE_MANAGEMENT, OURSELVES, DataCategory.EXISTENCE)
    for basis in (Basis.VITAL_INTERESTS, Basis.CHILD_PROTECTION_BEST_INTERESTS):
        opens = to_work(1, basis)
        assert effective([opens], *ours, NOW + 23.9 * HOUR)
        assert effective([opens], *ours, NOW + 24 * HOUR) is None
        signed = to_work(2, basis, hours=20, act=RENEW, follows=UUID(int=1), second_signature=SUPERVISOR)
        assert effective([opens, signed], *ours, NOW + 24 * HOUR)
        assert effective([to_work(1, basis, reason=False)], *ours, NOW) is None
    later = to_work(2, Basis.CHILD_PROTECTION_BEST_INTERESTS, hours=48)
    assert effective([to_work(1, Basis.VITAL_INTERESTS), later], *ours, NOW + 49 * HOUR) is None, "only the first"
    for basis in (Basis.LEGAL_OBLIGATION, Basis.PUBLIC_TASK):
        assert effective([to_work(1, basis)], *ours, NOW) is None
    met = to_work(1, Basis.CHILD_PROTECTION_BEST_INTERESTS, assent=row(1).assent)
    assert effective([met], *ours, NOW) is None, "a child who was met is asked"
    by_parent = to_work(1, Basis.CHILD_PROTECTION_BEST_INTERESTS, given_by=row(1).given_by)
    assert effective([by_parent], *ours, NOW) is None


def test_the_reason_for_doing_without_consent_is_looked_at_again_after_thirty_days() -> None:
    without = to_work(1, Basis.PUBLIC_TASK, second_signature=SUPERVISOR)
    found = effective([without], ConsentPurpose.CASE_MANAGEMENT, OURSELVES, DataCategory.EXISTENCE, NOW + HOUR)
    assert found is not None
    assert found.review_on == date(2026, 3, 31)
    consented = effective([row(1)], REFERRAL, CLINIC, CONTACT, NOW)
    assert consented is not None
    assert consented.review_on is None


def test_nothing_said_is_nothing_there() -> None:
    assert not row(1).reason
    assert row(1).second_signature is None
    assert (OURSELVES.org, OURSELVES.category) == ("", RecipientCategory.NONE)


def test_nobody_else_is_meant_by_an_empty_name() -> None:
    """A recipient without an identifier is not whom a row with an empty one names."""
    assert not holds(row(1, recipients=frozenset({""})), to=Recipient(RecipientCategory.COURT))
