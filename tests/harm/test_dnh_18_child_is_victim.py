"""DNH-18: a child is a victim or at risk, and never marked as anything else, on any label, in any language.

What it means in concerns: no code, field or label of this room gives a child another part; what the room says about a
child in any shipped language passes the terms that blame; and a child who tells is shown as a child who tells.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from django.urls import reverse

import fanal
from fanal.concerns.content import ChildIdentity, PersonalContent
from fanal.concerns.form import texts
from fanal.concerns.form.form import FIELDS
from fanal.concerns.form.questions import core
from fanal.concerns.handovers import texts as handovers
from fanal.concerns.keeping import texts as keeping
from fanal.concerns.routing import texts as routing
from fanal.concerns.triage import order
from fanal.concerns.triage import texts as triage
from fanal.engines.language.linter import check_path
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.concerns.told import tell

BLAMES = re.compile(
    r"offend|delinquen|prostitut|promiscu|runaway|accomplice|perpetrat|complicit|seduc|lied\b|willing", re.I
)
CATALOGUES = sorted((Path(fanal.__file__).parent / "concerns" / "locale").glob("*/LC_MESSAGES/*.po"))


def labels() -> Iterator[str]:
    """Every label of the room that a person can read about a concern, in English."""
    for words in FIELDS.values():
        yield from (words.label, words.hint, words.short, words.then, *words.answers.values(), *words.said.values())
    for folder in (handovers, keeping, routing, triage):
        yield from (
            label
            for name, table in vars(folder).items()
            if name.isupper() and not isinstance(table, str)
            for label in table.values()
        )
    yield from (*texts.BEFORE.values(), *texts.CHILD_ALWAYS, *texts.STATUS.values(), *order.REASONS.values())


def test_no_label_gives_a_child_another_part() -> None:
    found = [label for label in labels() if BLAMES.search(label)]
    # One label speaks of whoever reports, never of a child: it needs evidence and two people (DNH-27).
    assert found == []
    assert len(list(labels())) > 150


def test_what_is_kept_of_a_child_describes_and_does_not_judge() -> None:
    """Only these; a field more needs the rule read again."""
    assert {one.name for one in fields(ChildIdentity)} == {"child_words"}
    assert {one.name for one in fields(PersonalContent)} == {"ongoing", "place_type", "age", "child_is"}
    page = core().page("child")
    assert [one.id for one in page.questions] == ["children", "age", "child_is", "child_words", "child_now"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_no_translation_blames_a_child(path: Path) -> None:
    assert [str(one) for one in check_path(path) if one.level == "block"] == []


@pytest.mark.django_db(databases="__all__")
def test_a_child_who_tells_is_shown_as_a_child_who_tells(cast: Cast) -> None:
    sent = tell(cast, child_door=True, happening="Somebody hurts me", safe_now="no", danger=None)
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    assert "a child wrote this" in page
    assert not BLAMES.search(page.replace("bad faith", ""))
