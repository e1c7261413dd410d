"""Sealed content: every field declared, written and read strictly, every answer at its place."""

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.access.contracts import BadContent, Content, NewerContent
from fanal.concerns.content import (
    ChildIdentity,
    ConcernContent,
    HandoverContent,
    HandoverItem,
    HandoverWords,
    MessageContent,
    NoteContent,
    OwnAnswer,
    PersonalContent,
    PersonCountry,
    PersonSuspected,
    ReporterContent,
)
from fanal.concerns.form.form import SCHEMAS
from fanal.concerns.form.questions import core
from fanal.concerns.form.sorting import answered, sort_answers
from fanal.vault import undeclared
from fanal.vocabulary.codes import DataCategory, Mark, ProcessingPurpose, RetentionClass

NOW = datetime(2026, 11, 25, 14, 5, 7, tzinfo=UTC)
SEALED = [
    PersonalContent,
    ConcernContent,
    ChildIdentity,
    PersonSuspected,
    ReporterContent,
    MessageContent,
    NoteContent,
    HandoverContent,
    HandoverWords,
]
PARTS = [OwnAnswer, PersonCountry, HandoverItem]


@pytest.mark.parametrize("schema", [*SEALED, *PARTS])
def test_every_field_says_class_purpose_retention_and_category(schema: type) -> None:
    assert undeclared(schema) == ()
    known = {*DataCategory, *Mark}
    kept = {*RetentionClass, "concern", "handover"}
    for part in fields(schema):
        assert part.metadata["category"] in known
        assert part.metadata["purpose"] in set(ProcessingPurpose)
        assert part.metadata["retention"] in kept


@pytest.mark.parametrize(
    ("schema", "classes"),
    [
        (PersonalContent, {"S2"}),
        (ConcernContent, {"S4"}),
        (ChildIdentity, {"S3"}),
        (PersonSuspected, {"S5"}),
        (ReporterContent, {"S5"}),
        (MessageContent, {"S4"}),
    ],
)
def test_a_compartment_holds_its_own_class(schema: type, classes: set[str]) -> None:
    assert {part.metadata["cls"] for part in fields(schema)} == classes


def test_everything_about_who_told_us_is_kept_as_their_identity_and_never_leaves_on_an_agreement() -> None:
    for part in fields(ReporterContent):
        assert part.metadata["category"] is not None
        assert (part.metadata["category"], part.metadata["retention"]) == (Mark.REPORTER, "reporter_identity")
    marks = {part.name: part.metadata["category"] for part in fields(ConcernContent)}
    assert marks["you"] == marks["reporter_type"] == Mark.REPORTER
    assert marks["received_at"] == marks["worker_words"] == marks["about_us"] == Mark.INTERNAL


def test_no_field_can_hold_a_file_or_a_score() -> None:
    for schema in (*SEALED, *PARTS):
        for part in fields(schema):
            assert not any(word in part.name for word in ("file", "image", "photo", "url", "link_", "score", "rating"))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
INSTANTS = st.integers(0, 10**9).map(lambda passed: NOW + timedelta(milliseconds=passed))


def any_of(hint: object) -> st.SearchStrategy[object]:
    """Any value that a field with this type may hold."""
    if get_origin(hint) is tuple:
        return st.lists(any_of(get_args(hint)[0]), max_size=3).map(tuple)
    if hint in {*SEALED, *PARTS}:
        hints = get_type_hints(hint)
        return st.builds(hint, **{part.name: any_of(hints[part.name]) for part in fields(hint)})  # type: ignore[arg-type]
    plain = {str: TEXTS, int: st.integers(0, 99), datetime | None: st.none() | INSTANTS}
    return plain[hint]  # type: ignore[index]


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(SEALED).flatmap(any_of))
def test_what_is_written_is_read_back_the_same(content: Content) -> None:
    text = content.to_json()
    assert type(content).from_json(text) == content
    assert type(content).from_json(text).to_json() == text
    assert "\n" not in text


def test_an_instant_is_written_in_utc_and_must_know_its_zone() -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=7)))
    assert ConcernContent(received_at=elsewhere).to_json() == ConcernContent(received_at=NOW).to_json()
    with pytest.raises(BadContent):
        ConcernContent(received_at=datetime(2026, 1, 1)).to_json()  # noqa: DTZ001 - that is the point


def changed(content: Content, **changes: object) -> str:
    return json.dumps(json.loads(content.to_json()) | changes)


def with_fields(content: Content, **changes: object) -> str:
    whole = json.loads(content.to_json())
    return json.dumps(whole | {"fields": whole["fields"] | changes})


def test_content_of_tomorrow_is_refused_and_not_half_read() -> None:
    with pytest.raises(NewerContent):
        PersonalContent.from_json(changed(PersonalContent(), version=2))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        changed(PersonalContent(), extra=1),
        changed(PersonalContent(), schema="ChildIdentity"),
        changed(PersonalContent(), version=0),
        changed(PersonalContent(), version=True),
        changed(PersonalContent(), version="1"),
        changed(PersonalContent(), fields=[]),
        changed(PersonalContent(), fields={"age": ""}),
        with_fields(PersonalContent(), extra=""),
        with_fields(PersonalContent(), age=None),
        with_fields(PersonalContent(), age=3),
        with_fields(PersonalContent(), age=["SECRET"]),
    ],
)
def test_what_is_not_the_schema_is_refused_without_a_value(text: str) -> None:
    with pytest.raises(BadContent) as refused:
        PersonalContent.from_json(text)
    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"received_at": "2026-11-25T14:05:07"},
        {"received_at": "yesterday"},
        {"received_at": 1},
        {"what": "one"},
        {"what": [1]},
        {"own": [{"question": "x"}]},
        {"addresses_removed": "1"},
        {"addresses_removed": True},
        {"addresses_removed": 1.0},
    ],
)
def test_a_wrong_type_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadContent):
        ConcernContent.from_json(with_fields(ConcernContent(), **changes))


# Sorting

ANSWERS = {
    "danger": "not_sure",
    "told": "nobody",
    "what": ("goes_with_adult", "came_upon_images"),
    "words": "the words",
    "how_known": "saw",
    "ongoing": "yes",
    "country": "XB",
    "place_type": "accommodation",
    "place": "the place",
    "when": "today",
    "when_words": "at night",
    "children": "one",
    "age": "from_10_to_14",
    "child_is": "girl",
    "child_words": "a red shirt",
    "child_now": "with_adult",
    "adults": "one",
    "adult_link": "visitor",
    "mobility": "foreign_tourist",
    "countries": ("XC",),
    "basis": "they_said",
    "leaving": "today_or_tomorrow",
    "travel": "a flight",
    "adult_words": "tall",
    "you": "travel_worker",
    "reply": "also_by",
    "reply_contact": "by phone",
    "reply_times": "at noon",
    "pass_on": "through_member",
    "exposure": "yes",
    "exposure_words": "my job",
    "about_us": "no",
}


def sorting(answers: dict[str, object], **more: object):  # type: ignore[no-untyped-def]
    return sort_answers(answers, country="XA", received_at=NOW, language="en", **more)  # type: ignore[arg-type]


def test_every_answer_lies_in_the_compartment_of_its_question_and_nowhere_else() -> None:
    found = sorting(ANSWERS)
    for name, answer in ANSWERS.items():
        compartment = core().question(name).compartment
        if compartment == "clear":
            continue
        assert getattr(getattr(found, compartment), name) == answer
        assert not any(name in answered(getattr(found, other)) for other in set(SCHEMAS) - {compartment})
    assert (found.clear.danger, found.clear.country_of_harm) == ("not_sure", "XB")
    assert found.content.received_at == NOW
    assert found.content.language == "en"
    assert found.content.reporter_type == "tourism_staff"


def test_the_whole_set_of_questions_has_a_place() -> None:
    for question in core().questions:
        if question.compartment != "clear":
            assert question.id in {part.name for part in fields(SCHEMAS[question.compartment])}


def test_the_country_of_the_entry_stands_where_nothing_else_was_said() -> None:
    assert sorting({"danger": "yes"}).clear.country_of_harm == "XA"
    assert sorting({"danger": "yes", "country": "unknown"}).clear.country_of_harm == "unknown"


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({}, ""),
        ({"leaving": "this_week", "child_now": "gone"}, ""),
        ({"leaving": "today_or_tomorrow"}, "leaving"),
        ({"child_now": "with_adult"}, "with_adult"),
        ({"leaving": "today_or_tomorrow", "child_now": "with_adult"}, "both"),
    ],
)
def test_what_cannot_wait_is_marked_with_its_reason(answers: dict[str, str], reason: str) -> None:
    clear = sorting({"danger": "no"} | answers).clear
    assert clear.critical_reason == reason
    assert clear.time_critical == bool(reason)


@pytest.mark.parametrize(("about", "restricted"), [("yes", True), ("not_sure", True), ("no", False), (None, False)])
def test_a_concern_about_our_own_people_is_kept_from_the_queue(about: str | None, restricted: bool) -> None:
    answers = {"danger": "no"} | ({"about_us": about} if about else {})
    assert sorting(answers).clear.restricted is restricted


def test_images_leave_a_tick_and_nothing_else() -> None:
    assert sorting({"danger": "no", "what": ("came_upon_images",)}).clear.imagery_signalled
    assert not sorting({"danger": "no", "what": ("child_told",)}).clear.imagery_signalled


@pytest.mark.parametrize(
    ("safe", "danger"), [("no", "yes"), ("yes", "no"), ("not_sure", "not_sure"), (None, "not_sure")]
)
def test_a_child_who_tells_is_a_child_and_says_whether_it_is_safe(safe: str | None, danger: str) -> None:
    answers = {"happening": "x", "answer_how": "safe_time", "answer_words": "noon"} | (
        {"safe_now": safe} if safe else {}
    )
    found = sorting(answers, child_door=True, addresses_removed=2)
    assert (found.clear.danger, found.clear.child_door) == (danger, True)
    assert found.content.reporter_type == "child"
    assert (found.content.happening, found.reporter.answer_words) == ("x", "noon")
    assert found.content.addresses_removed == 2


def test_an_added_question_is_kept_with_its_id_and_so_is_one_that_was_withdrawn_since() -> None:
    answers = {"danger": "no", "xa_boat": ("yes",), "xa_more": "blue"}
    found = sort_answers(answers, country="XA", received_at=NOW, language="en")
    assert found.content.own == (OwnAnswer("xa_boat", codes=("yes",)), OwnAnswer("xa_more", text="blue"))
    assert sorting({"danger": "no", "xa_gone": "x"}).content.own == (OwnAnswer("xa_gone", text="x"),)
