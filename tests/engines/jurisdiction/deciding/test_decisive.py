"""What decides: equal to trying every completion with the tree evaluator; the reference row; three questions."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pytest
from tests.engines.jurisdiction import world_facts, worlds
from tests.engines.jurisdiction.world_laws import Mapped, Shape

from fanal.engines.jurisdiction import evaluation
from fanal.engines.jurisdiction.answer import Answer, Verdict
from fanal.engines.jurisdiction.cases import ends, frame
from fanal.engines.jurisdiction.deciding import completions, decisive
from fanal.engines.jurisdiction.deciding.vector import VERDICTS
from fanal.engines.jurisdiction.facts import (
    Act,
    Age,
    Child,
    Codes,
    Course,
    Facts,
    Leg,
    Link,
    Links,
    Place,
    Suspect,
)
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.model import CONDUCTS, Corpus
from fanal.vocabulary.dates import Interval, PartialDate

pytestmark = pytest.mark.once
AS_OF = date(2026, 11, 25)


def on(text: str) -> Interval:
    return PartialDate.parse(text).interval


def put(corpus: Corpus, facts: Facts, as_of: date = AS_OF, **options: Any) -> tuple[Answer, decisive.Decision]:
    answer = evaluation.evaluate(corpus, facts, as_of, decide=False, **options)
    return answer, decisive.decide(frame.question_of(corpus, facts, as_of), answer.routes)


def sure(day: str, **changes: Any) -> Facts:
    """An act in XB of which everything is known, without any tie to a state but what `changes` gives."""
    none = Links(())
    act = Act(
        ("sexual_activity",),
        on(day),
        on(day),
        places=(Place("XB"),),
        commercial=False,
        means=Codes(frozenset()),
        medium=frozenset({"in_person"}),
        relation=Codes(frozenset()),
        role="principal",
        marriage=False,
    )
    child = Child("c", age=Age(12, 12), nationality=none, residence=none)
    suspect = Suspect("s", None, Age(44, 44), none, none, none, none, (), immunity="none")
    facts = Facts("x", act, child, suspect, Course(events=(), events_complete=True))
    for part in ("act", "child", "suspect", "course"):
        fields = {name.partition("_")[2]: value for name, value in changes.items() if name.startswith(part + "_")}
        facts = replace(facts, **{part: replace(getattr(facts, part), **fields)})
    return facts


# By definition: the tree evaluator on every completion.


def by_definition(world: worlds.World, facts: Facts, code: str, grid: decisive.Grid) -> dict[str, np.ndarray[Any, Any]]:
    shape = tuple(len(cells) for cells in grid.axes.values())
    found = {route: np.zeros(shape, np.int8) for route in grid.verdicts}
    for at in product(*(range(count) for count in shape)):
        completed = facts
        for cells, number in zip(grid.axes.values(), at, strict=True):
            completed = cells[number].facts(completed)
        for route in evaluation.evaluate(world.corpus, completed, AS_OF, states=[code], decide=False).routes:
            key = f"{route.offence}/{route.rule}"
            if key in found:
                found[key][at] = VERDICTS.index(route.verdict)
    return found


def test_what_decides_is_what_a_trial_of_every_completion_says() -> None:
    """Never a fact that alters no verdict; each that does, with two completions that differ as shown."""
    compared = listed = 0
    for seed in range(150):
        chance = random.Random(seed)
        world = worlds.world(chance, Shape(states=(2, 3), offences=(1, 2), rules=(1, 2)))
        facts = world_facts.some_facts(chance, world.codes, world_facts.Range(unknown=0.25))
        answer = evaluation.evaluate(world.corpus, facts, AS_OF, decide=False)
        question = frame.question_of(world.corpus, facts, AS_OF)
        decision = decisive.decide(question, answer.routes)
        turned: dict[str, set[str]] = {}
        for code in world.codes:
            live = [one for one in answer.routes if one.state == code and decisive.may_turn(one)]
            parts, approximate = decisive.grids_of(question, world.corpus.laws[code], live)
            grids = [decisive._grid(question, world.corpus.laws[code], *part) for part in parts]
            if approximate or any(prod(map(len, grid.axes.values())) > 200 for grid in grids):
                turned = {}
                break
            for grid in grids:
                tried = by_definition(world, facts, code, grid)
                for route, verdicts in grid.verdicts.items():
                    assert (tried[route] == verdicts).all(), (seed, code, route)
                    compared += verdicts.size
                    for axis, name in enumerate(grid.axes):
                        if (tried[route].max(axis) != tried[route].min(axis)).any():
                            turned.setdefault(completions.PATHS.get(name, name), set()).add(route)
        else:
            assert {one.fact: set(one.routes) for one in decision.decisive} == turned, seed
            listed += len(turned)
            for one in decision.decisive:
                assert one.one[1] is not one.other[1]
    assert compared > 1_000
    assert listed > 70


# Hand-made law.

CITE = {"source": "code", "art": "1"}


def law(code: str, offences: list[Mapped], rules: list[Mapped], **more: Any) -> Mapped:
    source = {"title": "Code", "kind": "statute", "url": "https://law.example/", "lang": "en", "licence": "fictional"}
    known: Mapped = {"cite": CITE, "versions": [{"source": "code"}]}
    return {
        "schema": "fanal.law/1",
        "jurisdiction": code,
        "names": {"en": code},
        "sources": {"code": source},
        "temporal": {"substantive": {"law_at": "act", "lex_mitior": False, "cite": CITE}},
        "place_of_act": {"rule": "ubiquity", "includes": ["conduct", "result"], "cite": CITE},
        "coverage": [{"conducts": list(CONDUCTS), "state": "complete", "by": "a test", "on": "2026-01-01"}],
        "offences": [
            {"covers": ["sexual_activity"], "max_penalty_years": 10, "attempt": True, "participation": True}
            | {"exceptions": []} | known | one
            for one in offences
        ],
        "jurisdiction_rules": [{"offences": "*", "double_criminality": "not_required"} | known | one for one in rules],
        "limitation": [{"id": f"{code.lower()}.l", "offences": "*", "none": True} | known],
    } | more  # fmt: skip


NATIONAL: Mapped = {"id": "xa.j.nat", "basis": "active_nationality", "when": {"suspect_national": {"at": "act"}}}
PAID: Mapped = {"id": "xa.paid", "elements": {"commercial": True}}
UNPAID: Mapped = {"id": "xa.unpaid", "elements": {"none_of": [{"commercial": True}]}}


def world_of(*laws: Mapped) -> worlds.World:
    return worlds.World({one["jurisdiction"]: one for one in laws})


def test_open_in_every_completion_is_open_and_names_what_decides_between_offences() -> None:
    world = world_of(law("XA", [PAID, UNPAID], [NATIONAL]))
    facts = sure("2016-02-01", act_commercial=None, suspect_nationality=Links((Link("XA"),)))
    answer, decision = put(world.corpus, facts)
    assert {route.verdict for route in answer.routes} == {Verdict.CANNOT_SAY}
    assert decision.open == {"XA": (Verdict.OPEN, ("act.commercial",))}
    (one,) = decision.decisive
    assert (one.fact, one.one[1], one.other[1]) == ("act.commercial", Verdict.OPEN, Verdict.NONE)
    assert {one.one[0], one.other[0]} == {"true", "false"}
    assert one.states == ()  # it decides between the offences, not about the state
    assert one.weight == 2.0  # either answer makes both routes known


def test_a_fact_that_only_one_offence_needs_is_not_open_in_every_completion() -> None:
    world = world_of(law("XA", [PAID], [NATIONAL]))
    facts = sure("2016-02-01", act_commercial=None, suspect_nationality=Links((Link("XA"),)))
    _answer, decision = put(world.corpus, facts)
    assert decision.open == {}
    assert decision.decisive[0].states == ("XA",)


def test_a_fact_under_a_part_that_is_false_decides_nothing() -> None:
    world = world_of(law("XA", [PAID], [NATIONAL]))
    facts = sure("2016-02-01", act_commercial=None, suspect_nationality=Links((Link("XC"),)))
    _answer, decision = put(world.corpus, facts)
    assert decision == decisive.Decision()


def test_the_means_are_shown_and_never_asked_for() -> None:
    """Lanzarote art. 35(1)(e): as few interviews of the child as possible."""
    forced = {"id": "xa.forced", "elements": {"means_any": ["force", "threat"]}}
    world = world_of(law("XA", [forced], [NATIONAL]))
    facts = sure("2016-02-01", act_means=None, suspect_nationality=Links((Link("XA"),)))
    _answer, decision = put(world.corpus, facts)
    assert [(one.fact, one.obtainable_from) for one in decision.decisive] == [("act.means", "child")]
    assert decision.questions == ()


def test_ages_are_cut_at_every_limit_touched() -> None:
    young = {"id": "xa.young", "elements": {"child_age_lt": 14}}
    older = {"id": "xa.older", "elements": {"child_age_lt": 16}}
    world = world_of(law("XA", [young, older], [NATIONAL]))
    facts = sure("2016-02-01", child_age=Age(12, 17), suspect_nationality=Links((Link("XA"),)))
    question = frame.question_of(world.corpus, facts, AS_OF)
    answer = evaluation.evaluate(world.corpus, facts, AS_OF, decide=False)
    (part,), _ = decisive.grids_of(question, world.corpus.laws["XA"], answer.routes)
    grid = decisive._grid(question, world.corpus.laws["XA"], *part)
    assert [cell.label for cell in grid.axes["child.age"]] == ["12-13", "14-15", "16-17"]
    assert grid.verdicts["xa.young/xa.j.nat"].tolist() == [4, 0, 0]
    assert grid.verdicts["xa.older/xa.j.nat"].tolist() == [4, 4, 0]


def test_a_year_with_a_change_of_law_in_july_asks_for_the_day() -> None:
    before = {"to": "2016-06-30", "source": "code", "elements": {"child_age_lt": 12}}
    after = {"from": "2016-07-01", "source": "code", "note": "fictional", "elements": {"child_age_lt": 14}}
    versions = [before, after]
    world = world_of(law("XA", [{"id": "xa.young", "versions": versions}], [NATIONAL]))
    facts = sure("2016", suspect_nationality=Links((Link("XA"),)))
    _answer, decision = put(world.corpus, facts)
    (one,) = decision.decisive
    assert (one.fact, one.one, one.other) == (
        "act.from",
        ("2016-07-01", Verdict.OPEN),
        ("2016-01-01", Verdict.NONE),
    )


def test_a_journey_without_destination_asks_where_it_went() -> None:
    """A journey may lack `to`."""
    arrived = {"id": "xa.j.in", "basis": "presence", "when": {"travel": {"leg": "arrives"}}}
    gone = {"id": "xa.j.out", "basis": "active_nationality", "when": {"travel": {"leg": "departs"}}}
    leg = Leg("XA", "XXX", on("2016-01-28"))
    facts = sure("2016-02-01", suspect_travel=(leg,))
    answer, decision = put(world_of(law("XA", [YOUNG], [arrived, gone])).corpus, facts, states=["XA"])
    assert {one.rule: one.verdict for one in answer.routes} == {
        "xa.j.in": Verdict.CANNOT_SAY,
        "xa.j.out": Verdict.OPEN,
    }
    (one,) = decision.decisive
    assert (one.fact, one.one, one.other) == (
        "suspect.travel",
        ("XA", Verdict.OPEN),
        ("elsewhere", Verdict.NONE),
    )


def test_too_many_completions_are_tried_in_pairs_and_the_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [NATIONAL, {"id": "xa.j.res", "basis": "habitual_residence", "when": {"suspect_resident": {"at": "act"}}}]
    world = world_of(law("XA", [PAID], rules))
    facts = sure("2016-02-01", act_commercial=None, suspect_nationality=None, suspect_residence=None)
    _answer, whole = put(world.corpus, facts)
    assert not whole.approximate
    monkeypatch.setattr(decisive, "MOST_COMPLETIONS", 4)
    _answer, pairs = put(world.corpus, facts)
    assert pairs.approximate
    assert {one.fact for one in pairs.decisive} == {one.fact for one in whole.decisive}


# A defence.

DEFENCE: Mapped = {"marriage": True, "burden": "defence", "burden_cite": {"source": "code", "art": "1(2)"}}
ELEMENT: Mapped = {"marriage": True}


def married(held: bool | None, *offences: Mapped) -> tuple[Answer, decisive.Decision]:
    facts = sure("2016-02-01", act_marriage=held, suspect_nationality=Links((Link("XA"),)))
    return put(world_of(law("XA", list(offences), [NATIONAL])).corpus, facts, states=["XA"])


YOUNG: Mapped = {"id": "xa.young", "elements": {"child_age_lt": 14}}


def test_a_defence_on_which_the_facts_are_silent_still_decides() -> None:
    """Open unless it is raised; what decides names the fact, and which state it can change."""
    answer, decision = married(None, YOUNG | {"exceptions": [DEFENCE]})
    (route,), (state,) = answer.routes, answer.states
    assert (route.verdict, state.verdict, route.reasons) == (Verdict.OPEN, Verdict.OPEN, frozenset())
    (defence,) = route.unless
    assert (defence.kind, defence.facts, defence.ref.art, defence.ref.id) == (
        "marriage",
        ("act.marriage",),
        "1(2)",
        "xa.young",
    )
    assert state.unless == route.unless
    (one,) = decision.decisive
    assert (one.fact, one.one, one.other, one.states) == (
        "act.marriage",
        ("false", Verdict.OPEN),
        ("true", Verdict.NONE),
        ("XA",),
    )
    assert decision.questions == ("act.marriage",)


@pytest.mark.parametrize("held", [True, False])
def test_a_defence_that_the_facts_settle_decides_nothing(held: bool) -> None:
    answer, decision = married(held, YOUNG | {"exceptions": [DEFENCE]})
    assert answer.routes[0].verdict is (Verdict.NONE if held else Verdict.OPEN)
    assert answer.routes[0].unless == answer.states[0].unless == ()
    assert decision == decisive.Decision()


def test_a_state_with_a_way_that_no_defence_closes_is_open_without_a_word() -> None:
    """The way that is free of it stands first, and says nothing of a marriage."""
    free = {"id": "xa.z", "elements": {"child_age_lt": 14}}
    answer, decision = married(None, YOUNG | {"exceptions": [DEFENCE]}, free)
    assert answer.states[0].unless == ()
    assert [one.offence for one in sorted(answer.routes, key=lambda one: ends.followed(ends.way(one)))] == [
        "xa.z",
        "xa.young",
    ]
    assert decision.decisive[0].states == ()  # it closes one way, and not the state


def test_an_element_is_not_known_where_a_defence_would_be_open() -> None:
    answer, _decision = married(None, YOUNG | {"exceptions": [ELEMENT]})
    assert (answer.routes[0].verdict, answer.routes[0].unless) == (Verdict.CANNOT_SAY, ())


def test_a_defence_does_not_keep_a_state_from_being_open_whatever_the_rest_is() -> None:
    """Paid or not, one of the two is made out, and nobody has raised the marriage that both know."""
    world = world_of(law("XA", [PAID | {"exceptions": [DEFENCE]}, UNPAID | {"exceptions": [DEFENCE]}], [NATIONAL]))
    tie = Links((Link("XA"),))
    facts = sure("2016-02-01", act_commercial=None, act_marriage=None, suspect_nationality=tie)
    (state,) = evaluation.evaluate(world.corpus, facts, AS_OF, states=["XA"]).states
    assert (state.verdict, [one.ref.id for one in state.unless]) == (Verdict.OPEN, ["xa.paid", "xa.unpaid"])
    assert state.note == "law.open_in_every_completion:act.commercial,act.marriage"
    element = world_of(law("XA", [PAID | {"exceptions": [ELEMENT]}, UNPAID | {"exceptions": [ELEMENT]}], [NATIONAL]))
    assert evaluation.evaluate(element.corpus, facts, AS_OF, states=["XA"]).states[0].verdict is Verdict.CANNOT_SAY


def test_the_law_of_the_place_may_give_the_defence() -> None:
    """Double criminality: an offence at its place, unless the accused shows a marriage there."""
    rule = NATIONAL | {"double_criminality": "required"}
    there = law("XB", [{"id": "xb.o", "elements": {"child_age_lt": 16}, "exceptions": [DEFENCE]}], [])
    facts = sure("2016-02-01", act_marriage=None, suspect_nationality=Links((Link("XA"),)))
    world = world_of(law("XA", [YOUNG], [rule]), there)
    answer, decision = put(world.corpus, facts, states=["XA"])
    assert [one.ref.id for one in answer.routes[0].unless] == ["xb.o"]
    assert (answer.routes[0].verdict, decision.decisive[0].fact) == (Verdict.OPEN, "act.marriage")
    free = {"id": "xb.free", "elements": {"child_age_lt": 18}}
    world = world_of(
        law("XA", [YOUNG], [rule]),
        there | {"offences": [*there["offences"], there["offences"][0] | free | {"exceptions": []}]},
    )
    answer, decision = put(world.corpus, facts, states=["XA"])
    assert (answer.routes[0].unless, decision.decisive) == ((), ())


# The shipped files.


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


def test_the_reference_row_of_sweden(corpus: Corpus) -> None:
    """4.14: nationality unknown, lives in Sweden at act and charge, child 12, paid or not unknown, XB, 2024-02-01."""
    facts = sure("2024-02-01", act_commercial=None, suspect_nationality=None, suspect_residence=Links((Link("SE"),)))
    answer, decision = put(corpus, facts, states=["SE"])
    (state,) = [one for one in answer.states if one.state == "SE"]
    assert state.verdict is Verdict.OPEN_ON_CONDITION
    by_fact = {one.fact: one for one in decision.decisive}
    assert by_fact["suspect.nationality"].states == ()
    assert by_fact["act.commercial"].states == ()
    assert {route.partition("/")[0] for route in by_fact["act.commercial"].routes} == {"se.6.9"}
    assert "suspect.nationality" in decision.questions
    assert len(decision.questions) <= 3


def test_whether_an_event_interrupted_is_asked_where_it_decides(corpus: Corpus) -> None:
    """4.14, § 180(2): after 30 April 2004 it hangs on the events, after the cap of 30 April 2009 no more."""
    german = Links((Link("DE"),))
    facts = sure(
        "1999-05-01",
        act_conduct=("procuring",),
        act_commercial=True,
        act_places=(Place("DE"),),
        child_born=on("1991-01-01"),
        child_age=None,
        suspect_nationality=german,
        course_events=None,
        course_events_complete=False,
    )
    _answer, decision = put(corpus, facts, date(2008, 1, 1), states=["DE"])
    (one,) = [one for one in decision.decisive if one.fact == "course.events"]
    assert "de.180.2/de.j.3" in one.routes
    assert one.obtainable_from == "authority"
    assert {one.one[1], one.other[1]} == {Verdict.OPEN, Verdict.BARRED}
    _answer, after = put(corpus, facts, date(2009, 5, 1), states=["DE"])
    assert not [one for one in after.decisive if "de.180.2/de.j.3" in one.routes]


def test_twelve_unknown_facts_are_all_tried() -> None:
    """4,096 completions are the most that are tried together."""
    answer, decide = many_unknown({"child_age_lt": 14})
    decision = decide()
    assert len(decision.decisive) == 12
    assert not decision.approximate
    assert {route.verdict for route in answer.routes} == {Verdict.CANNOT_SAY}


def test_more_completions_than_that_are_tried_route_by_route() -> None:
    """6,144 completions of the law, 384 of each route."""
    _answer, decide = many_unknown({"child_age_lt": 16})
    decision = decide()
    assert len(decision.decisive) == 12
    assert decision.approximate


def many_unknown(limit: Mapped) -> tuple[Answer, Callable[[], decisive.Decision]]:
    """Five offences and five rules of one law, each of which tests another tie; nothing but day and place is known. The
    second looks for what decides."""
    ties = ("suspect_national", "suspect_resident", "suspect_present", "victim_national", "victim_resident")
    rules = [
        {"id": f"xa.j.{number}", "basis": "active_nationality", "when": {name: {"at": "act"}}}
        for number, name in enumerate(ties)
    ]
    young = {"any_of": [{"child_age_lt": 14}, {"commercial": True}, {"relation_any": ["teacher"]}]}
    grave = {"any_of": [{"means_any": ["force"]}, limit]}
    elements = {"all_of": [young, {"offender_age_ge": 18}, {"medium_any": ["in_person"]}, grave]}
    married = {"elements": elements, "exceptions": [{"marriage": True}]}
    world = world_of(law("XA", [{"id": f"xa.o{number}"} | married for number in range(5)], rules))
    known = sure("2016-02-01")
    act = replace(known.act, commercial=None, means=None, relation=None, medium=None, marriage=None)
    facts = Facts("x", act, Child("c"), Suspect("s"), known.course)
    answer = evaluation.evaluate(world.corpus, facts, AS_OF, decide=False)
    return answer, partial(decisive.decide, frame.question_of(world.corpus, facts, AS_OF), answer.routes)


def test_a_question_with_little_known_is_decided_in_part_and_the_laws_it_names_come_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is left out only leaves a state that cannot be told as it was."""
    young = {"id": "xb.young", "elements": {"child_age_lt": 14}}
    world = world_of(
        *(
            law(code, [young | {"id": f"{code.lower()}.young"}], [NATIONAL | {"id": f"{code.lower()}.j.nat"}])
            for code in ("XA", "XB", "XC")
        )
    )
    unknown, lives = Links((), complete=False), Links((Link("XC"),))
    facts = sure("2016-02-01", child_age=Age(12, 17), suspect_nationality=unknown, suspect_residence=lives)
    question = frame.question_of(world.corpus, facts, AS_OF)
    answer = evaluation.evaluate(world.corpus, facts, AS_OF, decide=False)
    whole = decisive.decide(question, answer.routes)
    assert {route.partition(".")[0] for one in whole.decisive for route in one.routes} == {"xa", "xc"}
    monkeypatch.setattr(decisive, "MOST_WORK", 4)
    part = decisive.decide(question, answer.routes)
    assert part.approximate
    assert {route.partition(".")[0] for one in part.decisive for route in one.routes} == {"xc"}
    assert set(part.open) <= set(whole.open)
    assert set(part.certain) <= set(whole.certain)
