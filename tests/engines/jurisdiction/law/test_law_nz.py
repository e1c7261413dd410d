"""New Zealand: answers derived by hand from the articles that each test names. XB has no law file."""

from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, at, case, child, route, shipped, verdict, waits_for

from fanal.engines.jurisdiction.model import Years

pytestmark = pytest.mark.once

TODAY = "2026-11-25"


def test_consent_and_no_limitation():
    # Sections 144A and 144B; Criminal Procedure Act 2011, section 25(2)(b): at any time.
    answer = ask(case("2016-02-01", child(11), {"nationality": ["NZ"]}), TODAY, "NZ")
    assert waits_for(answer, "nz.j.144A.nat", "nz.132.3") == {("consent", "Attorney-General")}
    found = route(answer, "nz.j.144A.nat", "nz.132.3")
    assert (found.verdict, found.limit.none) == ("open_on_condition", True)
    paid = ask(case("2016-02-01", child(17), {"residence": ["NZ"]}, {"commercial": True}), TODAY, "NZ")
    assert route(paid, "nz.j.144A.res", "nz.pra.23").parts["E"].is_true


@pytest.mark.parametrize(("day", "expected"), [("2006-06-13", "cannot_say"), ("2006-06-14", "open_on_condition")])
def test_as_it_was_read_in_the_reprint_of_2014(day: str, expected: str):
    # Section 144A as replaced on 14 June 2006; 132 and 134 on 20 May 2005; 25(2)(b) of the Act of 2011: at any time.
    answer = ask(case(day, child(11), {"nationality": ["NZ"]}), "2014-01-01", "NZ")
    found = route(answer, "nz.j.144A.nat", "nz.132.3")
    assert found.verdict == expected
    assert found.limit.none
    offence = shipped().laws["NZ"].offences["nz.132.1"]
    assert [version.text.max_penalty for version in offence.versions[1:]] == [Years(14, 14), Years(14, 20)]


def test_a_marriage_excuses_under_134_4_and_not_under_132():
    married = case("2013-08-01", child(15), {"nationality": ["NZ"]}, {"marriage": True})
    assert verdict(ask(married, "2014-01-01", "NZ"), "nz.j.144A.nat", "nz.134") == "none"
    married["child"]["age"] = {"lo": 11, "hi": 11}
    assert route(ask(married, "2014-01-01", "NZ"), "nz.j.144A.nat", "nz.132.3").parts["E"].is_true


def test_a_party_to_the_act_of_a_foreigner():
    # Section 144AB(1), once in force: the principal is a foreigner. When that was is open.
    party = {"role": "party", "principal": {"nationality": ["XC"]}}
    found = route(
        ask(case("2020-02-01", child(11), {"nationality": ["NZ"]}, party), TODAY, "NZ"), "nz.j.144AB.nat", "nz.132.1"
    )
    assert found.parts["J"].is_unknown
    assert "law:NZ/nz.j.144AB.nat#commencement" in found.reasons
    alone = ask(case("2020-02-01", child(11), {"nationality": ["NZ"]}), TODAY, "NZ")
    assert verdict(alone, "nz.j.144AB.nat", "nz.132.1") == "none"


KIWI = {"nationality": ["NZ"]}
REPRINT = "2014-05-11"


@pytest.mark.parametrize(
    ("day", "age", "paid", "expected"),
    [
        ("2006-06-13", 17, True, "cannot_say"),
        ("2006-06-14", 17, True, "open_on_condition"),
        ("2024-02-01", 17, True, "open_on_condition"),
        ("2024-02-01", 17, False, "none"),
        ("2024-02-01", 18, True, "none"),
    ],
)
def test_who_pays_for_a_child_of_seventeen(day: str, age: int, paid: bool, expected: str):
    # Section 144A(4) since 14 June 2006, with section 22(2) and 23(1) of the Prostitution Reform Act 2003.
    answer = ask(case(day, child(age), KIWI, {"commercial": paid}), TODAY, "NZ")
    assert verdict(answer, "nz.j.144A.nat", "nz.pra.23") == expected


def test_an_act_with_a_child_of_fifteen_after_2014_rests_on_a_quotation():
    answer = ask(case("2020-02-01", child(15), KIWI), TODAY, "NZ")
    found = route(answer, "nz.j.144A.nat", "nz.134")
    assert (found.verdict, found.needs_expert) == ("open_on_condition", True)


@pytest.mark.parametrize(
    ("suspect", "protected", "rule", "needed"),
    [
        (KIWI, {}, "nz.j.7A.nat", {("consent", "Attorney-General")}),
        ({"residence": ["NZ"]}, {}, "nz.j.7A.res", {("consent", "Attorney-General")}),
        (
            {"presence": ["NZ"]},
            {},
            "nz.j.7A.pres",
            {("consent", "Attorney-General"), ("extradition", "not_effected")},
        ),
        ({}, {"nationality": ["NZ"]}, "nz.j.7A.vic.nat", {("consent", "Attorney-General")}),
    ],
    ids=["citizen", "resident", "found", "child"],
)
def test_dealing_in_children_reaches_further(suspect: Any, protected: Any, rule: str, needed: set[tuple[str, str]]):
    # Section 7A(1)(a) and (c) with 98AA; 7B(1): consent.
    traded = case("2014-02-01", child(17, **protected), suspect, {"conduct": ["trafficking"]})
    answer = ask(traded, REPRINT, "NZ")
    assert verdict(answer, rule, "nz.98AA") == "open_on_condition"
    assert waits_for(answer, rule, "nz.98AA") == needed


def test_a_meeting_after_grooming_needs_no_consent():
    # Section 7A(2A); 7B(1) does not name 131B. Whether they met or travelled the facts do not tell.
    groomed = ask(case("2013-02-01", child(15), KIWI, {"conduct": ["grooming"]}), REPRINT, "NZ")
    found = route(groomed, "nz.j.7A.2A.nat", "nz.131B")
    assert (found.verdict, found.conditions) == ("cannot_say", ())
    older = ask(case("2013-02-01", child(16), KIWI, {"conduct": ["grooming"]}), REPRINT, "NZ")
    assert verdict(older, "nz.j.7A.2A.nat", "nz.131B") == "none"


def test_organising_a_journey_from_home():
    # Sections 7 and 144C: seven years; a child under sixteen, or under eighteen for payment.
    def said(age: int, paid: bool) -> str:
        led = case("2013-02-01", child(age), {}, {"conduct": ["travel_facilitation"], "commercial": paid})
        return verdict(ask(at("NZ", led), REPRINT, "NZ"), "nz.j.7", "nz.144C")

    assert [said(15, False), said(17, True), said(17, False)] == ["open", "open", "none"]


def test_dealing_in_children_is_of_14_june_2006():
    day_before = case("2006-06-13", child(12), KIWI, {"conduct": ["trafficking"]})
    assert verdict(ask(day_before, REPRINT, "NZ"), "nz.j.7A.nat", "nz.98AA") == "none"
