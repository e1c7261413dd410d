"""CM-49: every refusal says why, in a sentence, and whom to ask or what to do."""

import ast
import re
from pathlib import Path

import pytest

import fanal.cases
from fanal.cases import contact, ground
from fanal.cases.sight_table import WORDS, Why

ROOM = Path(fanal.cases.__file__).parent
HELPS = re.compile(r"\b(Ask|Tell|Somebody else must|says which|not in the stage|Agree with|Write down|Say |Read )")
NEXT = {Why.STAGE, Why.GATE, Why.CONFLICT}


def test_each_code_of_the_table_has_its_words() -> None:
    assert set(WORDS) == set(Why)


@pytest.mark.parametrize("why", Why)
def test_each_says_whom_to_ask(why: Why) -> None:
    words = WORDS[why]
    assert words.endswith(".")
    assert "Ask " in words or why in NEXT, words


@pytest.mark.parametrize("table", [contact.WORDS, ground.WORDS], ids=["contact", "ground"])
def test_the_rules_refuse_in_sentences(table: dict[str, str]) -> None:
    assert table
    for code, words in table.items():
        assert words[0].isupper(), code
        assert words.endswith("."), code
        assert len(words.split()) >= 5, code


def refusals() -> list[tuple[str, ast.Call]]:
    """Each place where the room makes a refusal."""
    return [
        (f"{path.relative_to(ROOM)}:{node.lineno}", node)
        for path in sorted(ROOM.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused"
    ]


def test_nowhere_in_the_room_is_a_refusal_without_words() -> None:
    found = refusals()
    assert len(found) > 30
    assert [where for where, call in found if len(call.args) < 2] == []


def test_what_is_written_beside_a_refusal_is_a_whole_sentence() -> None:
    for where, call in refusals():
        texts = [
            one.value for one in ast.walk(call.args[1]) if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        for text in texts:
            assert text.endswith("."), (where, text)
