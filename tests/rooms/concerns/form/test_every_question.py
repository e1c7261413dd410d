"""Every question of every set, with each of its answers: nothing that was told is dropped on the way to the desk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import conditional_escape

from fanal.concerns.contracts import PayloadClass
from fanal.concerns.desk import words
from fanal.concerns.form import questions
from fanal.concerns.form.asked import Page, Question
from fanal.concerns.form.questions import QuestionSet
from fanal.concerns.form.sorting import sort_answers
from fanal.concerns.handovers import handovers
from fanal.concerns.handovers.desk import words as handover_words
from fanal.concerns.handovers.payload import ADDABLE, Source, preview
from fanal.concerns.models import Concern
from fanal.concerns.triage.desk import words as wording
from fanal.concerns.triage.triage import File
from fanal.passing.api import Addition
from fanal.vocabulary.codes import DataCategory
from fanal.web.api import DOT
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import BASE, scene
from tests.rooms.concerns.told import tell

BOAT = """
set: national
country: XA
version: {version}
reviewed: {{by: "role, member", on: 2026-05-01}}
questions:
  - {{id: xa_boat, kind: many, text: "{boat}", codes: {{"yes": "A boat was there", "no": "No boat was there"}}}}
  - {{id: xa_tide, kind: text, limit: 100, text: "When was the tide high?"}}
"""
NEXT = BOAT.replace("xa_boat", "xa_pier").replace("A boat was", "A pier is")
CATEGORIES = frozenset(map(str, DataCategory))


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The questions of XA are in a folder of the test."""
    (tmp_path / "xa-1.yaml").write_text(BOAT.format(version=1, boat="Was a boat there?"))
    monkeypatch.setattr(questions, "QUESTIONS", tmp_path)
    return tmp_path


def _given(question: Question, turn: int) -> Any:
    """One answer, another at each turn."""
    if question.kind == "text":
        return f"Text of {question.id}"
    if question.kind == "countries":
        return ("XB", "XC")
    code = question.codes[turn % len(question.codes)]
    return (code,) if question.kind == "many" else code


def _said(question: Question, given: Any, asked: QuestionSet) -> Iterator[str]:
    """What must stand on the page for an answer."""
    codes = given if isinstance(given, tuple) else (given,)
    for code in codes:
        if question.id in {"country", "countries"}:
            yield words.country(code)
        elif question.own:
            yield question.label
            yield question.answers.get(code, code)
        elif question.kind == "text":
            yield code
        elif question.id == "danger":
            yield question.said[code]
        else:
            yield (question.said.get(code) or question.answers[code]).format(member="Aurora")


def _only(asked: QuestionSet, answers: dict[str, Any], *, child: bool) -> File:
    """A concern with these answers, opened."""
    boxes = sort_answers(answers, country="XA", received_at=NOW, language="en", child_door=child)
    clear = boxes.clear
    row = Concern(
        danger=clear.danger, country_of_harm=clear.country_of_harm, question_set=asked.name, child_door=child,
        imagery_signalled=clear.imagery_signalled, restricted=clear.restricted, received_on=NOW.date(),
    )  # fmt: skip
    return File(row, boxes.personal, boxes.content, boxes.identity, boxes.offender, boxes.reporter, (), ())


def _file(asked: QuestionSet, pages: tuple[Page, ...], turn: int, *, child: bool) -> tuple[File, dict[str, Any]]:
    answers = {question.id: _given(question, turn) for page in pages for question in page.questions}
    return _only(asked, answers, child=child), answers


def _shown(file: File) -> str:
    """All that the page of a concern says of what was told."""
    told = [*wording.facts(file), *wording.quotes(file), *wording.reporter(file, "Aurora")]
    return " | ".join(map(str, told))


def _sets() -> list[tuple[QuestionSet, bool]]:
    return [(asked, child) for asked in (questions.core(), questions.in_use("XA")) for child in (False, True)]


def test_each_answer_of_each_question_stands_on_the_page_of_the_concern(files: Path) -> None:
    for asked, child in _sets():
        pages = asked.child_door if child else asked.pages
        most = max(len(question.codes) for page in pages for question in page.questions)
        for turn in range(most):
            file, answers = _file(asked, pages, turn, child=child)
            shown = _shown(file)
            for name, given in answers.items():
                for said in _said(asked.question(name), given, asked):
                    assert conditional_escape(said) in shown or said in shown, f"{name}: {given}"


def test_no_answer_reads_like_another_or_like_none(files: Path) -> None:
    """Each answer by itself: "I do not know" is not "not told", and what is left out of the page is found here."""
    same = []
    for asked, child in _sets():
        for page in asked.child_door if child else asked.pages:
            for question in page.questions:
                told = [_given(question, turn) for turn in range(max(1, len(question.codes)))]
                base = {} if question.id == "danger" or child else {"danger": "no"}
                pages = [_shown(_only(asked, base | {question.id: given}, child=child)) for given in told]
                if question.id != "danger" and not question.default:  # what stands ticked is the answer of who skips it
                    pages.append(_shown(_only(asked, base, child=child)))
                same += [question.id] if len(set(pages)) < len(pages) else []
    assert same == [], "not on the page of a concern, or not in words of its own: see `row` in concerns/form/form.py"


def test_i_do_not_know_says_of_what_where_it_stands_among_other_answers(files: Path) -> None:
    for asked, child in _sets():
        pages = asked.child_door if child else asked.pages
        unsure = {} if child else {"danger": "no"}
        unsure |= {one.id: "unknown" for page in pages for one in page.questions if "unknown" in one.codes}
        told = [str(said) for _, said in wording.facts(_only(asked, unsure, child=child))]
        among = [part for said in told if len(parts := said.split(DOT)) > 1 for part in parts]
        assert among or child, "several were asked of one thing"
        assert "I do not know" not in among


def test_each_answer_leaves_or_stays_in_a_preview_and_is_named_there(files: Path) -> None:
    """With everything added and everything covered: an answer that is not in the preview was left out by mistake."""
    never = {"danger", "about_us"} | {one.id for one in questions.core().questions if one.compartment == "reporter"}
    for asked, child in _sets():
        pages = asked.child_door if child else asked.pages
        file, answers = _file(asked, pages, 0, child=child)
        source = Source("XA", NOW.date(), file.personal, file.content, file.identity, file.offender)
        additions = [
            Addition(name, "needed") for name in ADDABLE if name in answers or (name == "own" and file.content.own)
        ]
        found = preview(source, PayloadClass.DEFAULT, CATEGORIES, additions)
        named = {item.field.removeprefix("own:") for item in found.leaves} | {one.field for one in found.stays}
        left_out = set(answers) - named - never
        assert not left_out, f"{left_out} neither leaves nor stays: see `leaves` and `stays` in concerns/form/form.py"
        shown = " | ".join(f"{label}: {value}" for label, value in handover_words.leaves(found.leaves))
        for name, question in asked.own.items():
            if name in answers:
                assert question.label in shown


@pytest.mark.django_db(databases="__all__")
@pytest.mark.usefixtures("that_day")
def test_what_a_country_asked_then_is_shown_though_it_asks_something_else_today(cast: Cast, files: Path) -> None:
    """Told in XA about a place in XB, with a question of XA; then XA asks something else, then the old file is gone."""
    sent = tell(cast, country="XB", xa_boat=("yes",), xa_tide="At noon")
    assert sent.row.question_set == "core-1+xa-1"
    client = client_of(cast, "amara")
    url = reverse("concerns:concern", args=[sent.id])
    (files / "xa-2.yaml").write_text(NEXT.format(version=2, boat="Is there a pier?"))
    assert "xa_pier" in questions.in_use("XA").own
    for said in ("Was a boat there?", "A boat was there", "When was the tide high?", "At noon"):
        assert said in text(client.get(url))
    (files / "xa-1.yaml").unlink()
    page = text(client.get(url))
    assert "A question of the form (xa_boat)" in page
    assert "At noon" in page


@pytest.mark.django_db(databases="__all__")
def test_the_partner_reads_the_question_with_its_answer(cast: Cast, files: Path) -> None:
    made = scene(cast, (*BASE, DataCategory.IDENTITY), xa_boat=("yes",), xa_tide="At noon")
    row = made.offered("amara", Addition("own", "The boat matters."))
    items = handover_words.leaves(preview_items(made, row))
    assert ("Was a boat there?", True) in [(label, "A boat was there" in str(value)) for label, value in items]


def preview_items(made: Any, row: Any) -> Any:
    seen = handovers.look(made.cast["amara"], made.concern, row.recipient_id, NOW, additions=(Addition("own", "x"),))
    assert seen.preview is not None
    return seen.preview.leaves


def test_an_id_never_asks_something_else(files: Path) -> None:
    """Answers are kept by id: another question under the same one would put words into somebody's mouth."""
    (files / "xa-2.yaml").write_text(BOAT.format(version=2, boat="Was there no boat?"))
    assert "take a new one" in " ".join(map(str, questions.defects()))
    (files / "xa-2.yaml").write_text(BOAT.format(version=3, boat="Was a boat there?"))
    assert "xa-3" in " ".join(map(str, questions.defects()))


def test_a_file_with_a_defect_takes_no_form_away_and_is_named(files: Path) -> None:
    """Who edits a file by hand makes mistakes; meanwhile somebody may want to tell of a child."""
    (files / "xa-2.yaml").write_text("set: [")
    assert set(questions.in_use("XA").own) == {"xa_boat", "xa_tide"}
    assert questions.named("core-1+xa-2") == questions.core()
    assert [(one.file, one.key) for one in questions.defects()] == [("xa-2.yaml", "")]
    (files / "xa-1.yaml").write_text("set: national")
    assert questions.in_use("XA") == questions.core()
    (files / "elsewhere.yaml").write_text("set: national")
    assert "called like xa-1.yaml" in " ".join(map(str, questions.defects()))
