"""What two members compare: tokens under a key of the request, and how many facts of a child are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.cases.continuity import matching
from fanal.cases.continuity.matching import FACTS, NAME, ORIGIN, PAPER, YEAR
from fanal.cases.index import Card

KEY, OTHER = matching.key_of(b"s" * 32, "a" * 32), matching.key_of(b"s" * 32, "b" * 32)
CHILD = Card(given="Lilo", family="Anders", papers=("AB 12 34",), year=2013, sex="female", nationalities=("XA", "XB"))


def _same(card: Card, year: int | None = 2013, facts: tuple[str, ...] = FACTS) -> tuple[str, ...]:
    return matching.same(KEY, matching.asked(KEY, CHILD, 2013, facts, "came"), card, year)


def test_the_same_child_is_the_same_in_all() -> None:
    assert _same(CHILD) == FACTS
    assert _same(Card(given="Anders", family="Lylo"), None) == (NAME,)


@pytest.mark.parametrize(("year", "fits"), [(2011, False), (2012, True), (2014, True), (2015, False), (None, False)])
def test_a_year_may_be_one_off(year: int | None, fits: bool) -> None:
    assert (YEAR in _same(Card(), year)) is fits


def test_sex_and_nationality_count_together_and_an_unknown_sex_not_at_all() -> None:
    assert _same(Card(sex="female", nationalities=("XB",)), None) == (ORIGIN,)
    assert not _same(Card(sex="male", nationalities=("XB",)), None)
    assert not _same(Card(sex="female", nationalities=("XC",)), None)
    assert ORIGIN not in matching.known(Card(sex="unknown", nationalities=("XA",)), None)


def test_a_number_is_the_same_or_not() -> None:
    assert _same(Card(papers=("ab1234",)), None) == (PAPER,)
    assert not _same(Card(papers=("1234",)), None)


def test_one_word_of_two_is_no_name() -> None:
    assert not _same(Card(given="Lilo", family="Kovac"), None)


def test_what_was_not_chosen_is_not_asked() -> None:
    question = matching.asked(KEY, CHILD, 2013, (NAME, PAPER), "came")
    assert (question.years, question.origins) == ((), ())
    assert matching.same(KEY, question, CHILD, 2013) == (NAME, PAPER)


@given(st.text(min_size=1, max_size=20), st.integers(1990, 2026))
def test_under_another_key_nothing_is_the_same(name: str, year: int) -> None:
    card = Card(given=name, papers=(name,), year=year, sex="male", nationalities=("XA",))
    question = matching.asked(KEY, card, year, FACTS, "came")
    assert not matching.same(OTHER, question, card, year)
    assert set(matching.same(KEY, question, card, year)) == matching.known(card, year)
