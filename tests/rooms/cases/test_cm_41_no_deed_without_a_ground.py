"""CM-41: no use of data of a child without a live ground for its purpose (DNH-19); CM-39: what loses its ground ends;
CM-40: a member that took a child over acts on the sender's ground for a week."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.cases.codes import Basis, ConsentAct, ConsentPurpose, Told
from fanal.cases.ground import (
    NEEDS,
    OURSELVES,
    WORDS,
    Recipient,
    Row,
    Use,
    allows,
    opted_out,
)
from fanal.vocabulary.codes import DataCategory, RecipientCategory
from fanal.vocabulary.results import Allowed, Refused
from tests.rooms.cases.ledger import CLINIC, NOW, POLICE, SUPERVISOR, row, without_consent

ALL = frozenset(DataCategory)
LATER = NOW + timedelta(hours=50)
ANYBODY = frozenset(one.value for one in RecipientCategory)


def ground(use: Use, *categories: DataCategory, **more: object) -> Row:
    return row(1, purpose=NEEDS[use].purpose, categories=frozenset(categories), recipients=ANYBODY, **more)


def no(code: str, *missing: str) -> Refused:
    return Refused(code, WORDS[code], missing)


@pytest.mark.parametrize("use", sorted(set(Use) - {Use.COUNT}))
def test_each_use_needs_its_own_purpose_and_each_category(use: Use) -> None:
    story = {DataCategory.STORY}
    given_ = ground(use, *ALL)
    assert allows([given_], use, CLINIC, story, LATER) == Allowed(until=date(2026, 9, 1))
    always = NEEDS[use].always
    assert allows([ground(use, *always)], use, CLINIC, (), LATER)
    assert allows([ground(use, *always)], use, CLINIC, story, LATER) == no("no_ground", "story")
    for one in always:
        assert allows([ground(use, *ALL - {one})], use, CLINIC, story, LATER) == no("no_ground", one.value)
    others = [ground(other, *ALL) for other in Use if NEEDS[other].purpose is not NEEDS[use].purpose]
    assert not allows(others, use, CLINIC, story, LATER)


def test_what_always_goes_is_asked_for() -> None:
    assert {use: set(need.always) for use, need in NEEDS.items() if DataCategory.EXISTENCE not in need.always} == {
        Use.REFER: {DataCategory.SERVICES, DataCategory.CONTACT},
        Use.LEGAL_ACTION: {DataCategory.LEGAL},
        Use.TRACE_FAMILY: {DataCategory.FAMILY},
        Use.AFTER_CARE: {DataCategory.CONTACT},
    }
    assert {need.purpose for need in NEEDS.values()} == set(ConsentPurpose)
    assert list(NEEDS) == list(Use)
    said = "work refer transfer report legal_action trace_family count link answer_search after_care"
    assert list(Use) == said.split()


def test_an_answer_holds_as_long_as_the_shortest_of_its_grounds() -> None:
    rows = [
        row(1, categories=frozenset({DataCategory.CONTACT})),
        row(2, categories=frozenset({DataCategory.SERVICES}), expires_on=date(2026, 4, 1)),
    ]
    assert allows(rows, Use.REFER, CLINIC, (), LATER) == Allowed(until=date(2026, 4, 1))


@pytest.mark.parametrize("use", sorted(set(Use) - {Use.COUNT}))
@pytest.mark.parametrize("basis", sorted(set(Basis) - {Basis.CONSENT}))
def test_on_what_else_than_consent_it_may_rest(use: Use, basis: Basis) -> None:
    rests = without_consent(
        1, basis, purpose=NEEDS[use].purpose, recipients=ANYBODY, categories=ALL, second_signature=SUPERVISOR,
        told=Told.TOLD,
    )  # fmt: skip
    wanted = {
        Use.LINK: set(),
        Use.ANSWER_SEARCH: {Basis.VITAL_INTERESTS},
        Use.REPORT: {Basis.LEGAL_OBLIGATION, Basis.VITAL_INTERESTS},
    }.get(use, set(Basis))
    assert allows([rests], use, POLICE, (), LATER) == (
        Allowed(until=date(2026, 9, 1)) if basis in wanted else no("basis")
    )


def test_a_report_says_whether_the_child_was_told() -> None:
    purpose = ConsentPurpose.REPORT_TO_AUTHORITY
    for told in Told:
        rests = without_consent(
            1, Basis.LEGAL_OBLIGATION, purpose=purpose, recipients=ANYBODY, categories=ALL,
            second_signature=SUPERVISOR, told=told,
        )  # fmt: skip
        assert bool(allows([rests], Use.REPORT, POLICE, (), LATER)) is (told is not Told.NOT_NEEDED)
    assert allows([ground(Use.REPORT, *ALL)], Use.REPORT, POLICE, (), LATER), "with consent the child knows"
    silent = without_consent(
        1, Basis.LEGAL_OBLIGATION, purpose=purpose, recipients=ANYBODY, categories=ALL, second_signature=SUPERVISOR
    )
    assert allows([silent], Use.REPORT, POLICE, (), LATER) == no("not_told")


def test_counting_goes_on_until_somebody_says_no() -> None:
    def said(act: ConsentAct, number: int, **more: object) -> Row:
        return row(number, act, hours=number, purpose=ConsentPurpose.STATISTICS, **more)

    refused = said(ConsentAct.REFUSE, 1)
    assert allows([], Use.COUNT, OURSELVES, (), LATER) == Allowed()
    assert allows([refused], Use.COUNT, OURSELVES, (), LATER) == no("opted_out")
    assert not opted_out([refused], NOW), "what was said later changes nothing of before"
    assert not opted_out([row(1, ConsentAct.REFUSE)], LATER), "of another purpose"
    assert not opted_out([refused, said(ConsentAct.GIVE, 2)], LATER)
    assert opted_out([said(ConsentAct.GIVE, 2), said(ConsentAct.REFUSE, 3)], LATER)
    assert opted_out([said(ConsentAct.GIVE, 2), said(ConsentAct.WITHDRAW, 3)], LATER)
    forced = said(ConsentAct.GIVE, 2, basis=Basis.PUBLIC_TASK, reason=True, second_signature=SUPERVISOR)
    assert opted_out([refused, forced], LATER), "nobody overrides a no to counting"


@given(st.sampled_from(sorted(set(Use) - {Use.COUNT})), st.frozensets(st.sampled_from(DataCategory)))
def test_an_empty_ledger_allows_nothing(use: Use, categories: frozenset[DataCategory]) -> None:
    answer = allows([], use, Recipient(RecipientCategory.COURT, "court"), categories, NOW)
    assert isinstance(answer, Refused)
    assert set(answer.detail) == NEEDS[use].always | categories
