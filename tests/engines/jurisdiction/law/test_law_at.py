"""Austria: answers derived by hand from the sections of the Strafgesetzbuch that were read. XB has no law file."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, verdict

from fanal.engines.jurisdiction.answer import Answer

pytestmark = pytest.mark.once

TODAY = "2026-11-25"
DAY = "2024-02-01"
AUSTRIAN = {"nationality": ["AT"]}
LIVES_THERE = {"nationality": ["XC"], "residence": ["AT"]}
FOUND_THERE = {"nationality": ["XC"], "residence": ["XC"], "presence": ["AT"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"]}


def put(who: Any, suspect: Any, day: str = DAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, who, suspect, act, course), TODAY, "AT")


@pytest.mark.parametrize(
    ("suspect", "rule"), [(AUSTRIAN, "at.j.64.4a.nat"), (LIVES_THERE, "at.j.64.4a.res")], ids=["national", "resident"]
)
def test_a_child_of_12_abroad_needs_no_law_of_the_place(suspect: Any, rule: str) -> None:
    # § 64(1) Z 4a lit. a names § 207; § 207(1): up to five years, so five years (§ 57(3)) from the 28th
    # birthday (§ 58(3) Z 3).
    found = route(put(child(12) | {"dob": "2011-06-15"}, suspect), rule, "at.207")
    assert found.verdict.value == "open"
    assert found.limit.latest == date(2044, 6, 15)


@pytest.mark.parametrize(("commercial", "expected"), [(True, "open"), (False, "none")])
@pytest.mark.parametrize("age", [15, 17])
def test_payment_decides_at_15_and_17(age: int, commercial: bool, expected: str) -> None:
    # § 207b(3): below 18, led to it directly by a consideration; § 207 ends at 14.
    answer = put(child(age), AUSTRIAN, commercial=commercial)
    assert verdict(answer, "at.j.64.4a.nat", "at.207b.3") == expected
    assert verdict(answer, "at.j.64.4a.nat", "at.207") == "none"


@pytest.mark.parametrize(("age", "suspect", "expected"), [(13, 17, "none"), (13, 18, "open"), (11, 14, "open")])
def test_close_in_age_under_207(age: int, suspect: int, expected: str) -> None:
    # § 207(4): not more than four years apart, unless the child is below twelve.
    who = child(age) | {"dob": f"{2024 - age}-01-10"}
    other = AUSTRIAN | {
        "age": {"lo": suspect, "hi": suspect},
        "dob": f"{2024 - suspect}-01-05" if expected == "open" else f"{2024 - suspect}-01-20",
    }
    assert verdict(put(who, other), "at.j.64.4a.nat", "at.207") == expected


@pytest.mark.parametrize(("dob", "expected"), [("2007-01-10", "none"), ("2007-01-09", "open")])
def test_four_years_to_the_day_are_not_more_than_four(dob: str, expected: str) -> None:
    # § 207(4): "nicht um mehr als vier Jahre".
    who, other = child(13) | {"dob": "2011-01-10"}, AUSTRIAN | {"dob": dob, "age": {"lo": 17, "hi": 17}}
    assert verdict(put(who, other), "at.j.64.4a.nat", "at.207") == expected


@pytest.mark.parametrize(
    ("conduct", "offence"),
    [
        ("csam_possession", "at.207a.3.child"),
        ("csam_access", "at.207a.3.child"),
        ("grooming", "at.208a.1a"),
        ("corruption", "at.208.12"),
    ],
)
def test_what_the_list_leaves_out_asks_for_the_law_of_the_place(conduct: str, offence: str) -> None:
    # § 64(1) Z 4a names § 207a(1), (1a), (2), (2a), not (3), nor §§ 208, 208a: then § 65(1) Z 1, of which XB's
    # law is not known.
    answer = put(child(13), AUSTRIAN, conduct=[conduct], medium=["online"])
    assert verdict(answer, "at.j.64.4a.nat", offence) == "no route"
    assert verdict(answer, "at.j.65.1.1", offence) == "cannot_say"


@pytest.mark.parametrize("mine", [{"nationality": ["AT"]}, {"residence": ["AT"]}], ids=["national", "resident"])
def test_an_austrian_victim_is_reached_abroad(mine: dict[str, Any]) -> None:
    # § 64(1) Z 4a lit. a: "der Täter oder das Opfer".
    rule = "at.j.64.4a.vnat" if "nationality" in mine else "at.j.64.4a.vres"
    assert verdict(put(child(12) | mine, STRANGER), rule, "at.207") == "open"


def test_who_is_found_there_and_cannot_be_extradited() -> None:
    # § 64(1) Z 4a lit. c: only where extradition cannot be had.
    found = route(put(child(12), FOUND_THERE), "at.j.64.4a.c", "at.207")
    assert found.verdict.value == "open_on_condition"
    assert [need.kind for need in found.conditions] == ["extradition"]


@pytest.mark.parametrize(
    ("day", "expected"), [("2012-05-01", "cannot_say"), ("2023-11-30", "cannot_say"), ("2023-12-01", "open")]
)
def test_section_64_is_known_since_december_2023(day: str, expected: str) -> None:
    assert verdict(put(child(12), AUSTRIAN, day=day), "at.j.64.4a.nat", "at.207") == expected


def test_trafficking_of_a_child_needs_no_means() -> None:
    # § 104a(5): one to ten years, so ten years from the 28th birthday.
    found = route(
        put(child(16) | {"dob": "2008-01-01"}, AUSTRIAN, conduct=["trafficking"]), "at.j.64.4a.nat", "at.104a.5"
    )
    assert (found.verdict.value, found.limit.latest) == ("open", date(2046, 1, 1))


@pytest.mark.parametrize(("age", "years"), [(13, 5), (16, 3)])
def test_whoever_watches_a_performance(age: int, years: int) -> None:
    # § 215a(2a): one year, two where the child is below 14; § 64(1) Z 4a names § 215a whole. § 57(3): three
    # and five years.
    name = "at.215a.2a.child" if age < 14 else "at.215a.2a.youth"
    who = child(age) | {"dob": f"{2024 - age}-01-01"}
    found = route(put(who, AUSTRIAN, conduct=["performance"], medium=["live_stream"]), "at.j.64.4a.nat", name)
    assert (found.verdict.value, found.limit.latest) == ("open", date(2024 - age + 28 + years, 1, 1))
