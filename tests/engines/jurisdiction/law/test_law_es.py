"""Spain: answers derived by hand from each version of the código penal and of LOPJ article 23. XB has no law file."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, route, verdict

from fanal.engines.jurisdiction.answer import Answer

pytestmark = pytest.mark.once

TODAY = "2026-11-25"
SPANISH = {"nationality": ["ES"]}
LIVES_THERE = {"nationality": ["XC"], "residence": ["ES"]}
FOUND_THERE = {"nationality": ["XC"], "residence": ["XC"], "presence": ["ES"]}
STRANGER = {"nationality": ["XC"], "residence": ["XC"]}
ASKED = "open_on_condition"  # 23.6: the querella of the victim or of the Ministerio Fiscal


def put(day: str, who: Any, suspect: Any = SPANISH, as_of: str | None = None, **act: Any) -> Answer:
    """What holds one year after the act, when no period is over (as_of: another day)."""
    year, rest = day.split("-", 1)
    return ask(case(day, who, suspect, act), as_of or f"{int(year) + 1}-{rest}", "ES")


# --- LOPJ 23 -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suspect", "who", "rule"),
    [
        (SPANISH, {}, "es.j.23.4.k.nat"),
        (LIVES_THERE, {}, "es.j.23.4.k.res"),
        (STRANGER, {"nationality": ["ES"]}, "es.j.23.4.k.vic"),
        (STRANGER, {"residence": ["ES"]}, "es.j.23.4.k.vicres"),
    ],
    ids=["national", "resident", "child", "child-living-there"],
)
def test_four_links_since_2014_and_no_law_of_the_place(suspect: Any, who: Any, rule: str) -> None:
    # 23.4 k) 1, 2, 4; 23.6.
    found = route(put("2024-02-01", child(12, **who), suspect), rule, "es.181.1")
    assert found.verdict.value == ASKED
    assert {one.kind for one in found.conditions} == {"consent"}
    assert verdict(put("2024-02-01", child(12), FOUND_THERE), rule, "es.181.1") == "none"


def test_before_2014_the_law_of_the_place_was_asked_for_unpaid_acts() -> None:
    # 23.2 a); 23.4 named chapter V only. Which day counts, article 23 does not say: both readings of 2011 say the same.
    answer = put("2012-05-01", child(12))
    assert verdict(answer, "es.j.23.2", "es.181.1") == "cannot_say"
    assert verdict(answer, "es.j.23.4.k.nat", "es.181.1") == "none"


@pytest.mark.parametrize(
    ("day", "rule", "expected"),
    [
        ("1997-05-01", "es.j.23.4.e", "open"),  # "e) Los relativos a la prostitución": whoever, wherever
        ("2005-06-01", "es.j.23.4.e", "open"),
        ("2012-05-01", "es.j.23.4.d.pres", "open"),  # law 1/2009: found in Spain
        ("2012-05-01", "es.j.23.4.d.vic", "none"),
        ("2024-05-01", "es.j.23.4.k.res", "none"),
    ],
)
def test_procuring_by_a_stranger_who_is_found_there(day: str, rule: str, expected: str) -> None:
    assert verdict(put(day, child(15), FOUND_THERE, conduct=["procuring"]), rule, "es.188.1") == expected


def test_trafficking_abroad_asks_for_spain_and_at_home_for_nothing() -> None:
    # 177 bis.1: "sea en territorio español, sea desde España, en tránsito o con destino a ella".
    abroad = put("2024-02-01", child(16), conduct=["trafficking"])
    assert verdict(abroad, "es.j.23.4.m.nat", "es.177bis.abroad") == "cannot_say"
    home = put("2024-02-01", child(16), STRANGER, conduct=["trafficking"], places=[{"in": "ES"}])
    assert verdict(home, "es.j.23.1", "es.177bis") == "open"


# --- ages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "last"),
    [("1998-05-01", 11), ("2000-05-01", 12), ("2012-05-01", 12), ("2016-05-01", 15), ("2024-05-01", 15)],
)
def test_the_age_of_consent_rose_from_12_to_13_to_16(day: str, last: int) -> None:
    # 181.2 (1995; law 11/1999), 183.1 (law 5/2010; law 1/2015, in force 1 July 2015), 181.1 (law 10/2022).
    for age, expected in ((last, True), (last + 1, False)):
        found = route(put(day, child(age), places=[{"in": "ES"}]), "es.j.23.1", "es.181.1")
        assert found.parts["E"].is_true is expected
        assert found.parts["E"].is_false is not expected


@pytest.mark.parametrize(("day", "expected"), [("2015-06-30", "none"), ("2015-07-01", ASKED)])
def test_fifteen_on_the_two_sides_of_july_2015(day: str, expected: str) -> None:
    assert verdict(put(day, child(15)), "es.j.23.4.k.nat", "es.181.1") == expected


@pytest.mark.parametrize(
    ("day", "age", "expected"),
    [("2008-05-01", 17, "cannot_say"), ("2010-12-23", 17, "open"), ("2012-05-01", 18, "none")],
)
def test_who_pays_is_named_since_december_2010(day: str, age: int, expected: str) -> None:
    # 187.1 second sentence, law 5/2010: six months after 23 June 2010.
    rule = "es.j.23.4.e" if day < "2009" else "es.j.23.4.d.nat"
    assert verdict(put(day, child(age), commercial=True), rule, "es.188.4") == expected


def test_a_peer_is_left_out_and_an_adult_of_forty_four_is_not() -> None:
    # 183 bis: close in age and in maturity.
    young = {"nationality": ["ES"], "age": {"lo": 17, "hi": 17}}
    assert verdict(put("2024-02-01", child(15), young), "es.j.23.4.k.nat", "es.181.1") == "cannot_say"
    assert verdict(put("2024-02-01", child(15)), "es.j.23.4.k.nat", "es.181.1") == ASKED


def test_violence_at_seventeen_in_2012_and_in_2024() -> None:
    for day in ("2012-05-01", "2024-05-01"):
        answer = put(day, child(17), places=[{"in": "ES"}], means=["force"])
        assert verdict(answer, "es.j.23.1", "es.178") == ASKED  # 191: a denuncia
    assert verdict(put("2012-05-01", child(17), places=[{"in": "ES"}]), "es.j.23.1", "es.178") == "none"
    assert verdict(put("2024-05-01", child(17), places=[{"in": "ES"}]), "es.j.23.1", "es.178") == "cannot_say"


@pytest.mark.parametrize(("day", "expected"), [("2015-06-30", "no route"), ("2015-07-01", ASKED)])
def test_access_and_attendance_since_july_2015(day: str, expected: str) -> None:
    answer = put(day, child(17), conduct=["csam_access", "performance"])
    for offence in ("es.189.5.access", "es.189.4"):
        assert verdict(answer, "es.j.23.4.k.nat", offence) in (expected, "none" if expected == "no route" else ASKED)


# --- until when --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offence", "facts", "last"),
    [
        # Law 8/2021: from the thirty-fifth birthday, 5 May 2045. 181.1: six years' maximum, ten years.
        ("es.181.1", {}, date(2055, 5, 4)),
        # 188.4, below sixteen: six years, ten; without it four years, five.
        ("es.188.4.young", {"commercial": True}, date(2055, 5, 4)),
        ("es.188.4", {"commercial": True}, date(2050, 5, 4)),
    ],
)
def test_from_thirty_five(offence: str, facts: dict[str, Any], last: date) -> None:
    limit = route(put("2024-02-01", {"dob": "2010-05-05"}, **facts), "es.j.23.4.k.nat", offence).limit
    assert (limit.earliest, limit.latest) == (last, last)


def test_an_act_of_2016_may_or_may_not_have_the_later_start() -> None:
    # 132.1 of 2015: from eighteen, 5 May 2020; ten years. Whether the law 8/2021 reaches it is open.
    limit = route(put("2016-02-01", {"dob": "2002-05-05"}, as_of=TODAY), "es.j.23.4.k.nat", "es.181.1").limit
    assert (limit.earliest, limit.latest) == (date(2030, 5, 4), date(2047, 5, 4))
    assert limit.value.is_true


def test_in_1997_the_period_ran_from_the_act() -> None:
    # 131, 132 of 1995: 187.1, four years' maximum, a grave penalty: five years; 132.1 of 1999 may start it at eighteen.
    limit = route(put("1997-05-01", {"dob": "1984-05-05"}, conduct=["procuring"]), "es.j.23.4.e", "es.188.1").limit
    assert (limit.earliest, limit.value.is_true) == (date(2002, 4, 30), True)
