"""Liechtenstein: answers derived by hand from the dated states of the Strafgesetzbuch. XB has no law file."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, shipped, verdict

from fanal.engines.jurisdiction.answer import Answer

pytestmark = pytest.mark.once

TODAY = "2026-11-25"
NATIONAL = {"nationality": ["LI"]}
LIVES_THERE = {"nationality": ["XC"], "residence": ["LI"]}
FOUND_THERE = {"nationality": ["XC"], "residence": ["XC"], "presence": ["LI"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"]}


def put(who: Any, suspect: Any, day: str, on: str = TODAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, who, suspect, act, course), on, "LI")


@pytest.mark.parametrize(
    ("day", "national", "resident"),
    [
        ("2000-05-01", "cannot_say", "cannot_say"),
        ("2005-05-01", "none", "open"),
        ("2012-05-01", "open", "open"),
        ("2024-05-01", "open", "open"),
    ],
)
def test_residents_were_named_ten_years_before_nationals(day: str, national: str, resident: str) -> None:
    # § 64(1) Ziff. 4a: residence alone from February 2001, nationality too since June 2011; asked in the year
    # after the act.
    on = f"{int(day[:4]) + 1}-05-01"
    assert verdict(put(child(12), NATIONAL, day, on), "li.j.64.4a.nat", "li.206") == national
    assert verdict(put(child(12), LIVES_THERE, day, on), "li.j.64.4a.res", "li.206") == resident


@pytest.mark.parametrize(
    ("day", "age", "expected"),
    [
        ("2005-05-01", 15, "open"),
        ("2005-05-01", 17, "none"),
        ("2011-05-31", 17, "none"),
        ("2011-06-01", 17, "open"),
        ("2024-05-01", 15, "open"),
    ],
)
def test_payment_to_a_child_of_15_and_17(day: str, age: int, expected: str) -> None:
    # § 208(1) Ziff. 2 of 2001: 14 and 15 only; § 208(2) of June 2011: below 18.
    answer = put(child(age), LIVES_THERE, day, f"{int(day[:4]) + 1}-05-01", commercial=True)
    assert verdict(answer, "li.j.64.4a.res", "li.208.2") == expected


@pytest.mark.parametrize("age", [15, 17])
def test_without_payment_or_need_nothing_is_punished_from_14(age: int) -> None:
    answer = put(child(age), NATIONAL, "2024-05-01")
    assert verdict(answer, "li.j.64.4a.nat", "li.206") == "none"
    assert verdict(answer, "li.j.64.4a.nat", "li.208.2") == "none"


@pytest.mark.parametrize(
    ("day", "dob", "latest"),
    [
        ("2005-05-01", "1993-01-01", date(2016, 1, 1)),  # five years from 18
        ("2020-05-01", "2008-01-01", date(2041, 1, 1)),  # five years from 28, since October 2019
    ],
)
def test_the_time_runs_from_18_then_from_28(day: str, dob: str, latest: date) -> None:
    # § 57(3): § 206 has up to five years, so five; § 58(3) Ziff. 3 of 2001 and of 2019; § 68: the day of the
    # event is not counted.
    found = route(
        put(child(12) | {"dob": dob}, LIVES_THERE, day, f"{int(day[:4]) + 1}-05-01"), "li.j.64.4a.res", "li.206"
    )
    assert found.limit.earliest == latest


@pytest.mark.parametrize(("day", "expected"), [("2010-05-01", "none"), ("2011-06-01", "open")])
def test_material_of_a_child_of_16_since_june_2011(day: str, expected: str) -> None:
    # § 218a(3) spoke of children below 14, § 219 of those below 18.
    answer = put(child(16), LIVES_THERE, day, f"{int(day[:4]) + 1}-05-01", conduct=["csam_production"])
    found = {verdict(answer, "li.j.64.4a.res", name) for name in ("li.219.1.prod", "li.218a.3")} - {"no route"}
    assert found <= {"none", "open"}
    assert ("open" in found) is (expected == "open")


@pytest.mark.parametrize(("day", "expected"), [("2012-05-01", "none"), ("2015-12-31", "none"), ("2016-01-01", "open")])
def test_a_victim_from_liechtenstein_is_reached_since_2016(day: str, expected: str) -> None:
    answer = put(child(12) | {"nationality": ["LI"]}, STRANGER, day, f"{int(day[:4]) + 1}-05-01")
    assert verdict(answer, "li.j.64.4a.vnat", "li.206") == expected


def test_who_is_found_there_and_cannot_be_extradited() -> None:
    found = route(put(child(12), FOUND_THERE, "2024-05-01"), "li.j.64.4a.c", "li.206")
    assert found.verdict.value == "open_on_condition"
    assert [need.kind for need in found.conditions] == ["extradition"]


@pytest.mark.parametrize(("suspect", "expected"), [(14, "none"), (17, "open")])
def test_close_in_age_under_206(suspect: int, expected: str) -> None:
    # § 206(4): not more than three years apart, unless the child is below twelve.
    other = NATIONAL | {"age": {"lo": suspect, "hi": suspect}, "dob": f"{2024 - suspect}-02-01"}
    who = child(13) | {"dob": "2011-01-01"}
    assert verdict(put(who, other, "2024-05-01"), "li.j.64.4a.nat", "li.206") == expected


@pytest.mark.parametrize(("dob", "expected"), [("2008-01-01", "none"), ("2007-12-31", "open")])
def test_three_years_to_the_day_are_not_more_than_three(dob: str, expected: str) -> None:
    # § 206(4): "nicht um mehr als drei Jahre".
    other = NATIONAL | {"dob": dob, "age": {"lo": 16, "hi": 16}}
    assert verdict(put(child(13) | {"dob": "2011-01-01"}, other, "2024-05-01"), "li.j.64.4a.nat", "li.206") == expected


def test_a_child_of_11_is_never_close_in_age() -> None:
    other = NATIONAL | {"age": {"lo": 14, "hi": 14}, "dob": "2010-01-01"}
    assert verdict(put(child(11) | {"dob": "2013-01-01"}, other, "2024-05-01"), "li.j.64.4a.nat", "li.206") == "open"


def test_procuring_by_those_in_a_relation_is_not_on_the_list() -> None:
    # § 213 is not in Ziff. 4a: § 65(1) Ziff. 1 asks for the law of XB, which is not known.
    answer = put(child(12), NATIONAL, "2024-05-01", conduct=["procuring"], relation=["parent"])
    assert verdict(answer, "li.j.64.4a.nat", "li.213") == "no route"
    assert verdict(answer, "li.j.65.1.1", "li.213") == "cannot_say"


@pytest.mark.parametrize(("day", "expected"), [("2011-05-31", "none"), ("2011-06-01", "open")])
def test_access_was_new_in_june_2011(day: str, expected: str) -> None:
    answer = put(child(12), LIVES_THERE, day, f"{int(day[:4]) + 1}-05-01", conduct=["csam_access"], medium=["online"])
    found = verdict(answer, "li.j.64.4a.res", "li.219.4.access")
    assert found == expected or (found, expected) == ("no route", "none")


def test_the_child_in_the_proceedings() -> None:
    # § 21(1) StPO: of its own motion; §§ 107, 115a: recorded, and heard apart from the accused; arts 3, 14, 18 OHG.
    law = shipped().laws["LI"]
    assert {one.kind for one in law.victim_measures} >= {
        "video_evidence",
        "closed_hearing",
        "legal_aid",
        "compensation",
    }
    assert {one.kind: one.also_foreign_child for one in law.victim_measures}["compensation"] is True
