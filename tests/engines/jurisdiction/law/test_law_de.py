"""The law of Germany as data: every quotation is in the texts, and cases answered by hand from the articles."""

from datetime import date

import pytest
from tests.engines.jurisdiction.law_cases import act, ask, person, route, rules, state, verdict

from fanal.engines.jurisdiction.answer import Node

pytestmark = pytest.mark.once

GERMAN = person(nationality=["DE"])
LIVES_IN_GERMANY = person(nationality=["XC"], residence=["DE"])


# Reference answers, worked out by hand.


def test_child_of_13_by_a_german_abroad() -> None:
    answer = ask(act("2016-02-01", commercial=False), 13, GERMAN)
    assert verdict(answer, "de.176", "de.j.5.8.nat") == "open"
    other = route(answer, "de.176", "de.j.7.2.1")
    assert (other.verdict.value, set(other.reasons)) == ("cannot_say", {"law:XB/not_in_corpus"})


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2016-02-01", "none"),
        ("2023-05-01", "none"),
        ("2023-09-30", "none"),
        ("2023-10-01", "open"),
        ("2024-02-01", "open"),
    ],
)
def test_residence_limb_came_on_1_october_2023(day: str, expected: str) -> None:
    # § 5 Nr. 8: "oder seine Lebensgrundlage im Inland hat", G v. 26.7.2023 I Nr. 203.
    found = route(ask(act(day, commercial=True), 16, LIVES_IN_GERMANY, of="DE"), "de.182.2", "de.j.5.8.res")
    assert found.verdict.value == expected


@pytest.mark.parametrize(("day", "expected"), [("2023-09-30", "none"), ("2023-10-01", "open")])
def test_a_forced_marriage_abroad_by_a_resident(day: str, expected: str) -> None:
    # § 5 Nr. 6 c gained the same limb by the same Act.
    facts = act(day, conduct="child_marriage", means=["force"])
    assert verdict(ask(facts, 16, LIVES_IN_GERMANY, of="DE"), "de.237.1", "de.j.5.6c.res") == expected


@pytest.mark.parametrize(
    ("suspect", "expected"),
    [
        (person(nationality=["DE"], residence=["DE"]), {"cannot_say"}),
        (person(nationality=["DE"], residence=["XB"]), {"none"}),
    ],
    ids=["lives in Germany", "lives abroad"],
)
def test_in_1996_nationality_and_residence_were_coupled(suspect: object, expected: set[str]) -> None:
    # § 5 Nr. 8 b of 1993: a German who has the base of life at home; § 176 of 1996 itself was not read.
    answer = ask(act("1996-05-01"), 12, suspect, of="DE")
    assert {verdict(answer, "de.176", "de.j.5.8.b.1993")} == expected


@pytest.mark.parametrize("day", ["2015-01-27", "2020-02-01", "2022-02-01", "2024-06-28", "2026-01-01"])
def test_attempted_production_is_punished_since_2015(day: str) -> None:
    # § 184b(3) of 2015, a Verbrechen from July 2021 (§ 23(1)), (4) since 28 June 2024: Nr. 3 each time.
    answer = ask(
        act(day, conduct="csam_production", role="attempt"), 12, GERMAN, on=date(int(day[:4]) + 1, 7, 1), of="DE"
    )
    assert verdict(answer, "de.184b.1.prod", "de.j.6.6") == "open"


def test_possession_of_2012_lapsed_after_five_years() -> None:
    # § 184b(4) of 2012: two years, so five years (§ 78(3) Nr. 4), from the end of the act: never on the list of § 78b.
    answer = ask(act("2012-05-01", conduct="csam_possession"), 12, GERMAN, {"events_complete": True}, of="DE")
    found = [one for one in answer.routes if one.offence == "de.184b.3.poss"]
    assert {one.limit.latest for one in found if one.limit} == {date(2017, 4, 30)}


def test_limitation_walks_with_the_age_at_which_it_starts() -> None:
    # Born 1991: 18 in 2009, 21 in 2012, 30 in 2021; § 176 then up to ten years, so § 78(3) Nr. 3: ten years each.
    answer = ask(act("1999-05-01"), {"dob": "1991-01-01"}, GERMAN, {"events_complete": True})
    found = route(answer, "de.176", "de.j.5.8.nat")
    assert found.verdict.value == "open"
    assert found.limit.steps == (date(2018, 12, 31), date(2021, 12, 31), date(2030, 12, 31))
    assert state(answer, "DE").first_end.day == date(2030, 12, 31)


@pytest.mark.parametrize(
    ("complete", "on", "expected"),
    [
        (True, date(2004, 4, 30), "cannot_say"),  # in time: only the law of XB is missing
        (True, date(2004, 5, 1), "barred"),
        (False, date(2009, 4, 30), "cannot_say"),  # twice five years is the cap of § 78c(3)
        (False, date(2009, 5, 1), "barred"),
    ],
)
def test_procuring_was_never_on_the_list_of_78b(complete: bool, on: date, expected: str) -> None:
    course = {"events_complete": complete}
    facts = act("1999-05-01", conduct="procuring", commercial=True)
    answer = ask(facts, {"dob": "1991-01-01"}, GERMAN, course, on=on, of="DE")
    assert verdict(answer, "de.180.2", "de.j.7.2.1") == expected


# Further cases, answered from the articles.


def test_who_became_german_after_the_act_is_reached_by_7_only() -> None:
    # § 5 Nr. 8 asks for a German "zur Zeit der Tat"; § 7(2) Nr. 1 takes who "es nach der Tat geworden ist".
    later = person(nationality=["XC", {"in": "DE", "from": "2025-01-01"}])
    answer = ask(act("2024-02-01", place="SE"), 12, later, of="DE")
    assert verdict(answer, "de.176", "de.j.5.8.nat") == "none"
    assert verdict(answer, "de.176", "de.j.7.2.1") == "open"  # BrB 6 kap. 4 § punishes it in Sweden


def test_a_foreigner_found_in_germany_needs_an_extradition_that_fails() -> None:
    found = person(nationality=["XC"], residence=["XC"], presence=["DE"])
    one = route(ask(act("2024-02-01", place="SE"), 12, found, of="DE"), "de.176", "de.j.7.2.2")
    assert one.verdict.value == "open_on_condition"
    assert [(need.kind, need.who) for need in one.conditions] == [("extradition", "not_effected")]


def test_a_german_child_is_protected_where_no_state_punishes() -> None:
    # § 7(1): "oder der Tatort keiner Strafgewalt unterliegt".
    child = person(13, nationality=["DE"])
    answer = ask(act("2020-02-01", place="XZ"), child, person(nationality=["XC"]), of="DE")
    assert verdict(answer, "de.176", "de.j.7.1") == "open"
    assert verdict(answer, "de.176", "de.j.3") == "none"


def test_trafficking_and_distribution_are_pursued_wherever_and_by_whomever() -> None:
    stranger = person(nationality=["XC"], residence=["XC"], presence=["XC"])
    for day in ("2018-02-01", "2024-02-01"):  # named in the texts of 2012, 2017, 2021 and 2026
        sold = ask(act(day, conduct="trafficking"), 17, stranger, of="DE")
        assert verdict(sold, "de.232", "de.j.6.4") == "open", day
    spread = ask(act("2022-02-01", conduct="csam_distribution"), 12, stranger, of="DE")
    assert verdict(spread, "de.184b.1.dist", "de.j.6.6") == "open"
    youth = ask(act("2024-02-01", conduct="csam_distribution"), 15, stranger, of="DE")
    assert verdict(youth, "de.184c.1.dist", "de.j.6.6") == "open"
    assert verdict(youth, "de.184b.1.dist", "de.j.6.6") == "none"  # § 184b is for children under 14


def test_possession_abroad_is_in_neither_5_nor_6() -> None:
    answer = ask(act("2022-02-01", conduct="csam_possession"), 12, GERMAN, of="DE")
    assert rules(answer, "de.184b.3.poss") == {"de.j.3", "de.j.4", "de.j.7.1", "de.j.7.2.1", "de.j.7.2.2"}
    found = route(answer, "de.184b.3.poss", "de.j.7.2.1")
    assert (found.verdict.value, set(found.reasons)) == ("cannot_say", {"law:XB/not_in_corpus"})


def test_procuring_a_child_under_14_is_in_5_and_of_16_is_not() -> None:
    # § 176(1) Nr. 3 (until 2021 § 176(5)) is among "§§ 176 bis 178"; § 180 is not.
    answer = ask(act("2018-02-01", conduct="procuring", commercial=True), 13, GERMAN, of="DE")
    assert verdict(answer, "de.176.offer", "de.j.5.8.nat") == "open"
    older = ask(act("2018-02-01", conduct="procuring", commercial=True), 16, GERMAN, of="DE")
    assert verdict(older, "de.176.offer", "de.j.5.8.nat") == "none"
    assert "de.j.5.8.nat" not in rules(older, "de.180.2")
    assert verdict(older, "de.180.2", "de.j.7.2.1") == "cannot_say"


def test_charges_before_2015_only_among_germans_who_live_in_germany() -> None:
    # § 5 Nr. 8 a of 2012: both German, both with their Lebensgrundlage in Germany; § 174(1) Nr. 1: under 16, entrusted.
    teacher = person(nationality=["DE"], residence=["DE"])
    facts = act("2012-06-01", relation=["teacher"])
    at_home = person(15, nationality=["DE"], residence=["DE"])
    assert verdict(ask(facts, at_home, teacher, of="DE"), "de.174", "de.j.5.8.a") == "open"
    abroad = person(15, nationality=["XB"], residence=["XB"])
    assert verdict(ask(facts, abroad, teacher, of="DE"), "de.174", "de.j.5.8.a") == "none"
    since = ask(act("2016-02-01", relation=["parent"]), abroad, GERMAN, of="DE")
    assert verdict(since, "de.174.own", "de.j.5.8.nat.174") == "open"  # one's own child, in every text


def test_force_against_a_child_of_17_is_in_5_since_2015() -> None:
    # In 2012 § 5 Nr. 8 b named §§ 176 to 176b and 182 only.
    for day, expected in (("2012-06-01", "none"), ("2016-02-01", "open"), ("2020-02-01", "open")):
        answer = ask(act(day, means=["force"]), 17, GERMAN, of="DE")
        assert verdict(answer, "de.177.5", "de.j.5.8.nat.174") == expected, day


def test_a_repealed_section_that_goes_on_elsewhere_is_not_a_no() -> None:
    # § 179 (until 9 November 2016) went on as § 177(2): both reach an incapable child of 16.
    # § 78(3): ten years, from 30 on.
    facts = act("2015-06-01", means=["incapacity"])
    found = route(
        ask(facts, {"dob": "1999-01-01"}, GERMAN, {"events_complete": True}, of="DE"), "de.177.2", "de.j.5.8.nat.174"
    )
    assert found.verdict.value == "open"
    assert found.limit.earliest == date(2038, 12, 31)
    assert found.lowest_penalty == (5, 5)  # the mildest law since, § 2(3)


def test_182_3_is_pursued_on_complaint_and_only_from_21_on() -> None:
    facts = act("2020-02-01", means=["incapacity"])
    found = route(ask(facts, 15, GERMAN, of="DE"), "de.182.3", "de.j.5.8.nat")
    assert found.verdict.value == "open_on_condition"
    assert [(need.kind, need.who) for need in found.conditions] == [("complaint", "victim")]
    young = person(20, nationality=["DE"])
    assert verdict(ask(facts, 15, young, of="DE"), "de.182.3", "de.j.5.8.nat") == "none"


def test_acts_against_the_will_are_never_answered_with_no() -> None:
    # § 177(1): the facts cannot say that the will was recognisable.
    found = route(ask(act("2020-02-01"), 17, GERMAN, of="DE"), "de.177.1", "de.j.5.8.nat.174")
    assert (found.verdict.value, set(found.reasons)) == ("cannot_say", {"law:DE/de.177.1#elements"})


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2010-01-27", date(2015, 1, 26)),  # five years were over the day before § 182 came on the list
        ("2010-01-28", date(2029, 5, 31)),  # not yet over: 30 on 1 June 2024, five years from then
        ("2016-02-01", date(2029, 5, 31)),
    ],
)
def test_182_came_on_the_list_of_78b_in_january_2015(day: str, last: date) -> None:
    child = {"dob": "1994-06-01"} if day < "2012" else {"dob": "1994-06-01", "age": {"lo": 17, "hi": 17}}
    if day.startswith("2016"):
        child = {"dob": "1998-06-01"}
        last = date(2033, 5, 31)  # 30 on 1 June 2028
    answer = ask(act(day, commercial=True), child, GERMAN, {"events_complete": True}, of="DE")
    found = route(answer, "de.182.2", "de.j.5.8.nat")
    assert found.limit.earliest == found.limit.latest == last
    assert found.verdict.value == ("barred" if last < date(2026, 11, 25) else "open")


def test_a_warrant_lets_the_period_start_again_below_the_cap() -> None:
    # 30 on 1 January 2030; five years to 31 December 2034; the warrant of 1 June 2033 gives 31 May 2038; cap 2039.
    course = {"events": [{"state": "DE", "kind": "arrest_warrant", "on": "2033-06-01"}], "events_complete": True}
    facts = act("2016-02-01", commercial=True)
    answer = ask(facts, {"dob": "2000-01-01"}, GERMAN, course, on=date(2036, 1, 1), of="DE")
    assert route(answer, "de.182.2", "de.j.5.8.nat").limit.latest == date(2038, 5, 31)
    quiet = ask(facts, {"dob": "2000-01-01"}, GERMAN, {"events_complete": True}, on=date(2036, 1, 1), of="DE")
    assert verdict(quiet, "de.182.2", "de.j.5.8.nat") == "barred"


def test_a_trial_abroad_bars_within_the_union_only() -> None:
    def after(where: str) -> str:
        judgment = {"state": where, "kind": "conviction", "sentence": "served", "reason": "on_the_merits"}
        judgment |= {"same_act": True, "final": True}
        answer = ask(act("2016-02-01", place=where), 12, GERMAN, {"judgments": [judgment]}, of="DE")
        return verdict(answer, "de.176", "de.j.5.8.nat")

    assert after("US") == "open"  # § 51(3): the sentence abroad is credited, no more
    assert after("SE") != "open"


def test_doubt_about_18_is_never_no() -> None:
    child = {"age": {"lo": 15, "hi": 18}}
    found = route(ask(act("2020-02-01", commercial=True), child, GERMAN, of="DE"), "de.182.2", "de.j.5.8.nat")
    assert (found.verdict.value, set(found.reasons)) == ("cannot_say", {"fact:child.age"})


def test_directing_acts_from_a_screen_in_germany_is_an_act_in_germany() -> None:
    # § 9(1): where the person acted. § 176a(1) Nr. 2 has no contact, so it is met online and not in person.
    places = [{"in": "DE", "part": ["conduct"]}, {"in": "XB", "part": ["result"]}]
    online = ask(act("2022-02-01", places, medium=["live_stream"]), 12, person(nationality=["XC"]), of="DE")
    assert verdict(online, "de.176a.self", "de.j.3") == "open"
    there = ask(act("2022-02-01", medium=["in_person"]), 12, GERMAN, of="DE")
    assert verdict(there, "de.176a.self", "de.j.5.8.nat") == "none"
    assert verdict(there, "de.176", "de.j.5.8.nat") == "open"


def test_the_place_of_the_child_counts_where_the_elements_ask_for_an_effect() -> None:
    # § 9(1): "der zum Tatbestand gehörende Erfolg". § 176a(1) Nr. 2 asks that the child acts, § 176(1) Nr. 1 does not.
    places = [{"in": "XB", "part": ["conduct"]}, {"in": "DE", "part": ["result"]}]
    answer = ask(act("2022-02-01", places, medium=["live_stream"]), 12, person(nationality=["XC"]), of="DE")
    assert verdict(answer, "de.176a.self", "de.j.3") == "open"
    assert route(answer, "de.176", "de.j.3").reasons == {"law:DE/de.176#result_element"}


def test_who_helps_from_germany_is_punished_though_the_place_does_not() -> None:
    # § 9(2) S. 2.
    places = [{"in": "XB"}, {"in": "DE", "part": ["conduct"]}]
    principal = {"nationality": ["XC"]}
    facts = act("2022-02-01", places, conduct="procuring", commercial=True, role="party", principal=principal)
    assert verdict(ask(facts, 16, person(nationality=["XC"]), of="DE"), "de.180.2", "de.j.3") == "open"


def test_an_act_over_the_change_of_law_is_judged_by_the_law_at_its_end() -> None:
    # § 2(2): from March to September 2021 the law of July 2021 decides, so the maximum is fifteen years.
    facts = act("2021-03-01") | {"to": "2021-09-01"}
    found = route(ask(facts, 12, GERMAN, {"events_complete": True}, of="DE"), "de.176", "de.j.5.8.nat")
    assert (found.verdict.value, found.lowest_penalty) == ("open", (15, 15))


def test_maximum_of_176_rose_with_the_law_of_july_2021() -> None:
    # § 78(3): up to ten years ten, above it twenty; both from the 30th birthday on (§ 78b(1) Nr. 1).
    for day, years in (("2021-06-30", 10), ("2021-07-01", 20)):
        answer = ask(act(day), {"dob": "2009-03-15"}, GERMAN, {"events_complete": True}, of="DE")
        assert route(answer, "de.176", "de.j.5.8.nat").limit.latest == date(2039 + years, 3, 14), day


def test_forced_marriage_of_a_child_who_lives_in_germany() -> None:
    # § 5 Nr. 6 c, in the texts of 2017 and 2021.
    child = person(15, nationality=["XB"], residence=["DE"])
    facts = act("2020-07-01", conduct="child_marriage", means=["threat"])
    answer = ask(facts, child, person(nationality=["XB"], residence=["XB"]), of="DE")
    assert verdict(answer, "de.237.1", "de.j.5.6c.victim") == "open"
    assert verdict(answer, "de.237.1", "de.j.5.6c.nat") == "none"


def test_what_is_not_entered_keeps_the_summary_open() -> None:
    # A foreigner without any tie but a German child: no drafted route is open, § 6 Nr. 9 and others are not entered.
    answer = ask(act("2020-02-01", place="US", commercial=False), person(17, nationality=["DE"]), person(), of="DE")
    found = state(answer, "DE")
    assert found.verdict.value == "cannot_say"
    assert any(reason.startswith("law:DE/not_entered#") for reason in found.reasons)


# Degrees, and what an article was called then.


@pytest.mark.parametrize(("day", "born"), [("2016-02-01", "2003-01-10"), ("2024-02-01", "2011-01-10")])
def test_a_graver_degree_is_not_said_to_hold_without_what_makes_it_graver(day: str, born: str) -> None:
    # § 176c (until 2021 § 176a) asks for an adult's penetration, several acting together and the like: § 176 holds.
    answer = ask(act(day, commercial=False), {"dob": born}, GERMAN, {"events_complete": True})
    graver, basic = (route(answer, one, "de.j.5.8.nat") for one in ("de.176c", "de.176"))
    assert (graver.verdict.value, graver.reasons) == ("cannot_say", {"law:DE/de.176c#also_asks"})
    assert "penetration" in " ".join(asked_besides(graver.tree))
    assert basic.verdict.value == state(answer, "DE").verdict.value == "open"
    assert state(answer, "DE").last_end.route == "de.176/de.j.5.8.nat"
    if day < "2021-07-01":  # § 176 then went to ten years, § 176a to fifteen
        assert state(answer, "DE").last_end.day == date(2043, 1, 9)
        assert graver.limit.latest == date(2053, 1, 9)


def asked_besides(node: Node) -> list[str]:
    """What the texts below a step ask for and no case file tells."""
    own = [str(node.params["value"])] if node.text_key == "law.also_asks" else []
    return own + [what for child in node.children for what in asked_besides(child)]


THEN = {  # by § 176, § 176a of 2012 and 2017, all before 1 July 2021
    "de.176": "§ 176(1)",
    "de.176c": "§ 176a(1)-(3), (5)",
    "de.176.third": "§ 176(2)",
    "de.176.offer": "§ 176(5)",
    "de.176a.before": "§ 176(4) Nr. 1",
    "de.176a.self": "§ 176(4) Nr. 2",
    "de.176a.content": "§ 176(4) Nr. 4",
    "de.176b": "§ 176(4) Nr. 3",
}


def test_an_act_before_july_2021_is_cited_by_the_sections_of_its_day() -> None:
    facts = act("2020-02-01", commercial=False, medium=["online"])
    facts["conduct"] = ["sexual_activity", "procuring", "corruption", "grooming"]
    answer = ask(facts, 13, GERMAN, of="DE")
    for offence, article in THEN.items():
        found = route(answer, offence, "de.j.5.8.nat")
        (then,) = [ref for ref in found.provisions if ref.id == offence and ref.version.endswith("/2021-06-30")]
        assert (then.art, then.text_of) == (article, ""), offence


def test_an_article_of_a_later_text_says_which_text_calls_it_so() -> None:
    # § 5 Nr. 8 was read in 2012; § 7(2) Nr. 1 from memory for those days and in the text of April 2026.
    answer = ask(act("2014-02-01", commercial=False), 13, GERMAN, of="DE")
    (rule,) = [ref for ref in route(answer, "de.176", "de.j.7.2.1").provisions if ref.id == "de.j.7.2.1"]
    assert (rule.art, rule.text_of, rule.quote) == ("§ 7(2) Nr. 1", "2026-04-04", "")
    (read,) = [ref for ref in route(answer, "de.176", "de.j.5.8.nat").provisions if ref.id == "de.j.5.8.nat"]
    assert (read.art, read.text_of) == ("§ 5 Nr. 8 b", "")
