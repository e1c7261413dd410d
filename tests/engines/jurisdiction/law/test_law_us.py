"""The federal law of the United States as data: quotations are in the texts, cases are answered by hand."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.law_cases import act, ask, corpus, person, route, rules, state, verdict

pytestmark = pytest.mark.once

NAT, LPR = "us.j.2423c.nat", "us.j.2423c.lpr"


def traveller(on: str = "2016-01-28", **more: Any) -> dict[str, Any]:
    """A citizen who lives at home and went from the United States to XB."""
    tie = {"nationality": ["US"], "residence": ["US"], "travel": [{"from": "US", "to": "XB", "on": on}]}
    return person(**(tie | more))


@pytest.mark.parametrize(
    ("age", "paid", "g1", "g2"),
    [
        (11, False, "open", "none"),  # § 2241(c)
        (13, False, "open", "none"),  # § 2243(a): under 16 and four years younger
        (16, False, "none", "none"),
        (16, True, "none", "open"),  # (g)(2): under 18 and commercial
        (17, True, "none", "open"),
        (18, True, "none", "none"),
    ],
)
def test_illicit_sexual_conduct_of_a_travelling_citizen(age: int, paid: bool, g1: str, g2: str) -> None:
    answer = ask(act("2016-02-01", commercial=paid, marriage=False), age, traveller(), of="US")
    assert verdict(answer, "us.2423c.g1", NAT) == g1
    assert verdict(answer, "us.2423c.g2", NAT) == g2
    assert route(answer, "us.2423c.g2", NAT).limit.none  # § 3299


def test_a_child_of_15_and_a_person_of_18_are_not_four_years_apart() -> None:
    young = traveller(age=18)
    assert verdict(ask(act("2016-02-01", marriage=False), 15, young, of="US"), "us.2423c.g1", NAT) == "none"


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2003-04-29", "none"), ("2003-04-30", "open"), ("2016-02-01", "open")],
)
def test_2423c_began_with_the_protect_act(day: str, expected: str) -> None:
    answer = ask(act(day, commercial=True), 17, traveller(on=day), of="US")
    assert verdict(answer, "us.2423c.g2", NAT) == expected


@pytest.mark.parametrize(
    ("lives", "expected", "why"), [("XB", "none", set()), ("US", "cannot_say", {"law:US/us.j.2423c.nat#travel"})]
)
def test_a_journey_before_the_act_began_counts_only_while_it_goes_on(lives: str, expected: str, why: set[str]) -> None:
    """All elements after commencement: the journey of 2002 lies before 30 April 2003.

    Of one who has settled abroad it was over (480 F.3d 1014); of one who has not it may still go on (845 F.3d 153).
    """
    gone = traveller(on="2002-01-01", residence=[lives])
    found = route(ask(act("2004-02-01", commercial=True), 17, gone, of="US"), "us.2423c.g2", NAT)
    assert (found.verdict.value, set(found.reasons)) == (expected, why)


def test_residing_abroad_without_a_journey_counts_since_march_2013() -> None:
    abroad = person(nationality=["US"], residence=["XB"], travel=[])
    for day, expected in (("2013-03-06", "none"), ("2013-03-07", "open")):
        answer = ask(act(day, commercial=True), 17, abroad, of="US")
        assert verdict(answer, "us.2423c.g2", NAT) == expected, day


def test_whether_a_journey_that_ended_in_settling_counts_is_open() -> None:
    # Two courts of appeals read it both ways; before March 2013 nothing else carries the case.
    settled = person(nationality=["US"], residence=["XB"], travel=[{"from": "US", "to": "XB", "on": "2006-01-01"}])
    found = route(ask(act("2012-02-01", commercial=True), 17, settled, of="US"), "us.2423c.g2", NAT)
    assert (found.verdict.value, set(found.reasons)) == ("cannot_say", {"law:US/us.j.2423c.nat#travel"})
    later = ask(act("2014-02-01", commercial=True), 17, settled, of="US")
    assert verdict(later, "us.2423c.g2", NAT) == "open"


def test_permanent_residents_are_reached_and_who_became_a_citizen_later_is_not() -> None:
    facts = act("2016-02-01", commercial=True)
    resident = traveller(nationality=["XC"], permanent_residence=["US"])
    assert verdict(ask(facts, 17, resident, of="US"), "us.2423c.g2", LPR) == "open"
    later = traveller(nationality=["XC", {"in": "US", "from": "2020-01-01"}], permanent_residence=[])
    answer = ask(facts, 17, later, of="US")
    assert verdict(answer, "us.2423c.g2", NAT) == "none"
    assert verdict(answer, "us.2423c.g2", LPR) == "none"


def test_marriage_was_a_defence_between_12_and_16_until_october_2022() -> None:
    # § 2243(c)(2) of then; § 2241 never had it.
    for day, expected in (("2022-09-30", "F"), ("2022-10-01", "T")):
        wed = ask(act(day, marriage=True), 13, traveller(on=day), of="US")
        assert route(wed, "us.2423c.g1", NAT).parts["E"].truth.name == expected, day
    younger = ask(act("2016-02-01", marriage=True), 11, traveller(), of="US")
    assert route(younger, "us.2423c.g1.2241", NAT).parts["E"].is_true
    journey = ask(act("2016-02-01", marriage=True), 13, traveller(), of="US")
    assert verdict(journey, "us.2423b.g1", "us.j.2423b.nat") == "none"


@pytest.mark.parametrize(("age", "word"), [(11, ()), (12, ("§ 2243(c)(2)",)), (15, ("§ 2243(c)(2)",))])
def test_that_nobody_spoke_of_a_marriage_leaves_the_way_open(age: int, word: tuple[str, ...]) -> None:
    """Former § 2243(c)(2): a defence "which the defendant must establish", of § 2243 and never of § 2241(c)."""
    answer = ask(act("2016-02-01", commercial=False), age, traveller(), of="US")
    assert verdict(answer, "us.2423c.g1", NAT) == "open"
    assert tuple(one.ref.art for one in route(answer, "us.2423c.g1", NAT).unless) == ("§ 2243(c)(2)",)
    us = state(answer, "US")
    assert (us.verdict.value, tuple(one.ref.art for one in us.unless)) == ("open", word)
    later = ask(act("2022-10-01", commercial=False), age, traveller(on="2022-09-28"), of="US")
    assert (state(later, "US").verdict.value, state(later, "US").unless) == ("open", ())


def test_doubt_about_the_age_is_no_matter_of_a_defence() -> None:
    """Never for age. A child of 14 to 18: the elements are not known, marriage or not."""
    doubtful = ask(act("2016-02-01", commercial=False), {"age": {"lo": 14, "hi": 18}}, traveller(), of="US")
    found = route(doubtful, "us.2423c.g1", NAT)
    assert (found.verdict.value, found.parts["E"].is_unknown) == ("cannot_say", True)
    assert "fact:act.marriage" not in found.reasons


def test_want_of_consent_at_17_is_open_since_october_2022() -> None:
    for day, expected in (("2022-09-30", "none"), ("2022-10-01", "cannot_say")):
        answer = ask(act(day, commercial=False, marriage=False), 17, traveller(on=day), of="US")
        assert verdict(answer, "us.2423c.g1.2242.3", NAT) == expected, day


def test_before_2003_the_journey_with_intent_was_the_offence() -> None:
    # Former § 2423(b), since 13 September 1994. Child of eleven: limitation until 25 (former § 3283), then none.
    facts = act("2001-02-01", marriage=False, commercial=False)
    answer = ask(facts, {"dob": "1990-01-01"}, traveller(on="2001-01-20"), of="US")
    found = route(answer, "us.2423b.g1", "us.j.2423b.nat")
    # Whether the person meant it when the journey began is no fact of the act.
    assert (found.verdict.value, found.reasons) == ("cannot_say", {"law:US/us.2423b.g1#also_asks"})
    assert found.needs_expert
    assert found.limit.none
    assert verdict(answer, "us.2423c.g1", NAT) == "none"
    before = ask(act("1994-02-01"), {"dob": "1984-01-01"}, traveller(on="1994-01-20"), of="US")
    assert verdict(before, "us.2423b.g1", "us.j.2423b.nat") == "none"


def test_no_limb_of_a_journey_is_open_without_its_intent() -> None:
    # The limbs that no marriage excused are the same offence: the intent when the journey began is no fact of the act.
    answer = ask(act("2001-02-01", marriage=True), {"dob": "1990-01-01"}, traveller(on="2001-01-20"), of="US")
    found = route(answer, "us.2423b.g1.2241", "us.j.2423b.nat")
    assert found.verdict.value == "cannot_say"
    assert found.parts["E"].reasons == {"law:US/us.2423b.g1.2241#also_asks"}


def test_child_abuse_had_until_25_and_was_then_freed_of_limitation() -> None:
    facts = act("1996-02-01", marriage=False)
    answer = ask(facts, {"dob": "1986-05-05"}, traveller(on="1996-01-20"), on=date(2002, 1, 1), of="US")
    assert route(answer, "us.2423b.g1", "us.j.2423b.nat").limit.earliest == date(2011, 5, 4)  # the day before 25


def test_whoever_is_found_in_the_united_states_after_trafficking_a_child() -> None:
    # § 1596(a)(2), since 23 December 2008; § 1591 asks for a link with commerce, which no case file tells.
    found = person(nationality=["XC"], residence=["XC"], presence=["US"])
    for day, expected in (("2008-12-22", "none"), ("2008-12-23", "cannot_say")):
        answer = ask(act(day, conduct="trafficking", commercial=True), 17, found, of="US")
        assert verdict(answer, "us.1591", "us.j.1596.present") == expected, day
    assert route(answer, "us.1591", "us.j.1596.present").reasons == {"law:US/us.1591#also_asks"}


def test_buying_is_named_since_may_2015() -> None:
    found = person(nationality=["XC"], residence=["XC"], presence=["US"])
    for day, question in (("2015-05-28", "wording"), ("2015-05-29", "also_asks")):
        answer = ask(act(day, commercial=True), 17, found, of="US")
        assert route(answer, "us.1591.buyer", "us.j.1596.present").reasons == {f"law:US/us.1591.buyer#{question}"}


def test_ordinary_offences_on_us_soil_have_no_federal_territory() -> None:
    answer = ask(
        act("2020-02-01", place="US", commercial=False, marriage=False), 12, person(nationality=["US"]), of="US"
    )
    assert not any(one.basis == "territory" and one.verdict.value != "none" for one in answer.routes)
    assert state(answer, "US").verdict.value == "cannot_say"  # the law of the states has no file


def test_federal_offences_on_us_soil_have_it() -> None:
    answer = ask(act("2020-02-01", place="US", conduct="csam_possession"), 12, person(nationality=["XC"]), of="US")
    assert route(answer, "us.2252A.poss", "us.j.territory").reasons == {"law:US/us.2252A.poss#also_asks"}


def test_material_meant_for_the_united_states() -> None:
    # § 2251(c)(2), § 2260(a): only what is brought there or meant for it, which no case file tells.
    places = [{"in": "XB"}, {"in": "US", "part": ["result"]}]
    answer = ask(act("2020-02-01", places, conduct="csam_production"), 12, person(nationality=["XC"]), of="US")
    found = route(answer, "us.2251c", "us.j.territory")
    assert (found.verdict.value, found.parts["E"].is_unknown, found.parts["J"].is_true) == ("cannot_say", True, True)


def test_a_ship_under_the_flag_on_the_high_seas() -> None:
    # § 7(1) with § 2241(c).
    facts = act("2020-02-01", place="XZ", vessel={"kind": "ship", "flag": "US"})
    answer = ask(facts, 11, person(nationality=["XC"]), of="US")
    assert verdict(answer, "us.2241", "us.j.7.1") == "open"
    other = act("2020-02-01", place="XZ", vessel={"kind": "ship", "flag": "XC"})
    assert verdict(ask(other, 11, person(nationality=["XC"]), of="US"), "us.2241", "us.j.7.1") == "none"


def test_a_trial_abroad_does_not_bar() -> None:
    course = {
        "judgments": [{"state": "XB", "kind": "conviction", "sentence": "served", "same_act": True, "final": True}]
    }
    answer = ask(act("2016-02-01", commercial=True), 17, traveller(), course, of="US")
    assert verdict(answer, "us.2423c.g2", NAT) == "open"


def test_organisations_since_december_2023() -> None:
    # § 2423(d): the facts do not tell who works for an organisation, so never no.
    for day, expected in (("2023-12-21", "none"), ("2023-12-22", "cannot_say")):
        answer = ask(act(day), 12, person(nationality=["US"], residence=["XB"], travel=[]), of="US")
        assert verdict(answer, "us.2423d", "us.j.2423d.nat") == expected, day


def test_production_abroad_joined_illicit_conduct_in_may_2015() -> None:
    for day, expected in (("2015-05-28", "none"), ("2015-05-29", "open")):
        answer = ask(act(day, conduct="csam_production"), 16, traveller(on=day), of="US")
        assert verdict(answer, "us.2423c.g3", NAT) == expected, day
        assert "us.j.1596.nat" not in rules(answer, "us.2423c.g3")


# --- the dated wordings that the notes of the Code give ---------------------------------------------------------------


def test_the_defence_of_marriage_is_for_the_accused_to_show() -> None:
    # § 2243(c)(2) of then: "which the defendant must establish by a preponderance of the evidence".
    offence = corpus().laws["US"].offences["us.2423c.g1"]
    texts = [one.text for one in offence.versions if not one.unknown]
    held = [found for one in texts if isinstance(one.exceptions, tuple) for found in one.exceptions]
    marriage = [one for one in held if one.kind == "marriage"]
    assert marriage
    assert all(one.burden == "defence" for one in marriage)
    assert {one.burden_cite.art for one in marriage if one.burden_cite} == {"§ 2243(c)(2)"}


def at_sea(day: str, age: int, **more: Any) -> Any:
    facts = act(day, place="XZ", vessel={"kind": "ship", "flag": "US"}, marriage=False, commercial=False)
    return ask(facts | more, age, person(nationality=["XC"]), of="US")


@pytest.mark.parametrize(("age", "offence"), [(11, "us.2241"), (13, "us.2243a")])
def test_the_nineties_at_sea(age: int, offence: str) -> None:
    # § 2241(c) as it read before 30 September 1996, § 2243(a) with fifteen years since 29 November 1990. Time: to the
    # age of 25 (§ 3509(k), then § 3283), in 2003 for life, since 27 July 2006 none (§ 3299).
    found = route(at_sea("1996-05-05", age), offence, "us.j.7.1")
    assert (found.verdict.value, found.limit.none) == ("open", True)


def test_want_of_consent_at_sea_since_october_2022() -> None:
    for day, expected in (("2022-09-30", "none"), ("2022-10-01", "cannot_say")):
        assert verdict(at_sea(day, 17), "us.2242.3", "us.j.7.1") == expected, day


@pytest.mark.parametrize(("day", "expected"), [("1996-02-07", "none"), ("1996-02-08", "cannot_say")])
def test_enticement_of_a_child_began_in_february_1996(day: str, expected: str) -> None:
    # § 2422(b), Pub. L. 104-104; it asks for the mail or a means of commerce.
    answer = ask(act(day, place="US", conduct="grooming"), 15, person(nationality=["XC"]), of="US")
    assert verdict(answer, "us.2422b", "us.j.territory") == expected


@pytest.mark.parametrize(("day", "question"), [("1994-09-12", "wording"), ("1994-09-13", "also_asks")])
def test_possession_is_read_from_september_1994_on(day: str, question: str) -> None:
    answer = ask(act(day, place="US", conduct="csam_possession"), 12, person(nationality=["XC"]), of="US")
    assert f"law:US/us.2252A.poss#{question}" in route(answer, "us.2252A.poss", "us.j.territory").reasons


def test_nobody_trafficked_under_1591_before_it_was_there() -> None:
    found = person(nationality=["XC"], residence=["XC"], presence=["US"])
    for day, expected in (("2000-10-27", "none"), ("2000-10-28", "cannot_say")):
        facts = act(day, place="US", conduct="trafficking", commercial=True)
        assert verdict(ask(facts, 17, found, of="US"), "us.1591", "us.j.territory") == expected, day


def test_obscene_matter_sent_to_a_child_lapses_after_five_years() -> None:
    # § 1470 is of chapter 71, which § 3299 does not name: § 3282(a).
    for day, expected in (("2020-02-01", "barred"), ("2024-02-01", "cannot_say")):
        course = {"events": [], "events_complete": True}
        answer = ask(act(day, place="US", conduct="corruption"), 15, person(nationality=["XC"]), course, of="US")
        assert verdict(answer, "us.1470", "us.j.territory") == expected, day


def test_who_aids_is_punishable_as_a_principal() -> None:
    # § 2(a).
    answer = ask(act("2016-02-01", commercial=True, role="party"), 17, traveller(), of="US")
    assert verdict(answer, "us.2423c.g2", NAT) == "open"


@pytest.mark.parametrize(("day", "most"), [("1994-09-13", 10), ("1996-09-30", 20), ("2003-04-30", 30)])
def test_penalties_of_production_follow_from_the_notes(day: str, most: int) -> None:
    versions = [one for one in corpus().laws["US"].offences["us.2251a"].versions if one.start]
    (held,) = [one.text.max_penalty for one in versions if one.start.by == date.fromisoformat(day)]
    assert held.high == most
