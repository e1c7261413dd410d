"""France: answers derived by hand from each version of the articles since 1994. XB has no law file."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, route, verdict

from fanal.engines.jurisdiction.answer import Answer

pytestmark = pytest.mark.once

TODAY = "2026-11-25"
FRENCH = {"nationality": ["FR"]}
LIVES_THERE = {"residence": ["FR"]}
ASKED = "open_on_condition"  # 113-8, first sentence: délits at the request of the ministère public


def child(age: int, **more: Any) -> dict[str, Any]:
    return {"age": {"lo": age, "hi": age}} | more


def put(day: str, who: Any, suspect: Any = FRENCH, as_of: str | None = None, **act: Any) -> Answer:
    """What holds one year after the act, when no period is over (as_of: another day)."""
    year, rest = day.split("-", 1)
    return ask(case(day, who, suspect, act), as_of or f"{int(year) + 1}-{rest}", "FR")


# --- whom the law reached when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1994-02-28", "cannot_say"),  # the Code of 1810 was not read
        ("1996-05-01", "cannot_say"),  # 113-6 al. 2 alone: the law of XB decides
        ("1998-06-17", "cannot_say"),
        ("1998-06-18", ASKED),  # 227-27-1, added by the law of 17 June 1998
        ("2009-05-01", ASKED),
        ("2019-05-01", ASKED),
    ],
)
def test_a_national_and_a_child_of_12_unpaid(day: str, expected: str) -> None:
    answer = put(day, child(12))
    best = "fr.j.227-27-1.nat" if expected == ASKED else "fr.j.113-6.2"
    assert verdict(answer, best, "fr.227-25") == expected
    assert answer.states[0].verdict.value == expected


@pytest.mark.parametrize(("day", "rule"), [("1996-05-01", "fr.j.227-26"), ("1998-06-18", "fr.j.227-27-1.nat")])
def test_a_paid_act_below_15_needed_no_law_of_the_place_from_the_first_day(day: str, rule: str) -> None:
    # 227-26, last paragraph, of 1 March 1994; since 18 June 1998 article 227-27-1.
    assert verdict(put(day, child(12), commercial=True), rule, "fr.227-26.4") == ASKED
    assert verdict(put(day, child(15), commercial=True), rule, "fr.227-26.4") == "none"


@pytest.mark.parametrize(("day", "expected"), [("2002-03-04", "none"), ("2002-03-05", ASKED)])
def test_payment_from_15_on_is_an_offence_since_march_2002(day: str, expected: str) -> None:
    # 225-12-1 and 225-12-3, added by the law of 4 March 2002.
    assert verdict(put(day, child(17), commercial=True), "fr.j.225-12-3.nat", "fr.225-12-1") == expected
    assert verdict(put(day, child(17)), "fr.j.225-12-3.nat", "fr.225-12-1") == "none"


def test_a_resident_is_reached_since_june_1998() -> None:
    # 222-22 al. 2, 227-27-1: "par une personne résidant habituellement sur le territoire français".
    assert verdict(put("1998-06-17", child(12), LIVES_THERE), "fr.j.227-27-1.res", "fr.227-25") == "none"
    assert verdict(put("1998-06-18", child(12), LIVES_THERE), "fr.j.227-27-1.res", "fr.227-25") == ASKED


@pytest.mark.parametrize(("day", "expected"), [("2006-04-04", "none"), ("2006-04-05", ASKED)])
def test_procuring_abroad_since_april_2006(day: str, expected: str) -> None:
    # 225-11-2, added by the law of 4 April 2006; before, 113-6 al. 2 with the law of the place.
    answer = put(day, child(16), conduct=["procuring"])
    assert verdict(answer, "fr.j.225-11-2.nat", "fr.225-7.1") == expected
    assert verdict(answer, "fr.j.113-6.2", "fr.225-7.1") == "cannot_say"


@pytest.mark.parametrize(("day", "expected"), [("2003-03-18", "none"), ("2012-05-01", "none"), ("2013-08-07", ASKED)])
def test_trafficking_without_means_and_without_the_law_of_the_place_since_august_2013(day: str, expected: str) -> None:
    # 225-4-1 II and 225-4-8, law of 5 August 2013; from 2003 on 225-4-1 asked for payment.
    answer = put(day, child(16), conduct=["trafficking"])
    assert verdict(answer, "fr.j.225-4-8", "fr.225-4-1.2") == expected


def test_force_against_a_child_below_15_in_2005() -> None:
    # 222-29 1°, where 222-29-1 stands today; seven years' maximum then.
    found = route(put("2005-05-01", child(12), means=["force"]), "fr.j.222-22.nat", "fr.222-29-1")
    assert found.verdict.value == ASKED
    assert verdict(put("2005-05-01", child(15), means=["force"]), "fr.j.222-22.nat", "fr.222-29-1") == "none"


def test_what_2021_added_did_not_hold_before() -> None:
    # 222-23-1 and 222-29-2: no means needed, since 23 April 2021.
    assert verdict(put("2021-04-22", child(13)), "fr.j.222-22.nat", "fr.222-29-2") == "none"
    assert verdict(put("2021-04-23", child(13)), "fr.j.222-22.nat", "fr.222-29-2") == ASKED


def test_possession_since_march_2002() -> None:
    # 227-23, paragraph added by the law of 4 March 2002.
    assert verdict(put("2002-03-04", child(15), conduct=["csam_possession"]), "fr.j.227-27-1.nat", "fr.227-23") != ASKED
    assert verdict(put("2002-03-05", child(15), conduct=["csam_possession"]), "fr.j.227-27-1.nat", "fr.227-23") == ASKED


# --- until when ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "born", "rule", "offence", "facts", "last"),
    [
        # Born on 1 May 1988, eighteen on 1 May 2006: ten years (1998), twenty (2004), thirty (2018).
        ("2000-05-01", "1988-05-01", "fr.j.113-6.1", "fr.222-24.2", {"means": ["force"]}, date(2036, 4, 30)),
        # Three years from majority (1998), ten (2004): 1 May 2006 to 30 April 2016.
        ("2000-05-01", "1988-05-01", "fr.j.227-27-1.nat", "fr.227-25", {}, date(2016, 4, 30)),
        # Paid, 227-26 4°: ten years (1998), twenty (2004).
        ("2000-05-01", "1988-05-01", "fr.j.227-27-1.nat", "fr.227-26.4", {"commercial": True}, date(2026, 4, 30)),
        # 225-12-1 of May 2003, child of 15: three years from the act, then (9 March 2004) ten from 1 May 2006.
        ("2003-05-01", "1988-05-01", "fr.j.225-12-3.nat", "fr.225-12-1", {"commercial": True}, date(2016, 4, 30)),
        # 222-29-1: twenty years since 6 August 2014. Eighteen on 1 May 2012.
        ("2005-05-01", "1994-05-01", "fr.j.222-22.nat", "fr.222-29-1", {"means": ["force"]}, date(2032, 4, 30)),
    ],
)
def test_each_law_found_the_period_still_running(
    act: str, born: str, rule: str, offence: str, facts: dict[str, Any], last: date
) -> None:
    limit = route(put(act, {"dob": born}, as_of=TODAY, **facts), rule, offence).limit
    assert (limit.earliest, limit.latest) == (last, last)


def test_a_teacher_in_1997_and_a_stranger_in_1997() -> None:
    # CPP 8 al. 2 of 4 February 1995: from majority where a person with authority did it, else three years from the act.
    born = {"dob": "1983-05-01"}
    teacher = put("1997-05-01", born, relation=["teacher"], means=["force"])
    stranger = put("1997-05-01", born, means=["force"])
    for answer, last in ((teacher, date(2004, 4, 30)), (stranger, date(2000, 4, 30))):
        limit = route(answer, "fr.j.113-6.2", "fr.222-29-1").limit
        assert (limit.earliest, limit.value.is_true) == (last, True)
