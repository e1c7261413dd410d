"""Properties of the evaluator over generated worlds: what more facts or other law may and may not do."""

import copy
import dataclasses
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.jurisdiction import world_facts, worlds
from tests.engines.jurisdiction.world_facts import AS_OF, NO_FILE, Range
from tests.engines.jurisdiction.world_laws import INCOMPLETE, Shape

from fanal.engines.jurisdiction.answer import Answer, Verdict
from fanal.engines.jurisdiction.cases.frame import linked_codes
from fanal.engines.jurisdiction.cases.summaries import OPEN, rank
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.facts import Facts, Link, Links, Place
from fanal.engines.jurisdiction.files.corpus import compile_documents
from fanal.engines.jurisdiction.model import Basis, Corpus
from fanal.engines.jurisdiction.parts.index import HERE

pytestmark = pytest.mark.once

EXAMPLES = settings(max_examples=40, deadline=None)
MONOTONE = Shape(not_rules=False)
WITHOUT_COURSE = Range(course=False)


def answer(corpus: Corpus, facts: Facts, states: tuple[str, ...]) -> Answer:
    return evaluate(corpus, facts, AS_OF, states=states, decide=False)


def verdicts(found: Answer) -> dict[tuple[str, str], Verdict]:
    return {(route.rule, route.offence): route.verdict for route in found.routes}


def drawn(data: st.DataObject, shape: Shape, within: Range | None = None) -> tuple[worlds.World, Facts]:
    world = data.draw(worlds.worlds(shape))
    return world, data.draw(world_facts.facts(world, within))


# M1: more ties and places.


def _another(links: Links | None, code: str) -> Links:
    held = links or Links((), complete=False)
    return replace(held, links=(*held.links, Link(code)))


def more_ties(facts: Facts, code: str) -> Iterator[Facts]:
    """The facts with one more nationality, residence or presence of either person, or one more place."""
    for who, kinds in (("suspect", ("nationality", "residence", "presence")), ("child", ("nationality", "residence"))):
        person = getattr(facts, who)
        for kind in kinds:
            yield replace(facts, **{who: replace(person, **{kind: _another(getattr(person, kind), code)})})
    if facts.act.places:
        yield replace(facts, act=replace(facts.act, places=(*facts.act.places, Place(code))))


@EXAMPLES
@given(st.data())
def test_m1_more_ties_never_close_a_state(data: st.DataObject) -> None:
    world, facts = drawn(data, MONOTONE, WITHOUT_COURSE)
    before = {one.state: one.verdict for one in answer(world.corpus, facts, world.codes).states}
    code = data.draw(st.sampled_from((*world.codes, NO_FILE)))
    for richer in more_ties(facts, code):
        after = {one.state: one.verdict for one in answer(world.corpus, richer, world.codes).states}
        for state, verdict in before.items():
            if verdict in OPEN and not _is_now_at_home(richer, facts, state):
                assert rank(after[state]) <= rank(verdict), state


def _is_now_at_home(richer: Facts, facts: Facts, state: str) -> bool:
    """Acts that are now done at home only: rules for acts abroad are not asked any more, territory is."""
    places = richer.act.places or ()
    return richer.act.places != facts.act.places and all(place.state == state for place in places)


# M2: learning a fact.

# A role that nobody named is taken for the principal's: presumed, and told under assumptions.
PRESUMED = frozenset({"act.role", "suspect.immunity"})
TOGETHER = ("start", "end", "born", "age")


def _learnt(facts: Facts, told: Facts) -> Iterator[Facts]:
    """`facts` with one thing that was not known taken from `told`; the day of the act is one thing, an age another."""
    if facts.act.start is None and told.act.start == told.act.end:
        yield replace(facts, act=replace(facts.act, start=told.act.start, end=told.act.end))
    for who in ("child", "suspect"):
        ours, theirs = getattr(facts, who), getattr(told, who)
        if ours.born is None and ours.age is None:
            yield replace(facts, **{who: replace(ours, born=theirs.born, age=theirs.age)})
    for group in ("act", "child", "suspect"):
        ours, theirs = getattr(facts, group), getattr(told, group)
        for field in dataclasses.fields(ours):
            one = getattr(theirs, field.name)
            learnt = getattr(ours, field.name) is None and one is not None and getattr(one, "complete", True)
            if learnt and field.name not in TOGETHER and f"{group}.{field.name}" not in PRESUMED:
                yield replace(facts, **{group: replace(ours, **{field.name: one})})


@EXAMPLES
@given(st.data())
def test_m2_learning_only_settles_what_was_open(data: st.DataObject) -> None:
    """Part I is left out: immunity, that of a husband too, is presumed away. So is a defence that nobody raised.

    Where places or ships are not known, territory and flag are asked for linked states only: a link that is
    learnt opens that question, and settles none. A ship that nobody told of is presumed away where all places are
    states (decision 5): only there, and only if the answer said so, may one that is learnt make a link by flag.
    """
    world, facts = drawn(data, INCOMPLETE, Range(unknown=0.5, course=False))
    told = data.draw(world_facts.facts(world, Range(unknown=0.0, course=False)))
    first = answer(world.corpus, facts, world.codes)
    before = {(one.rule, one.offence): one for one in first.routes}
    no_ship = "act.vessel=none" in first.assumptions
    for richer in _learnt(facts, told):
        for one in answer(world.corpus, richer, world.codes).routes:
            newly = one.basis in HERE and one.state not in linked_codes(facts)
            held = before.get((one.rule, one.offence))
            for part, value in held.parts.items() if held else ():
                # A route that was closed anyway does not name the defences that nobody raised.
                silent = held and facts.act.marriage is None and (held.unless or held.verdict is Verdict.NONE)
                raised = silent and part in "ED" and richer.act.marriage
                none = part == "J" and one.parts["E"].is_false  # how grave an offence is that was none on that day
                ship = part == "J" and one.basis is Basis.FLAG and no_ship and richer.act.vessel is not None
                newly_asked = part == "J" and newly
                if part != "I" and not value.is_unknown and not (newly_asked or raised or none or ship):
                    assert one.parts[part].truth is value.truth, (one.rule, one.offence, part)


# M4 and M5: milder law.


def _rules(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from document["jurisdiction_rules"]


def _without_double_criminality(document: dict[str, Any]) -> None:
    for rule in _rules(document):
        if rule["basis"] not in {"territory", "flag"}:
            rule["double_criminality"] = "not_required"


def _without_conditions(document: dict[str, Any]) -> None:
    for one in (*_rules(document), *document["offences"]):
        one.pop("requires", None)


def _without_thresholds(document: dict[str, Any]) -> None:
    for rule in _rules(document):
        rule.pop("min_max_penalty_months", None)
        rule.pop("min_min_penalty_months", None)


def _wider(found: Any) -> Any:
    """Every age limit of the child raised by two years."""
    if isinstance(found, list):
        return [_wider(one) for one in found]
    if isinstance(found, dict):
        return {name: one + 2 if name == "child_age_lt" else _wider(one) for name, one in found.items()}
    return found


@EXAMPLES
@given(st.data())
@pytest.mark.parametrize("ease", [_without_double_criminality, _without_conditions, _without_thresholds])
def test_m4_dropping_a_requirement_never_closes_a_route(ease: Callable[[Any], None], data: st.DataObject) -> None:
    world, facts = drawn(data, Shape())
    eased = copy.deepcopy(world.documents)
    for document in eased.values():
        ease(document)
    _no_worse(world, compile_documents(eased), facts)


@EXAMPLES
@given(st.data())
def test_m5_a_higher_age_limit_never_closes_a_route(data: st.DataObject) -> None:
    shape = Shape(lower_ages=False, temporal=False)
    world, facts = drawn(data, shape)
    _no_worse(world, compile_documents(_wider(copy.deepcopy(world.documents))), facts)


def _no_worse(world: worlds.World, other: Corpus, facts: Facts) -> None:
    before = verdicts(answer(world.corpus, facts, world.codes))
    after = verdicts(answer(other, facts, world.codes))
    assert before.keys() == after.keys()
    for key, verdict in before.items():
        assert rank(after[key]) <= rank(verdict) or {verdict, after[key]} <= {Verdict.CANNOT_SAY, Verdict.BARRED}, key


# Whose an exception is.


def _with_exceptions(world: worlds.World, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> Corpus:
    """The law with each of its exceptions changed, or left out."""
    other = copy.deepcopy(world.documents)
    for version in (one for held in other.values() for offence in held["offences"] for one in offence["versions"]):
        if isinstance(version.get("exceptions"), list):
            version["exceptions"] = [one for one in map(change, version["exceptions"]) if one is not None]
    return compile_documents(other)


def _element(exception: dict[str, Any]) -> dict[str, Any]:
    return {name: held for name, held in exception.items() if not name.startswith("burden")}


def _no_defence(exception: dict[str, Any]) -> dict[str, Any] | None:
    return None if exception.get("burden") == "defence" else exception


@EXAMPLES
@given(st.data())
def test_a_defence_never_hides_a_route(data: st.DataObject) -> None:
    """Where the facts are silent on it, all is as if the law gave none; the route says which it was."""
    world, facts = drawn(data, data.draw(st.sampled_from((Shape(), INCOMPLETE))))
    silent = replace(facts, act=replace(facts.act, marriage=None))
    found = answer(world.corpus, silent, world.codes)
    assert verdicts(found) == verdicts(answer(_with_exceptions(world, _no_defence), silent, world.codes))
    shown = verdicts(answer(_with_exceptions(world, _element), silent, world.codes))
    for one in found.routes:
        assert one.unless or shown[one.rule, one.offence] is one.verdict, (one.rule, one.offence)
        assert all(defence.facts == ("act.marriage",) for defence in one.unless)
    known = answer(world.corpus, facts, world.codes)
    assert facts.act.marriage is None or not any(one.unless for one in (*known.routes, *known.states))


@EXAMPLES
@given(st.data())
def test_an_element_is_never_better_than_a_defence(data: st.DataObject) -> None:
    world, facts = drawn(data, data.draw(st.sampled_from((Shape(), INCOMPLETE))), Range(unknown=0.1))
    corpora = (world.corpus, _with_exceptions(world, _element))
    raised, element = (evaluate(corpus, facts, AS_OF, states=world.codes) for corpus in corpora)
    better, worse = verdicts(raised), verdicts(element)
    assert better.keys() == worse.keys()
    assert all(rank(better[key]) <= rank(worse[key]) for key in better)
    for one, other in zip(raised.states, element.states, strict=True):
        assert rank(one.verdict) <= rank(other.verdict), one.state


@EXAMPLES
@given(st.data())
def test_the_last_way_closes_no_sooner_than_the_first(data: st.DataObject) -> None:
    world, facts = drawn(data, data.draw(st.sampled_from((Shape(), INCOMPLETE))), Range(unknown=0.1))
    for one in evaluate(world.corpus, facts, AS_OF, states=world.codes).states:
        if one.first_end.day and one.last_end.day:
            assert one.last_end.day >= one.first_end.day, one.state
        assert one.first_end.day is None or one.last_end.route


# M6: names.


@EXAMPLES
@given(st.data())
def test_m6_names_of_states_mean_nothing(data: st.DataObject) -> None:
    world, facts = drawn(data, Shape())
    codes = (*world.codes, NO_FILE)
    others = dict(zip(codes, data.draw(st.permutations(codes)), strict=True))
    renamed = compile_documents({others[code]: _renamed(world.documents[code], others) for code in world.codes})
    before = answer(world.corpus, facts, world.codes)
    after = answer(renamed, _renamed_facts(facts, others), tuple(others[code] for code in world.codes))
    expected = {others[one.state]: one.verdict for one in before.states}
    assert {one.state: one.verdict for one in after.states} == expected


def _renamed(document: Any, others: dict[str, str]) -> Any:
    if isinstance(document, dict):
        return {name: _renamed(one, others) for name, one in document.items()}
    if isinstance(document, list):
        return [_renamed(one, others) for one in document]
    if not isinstance(document, str):
        return document
    head, dot, rest = document.partition(".")
    if dot and head.upper() in others:
        return f"{others[head.upper()].lower()}.{rest}"
    return others.get(document, document)


def _renamed_facts(value: Any, others: dict[str, str]) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: _renamed_facts(getattr(value, one.name), others) for one in dataclasses.fields(value)}
        return replace(value, **fields)
    if isinstance(value, tuple):
        return tuple(_renamed_facts(one, others) for one in value)
    return others.get(value, value) if isinstance(value, str) else value


# What is not in a file.


@EXAMPLES
@given(st.data())
def test_a_lost_offence_never_turns_a_state_into_none(data: st.DataObject) -> None:
    """Nobody declared these files complete: whatever is taken out of one, its state is not "none"."""
    world, facts = drawn(data, INCOMPLETE)
    for code in world.codes:
        poorer = copy.deepcopy(world.documents)
        _lose(poorer[code], data.draw(st.integers(0, 2)))
        found = answer(compile_documents(poorer), facts, world.codes)
        assert all(one.verdict is not Verdict.NONE for one in found.states)


def _lose(document: dict[str, Any], number: int) -> None:
    """Takes out one offence with all that names it."""
    gone = document["offences"].pop(number % len(document["offences"]))["id"]
    left = [one["id"] for one in document["offences"]]
    for one in (*document["jurisdiction_rules"], *document["limitation"]):
        if isinstance(one["offences"], list):
            one["offences"] = [held for held in one["offences"] if held != gone]
        unless = one.get("double_criminality")
        if isinstance(unless, dict) and gone in json.dumps(unless):
            one["double_criminality"] = unless["else"]
    document["jurisdiction_rules"] = [one for one in document["jurisdiction_rules"] if one["offences"]]
    document["limitation"] = [one for one in document["limitation"] if one["offences"]]
    assert gone not in left


def test_the_same_question_has_the_same_answer() -> None:
    world = worlds.world(7, Shape(states=(4, 4)))
    facts = world_facts.some_facts(random.Random(3), world.codes)
    again = compile_documents(copy.deepcopy(world.documents))
    assert answer(world.corpus, facts, world.codes) == answer(again, facts, world.codes)


@EXAMPLES
@given(st.data())
def test_states_that_were_passed_over_have_no_open_route(data: st.DataObject) -> None:
    """Pruning by links is exact: asked for by name, every route that is not closed was already there."""
    world, facts = drawn(data, Shape(states=(2, 5)), Range(unknown=0.1))
    whole = answer(world.corpus, facts, world.codes)
    found = evaluate(world.corpus, facts, AS_OF, decide=False)
    live = {(one.rule, one.offence): one.verdict for one in whole.routes if one.verdict is not Verdict.NONE}
    assert {key: one for key, one in verdicts(found).items() if one is not Verdict.NONE} == live
