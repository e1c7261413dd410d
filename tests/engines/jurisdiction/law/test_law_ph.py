"""The Philippines: answers derived by hand from the Acts that were read."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import child, route, verdict
from tests.engines.jurisdiction.destinations import STRANGER, Destination

pytestmark = pytest.mark.once

HERE = Destination("PH")
put = HERE.put
at_home = HERE.at_home
punishes = HERE.punishes


# --- the Revised Penal Code, article 266-A, by RA 8353 and RA 11648 --------------------------------------------------


@pytest.mark.parametrize(
    ("age", "day", "expected"),
    [
        (11, "1996-02-01", "cannot_say"),  # article 335 as it then was: not read
        (11, "1997-12-01", "cannot_say"),  # the day on which RA 8353 took effect was not read
        (11, "2016-02-01", "open"),  # RA 8353: "under twelve (12) years of age"
        (12, "2016-02-01", "none"),
        (12, "2022-03-21", "none"),
        (11, "2022-06-01", "open"),
        (12, "2022-06-01", "cannot_say"),  # RA 11648: fifteen days after a publication not read
        (15, "2023-02-01", "open"),  # RA 11648: "under sixteen (16) years of age"
        (16, "2023-02-01", "none"),
    ],
)
def test_the_age_was_twelve_and_is_sixteen(age: int, day: str, expected: str) -> None:
    assert verdict(at_home(age, day), "ph.j.2", "ph.266A.1d") == expected


@pytest.mark.parametrize(
    ("age", "suspect", "expected"), [(15, 17, "none"), (15, 20, "open"), (12, 14, "open"), (13, 14, "none")]
)
def test_three_years_apart_are_excepted_from_thirteen_on(age: int, suspect: int, expected: str) -> None:
    # "not more than three (3) years"; "if the victim is under thirteen (13) ..., this exception shall not apply"
    young = STRANGER | {"age": {"lo": suspect, "hi": suspect}}
    answer = put(child(age), young, "2023-02-01", places=[{"in": "PH"}])
    assert verdict(answer, "ph.j.2", "ph.266A.1d") == expected


def test_the_earliest_end_is_fifteen_years_and_no_latest_is_known() -> None:
    # Article 90: fifteen or twenty years by the paragraph; 91: from discovery, and not while the offender is absent.
    limit = route(at_home(11, "2016-02-01"), "ph.j.2", "ph.266A.1d").limit
    assert (limit.earliest, limit.latest) == (date(2031, 1, 31), None)


def test_after_the_earliest_end_nothing_is_barred_for_certain() -> None:
    assert verdict(at_home(11, "1999-02-01"), "ph.j.2", "ph.266A.1d") == "cannot_say"


# --- RA 7610, section 5 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "day", "commercial", "expected"),
    [
        (17, "1996-02-01", True, True),  # section 5: "for money, profit, or any other consideration"
        (17, "2016-02-01", True, True),
        (15, "2016-02-01", True, True),
        (17, "2024-02-01", True, True),  # the paragraph stands, RA 11648
        (15, "2016-02-01", False, None),  # "influence of any adult": no file tells it
        (11, "2016-02-01", False, True),  # article 266-A
        (15, "2024-02-01", False, True),
    ],
)
def test_what_a_state_that_asks_for_the_law_of_the_place_is_told(
    age: int, day: str, commercial: bool, expected: bool | None
) -> None:
    # § 176 StGB or not: what counts is whether the Philippines punish it. Above eighteen § 7 has no route.
    assert punishes(age, day, commercial) is expected


def test_how_long_a_special_law_can_be_prosecuted_is_not_known() -> None:
    found = route(at_home(17, "2016-02-01", commercial=True), "ph.j.2", "ph.7610.5b")
    assert (found.verdict.value, found.reasons) == ("cannot_say", frozenset({"law:PH/limitation#absent"}))


# --- RA 9208, section 26-A; RA 11930 ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "suspect", "rule"),
    [
        (child(15), {"nationality": ["PH"]}, "ph.j.26A.nat"),
        (child(15), STRANGER | {"permanent_residence": ["PH"]}, "ph.j.26A.res"),
        (child(15, nationality=["PH"]), STRANGER, "ph.j.26A.vic"),
    ],
)
def test_trafficking_abroad_is_reached_by_three_links_and_no_law_of_the_place(
    who: Any, suspect: Any, rule: str
) -> None:
    found = route(put(who, suspect, "2024-02-01", conduct=["trafficking"]), rule, "ph.9208.4k")
    assert found.parts["J"].is_true
    assert found.parts["D"].is_true
    assert found.parts["E"].is_true  # "the means ... shall not be necessary"


def test_before_ra_11862_the_words_are_not_known() -> None:
    found = route(
        put(child(15), {"nationality": ["PH"]}, "2016-02-01", conduct=["trafficking"]), "ph.j.26A.nat", "ph.9208.4k"
    )
    assert "law:PH/ph.j.26A.nat#wording" in found.reasons


def test_sexual_acts_abroad_are_not_reached_by_the_code() -> None:
    # Article 2 names ships, coins, officials and national security.
    answer = put(child(11), {"nationality": ["PH"]}, "2024-02-01")
    assert {one.rule for one in answer.routes} == {"ph.j.2", "ph.j.2.1"}


@pytest.mark.parametrize(
    ("conduct", "offence"),
    [
        ("csam_production", "ph.11930.4ab"),
        ("csam_distribution", "ph.11930.4cd"),
        ("csam_possession", "ph.11930.4r"),
        ("csam_access", "ph.11930.4s"),
        ("grooming", "ph.11930.4m"),
    ],
)
def test_material_up_to_eighteen_since_ra_11930(conduct: str, offence: str) -> None:
    after = {
        age: route(at_home(age, "2024-02-01", conduct=[conduct]), "ph.j.2", offence).parts["E"] for age in (17, 18)
    }
    assert (after[17].is_true, after[18].is_true, bool(after[18].reasons)) == (True, False, False)
    assert route(at_home(17, "2016-02-01", conduct=[conduct]), "ph.j.2", offence).parts["E"].reasons
