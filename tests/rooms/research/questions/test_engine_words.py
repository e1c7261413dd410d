"""Sentences of the engines reach readers in their language: each that can be shown is known, with its values."""

import ast
from pathlib import Path

import pytest

from fanal.engines.disclosure import attacks, ledger, refusals
from fanal.engines.disclosure.model import Refusal
from fanal.research.engine_words import TEMPLATES, in_words, known, refused
from fanal.research.questions import catalogue

pytestmark = pytest.mark.once

CONCERNS = catalogue.class_set("concerns")


def test_no_template_is_there_twice() -> None:
    assert len(TEMPLATES) == len(set(TEMPLATES))


def test_every_refusal_is_known() -> None:
    """Where this fails: a sentence of the engine was changed; change it in `engine_words` too."""
    texts = {text for pair in refusals.TEXTS.values() for text in pair} - {"{words}", "{advice}"}
    assert {text for text in texts if text not in TEMPLATES and text != "Table {table}: {words}"} == set()
    assert ledger.ADVICE in TEMPLATES


def told(path: Path) -> set[str]:
    """What a module of attacks says where one is not withstood: texts given to `failed` and `undecided`, and those
    that it names `words` or `ADVICE`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        values: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"failed", "undecided"}:
            values = [*node.args, *(one.value for one in node.keywords)]
        elif isinstance(node, ast.Assign) and any(
            isinstance(one, ast.Name) and one.id in {"words", "ADVICE"} for one in node.targets
        ):
            values = [node.value]
        found |= {one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return {text for text in found if text[:1].isupper() and text.endswith(".")}


def test_every_sentence_of_an_attack_is_known() -> None:
    files = sorted(Path(attacks.__file__).parent.glob("*.py"))
    said = {text for file in files for text in told(file)}
    assert len(said) > 15, "the search finds them"
    assert {text for text in said if text not in TEMPLATES} == set()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Leave out age, or tell of several cohorts together.",
         "Leave out “Age of the child”, or tell of several cohorts together."),
        ("Join from_0_to_9 with from_10_to_14 (age), or tell of several cohorts together.",
         "Join “0 to 9” with “10 to 14” (“Age of the child”), or tell of several cohorts together."),
        ("concerns 2025: 0.05 of 0.5 is left; this takes 0.1. concerns 2024: 0 of 0.5 is left; this takes 0.1.",
         "Concerns and handovers 2025: 0.05 of 0.5 is left; this takes 0.1."
         " Concerns and handovers 2024: 0 of 0.5 is left; this takes 0.1."),
        ("Reconstruction: Too many hidden numbers can be narrowed down from the others.",
         "Too many hidden numbers can be narrowed down from the others."),
        ("X9: age comes from no field that is marked for statistics.",
         "“Age of the child” comes from no field that is marked for statistics."),
        ("A sentence that no engine says.", "A sentence that no engine says."),
    ],
)  # fmt: skip
def test_values_are_said_in_words_of_the_field(text: str, shown: str) -> None:
    assert in_words(text, CONCERNS) == shown


def test_a_sentence_within_a_sentence_is_known_too() -> None:
    """X7 and X6 hold other sentences: each part is a template of its own."""
    held = refusals.refusal(
        "X7", table=2, words="Nothing below a country is public.", advice="Leave out the place, or make the table for"
        " members only.",
    )  # fmt: skip
    assert known(held.words)
    where = "Table 1, row 2, column 3, together with release XA-2026-0001-v1,"
    assert known(refusals.refusal("X6", where=where, variable="age").words)
    assert not known("Nobody said this.")
    assert refused([held, Refusal("X8", "A member objected.", "")]).startswith("Table 2: Nothing below")
