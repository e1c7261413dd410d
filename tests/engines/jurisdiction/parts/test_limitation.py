"""Until when proceedings can begin. Expected days are counted by hand from the articles or from a calendar."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from tests.engines.jurisdiction.limits import (
    ACT_END,
    BOTH,
    DE_TABLE,
    SE_TABLE,
    case,
    day,
    days,
    event,
    law,
    moments,
    text,
    version,
    years,
)

from fanal.engines.jurisdiction.answer import Limit
from fanal.engines.jurisdiction.facts import Child, Facts
from fanal.engines.jurisdiction.model import (
    ABSENT,
    UNDETERMINED,
    Cap,
    Expr,
    Law,
    Review,
    ReviewStatus,
    StartTerm,
    Step,
)
from fanal.engines.jurisdiction.parts.limitation import walk

pytestmark = pytest.mark.once

AT_18, AT_21, AT_30 = StartTerm("victim_age", 18), StartTerm("victim_age", 21), StartTerm("victim_age", 30)
INTERRUPT = frozenset({"first_questioning_of_suspect", "charge"})
TWICE = Cap(times=2, start="act_end", extended_by_suspension=True)
TEN = years(10)


def limit(
    code: Law, facts: Facts, as_of: str, offence: str = "xa.1", penalty: Any = TEN, review: str = "drafted"
) -> Limit:
    return walk(code, offence, penalty, facts, moments(facts, as_of, review))


def truth(found: Limit) -> str:
    return found.value.truth.name


def reasons(found: Limit) -> set[str]:
    return set(found.value.reasons)


def plain(length: int = 10, **more: Any) -> Law:
    return law({"xa.l.1": [version(text(length, **more))]})


# Germany (StGB §§ 78-78c), as the worked example (`worked/DE.yaml`) has it.


def germany() -> Law:
    listed = {"by_max_penalty": DE_TABLE, "interrupted_by": INTERRUPT, "absolute_cap": TWICE}
    own = frozenset({"de.176"})
    return law(
        {
            "de.l.78": [version(text(**listed), "1975-01-01")],
            "de.l.78b": [
                version(text(None, (ACT_END, AT_18), offences=own, **listed), "1994-06-30", "2013-06-30"),
                version(text(None, (ACT_END, AT_21), offences=own, **listed), "2013-06-30", "2015-01-27"),
                version(text(None, (ACT_END, AT_30), offences=own | {"de.182.2"}, **listed), "2015-01-27"),
            ],
        },
        code="DE",
    )


def test_germany_walks_from_18_over_21_to_30() -> None:
    found = limit(germany(), case("1999-05-01", "1991-01-01"), "2026-11-25", "de.176")
    assert found.steps == (day("2018-12-31"), day("2021-12-31"), day("2030-12-31"))
    assert (found.earliest, found.latest, found.none) == (day("2030-12-31"), day("2030-12-31"), False)
    assert truth(found) == "T"
    assert [ref.version for ref in found.refs] == ["1994-06-30/2013-06-29", "2013-06-30/2015-01-26", "2015-01-27/.."]
    node_dates = [(child.params["mark"], child.params["end"]) for child in found.node.children]
    assert node_dates == [("1999-05-01", "2018-12-31"), ("2013-06-30", "2021-12-31"), ("2015-01-27", "2030-12-31")]


@pytest.mark.parametrize(
    ("as_of", "none", "not_known"),
    [
        ("2004-04-30", "T", "T"),  # five years (§ 78(3) Nr. 4) from 1 May 1999: 30 April 2004 is the last good day
        ("2004-05-01", "F", "U"),
        ("2009-04-30", "F", "U"),  # twice the length from the act (§ 78c(3) sentence 2)
        ("2009-05-01", "F", "F"),
    ],
)
def test_germany_procuring_is_barred_after_five_years_and_surely_after_ten(
    as_of: str, none: str, not_known: str
) -> None:
    penalty = years(5)
    certain = limit(germany(), case("1999-05-01", "1991-01-01"), as_of, "de.180.2", penalty)
    open_ = limit(germany(), case("1999-05-01", "1991-01-01", complete=False), as_of, "de.180.2", penalty)
    assert truth(certain) == none
    assert truth(open_) == not_known
    assert (open_.earliest, open_.latest) == (day("2004-04-30"), day("2009-04-30"))
    assert reasons(open_) == ({"fact:course.events"} if not_known == "U" else set())


def test_a_birthday_start_counts_as_suspension_for_the_cap() -> None:
    # § 78b(1) Nr. 1 rests the period until the 30th birthday, 1 January 2021; twice ten years from then on.
    facts = case("2016-02-01", "1991-01-01", complete=False)
    assert limit(germany(), facts, "2026-11-25", "de.176").latest == day("2040-12-31")
    without = replace(TWICE, extended_by_suspension=False)
    shorter = law({"xa.l.1": [version(text(10, (ACT_END, AT_30), interrupted_by=INTERRUPT, absolute_cap=without))]})
    assert limit(shorter, facts, "2026-11-25").latest == day("2036-01-31")
    both = law(
        {
            "xa.l.1": [
                version(text(10, (ACT_END, AT_30), absolute_cap=replace(TWICE, times=1, extended_by_suspension=ABSENT)))
            ]
        }
    )
    found = limit(both, facts, "2026-11-25")
    assert (found.earliest, found.latest) == (day("2026-01-31"), day("2030-12-31"))
    assert reasons(found) == {"law:XA/xa.l.1#absolute_cap.extended_by_suspension"}


# Changes of law.


@pytest.mark.parametrize(
    ("begins", "end", "value"),
    [
        ("2010-01-01", "2009-12-31", "F"),  # ended the day before: barred for good
        ("2009-12-31", "2019-12-31", "T"),  # the longer rule found the last day still running
    ],
)
def test_a_period_that_ended_one_day_before_a_longer_rule_stays_barred(begins: str, end: str, value: str) -> None:
    code = law({"xa.l.1": [version(text(10), until=begins), version(text(20), begins)]})
    found = limit(code, case(), "2015-06-01")
    assert (truth(found), found.latest) == (value, day(end))


@pytest.mark.parametrize(
    ("switch", "old", "new"), [("extends_running", 10, 20), ("shortens_running", 20, 10), ("revives_expired", 10, 20)]
)
def test_a_switch_that_nobody_read_is_tried_both_ways(switch: str, old: int, new: int) -> None:
    begins = "2012-01-01" if switch == "revives_expired" else "2005-01-01"
    rules = {"xa.l.1": [version(text(old), until=begins), version(text(new), begins)]}
    unread = law(rules, {name: held for name, held in BOTH.items() if name != switch})
    between = limit(unread, case(), "2015-06-01")
    assert reasons(between) == {f"law:XA/temporal#limitation_change.{switch}"}
    assert (between.earliest, between.latest) == (day("2009-12-31"), day("2019-12-31"))
    assert truth(limit(unread, case(), "2020-01-01")) == "F"  # past both readings
    assert truth(limit(unread, case(), "2009-12-31")) == "T"
    yes, no = (law(rules, BOTH | {switch: held}) for held in (True, False))
    assert {truth(limit(code, case(), "2015-06-01")) for code in (yes, no)} == {"T", "F"}


def test_a_switch_that_changes_nothing_gives_no_reason() -> None:
    rules = {"xa.l.1": [version(text(10), until="2005-01-01"), version(text(10), "2005-01-01")]}
    found = limit(law(rules, {}), case(), "2010-01-01")
    assert truth(found) == "F"


def test_switches_below_the_review_asked_for_are_unread() -> None:
    rules = {
        "xa.l.1": [
            version(
                text(
                    10,
                ),
                until="2005-01-01",
                review=CHECKED,
            ),
            version(text(20), "2005-01-01", review=CHECKED),
        ]
    }
    assert truth(limit(law(rules, review=CHECKED), case(), "2015-01-01", review="checked")) == "T"
    found = limit(law(rules), case(), "2015-01-01", review="checked")
    assert reasons(found) == {"law:XA/temporal#limitation_change.extends_running"}


CHECKED = Review(ReviewStatus.CHECKED)


def test_an_uncertain_commencement_matters_only_if_the_period_ended_meanwhile() -> None:
    change = "2008-06-30..2011-06-30"
    code = law({"xa.l.1": [version(text(10), until=change), version(text(20), change)]})
    ended = limit(code, case("2000-01-01"), "2015-01-01")
    assert reasons(ended) == {"law:XA/xa.l.1#commencement"}
    assert (ended.earliest, ended.latest) == (day("2009-12-31"), day("2019-12-31"))
    running = limit(code, case("2002-01-01"), "2015-01-01")
    assert (running.earliest, running.latest, truth(running)) == (day("2021-12-31"), day("2021-12-31"), "T")
    before = limit(code, case("1998-01-01"), "2015-01-01")
    assert (before.latest, truth(before)) == (day("2007-12-31"), "F")


def test_a_rule_known_only_from_some_day_says_nothing_certain_before() -> None:
    code = law({"xa.l.1": [version(text(10), "..2005-01-01")]})
    found = limit(code, case("2000-01-01"), "2008-01-01")
    assert (found.earliest, reasons(found)) == (day("2000-01-01"), {"law:XA/xa.l.1#commencement"})
    assert truth(limit(code, case("2000-01-01"), "2010-01-01")) == "F"  # by 2005 the ten years held, or it had ended
    assert truth(limit(code, case("2005-01-01"), "2012-01-01")) == "T"


# Which rule.


def test_no_rule_at_all_is_not_known() -> None:
    found = limit(law({}), case("2000-01-01"), "2012-01-01")
    assert reasons(found) == {"law:XA/limitation#absent"}
    assert (found.earliest, found.latest, found.none) == (day("2000-01-01"), None, False)
    others = law({"xa.l.1": [version(text(10, offences=frozenset({"xa.2"})))]})
    assert reasons(limit(others, case(), "2012-01-01")) == {"law:XA/limitation#absent"}


def test_the_rule_that_names_the_offence_comes_before_that_for_all() -> None:
    rules = {"xa.l.all": [version(text(30))], "xa.l.own": [version(text(5, offences=frozenset({"xa.1"})))]}
    for order in (rules, dict(reversed(rules.items()))):
        assert limit(law(order), case(), "2012-01-01").latest == day("2004-12-31")
        assert limit(law(order), case(), "2012-01-01", "xa.2").latest == day("2029-12-31")


def sweden() -> dict[str, list[Any]]:
    """BrB 35:10 no. 4 (no limitation, unless under 18) beside 35:6 (from the 18th birthday); both name the offence."""
    own = frozenset({"se.6.4"})
    return {
        "se.l.10": [version(text(none=True, offences=own, unless=Expr("offender_age_lt", 18)), "2020-05-01")],
        "se.l.6": [
            version(
                text(
                    None,
                    (ACT_END, AT_18),
                    offences=own,
                    by_max_penalty=SE_TABLE,
                    stopped_by=frozenset({"detained"}),
                    absolute_cap=Cap(by_max_penalty=(Step(2, True, 30), Step(0, True, 15)), start="start"),
                ),
                "1994-01-01",
            )
        ],
    }


@pytest.mark.parametrize("turned", [False, True])
def test_sweden_has_no_limitation_unless_the_suspect_was_under_18(turned: bool) -> None:
    code = law(dict(reversed(sweden().items())) if turned else sweden(), code="SE")
    found = limit(code, case("2024-02-01", "2012-01-15"), "2026-11-25", "se.6.4", years(6))
    assert (truth(found), found.none, found.earliest, found.latest) == ("T", True, None, None)
    young = case("2024-02-01", "2012-01-15", suspect_age=(16, 16))
    found = limit(code, young, "2026-11-25", "se.6.4", years(6))
    # 15 years (more than five years' maximum) from the 18th birthday, 15 January 2030
    assert (found.none, found.earliest) == (False, day("2045-01-14"))
    either = case("2024-02-01", "2012-01-15", suspect_age=(16, 20))
    found = limit(code, either, "2045-01-15", "se.6.4", years(6))
    assert (found.earliest, found.latest, found.none) == (day("2045-01-14"), None, False)
    assert reasons(found) == {"fact:suspect.age"}
    assert truth(limit(code, either, "2045-01-14", "se.6.4", years(6))) == "T"


def test_an_act_before_the_rule_without_limitation_is_reached_if_not_yet_barred() -> None:
    code = law(sweden(), code="SE")
    found = limit(code, case("2010-02-01", "1998-01-15"), "2026-11-25", "se.6.4", years(6))
    assert (truth(found), found.none, found.steps) == ("T", True, (day("2031-01-14"),))


def test_a_wording_that_nobody_knows_holds_the_first_day_only() -> None:
    # 18 U.S.C. § 3299 since 27 July 2006; § 3283 before has still to be read.
    code = law(
        {
            "us.l.before": [version(text(None), None, "2006-07-27", unknown=True)],
            "us.l.3299": [version(text(none=True), "2006-07-27")],
        },
        code="US",
    )
    found = limit(code, case("2004-03-01"), "2026-11-25")
    assert (found.earliest, found.latest, found.none) == (day("2004-03-01"), None, False)
    assert reasons(found) == {"law:US/us.l.before#wording"}
    later = limit(code, case("2006-07-27"), "2026-11-25")
    assert (truth(later), later.none) == ("T", True)


def test_a_review_that_has_run_out_is_not_relied_on() -> None:
    review = Review(ReviewStatus.REVIEWED, valid_until=day("2026-01-31"))
    code = law({"xa.l.1": [version(text(30), review=review)]})
    assert truth(limit(code, case(), "2026-01-31")) == "T"
    assert reasons(limit(code, case(), "2026-02-01")) == {"law:XA/xa.l.1#review"}
    assert reasons(limit(plain(30), case(), "2026-02-01", review="checked")) == {"law:XA/xa.l.1#review"}


# One period.


def test_start_terms_in_every_order_give_the_same_end() -> None:
    terms = (ACT_END, AT_18, StartTerm("report"))
    told = [event("report", "2014-03-05")]
    ends = {
        limit(plain(start=order), case("2000-01-01", "1990-01-01", events=told), "2020-01-01").latest
        for order in permutations(terms)
    }
    assert ends == {day("2024-03-04")}  # the report was the latest of the three


def test_the_day_after() -> None:
    # Sr art. 71: from the day after the act; twelve years for more than three years' maximum (art. 70(1) 3°)
    found = limit(plain(12, day_after=True), case("2000-06-15"), "2012-06-15")
    assert (found.latest, truth(found)) == (day("2012-06-15"), "T")
    assert truth(limit(plain(12, day_after=True), case("2000-06-15"), "2012-06-16")) == "F"


@pytest.mark.parametrize(
    ("facts", "more", "settings", "end"),
    [
        (case("2004-02-29"), {}, {}, "2014-02-28"),
        (case("2004-03-01"), {}, {}, "2014-02-28"),
        (case("2010-01-01", "2000-02-29"), {"start": (AT_18,)}, {}, "2028-02-29"),  # 18 on 1 March 2018
        (case("2010-01-01", "2000-02-29"), {"start": (AT_18,)}, {"leap_birthday": "feb28"}, "2028-02-27"),
        (case("2010-01-01", "2000-02-29"), {"start": (StartTerm("victim_age", 20),)}, {}, "2030-02-27"),
    ],
)
def test_29_february(facts: Facts, more: dict[str, Any], settings: dict[str, object], end: str) -> None:
    expected = day(end) if end != "2030-02-27" else day("2030-02-28")  # 20 on 29 February 2020: to 28 February 2030
    code = law({"xa.l.1": [version(text(10, **more))]}, settings=settings or None)
    found = limit(code, facts, "2013-01-01")
    assert (found.earliest, found.latest) == (expected, expected)


def test_until_a_birthday_the_day_before_is_the_last() -> None:
    code = law({"xa.l.1": [version(text(None, until_victim_age=25))]})
    facts = case("2010-01-01", "1998-07-20")
    assert truth(limit(code, facts, "2023-07-19")) == "T"
    assert truth(limit(code, facts, "2023-07-20")) == "F"
    stirred = law({"xa.l.1": [version(text(None, until_victim_age=25, interrupted_by=INTERRUPT))]})
    told = case("2010-01-01", "1998-07-20", events=[event("charge", "2011-01-01")])
    assert reasons(limit(stirred, told, "2023-07-20")) == {"law:XA/xa.l.1#interrupted_by"}


def test_an_age_alone_leaves_the_birthday_open() -> None:
    # 12 or 13 on 1 February 2016: born from 2 February 2002 to 1 February 2004; 18 from 2020-02-02 to 2022-02-01
    found = limit(plain(5, start=(ACT_END, AT_18)), case("2016-02-01", age=(12, 13)), "2026-01-01")
    assert (found.earliest, found.latest) == (day("2025-02-01"), day("2027-01-31"))
    assert reasons(found) == {"fact:child.dob"}
    both = limit(plain(5, start=(ACT_END, AT_18)), case("2016-02-01", "2003", age=(13, 13)), "2026-01-01")
    # 13 on that day: born by 1 February 2003; and in 2003
    assert (both.earliest, both.latest) == (day("2025-12-31"), day("2026-01-31"))
    nothing = limit(plain(5, start=(ACT_END, AT_18)), case("2016-02-01"), "2026-01-01")
    assert (nothing.earliest, nothing.latest) == (day("2021-01-31"), day("2039-01-31"))  # born before the act


def test_a_start_that_nobody_read() -> None:
    found = limit(law({"xa.l.1": [version(text(10, start=UNDETERMINED))]}), case(), "2015-01-01")
    assert (found.earliest, found.latest, reasons(found)) == (day("2009-12-31"), None, {"law:XA/xa.l.1#start"})


@pytest.mark.parametrize("kind", ["report", "knowledge"])
def test_a_period_from_a_report_has_not_begun_before_it(kind: str) -> None:
    code = plain(5, start=(ACT_END, StartTerm(kind)))
    assert truth(limit(code, case("1990-01-01"), "2026-01-01")) == "T"  # complete: nobody has reported yet
    unsure = limit(code, case("1990-01-01", complete=False), "2026-01-01")
    assert (truth(unsure), reasons(unsure)) == ("U", {"fact:course.events"})
    assert truth(limit(code, case("1990-01-01", events=[event(kind, "2020-12-31")]), "2026-01-01")) == "F"


# Penalties.


def test_a_penalty_range_reaches_every_length_in_it() -> None:
    # BrB 6:6: one to six years as degrees; two years (up to one year) to fifteen (more than five)
    code = law({"se.l.2": [version(text(by_max_penalty=SE_TABLE))]}, code="SE")
    found = limit(code, case(), "2005-01-01", "se.6.6", years(1, 6))
    assert (found.earliest, found.latest) == (day("2001-12-31"), day("2014-12-31"))
    assert reasons(found) == {"law:SE/se.6.6#max_penalty_years"}
    unread = limit(code, case(), "2005-01-01", "se.6.6", ABSENT)
    assert (unread.earliest, unread.latest) == (day("2001-12-31"), day("2024-12-31"))
    assert truth(limit(code, case(), "2001-12-31", "se.6.6", ABSENT)) == "T"
    assert truth(limit(code, case(), "2025-01-01", "se.6.6", ABSENT)) == "F"


@pytest.mark.parametrize(("penalty", "end"), [(3, "2005-12-31"), (3.5, "2011-12-31"), (8, "2019-12-31"), (12, None)])
def test_a_table_by_penalty(penalty: float, end: str | None) -> None:
    # Sr art. 70 in the text of 2015: six, twelve above three, twenty from eight, none from twelve years on
    table = (Step(12, False, None), Step(8, False, 20), Step(3, True, 12), Step(0, True, 6))
    code = law({"nl.l.70": [version(text(by_max_penalty=table))]}, code="NL")
    found = limit(code, case(), "2005-01-01", penalty=years(penalty))
    assert (found.latest, found.none) == (day(end) if end else None, end is None)


def test_a_table_without_a_step_for_the_penalty_is_not_known() -> None:
    code = law({"xa.l.1": [version(text(by_max_penalty=(Step(5, True, 10),)))]})
    assert reasons(limit(code, case(), "2005-01-01", penalty=years(2))) == {"law:XA/xa.l.1#length"}


# Interruption, suspension, cap, stop.


def test_a_cap_below_what_interruptions_gave() -> None:
    told = [event("charge", "2004-12-01"), event("charge", "2009-11-01")]
    free = plain(5, interrupted_by=INTERRUPT)
    capped = plain(5, interrupted_by=INTERRUPT, absolute_cap=Cap(times=2))
    assert limit(free, case(events=told), "2005-01-01").latest == day("2014-10-31")
    assert limit(capped, case(events=told), "2005-01-01").latest == day("2009-12-31")
    half = plain(5, interrupted_by=INTERRUPT, absolute_cap=Cap(times=1.5))
    assert limit(half, case(events=told), "2005-01-01").latest == day("2007-06-30")
    unread = limit(plain(5, interrupted_by=INTERRUPT, absolute_cap=ABSENT), case(events=told), "2010-01-01")
    assert (unread.earliest, unread.latest) == (day("2004-12-31"), day("2014-10-31"))
    assert reasons(unread) == {"law:XA/xa.l.1#absolute_cap"}


def test_a_cap_counts_from_the_start_where_the_law_says_so() -> None:
    # Sr art. 72(2): twice the period, from the day on which it began (art. 71: the day after the act)
    told = [event("charge", "2011-01-01"), event("charge", "2022-01-01")]
    cap = Cap(times=2, start="start")
    code = plain(12, day_after=True, interrupted_by=INTERRUPT, absolute_cap=cap)
    assert limit(code, case("2000-06-15", events=told), "2013-01-01").latest == day("2024-06-15")


@pytest.mark.parametrize(
    ("happened", "end"),
    [
        (event("charge", "2004-12-31"), "2009-12-30"),  # on the last day: in time
        (event("charge", "2005-01-01"), "2004-12-31"),  # too late
        (event("charge", "2003-01-01", state="XB"), "2004-12-31"),  # proceedings of another state
        (event("search", "2003-01-01"), "2004-12-31"),  # a kind that does not interrupt
    ],
)
def test_only_an_interruption_in_time_and_of_this_state_counts(happened: Any, end: str) -> None:
    found = limit(plain(5, interrupted_by=INTERRUPT), case(events=[happened]), "2003-06-01")
    assert (found.earliest, found.latest) == (day(end), day(end))


def test_an_interruption_on_a_day_known_in_part() -> None:
    found = limit(plain(5, interrupted_by=INTERRUPT), case(events=[event("charge", "2004")]), "2009-06-01")
    assert (found.earliest, found.latest) == (day("2008-12-31"), day("2009-12-30"))
    assert reasons(found) == {"fact:course.events"}
    straddles = limit(
        plain(5, interrupted_by=INTERRUPT), case("2000-07-01", events=[event("charge", "2005")]), "2010-01-01"
    )
    assert (straddles.earliest, straddles.latest) == (day("2005-06-30"), day("2010-06-29"))


@pytest.mark.parametrize(
    ("code", "state", "value"),
    [("GB-EAW", "GB", "U"), ("US", "US-CA", "U"), ("GB-EAW", "GB-SCT", "F"), ("GB", "GB", "T")],
)
def test_an_event_of_the_state_may_be_one_of_its_part(code: str, state: str, value: str) -> None:
    rules = law({"xx.l.1": [version(text(5, interrupted_by=INTERRUPT))]}, code=code)
    found = limit(rules, case(events=[event("charge", "2003-01-01", state=state)]), "2006-01-01")
    assert (truth(found), reasons(found)) == (value, {"fact:course.events"} if value == "U" else set())


def test_interruptions_that_nobody_read() -> None:
    code = plain(5, interrupted_by=ABSENT)
    assert truth(limit(code, case(), "2006-01-01")) == "F"  # nothing happened, so nothing interrupted
    happened = limit(code, case(events=[event("search", "2003-01-01")]), "2006-01-01")
    assert reasons(happened) == {"law:XA/xa.l.1#interrupted_by"}
    open_ = limit(code, case(complete=False), "2006-01-01")
    assert reasons(open_) == {"law:XA/xa.l.1#interrupted_by", "fact:course.events"}
    assert (open_.earliest, open_.latest) == (day("2004-12-31"), None)


def test_a_suspension_adds_its_days_once() -> None:
    halted = frozenset({"parliamentary_immunity"})
    pause = event("parliamentary_immunity", "2002-01-01", "2002-01-31")
    overlapping = event("parliamentary_immunity", "2002-01-15", "2002-02-10")
    code = plain(5, suspended_while=halted)
    assert limit(code, case(events=[pause]), "2003-01-01").latest == day("2005-01-31")
    assert limit(code, case(events=[pause, overlapping]), "2003-01-01").latest == day("2005-02-10")
    before = event("parliamentary_immunity", "1999-12-01", "2000-01-10")
    assert limit(code, case(events=[before]), "2003-01-01").latest == day("2005-01-10")
    after = event("parliamentary_immunity", "2005-01-01", "2005-02-01")
    assert limit(code, case(events=[after]), "2003-01-01").latest == day("2004-12-31")
    capped = plain(5, suspended_while=halted, absolute_cap=Cap(times=1, extended_by_suspension=True))
    assert limit(capped, case(events=[pause]), "2003-01-01").latest == day("2005-01-31")
    firm = plain(5, suspended_while=halted, absolute_cap=Cap(times=1, extended_by_suspension=False))
    assert limit(firm, case(events=[pause]), "2003-01-01").latest == day("2004-12-31")


def test_an_act_of_some_day_may_have_been_before_or_after_a_suspension() -> None:
    """Until a birthday nothing hangs on the day of the act but which suspensions it leaves out."""
    halted = frozenset({"parliamentary_immunity"})
    code = law({"xa.l.1": [version(text(None, until_victim_age=25, suspended_while=halted))]})
    facts = case("2000", "1990-06-15", events=[event("parliamentary_immunity", "2000-03-01", "2000-03-10")])
    found = limit(code, facts, "2015-06-20")
    assert (found.earliest, found.latest) == (day("2015-06-14"), day("2015-06-24"))
    assert (truth(found), reasons(found)) == ("U", {"fact:act.from"})
    exact = limit(code, replace(facts, child=Child(born=days("1990")), act=case("2000-05-01").act), "2015-06-20")
    assert reasons(exact) == {"fact:child.dob"}  # the act was after it, whoever was born when


@pytest.mark.parametrize(
    ("act", "pause", "end"), [("1996-03-01", "1996-02-29", "2021-02-28"), ("1996-01-22", "1996-03-09", "2021-01-31")]
)
def test_less_known_of_act_and_birth_holds_the_day_that_all_known_gives(act: str, pause: str, end: str) -> None:
    """Found by chance: born on the day of the act, until 25, halted from 29 February; then known to year and month."""
    halted = frozenset({"parliamentary_immunity"})
    code = law({"xa.l.1": [version(text(None, until_victim_age=25, suspended_while=halted))]})
    told = [event("parliamentary_immunity", "1996-02-29", pause)]
    whole = limit(code, case(act, act, events=told), "2000-01-01")
    assert (whole.earliest, whole.latest) == (day(end), day(end))
    partly = limit(code, case("1996", act[:7], events=told), "2000-01-01")
    assert partly.earliest
    assert partly.latest
    assert partly.earliest <= day(end) <= partly.latest


def test_a_period_that_begins_on_29_february_may_end_after_one_that_begins_on_1_march() -> None:
    """Both end on the last of February, and only the first holds a 29 February that was suspended."""
    halted = frozenset({"parliamentary_immunity"})
    begun = case("1996-02", until=None, events=[event("parliamentary_immunity", "1996-02-29", "1996-02-29")])
    found = limit(plain(1, suspended_while=halted), begun, "1996-03-01")  # ended from 1 February to 1 March 1996
    assert (found.earliest, found.latest) == (day("1997-02-01"), day("1997-03-01"))
    # 10 on 28 February 2007: born from 29 February 1996 to 28 February 1997, and 20 from 29 February 2016 on
    aged = case("2007-02-28", age=(10, 10), events=[event("parliamentary_immunity", "2016-02-29", "2016-02-29")])
    found = limit(plain(1, start=(StartTerm("victim_age", 20),), suspended_while=halted), aged, "2017-03-01")
    assert (found.earliest, found.latest) == (day("2017-02-28"), day("2018-02-27"))


def test_a_cap_in_months_has_such_turns_at_the_end_of_other_months() -> None:
    """Fifteen months from 31 August and from 1 September end on 30 November, one day later with a day suspended."""
    cap = Cap(times=1.25, start="start", extended_by_suspension=True)
    halted = frozenset({"parliamentary_immunity"})
    code = plain(1, start=(StartTerm("victim_age", 20),), suspended_while=halted, interrupted_by=INTERRUPT)
    capped = plain(
        1, start=(StartTerm("victim_age", 20),), suspended_while=halted, interrupted_by=INTERRUPT, absolute_cap=cap
    )
    # 10 on 30 August 2007: born from 31 August 1996 to 30 August 1997, and 20 from 31 August 2016 to 30 August 2017
    told = [event("parliamentary_immunity", "2016-08-31", "2016-08-31"), event("charge", "2017-08-31")]
    aged = case("2007-08-30", age=(10, 10), events=told)
    free, cut = (limit(one, aged, "2017-09-01") for one in (code, capped))
    assert (free.earliest, free.latest) == (day("2018-08-30"), day("2018-08-30"))
    assert (cut.earliest, cut.latest) == (day("2017-11-30"), day("2018-08-30"))


def test_an_interruption_on_an_unknown_day_may_have_kept_the_next_one_in_time() -> None:
    """One to 31 December 2000, anew on that day to 30 December 2001, anew by 30 June 2001 to 29 June 2002."""
    told = case(events=[event("charge", None), event("charge", "2001-06")])
    found = limit(plain(1, interrupted_by=INTERRUPT), told, "2001-07-01")
    assert (found.earliest, found.latest) == (day("2000-12-31"), day("2002-06-29"))


def test_a_suspension_without_an_end_or_without_a_rule() -> None:
    halted = frozenset({"parliamentary_immunity"})
    pause = event("parliamentary_immunity", "2002-01-01")
    found = limit(plain(5, suspended_while=halted), case(events=[pause]), "2006-01-01")
    assert (truth(found), reasons(found), found.earliest) == ("U", {"fact:course.events"}, day("2004-12-31"))
    ended = event("parliamentary_immunity", "2002-01-01", "2003-01-01")
    unread = limit(plain(5, suspended_while=ABSENT), case(events=[ended]), "2005-06-01")
    assert reasons(unread) == {"law:XA/xa.l.1#suspended_while"}
    assert truth(limit(plain(5, suspended_while=ABSENT), case(), "2005-06-01")) == "F"  # presumed: none


def test_an_interruption_during_a_suspension() -> None:
    code = plain(5, suspended_while=frozenset({"parliamentary_immunity"}), interrupted_by=INTERRUPT)
    told = [event("parliamentary_immunity", "2002-01-01", "2002-12-31"), event("charge", "2002-07-01")]
    # anew from 1 July 2002 to 30 June 2007, and the 184 days that the suspension still lasted
    assert limit(code, case(events=told), "2003-01-01").latest == day("2007-06-30") + timedelta(184)


def test_a_stop_in_time_meets_the_period_for_good() -> None:
    code = plain(5, stopped_by=frozenset({"detained"}))
    assert truth(limit(code, case(events=[event("detained", "2004-12-31")]), "2026-01-01")) == "T"
    assert truth(limit(code, case(events=[event("detained", "2005-01-01")]), "2026-01-01")) == "F"
    assert truth(limit(code, case(charge="2004-12-31"), "2026-01-01")) == "T"
    assert truth(limit(code, case(charge="2005-01-01"), "2026-01-01")) == "F"
    assert truth(limit(code, case(), "2026-01-01")) == "F"


def test_a_stop_that_nobody_told_or_that_no_law_names() -> None:
    named = plain(5, stopped_by=frozenset({"detained"}))
    assert reasons(limit(named, case(complete=False), "2026-01-01")) == {"fact:course.events"}
    vague = limit(named, case(events=[event("detained", "2005")], charge=None), "2026-01-01")
    assert truth(vague) == "F"  # all of 2005 was too late
    assert reasons(limit(named, case("2000-07-01", events=[event("detained", "2005")]), "2026-01-01")) == {
        "fact:course.events"
    }
    unread = plain(5, stopped_by=ABSENT)
    assert reasons(limit(unread, case(events=[event("detained", "2004-01-01")]), "2026-01-01")) == {
        "law:XA/xa.l.1#stopped_by"
    }
    assert truth(limit(unread, case(), "2026-01-01")) == "F"
    assert reasons(limit(plain(5), case(charge="2004"), "2026-01-01")) == set()
    assert reasons(limit(plain(5), case("2000-07-01", charge="2005"), "2026-01-01")) == {"fact:course.charge_on"}


def test_a_shorter_law_after_the_charge_takes_nothing_back() -> None:
    code = law({"xa.l.1": [version(text(20), until="2015-01-01"), version(text(5), "2015-01-01")]})
    assert truth(limit(code, case(charge="2010-01-01"), "2026-01-01")) == "T"
    revived = law(
        {"xa.l.1": [version(text(5), until="2015-01-01"), version(text(30), "2015-01-01")]},
        BOTH | {"revives_expired": True},
    )
    assert truth(limit(revived, case(charge="2010-01-01"), "2026-01-01")) == "T"
    assert truth(limit(revived, case(charge="2010-01-01"), "2014-12-31")) == "F"


# The act.


def test_an_act_on_a_day_known_in_part() -> None:
    found = limit(plain(5), case("2000"), "2005-06-01")
    assert (found.earliest, found.latest, reasons(found)) == (day("2004-12-31"), day("2005-12-30"), {"fact:act.from"})
    until = limit(plain(5), case("2000-01-01", until="2000-06"), "2005-06-10")
    assert (until.earliest, until.latest, reasons(until)) == (day("2005-05-31"), day("2005-06-29"), {"fact:act.to"})


def test_an_act_in_a_year_in_which_the_law_changed() -> None:
    """A shorter law since July: an act in its first days ends before one in June does."""
    keep = BOTH | {"shortens_running": False}
    rules = {"xa.l.1": [version(text(20), until="2000-07-01"), version(text(5), "2000-07-01")]}
    found = limit(law(rules, keep), case("2000"), "2010-01-01")
    assert (found.earliest, found.latest, reasons(found)) == (day("2005-06-30"), day("2020-06-29"), {"fact:act.from"})


def test_an_end_that_nobody_told_lies_between_the_beginning_and_today() -> None:
    found = limit(plain(5), case("2000-01", until=None), "2026-01-01")
    assert (found.earliest, found.latest, reasons(found)) == (day("2004-12-31"), day("2030-12-31"), {"fact:act.to"})
    one_day = limit(plain(5), case("2000-01-01", until=None), "2026-01-01")
    assert (one_day.earliest, one_day.latest) == (day("2004-12-31"), day("2004-12-31"))
    nothing = limit(law({"xa.l.1": [version(text(5), None)]}), case(None), "2026-01-01")
    assert (nothing.earliest, nothing.steps, reasons(nothing)) == (None, (), {"fact:act.from"})


def test_the_tree_names_article_and_version_and_the_facts() -> None:
    found = limit(germany(), case("1999-05-01", "1991-01-01"), "2026-11-25", "de.176")
    assert found.node.text_key == "law.limitation"
    assert found.node.params == {"earliest": "2030-12-31", "latest": "2030-12-31", "test": "2026-11-25"}
    assert all(child.ref and child.ref.id == "de.l.78b" for child in found.node.children)
