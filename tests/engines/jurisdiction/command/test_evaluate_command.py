"""`fanal law evaluate`: the JSON that others read, the words that a person reads, and inputs that cannot be used."""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.engines.jurisdiction import world_facts, worlds
from tests.engines.jurisdiction.fictional import cited, facts, law, offence, rule
from tests.engines.jurisdiction.world_laws import INCOMPLETE

from fanal.engines.jurisdiction import command
from fanal.engines.jurisdiction.answer import Node
from fanal.engines.jurisdiction.cases import explain
from fanal.engines.jurisdiction.cases.sentences import ASSUMPTIONS, NOTICE, SENTENCES, sentence
from fanal.engines.jurisdiction.evaluation import evaluate

pytestmark = pytest.mark.once

type Run = Callable[..., tuple[int, str, str]]
NATIONAL = {"suspect_national": {"at": "act"}}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)

    def call(*words: object) -> tuple[int, str, str]:
        code = command.run(parser.parse_args(["evaluate", *map(str, words)]))
        return (code, *capsys.readouterr())

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """XA reaches its nationals where the place punishes the act; a second folder has the law of XB."""
    rules = [
        rule("XA", "active_nationality", NATIONAL, double_criminality="required", requires=[{"consent": "minister"}])
    ]
    for name, document in (("laws", law("XA", rules)), ("more", law("XB", [rule("XB", "territory")], [offence("XB")]))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "law.yaml").write_text(yaml.safe_dump(cited(document), sort_keys=False))
    (tmp_path / "one.yaml").write_text(yaml.safe_dump(facts()))
    (tmp_path / "list.yaml").write_text(yaml.safe_dump([facts() | {"id": "first"}, facts() | {"id": "second"}]))
    return tmp_path


def words(folder: Path, name: str = "one.yaml", *more: object) -> tuple[object, ...]:
    return (folder / name, "--as-of", "2026-11-25", "--corpus", folder / "laws", *more)


def test_json_of_one_case(run: Run, folder: Path) -> None:
    code, out, err = run(*words(folder, "one.yaml", "--json"))
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert {"id", "as_of", "corpus_version", "states", "routes", "questions", "assumptions", "coverage"} <= found.keys()
    assert (found["id"], found["as_of"], found["notice"]) == ("case", "2026-11-25", NOTICE)
    assert [(one["state"], one["verdict"]) for one in found["states"]] == [("XA", "cannot_say"), ("XB", "cannot_say")]
    (route,) = found["routes"]
    assert route["parts"] == {"E": "T", "J": "T", "D": "U", "L": "T", "N": "T", "I": "T"}
    assert route["reasons"] == ["law:XB/not_in_corpus"]
    assert route["conditions"] == [{"kind": "consent", "who": "minister", "status": "not_asked"}]
    assert {"id", "source", "art", "version", "review"} <= route["provisions"][0].keys()
    assert {one["id"] for one in route["provisions"]} == {"xa.o", "xa.j.active_nationality", "xa.l"}
    assert found["coverage"] == {"looked_at": 1, "missing": ["XB"], "lowest_review": "drafted"}


def test_a_further_folder_of_law(run: Run, folder: Path) -> None:
    _code, out, _err = run(*words(folder, "one.yaml", "--json", "--extra", folder / "more"))
    states = {one["state"]: one["verdict"] for one in json.loads(out)["states"]}
    assert states == {"XA": "open_on_condition", "XB": "open"}


def test_a_list_gives_a_list(run: Run, folder: Path) -> None:
    found = json.loads(run(*words(folder, "list.yaml", "--json"))[1])
    assert [one["id"] for one in found] == ["first", "second"]
    (folder / "single.yaml").write_text(yaml.safe_dump([facts()]))
    assert isinstance(json.loads(run(*words(folder, "single.yaml", "--json"))[1]), list)


def test_the_same_bytes_again(run: Run, folder: Path) -> None:
    assert run(*words(folder, "one.yaml", "--json")) == run(*words(folder, "one.yaml", "--json"))


def test_one_state_with_all_its_routes(run: Run, folder: Path) -> None:
    found = json.loads(run(*words(folder, "one.yaml", "--json", "--extra", folder / "more", "--state", "XB"))[1])
    assert [one["state"] for one in found["states"]] == ["XB"]
    found = json.loads(run(*words(folder, "one.yaml", "--json", "--state", "KE"))[1])
    assert found["states"][0]["reasons"] == ["law:KE/not_in_corpus"]


def test_trees_on_request(run: Run, folder: Path) -> None:
    found = json.loads(run(*words(folder, "one.yaml", "--json", "--trees"))[1])
    assert [one["id"] for one in found["routes"][0]["tree"]["children"]] == ["E", "J", "D", "L", "N", "I"]


def test_words_for_a_person(run: Run, folder: Path) -> None:
    told = facts(act={"commercial": None}, child={"age": {"lo": 15, "hi": 18}})
    (folder / "doubt.yaml").write_text(yaml.safe_dump(told))
    code, out, _err = run(*words(folder, "doubt.yaml"))
    assert code == 0
    ours, theirs = out.index("Not known in this case"), out.index("Not in our library")
    assert "child.age" in out[ours:theirs]
    assert "XB/not_in_corpus" in out[theirs:]
    assert "XB/not_in_corpus" not in out[ours:theirs]
    for expected in (
        "cannot say",
        "needed: consent of minister (not asked)",
        "No court has judged this act yet.",
        NOTICE,
    ):
        assert expected in out


def test_a_defence_that_nobody_raised_is_told_beside_open(run: Run, folder: Path) -> None:
    """Its kind, the fact that would settle it and its article; where there is none the key is not there."""
    defence = {"marriage": True, "burden": "defence", "burden_cite": {"source": "code", "art": "art. 9(2)"}}
    held = law("XA", [rule("XA", "active_nationality", NATIONAL)], [offence("XA", exceptions=[defence])])
    (folder / "laws" / "law.yaml").write_text(yaml.safe_dump(cited(held), sort_keys=False))
    found = json.loads(run(*words(folder, "one.yaml", "--state", "XA", "--json", "--trees"))[1])
    (state,), (route,) = found["states"], found["routes"]
    (one,) = route["unless"]
    assert (state["verdict"], state["unless"], one["kind"], one["facts"]) == (
        "open",
        [one],
        "marriage",
        ["act.marriage"],
    )
    assert (one["provision"]["id"], one["provision"]["art"]) == ("xa.o", "art. 9(2)")
    (made_out,) = route["tree"]["children"][0]["children"]
    step = made_out["children"][-1]
    assert (step["text_key"], step["value"], step["facts"]) == ("law.defence", "U", ["act.marriage"])
    assert explain.way_of(route).reasons == ("fact:act.marriage",)
    out = run(*words(folder, "one.yaml", "--state", "XA"))[1]
    assert "unless: marriage, for the accused to show (xa.o: art. 9(2))" in out
    for married, verdict in ((False, "open"), (True, "none")):
        told = facts(act={"marriage": married})
        (folder / "told.yaml").write_text(yaml.safe_dump(told))
        found = json.loads(run(*words(folder, "told.yaml", "--state", "XA", "--json"))[1])
        assert [one["verdict"] for one in (*found["states"], *found["routes"])] == [verdict, verdict]
        assert not any("unless" in one for one in (*found["states"], *found["routes"]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("schema: fanal.facts/1\nact: {}\n", "conduct"),
        ("schema: fanal.facts/1\nact: {conduct: [sexual_activity]}\nchild: {id: p}\nsuspect: {id: p}\n", "id"),
        ("[", "facts.yaml"),
        ("", "facts.yaml"),
    ],
)
def test_facts_that_cannot_be_used(run: Run, folder: Path, text: str, said: str) -> None:
    (folder / "facts.yaml").write_text(text)
    code, out, err = run(*words(folder, "facts.yaml"))
    assert (code, out) == (2, "")
    assert said in err


def test_other_inputs_that_cannot_be_used(run: Run, folder: Path) -> None:
    assert run(*words(folder, "gone.yaml"))[0] == 2
    code, _out, err = run(*words(folder, "one.yaml", "--state", "QQ"))
    assert (code, "QQ" in err) == (2, True)
    (folder / "laws" / "broken.yaml").write_text("schema: fanal.law/2\n")
    code, _out, err = run(*words(folder))
    assert (code, "newer" in err) == (2, True)


def steps(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from steps(child)


def test_every_step_has_its_sentence() -> None:
    """Over generated worlds no step is shown as a bare key, and no sentence lacks what it speaks of."""
    said: set[str] = set()
    for seed in range(60):
        world = worlds.world(seed, INCOMPLETE)
        told = world_facts.some_facts(seed, world.codes)
        answer = evaluate(world.corpus, told, world_facts.AS_OF, states=world.codes, decide=False)
        for node in (node for route in answer.routes for node in steps(route.tree)):
            said.add(node.text_key)
            assert "?" not in sentence(node), (node.text_key, node.params)
        assert set(answer.assumptions) <= set(ASSUMPTIONS)
        assert {one.text_key for one in answer.obstacles} <= set(SENTENCES)
    assert said <= set(SENTENCES)
    assert len(said) > 40


def test_life_is_a_word_in_json() -> None:
    answers: list[Any] = []
    for seed in range(40):
        world = worlds.world(seed)
        told = world_facts.some_facts(seed, world.codes)
        answers.append(
            explain.as_mapping(evaluate(world.corpus, told, world_facts.AS_OF, states=world.codes, decide=False))
        )
    assert "Infinity" not in json.dumps(answers)
    assert '"life"' in json.dumps(answers)
