"""Switzerland: answers derived by hand from the articles that each test names. XB has no law file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, verdict, waits_for

pytestmark = pytest.mark.once

TODAY = "2026-11-25"


IN_CH = {"nationality": ["XC"], "presence": ["CH"]}
MARCH_2020 = "2020-03-01"


def test_anyone_who_is_there_and_not_extradited():
    # Art. 5(1)(b): art. 187 below fourteen only; (abis): paid acts to eighteen since 1 July 2014.
    thirteen = ask(case("2019-05-01", child(13), IN_CH), MARCH_2020, "CH")
    assert verdict(thirteen, "ch.j.5.b", "ch.187.14") == "open_on_condition"
    assert waits_for(thirteen, "ch.j.5.b", "ch.187.14") == {("extradition", "not_effected")}
    fifteen = ask(case("2019-05-01", child(15), IN_CH), MARCH_2020, "CH")
    assert verdict(fifteen, "ch.j.5.b", "ch.187.14") == "none"
    paid = case("2019-05-01", child(16), IN_CH, {"commercial": True})
    assert verdict(ask(paid, MARCH_2020, "CH"), "ch.j.5.abis", "ch.196") == "open_on_condition"
    before = case("2014-06-30", child(16), IN_CH, {"commercial": True})
    assert verdict(ask(before, MARCH_2020, "CH"), "ch.j.5.abis", "ch.196") == "none"


def test_who_is_not_there_is_not_reached_not_even_a_national():
    # Arts 5 and 7(1)(b) both ask for presence.
    answer = ask(case("2019-05-01", child(13), {"nationality": ["CH"]}), MARCH_2020, "CH")
    assert verdict(answer, "ch.j.5.b", "ch.187.14") == verdict(answer, "ch.j.7.1.nat", "ch.187") == "none"


def test_a_national_who_is_there_needs_double_criminality_from_fourteen_on():
    swiss = {"nationality": ["CH"], "presence": ["CH"]}
    answer = ask(case("2019-05-01", child(15), swiss), MARCH_2020, "CH")
    assert verdict(answer, "ch.j.7.1.nat", "ch.187") == "cannot_say"
    seas = case("2019-05-01", child(15), swiss)
    seas["act"]["places"] = [{"in": "XZ"}]
    assert verdict(ask(seas, MARCH_2020, "CH"), "ch.j.7.1.nat", "ch.187") == "open_on_condition"


def test_three_years_of_difference_are_no_offence():
    # Art. 187 no. 2: "nicht mehr als drei Jahre".
    peer = {"nationality": ["XC"], "presence": ["CH"], "dob": "2005-01-01", "age": {"lo": 14, "hi": 14}}
    facts = case("2019-05-01", {"dob": "2006-06-01"}, peer)
    assert verdict(ask(facts, MARCH_2020, "CH"), "ch.j.5.b", "ch.187.14") == "none"


@pytest.mark.parametrize(
    ("day", "born", "act", "rule", "offence", "last"),
    [
        # Art. 101(1)(e): below twelve there is no end.
        ("2015-06-01", "2007-01-10", {}, "ch.j.5.b", "ch.187.14", None),
        # Art. 97(1)(b): fifteen years; the 25th birthday (15 June 2027) is earlier.
        ("2014-09-01", "2002-06-15", {}, "ch.j.5.b", "ch.187.14", date(2029, 8, 31)),
        # Art. 97(1)(c) ten years, (2) at least to the 25th birthday: 15 June 2027.
        ("2015-03-01", "2002-06-15", {"conduct": ["performance"]}, "ch.j.5.c", "ch.197.3", date(2027, 6, 14)),
    ],
)
def test_limitation(day: str, born: str, act: Mapping[str, Any], rule: str, offence: str, last: date | None):
    limit = route(ask(case(day, {"dob": born}, IN_CH, act), MARCH_2020, "CH"), rule, offence).limit
    assert (limit.none, limit.earliest) == (last is None, last)


@pytest.mark.parametrize(
    ("day", "age", "act", "rule", "offence"),
    [
        # Art. 187 of July 2024: below sixteen as before, at least a year below twelve (no. 1bis).
        ("2025-05-01", 13, {}, "ch.j.5.b", "ch.187.14"),
        ("2024-07-01", 11, {}, "ch.j.5.b", "ch.187.1bis"),
        # Art. 5(1)(abis) of January 2025 names art. 196 in the words of before.
        ("2025-05-01", 17, {"commercial": True}, "ch.j.5.abis", "ch.196"),
        # Art. 197(3)-(4), of which art. 5(1)(c) speaks.
        ("2025-05-01", 16, {"conduct": ["csam_production"]}, "ch.j.5.c", "ch.197.4"),
        ("2022-05-01", 13, {}, "ch.j.5.b", "ch.187.14"),
    ],
)
def test_since_2020_and_july_2024(day: str, age: int, act: Mapping[str, Any], rule: str, offence: str):
    answer = ask(case(day, child(age), IN_CH, act), TODAY, "CH")
    assert verdict(answer, rule, offence) == "open_on_condition"
    assert waits_for(answer, rule, offence) == {("extradition", "not_effected")}


def test_below_twelve_was_no_offence_of_its_own_before_july_2024():
    answer = ask(case("2024-06-30", child(11), IN_CH), TODAY, "CH")
    assert verdict(answer, "ch.j.5.b", "ch.187.1bis") == "none"
    assert verdict(answer, "ch.j.5.b", "ch.187.14") == "open_on_condition"


def test_arts_189_and_following_of_july_2024_were_not_read():
    answer = ask(case("2025-05-01", child(17), IN_CH, {"means": ["force"]}), TODAY, "CH")
    assert verdict(answer, "ch.j.5.a", "ch.189") == "cannot_say"


@pytest.mark.parametrize(("day", "last"), [("2009-06-01", date(2024, 5, 31)), ("2013-06-01", date(2028, 5, 31))])
def test_fifteen_years_before_2014_too(day: str, last: date):
    # Art. 97(1)(b) of October 2012: fifteen years where more than three are threatened; the 25th birthday is earlier.
    born = {"dob": f"{int(day[:4]) - 13}-01-10"}
    limit = route(ask(case(day, born, IN_CH), f"{int(day[:4])}-12-31", "CH"), "ch.j.5.b", "ch.187.14").limit
    assert limit.earliest == last


@pytest.mark.parametrize(("day", "expected"), [("2012-12-01", "none"), ("2014-07-01", "open_on_condition")])
def test_a_paid_act_with_a_child_of_17_is_new_in_july_2014(day: str, expected: str):
    # The text of October 2012 has nothing at art. 196.
    answer = ask(case(day, child(17), IN_CH, {"commercial": True}), f"{int(day[:4]) + 1}-01-01", "CH")
    assert verdict(answer, "ch.j.5.abis", "ch.196") == expected


@pytest.mark.parametrize("day", ["2023-05-01", "2024-08-01"])
def test_below_twelve_there_is_no_end_in_2024_either(day: str):
    # Art. 101(1)(e) of December 2023 and of July 2024.
    answer = ask(case(day, {"dob": f"{int(day[:4]) - 10}-01-10"}, IN_CH), TODAY, "CH")
    assert route(answer, "ch.j.5.b", "ch.187.14").limit.none
