"""Ireland: answers derived by hand from the Acts that were read. XB has no law file."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, shipped, verdict

from fanal.engines.jurisdiction.answer import Answer

pytestmark = pytest.mark.once

TODAY = "2026-11-25"
DAY = "2024-10-01"
IRISH = {"nationality": ["IE"]}
LIVES_THERE = {"nationality": ["XC"], "residence": ["IE"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"]}
NAT96, RES96, S3 = "ie.j.1996.2.nat", "ie.j.1996.2.res", "ie.j.1996.2.s3.nat"
NAT08, RES08, VICTIM08 = "ie.j.2008.7.1.nat", "ie.j.2008.7.1.res", "ie.j.2008.7.2"
NAT17, RES17 = "ie.j.2017.42.nat", "ie.j.2017.42.res"


def put(age: int, suspect: Any, day: str = DAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, child(age), suspect, act, course), TODAY, "IE")


def routes(answer: Answer, offence: str) -> set[str]:
    return {one.rule for one in answer.routes if one.offence == offence and one.verdict.value != "none"}


# --- the file -------------------------------------------------------------------------------------------------------


def test_marriage_is_of_the_act_itself_and_no_defence() -> None:
    # Act of 2006, s. 1: a sexual act is one "between persons who are not married to each other".
    found = [
        one
        for offence in shipped().laws["IE"].offences.values()
        for version in offence.versions
        if isinstance(version.text.exceptions, tuple)
        for one in version.text.exceptions
    ]
    assert found
    assert {(one.kind, one.burden) for one in found} == {("marriage", "element")}


# --- sexual acts: Act of 2006, by section 42 of 2017 without an offence there ---------------------------------------


@pytest.mark.parametrize(("suspect", "rule"), [(IRISH, NAT17), (LIVES_THERE, RES17)], ids=["national", "resident"])
def test_a_sexual_act_abroad_with_a_child_of_14(suspect: Any, rule: str) -> None:
    found = route(put(14, suspect), rule, "ie.2006.2")
    assert found.verdict.value == "open"
    assert found.limit.none


@pytest.mark.parametrize(
    ("age", "two", "three"), [(14, "open", "open"), (15, "none", "open"), (16, "none", "open"), (17, "none", "none")]
)
def test_the_ages_of_sections_2_and_3(age: int, two: str, three: str) -> None:
    answer = put(age, IRISH)
    assert (verdict(answer, NAT17, "ie.2006.2"), verdict(answer, NAT17, "ie.2006.3")) == (two, three)


@pytest.mark.parametrize(("older", "expected"), [(17, "cannot_say"), (19, "open")])
def test_less_than_two_years_older_may_be_no_offence(older: int, expected: str) -> None:
    # s. 3(8): 16 and 17 with consent; whether there was consent no file tells. 16 and 19 are more than two years apart.
    answer = put(16, IRISH | {"age": {"lo": older, "hi": older}})
    assert verdict(answer, NAT17, "ie.2006.3") == expected


@pytest.mark.parametrize(("relation", "expected"), [([], "none"), (["teacher"], "open"), (["clergy"], "cannot_say")])
def test_at_17_the_law_asks_for_a_person_in_authority(relation: list[str], expected: str) -> None:
    assert verdict(put(17, IRISH, relation=relation), NAT17, "ie.2006.3A") == expected
    assert "ie.2006.3A" not in {
        one.offence for one in put(17, IRISH, "2017-03-26", relation=relation).routes if one.verdict.value != "none"
    }


def test_before_march_2017_the_place_must_punish_it_too() -> None:
    # s. 2 of 1996; from 27 March 2017 s. 42 asks for nothing there. Of XB no law is known.
    before, after = put(14, IRISH, "2017-03-26"), put(14, IRISH, "2017-03-27")
    assert verdict(before, NAT96, "ie.2006.2") == "cannot_say"
    assert (verdict(before, NAT17, "ie.2006.2"), verdict(after, NAT17, "ie.2006.2")) == ("none", "open")


def test_since_june_2008_a_sexual_act_is_exploitation_that_is_reached_abroad() -> None:
    # Act of 1998, s. 3(2), (5), with s. 7(1) of 2008.
    assert verdict(put(14, IRISH, "2008-06-06"), NAT08, "ie.1998.3.2.c") == "none"
    assert verdict(put(14, IRISH, "2008-06-07"), NAT08, "ie.1998.3.2.c") == "open"


def test_marriage_of_which_nothing_is_said_leaves_it_open_what_happened() -> None:
    facts = case(DAY, child(16), IRISH)
    del facts["act"]["marriage"]
    assert verdict(ask(facts, TODAY, "IE"), NAT17, "ie.2006.3") == "cannot_say"


def test_no_act_of_the_nineties_reaches_a_journey_before_december_1996() -> None:
    for day, expected in (("1996-12-18", "none"), ("1996-12-19", "cannot_say")):
        assert verdict(put(13, IRISH, day), NAT96, "ie.1990.2") == expected, day


# --- payment and trafficking ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "age", "open_by"),
    [
        ("2008-06-06", 17, set()),  # the Act of 1998 as enacted: under 17
        ("2008-06-07", 17, {NAT08}),  # Act of 2008, ss. 3 and 7
        (DAY, 17, {NAT08}),
        (DAY, 18, set()),
    ],
)
def test_whoever_pays_a_child_abroad(day: str, age: int, open_by: set[str]) -> None:
    answer = put(age, IRISH, day, commercial=True)
    assert routes(answer, "ie.1998.3.2.pay") == open_by


def test_section_3_of_2017_is_of_the_schedule_since_2024() -> None:
    for day, expected in (("2024-07-17", "none"), ("2024-08-31", "cannot_say")):  # an offence of XB is asked for
        assert verdict(put(17, IRISH, day, commercial=True), S3, "ie.2017.3") == expected, day


def test_an_irish_child_is_protected_from_anybody() -> None:
    facts = case(DAY, child(16, nationality=["IE"]), STRANGER, {"commercial": True})
    answer = ask(facts, TODAY, "IE")
    assert verdict(answer, VICTIM08, "ie.1998.3.2.pay") == "open"
    facts = case(DAY, child(16, residence=["IE"]), STRANGER, {"commercial": True})
    assert verdict(ask(facts, TODAY, "IE"), VICTIM08, "ie.1998.3.2.pay") == "none"


def test_trafficking_asks_for_no_means() -> None:
    answer = put(17, LIVES_THERE, conduct=["trafficking"])
    assert verdict(answer, RES08, "ie.1998.3.1") == "open"


# --- material, performances, approaches -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "age", "expected"), [("2017-03-26", 17, "none"), ("2017-03-27", 17, "open"), ("2017-03-26", 16, "none")]
)
def test_production_abroad(day: str, age: int, expected: str) -> None:
    answer = put(age, IRISH, day, conduct=["csam_production"])
    assert verdict(answer, NAT17, "ie.1998.5.a") == expected


def test_possession_abroad_is_asked_of_the_place() -> None:
    answer = put(12, IRISH, conduct=["csam_possession"])
    assert verdict(answer, NAT96, "ie.1998.6") == "cannot_say"
    assert NAT17 not in routes(answer, "ie.1998.6")


def test_possession_at_home_since_july_1998() -> None:
    for day, expected in (("1998-07-28", "none"), ("1998-07-29", "open")):
        answer = put(12, IRISH, day, conduct=["csam_possession"], places=[{"in": "IE"}])
        assert verdict(answer, "ie.j.territory", "ie.1998.6") == expected, day


def test_an_approach_online_from_home() -> None:
    at_home: dict[str, Any] = {"conduct": ["grooming"], "places": [{"in": "IE"}], "medium": ["online"]}
    answer = put(16, STRANGER, **at_home)
    assert verdict(answer, "ie.j.territory", "ie.2017.8.1") == "open"
    assert verdict(answer, "ie.j.territory", "ie.2017.7") == "cannot_say"  # a meeting is asked for
    assert verdict(put(17, STRANGER, **at_home), "ie.j.territory", "ie.2017.8.1") == "none"


def test_who_attends_a_performance_there() -> None:
    assert verdict(put(17, IRISH, conduct=["performance"]), NAT17, "ie.1998.5A.1") == "open"
    assert verdict(put(17, IRISH, conduct=["performance"]), NAT96, "ie.1998.5A.4") == "cannot_say"


# --- time -----------------------------------------------------------------------------------------------------------


def test_twelve_months_for_a_girl_of_16_until_2006() -> None:
    # Act of 1935, s. 2(3); other offences lapse never.
    girl = route(put(16, IRISH, "2004-05-05", places=[{"in": "IE"}]), "ie.j.territory", "ie.1935.2")
    assert girl.verdict.value == "barred"
    assert girl.limit.latest == date(2005, 5, 5)
    found = route(put(14, IRISH, "2004-05-05", places=[{"in": "IE"}]), "ie.j.territory", "ie.1990.2")
    assert (found.verdict.value, found.limit.none) == ("open", True)


# --- a judgment abroad ----------------------------------------------------------------------------------------------


def test_an_acquittal_abroad_bars_what_was_done_abroad() -> None:
    judgment = {"state": "XB", "kind": "acquittal", "same_act": True, "final": True, "reason": "on_the_merits"}
    course = {"judgments": [judgment]}
    assert verdict(put(14, IRISH, course=course), NAT17, "ie.2006.2") == "barred"
