"""Numbers that stand side by side, and whether they give away one that was kept back."""

import pytest

from fanal.engines.disclosure.attacks.combining import Part, shown

pytestmark = pytest.mark.once


def _part(**of: str) -> Part:
    return Part({name: frozenset(codes.split()) for name, codes in of.items()})


ALL, GIRL, BOY, MISSING = Part({}), _part(sex="girl"), _part(sex="boy"), _part(sex="missing")


def test_a_total_and_its_other_part_show_the_hidden_one() -> None:
    assert shown([ALL, GIRL], [BOY]) == [(0, (0, 1))]


def test_a_third_group_covers_it() -> None:
    assert shown([ALL, GIRL], [MISSING], [BOY]) == []
    assert shown([ALL, GIRL, BOY], [MISSING]) == [(0, (0, 1, 2))]


def test_two_hidden_groups_cover_each_other() -> None:
    assert shown([ALL, GIRL], [BOY, MISSING]) == []


def test_one_number_alone_shows_nothing_and_none_needs_no_hidden_one() -> None:
    assert shown([ALL], [BOY], [GIRL]) == []
    assert shown([ALL, GIRL], []) == []
    assert shown([], [BOY]) == []


def test_what_stands_there_is_not_hidden() -> None:
    assert shown([ALL, GIRL, BOY], [BOY]) == []


def test_a_year_and_its_months() -> None:
    year, first = _part(month="1 2 3"), _part(month="1")
    assert shown([year, first, _part(month="2")], [_part(month="3")]) == [(0, (0, 1, 2))]
    assert shown([year, first], [_part(month="3")]) == []


def test_over_two_variables() -> None:
    young_girl = _part(sex="girl", age="young")
    stands = [GIRL, _part(sex="girl", age="old")]
    assert shown(stands, [young_girl], [BOY]) == [(0, (0, 1))]
    old, boy_old = _part(age="old"), _part(sex="boy", age="old")
    assert shown([GIRL, old, boy_old], [young_girl], [BOY, _part(age="young")]) == [(0, (0, 1, 2))]
    assert shown([GIRL, old], [young_girl], [BOY, _part(age="young")]) == []


def test_what_is_not_needed_is_not_named() -> None:
    assert shown([_part(sex="boy", age="old"), ALL, GIRL], [BOY]) == [(0, (1, 2))]
