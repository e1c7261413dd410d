"""Why not: every set opens the route when it is applied, no proper subset does, and each leaf has its label."""

import json
import random
import re
from dataclasses import replace
from datetime import date
from functools import reduce
from itertools import combinations
from pathlib import Path

import pytest
from tests.engines.jurisdiction import world_facts, worlds
from tests.engines.jurisdiction.deciding.test_decisive import DEFENCE, NATIONAL, PAID, YOUNG, law, on, sure, world_of
from tests.engines.jurisdiction.world_laws import Shape

from fanal.__main__ import main
from fanal.engines.jurisdiction import evaluation
from fanal.engines.jurisdiction.answer import Verdict
from fanal.engines.jurisdiction.command import why_not as why_not_command
from fanal.engines.jurisdiction.deciding import changes, flips
from fanal.engines.jurisdiction.deciding.changes import Change, ChangeKind
from fanal.engines.jurisdiction.deciding.flips import OPEN, FlipSet, NoSuchRoute, why_not
from fanal.engines.jurisdiction.facts import Age, ConditionState, Facts, Judgment, Link, Links, Place
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.model import Corpus

pytestmark = pytest.mark.once
AS_OF = world_facts.AS_OF
GERMAN = Links((Link("DE"),))
XA = Links((Link("XA"),))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


def asked(corpus: Corpus, facts: Facts, route: str, as_of: date = AS_OF) -> list[FlipSet]:
    answer = evaluation.evaluate(corpus, facts, as_of, decide=False)
    return why_not(corpus, facts, answer, route)


def told(sets: list[FlipSet]) -> set[frozenset[tuple[str, str]]]:
    """Label and what is changed of each set."""
    return {frozenset(map(label, found.changes)) for found in sets}


def label(change: Change) -> tuple[str, str]:
    return str(change.kind), f"{change.text_key}={change.params.get('value', '')}"


def verdict(corpus: Corpus, facts: Facts, found: FlipSet, chosen: tuple[Change, ...]) -> Verdict:
    """That of the route in the whole answer, by an evaluation of its own."""
    corpus, facts = reduce(lambda case, change: change.apply(case), chosen, (corpus, facts))
    answer = evaluation.evaluate(corpus, facts, AS_OF, states=[found.state], decide=False)
    key = (found.state, found.offence, found.rule)
    named = [one for one in answer.routes if (one.state, one.offence, one.rule) == key]
    return named[0].verdict if named else Verdict.NONE


def test_every_set_opens_its_route_and_no_part_of_it_does() -> None:
    checked, sizes, kinds = 0, set(), set()
    for seed in range(40):
        chance = random.Random(seed)
        world = worlds.world(chance, Shape(states=(2, 3), offences=(1, 2), rules=(1, 2)))
        facts = world_facts.some_facts(chance, world.codes, world_facts.Range(unknown=0.1))
        answer = evaluation.evaluate(world.corpus, facts, AS_OF, states=world.codes, decide=False)
        closed = [one for one in answer.routes if one.verdict is not Verdict.OPEN][:4]
        for route in closed:
            wanted = {Verdict.OPEN} if route.verdict is Verdict.OPEN_ON_CONDITION else OPEN
            for found in why_not(world.corpus, facts, answer, f"{route.offence}/{route.rule}"):
                assert verdict(world.corpus, facts, found, found.changes) is found.verdict
                assert found.verdict in wanted
                for count in range(len(found.changes)):
                    for part in combinations(found.changes, count):
                        assert verdict(world.corpus, facts, found, part) not in wanted, (seed, found)
                checked += 1
                sizes.add(len(found.changes))
                kinds |= {change.kind for change in found.changes}
    assert checked > 100
    assert sizes == {1, 2, 3}
    assert kinds == set(ChangeKind)


def test_a_child_over_the_limit_is_a_fact_or_a_limit_to_be_raised(corpus: Corpus) -> None:
    """German national, child of 15, unpaid, XB, 2016: § 176 protects below 14."""
    facts = sure("2016-02-01", child_age=Age(15, 15), suspect_nationality=GERMAN)
    assert told(asked(corpus, facts, "de.176/de.j.5.8.nat")) == {
        frozenset({("fact", "flip.fact=0-13")}),
        frozenset({("law", "flip.protect_to=14")}),
    }


def test_two_parts_that_stand_in_the_way_need_two_changes(corpus: Corpus) -> None:
    """By § 7(2) Nr. 1 the place must punish the act as well. There is no file for XB: a gap, and no reform of it."""
    facts = sure("2016-02-01", child_age=Age(15, 15), suspect_nationality=GERMAN)
    assert told(asked(corpus, facts, "de.176/de.j.7.2.1")) == {
        frozenset({("fact", "flip.fact=0-13"), ("law", "flip.waive_double_criminality=")}),
        frozenset({("fact", "flip.fact=0-13"), ("gap", "flip.place_unread=")}),
        frozenset({("law", "flip.protect_to=14"), ("law", "flip.waive_double_criminality=")}),
        frozenset({("law", "flip.protect_to=14"), ("gap", "flip.place_unread=")}),
    }


def test_a_defence_that_holds_is_a_fact_or_an_exception_to_be_dropped() -> None:
    """What would have to be otherwise still names the fact; one that nobody raised is in no set."""
    immunity = {"spousal": False, "cite": {"source": "code", "art": "1"}}
    world = world_of(law("XA", [PAID | {"exceptions": [DEFENCE]}], [NATIONAL], immunity=immunity))
    wed = sure("2016-02-01", act_commercial=True, act_marriage=True, suspect_nationality=XA)
    assert told(asked(world.corpus, wed, "xa.paid/xa.j.nat")) == {
        frozenset({("fact", "flip.fact=false")}),
        frozenset({("law", "flip.drop_exceptions=")}),
    }
    silent = sure("2016-02-01", act_commercial=False, act_marriage=None, suspect_nationality=XA)
    assert {len(one.changes) for one in asked(world.corpus, silent, "xa.paid/xa.j.nat")} == {1}


def test_a_period_that_ended_is_time_and_no_reform(corpus: Corpus) -> None:
    """§ 180(2), 1 May 1999: barred since 1 May 2004."""
    facts = sure(
        "1999-05-01",
        act_conduct=("procuring",),
        act_commercial=True,
        act_places=(Place("DE"),),
        child_born=on("1991-01-01"),
        child_age=None,
    )
    (found,) = asked(corpus, facts, "de.180.2/de.j.3")
    assert [change.kind for change in found.changes] == [ChangeKind.TIME]


def test_a_law_that_came_after_the_act_is_time() -> None:
    versions = [{"from": "2018-01-01", "source": "code", "note": "fictional"}]
    world = world_of(law("XA", [PAID | {"versions": versions}], [NATIONAL]))
    facts = sure("2016-02-01", act_commercial=True, suspect_nationality=XA)
    (found,) = asked(world.corpus, facts, "xa.paid/xa.j.nat")
    assert [(change.kind, change.leaf) for change in found.changes] == [(ChangeKind.TIME, "xa.paid#version")]


def test_a_refused_consent_is_a_decision_or_a_condition_to_be_dropped() -> None:
    rule = NATIONAL | {"requires": [{"consent": "prosecutor", "criteria": True}]}
    world = world_of(law("XA", [PAID], [rule]))
    refused = (ConditionState("XA", "consent", "refused"),)
    facts = sure("2016-02-01", act_commercial=True, suspect_nationality=XA, course_conditions=refused)
    assert told(asked(world.corpus, facts, "xa.paid/xa.j.nat")) == {
        frozenset({("decision", "flip.decision=")}),
        frozenset({("law", "flip.drop_conditions=")}),
    }
    waiting = replace(facts, course=replace(facts.course, conditions=None))
    assert {one.verdict for one in asked(world.corpus, waiting, "xa.paid/xa.j.nat")} == {Verdict.OPEN}


def test_a_foreign_judgment_that_bars_and_a_claimed_immunity() -> None:
    ne_bis = {"foreign_judgment_bars": True, "exceptions": [], "also_bars": [], "cite": {"source": "code", "art": "1"}}
    world = world_of(law("XA", [PAID], [NATIONAL], ne_bis_in_idem=ne_bis))
    judged = (Judgment("XB", "acquittal", reason="on_the_merits"),)
    facts = sure("2016-02-01", act_commercial=True, suspect_nationality=XA, course_judgments=judged)
    assert told(asked(world.corpus, facts, "xa.paid/xa.j.nat")) == {
        frozenset({("fact", "flip.fact=none")}),
        frozenset({("law", "flip.foreign_judgment_bars_no_more=")}),
    }
    immune = sure("2016-02-01", act_commercial=True, suspect_nationality=XA, suspect_immunity="claimed")
    assert frozenset({("decision", "flip.waive_immunity=")}) in told(asked(world.corpus, immune, "xa.paid/xa.j.nat"))


def test_a_state_is_answered_by_the_smallest_sets_of_any_of_its_routes() -> None:
    second = {"id": "xa.grave", "elements": {"all_of": [{"commercial": True}, {"means_any": ["force", "threat"]}]}}
    world = world_of(law("XA", [PAID, second], [NATIONAL]))
    facts = sure("2016-02-01", suspect_nationality=XA)
    found = asked(world.corpus, facts, "XA")
    assert {(one.offence, len(one.changes)) for one in found} == {("xa.paid", 1)}
    assert asked(world.corpus, sure("2016-02-01", act_commercial=True, suspect_nationality=XA), "XA") == []


def test_each_ground_says_what_else_would_have_to_be_so() -> None:
    """The rules before 2022 were not read: for a national abroad their wording is a second thing, and no reason to be
    left out because the act could have been done at home."""
    versions = [{"to": "2021-12-31", "unknown": True}, {"from": "2022-01-01", "source": "code", "note": "fictional"}]
    resident = {"id": "xa.j.res", "basis": "habitual_residence", "when": {"suspect_resident": {"at": "act"}}}
    child = {"id": "xa.j.child", "basis": "passive_personality", "when": {"victim_national": {"at": "act"}}}
    abroad = [one | {"versions": versions} for one in (NATIONAL, resident, child)]
    world = world_of(law("XA", [YOUNG], [{"id": "xa.j.here", "basis": "territory"}, *abroad]))
    found = asked(world.corpus, sure("2016-02-01", suspect_nationality=GERMAN), "XA")
    sizes = {one.rule: len(one.changes) for one in found}
    assert sizes == {"xa.j.here": 1, "xa.j.nat": 2, "xa.j.res": 2, "xa.j.child": 2}
    assert frozenset({("gap", "flip.not_established="), ("fact", "flip.fact=XA")}) in told(found)
    assert [len(one.changes) for one in found] == sorted(len(one.changes) for one in found)


def test_no_route_of_that_name() -> None:
    world = world_of(law("XA", [PAID], [NATIONAL]))
    with pytest.raises(NoSuchRoute, match=r"xa\.none"):
        asked(world.corpus, sure("2016-02-01"), "xa.none/xa.j.nat")
    with pytest.raises(NoSuchRoute, match="XC"):
        asked(world.corpus, sure("2016-02-01"), "XC")


# The command.

CASE = """\
schema: fanal.facts/1
id: case-1
act: {conduct: [sexual_activity], from: 2016-02-01, to: 2016-02-01, places: [{in: XB}], commercial: false}
child: {age: {lo: 15, hi: 15}}
suspect: {age: {lo: 44, hi: 44}, nationality: [DE]}
course: {events: [], events_complete: true}
"""


def test_the_command_gives_sets_as_text_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text(CASE, "utf-8")
    call = ["law", "why-not", str(file), "--as-of", "2026-11-25", "--state", "DE", "--route", "de.176/de.j.5.8.nat"]
    assert main(call) == 0
    out = capsys.readouterr().out
    assert "[fact] child.age would be: 0-13" in out
    assert "[law] de.176 would protect to 18, not to 14" in out
    assert main([*call, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["state"] == "DE"
    assert [[change["kind"] for change in one["changes"]] for one in found["sets"]] == [["fact"], ["law"]]
    assert {one["verdict"] for one in found["sets"]} == {"open"}


def test_the_command_refuses_a_route_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text(CASE, "utf-8")
    assert main(["law", "why-not", str(file), "--as-of", "2026-11-25", "--state", "DE", "--route", "de.1/de.2"]) == 2
    assert "de.1/de.2" in capsys.readouterr().err


def test_every_change_has_a_sentence() -> None:
    used = set(re.findall(r'"(flip\.\w+)"', Path(changes.__file__).read_text("utf-8")))
    used |= {"flip.punish_attempt", "flip.punish_participation"}  # named by what is punished
    assert used == set(why_not_command.SENTENCES)


def test_the_search_stays_within_its_bounds() -> None:
    assert (flips.MOST_CHANGES, flips.MOST_SETS) == (3, 20)


def test_of_an_open_route_nothing_stands_in_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = {
        "schema": "fanal.facts/1", "id": "open",
        "act": {"conduct": ["sexual_activity"], "from": "2020-02-01", "places": ["XB"], "means": [], "relation": []},
        "child": {"age": {"lo": 12, "hi": 12}},
        "suspect": {"age": {"lo": 44, "hi": 44}, "nationality": ["DE"]}, "course": {"events_complete": True},
    }  # fmt: skip
    file = tmp_path / "open.json"
    file.write_text(json.dumps(told))
    call = ["law", "why-not", str(file), "--as-of", "2026-11-25", "--state", "DE"]
    assert main([*call, "--route", "de.176/de.j.5.8.nat"]) == 0
    assert "It is open: nothing stands in the way." in capsys.readouterr().out


def test_a_file_that_is_not_there_is_named_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "why-not", str(tmp_path / "no.json"), "--as-of", "2026-11-25", "--state", "DE"]) == 2
    said = capsys.readouterr().err
    assert f"there is no file or folder {tmp_path / 'no.json'}" in said
    assert "Errno" not in said
