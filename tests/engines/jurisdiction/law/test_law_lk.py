"""Sri Lanka: answers derived by hand from the sections of the Penal Code that were read."""

from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import child, route, verdict
from tests.engines.jurisdiction.destinations import STRANGER, Destination

pytestmark = pytest.mark.once

HERE = Destination("LK")
put = HERE.put
at_home = HERE.at_home
punishes = HERE.punishes


@pytest.mark.parametrize(
    ("age", "day", "expected"),
    [
        (12, "2024-02-01", True),  # section 365B(1)(aa): "under sixteen years of age"
        (15, "2024-02-01", True),
        (17, "2024-02-01", None),  # paid: section 360B was not read
        (15, "2016-02-01", None),  # since when (aa) stands was not read
        (15, "1994-02-01", None),
    ],
)
def test_what_a_state_that_asks_for_the_law_of_the_place_is_told(age: int, day: str, expected: bool | None) -> None:
    assert punishes(age, day, True) is expected


def test_force_counts_up_to_eighteen() -> None:
    forced = route(at_home(17, "2024-02-01", means=["force"]), "lk.j.2.1", "lk.365B")
    assert forced.parts["E"].is_true
    assert not route(at_home(17, "2024-02-01"), "lk.j.2.1", "lk.365B").parts["E"].is_true


NATIONAL = {"nationality": ["LK"]}


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2006-04-23", "lk.j.2.2#wording"),
        ("2006-04-24", None),
        ("2008-09-30", None),
        ("2008-10-01", "lk.j.2.2#unread:2008-09-30"),
    ],
)
def test_nationals_are_liable_for_every_act_abroad_since_act_16(day: str, reason: str | None) -> None:
    part = route(put(child(15), NATIONAL, day, conduct=["trafficking"]), "lk.j.2.2", "lk.360C").parts["J"]
    assert part.is_true if reason is None else part.reasons == frozenset({f"law:LK/{reason}"})


def test_the_law_of_the_place_is_not_asked_for() -> None:
    found = route(put(child(15), NATIONAL, "2007-02-01", conduct=["trafficking"]), "lk.j.2.2", "lk.360C")
    assert found.parts["D"].is_true
    # "whether with or without the consent of such child"; that no milder law came after September 2008 is not known
    assert found.parts["E"].reasons == frozenset({"law:LK/temporal#lex_mitior", "law:LK/lk.360C#unread:2008-09-30"})


def test_how_long_it_can_be_prosecuted_is_not_known() -> None:
    # Code of Criminal Procedure, section 456: not to be had.
    found = route(put(child(15), NATIONAL, "2007-02-01", conduct=["trafficking"]), "lk.j.2.2", "lk.360C")
    assert found.verdict.value == "cannot_say"
    assert "law:LK/limitation#absent" in found.reasons


@pytest.mark.parametrize("suspect", [STRANGER, STRANGER | {"residence": ["LK"]}])
def test_foreigners_are_not_reached_abroad(suspect: Any) -> None:
    answer = put(child(15), suspect, "2007-02-01", conduct=["trafficking"])
    assert verdict(answer, "lk.j.2.2", "lk.360C") == "none"


@pytest.mark.parametrize("conduct", ["csam_production", "csam_possession", "performance"])
@pytest.mark.parametrize(("day", "wording"), [("1995-10-30", True), ("1995-10-31", False), ("2007-02-01", False)])
def test_section_286A_holds_since_the_end_of_october_1995(conduct: str, day: str, wording: bool) -> None:
    found = route(at_home(17, day, conduct=[conduct]), "lk.j.2.1", "lk.286A.a").parts["E"]
    assert ("law:LK/lk.286A.a#wording" in found.reasons) is wording
    assert not route(at_home(18, day, conduct=[conduct]), "lk.j.2.1", "lk.286A.a").parts["E"].is_true


def test_soliciting_needs_its_purpose() -> None:
    found = route(at_home(15, "2007-02-01", conduct=["grooming"]), "lk.j.2.1", "lk.360E")
    assert "law:LK/lk.360E#also_asks" in found.parts["E"].reasons
