"""Boundary cases, answered by hand for fictional states, and what must never become "no"."""

from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.fictional import AS_OF, CITE, ask, corpus, facts, law, offence, route, rule, state

from fanal.engines.jurisdiction.answer import Answer, Verdict
from fanal.engines.jurisdiction.cases.frame import FactsRefused
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.facts import Act, Child, Facts, Suspect
from fanal.engines.jurisdiction.values import Truth
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

NATIONAL = {"suspect_national": {"at": "act"}}
PRESENT = {"suspect_present": {"at": "charge"}}
XB = law("XB", [rule("XB", "territory")])


def truths(answer: Answer, rule_id: str) -> str:
    parts = route(answer, rule_id).parts
    return "".join(parts[part].truth.name for part in "EJDLNI")


def national(**more: Any) -> dict[str, Any]:
    return law("XA", [rule("XA", "active_nationality", NATIONAL, **more)])


# Ages.


@pytest.mark.parametrize(
    ("dob", "day", "under_18"),
    [
        ("1998-05-01", "2016-05-01", "F"),  # the 18th birthday counts from its first hour
        ("1998-05-02", "2016-05-01", "T"),
        ("2000-02-29", "2018-02-28", "T"),  # born on 29 February: 1 March of other years
        ("2000-02-29", "2018-03-01", "F"),
        ("2006-02-28", "2024-02-29", "F"),  # act on 29 February, one day after the birthday
        ("2006-03-01", "2024-02-29", "T"),
        ("1998", "2016-05-01", "U"),
        ("1998-05-01", "2016-05", "F"),
        ("1998-05-02", "2016-05", "U"),
    ],
)
def test_birthdays(dob: str, day: str, under_18: str) -> None:
    told = facts(child={"dob": dob, "age": None}, act={"from": day, "to": day})
    assert route(ask(corpus(national(), XB), told), "xa.j.active_nationality").parts["E"].truth.name == under_18


def test_a_state_may_count_leap_birthdays_on_28_february() -> None:
    held = corpus(national() | {"settings": {"leap_birthday": "feb28"}}, XB)
    told = facts(child={"dob": "2000-02-29", "age": None}, act={"from": "2018-02-28", "to": "2018-02-28"})
    assert truths(ask(held, told), "xa.j.active_nationality")[0] == "F"


def test_doubt_about_the_age_never_hides_a_route() -> None:
    answer = ask(corpus(national(), XB), facts(child={"age": {"lo": 15, "hi": 18}}))
    found = route(answer, "xa.j.active_nationality")
    assert (found.verdict, found.reasons) == (Verdict.CANNOT_SAY, {"fact:child.age"})
    assert {one.verdict for one in answer.states} == {Verdict.CANNOT_SAY}


@pytest.mark.parametrize(
    ("child", "suspect", "gap_of_4"),
    [
        # Lower bound of the gap: suspect.lo - child.hi - 1; upper bound: suspect.hi + 1 - child.lo.
        ({"lo": 14, "hi": 14}, {"lo": 19, "hi": 19}, "T"),
        ({"lo": 14, "hi": 14}, {"lo": 18, "hi": 18}, "U"),
        ({"lo": 14, "hi": 14}, {"lo": 17, "hi": 17}, "F"),
        ({"lo": 14, "hi": 16}, {"lo": 19, "hi": 19}, "U"),
        ({"lo": 14, "hi": 14}, None, "U"),
    ],
)
def test_gaps_of_ages(child: dict[str, int], suspect: dict[str, int] | None, gap_of_4: str) -> None:
    rules = [rule("XA", "active_nationality", NATIONAL)]
    held = corpus(law("XA", rules, [offence("XA", elements={"age_gap_ge": 4})]))
    told = facts(child={"age": child}, suspect={"age": suspect})
    assert truths(ask(held, told), "xa.j.active_nationality")[0] == gap_of_4


@pytest.mark.parametrize(
    ("young", "old", "at_least_4", "more_than_4"),
    [
        ("2002-05-01", "1998-05-01", "T", "F"),
        ("2002-05-02", "1998-05-01", "T", "T"),
        ("2002-04-30", "1998-05-01", "F", "F"),
        ("2004-02-29", "2000-02-29", "T", "F"),
        ("2002", "1998-05-01", "U", "U"),
        ("2002-05", "1998-05-01", "T", "U"),
    ],
)
def test_gaps_of_birth_dates(young: str, old: str, at_least_4: str, more_than_4: str) -> None:
    """Who has the same birthday is four years older and not more than four."""
    rules = [rule("XA", "active_nationality", NATIONAL)]
    told = facts(child={"dob": young, "age": None}, suspect={"dob": old, "age": None})
    for operator, expected in (("age_gap_ge", at_least_4), ("age_gap_gt", more_than_4)):
        held = corpus(law("XA", rules, [offence("XA", elements={operator: 4})]))
        assert truths(ask(held, told), "xa.j.active_nationality")[0] == expected


@pytest.mark.parametrize(
    ("exception", "child", "suspect", "made_out"),
    [
        ({"close_in_age": 4}, 15, 17, "F"),
        ({"close_in_age": 4}, 15, 44, "T"),
        ({"close_in_age": 4, "min_child_age": 14}, 13, 15, "T"),
        ({"close_in_age": 4, "min_child_age": 14}, 14, 15, "F"),
        ({"peer": True}, 15, 44, "T"),
        ({"peer": True}, 15, 17, "U"),
        ({"peer": True}, 15, 19, "U"),
        ({"marriage": True}, 15, 44, "U"),
    ],
)
def test_exceptions(exception: dict[str, Any], child: int, suspect: int, made_out: str) -> None:
    rules = [rule("XA", "active_nationality", NATIONAL)]
    held = corpus(law("XA", rules, [offence("XA", exceptions=[exception])]))
    told = facts(child={"age": {"lo": child, "hi": child}}, suspect={"age": {"lo": suspect, "hi": suspect}})
    assert truths(ask(held, told), "xa.j.active_nationality")[0] == made_out


# Links.


def test_naturalised_after_the_act() -> None:
    either = {"any": [{"suspect_national": {"at": "act"}}, {"suspect_became_national": {"at": "charge"}}]}
    held = corpus(
        law("XA", [rule("XA", "active_nationality", either), rule("XA", "active_nationality", NATIONAL, "act")])
    )
    told = facts(suspect={"nationality": ["XC", {"in": "XA", "from": "2018-03-01"}]})
    answer = ask(held, told)
    assert truths(answer, "xa.j.active_nationality") == "TTTTTT"
    assert truths(answer, "xa.j.act")[1] == "F"


def test_naturalised_some_time_in_the_year_of_the_act() -> None:
    told = facts(suspect={"nationality": ["XC", {"in": "XA", "from": "2016"}]})
    found = route(ask(corpus(national(), XB), told), "xa.j.active_nationality")
    assert (found.verdict, found.reasons) == (Verdict.CANNOT_SAY, {"fact:suspect.nationality"})


def test_dual_national_and_stateless() -> None:
    laws = [law(code, [rule(code, "active_nationality", NATIONAL)]) for code in ("XA", "XC")]
    both = ask(corpus(*laws, XB), facts(suspect={"nationality": ["XA", "XC"]}))
    assert [state(both, code).verdict for code in ("XA", "XC")] == [Verdict.OPEN, Verdict.OPEN]
    none = ask(corpus(*laws, XB), facts(suspect={"nationality": ["XXA"]}), states=["XA", "XC"])
    assert {one.parts["J"].truth for one in none.routes if one.rule.endswith("nationality")} == {Truth.F}


def test_nationality_that_nobody_knows() -> None:
    answer = ask(corpus(national(), XB), facts(suspect={"nationality": ["XXX"]}))
    assert route(answer, "xa.j.active_nationality").reasons == {"fact:suspect.nationality"}


def test_which_part_of_a_state() -> None:
    part = law("GB-EAW", [rule("GB-EAW", "habitual_residence", {"suspect_resident": {"at": "act"}}, "res"),
                          rule("GB-EAW", "active_nationality", NATIONAL, "nat")])  # fmt: skip
    for offences in (part["offences"], part["jurisdiction_rules"], part["limitation"]):
        for one in offences:
            one["id"] = one["id"].replace("gb-eaw", "gb-eaw")
    answer = ask(corpus(part, XB), facts(suspect={"nationality": ["GB"], "residence": ["GB"], "presence": []}))
    assert route(answer, "gb-eaw.j.res").reasons == {"fact:which part"}
    assert route(answer, "gb-eaw.j.nat").verdict is Verdict.OPEN  # nationality is that of the state
    assert state(answer, "GB").verdict is Verdict.OPEN
    other = ask(corpus(part, XB), facts(suspect={"nationality": ["GB"], "residence": ["GB-SCT"]}))
    assert truths(other, "gb-eaw.j.res")[1] == "F"
    assert state(other, "GB-SCT").reasons == {"law:GB-SCT/not_in_corpus"}


def test_journeys() -> None:
    rules = [
        rule("XA", "active_nationality", {"travel": {"leg": leg}}, leg) for leg in ("departs", "arrives", "touches")
    ]

    def legs(*travel: dict[str, str], complete: bool = True, **more: Any) -> str:
        told = facts(suspect={"travel": list(travel), "travel_complete": complete} | more)
        answer = ask(corpus(law("XA", rules)), told)
        return "".join(truths(answer, f"xa.j.{leg}")[1] for leg in ("departs", "arrives", "touches"))

    assert legs({"from": "XA", "to": "XB", "on": "2016-04-28"}) == "TFT"
    assert legs({"from": "XB", "to": "XA", "on": "2016-05-02"}) == "FFF"  # after the act
    assert legs({"from": "XB", "to": "XA", "on": "2016-05"}) == "FUU"
    assert legs() == "FFF"
    assert legs(complete=False) == "UUU"
    assert legs({"from": "XA", "to": "XB"}) == "UFU"
    assert legs({"from": "XA", "on": "2016-04-28"}) == "TUT"  # where it went is not known
    assert legs({"from": "XB", "on": "2016-04-28"}) == "FUU"
    assert legs({"from": "XB", "on": "2016-05-02"}) == "FFF"


def test_a_journey_of_one_who_lives_abroad_is_for_an_expert() -> None:
    when = {"travel": {"leg": "touches", "unclear_if_resides_abroad": True}}
    held = corpus(law("XA", [rule("XA", "active_nationality", when)]))
    leg = {"travel": [{"from": "XA", "to": "XB", "on": "2015-01-02"}]}
    home = route(ask(held, facts(suspect=leg)), "xa.j.active_nationality")
    settled = route(ask(held, facts(suspect={**leg, "residence": ["XB"]})), "xa.j.active_nationality")
    assert (home.verdict, home.needs_expert) == (Verdict.OPEN, False)
    assert (settled.verdict, settled.needs_expert) == (Verdict.CANNOT_SAY, True)
    assert settled.reasons == {"law:XA/xa.j.active_nationality#travel"}
    assert route(ask(held, facts(suspect={"residence": ["XB"]})), "xa.j.active_nationality").parts["J"].is_false


@pytest.mark.parametrize(
    ("strict", "verdict"), [(True, Verdict.NONE), (False, Verdict.OPEN), (None, Verdict.CANNOT_SAY)]
)
def test_every_dated_element_after_commencement(strict: bool | None, verdict: Verdict) -> None:
    """The rule speaks of journeys since 2010; the act was in 2016, the journey in 2009."""
    old = {"to": "2009-12-31", "source": "code", "when": NATIONAL}
    new = {"from": "2010-01-01", "source": "code", "when": {"all": [NATIONAL, {"travel": {"leg": "touches"}}]}}
    substantive: dict[str, Any] = {"law_at": "act", "lex_mitior": False}
    if strict is not None:
        substantive["all_elements_after_commencement"] = strict
    held = corpus(
        law("XA", [rule("XA", "active_nationality", versions=[old, new])], temporal={"substantive": substantive}), XB
    )
    told = facts(suspect={"travel": [{"from": "XA", "to": "XB", "on": "2009-06-01"}]})
    found = route(ask(held, told), "xa.j.active_nationality")
    assert found.verdict is verdict
    if strict:
        assert found.notes == ("all_elements_after_commencement:travel",)
    if strict is None:
        assert found.reasons == {"law:XA/temporal#all_elements_after_commencement"}


# Places and double criminality.


def test_high_seas_aboard_a_foreign_ship() -> None:
    rules = [
        rule("XA", "territory"),
        rule("XA", "flag"),
        rule("XA", "active_nationality", NATIONAL, "req", double_criminality="required"),
        rule("XA", "active_nationality", NATIONAL, "land", double_criminality="required_or_no_mans_land"),
    ]
    laws = [law("XA", rules), law("XF", [rule("XF", "flag")])]
    answer = ask(corpus(*laws), facts(act={"places": [{"in": "XZ"}], "vessel": {"kind": "ship", "flag": "XF"}}))
    verdicts = {one.rule: one.verdict.value for one in answer.routes}
    assert verdicts == {
        "xa.j.territory": "none", "xa.j.flag": "none", "xa.j.req": "none", "xa.j.land": "open", "xf.j.flag": "open",
    }  # fmt: skip


def test_place_uncertain_between_two_states() -> None:
    def of(code: str, presumes: bool) -> dict[str, Any]:
        place = {"rule": "ubiquity", "includes": ["conduct", "result"], "presumption_if_uncertain": presumes}
        return law(code, [rule(code, "territory")], place_of_act=place)

    places = [{"in": code, "certainty": "reasonable_grounds"} for code in ("XC", "XD")]
    answer = ask(corpus(of("XC", False), of("XD", True)), facts(act={"places": places}))
    assert [truths(answer, f"{code}.j.territory")[1] for code in ("xc", "xd")] == ["U", "T"]
    maybe = [{"in": code, "certainty": "possible"} for code in ("XC", "XD")]
    answer = ask(corpus(of("XC", False), of("XD", True)), facts(act={"places": maybe}))
    assert [truths(answer, f"{code}.j.territory")[1] for code in ("xc", "xd")] == ["U", "U"]


def test_double_criminality_does_not_depend_on_which_of_two_places_it_was() -> None:
    held = corpus(national(double_criminality="required"), XB, law("XC", [rule("XC", "territory")]))
    places = [{"in": code, "certainty": "possible"} for code in ("XB", "XC")]
    assert route(ask(held, facts(act={"places": places})), "xa.j.active_nationality").verdict is Verdict.OPEN


def test_online_both_ends_have_territory() -> None:
    held = corpus(*(law(code, [rule(code, "territory")]) for code in ("XA", "XB")))
    ends = [{"in": "XA", "part": ["conduct"]}, {"in": "XB", "part": ["result"]}]
    answer = ask(held, facts(act={"places": ends, "medium": ["live_stream"]}))
    assert [one.verdict for one in answer.states] == [Verdict.OPEN, Verdict.OPEN]


@pytest.mark.parametrize(("includes", "truth"), [(["participation_at_home"], "T"), (["conduct"], "F"), (None, "U")])
def test_a_party_at_home_to_a_foreign_act(includes: list[str] | None, truth: str) -> None:
    place: dict[str, Any] = {"rule": "ubiquity"} | ({} if includes is None else {"includes": includes})
    held = corpus(law("XA", [rule("XA", "territory")], place_of_act=place), XB)
    places = [{"in": "XA", "part": ["conduct"]}, {"in": "XB"}]
    told = facts(act={"places": places, "role": "party", "principal": {"nationality": ["XB"]}})
    assert truths(ask(held, told), "xa.j.territory")[1] == truth


def test_no_file_for_the_place() -> None:
    answer = ask(corpus(national(double_criminality="required")), facts())
    assert route(answer, "xa.j.active_nationality").reasons == {"law:XB/not_in_corpus"}
    assert state(answer, "XB").reasons == {"law:XB/not_in_corpus"}
    assert answer.coverage.missing == ("XB",)


@pytest.mark.parametrize(
    ("more", "reasons"),
    [
        ({}, {"law:XB/coverage"}),
        (
            {"not_entered": [{"art": "art. 7", "covers": ["sexual_activity"], "why": "not read"}]},
            {"law:XB/not_entered#art. 7"},
        ),
    ],
)
def test_silence_of_the_place_is_no_answer(more: dict[str, Any], reasons: set[str]) -> None:
    """XB punishes only acts with a child under 12 as far as its file goes, and nobody declared it complete."""
    silent = law("XB", [rule("XB", "territory")], [offence("XB", elements={"child_age_lt": 12})]) | more
    del silent["coverage"]
    answer = ask(corpus(national(double_criminality="required"), silent), facts())
    assert route(answer, "xa.j.active_nationality").reasons == reasons
    assert (state(answer, "XB").verdict, state(answer, "XB").reasons) == (Verdict.CANNOT_SAY, reasons)
    complete = law("XB", [rule("XB", "territory")], [offence("XB", elements={"child_age_lt": 12})])
    answer = ask(corpus(national(double_criminality="required"), complete), facts())
    assert route(answer, "xa.j.active_nationality").verdict is Verdict.NONE
    assert state(answer, "XB").verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("spans", "verdict"),
    [
        ([("2000-01-01", "2009-12-31"), ("2010-01-01", None)], Verdict.NONE),
        ([("2010-01-01", None), (None, "2012-06-30"), ("2005-01-01", "2006-01-01")], Verdict.NONE),
        ([(None, "2009-12-30"), ("2010-01-01", None)], Verdict.CANNOT_SAY),
        ([(None, "2009-12-31"), ("2010-01-02", None)], Verdict.CANNOT_SAY),
        ([(None, "2009-12-31")], Verdict.CANNOT_SAY),
    ],
)
def test_what_is_complete_has_no_day_between(spans: list[tuple[str | None, str | None]], verdict: Verdict) -> None:
    """XB punishes acts with a child under 12; the act may be of any day from December 2009 to January 2010."""
    place = law("XB", [rule("XB", "territory")], [offence("XB", elements={"child_age_lt": 12})])
    one = {"conducts": ["sexual_activity"], "state": "complete", "by": "a test", "on": "2026-01-01"}
    days = [{name: day for name, day in zip(("from", "to"), span, strict=True) if day} for span in spans]
    place["coverage"] = [one | span for span in days]
    act = facts(act={"from": "2009-12", "to": "2010-01"})
    assert state(ask(corpus(place), act), "XB").verdict is verdict
    place["coverage"] = [one | span | {"state": "proposed"} for span in days]  # what is only proposed says nothing
    assert state(ask(corpus(place), act), "XB").verdict is Verdict.CANNOT_SAY


def test_a_file_that_lost_an_offence_never_says_no() -> None:
    full = law("XA", [rule("XA", "active_nationality", NATIONAL)])
    del full["coverage"]
    assert state(ask(corpus(full, XB), facts()), "XA").verdict is Verdict.OPEN
    emptied = full | {"offences": []}
    assert state(ask(corpus(emptied, XB), facts()), "XA").reasons == {"law:XA/coverage"}


def test_double_criminality_that_nobody_read_is_not_waived() -> None:
    unread = rule("XA", "active_nationality", NATIONAL)
    del unread["double_criminality"]
    found = route(ask(corpus(law("XA", [unread]), XB), facts()), "xa.j.active_nationality")
    assert (found.verdict, found.reasons) == (
        Verdict.CANNOT_SAY, {"law:XA/xa.j.active_nationality#double_criminality"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("unless", "verdict"),
    [
        ({"child_under": 14}, Verdict.OPEN),
        ({"child_under": 13}, Verdict.NONE),
        ({"offence_in": ["xa.o"]}, Verdict.OPEN),
        ({"min_penalty_ge": 2}, Verdict.OPEN),
        ({"min_penalty_ge": 3}, Verdict.NONE),
    ],
)
def test_double_criminality_unless(unless: dict[str, Any], verdict: Verdict) -> None:
    """The place is outside every state, so that the rule alone decides."""
    double = {"unless": unless, "else": "required"}
    rules = [rule("XA", "active_nationality", NATIONAL, double_criminality=double)]
    held = corpus(law("XA", rules, [offence("XA", min_penalty_years=2)]))
    answer = ask(held, facts(act={"places": [{"in": "XZ"}]}))
    assert route(answer, "xa.j.active_nationality").verdict is verdict


def test_rules_for_acts_abroad_are_skipped_at_home() -> None:
    rules = [rule("XA", "territory"), rule("XA", "active_nationality", NATIONAL)]
    answer = ask(corpus(law("XA", rules)), facts(act={"places": [{"in": "XA"}]}))
    assert [one.rule for one in answer.routes] == ["xa.j.territory"]
    answer = ask(corpus(law("XA", rules)), facts(act={"places": [{"in": "XA"}, {"in": "XB", "certainty": "possible"}]}))
    assert [one.rule for one in answer.routes] == ["xa.j.territory", "xa.j.active_nationality"]


def test_no_place_at_all() -> None:
    held = corpus(law("XA", [rule("XA", "territory")]), law("XD", [rule("XD", "territory")]))
    answer = ask(held, facts(act={"places": None}))
    assert [(one.rule, one.reasons) for one in answer.routes] == [("xa.j.territory", {"fact:act.places"})]


# Time.


@pytest.mark.parametrize(
    ("day", "limit_after", "made_out"),
    [("2016-03", 12, "F"), ("2016-09", 12, "F"), ("2016", 12, "F"), ("2016", 16, "U"), ("2016", 14, "T")],
)
def test_year_of_the_act_and_a_law_that_changed_in_july(day: str, limit_after: int, made_out: str) -> None:
    """The child is 13. Until 30 June 2016 the limit is 14 where the later one is 14 too, else 12."""
    before = {"child_age_lt": 14 if limit_after == 14 else 12}
    versions = [
        {"to": "2016-06-30", "source": "code", "elements": before},
        {"from": "2016-07-01", "source": "code", "elements": {"child_age_lt": limit_after}},
    ]
    held = corpus(law("XA", [rule("XA", "active_nationality", NATIONAL)], [offence("XA", versions=versions)]), XB)
    found = route(ask(held, facts(act={"from": day, "to": day})), "xa.j.active_nationality")
    assert found.parts["E"].truth.name == made_out
    assert found.parts["E"].reasons == ({"fact:act.from"} if made_out == "U" else set())


@pytest.mark.parametrize(("at_end", "verdict"), [("each_date", Verdict.OPEN), ("law_at_end", Verdict.NONE)])
def test_an_act_over_a_period(at_end: str, verdict: Verdict) -> None:
    """Punished until June only. Each part of the period is tried, unless the law at its end decides."""
    versions = [{"to": "2016-06-30", "source": "code"}]
    held = corpus(
        law("XA", [rule("XA", "active_nationality", NATIONAL)], [offence("XA", versions=versions)],
            settings={"offence_end": at_end}), XB,
    )  # fmt: skip
    found = route(ask(held, facts(act={"from": "2016-01-10", "to": "2016-09-10"})), "xa.j.active_nationality")
    assert found.verdict is verdict


def test_a_period_does_not_join_what_never_was_together() -> None:
    """The offence ended in June, the rule began in July: on no day did both hold."""
    rules = [
        rule("XA", "active_nationality", NATIONAL, versions=[{"from": "2016-07-01", "source": "code", "note": "x"}])
    ]
    held = corpus(law("XA", rules, [offence("XA", versions=[{"to": "2016-06-30", "source": "code"}])]), XB)
    found = route(ask(held, facts(act={"from": "2016-01-10", "to": "2016-09-10"})), "xa.j.active_nationality")
    assert found.verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("lenient", "verdict", "reasons"),
    [
        (True, Verdict.NONE, set()),
        (False, Verdict.OPEN, set()),
        (None, Verdict.CANNOT_SAY, {"law:XA/temporal#lex_mitior"}),
    ],
)
def test_lex_mitior(lenient: bool | None, verdict: Verdict, reasons: set[str]) -> None:
    """At the act the limit was 14, today it is 12; the child was 13."""
    versions = [
        {"to": "2019-12-31", "source": "code", "elements": {"child_age_lt": 14}, "max_penalty_years": 10},
        {"from": "2020-01-01", "source": "code", "elements": {"child_age_lt": 12}, "max_penalty_years": 5},
    ]
    substantive: dict[str, Any] = {"law_at": "act"} | ({} if lenient is None else {"lex_mitior": lenient})
    rules = [rule("XA", "active_nationality", NATIONAL)]
    held = corpus(law("XA", rules, [offence("XA", versions=versions)], temporal={"substantive": substantive}), XB)
    found = route(ask(held, facts()), "xa.j.active_nationality")
    assert (found.verdict, found.reasons) == (verdict, reasons)
    assert found.lowest_penalty == ((5, 5) if lenient else None)
    before = route(ask(held, facts(), date(2019, 12, 31)), "xa.j.active_nationality")
    assert before.verdict is Verdict.OPEN


def test_rules_may_be_those_of_the_proceedings() -> None:
    versions = [{"from": "2020-01-01", "source": "code", "note": "x"}]
    rules = [rule("XA", "active_nationality", NATIONAL, versions=versions)]
    act, late = (
        law(
            "XA",
            rules,
            temporal={"substantive": {"law_at": "act", "lex_mitior": False}, "jurisdiction_rules": {"law_at": at}},
        )
        for at in ("act", "proceedings")
    )
    assert truths(ask(corpus(act, XB), facts()), "xa.j.active_nationality")[1] == "F"
    assert truths(ask(corpus(late, XB), facts()), "xa.j.active_nationality")[1] == "T"


@pytest.mark.parametrize(
    ("version", "day", "reason"),
    [
        ({"from": {"after": "2010-01-01", "by": "2017-01-01"}, "source": "code"}, "2016-05-01", "commencement"),
        ({"from": {"by": "2017-01-01"}, "source": "code"}, "1950-01-01", "commencement"),
        ({"unknown": True}, "2016-05-01", "wording"),
        ({"from": "2017-01-01", "source": "code", "note": "x"}, "2016-05-01", None),
    ],
)
def test_texts_that_may_not_hold(version: dict[str, Any], day: str, reason: str | None) -> None:
    rules = [rule("XA", "active_nationality", NATIONAL, versions=[{"source": "code"}])]
    held = corpus(law("XA", rules, [offence("XA", versions=[version])]), XB)
    found = route(ask(held, facts(act={"from": day, "to": day})), "xa.j.active_nationality")
    assert found.reasons == (set() if reason is None else {f"law:XA/xa.o#{reason}"})
    assert found.verdict is (Verdict.NONE if reason is None else Verdict.CANNOT_SAY)


def test_a_doubtful_text_that_is_not_met_is_still_a_no() -> None:
    version = {"from": {"after": "2010-01-01", "by": "2017-01-01"}, "source": "code", "elements": {"child_age_lt": 12}}
    held = corpus(law("XA", [rule("XA", "active_nationality", NATIONAL)], [offence("XA", versions=[version])]), XB)
    assert truths(ask(held, facts()), "xa.j.active_nationality")[0] == "F"


def test_a_review_that_has_run_out() -> None:
    review = {"status": "reviewed", "by": "a lawyer", "role": "lawyer", "on": "2025-01-10", "valid_until": "2026-11-25",
              "checked_by": "a reader", "checked_on": "2024-12-01", "drafted_by": "a drafter"}  # fmt: skip
    held = corpus(law("XA", [rule("XA", "active_nationality", NATIONAL)], [offence("XA", review=review)]), XB)
    assert route(ask(held, facts(), date(2026, 11, 25)), "xa.j.active_nationality").verdict is Verdict.OPEN
    late = route(ask(held, facts(), date(2026, 11, 26)), "xa.j.active_nationality")
    assert (late.verdict, late.reasons) == (Verdict.CANNOT_SAY, {"law:XA/xa.o#review"})
    assert {one.review.status.value for one in late.provisions if one.id == "xa.o"} == {"expired"}


def test_a_higher_step_of_the_ladder_asked_for() -> None:
    held = corpus(national(), XB)
    assert route(ask(held, facts(), min_review="checked"), "xa.j.active_nationality").reasons >= {
        "law:XA/xa.o#review", "law:XA/xa.j.active_nationality#review",
    }  # fmt: skip


def test_limitation_that_ended_before_a_longer_period_begins() -> None:
    """Ten years from the act ended on 30 April 2026; on 1 May 2026 twenty years begin to be the law."""
    versions = [
        {"to": "2026-04-30", "source": "code", "years": 10},
        {"from": "2026-05-01", "source": "code", "years": 20},
    ]
    period = {
        "id": "xa.l", "offences": "*", "start": {"max_of": ["act_end"]}, "interrupted_by": [], "suspended_while": [],
        "stopped_by": [], "absolute_cap": None, "cite": CITE, "versions": versions,
    }  # fmt: skip
    held = corpus(national() | {"limitation": [period]}, XB)
    assert route(ask(held, facts(), date(2026, 4, 30)), "xa.j.active_nationality").verdict is Verdict.OPEN
    assert route(ask(held, facts(), date(2026, 5, 1)), "xa.j.active_nationality").verdict is Verdict.BARRED
    later = facts(act={"from": "2016-05-02", "to": "2016-05-02"})
    found = route(ask(held, later, date(2026, 5, 1)), "xa.j.active_nationality")
    assert (found.verdict, found.limit.earliest) == (Verdict.OPEN, date(2036, 5, 1))


# Conditions, roles, thresholds.


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (None, Verdict.OPEN_ON_CONDITION),
        ("asked", Verdict.OPEN_ON_CONDITION),
        ("granted", Verdict.OPEN),
        ("refused", Verdict.BARRED),
    ],
)
@pytest.mark.parametrize("of_offence", [False, True])
def test_consent(status: str | None, verdict: Verdict, of_offence: bool) -> None:
    requires = [{"consent": "prosecutor_general"}]
    rules = [rule("XA", "active_nationality", NATIONAL, **({} if of_offence else {"requires": requires}))]
    held = corpus(law("XA", rules, [offence("XA", **({"requires": requires} if of_offence else {}))]), XB)
    conditions = None if status is None else [{"state": "XA", "kind": "consent", "status": status}]
    found = route(ask(held, facts(course={"conditions": conditions})), "xa.j.active_nationality")
    assert (found.verdict, found.conditions[0].status) == (verdict, status or "not_asked")


def test_a_complaint_that_the_public_interest_can_replace() -> None:
    told = facts(course={"conditions": [{"state": "XA", "kind": "complaint", "status": "refused"}]})
    for replaceable, verdict in ((True, Verdict.OPEN_ON_CONDITION), (False, Verdict.BARRED)):
        requires = [{"complaint": "victim", "unless_public_interest": replaceable}]
        assert route(ask(corpus(national(requires=requires), XB), told), "xa.j.active_nationality").verdict is verdict


@pytest.mark.parametrize(
    ("wanted", "answered", "verdict"),
    [
        ("not_effected", None, Verdict.OPEN_ON_CONDITION),
        ("not_effected", "refused", Verdict.OPEN),
        ("not_effected", "not_possible", Verdict.OPEN),
        ("not_effected", "granted", Verdict.BARRED),
        ("refused", None, Verdict.OPEN_ON_CONDITION),
        ("refused", "refused", Verdict.OPEN),
        ("refused", "not_possible", Verdict.OPEN_ON_CONDITION),
        ("not_requested", None, Verdict.OPEN),
        ("not_requested", "requested", Verdict.OPEN_ON_CONDITION),
    ],
)
def test_extradition_as_a_condition(wanted: str, answered: str | None, verdict: Verdict) -> None:
    held = corpus(law("XA", [rule("XA", "vicarious", PRESENT, requires=[{"extradition": wanted}])]), XB)
    told = None if answered is None else [{"from": "XA", "to": "XB", "state": answered}]
    answer = ask(held, facts(course={"extradition": told}))
    assert route(answer, "xa.j.vicarious").verdict is verdict


@pytest.mark.parametrize(
    ("role", "more", "made_out"),
    [
        ("attempt", {}, "T"),
        ("attempt", {"attempt": False}, "F"),
        ("party", {"participation": False}, "F"),
        ("party", {}, "T"),
        ("principal", {"participation": False, "attempt": False}, "T"),
        ("payer", {"participation": False, "elements": {"commercial": True}}, "T"),
        ("organiser", {"participation": False}, "F"),
    ],
)
def test_attempt_and_participation(role: str, more: dict[str, Any], made_out: str) -> None:
    held = corpus(law("XA", [rule("XA", "active_nationality", NATIONAL)], [offence("XA", **more)]), XB)
    told = facts(act={"role": role, "commercial": True})
    assert truths(ask(held, told), "xa.j.active_nationality")[0] == made_out


def test_attempt_that_nobody_read() -> None:
    silent = offence("XA")
    del silent["attempt"], silent["participation"]
    held = corpus(law("XA", [rule("XA", "active_nationality", NATIONAL)], [silent]), XB)
    for role, what in (("attempt", "attempt"), ("party", "participation")):
        assert route(ask(held, facts(act={"role": role})), "xa.j.active_nationality").reasons == {f"law:XA/xa.o#{what}"}


@pytest.mark.parametrize(("months", "truth"), [(96, "T"), (97, "F"), (49, "U")])
def test_gravity(months: int, truth: str) -> None:
    """A maximum of eight years is 96 months; between four and eight years it is not known whether it reaches 49."""
    penalty = {"lo": 4, "hi": 8} if truth == "U" else 8
    rules = [rule("XA", "active_nationality", NATIONAL, min_max_penalty_months=months)]
    held = corpus(law("XA", rules, [offence("XA", max_penalty_years=penalty)]), XB)
    found = route(ask(held, facts()), "xa.j.active_nationality")
    assert found.parts["J"].truth.name == truth
    assert found.reasons == ({"law:XA/xa.o#max_penalty_years"} if truth == "U" else set())


def test_several_conducts_are_each_tried() -> None:
    offences = [offence("XA"), offence("XA", "p", covers=["procuring"], elements={"commercial": True})]
    held = corpus(law("XA", [rule("XA", "active_nationality", NATIONAL)], offences), XB)
    answer = ask(held, facts(act={"conduct": ["procuring", "sexual_activity"], "commercial": True}))
    assert {one.offence: one.verdict for one in answer.routes if one.rule == "xa.j.active_nationality"} == {
        "xa.o": Verdict.OPEN, "xa.p": Verdict.OPEN,
    }  # fmt: skip


# Practical view, and what is refused.


def test_absent_and_no_extradition_relation() -> None:
    """The verdict stays; the obstacle is told."""
    held = corpus(
        law("XA", [rule("XA", "active_nationality", NATIONAL)]),
        law("XC", [], extradition={"nationals": "never", "needs_treaty": True, "opsc_as_basis": False, "treaties": []}),
        XB,
    )
    answer = ask(held, facts(suspect={"presence": ["XC"]}))
    assert state(answer, "XA").verdict is Verdict.OPEN
    assert any(one.state == "XA" and one.value.is_false for one in answer.obstacles)


def test_a_child_is_never_looked_at_as_a_suspect() -> None:
    told = Facts("case", Act(("sexual_activity",)), Child(id="p1"), Suspect(id="p1"))
    with pytest.raises(FactsRefused):
        evaluate(corpus(national()), told, AS_OF)


@pytest.mark.parametrize(
    ("act", "code", "path"),
    [
        (Act(("sexual_activity",), Interval(date(2030, 1, 1), date(2030, 1, 1))), "act-in-future", "act.from"),
        (Act(("sexual_activity",), Interval(date(2026, 11, 26), date(2026, 12, 31))), "act-in-future", "act.from"),
        (Act(("sexual_activity",), end=Interval(date(2027, 1, 1), date(2027, 12, 31))), "ends-in-future", "act.to"),
        (Act(("sexual_activity",), Interval(date(1899, 12, 31), date(1899, 12, 31))), "act-too-early", "act.from"),
        (Act(("sexual_activity",), Interval(date(1, 1, 1), date(1, 12, 31))), "act-too-early", "act.from"),
        (
            Act(
                ("sexual_activity",),
                Interval(date(2024, 5, 2), date(2024, 5, 31)),
                Interval(date(2024, 5, 1), date(2024, 5, 1)),
            ),
            "ends-before-it-begins",
            "act.to",
        ),
    ],
)
def test_an_act_that_cannot_have_been_is_refused_with_what_to_mend(act: Act, code: str, path: str) -> None:
    with pytest.raises(FactsRefused, match=path) as refused:
        evaluate(corpus(national()), Facts("case", act), AS_OF)
    assert (refused.value.code, refused.value.path) == (code, path)


def test_an_act_of_which_some_day_has_been_is_answered() -> None:
    year = Interval(date(2026, 1, 1), date(2026, 12, 31))  # "in 2026", asked in November
    assert evaluate(corpus(national()), Facts("case", Act(("sexual_activity",), year, year)), AS_OF).states


def test_what_is_presumed_is_told() -> None:
    answer = ask(corpus(national(), XB), facts())
    assert "course.judgments=none" in answer.assumptions
    told = ask(corpus(national(), XB), facts(course={"judgments": [], "extradition": [], "conditions": []}))
    assert told.assumptions == ("suspect.immunity=none", "act.role=principal", "act.vessel=none")


def test_a_ship_that_is_learnt_undoes_what_was_presumed_of_it() -> None:
    """Decision 5: where all places are states, a possible one too, no ship is presumed, and the answer says so."""
    held = corpus(law("XA", [rule("XA", "flag")]), XB)
    places = [{"in": "XB", "certainty": "possible"}]
    presumed = ask(held, facts(act={"places": places}))
    assert (truths(presumed, "xa.j.flag")[1], "act.vessel=none" in presumed.assumptions) == ("F", True)
    learnt = ask(held, facts(act={"places": places, "vessel": {"kind": "ship", "flag": "XA"}}))
    assert (truths(learnt, "xa.j.flag")[1], "act.vessel=none" in learnt.assumptions) == ("T", False)
    open_ = ask(held, facts(act={"places": places, "places_complete": False}))
    assert (truths(open_, "xa.j.flag")[1], "act.vessel=none" in open_.assumptions) == ("U", False)


def test_nothing_known_but_the_conduct() -> None:
    told = {"schema": "fanal.facts/1", "id": "case", "act": {"conduct": ["sexual_activity"]}}
    rules = [rule("XA", "territory"), rule("XA", "active_nationality", NATIONAL), rule("XA", "universal", number="uni")]
    answer = ask(corpus(law("XA", rules)), told)
    assert {one.rule: one.verdict.value for one in answer.routes} == {
        "xa.j.active_nationality": "cannot_say", "xa.j.uni": "cannot_say",
    }  # fmt: skip
