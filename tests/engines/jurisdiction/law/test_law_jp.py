"""Japan: the Penal Code and the Act on payment and material. Each case is counted from the article it names."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, end, route, verdict

from fanal.engines.jurisdiction.answer import Answer

TODAY, DAY = "2026-11-25", "2024-02-01"
JAPANESE = {"nationality": ["JP"], "residence": ["JP"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"]}
CODE, ACT = "jp.j.3", "jp.j.cp10"


def put(who: Any, suspect: Any = JAPANESE, day: str = DAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, who, suspect, act, course), TODAY, "JP")


@pytest.mark.parametrize(("age", "expected"), [(12, "open"), (15, "open"), (16, "none")])
def test_sixteen_since_july_2023(age: int, expected: str) -> None:
    # Art. 176(3) with art. 3 no. 5: no law of the place is asked; the adult of 44 is five years older.
    assert verdict(put(child(age)), CODE, "jp.176.3") == expected


@pytest.mark.parametrize(("day", "expected"), [("2023-07-12", "none"), ("2023-07-13", "open")])
def test_thirteen_before(day: str, expected: str) -> None:
    assert verdict(put(child(15), day=day), CODE, "jp.176.3") == expected
    assert verdict(put(child(12), day=day), CODE, "jp.176.3") == "open"


def test_five_years_older_from_thirteen_on() -> None:
    # Born on 1 June 2009; "born five years or more before that day".
    victim, young = {"dob": "2009-06-01"}, {"age": {"lo": 19, "hi": 19}}
    assert verdict(put(victim, JAPANESE | young | {"dob": "2004-06-01"}), CODE, "jp.176.3") == "open"
    assert verdict(put(victim, JAPANESE | young | {"dob": "2004-06-02"}), CODE, "jp.176.3") == "none"


@pytest.mark.parametrize(("age", "expected"), [(17, "open"), (18, "none")])
def test_a_paid_act_to_eighteen(age: int, expected: str) -> None:
    # Arts 2, 4 and 10 of the Act.
    assert verdict(put(child(age), commercial=True), ACT, "jp.cp4") == expected
    assert verdict(put(child(age)), ACT, "jp.cp4") == "none"


def test_a_paid_act_lapses_five_years_after_it() -> None:
    # Five years' maximum: CCP 250(2) no. 5; it is not among the offences of 250(3).
    found = route(put({"dob": "2007-05-05"}, commercial=True), ACT, "jp.cp4")
    assert end(found) == date(2029, 1, 31)
    assert verdict(put({"dob": "2002-05-05"}, day="2018-02-01", commercial=True), ACT, "jp.cp4") == "barred"


def test_twelve_years_from_eighteen_for_indecent_acts() -> None:
    # CCP 250(3) no. 3, (4). Born on 5 May 2012: 5 May 2030, to 4 May 2042.
    assert end(route(put({"dob": "2012-05-05"}), CODE, "jp.176.3")) == date(2042, 5, 4)


def test_whether_the_longer_period_reaches_earlier_acts_is_not_known() -> None:
    # Ten years' maximum, seven years (250(2) no. 4) from 1 February 2022; the longer one began on 23 June 2023.
    limit = route(put({"dob": "2012-05-05"}, day="2022-02-01"), CODE, "jp.176.3").limit
    assert (limit.earliest, limit.latest) == (date(2029, 1, 31), date(2042, 5, 4))


def test_intercourse_is_told_by_no_case_file() -> None:
    found = route(put(child(12)), CODE, "jp.177.3")
    assert (found.verdict.value, found.reasons) == ("cannot_say", frozenset({"law:JP/jp.177.3#also_asks"}))


def test_a_custodian_to_eighteen() -> None:
    # Art. 179(1).
    assert verdict(put(child(17), relation=["parent"]), CODE, "jp.179.1") == "open"
    assert verdict(put(child(17), relation=["teacher"]), CODE, "jp.179.1") == "none"


def test_a_japanese_child_abroad() -> None:
    # Art. 3-2: by whoever is not Japanese; the law of the place is not asked. A paid act is not in its list.
    mine = put(child(12, nationality=["JP"]), STRANGER)
    assert verdict(mine, "jp.j.3-2", "jp.176.3") == "open"
    assert verdict(put(child(16, nationality=["JP"]), STRANGER, commercial=True), "jp.j.3-2", "jp.cp4") == "no route"


def test_asking_for_a_meeting_is_punished_at_home_only() -> None:
    # Art. 182 is not in the list of art. 3.
    answer = put(child(15), conduct=["grooming"], medium=["online"])
    assert verdict(answer, CODE, "jp.182.1") == "no route"
    at_home = put(child(15), conduct=["grooming"], medium=["online"], places=[{"in": "JP"}])
    assert verdict(at_home, "jp.j.1", "jp.182.1") == "cannot_say"


def test_before_the_first_text_nothing_is_known() -> None:
    found = route(put(child(12), day="2016-06-22"), CODE, "jp.176.3")
    assert (found.verdict.value, "law:JP/jp.176.3#wording" in found.reasons) == ("cannot_say", True)
    paid = route(put(child(16), day="2015-07-31", commercial=True), ACT, "jp.cp4")
    assert (paid.verdict.value, "law:JP/jp.cp4#wording" in paid.reasons) == ("cannot_say", True)


def test_a_complaint_was_asked_until_the_reform_of_2017() -> None:
    found = route(put({"dob": "2008-01-01"}, day="2016-12-01"), CODE, "jp.176.3")
    assert [need.kind for need in found.conditions] == ["complaint"]


def test_a_judgment_abroad_bars_nothing() -> None:
    judgment = {"state": "XB", "kind": "conviction", "sentence": "served", "same_act": True, "final": True}
    answer = put(child(12), course={"judgments": [judgment | {"reason": "on_the_merits"}]})
    assert verdict(answer, CODE, "jp.176.3") == "open"
