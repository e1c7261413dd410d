"""CM-43: before the yes a recipient reads a card: age in a band, sex, country, languages, needs, urgency, no more."""

from dataclasses import fields
from inspect import signature

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.cases.packed import PackItem
from fanal.cases.passing_on.pack import BANDS, band, card

SAID = {"card.age", "card.sex", "card.country", "card.languages", "card.needs", "card.urgent"}
CODES = st.text("abcdefgh_", min_size=1, max_size=8)


@given(
    age=st.none() | st.integers(0, 120),
    sex=CODES | st.just(""),
    country=CODES | st.just(""),
    languages=st.lists(CODES, max_size=3),
    needs=st.lists(CODES, max_size=3),
    urgent=st.booleans(),
)
def test_whatever_is_known_the_card_says_these_six_things_in_codes(
    age: int | None, sex: str, country: str, languages: list[str], needs: list[str], urgent: bool
) -> None:
    made = card(age=age, sex=sex, country=country, languages=languages, needs=needs, urgent=urgent)
    assert {one.field for one in made.items} <= SAID
    for one in made.items:
        rest = {part.name: getattr(one, part.name) for part in fields(one) if part.name not in {"field", "codes"}}
        assert not any(rest.values()), "no words, no day, no number"
    assert all(str(age) not in one.codes for one in made.items if one.field == "card.age" and age is not None)


def test_the_bands_are_several_years_wide_and_leave_no_gap() -> None:
    ages = [band(age) for age in range(120)]
    assert all(ages)
    assert len(set(ages)) == len(BANDS)
    assert all(ages.count(one) >= 3 for one in set(ages))
    assert band(None) == ""


def test_it_takes_no_name_no_place_and_no_words() -> None:
    assert set(signature(card).parameters) == {"age", "sex", "country", "languages", "needs", "urgent"}


@pytest.mark.parametrize("said", ["child.given_name", "child.home_area", "act.account", "case.wishes"])
def test_a_fact_of_the_file_is_no_part_of_it(said: str) -> None:
    made = card(age=12, sex="female", country="XA", languages=["spa"], needs=[], urgent=False)
    assert said not in {one.field for one in made.items}
    assert all(isinstance(one, PackItem) for one in made.items)
