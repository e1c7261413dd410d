"""Brazil: Código Penal and ECA, with the day on which each wording held. Each case is counted from its article."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, end, route, verdict

from fanal.engines.jurisdiction.answer import Answer

TODAY, DAY = "2026-11-25", "2024-02-01"
BRAZILIAN = {"nationality": ["BR"], "residence": ["BR"], "presence": ["BR"]}
AWAY = {"nationality": ["BR"], "residence": ["XC"], "presence": ["XC"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"], "presence": ["BR"]}
GERMANY = [{"in": "DE"}]
NATIONAL = "br.j.7.II.b"


def put(who: Any, suspect: Any = BRAZILIAN, day: str = DAY, course: Any = None, **act: Any) -> Answer:
    return ask(case(day, who, suspect, {"places": GERMANY} | act, course), TODAY, "BR")


def test_a_national_who_came_back_is_tried_if_the_place_punishes_it() -> None:
    # Art. 7 II b, § 2 a-b. StGB § 176 punishes it in Germany; of XB no law is known.
    assert verdict(put(child(13)), NATIONAL, "br.217A") == "open"
    abroad = route(put(child(13), places=[{"in": "XB"}]), NATIONAL, "br.217A")
    assert (abroad.verdict.value, abroad.reasons) == ("cannot_say", frozenset({"law:XB/not_in_corpus"}))


def test_who_did_not_enter_brazil_is_not_reached() -> None:
    # § 2 a: "entrar o agente no território nacional".
    assert verdict(put(child(13), AWAY), NATIONAL, "br.217A") == "none"


def test_a_resident_who_is_no_national_is_not_reached() -> None:
    assert (
        verdict(put(child(13), {"nationality": ["XC"], "residence": ["BR"], "presence": ["BR"]}), NATIONAL, "br.217A")
        == "none"
    )


def test_a_brazilian_child_by_request_of_the_minister() -> None:
    # Art. 7 § 3: not extradited, and "requisição do Ministro da Justiça".
    found = route(put(child(13, nationality=["BR"]), STRANGER), "br.j.7.3", "br.217A")
    assert found.verdict.value == "open_on_condition"
    assert {need.kind for need in found.conditions} == {"request", "extradition"}
    assert verdict(put(child(13), STRANGER), "br.j.7.3", "br.217A") == "none"


@pytest.mark.parametrize(
    ("age", "expected"),
    [(13, ("open", "none")), (14, ("none", "open")), (17, ("none", "open")), (18, ("none", "none"))],
)
def test_fourteen_and_eighteen_for_a_paid_act(age: int, expected: tuple[str, str]) -> None:
    # Arts 217-A ("menor de 14") and 218-B § 2 I ("menor de 18 e maior de 14"). StGB § 182(2): paid, under 18.
    answer = put(child(age), commercial=True)
    assert (verdict(answer, NATIONAL, "br.217A"), verdict(answer, NATIONAL, "br.218B.2.I")) == expected


def test_an_unpaid_act_at_fifteen_needs_force() -> None:
    assert verdict(put(child(15)), NATIONAL, "br.213.1") == "none"
    assert verdict(put(child(15)), NATIONAL, "br.218B.2.I") == "none"
    at_home = put(child(15), STRANGER, places=[{"in": "BR"}], means=["force"])
    assert verdict(at_home, "br.j.5", "br.213.1") == "open"


def test_twenty_years_from_eighteen_since_18_may_2012() -> None:
    # Arts 109 I, 111 V: fifteen years' maximum, twenty years. Born 5 May 2000.
    assert end(route(put({"dob": "2000-05-05"}, day="2012-05-18"), NATIONAL, "br.217A")) == date(2038, 5, 4)
    assert end(route(put({"dob": "2000-05-05"}, day="2012-05-17"), NATIONAL, "br.217A")) == date(2032, 5, 16)


def test_a_later_start_does_not_reach_an_earlier_act() -> None:
    # Art. 2: ten years' maximum before 2009, sixteen years from the act (109 II): 31 May 2018.
    found = route(put({"dob": "1992-05-05"}, day="2002-06-01"), NATIONAL, "br.217A")
    assert (found.verdict.value, end(found)) == ("barred", date(2018, 5, 31))


def test_before_august_2009_a_complaint_is_needed() -> None:
    # Art. 225 of 1940; sixteen years from 1 June 2009.
    found = route(put({"dob": "1999-05-05"}, day="2009-06-01"), NATIONAL, "br.217A")
    assert [need.kind for need in found.conditions] == ["complaint"]
    assert end(found) == date(2025, 5, 31)


def test_2009_itself_is_between_two_texts() -> None:
    # Lei 12.015 is of 7 August 2009; when it began was not read.
    found = route(put({"dob": "1999-05-05"}, day="2009-10-01"), NATIONAL, "br.217A")
    assert found.verdict.value == "cannot_say"


def test_halved_for_who_was_under_twenty_one() -> None:
    # Arts 109 IV, 115. Possession, four years' maximum (241-B): eight years from 18; four below 21.
    adult = put({"dob": "2002-05-05"}, day="2016-02-01", conduct=["csam_possession"])
    assert end(route(adult, NATIONAL, "br.eca241B")) == date(2028, 5, 4)
    young = put(
        {"dob": "2002-05-05"}, BRAZILIAN | {"age": {"lo": 20, "hi": 20}}, "2016-02-01", conduct=["csam_possession"]
    )
    assert route(young, NATIONAL, "br.eca241B").limit.earliest == date(2024, 5, 4)


def test_grooming_is_of_children_under_twelve() -> None:
    # ECA arts 2 and 241-D: "criança".
    def said(age: int) -> str:
        return verdict(
            put(child(age), STRANGER, places=[{"in": "BR"}], conduct=["grooming"], medium=["online"]),
            "br.j.5",
            "br.eca241D",
        )

    assert (said(11), said(12)) == ("open", "none")


def test_trafficking_asks_for_means() -> None:
    # Art. 149-A: "mediante grave ameaça, violência, coação, fraude ou abuso".
    def said(*means: str) -> str:
        return verdict(
            put(child(17), STRANGER, places=[{"in": "BR"}], conduct=["trafficking"], means=list(means)),
            "br.j.5",
            "br.149A",
        )

    assert (said("deception"), said()) == ("open", "none")


@pytest.mark.parametrize(("sentence", "expected"), [("served", "barred"), ("not_served", "open")])
def test_a_sentence_served_abroad_bars(sentence: str, expected: str) -> None:
    # Art. 7 § 2 d.
    judgment = {
        "state": "XB",
        "kind": "conviction",
        "sentence": sentence,
        "same_act": True,
        "final": True,
        "reason": "on_the_merits",
    }
    assert verdict(put(child(13), course={"judgments": [judgment]}), NATIONAL, "br.217A") == expected
