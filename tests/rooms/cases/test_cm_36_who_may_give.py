"""CM-36 and CM-37: who may give a ground, and that nobody alone puts one in the place of consent (DNH-21)."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.cases.codes import Assent, Basis, ConsentAct, ConsentPurpose, GivenBy, Told
from fanal.cases.ground import WORDS, Giver, Row, may_record
from fanal.vocabulary.results import Allowed, Refused
from tests.rooms.cases.ledger import SUPERVISOR, WORKER, row, to_work, without_consent

OF_AGE, UNDER, UNKNOWN = Giver(age=16, decides_from=16), Giver(age=15, decides_from=16), Giver(age=15)
GUARDIANS = {GivenBy.PARENT, GivenBy.LEGAL_GUARDIAN, GivenBy.APPOINTED_REPRESENTATIVE}
AGREES = {Assent.AGREED, Assent.AGREED_IN_PART}
BEST = Basis.CHILD_PROTECTION_BEST_INTERESTS


def no(code: str) -> Refused:
    return Refused(code, WORDS[code])


@pytest.mark.parametrize("given_by", GivenBy)
@pytest.mark.parametrize("assent", Assent)
def test_who_consents(given_by: GivenBy, assent: Assent) -> None:
    said = row(1, given_by=given_by, assent=assent)
    child = given_by is GivenBy.CHILD and assent in AGREES
    both = given_by in GUARDIANS and assent in AGREES
    young = given_by in GUARDIANS and assent is Assent.TOO_YOUNG
    assert may_record(said, OF_AGE) == (Allowed() if child else no("child_gives"))
    assert may_record(said, UNDER) == (Allowed() if both or young else no("both_give"))
    for nobody_knows in (UNKNOWN, Giver(decides_from=16), Giver()):
        assert may_record(said, nobody_knows) == (Allowed() if both else no("both_give"))


@pytest.mark.parametrize("given_by", GivenBy)
@pytest.mark.parametrize("decides_from", [None, 16, 21])
def test_an_adult_decides_alone(given_by: GivenBy, decides_from: int | None) -> None:
    """Whatever a law says of children."""
    adult = Giver(age=18, decides_from=decides_from)
    assert may_record(row(1, given_by=given_by), adult) == (
        Allowed() if given_by is GivenBy.CHILD else no("adult_gives")
    )
    assert may_record(row(1, assent=Assent.DISAGREED), adult) == no("adult_gives")


def test_counselling_for_the_child_waits_for_no_parent() -> None:
    for_child = Giver(age=12, decides_from=16, for_counselling=True)
    assert may_record(row(1), for_child) == Allowed()
    assert may_record(row(1, given_by=GivenBy.PARENT), for_child) == Allowed()
    assert may_record(row(1, assent=Assent.DISAGREED), for_child) == no("both_give")


rows = st.builds(
    row,
    st.just(1),
    st.sampled_from(ConsentAct),
    purpose=st.sampled_from(ConsentPurpose),
    given_by=st.sampled_from(GivenBy),
    assent=st.sampled_from(Assent),
    basis=st.sampled_from(Basis),
    reason=st.booleans(),
    second_signature=st.sampled_from([None, WORKER, SUPERVISOR]),
)


@given(rows, st.integers(0, 18), st.none() | st.integers(12, 18))
def test_a_barred_person_gives_nothing_and_takes_nothing(said: Row, age: int, decides_from: int | None) -> None:
    assert may_record(said, Giver(barred=True, age=age, decides_from=decides_from)) == no("barred")


def test_what_it_covers_and_how_long_is_said() -> None:
    assert may_record(row(1, recipients=frozenset()), OF_AGE) == no("nothing_covered")
    assert may_record(row(1, categories=frozenset()), OF_AGE) == no("nothing_covered")
    assert may_record(row(1, ConsentAct.WITHDRAW, categories=frozenset()), OF_AGE) == no("nothing_covered")
    assert may_record(row(1, expires_on=date(2027, 3, 1)), OF_AGE)
    assert may_record(row(1, expires_on=date(2027, 3, 2)), OF_AGE) == no("too_long")
    assert may_record(row(1, ConsentAct.WITHDRAW, expires_on=date(2030, 1, 1)), OF_AGE)


@pytest.mark.parametrize("act", [ConsentAct.RENEW, ConsentAct.NARROW])
def test_what_changes_a_ground_follows_one(act: ConsentAct) -> None:
    follows = row(2, act, follows=UUID(int=1))
    assert may_record(follows, OF_AGE) == no("follows_nothing")
    assert may_record(row(2, act), OF_AGE, [row(1)]) == no("follows_nothing")
    assert may_record(follows, OF_AGE, [row(1)]) == Allowed()


def test_taking_back_needs_nobody_else() -> None:
    for act in (ConsentAct.WITHDRAW, ConsentAct.REFUSE):
        assert may_record(without_consent(1, BEST, act=act, reason=False), Giver())
    narrowed = without_consent(2, BEST, act=ConsentAct.NARROW, reason=False, follows=UUID(int=1))
    assert may_record(narrowed, Giver(), [row(1)])


def test_cm_37_without_consent_a_second_person_signs_before() -> None:
    assert may_record(without_consent(1, BEST, second_signature=SUPERVISOR), Giver()) == Allowed()
    assert may_record(without_consent(1, BEST, second_signature=SUPERVISOR, reason=False), Giver()) == no("no_reason")
    assert may_record(without_consent(1, BEST), Giver()) == no("second_person")
    assert may_record(without_consent(1, BEST, second_signature=WORKER), Giver()) == no("second_person")


def test_only_danger_and_a_child_not_met_do_not_wait() -> None:
    assert may_record(without_consent(1, Basis.VITAL_INTERESTS), Giver()) == Allowed()
    assert may_record(to_work(1, BEST), Giver()) == Allowed()
    assert may_record(to_work(2, BEST, hours=1), Giver(), [to_work(1, BEST)]) == no("second_person")


@pytest.mark.parametrize("purpose", [ConsentPurpose.RESEARCH_LINKAGE, ConsentPurpose.STATISTICS])
def test_counting_and_linking_rest_on_consent_alone(purpose: ConsentPurpose) -> None:
    for basis in set(Basis) - {Basis.CONSENT}:
        said = without_consent(1, basis, purpose=purpose, second_signature=SUPERVISOR)
        assert may_record(said, Giver()) == no("basis")


def test_a_report_rests_on_consent_a_duty_or_danger_and_says_whether_the_child_was_told() -> None:
    for basis in Basis:
        said = without_consent(
            1, basis, purpose=ConsentPurpose.REPORT_TO_AUTHORITY, second_signature=SUPERVISOR, told=Told.UNSAFE_TO_TELL
        )
        allowed = basis in {Basis.LEGAL_OBLIGATION, Basis.VITAL_INTERESTS}
        answer = may_record(said, Giver())
        assert answer == (Allowed() if allowed else no("both_give" if basis is Basis.CONSENT else "basis"))
    silent = without_consent(1, Basis.LEGAL_OBLIGATION, purpose=ConsentPurpose.REPORT_TO_AUTHORITY)
    assert may_record(silent, Giver()) == no("not_told")


@given(rows)
def test_each_refusal_has_words(said: Row) -> None:
    answer = may_record(said, UNDER)
    assert isinstance(answer, Allowed) or answer.words == WORDS[answer.reason_code]
