"""Argentina: the Código Penal as consolidated in June 2026. Each case is counted from the article it names."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, end, route, verdict

from fanal.engines.jurisdiction.answer import Answer

TODAY, DAY = "2026-11-25", "2024-02-01"
ARGENTINE = {"nationality": ["AR"], "residence": ["AR"], "presence": ["AR"]}
HOME = "ar.j.1.1"


def put(who: Any, suspect: Any = ARGENTINE, day: str = DAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, who, suspect, {"places": [{"in": "AR"}]} | act, course), TODAY, "AR")


@pytest.mark.parametrize(("age", "expected"), [(12, "open"), (13, "none")])
def test_thirteen(age: int, expected: str) -> None:
    # Art. 119, first paragraph.
    assert verdict(put(child(age)), HOME, "ar.119.1") == expected


def test_force_to_eighteen() -> None:
    assert verdict(put(child(17), means=["force"]), HOME, "ar.119.1") == "open"
    assert verdict(put(child(18), means=["force"]), HOME, "ar.119.1") == "none"


def test_sexual_immaturity_is_told_by_no_case_file() -> None:
    # Art. 120: from 13 to 16.
    assert verdict(put(child(15)), HOME, "ar.120") == "cannot_say"
    assert verdict(put(child(16)), HOME, "ar.120") == "none"


def test_no_rule_on_nationals_abroad_was_read() -> None:
    # Art. 1 has none; Ley 24.767 was not read, so that the state says cannot_say and not none.
    answer = put(child(12), places=[{"in": "XB"}])
    (state,) = answer.states
    assert state.verdict.value == "cannot_say"
    assert verdict(answer, HOME, "ar.119.1") == "none"


def test_time_runs_only_from_the_report_of_the_victim_of_age() -> None:
    # Art. 67 since Ley 27.206: no report, no end.
    limit = route(put({"dob": "2012-05-05"}), HOME, "ar.119.1").limit
    assert limit.latest is None
    assert limit.value.is_true


def test_procuring_is_ten_to_fifteen_years_since_2012() -> None:
    # Arts 125 bis, 126, Ley 26.842.
    answer = put(child(17), conduct=["procuring"], commercial=True)
    assert verdict(answer, HOME, "ar.126") == "open"
    before = put(child(17), day="2012-12-26", conduct=["procuring"], commercial=True)
    assert verdict(before, HOME, "ar.126") == "cannot_say"


def test_trafficking_asks_for_no_means() -> None:
    # Arts 145 bis, 145 ter.
    assert verdict(put(child(17), conduct=["trafficking"]), HOME, "ar.145ter") == "open"


def test_grooming_is_by_technology_since_december_2013() -> None:
    # Art. 131, Ley 26.904, published on 11 December 2013.
    def said(day: str, medium: str) -> str:
        return verdict(put(child(17), day=day, conduct=["grooming"], medium=[medium]), HOME, "ar.131")

    assert (said("2013-12-10", "online"), said(DAY, "online"), said(DAY, "in_person")) == ("none", "open", "none")


def test_grooming_lapses_four_years_after_it() -> None:
    # Art. 131 is not in the list of art. 67: four years' maximum, four years (62 no. 2).
    found = route(put(child(15), conduct=["grooming"], medium=["online"]), HOME, "ar.131")
    assert end(found) == date(2028, 1, 31)


def test_possession_since_april_2018() -> None:
    # Art. 128, second paragraph, Ley 27.436, published on 23 April 2018.
    old = put(child(15), day="2018-04-22", conduct=["csam_possession"])
    new = put(child(15), conduct=["csam_possession"])
    assert verdict(old, HOME, "ar.128.2") == "cannot_say"
    assert verdict(new, HOME, "ar.128.2") == "open"


def test_effects_at_home_are_enough() -> None:
    # Art. 1(1): "cuyos efectos deban producirse".
    places = [{"in": "XB", "part": ["conduct"]}, {"in": "AR", "part": ["result"]}]
    assert verdict(put(child(12), places=places), HOME, "ar.119.1") == "open"
