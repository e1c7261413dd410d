"""Colombia: Ley 599 of 2000 with each wording. Each case is counted from the article it names."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, verdict

from fanal.engines.jurisdiction.answer import Answer

TODAY, DAY = "2026-11-25", "2024-02-01"
COLOMBIAN = {"nationality": ["CO"], "residence": ["CO"], "presence": ["CO"]}
AWAY = {"nationality": ["CO"], "residence": ["XC"], "presence": ["XC"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"], "presence": ["CO"]}
NATIONAL, ASKED = "co.j.16.4", "open_on_condition"


def put(who: Any, suspect: Any = COLOMBIAN, day: str = DAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, who, suspect, act, course), TODAY, "CO")


@pytest.mark.parametrize(("age", "expected"), [(13, "open"), (14, "none")])
def test_a_national_found_at_home_is_tried_whatever_the_place_says(age: int, expected: str) -> None:
    # Art. 16(4): present, minimum of two years; art. 209: under 14.
    assert verdict(put(child(age)), NATIONAL, "co.209") == expected


def test_who_is_not_there_is_not_reached() -> None:
    assert verdict(put(child(13), AWAY), NATIONAL, "co.209") == "none"


@pytest.mark.parametrize(("day", "expected"), [("2009-07-16", "none"), ("2009-07-17", "open")])
def test_a_paid_act_since_17_july_2009(day: str, expected: str) -> None:
    # Art. 217A, Ley 1329.
    assert verdict(put({"dob": "1993-06-01"}, day=day, commercial=True), NATIONAL, "co.217A") == expected


@pytest.mark.parametrize(("age", "expected"), [(17, "open"), (18, "none")])
def test_a_paid_act_to_eighteen(age: int, expected: str) -> None:
    assert verdict(put(child(age), commercial=True), NATIONAL, "co.217A") == expected


def test_nothing_lapses_since_february_2021() -> None:
    # Art. 83 since 3 February 2021.
    assert route(put(child(13), day="2021-02-03"), NATIONAL, "co.209").limit.none


def test_twenty_years_from_eighteen_since_september_2007() -> None:
    # Art. 83 from 4 September 2007 to 2 February 2021. Born on 5 May 2000: to 4 May 2038 at least.
    limit = route(put({"dob": "2000-05-05"}, day="2012-02-01"), NATIONAL, "co.209").limit
    assert (limit.earliest, limit.latest) == (date(2038, 5, 4), None)


def test_before_september_2007_the_period_is_left_open() -> None:
    # The maximum, half more abroad: not entered.
    found = route(put({"dob": "1994-05-05"}, day="2006-02-01"), NATIONAL, "co.209")
    assert found.verdict.value == "cannot_say"
    assert "law:CO/co.l.83.3#wording" in found.reasons


def test_a_colombian_child_with_a_complaint_or_a_request() -> None:
    # Art. 16(5).
    assert verdict(put(child(13, nationality=["CO"]), STRANGER), "co.j.16.5", "co.209") == ASKED


def test_a_stranger_and_a_stranger_after_a_refused_extradition() -> None:
    # Art. 16(6): minimum of three years.
    found = route(put(child(13), STRANGER), "co.j.16.6", "co.209")
    assert (found.verdict.value, {need.kind for need in found.conditions}) == (ASKED, {"extradition", "consent"})


@pytest.mark.parametrize(("day", "expected"), [("2002-07-18", "none"), ("2002-07-19", "none"), ("2009-07-21", "open")])
def test_tourism_was_repealed_for_seven_years(day: str, expected: str) -> None:
    # Art. 219, repealed from 19 July 2002 to 20 July 2009: by art. 6 that favours earlier acts too.
    answer = put({"dob": "1993-06-01"}, day=day, conduct=["travel_facilitation"])
    assert verdict(answer, NATIONAL, "co.219") == expected


def test_possession_is_named_since_ley_1336() -> None:
    def said(day: str) -> str:
        return verdict(put({"dob": "1995-06-01"}, day=day, conduct=["csam_possession"]), NATIONAL, "co.218.poss")

    assert (said("2009-07-20"), said("2009-07-21")) == ("none", "open")


def test_a_judgment_abroad_bars() -> None:
    # Art. 17: res judicata, acquittal or conviction.
    judgment = {"state": "XB", "kind": "acquittal", "same_act": True, "final": True, "reason": "on_the_merits"}
    assert verdict(put(child(13), course={"judgments": [judgment]}), NATIONAL, "co.209") == "barred"


def test_the_code_of_1980_was_not_read() -> None:
    assert verdict(put({"dob": "1988-06-01"}, day="2000-07-23"), NATIONAL, "co.209") == "cannot_say"
