"""Australia: answers derived by hand from the articles that each test names. XB has no law file."""

from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, at, case, child, route, summary, verdict

pytestmark = pytest.mark.once

TODAY = "2026-11-25"
READ = "2020-06-22"
"""The day on which the text was read that nobody read since: later the law was not read."""


def test_citizens_and_residents_since_april_2010():
    for link in ({"nationality": ["AU"]}, {"residence": ["AU"]}):
        rule = "au.j.272.6.nat" if "nationality" in link else "au.j.272.6.res"
        answer = ask(case("2016-02-01", child(15), link), READ, "AU")
        assert verdict(answer, rule, "au.272.9") == "open"
        assert route(answer, rule, "au.272.9").needs_expert  # section 272.6 was not read of that year
        assert route(answer, rule, "au.272.8").parts["E"].is_unknown  # whether it was intercourse
        assert verdict(ask(case("2010-04-14", child(15), link), READ, "AU"), rule, "au.272.8") == "cannot_say"
    assert {one.state: one.verdict for one in answer.states}["AU"] == "open"


def test_has_no_territorial_route():
    answer = ask(at("AU", case("2016-02-01", child(13), {})), TODAY, "AU")
    assert not any(one.basis == "territory" for one in answer.routes)
    assert summary(answer, "AU") == "cannot_say"


AUSTRALIAN = {"nationality": ["AU"]}
COMPILATION = "2015-06-18"


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2010-04-14", "cannot_say"), ("2010-04-15", "open"), ("2020-06-23", "open"), ("2026-01-01", "open")],
)
def test_division_272_since_15_april_2010(day: str, expected: str):
    # Act 42 of 2010, Schedule 1; Part IIIA of the Crimes Act 1914 before it was not read.
    answer = ask(case(day, child(15), AUSTRALIAN), TODAY, "AU")
    assert verdict(answer, "au.j.272.6.nat", "au.272.9") == expected


@pytest.mark.parametrize(
    ("age", "relation", "expected"),
    [
        (15, "parent", {"au.272.10": "open", "au.272.13": "none"}),
        (15, "relative", {"au.272.10": "cannot_say", "au.272.13": "none"}),  # 272.3(1)(a): only grandparents
        (16, "teacher", {"au.272.10": "none", "au.272.13": "open"}),
        (17, "teacher", {"au.272.9": "none", "au.272.13": "open"}),
        (18, "teacher", {"au.272.13": "none"}),
    ],
)
def test_trust_and_authority(age: int, relation: str, expected: dict[str, str]):
    # 272.10(1)(b)(ii) below sixteen, 272.13 "at least 16 but under 18".
    answer = ask(case("2014-02-01", child(age), AUSTRALIAN, {"relation": [relation]}), COMPILATION, "AU")
    assert {one: verdict(answer, "au.j.272.6.nat", one) for one in expected} == expected


def test_a_marriage_is_a_defence_in_the_compilation():
    # 272.17(1): "if the defendant proves that".
    married = case("2014-02-01", child(15), AUSTRALIAN, {"marriage": True})
    assert verdict(ask(married, COMPILATION, "AU"), "au.j.272.6.nat", "au.272.9") == "none"


def test_to_make_the_journey_possible_is_to_encourage():
    # 272.19(4)(b): "aid, facilitate, or contribute to, in any way whatever"; what came later was not read.
    led = {"conduct": ["travel_facilitation"], "commercial": True}
    answer = ask(case("2014-02-01", child(15), AUSTRALIAN, led), COMPILATION, "AU")
    assert verdict(answer, "au.j.272.6.nat", "au.272.19") == "open"
    later = ask(case("2016-02-01", child(15), AUSTRALIAN, led), TODAY, "AU")
    found = route(later, "au.j.272.6.nat", "au.272.19")
    assert "law:AU/au.272.19#unread:2015-06-18" in found.reasons


@pytest.mark.parametrize("link", [AUSTRALIAN, {"residence": ["AU"]}], ids=["citizen", "resident"])
def test_material_outside_australia(link: dict[str, Any]):
    # 273.5 with 273.2(a) and (b): no offence at the place is asked for.
    kept = case("2014-02-01", child(17), link, {"conduct": ["csam_possession"], "medium": ["image"]})
    rule = "au.j.273.2.nat" if "nationality" in link else "au.j.273.2.res"
    assert verdict(ask(kept, COMPILATION, "AU"), rule, "au.273.5") == "open"


def test_a_resident_needs_an_offence_there_for_a_forced_marriage():
    # 270.9 and 15.2(1)(c), (2): a citizen never, a resident may show that the place has none.
    forced = {"conduct": ["child_marriage"], "means": ["coercion"]}
    citizen = ask(case(COMPILATION, child(15), AUSTRALIAN, forced), COMPILATION, "AU")
    assert verdict(citizen, "au.j.15.2.nat", "au.270.7B") == "open"
    resident = ask(case(COMPILATION, child(15), {"residence": ["AU"]}, forced), COMPILATION, "AU")
    assert verdict(resident, "au.j.15.2.res", "au.270.7B") == "cannot_say"


def test_an_acquittal_abroad_bars():
    # 272.29: "convicted or acquitted in a country outside Australia".
    done = {"state": "XB", "kind": "acquittal", "same_act": True, "final": True}
    facts = case("2014-02-01", child(13), AUSTRALIAN, course={"judgments": [done]})
    assert verdict(ask(facts, COMPILATION, "AU"), "au.j.272.6.nat", "au.272.9") == "barred"
