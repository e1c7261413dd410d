"""Korea: the Criminal Act and the special Acts, by the day in force. Each case is counted from the article it names."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, end, route, verdict

from fanal.engines.jurisdiction.answer import Answer

TODAY, DAY = "2026-11-25", "2024-02-01"
KOREAN = {"nationality": ["KR"], "residence": ["KR"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"]}
NATIONAL = "kr.j.3"


def put(who: Any, suspect: Any = KOREAN, day: str = DAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, who, suspect, act, course), TODAY, "KR")


@pytest.mark.parametrize("age", [12, 15])
def test_a_national_is_tried_whatever_the_place_says(age: int) -> None:
    # Art. 3: no law of the place is asked. Art. 305(1) below 13, (2) from 13 to 16 by who is 19 or older.
    assert verdict(put(child(age)), NATIONAL, "kr.305.1" if age < 13 else "kr.305.2") == "open"


@pytest.mark.parametrize(("day", "expected"), [("2020-05-18", "none"), ("2020-05-19", "open")], ids=["before", "since"])
def test_sixteen_since_19_may_2020(day: str, expected: str) -> None:
    assert verdict(put(child(15), day=day), NATIONAL, "kr.305.2") == expected
    assert verdict(put(child(16), day=day), NATIONAL, "kr.305.2") == "none"


def test_the_age_of_the_adult_counts_from_nineteen() -> None:
    def said(age: int) -> str:
        return verdict(put(child(15), KOREAN | {"age": {"lo": age, "hi": age}}), NATIONAL, "kr.305.2")

    assert (said(18), said(19)) == ("none", "open")


@pytest.mark.parametrize(("age", "expected"), [(17, "open"), (18, "cannot_say"), (19, "none")])
def test_a_paid_act_to_nineteen(age: int, expected: str) -> None:
    # Special Act on children, arts 2(1), 13(1); until 26 June 2024 not in the year in which 19 is reached.
    assert verdict(put(child(age), commercial=True), NATIONAL, "kr.jsp13.1") == expected
    assert verdict(put(child(age)), NATIONAL, "kr.jsp13.1") == "none"


def test_a_paid_act_before_june_2013_is_not_known() -> None:
    found = route(put(child(16), day="2013-06-18", commercial=True), NATIONAL, "kr.jsp13.1")
    assert (found.verdict.value, "law:KR/kr.jsp13.1#wording" in found.reasons) == ("cannot_say", True)


def test_ten_years_from_nineteen_for_a_paid_act() -> None:
    # Art. 13(1): ten years' maximum, CPA 249(1) 3: ten years; art. 20(1): from majority, 19. Born 5 May 2007.
    assert end(route(put({"dob": "2007-05-05"}, commercial=True), NATIONAL, "kr.jsp13.1")) == date(2036, 5, 4)


def test_no_limitation_below_thirteen_since_may_2020() -> None:
    # Special Act on sexual violence art. 21(3) 1 names art. 305 since Act No. 17264.
    assert route(put({"dob": "2012-01-01"}, day="2020-06-01"), NATIONAL, "kr.305.1").limit.none
    forced = put({"dob": "2012-01-01"}, day="2020-06-01", means=["force"])
    assert route(forced, NATIONAL, "kr.svs7").limit.none
    older = put({"dob": "2006-01-01"}, day="2020-06-01", means=["force"])
    # Art. 7(1) of the special Act on children: to life, so ten or fifteen years from 1 January 2025.
    limit = route(older, NATIONAL, "kr.jsp7").limit
    assert (limit.earliest, limit.latest) == (date(2034, 12, 31), date(2039, 12, 31))


def test_making_material_does_not_lapse_since_september_2021() -> None:
    # Art. 20(4) 2 of the special Act on children, Act No. 17972.
    answer = put({"dob": "2006-01-01"}, day="2021-09-24", conduct=["csam_production"])
    assert route(answer, NATIONAL, "kr.jsp11.1").limit.none


@pytest.mark.parametrize(("day", "expected"), [("2020-06-01", "none"), ("2020-06-02", "open")])
def test_viewing_since_2_june_2020(day: str, expected: str) -> None:
    answer = put(child(15), day=day, conduct=["csam_access"], medium=["online"])
    assert verdict(answer, NATIONAL, "kr.jsp11.5.view") == expected


def test_possession_lapsed_after_five_years_and_now_after_ten() -> None:
    # Art. 11(5): one year's maximum to 1 June 2020, five years from 19; a year and more since, ten years.
    old = put({"dob": "2003-05-05"}, day="2020-06-01", conduct=["csam_possession"])
    new = put({"dob": "2003-05-05"}, day="2020-06-02", conduct=["csam_possession"])
    assert end(route(old, NATIONAL, "kr.jsp11.5")) == date(2027, 5, 4)
    assert end(route(new, NATIONAL, "kr.jsp11.5")) == date(2032, 5, 4)


def test_grooming_needs_the_network_until_october_2025() -> None:
    # Art. 15-2(2), Act No. 20929 in force 23 October 2025.
    def said(day: str, medium: str) -> str:
        return verdict(put(child(15), day=day, conduct=["grooming"], medium=[medium]), NATIONAL, "kr.jsp15-2")

    assert (said("2025-10-22", "in_person"), said("2025-10-22", "online")) == ("none", "open")
    assert said("2025-10-23", "in_person") == "open"
    assert said("2021-09-23", "online") == "none"


def test_a_korean_child_abroad_by_the_law_of_the_place() -> None:
    # Art. 6 with its proviso. StGB § 176 punishes it in Germany.
    there = put(child(12, nationality=["KR"]), STRANGER, places=[{"in": "DE"}])
    assert verdict(there, "kr.j.6", "kr.305.1") == "open"
    assert verdict(put(child(12, nationality=["KR"]), STRANGER), "kr.j.6", "kr.305.1") == "cannot_say"


def test_abduction_by_a_foreigner_anywhere_since_april_2013() -> None:
    # Art. 296-2.
    def said(day: str) -> str:
        answer = put({"dob": "2000-01-01"}, STRANGER, day, conduct=["trafficking"], means=["deception"])
        return verdict(answer, "kr.j.296-2", "kr.288")

    assert (said("2013-04-04"), said("2013-06-19")) == ("none", "open")


def test_before_june_2013_a_complaint_was_asked() -> None:
    found = route(put({"dob": "2003-05-05"}, day="2012-06-01"), NATIONAL, "kr.305.1")
    assert [need.kind for need in found.conditions] == ["complaint"]
    # Ten years from 19 (art. 20(1) of 2010); whether the rule of 2020 without limitation reaches it no text read says.
    assert (found.limit.earliest, found.limit.latest) == (date(2032, 5, 4), None)


def test_a_judgment_abroad_is_credited_and_bars_nothing() -> None:
    judgment = {"state": "XB", "kind": "conviction", "sentence": "served", "same_act": True, "final": True}
    answer = put(child(12), course={"judgments": [judgment | {"reason": "on_the_merits"}]})
    assert verdict(answer, NATIONAL, "kr.305.1") == "open"
