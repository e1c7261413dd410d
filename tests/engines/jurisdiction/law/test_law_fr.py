"""France: answers derived by hand from each version of the articles since 1994. XB has no law file."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, verdict, waits_for

from fanal.engines.jurisdiction.answer import Answer

pytestmark = pytest.mark.once

TODAY = "2026-11-25"
FRENCH = {"nationality": ["FR"]}
LIVES_THERE = {"residence": ["FR"]}
CRIME_OF_14 = {"law:FR/fr.222-23-1#also_asks"}  # penetration, or an act between mouth and genitals: no fact tells
ASKED = "open_on_condition"  # 113-8, first sentence: délits at the request of the ministère public


def put(day: str, who: Any, suspect: Any = FRENCH, as_of: str | None = None, **act: Any) -> Answer:
    """What holds one year after the act, when no period is over (as_of: another day)."""
    year, rest = day.split("-", 1)
    return ask(case(day, who, suspect, act), as_of or f"{int(year) + 1}-{rest}", "FR")


# --- whom the law reached when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1994-02-28", "cannot_say"),  # the Code of 1810 was not read
        ("1996-05-01", "cannot_say"),  # 113-6 al. 2 alone: the law of XB decides
        ("1998-06-17", "cannot_say"),
        ("1998-06-18", ASKED),  # 227-27-1, added by the law of 17 June 1998
        ("2009-05-01", ASKED),
        ("2019-05-01", ASKED),
    ],
)
def test_a_national_and_a_child_of_12_unpaid(day: str, expected: str) -> None:
    answer = put(day, child(12))
    best = "fr.j.227-27-1.nat" if expected == ASKED else "fr.j.113-6.2"
    assert verdict(answer, best, "fr.227-25") == expected
    assert answer.states[0].verdict.value == expected


@pytest.mark.parametrize(("day", "rule"), [("1996-05-01", "fr.j.227-26"), ("1998-06-18", "fr.j.227-27-1.nat")])
def test_a_paid_act_below_15_needed_no_law_of_the_place_from_the_first_day(day: str, rule: str) -> None:
    # 227-26, last paragraph, of 1 March 1994; since 18 June 1998 article 227-27-1.
    assert verdict(put(day, child(12), commercial=True), rule, "fr.227-26.4") == ASKED
    assert verdict(put(day, child(15), commercial=True), rule, "fr.227-26.4") == "none"


@pytest.mark.parametrize(("day", "expected"), [("2002-03-04", "none"), ("2002-03-05", ASKED)])
def test_payment_from_15_on_is_an_offence_since_march_2002(day: str, expected: str) -> None:
    # 225-12-1 and 225-12-3, added by the law of 4 March 2002.
    assert verdict(put(day, child(17), commercial=True), "fr.j.225-12-3.nat", "fr.225-12-1") == expected
    assert verdict(put(day, child(17)), "fr.j.225-12-3.nat", "fr.225-12-1") == "none"


def test_a_resident_is_reached_since_june_1998() -> None:
    # 222-22 al. 2, 227-27-1: "par une personne résidant habituellement sur le territoire français".
    assert verdict(put("1998-06-17", child(12), LIVES_THERE), "fr.j.227-27-1.res", "fr.227-25") == "none"
    assert verdict(put("1998-06-18", child(12), LIVES_THERE), "fr.j.227-27-1.res", "fr.227-25") == ASKED


@pytest.mark.parametrize(("day", "expected"), [("2006-04-04", "none"), ("2006-04-05", ASKED)])
def test_procuring_abroad_since_april_2006(day: str, expected: str) -> None:
    # 225-11-2, added by the law of 4 April 2006; before, 113-6 al. 2 with the law of the place.
    answer = put(day, child(16), conduct=["procuring"])
    assert verdict(answer, "fr.j.225-11-2.nat", "fr.225-7.1") == expected
    assert verdict(answer, "fr.j.113-6.2", "fr.225-7.1") == "cannot_say"


@pytest.mark.parametrize(("day", "expected"), [("2003-03-18", "none"), ("2012-05-01", "none"), ("2013-08-07", ASKED)])
def test_trafficking_without_means_and_without_the_law_of_the_place_since_august_2013(day: str, expected: str) -> None:
    # 225-4-1 II and 225-4-8, law of 5 August 2013; from 2003 on 225-4-1 asked for payment.
    answer = put(day, child(16), conduct=["trafficking"])
    assert verdict(answer, "fr.j.225-4-8", "fr.225-4-1.2") == expected


def test_force_against_a_child_below_15_in_2005() -> None:
    # 222-29 1°, where 222-29-1 stands today; seven years' maximum then.
    found = route(put("2005-05-01", child(12), means=["force"]), "fr.j.222-22.nat", "fr.222-29-1")
    assert found.verdict.value == ASKED
    assert verdict(put("2005-05-01", child(15), means=["force"]), "fr.j.222-22.nat", "fr.222-29-1") == "none"


def test_what_2021_added_did_not_hold_before() -> None:
    # 222-23-1 and 222-29-2: no means needed, since 23 April 2021.
    assert verdict(put("2021-04-22", child(13)), "fr.j.222-22.nat", "fr.222-29-2") == "none"
    assert verdict(put("2021-04-23", child(13)), "fr.j.222-22.nat", "fr.222-29-2") == ASKED


def test_possession_since_march_2002() -> None:
    # 227-23, paragraph added by the law of 4 March 2002.
    assert verdict(put("2002-03-04", child(15), conduct=["csam_possession"]), "fr.j.227-27-1.nat", "fr.227-23") != ASKED
    assert verdict(put("2002-03-05", child(15), conduct=["csam_possession"]), "fr.j.227-27-1.nat", "fr.227-23") == ASKED


# --- until when ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "born", "rule", "offence", "facts", "last"),
    [
        # Born on 1 May 1988, eighteen on 1 May 2006: ten years (1998), twenty (2004), thirty (2018).
        ("2000-05-01", "1988-05-01", "fr.j.113-6.1", "fr.222-24.2", {"means": ["force"]}, date(2036, 4, 30)),
        # Three years from majority (1998), ten (2004): 1 May 2006 to 30 April 2016.
        ("2000-05-01", "1988-05-01", "fr.j.227-27-1.nat", "fr.227-25", {}, date(2016, 4, 30)),
        # Paid, 227-26 4°: ten years (1998), twenty (2004).
        ("2000-05-01", "1988-05-01", "fr.j.227-27-1.nat", "fr.227-26.4", {"commercial": True}, date(2026, 4, 30)),
        # 225-12-1 of May 2003, child of 15: three years from the act, then (9 March 2004) ten from 1 May 2006.
        ("2003-05-01", "1988-05-01", "fr.j.225-12-3.nat", "fr.225-12-1", {"commercial": True}, date(2016, 4, 30)),
        # 222-29-1: twenty years since 6 August 2014. Eighteen on 1 May 2012.
        ("2005-05-01", "1994-05-01", "fr.j.222-22.nat", "fr.222-29-1", {"means": ["force"]}, date(2032, 4, 30)),
    ],
)
def test_each_law_found_the_period_still_running(
    act: str, born: str, rule: str, offence: str, facts: dict[str, Any], last: date
) -> None:
    limit = route(put(act, {"dob": born}, as_of=TODAY, **facts), rule, offence).limit
    assert (limit.earliest, limit.latest) == (last, last)


def test_a_teacher_in_1997_and_a_stranger_in_1997() -> None:
    # CPP 8 al. 2 of 4 February 1995: from majority where a person with authority did it, else three years from the act.
    born = {"dob": "1983-05-01"}
    teacher = put("1997-05-01", born, relation=["teacher"], means=["force"])
    stranger = put("1997-05-01", born, means=["force"])
    for answer, last in ((teacher, date(2004, 4, 30)), (stranger, date(2000, 4, 30))):
        limit = route(answer, "fr.j.113-6.2", "fr.222-29-1").limit
        assert (limit.earliest, limit.value.is_true) == (last, True)


# --- what each article asks for, in 2022 ------------------------------------------------------------------------------


def test_a_crime_of_a_national_needs_nothing_more():
    # 225-7-1: procuring a child below fifteen is a crime; 113-6 al. 1; 113-8 speaks of délits only.
    facts = case("2022-05-01", child(14), FRENCH, {"conduct": ["procuring"]})
    assert verdict(ask(facts, TODAY, "FR"), "fr.j.113-6.1", "fr.225-7-1") == "open"


def test_whether_it_was_rape_is_not_presumed():
    # 222-23-1 and 222-29-2 differ in the manner only: the lesser one holds, and the crime is not known.
    answer = ask(case("2022-05-01", child(14), FRENCH), TODAY, "FR")
    assert route(answer, "fr.j.113-6.1", "fr.222-23-1").reasons == CRIME_OF_14
    assert {one.state: one.verdict for one in answer.states}["FR"] == "open_on_condition"


def test_a_delit_waits_for_the_prosecutor_and_by_the_general_rule_for_a_complaint_too():
    # 222-22 al. 3 takes 113-6 al. 2 and the second sentence of 113-8 away; the first sentence stays.
    answer = ask(case("2022-05-01", child(14), FRENCH), TODAY, "FR")
    assert verdict(answer, "fr.j.222-22.nat", "fr.222-29-2") == "open_on_condition"
    assert waits_for(answer, "fr.j.222-22.nat", "fr.222-29-2") == {("consent", "ministère public")}
    general = route(answer, "fr.j.113-6.2", "fr.222-29-2")
    assert general.verdict == "cannot_say"  # double criminality at XB
    assert {(one.kind, one.who) for one in general.conditions} == {
        ("consent", "ministère public"),
        ("complaint", "victim"),
    }


def test_a_resident_is_reached_for_offences_against_children_only_while_he_lives_there():
    lives = ask(case("2022-05-01", child(14), {"residence": ["FR"]}), TODAY, "FR")
    assert route(lives, "fr.j.222-22.res.1", "fr.222-23-1").reasons == CRIME_OF_14
    assert verdict(lives, "fr.j.227-27-1.res", "fr.227-25") == "open_on_condition"
    assert verdict(lives, "fr.j.113-6.1", "fr.222-23-1") == "none"
    moved = ask(case("2022-05-01", child(14), {"residence": [{"in": "FR", "from": "2023-01-01"}]}), TODAY, "FR")
    assert verdict(moved, "fr.j.227-27-1.res", "fr.227-25") == "none"


def test_a_french_child_opens_crimes_without_and_delits_with_a_complaint():
    # 113-7: "de nationalité française au moment de l'infraction"; 113-8 for délits.
    facts = case("2022-05-01", child(14, nationality=["FR"]), {}, {"conduct": ["sexual_activity", "procuring"]})
    answer = ask(facts, TODAY, "FR")
    assert verdict(answer, "fr.j.113-7.1", "fr.225-7-1") == "open"
    assert verdict(answer, "fr.j.113-7.2", "fr.227-25") == "open_on_condition"
    assert ("complaint", "victim") in waits_for(answer, "fr.j.113-7.2", "fr.227-25")


def test_a_relative_needs_authority_and_a_parent_does_not():
    # 222-29-3 with 222-22-3: an ascendant, or one of the others named with authority in law or in fact.
    for relation, expected in (("parent", "open_on_condition"), ("relative", "cannot_say")):
        facts = case("2022-05-01", child(16), FRENCH, {"relation": [relation]})
        assert verdict(ask(facts, TODAY, "FR"), "fr.j.222-22.nat", "fr.222-29-3") == expected


@pytest.mark.parametrize(
    ("age", "conduct", "offence", "expected"),
    [
        (14, "csam_production", "fr.227-23.prod", "open_on_condition"),  # "même s'ils n'ont pas été commis en vue de"
        (15, "csam_production", "fr.227-23.prod", "cannot_say"),  # "en vue de sa diffusion"
        (15, "csam_possession", "fr.227-23", "open_on_condition"),
        (14, "csam_access", "fr.227-23.access", "cannot_say"),  # "habituellement ou en contrepartie d'un paiement"
    ],
)
def test_material_asks_for_what_each_limb_of_227_23_asks(age: int, conduct: str, offence: str, expected: str):
    facts = case("2022-05-01", child(age), FRENCH, {"conduct": [conduct]})
    assert verdict(ask(facts, TODAY, "FR"), "fr.j.227-27-1.nat", offence) == expected


def test_payment_for_sixteen_and_the_age_of_fifteen():
    # 225-12-1 to eighteen where paid; 227-25 below fifteen only.
    paid = ask(case("2022-05-01", child(16), FRENCH, {"commercial": True}), TODAY, "FR")
    assert verdict(paid, "fr.j.225-12-3.nat", "fr.225-12-1") == "open_on_condition"
    assert verdict(paid, "fr.j.225-12-3.nat", "fr.225-12-2.15") == "none"
    assert verdict(paid, "fr.j.227-27-1.nat", "fr.227-25") == "none"


def test_a_small_difference_in_age_is_no_crime_unless_paid():
    # 222-23-1: five years, except in exchange for payment. Child of 14, adult of 18: at most five years less a day.
    near = {"nationality": ["FR"], "dob": "2004-01-01", "age": {"lo": 18, "hi": 18}}
    facts = case("2022-05-01", {"dob": "2007-09-01"}, near)
    assert verdict(ask(facts, TODAY, "FR"), "fr.j.113-6.1", "fr.222-23-1") == "none"
    facts["act"]["commercial"] = True
    assert route(ask(facts, TODAY, "FR"), "fr.j.113-6.1", "fr.222-23-1").reasons == CRIME_OF_14


@pytest.mark.parametrize(
    ("rule", "offence", "last"),
    [
        ("fr.j.113-6.1", "fr.222-23-1", date(2055, 8, 31)),  # CPP 7 al. 3: thirty years from majority
        ("fr.j.227-27-1.nat", "fr.227-25", date(2035, 8, 31)),  # CPP 8 al. 2: ten
    ],
)
def test_limitation_runs_from_majority(rule: str, offence: str, last: date):
    # Born on 1 September 2007, eighteen on 1 September 2025.
    answer = ask(case("2022-05-01", {"dob": "2007-09-01"}, FRENCH), TODAY, "FR")
    limit = route(answer, rule, offence).limit
    assert (limit.value.is_true, limit.earliest) == (True, last)
