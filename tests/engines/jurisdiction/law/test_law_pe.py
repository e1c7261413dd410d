"""Peru: the Código Penal with each wording. Each case is counted from the article it names."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, verdict

from fanal.engines.jurisdiction.answer import Answer

TODAY, DAY = "2026-11-25", "2024-02-01"
PERUVIAN = {"nationality": ["PE"], "residence": ["PE"], "presence": ["PE"]}
AWAY = {"nationality": ["PE"], "residence": ["XC"], "presence": ["XC"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"], "presence": ["PE"]}
NATIONAL = "pe.j.2.4.nat"
HOME = [{"in": "PE"}]


def put(who: Any, suspect: Any = PERUVIAN, day: str = DAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, who, suspect, {"places": [{"in": "DE"}]} | act, course), TODAY, "PE")


def test_a_national_who_came_back_is_tried_if_the_place_punishes_it() -> None:
    # Art. 2(4). StGB § 176 punishes it in Germany; of XB no law is known.
    assert verdict(put(child(13)), NATIONAL, "pe.176A") == "open"
    abroad = route(put(child(13), places=[{"in": "XB"}]), NATIONAL, "pe.176A")
    assert (abroad.verdict.value, abroad.reasons) == ("cannot_say", frozenset({"law:XB/not_in_corpus"}))


def test_who_did_not_enter_is_not_reached() -> None:
    assert verdict(put(child(13), AWAY), NATIONAL, "pe.176A") == "none"


def test_a_peruvian_child() -> None:
    assert verdict(put(child(13, nationality=["PE"]), STRANGER), "pe.j.2.4.vic", "pe.176A") == "open"


@pytest.mark.parametrize(("age", "expected"), [(13, "open"), (14, "none")])
def test_fourteen(age: int, expected: str) -> None:
    assert verdict(put(child(age)), NATIONAL, "pe.176A") == expected


def test_nothing_lapses_since_5_august_2018() -> None:
    # Art. 88-A, Ley 30838 of 4 August 2018.
    assert route(put(child(13), day="2018-08-05"), NATIONAL, "pe.176A").limit.none


def test_eight_to_twelve_years_from_the_act_before() -> None:
    # Arts 80, 176-A of 2006: eight years' maximum from ten to fourteen, twelve where graver.
    limit = route(put(child(13), day="2018-08-04"), NATIONAL, "pe.176A").limit
    assert (limit.earliest, limit.latest) == (date(2026, 8, 3), date(2030, 8, 3))


def test_an_old_act_is_barred() -> None:
    assert verdict(put(child(13), day="2008-02-01"), NATIONAL, "pe.176A") == "barred"


def test_acts_of_the_prosecution_give_half_as_much_again() -> None:
    # Art. 83: twelve years at most where eight hold.
    def after(on: str) -> str:
        events = [{"state": "PE", "kind": "act_of_prosecution", "on": on}]
        course = {"events": events, "events_complete": True}
        return verdict(put(child(13), day="2017-02-01", course=course), NATIONAL, "pe.176A")

    assert after("2024-06-01") == "open"


def test_half_of_it_below_twenty_one() -> None:
    # Art. 81: four to six years.
    young = PERUVIAN | {"age": {"lo": 20, "hi": 20}}
    limit = route(put(child(13), young, day="2018-08-04"), NATIONAL, "pe.176A").limit
    assert (limit.earliest, limit.latest) == (date(2022, 8, 3), date(2024, 8, 3))


def test_a_paid_act_from_fourteen_on_needs_intercourse() -> None:
    # Art. 129-J (179-A until March 2021): no case file tells it.
    assert verdict(put(child(15), commercial=True), NATIONAL, "pe.129J") == "cannot_say"
    assert verdict(put(child(18), commercial=True), NATIONAL, "pe.129J") == "none"
    assert verdict(put(child(15), day="2004-06-08", commercial=True), NATIONAL, "pe.129J") == "none"


def test_grooming_since_11_march_2014() -> None:
    # Art. 183-B, Ley 30171.
    def said(age: int, day: str, *means: str) -> str:
        answer = put(child(age), day=day, places=HOME, conduct=["grooming"], medium=["online"], means=list(means))
        return verdict(answer, "pe.j.1", "pe.183B")

    assert (said(13, "2024-02-01"), said(14, "2024-02-01"), said(14, "2024-02-01", "deception")) == (
        "open",
        "none",
        "open",
    )
    assert said(13, "2014-03-10") == "none"


def test_exploitation_by_others() -> None:
    # Art. 129-I (181-A) since June 2019, art. 179 before.
    assert verdict(put(child(17), places=HOME, conduct=["procuring"]), "pe.j.1", "pe.129I") == "open"


@pytest.mark.parametrize(("sentence", "expected"), [("served", "barred"), ("not_served", "open")])
def test_a_sentence_served_abroad_bars(sentence: str, expected: str) -> None:
    # Art. 4(3).
    judgment = {"state": "XB", "kind": "conviction", "sentence": sentence, "same_act": True, "final": True}
    answer = put(child(13), course={"judgments": [judgment | {"reason": "on_the_merits"}]})
    assert verdict(answer, NATIONAL, "pe.176A") == expected


def test_a_party_in_peru_acts_in_peru() -> None:
    # Art. 5: "el autor o partícipe".
    places = [{"in": "PE", "part": ["conduct"]}, {"in": "XB", "part": ["conduct", "result"]}]
    assert verdict(put(child(13), STRANGER, places=places, role="party"), "pe.j.1", "pe.176A") == "open"
