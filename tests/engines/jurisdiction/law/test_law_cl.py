"""Chile: the Código Penal and one number of the code of courts. Each case is counted from the article it names."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, verdict

from fanal.engines.jurisdiction.answer import Answer

TODAY, DAY = "2026-11-25", "2024-02-01"
CHILEAN = {"nationality": ["CL"], "residence": ["CL"]}
LIVES_THERE = {"nationality": ["XC"], "residence": ["CL"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"]}
HOME, NATIONAL = "cl.j.5", "cl.j.cot10.nat"
CHILE = [{"in": "CL"}]


def put(who: Any, suspect: Any = CHILEAN, day: str = DAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, who, suspect, act, course), TODAY, "CL")


def test_promoting_exploitation_abroad_by_a_national_or_a_resident() -> None:
    # COT art. 6 no. 10 names arts 367, 367 quáter (second paragraph) and 367 septies.
    mine = put(child(17), conduct=["procuring"], commercial=True)
    theirs = put(child(17), LIVES_THERE, conduct=["procuring"], commercial=True)
    assert verdict(mine, NATIONAL, "cl.367") == "open"
    assert verdict(theirs, "cl.j.cot10.res", "cl.367") == "open"


def test_a_chilean_child_abroad() -> None:
    answer = put(child(17, nationality=["CL"]), STRANGER, conduct=["procuring"], commercial=True)
    assert verdict(answer, "cl.j.cot10.vic", "cl.367") == "open"


def test_a_sexual_act_abroad_is_in_no_rule_that_was_read() -> None:
    answer = put(child(12))
    assert verdict(answer, NATIONAL, "cl.366bis") == "no route"
    (state,) = answer.states
    assert state.verdict.value == "cannot_say"


def test_before_30_december_2022_the_code_of_courts_was_not_read() -> None:
    answer = put(child(17), day="2022-12-29", conduct=["procuring"], commercial=True)
    assert verdict(answer, NATIONAL, "cl.367") == "cannot_say"


@pytest.mark.parametrize(("age", "expected"), [(13, "open"), (14, "none")])
def test_fourteen_since_2004(age: int, expected: str) -> None:
    assert verdict(put(child(age), places=CHILE), HOME, "cl.366bis") == expected


def test_twelve_before_14_january_2004() -> None:
    # Art. 366 bis of 1999.
    assert verdict(put(child(12), day="2004-01-13", places=CHILE), HOME, "cl.366bis") == "none"
    assert verdict(put(child(12), day="2004-01-14", places=CHILE), HOME, "cl.366bis") == "cannot_say"


def test_a_paid_act_to_eighteen() -> None:
    # Art. 367 ter.
    assert verdict(put(child(17), places=CHILE, commercial=True), HOME, "cl.367ter") == "open"
    assert verdict(put(child(18), places=CHILE, commercial=True), HOME, "cl.367ter") == "none"
    younger = put(child(13), day="2022-12-29", places=CHILE, commercial=True)
    assert verdict(younger, HOME, "cl.367ter") == "none"  # from 14 on until then


def test_nothing_lapses_since_july_2019() -> None:
    # Art. 94 bis.
    assert route(put(child(13), day="2019-07-18", places=CHILE), HOME, "cl.366bis").limit.none


def test_ten_years_from_eighteen_before() -> None:
    # Art. 369 quáter until 17 July 2019; a maximum of ten years: ten years from 5 May 2022.
    limit = route(put({"dob": "2004-05-05"}, day="2016-02-01", places=CHILE), HOME, "cl.366bis").limit
    assert (limit.earliest, limit.latest) == (date(2032, 5, 4), None)


def test_material_is_without_limitation_since_december_2022() -> None:
    old = put(child(13), day="2022-12-29", places=CHILE, conduct=["csam_distribution"])
    new = put(child(13), day="2022-12-30", places=CHILE, conduct=["csam_distribution"])
    # Art. 94: a lesser offence, five years; art. 367 quáter is in art. 94 bis since 30 December 2022.
    limit = route(old, HOME, "cl.367q.1").limit
    assert (limit.earliest, limit.latest) == (date(2027, 12, 28), None)
    assert route(new, HOME, "cl.367q.1").limit.none


def test_trafficking_of_a_child_asks_for_no_means() -> None:
    # Art. 411 quáter.
    assert verdict(put(child(17), places=CHILE, conduct=["trafficking"]), HOME, "cl.411q") == "open"


def test_dependence_from_fourteen_on() -> None:
    # Arts 363 no. 2, 366.
    assert verdict(put(child(16), places=CHILE, means=["abuse_of_authority"]), HOME, "cl.366.2") == "open"
    assert verdict(put(child(16), places=CHILE), HOME, "cl.366.2") == "none"


def test_a_judgment_abroad_bars() -> None:
    # Código Procesal Penal art. 13.
    judgment = {"state": "XB", "kind": "acquittal", "same_act": True, "final": True, "reason": "on_the_merits"}
    course = {"judgments": [judgment]}
    answer = put(child(17), course=course, conduct=["procuring"], commercial=True)
    assert verdict(answer, NATIONAL, "cl.367") == "barred"
