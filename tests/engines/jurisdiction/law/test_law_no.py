"""Norway: answers derived by hand from the sections of straffeloven that were read. XB has no law file."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, end, route, shipped, verdict

from fanal.engines.jurisdiction.answer import Answer
from fanal.engines.jurisdiction.files.corpus import LAW

pytestmark = pytest.mark.once

TODAY = "2026-11-25"
DAY = "2024-02-01"
NORWEGIAN = {"nationality": ["NO"]}
LIVES_THERE = {"nationality": ["XC"], "residence": ["NO"]}
FOUND_THERE = {"nationality": ["XC"], "residence": ["XC"], "presence": ["NO"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"]}
ASKED = "open_on_condition"  # § 5(7): the prosecution has to find that the public interest asks for it


def put(who: Any, suspect: Any, day: str = DAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, who, suspect, act, course), TODAY, "NO")


# --- the file --------------------------------------------------------------------------------------------------------


def test_a_bare_no_is_norway() -> None:
    text = (LAW / "jurisdictions" / "NO.yaml").read_text("utf-8")
    assert "\njurisdiction: NO\n" in text
    assert ", no: Norge}" in text
    law = shipped().laws["NO"]
    assert (law.jurisdiction, law.state, law.names["no"]) == ("NO", "NO", "Norge")


# --- §§ 4 and 5: whom the law reaches --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suspect", "rule"), [(NORWEGIAN, "no.j.5.1.nat"), (LIVES_THERE, "no.j.5.1.res")], ids=["national", "resident"]
)
def test_nationals_and_residents_need_no_law_of_the_place(suspect: Any, rule: str) -> None:
    # § 5(1) nr. 9: §§ 299-306; (7): the public interest. § 91: no limitation.
    found = route(put(child(13), suspect), rule, "no.299")
    assert found.verdict.value == ASKED
    assert [(need.kind, need.who) for need in found.conditions] == [("consent", "påtalemyndigheten")]
    assert found.limit.none


@pytest.mark.parametrize(("status", "expected"), [("granted", "open"), ("refused", "barred")])
def test_the_public_interest_decides(status: str, expected: str) -> None:
    course = {"conditions": [{"state": "NO", "kind": "consent", "status": status}]}
    assert verdict(put(child(13), NORWEGIAN, course=course), "no.j.5.1.nat", "no.299") == expected


def test_at_home_nobody_is_asked() -> None:
    found = route(put(child(15), STRANGER, places=[{"in": "NO"}]), "no.j.4.1", "no.302")
    assert (found.verdict.value, found.conditions) == ("open", ())


def test_a_party_in_norway_acts_in_norway() -> None:
    # §§ 4(1), 15: who takes part there in what another does abroad.
    places = [{"in": "NO", "part": ["conduct"]}, {"in": "XB", "part": ["conduct", "result"]}]
    found = route(put(child(13), STRANGER, places=places, role="party"), "no.j.4.1", "no.299")
    assert (found.verdict.value, found.needs_expert) == ("open", True)


def test_grave_trafficking_is_not_in_the_list() -> None:
    # § 5(1) nr. 9 names § 257; § 258 falls under nr. 1 (or nr. 7).
    answer = put(child(16), NORWEGIAN, conduct=["trafficking"])
    assert verdict(answer, "no.j.5.1.nat", "no.257") == ASKED
    grave = route(answer, "no.j.5.1.nat", "no.258")
    assert (grave.parts["D"].reasons, grave.parts["E"].reasons) == (
        frozenset({"law:XB/not_in_corpus"}),
        frozenset({"law:NO/no.258#also_asks"}),  # that it is grave is for a court
    )
    at_sea = put(child(16), NORWEGIAN, conduct=["trafficking"], places=[{"in": "XZ"}])
    assert route(at_sea, "no.j.5.1.nat", "no.258").parts["D"].is_true


def test_who_is_only_found_there_is_tried_if_the_place_punishes_it() -> None:
    # § 5(3) repeats nr. 1 and 7, not nr. 9.
    found = route(put(child(13), FOUND_THERE), "no.j.5.3", "no.299")
    assert (found.verdict.value, found.reasons) == ("cannot_say", frozenset({"law:XB/not_in_corpus"}))
    # StGB § 176(1) punishes it in Germany.
    assert verdict(put(child(13), FOUND_THERE, places=[{"in": "DE"}]), "no.j.5.3", "no.299") == ASKED
    assert verdict(put(child(13), FOUND_THERE, places=[{"in": "XZ"}]), "no.j.5.3", "no.299") == ASKED


def test_more_than_a_year_is_more_than_a_year() -> None:
    # § 5(3): "mer enn 1 år"; § 306: one year, § 305: two.
    assert verdict(put(child(13), FOUND_THERE, conduct=["grooming"]), "no.j.5.3", "no.306") == "none"
    assert verdict(put(child(13), FOUND_THERE, conduct=["corruption"]), "no.j.5.3", "no.305") == "cannot_say"


@pytest.mark.parametrize(
    ("link", "rule"), [("nationality", "no.j.5.5.nat"), ("residence", "no.j.5.5.res")], ids=["national", "resident"]
)
def test_a_norwegian_child_is_protected_from_six_years_on(link: str, rule: str) -> None:
    # § 5(5): "fengsel i 6 år eller mer". § 299: ten years, § 302: six, § 304: three, § 309: two or three.
    younger = put(child(13, **{link: ["NO"]}), STRANGER)
    older = put(child(15, **{link: ["NO"]}), STRANGER, commercial=True)
    assert verdict(younger, rule, "no.299") == ASKED
    assert verdict(older, rule, "no.302") == ASKED
    assert verdict(older, rule, "no.304") == "none"
    assert verdict(older, rule, "no.309") == "none"


def test_who_became_norwegian_or_moved_there_after_the_act() -> None:
    # § 5(2): "etter handlingstidspunktet er blitt norsk statsborger eller har fått bosted i Norge".
    later = {"in": "NO", "from": "2025-01-01"}
    became = put(child(13), {"nationality": ["XC", later]})
    assert verdict(became, "no.j.5.2.nat", "no.299") == ASKED
    assert verdict(became, "no.j.5.1.nat", "no.299") == "none"
    moved = put(child(13), {"nationality": ["XC"], "residence": [later]})
    assert verdict(moved, "no.j.5.2.res", "no.299") == ASKED
    assert verdict(moved, "no.j.5.1.res", "no.299") == "none"


def test_the_list_of_nr_9_is_that_of_2015() -> None:
    # Lov 19 juni 2015 nr. 65: §§ 257, 291-296, 299-306, 309-316; (3) repeats nr. 1 and 7, not 9.
    found = route(put(child(13), NORWEGIAN, day="2018-02-01"), "no.j.5.1.nat", "no.299")
    assert (found.verdict.value, found.parts["D"].is_true) == (ASKED, True)
    there = route(put(child(13), FOUND_THERE, day="2018-02-01"), "no.j.5.3", "no.299")
    assert (there.verdict.value, there.reasons) == ("cannot_say", frozenset({"law:XB/not_in_corpus"}))


# --- the Code of 1902, until 30 September 2015 ------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "code"), [("2015-09-30", 1902), ("2015-10-01", 2005)])
def test_the_code_of_2005_begins_on_1_october_2015(day: str, code: int) -> None:
    # § 12 nr. 3 a of 1902 asks nobody; § 5(7) of 2005 asks for the public interest.
    answer = put(child(13), NORWEGIAN, day=day)
    said = (verdict(answer, "no.j.12.3.nat", "no.299"), verdict(answer, "no.j.5.1.nat", "no.299"))
    assert said == (("open", "none") if code == 1902 else ("none", ASKED))


def test_a_norwegian_abroad_under_the_code_of_1902() -> None:
    # § 12 nr. 3 a: §§ 192 to 199 (here 195) whatever the place says; § 200 only if the place punishes it (c).
    answer = put(child(13), NORWEGIAN, day="2012-02-01")
    assert verdict(answer, "no.j.12.3.nat", "no.299") == "open"
    assert route(answer, "no.j.12.3.nat", "no.304").parts["D"].reasons == frozenset({"law:XB/not_in_corpus"})
    assert verdict(put(child(13), LIVES_THERE, day="2012-02-01"), "no.j.12.3.res", "no.299") == "open"


@pytest.mark.parametrize(
    ("day", "expected"), [("2000-08-10", "cannot_say"), ("2003-08-31", "cannot_say"), ("2006-02-01", "open")]
)
def test_how_far_back_the_code_of_1902_is_known(day: str, expected: str) -> None:
    # § 195 since 11 August 2000, § 12 nr. 3 a since 1 September 2003. A child of 5: from 18 on the period was
    # open in 2014.
    assert verdict(put(child(5), NORWEGIAN, day=day), "no.j.12.3.nat", "no.299") == expected


def test_material_entered_the_list_of_12_in_december_2005() -> None:
    # § 204 a is of 20 May 2005, § 12 nr. 3 a names it since lov 21 desember 2005 nr. 130.
    def dc(day: str) -> bool:
        made = put(child(13), NORWEGIAN, day=day, conduct=["csam_production"])
        return route(made, "no.j.12.3.nat", "no.311.a").parts["D"].is_true

    assert (dc("2005-12-20"), dc("2005-12-21")) == (False, True)


def test_paying_a_child_before_2015() -> None:
    # § 203 of 1902 (lov 2008 nr. 104): two or three years, so five (§ 67: up to four years) from the act.
    paid = put(child(17), NORWEGIAN, day="2012-02-01", commercial=True)
    found = route(paid, "no.j.12.3.nat", "no.309")
    assert (found.verdict.value, end(found)) == ("barred", date(2017, 1, 31))
    earlier = put(child(17), NORWEGIAN, day="2008-02-01", commercial=True)
    assert verdict(earlier, "no.j.12.3.nat", "no.309") == "cannot_say"


def test_five_years_for_four_under_the_code_of_1902() -> None:
    # § 67: five years up to four years' maximum; § 86 of 2005: ten years above three. §§ 197 and 312: five
    # and six years.
    kin = put(child(17), NORWEGIAN, day="2012-02-01", relation=["parent"])
    assert end(route(kin, "no.j.12.3.nat", "no.312")) == date(2022, 1, 31)


def test_a_foreigner_against_a_child_abroad_under_the_code_of_1902() -> None:
    # § 12 nr. 4 a with § 13: §§ 192 to 195, by decision of the King; not § 196.
    found = route(put(child(13), STRANGER, day="2014-02-01"), "no.j.12.4a", "no.299")
    assert [(need.kind, need.who) for need in found.conditions] == [("consent", "Kongen")]
    assert verdict(put(child(15), STRANGER, day="2014-02-01"), "no.j.12.4a", "no.302") == "no route"


# --- chapters 24 and 26: ages and what is asked ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (13, {"no.299": ASKED, "no.302": "none", "no.304": ASKED}),
        (14, {"no.299": "none", "no.302": ASKED, "no.304": ASKED}),
        (15, {"no.299": "none", "no.302": ASKED, "no.304": ASKED}),
        (16, {"no.299": "none", "no.302": "none", "no.304": "none"}),
    ],
)
def test_ages_of_14_and_16(age: int, expected: dict[str, str]) -> None:
    answer = put(child(age), NORWEGIAN)
    assert {one: verdict(answer, "no.j.5.1.nat", one) for one in expected} == expected


@pytest.mark.parametrize(("age", "expected"), [(17, ASKED), (18, "none")])
def test_a_paid_act_to_18(age: int, expected: str) -> None:
    answer = put(child(age), NORWEGIAN, commercial=True)
    assert verdict(answer, "no.j.5.1.nat", "no.309") == expected
    assert verdict(put(child(age), NORWEGIAN), "no.j.5.1.nat", "no.309") == "none"


def test_a_parent_and_a_relative() -> None:
    # § 312: descendants; whether the child of a relative descends from the person the facts do not tell.
    assert verdict(put(child(17), NORWEGIAN, relation=["parent"]), "no.j.5.1.nat", "no.312") == ASKED
    kin = route(put(child(17), NORWEGIAN, relation=["relative"]), "no.j.5.1.nat", "no.312")
    assert kin.verdict.value == "cannot_say"
    assert verdict(put(child(17), NORWEGIAN), "no.j.5.1.nat", "no.312") == "none"


def test_force_and_want_of_consent() -> None:
    # § 291 since 1 July 2025: (2) by force; (1) where consent was not shown, which no case file tells.
    forced = put(child(17), NORWEGIAN, day="2025-09-01", means=["force"])
    assert verdict(forced, "no.j.5.1.nat", "no.291.2") == ASKED
    assert verdict(forced, "no.j.5.1.nat", "no.291.1") == "cannot_say"
    # Since 1 October 2015: "ved vold eller truende atferd", and then no word of consent.
    before = put(child(17), NORWEGIAN, means=["force"])
    assert verdict(before, "no.j.5.1.nat", "no.291.2") == ASKED
    assert verdict(put(child(17), NORWEGIAN), "no.j.5.1.nat", "no.291.2") == "none"


def test_a_meeting_needs_the_way_to_it() -> None:
    # § 306: "har kommet frem til møtestedet"; one year's maximum, so two years (§ 86) from the act.
    def said(age: int, day: str) -> str:
        return verdict(put(child(age), NORWEGIAN, day, conduct=["grooming"]), "no.j.5.1.nat", "no.306")

    assert said(15, "2025-09-01") == "cannot_say"
    assert said(16, "2025-09-01") == "none"
    assert said(15, DAY) == "barred"


def test_marriage_below_16() -> None:
    # § 262(2) with § 5(1) nr. 4.
    assert verdict(put(child(15), NORWEGIAN, conduct=["child_marriage"]), "no.j.5.1.nat", "no.262.2") == ASKED
    assert verdict(put(child(16), NORWEGIAN, conduct=["child_marriage"]), "no.j.5.1.nat", "no.262.2") == "none"


# --- §§ 86-91: until when --------------------------------------------------------------------------------------------


def test_five_years_from_18_for_a_sexual_act() -> None:
    # §§ 86, 87, 304: three years' maximum, five years from 5 May 2028.
    assert end(route(put({"dob": "2010-05-05"}, NORWEGIAN), "no.j.5.1.nat", "no.304")) == date(2033, 5, 4)


def test_a_paid_act_lapses_five_years_after_it() -> None:
    # § 309 is not in the list of § 87: two or three years' maximum, five years from 1 February 2024.
    answer = put({"dob": "2007-05-05"}, NORWEGIAN, commercial=True)
    assert end(route(answer, "no.j.5.1.nat", "no.309")) == date(2029, 1, 31)


def test_trafficking_runs_from_18_and_procuring_from_the_act() -> None:
    # §§ 257 and 315: six years' maximum each, ten years.
    traded = put({"dob": "2008-01-10"}, NORWEGIAN, conduct=["trafficking"])
    assert end(route(traded, "no.j.5.1.nat", "no.257")) == date(2036, 1, 9)
    promoted = put({"dob": "2008-01-10"}, NORWEGIAN, conduct=["procuring"], commercial=True)
    assert end(route(promoted, "no.j.5.1.nat", "no.315")) == date(2034, 1, 31)


def test_an_attempt_lapses() -> None:
    # § 91: "fullbyrdede overtredelser"; § 299: ten years' maximum, ten years from 5 May 2030.
    answer = put({"dob": "2012-05-05"}, NORWEGIAN, role="attempt")
    found = route(answer, "no.j.5.1.nat", "no.299")
    assert (found.limit.none, end(found)) == (False, date(2040, 5, 4))


def test_an_arrest_in_time_meets_the_period() -> None:
    # § 88, straffeprosessloven § 82: "pågripelse". Procuring of 1 March 2016: ten years, to 28 February 2026.
    def after(*events: dict[str, str]) -> str:
        course = {"events": list(events), "events_complete": True}
        old = put({"dob": "2000-01-10"}, NORWEGIAN, "2016-03-01", course, conduct=["procuring"], commercial=True)
        return verdict(old, "no.j.5.1.nat", "no.315")

    assert after() == "barred"
    assert after({"state": "NO", "kind": "detained", "on": "2026-02-28"}) == ASKED
    assert after({"state": "NO", "kind": "detained", "on": "2026-03-01"}) == "barred"


# --- §§ 8 and 84 -----------------------------------------------------------------------------------------------------


def test_a_judgment_abroad_bars_by_treaty_only() -> None:
    judgment = {"state": "XB", "kind": "conviction", "sentence": "served", "same_act": True, "final": True}
    answer = put(child(13), NORWEGIAN, course={"judgments": [judgment | {"reason": "on_the_merits"}]})
    assert verdict(answer, "no.j.5.1.nat", "no.299") == "cannot_say"


@pytest.mark.parametrize("day", ["2021-01-01", "2019-02-01"])
def test_the_period_from_eighteen_reaches_304_since_2021(day: str) -> None:
    # Lov 4 desember 2020 nr. 135, in force 1 January 2021 for what had not lapsed: § 87 names §§ 253, 257,
    # 299, 302 and 304;
    # lov 19 juni 2015 nr. 65 had not named § 304. Three years, so five; born on 10 March 2008, eighteen on 10
    # March 2026.
    assert end(route(put({"dob": "2008-03-10"}, NORWEGIAN, day=day), "no.j.5.1.nat", "no.304")) == date(2031, 3, 9)


def test_what_had_lapsed_before_2021_stays_barred() -> None:
    # § 304, 5 October 2015: five years from the act (§§ 86, 87 of 2015), to 4 October 2020.
    found = route(put({"dob": "2004-03-10"}, NORWEGIAN, day="2015-10-05"), "no.j.5.1.nat", "no.304")
    assert (found.verdict.value, end(found)) == ("barred", date(2020, 10, 4))
