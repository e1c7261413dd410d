"""Canada: answers derived by hand from the articles that each test names. XB has no law file."""

import pytest
from tests.engines.jurisdiction.abroad import ask, at, case, child, route, shipped, verdict, waits_for

from fanal.engines.jurisdiction.model import Years

pytestmark = pytest.mark.once

TODAY = "2026-11-25"


def test_citizens_and_permanent_residents_with_consent():
    # Section 7(4.1) in the wording of 21 June 2019, (4.3).
    # Section 7(7): where the accused is no citizen, also that of the Attorney General of Canada.
    one = {("consent", "Attorney General")}
    for rule, link, needed in (
        ("ca.j.7.4.1.nat", {"nationality": ["CA"]}, one),
        (
            "ca.j.7.4.1.pr",
            {"permanent_residence": ["CA"], "residence": ["CA"]},
            one | {("consent", "Attorney General of Canada")},
        ),
    ):
        answer = ask(case("2020-06-01", child(15), link), TODAY, "CA")
        assert verdict(answer, rule, "ca.151") == "open_on_condition"
        assert waits_for(answer, rule, "ca.151") == needed
    resident = ask(case("2020-06-01", child(15), {"residence": ["CA"]}), TODAY, "CA")
    assert verdict(resident, "ca.j.7.4.1.pr", "ca.151") == "none"


def test_close_in_age_is_no_offence():
    # Section 150.1(2.1): complainant of 14 or 15, accused less than five years older.
    near = {"nationality": ["CA"], "dob": "2001-06-01", "age": {"lo": 18, "hi": 18}}
    facts = case("2020-05-01", {"dob": "2005-01-01"}, near)
    assert verdict(ask(facts, TODAY, "CA"), "ca.j.7.4.1.nat", "ca.151") == "none"
    facts["suspect"] |= {"dob": "2000-01-01", "age": {"lo": 20, "hi": 20}}  # five years older, so not less than five
    assert verdict(ask(facts, TODAY, "CA"), "ca.j.7.4.1.nat", "ca.151") == "open_on_condition"


def test_trafficking_needs_no_consent():
    # Section 7(4.3) names (4.1) and (4.2), not (4.11).
    # Section 279.04(1): exploitation makes a person fear for safety; that needs no means where a court finds it.
    trade = {"conduct": ["trafficking"], "commercial": True}
    answer = ask(case("2020-06-01", child(15), {"nationality": ["CA"]}, trade | {"means": ["threat"]}), TODAY, "CA")
    assert waits_for(answer, "ca.j.7.4.11.nat", "ca.279.011") == set()
    assert verdict(answer, "ca.j.7.4.11.nat", "ca.279.011") == "open"
    plain = ask(case("2020-06-01", child(15), {"nationality": ["CA"]}, trade), TODAY, "CA")
    assert "law:CA/ca.279.011#also_asks" in route(plain, "ca.j.7.4.11.nat", "ca.279.011").reasons


CANADIAN = {"nationality": ["CA"]}


@pytest.mark.parametrize(
    ("day", "age", "expected"),
    [
        ("2003-06-01", 13, "open_on_condition"),
        ("2008-04-30", 14, "none"),
        ("2008-05-01", 15, "open_on_condition"),
        ("2008-05-01", 16, "none"),
    ],
)
def test_fourteen_until_the_first_of_may_2008_sixteen_since(day: str, age: int, expected: str):
    # S.C. 2008, c. 6, in effect on 1 May 2008; the Library of Parliament in 1999: fourteen.
    answer = ask(case(day, child(age), CANADIAN), TODAY, "CA")
    assert verdict(answer, "ca.j.7.4.1.nat", "ca.151") == expected


@pytest.mark.parametrize(
    ("day", "expected", "maximum"),
    [
        ("2005-10-31", "cannot_say", None),
        ("2005-11-01", "open_on_condition", 5),
        ("2014-12-05", "open_on_condition", 5),
        ("2014-12-06", "open_on_condition", 10),
    ],
)
def test_who_pays_for_a_child_of_seventeen(day: str, expected: str, maximum: int | None):
    # 212(4) by 2005, c. 32, s. 10.1(2): five years; 286.1(2) by 2014, c. 25, thirty days after 6 November 2014.
    answer = ask(case(day, child(17), CANADIAN, {"commercial": True}), TODAY, "CA")
    assert verdict(answer, "ca.j.7.4.1.nat", "ca.286.1.2") == expected
    held = [version.text.max_penalty for version in shipped().laws["CA"].offences["ca.286.1.2"].versions]
    assert maximum is None or Years(maximum, maximum) in held


def test_until_july_2002_the_place_had_to_ask():
    # 1997, c. 16, s. 1 since 26 May 1997; 2002, c. 13, s. 3(2) since 23 July 2002 leaves the consent alone.
    def needs(day: str) -> set[str]:
        answer = ask(case(day, child(12), CANADIAN), TODAY, "CA")
        return {kind for kind, _ in waits_for(answer, "ca.j.7.4.1.nat", "ca.151")}

    assert needs("2002-07-22") == {"consent", "request"}
    assert needs("2002-07-23") == {"consent"}
    before = ask(case("1997-05-25", child(12), CANADIAN), TODAY, "CA")
    assert verdict(before, "ca.j.7.4.1.nat", "ca.151") == "none"


@pytest.mark.parametrize(("day", "expected"), [("2012-08-08", "none"), ("2012-08-09", "open_on_condition")])
def test_luring_abroad_counts_since_august_2012(day: str, expected: str):
    # 2012, c. 1, s. 10 adds 171.1, 172.1 and 172.2 to the list of 7(4.1).
    lured = ask(case(day, child(15), CANADIAN, {"conduct": ["grooming"], "medium": ["online"]}), TODAY, "CA")
    assert verdict(lured, "ca.j.7.4.1.nat", "ca.172.1.b") == expected


@pytest.mark.parametrize(("day", "expected"), [("2012-06-27", "none"), ("2012-06-28", "open")])
def test_trafficking_abroad_counts_since_june_2012(day: str, expected: str):
    # 2012, c. 15 inserts 7(4.11), assented to on 28 June 2012.
    traded = ask(case(day, child(15), CANADIAN, {"conduct": ["trafficking"], "means": ["force"]}), TODAY, "CA")
    assert verdict(traded, "ca.j.7.4.11.nat", "ca.279.011") == expected


def test_sexual_assault_is_not_in_the_list_and_counts_at_home():
    # 7(4.1) names 151 to 153 and 155, not 271; 6(2): in Canada everyone.
    abroad = ask(case("2020-06-01", child(17), CANADIAN, {"means": ["force"]}), TODAY, "CA")
    assert verdict(abroad, "ca.j.7.4.1.nat", "ca.271.18") == "no route"
    home = ask(at("CA", case("2020-06-01", child(17), {}, {"means": ["force"]})), TODAY, "CA")
    assert verdict(home, "ca.j.6", "ca.271.18") == "open"


def test_material_of_a_child_of_seventeen():
    # 163.1(4): five years by 2005, c. 32, ten by 2015, c. 23; accessing is an offence of its own since 23 July 2002.
    kept = {"conduct": ["csam_possession"], "medium": ["image"]}
    answer = ask(case("2010-06-01", child(17), CANADIAN, kept), TODAY, "CA")
    assert verdict(answer, "ca.j.7.4.1.nat", "ca.163.1.4") == "open_on_condition"
    looked = {"conduct": ["csam_access"], "medium": ["image"]}
    assert (
        verdict(ask(case("2002-07-22", child(17), CANADIAN, looked), TODAY, "CA"), "ca.j.7.4.1.nat", "ca.163.1.4.1")
        == "none"
    )
    maxima = [one.text.max_penalty for one in shipped().laws["CA"].offences["ca.163.1.4"].versions[1:]]
    assert maxima == [Years(5, 5), Years(5, 10), Years(10, 10)]
