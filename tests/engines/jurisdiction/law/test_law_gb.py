"""England and Wales: answers derived by hand from the articles that each test names. XB has no law file."""

import pytest
from tests.engines.jurisdiction.abroad import ask, at, case, child, route, summary, verdict, waits_for

pytestmark = pytest.mark.once

TODAY = "2026-11-25"
READ = "2010-11-25"
"""The day on which the text was read that nobody read since: later the law was not read."""


def test_a_national_needs_no_offence_there_a_resident_does():
    # Section 72(1) and (2). In Germany, § 176 StGB punishes acts with a child of thirteen.
    national = ask(case("2009-05-01", child(13), {"nationality": ["GB"]}), READ, "GB-EAW")
    assert verdict(national, "gb-eaw.j.72.1", "gb-eaw.9") == "open"
    lives = {"residence": ["GB-EAW"]}
    assert (
        verdict(ask(case("2009-05-01", child(13), lives), READ, "GB-EAW"), "gb-eaw.j.72.2", "gb-eaw.9") == "cannot_say"
    )
    there = ask(at("DE", case("2009-05-01", child(13), lives)), READ, "GB-EAW")
    assert verdict(there, "gb-eaw.j.72.2", "gb-eaw.9") == "open"


def test_who_became_british_later_is_reached_where_the_place_punishes():
    # Section 72(3)-(4): national only when proceedings are brought.
    later = {"nationality": [{"in": "GB", "from": "2010-01-01"}]}
    answer = ask(at("DE", case("2009-05-01", child(13), later)), READ, "GB-EAW")
    assert verdict(answer, "gb-eaw.j.72.3.nat", "gb-eaw.9") == "open"
    assert verdict(answer, "gb-eaw.j.72.1", "gb-eaw.9") == "none"
    unknown = ask(case("2009-05-01", child(13), later), READ, "GB-EAW")
    assert verdict(unknown, "gb-eaw.j.72.3.nat", "gb-eaw.9") == "cannot_say"


def test_as_enacted_nationals_needed_double_criminality_and_children_below_sixteen():
    british = {"nationality": ["GB"]}
    then = ask(case("2006-05-01", child(15), british, {"commercial": True}), READ, "GB-EAW")
    assert verdict(then, "gb-eaw.j.72.1", "gb-eaw.47.16") == "none"
    assert verdict(then, "gb-eaw.j.72e.nat", "gb-eaw.47.16") == "cannot_say"
    assert route(then, "gb-eaw.j.72e.nat", "gb-eaw.47.16").reasons == {"law:XB/not_in_corpus"}
    assert verdict(then, "gb-eaw.j.72e.nat", "gb-eaw.47.18") == "no route"  # Schedule 2 of 2004: under sixteen
    now = ask(case("2010-05-01", child(17), british, {"commercial": True}), READ, "GB-EAW")
    assert verdict(now, "gb-eaw.j.72.1", "gb-eaw.47.18") == "open"


BRITISH = {"nationality": ["GB"]}
HAVING = {"conduct": ["csam_possession"], "medium": ["image"]}


@pytest.mark.parametrize(
    ("day", "age", "expected"),
    [
        ("2016-05-01", 17, "open_on_condition"),  # section 160 with consent of the Director; Schedule 2 para. 1(d)(ii)
        ("2016-05-01", 18, "cannot_say"),  # no offence of the file, which nobody declared complete
        ("2003-05-01", 17, "cannot_say"),  # before section 45 of the Act of 2003; not read
    ],
)
def test_gb_whoever_has_an_image_of_a_child_below_eighteen_is_reached_abroad(day: str, age: int, expected: str):
    assert summary(ask(case(day, child(age), BRITISH, HAVING), TODAY, "GB-EAW"), "GB-EAW") == expected


@pytest.mark.parametrize("day", ["2010-12-01", "2010-12-02", "2016-02-01", "2024-01-31"])
def test_schedule_2_of_2024_shows_that_the_offence_stands(day: str):
    # Section 9 was read of 2005 and 2010; Schedule 2 of 31 January 2024 names it. Its words since were not read.
    found = route(ask(case(day, child(13), BRITISH), TODAY, "GB-EAW"), "gb-eaw.j.72.1", "gb-eaw.9")
    assert found.verdict == "open"
    assert found.needs_expert


@pytest.mark.parametrize(("age", "paid", "expected"), [(17, True, "open"), (17, False, "none"), (18, True, "none")])
def test_who_pays_for_a_child_of_seventeen(age: int, paid: bool, expected: str):
    # Section 47(1)(c): under 18; (5): seven years.
    answer = ask(case("2019-02-01", child(age), BRITISH, {"commercial": paid}), TODAY, "GB-EAW")
    assert verdict(answer, "gb-eaw.j.72.1", "gb-eaw.47.18") == expected


@pytest.mark.parametrize(
    ("relation", "offence", "expected"),
    [
        ("parent", "gb-eaw.25", "open"),  # section 27(2)(a)
        ("relative", "gb-eaw.25", "cannot_say"),  # cousins only in the household, (3)(b)
        ("teacher", "gb-eaw.25", "none"),
        ("teacher", "gb-eaw.16", "open"),  # section 21(5)
        ("clergy", "gb-eaw.16", "cannot_say"),
        ("parent", "gb-eaw.16", "none"),
    ],
)
def test_family_and_positions_of_trust_to_18(relation: str, offence: str, expected: str):
    answer = ask(case("2012-02-01", child(17), BRITISH, {"relation": [relation]}), TODAY, "GB-EAW")
    assert verdict(answer, "gb-eaw.j.72.1", offence) == expected


def test_images_need_the_consent_of_the_director():
    # Protection of Children Act 1978, section 1(3); under eighteen since 1 May 2004 (7(6)).
    made = case("2009-02-01", child(17), BRITISH, {"conduct": ["csam_production"], "medium": ["image"]})
    answer = ask(made, TODAY, "GB-EAW")
    assert verdict(answer, "gb-eaw.j.72.1", "gb-eaw.poca.1") == "open_on_condition"
    assert waits_for(answer, "gb-eaw.j.72.1", "gb-eaw.poca.1") == {("consent", "Director of Public Prosecutions")}


def test_a_streamed_act_is_exploitation_since_2017():
    # Section 51(2)(b): "or streamed or otherwise transmitted" inserted, the last part on 31 March 2017.
    def said(day: str, medium: str) -> str:
        shown = case(day, child(17), BRITISH, {"conduct": ["performance"], "medium": [medium]})
        return verdict(ask(shown, TODAY, "GB-EAW"), "gb-eaw.j.72.1", "gb-eaw.48.i")

    assert [said("2017-03-30", "live_stream"), said("2017-03-31", "live_stream")] == ["cannot_say", "open"]
    assert said("2019-03-31", "in_person") == "cannot_say"


def test_trafficking_by_a_national_anywhere():
    # Modern Slavery Act 2015, section 2(6), read of 1 December 2020; a resident is reached by (7) only.
    traded = {"conduct": ["trafficking"]}
    answer = ask(case("2020-12-01", child(17), BRITISH, traded), "2020-12-01", "GB-EAW")
    assert verdict(answer, "gb-eaw.j.msa.2.6", "gb-eaw.msa.2") == "open"
    lives = ask(case("2020-12-01", child(17), {"residence": ["GB-EAW"]}, traded), "2020-12-01", "GB-EAW")
    assert verdict(lives, "gb-eaw.j.msa.2.6", "gb-eaw.msa.2") == "none"
