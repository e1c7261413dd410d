"""India: POCSO, the Immoral Traffic Act and the rules on acts abroad. Each case is counted from its section."""

from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, verdict

from fanal.engines.jurisdiction.answer import Answer

TODAY, DAY = "2026-11-25", "2024-02-01"
INDIAN = {"nationality": ["IN"], "residence": ["IN"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"]}
CITIZEN, ASKED = "in.j.208.cit", "open_on_condition"


def put(who: Any, suspect: Any = INDIAN, day: str = DAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, who, suspect, act, course), TODAY, "IN")


def test_a_citizen_is_tried_with_the_sanction_of_the_government() -> None:
    # BNSS s. 208 with its proviso; nothing is asked of the law of the place.
    found = route(put(child(15), day="2025-02-01"), CITIZEN, "in.p8")
    assert (found.verdict.value, found.needs_expert) == (ASKED, True)
    assert [(need.kind, need.who) for need in found.conditions] == [("consent", "Central Government")]


@pytest.mark.parametrize(("status", "expected"), [("granted", "open"), ("refused", "barred")])
def test_the_sanction_decides(status: str, expected: str) -> None:
    course = {"conditions": [{"state": "IN", "kind": "consent", "status": status}]}
    assert verdict(put(child(15), course=course), CITIZEN, "in.p8") == expected


@pytest.mark.parametrize("day", ["2024-06-30", "2024-07-01"])
def test_the_code_of_1973_said_the_same(day: str) -> None:
    # CrPC s. 188 until 30 June 2024.
    assert verdict(put(child(15), day=day), CITIZEN, "in.p8") == ASKED


@pytest.mark.parametrize(("age", "expected"), [(12, ASKED), (17, ASKED), (18, "none")])
def test_a_child_is_under_eighteen(age: int, expected: str) -> None:
    # POCSO s. 2(1)(d); whether the child was paid does not matter.
    assert verdict(put(child(age)), CITIZEN, "in.p8") == expected
    assert verdict(put(child(age), commercial=True), CITIZEN, "in.p8") == expected


@pytest.mark.parametrize(("day", "expected"), [("2012-11-13", "cannot_say"), ("2012-11-14", ASKED)])
def test_pocso_is_of_14_november_2012(day: str, expected: str) -> None:
    assert verdict(put(child(15), day=day), CITIZEN, "in.p8") == expected


def test_above_three_years_nothing_lapses() -> None:
    # CrPC s. 468, BNSS s. 514: up to three years alone. Section 8: five years.
    assert route(put(child(15), day="2013-02-01"), CITIZEN, "in.p8").limit.none


def test_penetration_is_told_by_no_case_file() -> None:
    found = route(put(child(15)), CITIZEN, "in.p4")
    assert (found.verdict.value, "law:IN/in.p4#also_asks" in found.reasons) == ("cannot_say", True)


def test_a_resident_who_is_no_citizen_is_not_reached() -> None:
    assert verdict(put(child(15), {"nationality": ["XC"], "residence": ["IN"]}), CITIZEN, "in.p8") == "none"


def test_whom_the_extradition_act_reaches_is_for_an_expert() -> None:
    # Section 34: an extradition offence by any person in a foreign state.
    assert verdict(put(child(15), STRANGER), "in.j.ext34", "in.p8") == "cannot_say"


@pytest.mark.parametrize(("age", "expected"), [(17, ASKED), (18, "none")])
def test_procuring_since_1987(age: int, expected: str) -> None:
    # Immoral Traffic Act s. 5, Act 44 of 1986.
    found = route(put(child(age), day="1996-02-01", conduct=["procuring"], commercial=True), CITIZEN, "in.it5")
    assert found.verdict.value == expected


def test_material_since_16_august_2019() -> None:
    # POCSO s. 14: five years and more, no ceiling named; the wording before is not in the copy.
    old = route(put(child(15), day="2019-08-15", conduct=["csam_production"]), CITIZEN, "in.p14")
    assert (old.verdict.value, "law:IN/in.p14#wording" in old.reasons) == ("cannot_say", True)


def test_trafficking_stands_in_the_codes_that_were_not_read() -> None:
    answer = put(child(15), conduct=["trafficking"])
    (state,) = answer.states
    assert state.verdict.value == "cannot_say"
