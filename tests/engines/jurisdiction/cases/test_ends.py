"""Two ends of time, the order of routes, and why the law is not known: §§ 78, 78b StGB and Dutch law by hand."""

import json
from datetime import date, datetime

import pytest
from tests.engines.jurisdiction.law_cases import act, ask, corpus, person, route, state

from fanal.engines.jurisdiction.answer import End, Verdict
from fanal.engines.jurisdiction.cases import ends, explain
from fanal.engines.jurisdiction.cases.ends import Way
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.files.facts_file import parse_facts
from fanal.vocabulary.corpus import CORPUS

pytestmark = pytest.mark.once

GERMAN = person(nationality=["DE"])
TODAY = date(2026, 11, 25)


def predicament() -> object:
    """A child of nine in a predicament; thirty on 15 January 2043 (§ 78b(1) Nr. 1 StGB)."""
    found = act("2022-05-10", means=["exploitation_of_predicament"], commercial=False)
    return ask(found, {"dob": "2013-01-15"}, GERMAN, {"events_complete": True}, of="DE")


def test_the_first_way_closes_long_before_the_last() -> None:
    # § 182(1): at most five years, so five years (§ 78(3) Nr. 4); § 176: at most fifteen, so twenty (Nr. 2).
    held = state(predicament(), "DE")  # type: ignore[arg-type]
    assert held.first_end == End(date(2048, 1, 14), "de.182.1/de.j.5.8.nat")
    assert held.last_end == End(date(2063, 1, 14), "de.176/de.j.5.8.nat")


def test_without_limitation_the_last_end_is_none() -> None:
    # Brottsbalken 35:6: rape of a child has no limitation; 6:8 has.
    swede = person(nationality=["SE"])
    answer = ask(act("2024-02-01", conduct="sexual_activity", commercial=True), 13, swede, of="SE")
    last = state(answer, "SE").last_end
    assert (last.day, last.none) == (None, True)
    assert route(answer, *last.route.split("/")).limit.none


def test_a_day_gone_by_is_no_deadline_of_an_open_state() -> None:
    begun = Way("o/r", Verdict.OPEN, (), date(2020, 1, 1), date(2020, 1, 1), False)
    later = Way("p/r", Verdict.OPEN, (), date(2030, 1, 1), date(2031, 1, 1), False)
    assert ends.of([begun, later], Verdict.OPEN, TODAY) == (End(date(2030, 1, 1), "p/r"), End(date(2031, 1, 1), "p/r"))
    assert ends.of([begun], Verdict.OPEN, TODAY)[0] == End()


def test_the_route_that_a_lawyer_would_follow_stands_first() -> None:
    ways = {
        "many facts": Way("a", Verdict.CANNOT_SAY, ("fact:act.from", "fact:child.dob"), None, None, False),
        "one fact": Way("b", Verdict.CANNOT_SAY, ("fact:act.from",), None, None, False),
        "one law": Way("c", Verdict.CANNOT_SAY, ("law:XA/not_in_corpus",), None, None, False),
        "soon": Way("d", Verdict.OPEN, (), date(2030, 1, 1), None, False),
        "late": Way("e", Verdict.OPEN, (), date(2040, 1, 1), None, False),
        "ever": Way("f", Verdict.OPEN, (), None, None, True),
        "condition": Way("g", Verdict.OPEN_ON_CONDITION, (), None, None, True),
    }
    order = sorted(ways, key=lambda name: ends.followed(ways[name]))
    assert order == ["ever", "late", "soon", "condition", "one law", "one fact", "many facts"]


def test_an_act_of_which_no_end_is_told_ended_on_its_day() -> None:
    told = act("2022-05-10", means=["exploitation_of_predicament"], commercial=False)
    without = {key: value for key, value in told.items() if key != "to"}
    answer = ask(without, {"dob": "2013-01-15"}, GERMAN, {"events_complete": True}, of="DE")
    assert state(answer, "DE").last_end.day == date(2063, 1, 14)
    assert "act.to=act.from" in answer.assumptions
    month = ask(without | {"from": "2022-05"}, {"dob": "2013-01-15"}, GERMAN, {"events_complete": True}, of="DE")
    assert "act.to=act.from" not in month.assumptions, "in a month it may have begun and ended on two days"


def test_an_answer_of_the_first_form_is_read_with_both_ends() -> None:
    answer = predicament()
    now = explain.as_mapping(answer)  # type: ignore[arg-type]
    first = json.loads(json.dumps(now))
    del first["format"]
    for held in first["states"]:
        del held["first_end"], held["last_end"]
        held |= {"earliest_end": "2048-01-14", "latest_end": "2048-01-14"}
    assert explain.read(json.dumps(first).encode()) == now
    assert explain.read(explain.to_json(answer)) == now  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"fanal\.answer/9"):
        explain.read(json.dumps(now | {"format": "fanal.answer/9"}).encode())


def test_law_that_was_read_until_a_day_says_so() -> None:
    law = load_corpus(CORPUS / "law")
    facts = parse_facts({
        "schema": "fanal.facts/1", "id": "case", "act": act("2016-02-01", "TH", commercial=True), "child": person(14),
        "suspect": person(nationality=["NL"]),
    })  # fmt: skip
    reasons = evaluate(law, facts, TODAY, states=["NL"], decide=False).states[0].reasons
    assert any(reason.endswith("#unread:2015-11-17") for reason in reasons)
    assert not any(reason.endswith("#commencement") for reason in reasons)


def test_what_was_read_in_another_state_of_the_text_is_not_quoted() -> None:
    # § 5 Nr. 8 said "wenn der Täter Deutscher ist" in 2012; "oder seine Lebensgrundlage" came after 2022.
    quotes = {}
    for day in ("2013-05-01", "2020-05-01"):
        answer = ask(act(day, means=["exploitation_of_predicament"]), 13, GERMAN, of="DE")
        rule = next(one for one in answer.routes if one.rule == "de.j.5.8.nat")
        quotes[day] = {ref.quote for ref in rule.provisions if ref.id == "de.j.5.8.nat"}
    assert quotes["2013-05-01"] == {"wenn der Täter Deutscher ist"}
    assert quotes["2020-05-01"] == {"wenn der Täter zur Zeit der Tat Deutscher ist"}
    refs = (ref for one in answer.routes for ref in one.provisions if ref.source)
    cites = {
        (version.cite.quote, version.cite.source)
        for provisions in (corpus().laws["DE"].offences, corpus().laws["DE"].rules, corpus().laws["DE"].limitation)
        for one in provisions.values()
        for version in one.versions
        if version.cite
    }
    assert all((ref.quote, ref.source) in cites for ref in refs if ref.quote)


def test_of_stretches_that_are_all_closed_that_is_told_in_which_most_holds() -> None:
    # Forced marriage is an offence since 1 July 2011 (§ 237 StGB); nobody here has a tie to Germany.
    found = act("2010-01-01", conduct="child_marriage", means=["force"]) | {"to": "2016-01-01"}
    answer = ask(found, 13, person(nationality=["XC"], residence=["XC"]), of="DE")
    parts = next(one for one in answer.routes if one.offence == "de.237.1" and one.rule == "de.j.7.2.1").parts
    assert (parts["J"].is_false, parts["E"].is_false) == (True, False)


@pytest.mark.parametrize("day", ["2026-11-25", datetime(2026, 11, 25, 12)])  # noqa: DTZ001
def test_a_text_in_the_place_of_a_day_is_refused_in_words(day: object) -> None:
    facts = parse_facts({"schema": "fanal.facts/1", "id": "case", "act": act("2020-01-01"), "child": person(9)})
    with pytest.raises(TypeError, match=r"as_of takes a day, such as date\(2026, 11, 25\)"):
        evaluate(corpus(), facts, day)  # type: ignore[arg-type]


def test_a_citizen_at_home_with_a_child_abroad_is_no_false_open() -> None:
    # 18 U.S.C. 2251(c)(2): brought to, or meant for, the United States; 2260(a): "who, outside the United States".
    places = [{"in": "US", "part": ["conduct"]}, {"in": "PH", "part": ["conduct", "result"]}]
    made = act("2024-03-01", places, "csam_production", commercial=True, medium=["live_stream", "online"])
    answer = ask(made, 12, person(nationality=["US"]), of="US")
    for offence in ("us.2251c", "us.2260a"):
        assert route(answer, offence, "us.j.territory").verdict is Verdict.CANNOT_SAY


def test_before_2015_making_alone_was_no_offence_without_intent() -> None:
    # § 184b(1) Nr. 3 of 2012: "um sie ... im Sinne der Nummer 1 oder Nummer 2 zu verwenden".
    made = {day: ask(act(day, conduct="csam_production"), 9, GERMAN, of="DE") for day in ("2013-05-01", "2016-05-01")}
    elements = {day: route(one, "de.184b.1.prod", "de.j.6.6").parts["E"] for day, one in made.items()}
    assert (elements["2013-05-01"].is_unknown, elements["2016-05-01"].is_true) == (True, True)
