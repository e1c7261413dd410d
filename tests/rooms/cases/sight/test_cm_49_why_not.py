"""CM-49: each page that refuses says why in plain words, and whom to ask."""

import ast
from pathlib import Path

import pytest
from django.urls import reverse

import fanal.cases
from fanal.cases.files.desk.file import PARTS
from fanal.cases.models import Case
from fanal.cases.sight_table import WORDS, Part, Why
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
WAYS = ("Ask ", " says ", "Somebody else must decide")
"""How a sentence leads on: to somebody, or to a page."""


@pytest.mark.parametrize("why", Why)
def test_each_code_has_plain_words_and_a_way_on(why: Why) -> None:
    words = WORDS[why]
    assert any(way in words for way in WAYS), words
    assert len(words.split()) <= 20


def refusals() -> list[tuple[str, str, str]]:
    """Module, code and words of each refusal that policies of the room write, by themselves or through `stands`."""
    found = []
    for path in sorted(Path(fanal.cases.__file__).parent.rglob("policy.py")):
        for deed in [one for one in ast.parse(path.read_text()).body if isinstance(one, ast.FunctionDef)]:
            named = {
                node.targets[0].id: node.value
                for node in ast.walk(deed)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            for node in ast.walk(deed):
                if (said := _said(node)) and deed.name != "stands":
                    code, words = (named.get(one.id, one) if isinstance(one, ast.Name) else one for one in said)
                    found.append((path.parent.name, *_plain(code, words)))
    return found


def _said(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """Code and words of a refusal."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return None
    if node.func.id == "Refused":
        return node.args[0], node.args[1]
    if node.func.id == "stands":
        return node.args[4] if len(node.args) > 4 else ast.Constant("no_relation"), node.args[3]
    return None


def _plain(code: ast.expr, words: ast.expr) -> tuple[str, str]:
    named = code.value if isinstance(code, ast.Constant) else Why[code.attr].value  # type: ignore[attr-defined]
    said = words.args[0] if isinstance(words, ast.Call) else words
    return str(named), str(said.value if isinstance(said, ast.Constant) else WORDS[Why(named)])


def test_each_refusal_of_the_room_is_one_of_the_codes_and_leads_on() -> None:
    every = refusals()
    assert len(every) > 20
    assert [one for one in every if one[1] not in set(Why)] == []
    assert [one for one in every if not any(way in one[2] for way in (*WAYS, "Look at your day"))] == []


@pytest.mark.parametrize("part", Part)
def test_each_part_of_a_file_has_words(part: Part) -> None:
    assert PARTS[part]


def test_the_page_of_a_file_says_what_one_does_not_see_and_why(cast: Cast) -> None:
    """A colleague of the team; the worker has nothing of it but what is of others."""
    femi = cast["femi"].person
    network.people.give_roles(cast["bao"], femi, [Role.CASEWORKER], NOW)
    are_cleared([femi])
    case: Case = opened(cast)
    address = reverse("cases:file", args=[case.pk])
    page = text(client_of(cast, "femi").post(address, {"reason": "covering"}))
    assert "What you do not see here" in page
    assert WORDS[Why.CLASS] in page
    assert WORDS[Why.CLASS] not in text(client_of(cast, "bao").get(address))
    refused = client_of(cast, "femi").get(reverse("cases:name", args=[case.pk]))
    assert refused.status_code == 403
    assert WORDS[Why.CLASS] in text(refused)
