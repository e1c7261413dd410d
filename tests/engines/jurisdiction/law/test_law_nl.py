"""The Netherlands, derived by hand from the Wetboek van Strafrecht of 1 March 2011 and of 17 November 2015.

Answers are asked as of 2015 at the latest: the law after 17 November 2015 was not read, and the milder later law counts
(art. 1(2)), so that from then on nothing can be said for certain.
"""

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import ask, case, route, shipped, verdict
from tests.engines.jurisdiction.law_texts import quotations

from fanal.engines.jurisdiction.cases import frame, routes
from fanal.engines.jurisdiction.files.articles import complete, quoted, sha256
from fanal.engines.jurisdiction.files.corpus import check_corpus, compile_documents
from fanal.engines.jurisdiction.files.facts_file import parse_facts
from fanal.engines.jurisdiction.files.reading import read
from fanal.engines.jurisdiction.files.stored import held
from fanal.engines.jurisdiction.model import Corpus
from fanal.engines.jurisdiction.parts.links import Forum

pytestmark = pytest.mark.once

DRAFTS = Path(__file__).parents[1] / "nl"
DUTCH = {"nationality": ["NL"]}
AS_OF = "2015-06-01"
BEFORE, AFTER = "2012-06-01", "2015-01-10"  # one act under arts 5, 5a, 5b, one under arts 5, 7, 8c


def sixteen_paid(day: str, suspect: Mapping[str, Any], child: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return case(day, {"age": {"lo": 16, "hi": 16}} | dict(child or {}), suspect, {"commercial": True})


def thirteen(day: str, suspect: Mapping[str, Any], child: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return case(day, {"age": {"lo": 13, "hi": 13}} | dict(child or {}), suspect)


def test_every_quotation_stands_in_the_article_it_cites():
    found = [(where, cite) for where, cite in quotations(shipped().laws["NL"]) if held("NL", cite.source)]
    assert len(found) > 40
    for where, cite in found:
        kept = held("NL", cite.source)
        assert len(cite.quote.split()) <= 25, where
        assert complete(kept, cite.art), where
        assert quoted(kept, cite.art, cite.quote), where


def test_every_hash_is_that_of_the_articles_as_they_were_read():
    law = shipped().laws["NL"]
    provisions = [*law.offences.values(), *law.rules.values(), *law.limitation.values()]
    cites = [version.cite for provision in provisions for version in provision.versions]
    assert all(cites)
    kept = [cite for cite in cites if cite and held("NL", cite.source)]  # others were read, not copied
    assert len(kept) > 80
    for cite in kept:
        assert cite.sha256 == sha256(held("NL", cite.source), cite.art), cite.art


# --- nationals -------------------------------------------------------------------------------------------------------


def test_a_national_is_reached_without_double_criminality_before_and_after():
    # 5(1) 3° and 7(2)(c) ask for no offence at the place; 5(1) 2° and 7(1) do, and XB's law is not in the library.
    before = ask(sixteen_paid(BEFORE, DUTCH), AS_OF, "NL")
    assert verdict(before, "nl.j.5.1.3", "nl.248b") == "open"
    assert verdict(before, "nl.j.5.1.2", "nl.248b") == "cannot_say"
    assert verdict(before, "nl.j.7.2c", "nl.248b") == "none"
    after = ask(sixteen_paid(AFTER, DUTCH), AS_OF, "NL")
    assert verdict(after, "nl.j.7.2c", "nl.248b") == "open"
    assert verdict(after, "nl.j.7.1", "nl.248b") == "cannot_say"
    assert route(after, "nl.j.7.1", "nl.248b").reasons == {"law:XB/not_in_corpus"}
    assert verdict(after, "nl.j.5.1.3", "nl.248b") == "none"


@pytest.mark.parametrize(("day", "old", "new"), [("2014-06-30", "open", "none"), ("2014-07-01", "none", "cannot_say")])
def test_the_rules_of_2014_are_in_force_since_1_july(day: str, old: str, new: str):
    # Stb. 2013, 484; a child of thirteen whom a foreigner forced: arts 5b 2° and 246 before, arts 5(1) and 246 since.
    facts = thirteen(day, {}, DUTCH)
    facts["act"]["means"] = ["force"]
    answer = ask(facts, AS_OF, "NL")
    assert (verdict(answer, "nl.j.5b.2.nat", "nl.246"), verdict(answer, "nl.j.5.nat", "nl.246")) == (old, new)


def test_one_who_became_dutch_after_the_act_is_reached_by_both_texts():
    since = {"nationality": [{"in": "NL", "from": "2015-03-01"}]}
    assert verdict(ask(sixteen_paid(BEFORE, since), AS_OF, "NL"), "nl.j.5.1.3", "nl.248b") == "open"  # 5(2)
    assert verdict(ask(sixteen_paid(AFTER, since), AS_OF, "NL"), "nl.j.7.2c", "nl.248b") == "open"  # 7(3)


# --- residents -------------------------------------------------------------------------------------------------------


def test_a_resident_loses_nothing_but_trafficking_without_double_criminality():
    there = {"residence": ["NL"]}
    assert verdict(ask(sixteen_paid(BEFORE, there), AS_OF, "NL"), "nl.j.5a.1", "nl.248b") == "open"
    assert verdict(ask(sixteen_paid(AFTER, there), AS_OF, "NL"), "nl.j.7.3.2c", "nl.248b") == "open"
    trade = {"conduct": ["trafficking"], "commercial": True}
    after = ask(case(AFTER, {"age": {"lo": 16, "hi": 16}}, there, trade), AS_OF, "NL")
    assert verdict(after, "nl.j.7.3.2c", "nl.273f.16") == "no route"  # 273f is not in 7(2)(c)
    assert verdict(after, "nl.j.7.3.1", "nl.273f.16") == "cannot_say"


def test_one_who_moved_in_after_the_act_is_reached_by_5a_only():
    moved = {"residence": [{"in": "NL", "from": "2015-03-01"}]}
    before = ask(sixteen_paid(BEFORE, moved), AS_OF, "NL")
    assert verdict(before, "nl.j.5a.4", "nl.248b") == "open"
    assert verdict(before, "nl.j.5a.1", "nl.248b") == "none"
    after = ask(sixteen_paid(AFTER, moved), AS_OF, "NL")
    assert verdict(after, "nl.j.7.3.2c", "nl.248b") == verdict(after, "nl.j.7.3.1", "nl.248b") == "none"


# --- the child -------------------------------------------------------------------------------------------------------


def test_a_dutch_child_of_sixteen_is_no_longer_reached_by_248b():
    # Four years are less than eight: art. 5(1) of 2015. Before, 5b 2° asked for nothing.
    assert verdict(ask(sixteen_paid(BEFORE, {}, DUTCH), AS_OF, "NL"), "nl.j.5b.2.nat", "nl.248b") == "open"
    assert verdict(ask(sixteen_paid(AFTER, {}, DUTCH), AS_OF, "NL"), "nl.j.5.nat", "nl.248b") == "none"


def test_a_child_who_lives_in_the_netherlands_needs_eight_years_and_an_offence_there():
    lives = {"residence": ["NL"]}
    after = ask(thirteen(AFTER, {}, lives), AS_OF, "NL")
    assert verdict(after, "nl.j.5.res", "nl.245") == "cannot_say"  # eight years; XB unknown; asks for penetration
    assert route(after, "nl.j.5.res", "nl.245").reasons == {"law:XB/not_in_corpus", "law:NL/nl.245#also_asks"}
    assert verdict(after, "nl.j.5.res", "nl.247") == "none"  # six years
    raised = route(after, "nl.j.5.res", "nl.247.248")  # six or, raised, eight
    assert raised.verdict == "cannot_say"
    assert raised.needs_expert
    assert any(reason.startswith("law:NL/nl.247.248") for reason in raised.reasons)
    assert verdict(after, "nl.j.5.nat", "nl.245") == "none"


def test_the_high_seas_are_no_place_that_punishes():
    seas = thirteen(AFTER, {}, DUTCH)
    seas["act"]["places"] = [{"in": "XZ"}]
    assert verdict(ask(seas, AS_OF, "NL"), "nl.j.5.nat", "nl.245") == "none"


def test_on_the_eighteenth_birthday_no_offence_protects_by_age():
    # Born on 10 January 1997: eighteen on the day of the act. 248b ends below eighteen.
    facts = case(AFTER, {"dob": "1997-01-10"}, DUTCH, {"commercial": True})
    assert verdict(ask(facts, AS_OF, "NL"), "nl.j.7.2c", "nl.248b") == "none"
    facts["child"]["dob"] = "1997-01-11"
    assert verdict(ask(facts, AS_OF, "NL"), "nl.j.7.2c", "nl.248b") == "open"


def test_marriage_takes_245_away_but_not_244():
    married = thirteen(AFTER, DUTCH)
    married["act"]["marriage"] = True
    assert verdict(ask(married, AS_OF, "NL"), "nl.j.7.2c", "nl.245") == "none"  # "buiten echt"
    married["child"]["age"] = {"lo": 11, "hi": 11}
    younger = route(ask(married, AS_OF, "NL"), "nl.j.7.2c", "nl.244")
    assert younger.parts["E"].reasons == {"law:NL/nl.244#also_asks"}  # no marriage excuses it; it asks for penetration
    assert younger.reasons - younger.parts["E"].reasons == {"law:NL/immunity#spousal"}  # of spouses: not read


# --- foreigners who are there ----------------------------------------------------------------------------------------


def test_a_foreigner_whose_extradition_is_refused_is_reached_since_2014_for_eight_years():
    here = {"nationality": ["XC"], "presence": ["NL"]}
    refused = {"extradition": [{"from": "NL", "to": "XB", "state": "refused"}]}
    after = thirteen(AFTER, here)
    waiting = ask(after, AS_OF, "NL")
    assert route(waiting, "nl.j.8c.a", "nl.245").reasons == {"law:NL/nl.245#also_asks"}
    forced = thirteen(AFTER, here)
    forced["act"]["means"] = ["force"]
    assert verdict(ask(forced, AS_OF, "NL"), "nl.j.8c.a", "nl.246") == "open_on_condition"
    after["course"] |= refused
    given = ask(after, AS_OF, "NL")
    assert verdict(given, "nl.j.8c.a", "nl.245") == "cannot_say"
    assert verdict(given, "nl.j.8c.a", "nl.247") == "none"
    forced["course"] |= refused
    assert verdict(ask(forced, AS_OF, "NL"), "nl.j.8c.a", "nl.246") == "open"
    before = thirteen(BEFORE, here)
    before["course"] |= refused
    assert verdict(ask(before, AS_OF, "NL"), "nl.j.8c.a", "nl.245") == "none"


# --- an earlier trial abroad: art. 68 --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("judgment", "expected"),
    [
        ({"kind": "acquittal"}, "barred"),  # (2) 1°
        ({"kind": "conviction", "sentence": "served"}, "barred"),  # (2) 2°
        ({"kind": "conviction", "sentence": "not_served"}, "open"),
    ],
)
def test_a_foreign_judgment_bars_as_article_68_says(judgment: Mapping[str, str], expected: str):
    facts = thirteen(AFTER, DUTCH)
    facts["course"]["judgments"] = [{"state": "XB", "same_act": True, "final": True} | dict(judgment)]
    assert verdict(ask(facts, AS_OF, "NL"), "nl.j.7.2c", "nl.247") == expected


# --- degrees: arts 240b, 242 to 247 with 248 ------------------------------------------------------------------------


def test_who_has_the_child_in_charge_is_under_the_raised_maximum_and_who_has_not_may_be():
    # Art. 248(2): "een aan zijn zorg, opleiding of waakzaamheid toevertrouwde minderjarige"; (1): two or more together.
    alone = route(ask(thirteen(AFTER, DUTCH), AS_OF, "NL"), "nl.j.7.2c", "nl.247.248")
    assert alone.parts["E"].reasons == {"law:NL/nl.247.248#also_asks"}
    teacher = thirteen(AFTER, DUTCH)
    teacher["act"]["relation"] = ["teacher"]
    assert route(ask(teacher, AS_OF, "NL"), "nl.j.7.2c", "nl.247.248").parts["E"].is_true


@pytest.mark.parametrize(("day", "expected"), [(BEFORE, "U"), (AFTER, "T")])
def test_violence_raises_the_maximum_since_2014_only(day: str, expected: str):
    # 248(6) stands in the version of 6 May 2014 and not in that of 15 February.
    facts = thirteen(day, DUTCH)
    facts["act"]["means"] = ["force"]
    found = ask(facts, AS_OF, "NL")
    rule = "nl.j.7.2c" if day == AFTER else "nl.j.5.1.3"
    assert route(found, rule, "nl.247.248").parts["E"].truth.name == expected


# --- limitation: arts 70 to 72 ---------------------------------------------------------------------------------------


def limit(
    day: str, born: str, offence: str, rule: str, act: Mapping[str, Any], course: Mapping[str, Any] | None = None
):
    facts = case(day, {"dob": born}, DUTCH, act, course)
    return route(ask(facts, "2015-11-17", "NL"), rule, offence).limit


def test_the_period_begins_the_day_after_the_eighteenth_birthday():
    # Four years: twelve years by both texts. Eighteen on 10 March 2013, begins 11 March 2013.
    found = limit("2011-06-01", "1995-03-10", "nl.248b", "nl.j.5.1.3", {"commercial": True})
    assert found.value.is_true
    assert (found.earliest, found.latest) == (date(2025, 3, 10), date(2025, 3, 10))


def test_245_never_lapses_since_2013():
    # Eight years. By the text of 2011 it would have lapsed; before that, art. 70(2) 2° named it.
    assert limit("2011-06-01", "1998-03-10", "nl.245", "nl.j.5.1.3", {}).none


def test_244_never_lapses_for_its_twelve_years():
    assert limit("2011-06-01", "2000-03-10", "nl.244", "nl.j.5.1.3", {}).none  # 70(2) 1°


def test_trafficking_of_one_of_sixteen_had_eight_years_in_2011_and_gets_twenty():
    # Eight years at the act: 12 years in 2011, 20 since 2013 ("acht jaren of meer"); not the "none" of twelve years.
    # Eighteen on 15 June 2012, begins 16 June 2012, last day 15 June 2032.
    trade = {"conduct": ["trafficking"], "commercial": True}
    found = limit("2011-03-01", "1994-06-15", "nl.273f.16", "nl.j.5.1.3", trade)
    assert not found.none
    assert found.earliest == date(2032, 6, 15)


def test_an_act_of_prosecution_begins_a_new_period_and_twice_the_length_caps_it():
    # Eighteen on 20 August 2011; begins 21 August 2011; twelve years; new period from 5 May 2014; cap 24 years.
    events = [{"state": "NL", "kind": "act_of_prosecution", "on": "2014-05-05"}]
    act = {"commercial": True}
    known = limit("2011-06-01", "1993-08-20", "nl.248b", "nl.j.5.1.3", act, {"events": events})
    assert (known.earliest, known.latest) == (date(2026, 5, 4), date(2026, 5, 4))
    course = {"events": [], "events_complete": False}
    unknown = limit("2011-06-01", "1993-08-20", "nl.248b", "nl.j.5.1.3", act, course)
    assert (unknown.earliest, unknown.latest) == (date(2023, 8, 20), date(2035, 8, 20))


# --- what was not read -----------------------------------------------------------------------------------------------


def test_after_the_last_text_nothing_is_certain_and_nothing_is_no():
    answer = ask(sixteen_paid(AFTER, DUTCH), "2026-11-25", "NL")
    found = route(answer, "nl.j.7.2c", "nl.248b")
    assert found.verdict == "cannot_say"
    assert "law:NL/nl.248b#unread:2015-11-17" in found.reasons
    assert {one.state: one.verdict for one in answer.states}["NL"] == "cannot_say"


@pytest.mark.parametrize(
    ("day", "expected"), [("2002-05-03", "cannot_say"), ("2002-10-03", "open"), ("2009-06-01", "open")]
)
def test_before_the_first_text_nothing_is_no(day: str, expected: str):
    answer = ask(sixteen_paid(day, DUTCH), "2009-12-01", "NL")
    assert verdict(answer, "nl.j.5.1.3", "nl.248b") == ("none" if day < "2002-06" else expected)
    assert {one.state: one.verdict for one in answer.states}["NL"] == expected


# --- from May 2002 to 2011 -------------------------------------------------------------------------------------------


def test_nationals_needed_an_offence_there_until_october_2002():
    # 5(1) 2° stood alone in the copy of 1 September 2002; nr. 3 is in that of 3 October.
    answer = ask(sixteen_paid("2002-06-01", DUTCH), "2009-12-01", "NL")
    assert verdict(answer, "nl.j.5.1.2", "nl.248b") == "cannot_say"  # XB's law is not in the library
    assert route(answer, "nl.j.5.1.2", "nl.248b").reasons == {"law:XB/not_in_corpus"}
    between = route(ask(sixteen_paid("2002-09-15", DUTCH), "2009-12-01", "NL"), "nl.j.5.1.3", "nl.248b")
    assert "law:NL/nl.j.5.1.3#commencement" in between.reasons


@pytest.mark.parametrize(("day", "expected"), [("2003-01-15", "open"), ("2004-06-01", "none"), ("2005-06-01", "open")])
def test_who_became_dutch_later_was_lost_from_2003_to_2005(day: str, expected: str):
    # 5(2): any case; "in de gevallen, bedoeld in het eerste lid, onder 2°"; "onderdelen 2° en 3°".
    since = {"nationality": [{"in": "NL", "from": "2008-03-01"}]}
    answer = ask(sixteen_paid(day, since), "2009-12-01", "NL")
    assert verdict(answer, "nl.j.5.1.3", "nl.248b") == expected


def test_a_dutch_child_is_protected_abroad_since_january_2010():
    # 5b 2°, by the Act of 26 November 2009.
    for day, expected in (("2009-06-01", "none"), ("2010-01-01", "open")):
        assert verdict(ask(sixteen_paid(day, {}, DUTCH), AS_OF, "NL"), "nl.j.5b.2.nat", "nl.248b") == expected, day


def test_access_to_material_is_an_offence_since_january_2010():
    def said(day: str) -> str:
        seen = {"conduct": ["csam_access"], "medium": ["online"]}
        return verdict(
            ask(case(day, {"age": {"lo": 13, "hi": 13}}, DUTCH, seen), AS_OF, "NL"), "nl.j.5.1.3", "nl.240b.1"
        )

    assert (said("2009-06-01"), said("2010-01-01")) == ("none", "open")


def test_trafficking_between_two_numbers_is_not_known():
    # Art. 273a became 273f in September 2006; art. 5 named 273a until May 2007.
    trade = {"conduct": ["trafficking"], "commercial": True}

    def said(day: str) -> str:
        answer = ask(case(day, {"age": {"lo": 16, "hi": 16}}, DUTCH, trade), AS_OF, "NL")
        return {one.state: one.verdict.value for one in answer.states}["NL"]

    assert (said("2006-06-01"), said("2006-12-01"), said("2008-01-01")) == ("open", "cannot_say", "open")


@pytest.mark.parametrize(("day", "years"), [("2004-06-01", 12), ("2009-06-01", 12)])
def test_a_paid_act_lapses_twelve_years_after_eighteen(day: str, years: int):
    # 70 3° and 71 3°: four years' maximum; the day after the eighteenth birthday.
    facts = case(day, {"dob": "1992-01-10"}, DUTCH, {"commercial": True})
    facts["child"]["dob"] = f"{int(day[:4]) - 16}-01-10"
    limit = route(ask(facts, AS_OF, "NL"), "nl.j.5.1.3", "nl.248b").limit
    assert limit.earliest == limit.latest == date(int(day[:4]) + 2 + years, 1, 10)


# --- the decree of art. 6, since 1 July 2014 -------------------------------------------------------------------------


def test_the_decree_keeps_what_5b_gave_to_a_dutch_child():
    # Stb. 2014, 47, art. 3(1) b: 240b, 242 to 250 and 273f against a Dutch child under eighteen; nothing of the place.
    answer = ask(sixteen_paid(AFTER, {}, DUTCH), AS_OF, "NL")
    assert verdict(answer, "nl.bier.3.1b.nat", "nl.248b") == "open"
    assert verdict(answer, "nl.bier.3.1b.res", "nl.248b") == "none"
    assert {one.state: one.verdict for one in answer.states}["NL"] == "open"
    assert verdict(ask(sixteen_paid(BEFORE, {}, DUTCH), AS_OF, "NL"), "nl.bier.3.1b.nat", "nl.248b") == "none"


def test_a_child_who_lives_there_needs_an_expert_for_the_five_years():
    # Art. 86b: lawful stay of five years.
    found = route(ask(sixteen_paid(AFTER, {}, {"residence": ["NL"]}), AS_OF, "NL"), "nl.bier.3.1b.res", "nl.248b")
    assert (found.verdict.value, found.needs_expert) == ("open", True)


def test_the_decree_reaches_trafficking_by_the_dutch_and_by_residents():
    trade = {"conduct": ["trafficking"], "commercial": True}
    for suspect, rule in ((DUTCH, "nl.bier.2.2"), ({"residence": ["NL"]}, "nl.bier.4.4")):
        answer = ask(case(AFTER, {"age": {"lo": 16, "hi": 16}}, suspect, trade), AS_OF, "NL")
        assert verdict(answer, rule, "nl.273f.16") == "open", rule
    moved = {"residence": [{"in": "NL", "from": "2015-03-01"}]}  # 4(6)
    later = ask(case(AFTER, {"age": {"lo": 16, "hi": 16}}, moved, trade), AS_OF, "NL")
    assert verdict(later, "nl.bier.4.4", "nl.273f.16") == "open"


# --- the two drafts compared -----------------------------------------------------------------------------------------


def place(punishes: bool) -> dict[str, Any]:
    """XB: either every act against a child is an offence there, or none is and that is the whole of its law."""
    everything = {"conducts": "*", "state": "complete", "by": "test", "on": "2026-11-25"}
    conducts = ["sexual_activity", "procuring", "trafficking", "csam_production", "csam_distribution"]
    conducts += ["csam_possession", "csam_access", "performance", "grooming", "corruption"]
    offence = {"id": "xb.all", "covers": conducts, "elements": {"child_age_lt": 18}, "max_penalty_years": 10}
    offence |= {
        "cite": None,
        "review": {"status": "drafted", "needs_expert": True},
        "versions": [{"source": None, "from_memory": True}],
    }
    law = {
        "schema": "fanal.law/1",
        "jurisdiction": "XB",
        "names": {"en": "XB"},
        "coverage": [everything],
        "sources": {},
    }
    return law | {"offences": [offence] if punishes else []}


@cache
def draft(name: str, punishes: bool) -> Corpus:
    nl = read((DRAFTS / name / "NL.yaml").read_text("utf-8"), "NL.yaml").value
    return compile_documents({"NL": nl, "XB": place(punishes)})


PLACES = {"yes": (True,), "no": (False,), "any": (True, False)}
WHO: dict[str, tuple[Mapping[str, Any], list[Mapping[str, Any]]]] = {
    # suspect, and each child for whom the line holds
    "child_national_or_resident": ({}, [{"nationality": ["NL"]}, {"residence": ["NL"]}]),
    "suspect_national": ({"nationality": ["NL"]}, [{}]),
    "suspect_became_national": ({"nationality": [{"in": "NL", "from": "2016-01-01"}]}, [{}]),
    "suspect_resident_at_act": ({"residence": [{"in": "NL", "to": "2015-12-31"}]}, [{}]),
    "suspect_became_resident": ({"residence": [{"in": "NL", "from": "2016-01-01"}]}, [{}]),
    "foreigner_present": ({"nationality": ["XC"], "presence": ["NL"]}, [{}]),
}
# Facts that make out each offence, by its first words in the list: age of the child, and the act.
FACTS: dict[str, tuple[int, Mapping[str, Any]]] = {
    "nl.240b": (15, {"conduct": ["csam_possession"]}),
    "nl.242": (15, {"means": ["force"]}),
    "nl.243": (15, {"means": ["incapacity"]}),
    "nl.244": (11, {}),
    "nl.245": (13, {}),
    "nl.246": (15, {"means": ["force"]}),
    "nl.247.inc": (15, {"means": ["incapacity"]}),
    "nl.247": (15, {}),
    "nl.248a": (17, {"commercial": True}),
    "nl.248b": (17, {"commercial": True}),
    "nl.248c": (17, {"conduct": ["performance"]}),
    "nl.248d": (15, {"conduct": ["corruption"]}),
    "nl.248e": (15, {"conduct": ["grooming"], "medium": ["online"]}),
    "nl.248f": (17, {"conduct": ["procuring"], "means": ["force"]}),
    "nl.249.1": (17, {"relation": ["teacher"]}),
    "nl.249.2": (17, {"relation": ["detention_staff"]}),
    "nl.250": (17, {"conduct": ["procuring"], "relation": ["parent"]}),
    "nl.273f.u16": (15, {"conduct": ["trafficking"]}),
    "nl.273f.16": (17, {"conduct": ["trafficking"]}),
}


def lines() -> list[Any]:
    with (DRAFTS / "expected.csv").open(encoding="utf-8", newline="") as file:
        rows = list(enumerate(csv.DictReader(file), 2))
    assert all(None not in row for _, row in rows), "a line has too many cells"
    return [
        pytest.param(row, id=f"line {number}: {row['who']} {row['change']}")
        for number, row in rows
        if row["who"] != "anyone"
    ]


def reached(corpus: Corpus, row: Mapping[str, str], offence: str, child: Mapping[str, Any]) -> str:
    """yes, no or unknown: whether some rule of the draft that tests this person's link reaches the offence abroad."""
    age, act = FACTS[max((key for key in FACTS if offence.startswith(key)), key=len)]
    course: dict[str, Any] = {"charge_on": "2016-06-01"}
    if row["extradition"]:
        course["extradition"] = [{"from": "NL", "to": "XB", "state": row["extradition"]}]
    facts = case(AFTER, {"age": {"lo": age, "hi": age}} | dict(child), WHO[row["who"]][0], act, course)
    question = frame.question_of(corpus, parse_facts(facts), date(2016, 6, 1))
    law = corpus.laws["NL"]
    seen = routes.routes(Forum(replace(law, offences={offence: law.offences[offence]}), True, True), question)
    settled = [one for one in seen if all(needed.status == "granted" for needed in one.conditions)]  # as the line says
    found = {one.verdict.value for one in settled if one.rule != "nl.j.3"}
    return "yes" if "open" in found else "unknown" if "cannot_say" in found else "no"


@pytest.mark.parametrize("row", lines())
def test_the_two_drafts_differ_as_the_table_of_the_design_says(row: Mapping[str, str]):
    for punishes in PLACES[row["place_punishes"]]:
        for offence in row["offences"].split():
            for child in WHO[row["who"]][1]:
                corpora = [draft(name, punishes) for name in ("before", "after")]
                seen = tuple(reached(corpus, row, offence, child) for corpus in corpora)
                assert seen == (row["before"], row["after"]), (offence, punishes)


def test_the_table_names_every_offence_of_both_drafts_for_everyone():
    before, after = (set(draft(name, True).laws["NL"].offences) for name in ("before", "after"))
    assert (after - before, before - after) == ({"nl.248f"}, set())
    with (DRAFTS / "expected.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for who in WHO:
        assert {offence for row in rows if row["who"] == who for offence in row["offences"].split()} == before, who


def test_an_offence_moved_across_eight_years_changes_its_own_lines_only():
    # 248b with eight years: reached again by art. 5(1) where the place punishes, and newly by 8c.
    moved = read((DRAFTS / "after" / "NL.yaml").read_text("utf-8"), "NL.yaml").value
    (paid,) = [offence for offence in moved["offences"] if offence["id"] == "nl.248b"]
    paid["max_penalty_years"] = 8
    corpora = {punishes: compile_documents({"NL": moved, "XB": place(punishes)}) for punishes in (True, False)}
    changed = set()
    for (row,) in (one.values for one in lines()):
        for punishes in PLACES[row["place_punishes"]]:
            for offence in row["offences"].split():
                if offence in {"nl.247", "nl.248a", "nl.248b", "nl.245"}:
                    (child, *_) = WHO[row["who"]][1]
                    if reached(corpora[punishes], row, offence, child) != row["after"]:
                        changed.add((row["who"], offence, punishes))
    assert changed == {
        ("child_national_or_resident", "nl.248b", True),
        ("foreigner_present", "nl.248b", True),
        ("foreigner_present", "nl.248b", False),
    }


@pytest.mark.parametrize("name", ["before", "after"])
def test_the_drafts_are_checked_like_the_corpus(name: str):
    # All degrees of an offence have the same elements here, and no purpose: the table is about rules.
    defects, files = check_corpus(DRAFTS / name)
    assert ({defect.code for defect in defects}, files) == ({"degree-unsaid", "own-place"}, 1)
