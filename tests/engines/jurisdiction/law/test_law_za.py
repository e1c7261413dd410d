"""South Africa: answers derived by hand from the articles that each test names. XB has no law file."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, summary, verdict, waits_for

pytestmark = pytest.mark.once

TODAY = "2026-11-25"
READ = "2015-07-01"
"""The day on which the text was read that nobody read since: later the law was not read."""


def test_anyone_arrested_there_with_authority():
    # Section 61(1)(c), (5).
    answer = ask(case("2012-02-01", child(11), {"nationality": ["XC"], "presence": ["ZA"]}), READ, "ZA")
    found = route(answer, "za.j.61.1.c", "za.3")
    assert [found.parts[part].is_true for part in "EJD"] == [True, True, True]
    assert waits_for(answer, "za.j.61.1.c", "za.3") == {("consent", "National Director of Public Prosecutions")}


def test_no_limitation_since_december_2020():
    # Criminal Procedure Act 18, as it was read that day: what had lapsed was revived.
    answer = ask(case("2012-02-01", child(11), {"nationality": ["ZA"]}), "2020-12-23", "ZA")
    assert route(answer, "za.j.61.1.a", "za.3").limit.none


def test_the_childs_link_counts_only_with_the_person_found_there():
    # Section 61(2): both (a) and (b).
    ours = child(11, nationality=["ZA"])
    assert verdict(ask(case("2012-02-01", ours, {}), READ, "ZA"), "za.j.61.2.nat", "za.3") == "none"
    found = ask(case("2012-02-01", ours, {"presence": ["ZA"]}), READ, "ZA")
    assert route(found, "za.j.61.2.nat", "za.3").parts["J"].is_true
    assert ("extradition", "not_effected") in waits_for(found, "za.j.61.2.nat", "za.3")
    assert verdict(found, "za.j.61.2.res", "za.3") == "none"


def test_a_conviction_abroad_bars_even_if_nothing_was_served():
    # Section 61(4) speaks of conviction or acquittal only.
    done = {
        "judgments": [{"state": "XB", "kind": "conviction", "same_act": True, "final": True, "sentence": "not_served"}]
    }
    facts = case("2012-02-01", child(11), {"presence": ["ZA"]}, course=done)
    assert verdict(ask(facts, READ, "ZA"), "za.j.61.1.c", "za.3") == "barred"


def test_below_twelve_no_consent_and_from_sixteen_only_without_it():
    # Sections 57(1) and 15(1).
    citizen = {"nationality": ["ZA"]}
    eleven = ask(case("2015-07-07", child(11), citizen), "2015-07-07", "ZA")
    assert route(eleven, "za.j.61.1.a", "za.3").parts["E"].is_true
    assert verdict(eleven, "za.j.61.1.a", "za.15") == "none"
    sixteen = ask(case("2015-07-07", child(16), citizen), "2015-07-07", "ZA")
    assert verdict(sixteen, "za.j.61.1.a", "za.3") == verdict(sixteen, "za.j.61.1.a", "za.15") == "none"
    assert summary(sixteen, "ZA") == "cannot_say"  # sections 18 to 24 and others were not entered


ASKED_ZA = "open_on_condition"  # section 61(5): the National Director of Public Prosecutions


@pytest.mark.parametrize(
    ("day", "expected"), [("2007-12-15", "cannot_say"), ("2007-12-16", ASKED_ZA), ("2023-02-01", ASKED_ZA)]
)
def test_a_citizen_and_a_child_of_eleven_since_december_2007(day: str, expected: str):
    # Sections 57(1) and 61(1)(a); that of July 2022 has the words of 2007. Twenty years had not run out in 2020.
    answer = ask(case(day, child(11), {"nationality": ["ZA"]}), TODAY, "ZA")
    assert verdict(answer, "za.j.61.1.a", "za.3") == expected


@pytest.mark.parametrize(
    ("day", "older", "expected"),
    [
        ("2010-02-01", 44, ASKED_ZA),
        ("2010-02-01", 17, "cannot_say"),  # then between two children
        ("2015-07-07", 16, "none"),  # Act 5 of 2015: 16 or 17, and not more than two years
        ("2015-07-07", 44, ASKED_ZA),
    ],
)
def test_a_child_of_fifteen(day: str, older: int, expected: str):
    # Sections 15 and 16, as enacted and by Act 5 of 2015.
    suspect = {"nationality": ["ZA"], "age": {"lo": older, "hi": older}}
    assert verdict(ask(case(day, child(15), suspect), TODAY, "ZA"), "za.j.61.1.a", "za.15") == expected


def test_twenty_years_until_december_2020():
    # Criminal Procedure Act 18 of then: an act of 5 May 2012 could be tried until 2032.
    limit = route(
        ask(case("2012-05-05", child(11), {"nationality": ["ZA"]}), "2020-12-22", "ZA"), "za.j.61.1.a", "za.3"
    ).limit
    assert not limit.none
    assert limit.latest is not None
    assert limit.latest.year == 2032


@pytest.mark.parametrize(
    ("who", "suspect", "rule"),
    [
        ({}, {"nationality": ["ZA"]}, "za.j.tip.12.1.a"),
        ({}, {"residence": ["ZA"]}, "za.j.tip.12.1.b"),
        ({"nationality": ["ZA"]}, {}, "za.j.tip.12.1.c.nat"),
        ({"residence": ["ZA"]}, {}, "za.j.tip.12.1.c.res"),
        ({}, {"presence": ["ZA"]}, "za.j.tip.12.1.d"),
    ],
)
def test_trafficking_abroad_by_five_links(who: Mapping[str, Any], suspect: Mapping[str, Any], rule: str):
    # Act 7 of 2013, sections 4(1), 11(1) and 12(1): no offence there and no means are asked for.
    answer = ask(case("2016-02-01", child(17, **who), suspect, {"conduct": ["trafficking"]}), TODAY, "ZA")
    assert verdict(answer, rule, "za.tip.4") == "open"
    assert {one.rule for one in answer.routes if one.verdict == "open"} == {rule}


def test_the_act_on_trafficking_began_in_august_2015():
    for day, expected in (("2015-08-08", "cannot_say"), ("2015-08-09", "open")):
        answer = ask(case(day, child(17), {"nationality": ["ZA"]}, {"conduct": ["trafficking"]}), TODAY, "ZA")
        assert verdict(answer, "za.j.tip.12.1.a", "za.tip.4") == expected, day


def test_marriage_is_no_defence():
    # Section 56(1).
    facts = case("2016-02-01", child(11), {"nationality": ["ZA"]}, {"marriage": True})
    assert verdict(ask(facts, TODAY, "ZA"), "za.j.61.1.a", "za.3") == ASKED_ZA
