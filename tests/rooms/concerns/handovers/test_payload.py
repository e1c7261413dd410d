"""What leaves in a handover (DNH-28, DNH-29): the default, what stays, additions with a reason, one set of bytes."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.concerns.content import (
    ChildIdentity,
    ConcernContent,
    HandoverContent,
    HandoverItem,
    OwnAnswer,
    PersonalContent,
    PersonCountry,
    PersonSuspected,
    ReporterContent,
)
from fanal.concerns.contracts import BASE, PayloadClass
from fanal.concerns.form.questions import core
from fanal.concerns.handovers.payload import ADDABLE, DEFAULT, STAYS, Source, preview
from fanal.passing.api import NOT_COVERED, Addition, NotAddable, Preview, PreviewChanged
from fanal.vocabulary.codes import DataCategory as Cat

ALL = frozenset(Cat)
SOURCE = Source(
    country="XA",
    received_on=date(2026, 11, 24),
    personal=PersonalContent(ongoing="yes", place_type="accommodation", age="from_10_to_14", child_is="girl"),
    content=ConcernContent(
        received_at=datetime(2026, 11, 24, 13, 7, 11, tzinfo=UTC),
        language="km",
        reporter_type="tourism_staff",
        told="nobody",
        what=("goes_with_adult", "pays_to_be_alone"),
        words="WORDS of the reporter",
        worker_words="WORKER noted",
        how_known="saw",
        place="Playa Norte",
        when="today",
        when_words="at night",
        children="one",
        child_now="with_adult",
        you="travel_worker",
        about_us="no",
        own=(OwnAnswer("xa_boat", codes=("yes",)),),
        addresses_removed=3,
    ),
    identity=ChildIdentity(child_words="NAME of the child"),
    offender=PersonSuspected(
        adults="one",
        adult_link="visitor",
        mobility="foreign_tourist",
        countries=("XB", "XC"),
        basis="papers_or_booking",
        leaving="today_or_tomorrow",
        travel="a flight",
        adult_words="LOOKS of the adult",
        confirmed=(PersonCountry("XB", "lives_in", "papers_or_booking"),),
    ),
)
EXPECTED = {
    "country": ("XA",),
    "place_type": ("accommodation",),
    "place": "Playa Norte",
    "told_on": "2026-11-24",
    "when": ("today",),
    "when_words": "at night",
    "ongoing": ("yes",),
    "what": ("goes_with_adult", "pays_to_be_alone"),
    "how_known": ("saw",),
    "told": ("nobody",),
    "children": ("one",),
    "age": ("from_10_to_14",),
    "child_is": ("girl",),
    "child_now": ("with_adult",),
    "adults": ("one",),
    "adult_link": ("visitor",),
    "mobility": ("foreign_tourist",),
    "confirmed": ("XB:lives_in:papers_or_booking",),
    "countries": ("XC",),
    "basis": ("papers_or_booking",),
    "leaving": ("today_or_tomorrow",),
    "travel": "a flight",
}


def shown(items: tuple[HandoverItem, ...]) -> dict[str, object]:
    return {item.field: item.text or item.codes for item in items}


def stays(found: Preview) -> dict[str, str]:
    return {stay.field: stay.words for stay in found.stays}


def test_the_default_is_place_and_time_coded_content_and_coded_facts_of_the_adult() -> None:
    found = preview(SOURCE, PayloadClass.DEFAULT, BASE)
    assert shown(found.default.items) == EXPECTED
    assert list(EXPECTED) == [name for name in DEFAULT if name in EXPECTED]
    assert found.added == HandoverContent()
    assert found.leaves == found.default.items


def test_what_stays_is_listed_with_its_reason() -> None:
    found = preview(SOURCE, PayloadClass.DEFAULT, BASE)
    assert list(stays(found)) == ["reporter", "words", "you", "own", "child_words", "adult_words", "notes"]
    assert all(stays(found)[name] == STAYS[name] for name in stays(found))


def test_nothing_is_said_to_stay_that_was_never_told() -> None:
    bare = Source("XA", SOURCE.received_on, PersonalContent(), ConcernContent(), ChildIdentity(), PersonSuspected())
    found = preview(bare, PayloadClass.WITH_ADULT_WORDS, ALL)
    assert list(shown(found.leaves)) == ["country", "told_on"]
    assert list(stays(found)) == ["reporter", "notes"]


def test_neither_reporter_nor_name_nor_worker_nor_exact_time_is_in_any_default() -> None:
    for payload in PayloadClass:
        text = preview(SOURCE, payload, ALL).canonical.decode()
        for secret in ("WORDS", "WORKER", "NAME", "tourism_staff", "travel_worker", "13:07", "km", '"you"', "xa_boat"):
            assert secret not in text
        assert ("LOOKS" in text) == (payload is PayloadClass.WITH_ADULT_WORDS)


def test_the_source_has_no_place_for_who_told_us() -> None:
    assert ReporterContent not in {part.type for part in fields(Source)}
    assert "reporter" not in {part.name for part in fields(Source)}


def test_to_keep_or_to_point_somewhere_sends_nothing() -> None:
    assert preview(SOURCE, PayloadClass.NOTHING, ALL).leaves == ()


def test_only_what_the_agreement_covers_may_go() -> None:
    found = preview(SOURCE, PayloadClass.WITH_ADULT_WORDS, frozenset({Cat.LOCATION}))
    assert list(shown(found.leaves)) == ["country", "place_type", "place"]
    assert stays(found)["adult_words"] == NOT_COVERED
    assert stays(found)["age"] == NOT_COVERED


def test_an_addition_carries_its_reason_and_is_sealed_apart() -> None:
    added = [Addition("child_words", "the  flight leaves\nin an hour"), Addition("own", "the boat matters")]
    found = preview(SOURCE, PayloadClass.DEFAULT, ALL, added)
    assert found.default == preview(SOURCE, PayloadClass.DEFAULT, ALL).default
    assert found.added.items == (
        HandoverItem("own:xa_boat", codes=("yes",), reason="the boat matters"),
        HandoverItem("child_words", text="NAME of the child", reason="the flight leaves in an hour"),
    )
    assert not {"child_words", "own"} & set(stays(found))
    assert "words" in stays(found)


@pytest.mark.parametrize(
    ("field", "reason", "code"),
    [
        ("words", " \n ", "no_reason"),
        ("you", "they asked for it", "unknown"),
        ("reporter", "they asked for it", "unknown"),
        ("reporter_type", "x", "unknown"),
        ("worker_words", "x", "unknown"),
        ("received_at", "x", "unknown"),
        ("about_us", "x", "unknown"),
        ("age", "x", "unknown"),
        ("notes", "x", "unknown"),
        ("happening", "x", "empty"),
    ],
)
def test_what_may_not_be_added_is_refused(field: str, reason: str, code: str) -> None:
    with pytest.raises(NotAddable) as refused:
        preview(SOURCE, PayloadClass.DEFAULT, ALL, [Addition(field, reason)])
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize(("field", "category"), [("child_words", Cat.IDENTITY), ("adult_words", Cat.OFFENDER)])
def test_an_addition_needs_its_category_in_the_agreement(field: str, category: Cat) -> None:
    with pytest.raises(NotAddable) as refused:
        preview(SOURCE, PayloadClass.DEFAULT, ALL - {category}, [Addition(field, "needed")])
    assert refused.value.code == "not_covered"
    assert field in shown(preview(SOURCE, PayloadClass.DEFAULT, ALL, [Addition(field, "needed")]).leaves)


def test_what_goes_already_is_not_added_again() -> None:
    with pytest.raises(NotAddable):
        preview(SOURCE, PayloadClass.WITH_ADULT_WORDS, ALL, [Addition("adult_words", "needed")])


def test_every_answer_is_either_default_addable_or_stays_for_good() -> None:
    """A question that a later version adds must be decided on here."""
    for question in core().questions:
        places = [question.id in DEFAULT, question.id in ADDABLE, question.compartment == "reporter"]
        places += [question.id in {"danger", "about_us", "you"}]
        assert sum(places) == 1, question.id


def test_the_sealed_bytes_are_the_previewed_object() -> None:
    found = preview(SOURCE, PayloadClass.DEFAULT, ALL, [Addition("words", "needed")])
    default, added = found.canonical.split(b"\n")
    assert (
        HandoverContent.from_json(default.decode()).items + HandoverContent.from_json(added.decode()).items
        == found.leaves
    )
    assert json.loads(default)["schema"] == "HandoverContent"
    assert len(found.hash) == 64
    found.confirm(found.hash)


def test_a_preview_that_changed_since_it_was_seen_cannot_be_confirmed() -> None:
    seen = preview(SOURCE, PayloadClass.DEFAULT, ALL).hash
    changes = [
        preview(SOURCE, PayloadClass.DEFAULT, ALL, [Addition("words", "needed")]),
        preview(SOURCE, PayloadClass.WITH_ADULT_WORDS, ALL),
        preview(SOURCE, PayloadClass.DEFAULT, BASE - {Cat.LOCATION}),
        preview(replace(SOURCE, personal=replace(SOURCE.personal, age="unknown")), PayloadClass.DEFAULT, ALL),
    ]
    for now in changes:
        with pytest.raises(PreviewChanged):
            now.confirm(seen)
        with pytest.raises(PreviewChanged):
            now.confirm("")
    assert len({found.hash for found in changes} | {seen}) == 5


ADDITIONS = st.lists(st.sampled_from(["words", "child_words", "adult_words", "own"]), unique=True)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PayloadClass), st.sets(st.sampled_from(Cat)), ADDITIONS, st.randoms(use_true_random=False))
def test_each_told_field_is_shown_on_exactly_one_side(payload, categories, names, random) -> None:  # type: ignore[no-untyped-def]
    additions = [Addition(name, f"because of {name}") for name in names]
    try:
        found = preview(SOURCE, payload, categories, additions)
    except NotAddable:
        return
    leaving = {item.field.split(":")[0] for item in found.leaves}
    assert not leaving & {stay.field for stay in found.stays}
    if payload is not PayloadClass.NOTHING:
        assert leaving | {stay.field for stay in found.stays} >= set(EXPECTED) | {
            "words",
            "child_words",
            "adult_words",
            "own",
        }
    for item in found.leaves:
        name = item.field.split(":")[0]
        assert {**DEFAULT, **ADDABLE}[name] in categories
        assert bool(item.reason) == (item in found.added.items)
    random.shuffle(additions)
    assert preview(SOURCE, payload, categories, additions).canonical == found.canonical
