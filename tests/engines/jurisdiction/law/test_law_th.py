"""Thailand: answers derived by hand from the sections of the Penal Code that were read."""

from datetime import date

import pytest
from tests.engines.jurisdiction.abroad import child, route, verdict
from tests.engines.jurisdiction.destinations import STRANGER, Destination

pytestmark = pytest.mark.once

HERE = Destination("TH")
put = HERE.put
at_home = HERE.at_home
punishes = HERE.punishes


@pytest.mark.parametrize(
    ("age", "day", "expected"),
    [
        (14, "2024-02-01", "open"),  # section 277: "ยังไม่เกินสิบห้าปี"
        (15, "2024-02-01", "none"),
        (14, "2019-05-28", "cannot_say"),  # section 95 before 27 June 2019 was not read
        (14, "2008-02-01", "cannot_say"),  # Act No. 19 was not read
        (14, "1996-02-01", "cannot_say"),  # then of girls only
    ],
)
def test_section_277_protects_until_fifteen(age: int, day: str, expected: str) -> None:
    assert verdict(at_home(age, day), "th.j.4.1", "th.277") == expected


@pytest.mark.parametrize(
    ("day", "known"), [("2015-02-13", False), ("2015-02-14", True), ("2019-05-27", True), ("2019-05-28", True)]
)
def test_acts_no_23_and_27_hold_from_the_day_after_the_gazette(day: str, known: bool) -> None:
    # Gazettes of 13 February 2015 and 27 May 2019: "the day following the day of its publication".
    assert route(at_home(14, day), "th.j.4.1", "th.277").parts["E"].is_true is known


@pytest.mark.parametrize(("age", "expected"), [(12, "open"), (13, "none")])
def test_below_thirteen_it_is_graver(age: int, expected: str) -> None:
    assert verdict(at_home(age, "2024-02-01"), "th.j.4.1", "th.277.13") == expected


def test_husband_and_wife_are_no_case_of_it() -> None:
    # "ซึ่งมิใช่ภริยาหรือสามีของตน" belongs to the offence: the prosecution shows it.
    assert verdict(at_home(14, "2024-02-01", marriage=True), "th.j.4.1", "th.277") == "none"


def test_before_2007_it_was_an_offence_against_girls() -> None:
    found = route(at_home(14, "1996-02-01"), "th.j.4.1", "th.277")
    assert "law:TH/th.277#also_asks" in found.parts["E"].reasons


@pytest.mark.parametrize(
    ("offence", "age", "last"),
    [("th.277", 14, date(2044, 1, 31)), ("th.277.13", 12, date(2044, 1, 31)), ("th.279", 14, date(2039, 1, 31))],
)
def test_twenty_years_for_twenty_fifteen_for_ten(offence: str, age: int, last: date) -> None:
    # Section 95: (1) twenty years' imprisonment or life, (2) more than seven and less than twenty; from the act.
    limit = route(at_home(age, "2024-02-01"), "th.j.4.1", offence).limit
    assert (limit.earliest, limit.latest) == (last, last)


def test_possession_lapses_after_ten_years() -> None:
    # Section 287/1: up to five years; section 95(3): more than one, up to seven.
    found = route(at_home(17, "2024-02-01", conduct=["csam_possession"]), "th.j.4.1", "th.287-1.hold")
    assert (found.verdict.value, found.limit.earliest) == ("open", date(2034, 1, 31))


@pytest.mark.parametrize(("day", "reason"), [("2015-09-01", "wording"), ("2015-12-07", "commencement")])
def test_material_is_an_offence_of_its_own_since_december_2015(day: str, reason: str) -> None:
    found = route(at_home(17, day, conduct=["csam_possession"]), "th.j.4.1", "th.287-1.hold")
    assert f"law:TH/th.287-1.hold#{reason}" in found.parts["E"].reasons


def test_a_thai_ship_is_thailand() -> None:
    answer = put(child(14), STRANGER, "2024-02-01", places=[{"in": "XZ"}], vessel={"kind": "ship", "flag": "TH"})
    assert verdict(answer, "th.j.4.2", "th.277") == "open"


def test_acts_of_nationals_abroad_cannot_be_told() -> None:
    # Section 8 was not read; section 7(2bis), of 1997, names sections 282 and 283 only.
    answer = put(child(12), {"nationality": ["TH"]}, "2024-02-01")
    assert {one.rule for one in answer.routes} == {"th.j.4.1", "th.j.4.2"}
    assert answer.states[0].verdict == "cannot_say"


def test_procuring_abroad_is_tried_whoever_did_it_as_of_1997() -> None:
    answer = put(child(16), STRANGER, "1997-12-31", conduct=["procuring"])
    found = route(answer, "th.j.7.2bis", "th.282")
    assert (found.parts["J"].is_true, found.parts["D"].is_true) == (True, True)


@pytest.mark.parametrize(
    ("age", "day", "expected"),
    [(14, "2016-02-01", True), (12, "2024-02-01", True), (15, "2024-02-01", None), (14, "2008-02-01", None)],
)
def test_what_a_state_that_asks_for_the_law_of_the_place_is_told(age: int, day: str, expected: bool | None) -> None:
    assert punishes(age, day, True) is expected
