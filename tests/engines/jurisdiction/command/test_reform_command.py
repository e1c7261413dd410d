"""`fanal law reform`: its warning, its words, its JSON and its exit codes."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from tests.engines.jurisdiction.reform.test_reform import NATIONALS, law

from fanal.engines.jurisdiction import command
from fanal.engines.jurisdiction.command.reform import SENTENCES
from fanal.engines.jurisdiction.parts.amending import AtomKind
from fanal.engines.jurisdiction.reform.atoms import Atom

pytestmark = pytest.mark.once

AS_OF = ("--as-of", "2026-11-25")
PROFILES = {
    "schema": "fanal.profiles/1",
    "profiles": [
        {
            "id": "sexual_activity",
            "conduct": "sexual_activity",
            "act": {"commercial": True, "means": [], "relation": [], "role": "principal", "marriage": False},
        }
    ],
}
type Law = Callable[..., tuple[int, str, str]]


@pytest.fixture
def fanal_law(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Law:
    """Runs `fanal law reform` on two states: XA reaches its nationals, XB punishes nothing; the world is these two."""
    documents = {"XA": law("XA", offence=True, rules=[NATIONALS]), "XB": law("XB", offence=False, rules=[])}
    for name, document in {**documents, "profiles": PROFILES}.items():
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    monkeypatch.setattr("fanal.engines.jurisdiction.command.reform.world_states", lambda: ())

    def run(*words: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        made = parser.parse_args(["reform", "--corpus", str(tmp_path), *map(str, words)])
        return (command.run(made), *capsys.readouterr())

    return run


def test_a_plan_is_told_with_its_warning_its_bound_and_what_each_reform_is_for(fanal_law: Law):
    code, out, err = fanal_law(*AS_OF, "--family", "S1", "--budget", 1)
    assert (code, err) == (0, "")
    assert out.startswith("For members alone.")
    assert "cost 1, closes 2 of 3 certain gaps (3 can be closed; no plan of its kind closes more than 2)" in out
    assert "XB makes an act of sexual activity an offence against every child" in out
    assert "not legal advice" in out


def test_json_holds_the_text_of_each_patch(fanal_law: Law):
    code, out, _err = fanal_law(*AS_OF, "--state", "XB", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["warning"].startswith("For members alone.")
    plans = found["plans"]
    assert [sorted(atom["atom"] for atom in plan["atoms"]) for plan in plans] == [
        ["criminalise", "extradite_or_prosecute"], ["ratify_and_implement"],
    ]  # fmt: skip
    added = [one["id"] for patch in plans[0]["patches"] for one in patch["added"]]
    assert "xb.reform.sexual_activity" in added
    assert "xb.j.reform.present" in added
    assert fanal_law(*AS_OF, "--state", "XB", "--json")[1] == out


def test_nothing_to_close_is_said(fanal_law: Law):
    code, out, _err = fanal_law(*AS_OF, "--family", "S5")
    assert code == 0
    assert "No gap of this kind" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--state", "XC"), "XC is not in the library"),
        (("--budget", "0"), "at least 1"),
        (("--profile", "none"), "there is no profile none"),
    ],
)
def test_what_cannot_be_planned_gives_two(fanal_law: Law, words: tuple[str, ...], said: str):
    code, out, err = fanal_law(*AS_OF, *words)
    assert (code, out) == (2, "")
    assert said in err


def test_every_kind_of_reform_has_its_sentence():
    assert set(SENTENCES) == {Atom("XA", kind).text_key for kind in AtomKind}
