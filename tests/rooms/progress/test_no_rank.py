"""Countries are not ranked: no page and no file orders them by how they do, and no text of the room says so."""

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import fanal.progress
from fanal.progress.observations.values import Line
from tests.people import Cast
from tests.rooms.progress import places
from tests.rooms.progress.composing import made
from tests.rooms.progress.places import ITEM

ROOM = Path(fanal.progress.__file__).parent
RANK = re.compile(
    r"\b(?:rank(?:ed|ing|ings|s)?|medals?|best|worst|top|leader ?boards?|leaders|laggards|score(?:s|d)?|league)\b", re.I
)
SAY_SO = (
    "No score, no rank.", "No rank, no score.", "Nothing is ranked and nothing is added up to one number.",
    "those that say it best",
)  # fmt: skip
"""What says that there is none; and of sources."""


def _said(path: Path) -> Iterator[str]:
    """Each text of a page or a module that somebody may read: no docstrings, and no single words, which are codes."""
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        yield re.sub(r"{{.*?}}|{%.*?%}", "", re.sub(r'{% translate "([^"]*)"[^%]*%}', r"\1", text))
        return
    tree = ast.parse(text)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value if " " in node.value else ""


def _ranks(text: str) -> bool:
    for said in SAY_SO:
        text = text.replace(said, "")
    return bool(RANK.search(text))


@pytest.mark.once
def test_no_text_of_the_room_has_a_word_for_it() -> None:
    every = [*(ROOM / "templates").rglob("*.html"), *ROOM.rglob("*.py")]
    assert len(every) > 150
    assert [(path.name, said) for path in every for said in _said(path) if _ranks(said)] == []


@pytest.mark.once
def test_it_would_be_found() -> None:
    """The control."""
    assert _ranks("The best of all countries")
    assert _ranks("A ranking")
    assert not _ranks("No score, no rank.")


@pytest.mark.django_db(databases="__all__")
def test_no_page_and_no_file_orders_countries_by_how_they_do(cast: Cast, that_day: None) -> None:
    """Argentina, Cambodia, Germany: by name, whatever was found; most was looked at in Cambodia, most was reached in
    Germany."""
    places.ready(cast)
    places.published(cast, "KH", "SA-4d", found="0")
    found = (("KH", "2", "7.0000"), ("DE", "4", "9.0000"), ("AR", "0", "8.0000"))
    for code, points, _value in found:
        places.published(cast, code, ITEM, found=points)
    made.keep("T01", *(Line(code, "2026", value=value) for code, _points, value in sorted(found)))
    for path, name in (("/en/progress/", "country"), (f"/en/progress/item/{ITEM}/", "progress")):
        table = Client().get(path).content.decode().partition("<table")[2].partition("</table>")[0]
        at = [table.index(f"/{name}/{code}/") for code in ("AR", "KH", "DE")]
        assert at == sorted(at), path
    page = Client().get(reverse("numbers:indicator", args=["en", "T01"])).content.decode()
    at = [page.index(f">{name}<") for name in ("Argentina", "Cambodia", "Germany")]
    assert at == sorted(at)
    told = json.loads(Client().get("/en/progress.json").content)["countries"]
    assert [one["country"] for one in told if one["country"] in {"AR", "KH", "DE"}] == ["AR", "KH", "DE"]
    assert list(dict.fromkeys(_column("/en/progress.csv", "country"))) == ["AR", "KH", "DE"]
    assert _column(reverse("numbers:file", args=["en", "T01", "csv"]), "territory") == ["AR", "DE", "KH"]
    told = json.loads(Client().get(reverse("numbers:file", args=["en", "T01", "json"])).content)["numbers"]
    assert [one["territory"] for one in told] == ["AR", "DE", "KH"], "programs read codes"


def _column(path: str, name: str) -> list[str]:
    body = Client().get(path).content.decode().partition("\n")[2]
    return [row[name] for row in csv.DictReader(io.StringIO(body)) if {"AR", "KH", "DE"} & set(row.values())]
