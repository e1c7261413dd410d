"""What a page keeps of what was posted: known codes, bounded texts, countries; and what it says when it cannot."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.concerns.form import texts
from fanal.concerns.form.answers import Cleaned, FieldError, clean
from fanal.concerns.form.questions import core
from fanal.vocabulary.filters import MARKER, MediaRefused

DANGER, WHAT, WHERE, CHILD, ADULT, YOU = core().pages
DOOR = core().child_door[0]


def errors(cleaned: Cleaned) -> dict[str, str]:
    return {error.question: error.code for error in cleaned.errors}


def test_a_page_keeps_its_own_answers_and_looks_at_nothing_else() -> None:
    posted = {"danger": ["yes"], "told": [""], "csrf": ["x"], "words": ["belongs to the next page"]}
    assert clean(DANGER, posted) == Cleaned({"danger": "yes"})


def test_danger_must_be_answered_and_all_else_may_be_left_out() -> None:
    assert errors(clean(DANGER, {})) == {"danger": "required"}
    assert clean(CHILD, {}) == Cleaned({})
    assert clean(ADULT, {}) == Cleaned({})
    assert clean(DOOR, {}) == Cleaned({"answer_how": "here_only"})
    assert clean(YOU, {}) == Cleaned({"reply": "only_here", "pass_on": "no"})


@pytest.mark.parametrize("value", ["YES", "maybe", "yes ", "ｙｅｓ", "1", "true", "not sure", "yes\x00", "نعم"])
def test_an_answer_that_was_not_offered_is_refused(value: str) -> None:
    assert errors(clean(DANGER, {"danger": [value]})) == {"danger": "not_a_choice"}


def test_two_answers_to_one_question_are_refused() -> None:
    assert errors(clean(DANGER, {"danger": ["yes", "no"]})) == {"danger": "one_answer"}
    assert clean(DANGER, {"danger": ["no", "no"]}).answers == {"danger": "no"}
    assert errors(clean(CHILD, {"child_words": ["a", "b"]})) == {"child_words": "one_answer"}


def test_ticks_come_in_the_order_of_the_question_and_once() -> None:
    posted = {"what": ["child_told", "offers_access", "child_told"]}
    assert clean(WHAT, posted).answers == {"what": ("offers_access", "child_told")}
    assert errors(clean(WHAT, {"what": ["child_told", "everything"]})) == {"what": "not_a_choice"}


def test_a_tick_or_a_few_words_are_needed_unless_a_child_is_in_danger() -> None:
    for danger in ("no", "not_sure"):
        assert errors(clean(WHAT, {"words": [" \n "]}, earlier={"danger": danger})) == {"what": "one_of"}
    assert clean(WHAT, {}, earlier={"danger": "yes"}) == Cleaned({})
    assert clean(WHAT, {"words": ["x"]}, earlier={"danger": "no"}).answers == {"words": "x"}
    assert clean(WHAT, {"what": ["cannot_name"]}, earlier={"danger": "no"}).errors == ()


def test_one_fault_is_named_once() -> None:
    assert errors(clean(WHAT, {"what": ["everything"]}, earlier={"danger": "no"})) == {"what": "not_a_choice"}


def test_a_text_is_counted_as_it_is_kept() -> None:
    """Line breaks of a browser (two characters) and invisible characters do not eat up the room of the writer."""
    fits = "\r\n".join(["a" * 9] * 200)
    assert len(fits) > 2000
    kept = clean(WHAT, {"words": ["\ufeff" + fits]}).answers["words"]
    assert len(kept) == 1999
    assert clean(WHAT, {"words": ["é" * 2000]}).errors == ()
    assert clean(WHAT, {"words": ["e\u0301" * 2000]}).errors == ()
    too_long = clean(WHAT, {"words": ["a" * 10 + " b" * 1000]})
    assert too_long.errors == (FieldError("words", "too_long", {"limit": 2000, "over": 10}),)
    assert "words" not in too_long.answers


def test_one_line_stays_one_line() -> None:
    assert clean(WHERE, {"country": ["KH"], "place": [" Beach\r\n road\t5 "]}).answers["place"] == "Beach road 5"


def test_addresses_are_taken_out_and_counted_over_the_page() -> None:
    posted = {"adults": ["one"], "travel": ["see example.com"], "adult_words": ["on bit.ly/x and t.me/y, tall"]}
    found = clean(ADULT, posted)
    assert found.answers["travel"] == f"see {MARKER}"
    assert found.addresses_removed == 3
    assert found.errors == ()


def test_a_file_in_disguise_stops_everything() -> None:
    with pytest.raises(MediaRefused):
        clean(CHILD, {"children": ["one"], "child_words": ["data:image/png;base64,AAAA"]})


def test_the_own_code_is_refused_where_it_stands() -> None:
    found = clean(CHILD, {"child_words": ["7KQ2-M9XD-TR4H-0WVB-E6NC"]}, is_receipt=lambda _: True)
    assert errors(found) == {"child_words": "receipt"}
    assert found.answers == {}


@pytest.mark.parametrize("value", ["KH", "XA", "XK", "ship_or_aircraft", "online", "unknown"])
def test_a_country_or_its_codes_may_be_chosen(value: str) -> None:
    assert clean(WHERE, {"country": [value]}).answers == {"country": value}


@pytest.mark.parametrize("value", ["kh", "KHM", "116", "XX", "ＫＨ", "../XA", "K"])
def test_a_country_that_does_not_exist_is_refused(value: str) -> None:
    assert errors(clean(WHERE, {"country": [value]})) == {"country": "unknown_country"}
    assert errors(clean(ADULT, {"countries": ["XA", value]})) == {"countries": "unknown_country"}


def test_a_country_that_is_not_offered_here_is_refused() -> None:
    found = clean(WHERE, {"country": ["XA"]}, offered=lambda code: code == "KH")
    assert errors(found) == {"country": "unknown_country"}


def test_at_most_three_countries_of_the_adult() -> None:
    assert clean(ADULT, {"countries": ["XB", "XA", "XB", "", "KH"]}).answers == {"countries": ("XB", "XA", "KH")}
    found = clean(ADULT, {"countries": ["XA", "XB", "XC", "XD"]})
    assert found.errors == (FieldError("countries", "too_many_countries", {"limit": 3}),)


def test_a_contact_with_only_here_is_asked_about_and_not_dropped() -> None:
    posted = {"reply": ["only_here"], "reply_contact": ["jo@example.com"]}
    assert errors(clean(YOU, posted)) == {"reply_contact": "only_if"}
    assert errors(clean(YOU, {"reply_contact": ["jo@example.com"]})) == {"reply_contact": "only_if"}
    kept = clean(YOU, posted | {"reply": ["also_by"]})
    assert kept.answers["reply_contact"] == "jo@example.com"
    assert kept.addresses_removed == 0


def test_every_error_has_its_words_and_carries_nothing_of_the_answer() -> None:
    found = clean(ADULT, {"adults": ["SECRET"], "countries": ["SECRET"], "adult_words": ["SECRET " * 100]})
    assert len(found.errors) == 3
    assert "SECRET" not in repr(found.errors)
    for error in found.errors:
        assert texts.ERRORS[error.code].format(**error.values)


VALUES = st.lists(st.text(max_size=30) | st.sampled_from(["yes", "no", "one", "KH", "XA", "unknown"]), max_size=4)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([*core().pages, *core().child_door]), st.data())
def test_whatever_is_posted_the_answers_are_such_as_the_question_knows(page, data) -> None:  # type: ignore[no-untyped-def]
    posted = data.draw(st.fixed_dictionaries({}, optional={question.id: VALUES for question in page.questions}))
    found = clean(page, posted)
    assert {error.question for error in found.errors} <= {question.id for question in page.questions}
    assert all(error.code in texts.ERRORS for error in found.errors)
    for question in page.questions:
        answer = found.answers.get(question.id)
        if answer is None:
            continue
        if question.kind == "text":
            assert isinstance(answer, str)
            assert answer
        elif question.kind == "many":
            assert set(answer) <= set(question.codes)
        elif question.kind == "countries":
            assert set(answer) <= {"KH", "XA"}
        else:
            assert answer in {*question.codes, *({"KH", "XA"} if question.kind == "country" else ())}
