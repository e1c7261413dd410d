"""Italy: answers derived by hand from the Codice penale as it held on each day. XB has no law file."""

from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, verdict

from fanal.engines.jurisdiction.answer import Answer

pytestmark = pytest.mark.once

TODAY = "2026-11-25"
ITALIAN = {"nationality": ["IT"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"]}
FOUND_THERE = STRANGER | {"presence": ["IT"]}
ABROAD = "it.j.604.nat"


def put(day: str, who: Any, suspect: Any = ITALIAN, as_of: str | None = None, **act: Any) -> Answer:
    """What holds one year after the act, when no period is over (as_of: another day)."""
    year, rest = day.split("-", 1)
    return ask(case(day, who, suspect, act), as_of or f"{int(year) + 1}-{rest}", "IT")


# --- articles 6, 9, 10, 604 ----------------------------------------------------------------------------------------


def test_604_reaches_citizens_and_children_who_are_citizens() -> None:
    assert verdict(put("2024-02-01", child(12)), ABROAD, "it.609-quater.1") == "open"
    italian = put("2024-02-01", child(12, nationality=["IT"]), STRANGER)
    assert verdict(italian, "it.j.604.vic", "it.609-quater.1") == "open"
    assert verdict(put("2024-02-01", child(12), STRANGER), ABROAD, "it.609-quater.1") == "none"


def test_604_reaches_a_foreigner_who_acts_with_a_citizen() -> None:
    act = {"role": "party", "principal": {"nationality": ["IT"]}}
    found = route(put("2012-10-23", child(13), STRANGER, "2012-10-23", **act), "it.j.604.joint", "it.609-quater.1")
    assert found.parts["J"].is_true
    # The complaint is that of 609-septies, until August 2019.
    assert {(one.kind, one.who) for one in found.conditions} == {("request", "minister"), ("complaint", "victim")}


def test_10_a_foreigner_found_in_italy_on_the_ministers_request() -> None:
    # 10(2): at least three years of prison, extradition not granted; of the law of the place it says nothing.
    found = route(put("2024-02-01", child(12), FOUND_THERE), "it.j.10.2", "it.609-quater.1")
    assert {(one.kind, one.who) for one in found.conditions} == {
        ("request", "minister"),
        ("extradition", "not_effected"),
    }
    assert found.parts["J"].is_true
    assert found.verdict.value == "cannot_say"
    paid = put("2024-02-01", child(15), FOUND_THERE, commercial=True)
    assert verdict(paid, "it.j.10.2", "it.600-bis.2") == "none"  # from one year on


def test_before_law_269_of_1998_article_604_was_not_read() -> None:
    # It reached slavery only; article 9 asked for presence and a request of the minister.
    found = route(put("1997-02-01", child(12)), ABROAD, "it.609-quater.1")
    assert found.verdict.value == "cannot_say"
    here = route(put("1997-02-01", child(12), ITALIAN | {"presence": ["IT"]}), "it.j.9.3", "it.609-quater.1")
    assert here.parts["J"].is_true
    assert ("request", "minister") in {(one.kind, one.who) for one in here.conditions}
    assert verdict(put("1999-02-01", child(12)), ABROAD, "it.609-quater.10") == "none"


def test_6_part_of_the_act_in_italy_suffices() -> None:
    home = ask(case("2024-02-01", child(12), STRANGER, {"places": [{"in": "IT"}]}), "2025-02-01", "IT")
    assert verdict(home, "it.j.6", "it.609-quater.1") == "open"


# --- 600-bis -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "age", "expected"),
    [
        ("1999-02-01", 15, "open"),
        ("1999-02-01", 16, "none"),  # law 269/1998: below sixteen
        ("2006-03-01", 17, "none"),
        ("2006-03-02", 17, "open"),  # law 38/2006
        ("2012-10-22", 17, "open"),
        ("2012-10-23", 17, "open"),
        ("2024-02-01", 13, "none"),  # 609-quater
        ("2024-02-01", 18, "none"),
    ],
)
def test_600_bis_payment(day: str, age: int, expected: str) -> None:
    assert verdict(put(day, child(age), commercial=True), ABROAD, "it.600-bis.2") == expected
    assert verdict(put(day, child(age)), ABROAD, "it.600-bis.2") == "none"


# --- 609-bis to 609-undecies ---------------------------------------------------------------------------------------


def test_609_quater_asked_for_a_complaint_until_august_2019() -> None:
    # 609-septies: below ten, and since 9 August 2019 always, of its own motion.
    before = route(put("2019-08-08", child(12), as_of="2019-08-08"), ABROAD, "it.609-quater.1")
    assert [(one.kind, one.who) for one in before.conditions] == [("complaint", "victim")]
    assert not route(put("2019-08-08", child(9), as_of="2019-08-08"), ABROAD, "it.609-quater.10").conditions
    assert verdict(put("2019-08-09", child(12)), ABROAD, "it.609-quater.1") == "open"


@pytest.mark.parametrize(
    ("day", "suspect_age", "expected"),
    [("2018-02-01", 16, False), ("2018-02-01", 17, True), ("2024-02-01", 17, False), ("2024-02-01", 18, True)],
)
def test_609_quater_peers_three_years_then_four(day: str, suspect_age: int, expected: bool) -> None:
    peer = ITALIAN | {"age": {"lo": suspect_age, "hi": suspect_age}}
    found = route(put(day, child(13), peer, as_of=day), ABROAD, "it.609-quater.1").parts["E"]
    assert found.is_true if expected else not found.is_true


def test_609_quater_from_fourteen_on_only_in_care_or_with_abuse() -> None:
    assert verdict(put("2024-02-01", child(15)), ABROAD, "it.609-quater.2") == "none"
    assert verdict(put("2024-02-01", child(15), relation=["teacher"]), ABROAD, "it.609-quater.2") == "open"
    assert verdict(put("2024-02-01", child(16), relation=["teacher"]), ABROAD, "it.609-quater.2") == "none"
    abused = {"relation": ["teacher"], "means": ["abuse_of_authority"]}
    assert verdict(put("2024-02-01", child(16), **abused), ABROAD, "it.609-quater.c2") == "open"
    assert verdict(put("2024-02-01", child(15), means=["abuse_of_authority"]), ABROAD, "it.609-quater.c3") == "open"
    assert (
        verdict(
            put("2021-02-01", child(15), means=["abuse_of_authority"], as_of="2021-02-01"), ABROAD, "it.609-quater.c3"
        )
        == "none"
    )


def test_609_undecies_grooming_since_2012() -> None:
    assert verdict(put("2024-02-01", child(15), conduct=["grooming"]), ABROAD, "it.609-undecies") == "open"
    assert verdict(put("2024-02-01", child(16), conduct=["grooming"]), ABROAD, "it.609-undecies") == "none"
    assert (
        verdict(put("2012-10-22", child(15), conduct=["grooming"], as_of="2012-10-22"), ABROAD, "it.609-undecies")
        == "none"
    )


def test_600_quater_access_since_law_238_of_2021() -> None:
    seen = {"conduct": ["csam_access"], "medium": ["online"]}
    assert verdict(put("2024-02-01", child(15), **seen), ABROAD, "it.600-quater.access") == "open"
    assert verdict(put("2021-02-01", child(15), as_of="2021-02-01", **seen), ABROAD, "it.600-quater.access") == "none"


# --- 157 to 161 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "age", "offence", "act", "still", "over"),
    [
        ("2010-05-01", 12, "it.609-quater.1", {}, "2020-04-29", "2020-05-02"),  # ten years, not doubled
        ("2013-05-01", 12, "it.609-quater.1", {}, "2033-04-29", "2033-05-02"),  # law 172/2012: twice
        ("2018-05-01", 12, "it.609-quater.1", {}, "2043-01-01", "2045-05-01"),  # law 103/2017: from eighteen, twice ten
        ("2010-05-01", 15, "it.600-bis.2", {"commercial": True}, "2016-04-29", "2016-05-02"),  # six at least
        ("2013-05-01", 15, "it.600-bis.2", {"commercial": True}, "2025-04-29", "2025-05-02"),
    ],
)
def test_157_twice_the_time_and_from_eighteen(
    day: str, age: int, offence: str, act: Any, still: str, over: str
) -> None:
    assert route(put(day, child(age), as_of=still, **act), ABROAD, offence).parts["L"].is_true
    assert route(put(day, child(age), as_of=over, **act), ABROAD, offence).parts["L"].is_false


def test_157_a_longer_time_does_not_reach_acts_of_before() -> None:
    # An act of 22 October 2012 keeps ten years, one of the day after has twenty.
    for day, late in (("2012-10-22", False), ("2012-10-23", True)):
        part = route(put(day, child(12), as_of="2026-11-25"), ABROAD, "it.609-quater.1").parts["L"]
        assert part.is_true is late


def test_158_the_start_at_eighteen_is_for_acts_since_august_2017() -> None:
    early = {"2017-08-02": "2037-09-01", "2017-08-03": "2037-09-01"}
    for (day, then), late in zip(early.items(), (False, True), strict=True):
        part = route(put(day, child(12), as_of=then), ABROAD, "it.609-quater.1").parts["L"]
        assert part.is_true is late
