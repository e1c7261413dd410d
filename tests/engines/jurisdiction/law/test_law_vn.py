"""Viet Nam: the Criminal Code of 2015. Each case is counted from the article it names."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, verdict

from fanal.engines.jurisdiction.answer import Answer

TODAY, DAY = "2026-11-25", "2024-02-01"
VIETNAMESE = {"nationality": ["VN"], "residence": ["VN"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"]}
NATIONAL = "vn.j.6.1"


def put(who: Any, suspect: Any = VIETNAMESE, day: str = DAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, who, suspect, act, course), TODAY, "VN")


def test_a_national_is_reached_whatever_the_place_says() -> None:
    # Art. 6(1): "có thể" (may), so an expert is asked.
    found = route(put(child(12)), NATIONAL, "vn.142")
    assert (found.verdict.value, found.needs_expert) == ("open", True)


@pytest.mark.parametrize(
    ("age", "expected"),
    [(12, ("open", "none")), (13, ("none", "open")), (15, ("none", "open")), (16, ("none", "none"))],
)
def test_thirteen_and_sixteen(age: int, expected: tuple[str, str]) -> None:
    # Arts 142(1)(b) and 145.
    answer = put(child(age))
    assert (verdict(answer, NATIONAL, "vn.142"), verdict(answer, NATIONAL, "vn.145")) == expected


def test_the_other_must_be_eighteen() -> None:
    young = VIETNAMESE | {"age": {"lo": 17, "hi": 17}}
    assert verdict(put(child(15), young), NATIONAL, "vn.145") == "none"
    assert verdict(put(child(12), young), NATIONAL, "vn.142") == "open"


@pytest.mark.parametrize(("age", "expected"), [(12, "none"), (13, "open"), (17, "open"), (18, "none")])
def test_a_paid_act_from_thirteen_to_eighteen(age: int, expected: str) -> None:
    # Art. 329: below 13 it is art. 142(1)(b).
    assert verdict(put(child(age), commercial=True), NATIONAL, "vn.329") == expected


def test_force_from_sixteen_on() -> None:
    # Art. 141(4).
    assert verdict(put(child(17), means=["force"]), NATIONAL, "vn.141.4") == "open"
    assert verdict(put(child(17)), NATIONAL, "vn.141.4") == "none"


def test_trafficking_asks_for_means_from_sixteen_on() -> None:
    # Arts 150 and 151.
    assert verdict(put(child(15), conduct=["trafficking"]), NATIONAL, "vn.151") == "open"
    assert verdict(put(child(16), conduct=["trafficking"]), NATIONAL, "vn.151") == "none"
    assert verdict(put(child(16), conduct=["trafficking"]), NATIONAL, "vn.150") == "none"
    assert verdict(put(child(16), conduct=["trafficking"], means=["deception"]), NATIONAL, "vn.150") == "open"


def test_ten_to_fifteen_years_from_the_act() -> None:
    # Arts 9, 27: up to five years is "serious", ten years; the gravest frame (fifteen) has fifteen.
    limit = route(put(child(15)), NATIONAL, "vn.145").limit
    assert (limit.earliest, limit.latest) == (date(2034, 1, 31), date(2039, 1, 31))


def test_fifteen_to_twenty_years_below_thirteen() -> None:
    limit = route(put(child(12)), NATIONAL, "vn.142").limit
    assert (limit.earliest, limit.latest) == (date(2039, 1, 31), date(2044, 1, 31))


def test_indecent_acts_lapse_after_five_years_in_the_basic_frame() -> None:
    # Art. 146(1): three years, so five; (3) to twelve, so fifteen.
    found = route(put(child(15), day="2019-02-01"), NATIONAL, "vn.146")
    assert (found.verdict.value, found.limit.earliest, found.limit.latest) == (
        "cannot_say",
        date(2024, 1, 31),
        date(2034, 1, 31),
    )


def test_a_vietnamese_child_abroad() -> None:
    # Art. 6(2).
    assert verdict(put(child(12, nationality=["VN"]), STRANGER), "vn.j.6.2", "vn.142") == "open"
    assert verdict(put(child(12), STRANGER), "vn.j.6.2", "vn.142") == "none"


@pytest.mark.parametrize(("day", "expected"), [("2017-12-31", "cannot_say"), ("2018-01-01", "open")])
def test_the_code_of_1999_was_not_read(day: str, expected: str) -> None:
    assert verdict(put(child(12), day=day), NATIONAL, "vn.142") == expected


def test_a_performance_below_sixteen() -> None:
    # Art. 147.
    assert verdict(put(child(15), conduct=["performance"]), NATIONAL, "vn.147") == "open"
    assert verdict(put(child(16), conduct=["performance"]), NATIONAL, "vn.147") == "none"
