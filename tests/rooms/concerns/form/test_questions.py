"""The question set: what was approved, nothing that is never asked, all texts there (DNH-04)."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
import yaml

from fanal.concerns.form import texts
from fanal.concerns.form.asked import Question
from fanal.concerns.form.form import FIELDS
from fanal.concerns.form.questions import NEVER, core, with_additions
from fanal.vocabulary import codes
from fanal.vocabulary.files import Defective
from tests.rooms.concerns.approved import ROWS


def line(page: str, question: Question) -> list[str]:
    size = str(question.limit or len(question.codes))
    parts = [page, question.id, question.compartment, question.kind, size, question.leaves.value]
    return [*parts, "required"] if question.required else parts


def test_the_field_list_equals_the_approved_list() -> None:
    found = [line(page.id, question) for page in (*core().pages, *core().child_door) for question in page.questions]
    missing = [" ".join(row) for row in found if row not in ROWS]
    assert found == ROWS, f"not approved, in tests/rooms/concerns/approved.py: {missing}"


def test_the_first_question_is_danger_and_the_short_path_has_three_pages() -> None:
    assert [page.id for page in core().pages] == ["danger", "what", "where", "child", "adult", "you"]
    assert core().pages[0].questions[0].id == "danger"


def test_contact_is_never_a_condition() -> None:
    assert [question.id for question in core().questions if question.required] == ["danger", "country"]


def test_the_careful_answer_stands_ticked() -> None:
    ticked = {question.id: question.default for question in core().questions if question.default}
    assert ticked == {"reply": "only_here", "pass_on": "no", "answer_how": "here_only"}


def test_looks_and_language_are_no_basis() -> None:
    assert core().question("basis").codes == (
        "they_said",
        "papers_or_booking",
        "number_plate",
        "flight_or_tour",
        "someone_told",
    )


@pytest.mark.parametrize(
    ("question", "enumeration", "without"),
    [
        ("danger", codes.Danger, set()),
        ("ongoing", codes.YesNoUnknown, set()),
        ("place_type", codes.PlaceType, set()),
        (
            "mobility",
            codes.Mobility,
            {"aid_or_volunteer", "military_or_peacekeeper", "transport_worker", "online_from_abroad"},
        ),
        ("age", codes.ChildAgeBand, set()),
    ],
)
def test_answers_are_codes_of_the_case_model(question: str, enumeration: type, without: set[str]) -> None:
    asked = set(core().question(question).codes) - {"under_18_unsure"}
    assert asked == {code.value for code in enumeration} - without  # type: ignore[attr-defined]


def test_every_question_and_answer_has_its_text_and_a_field_of_its_own() -> None:
    for question in core().questions:
        assert question.label
        assert len(set(question.answers.values())) == len(question.codes), question.id
        assert set(question.said) <= set(question.codes), question.id
        assert bool(question.codes) == (question.kind in {"one", "many", "country"}), question.id
        assert bool(question.limit) == (question.kind in {"text", "countries"}), question.id
        assert question.default in {"", *question.codes}, question.id
    ids = [question.id for question in core().questions]
    assert len(ids) == len(set(ids)), "a question stands on two pages"


def test_what_is_not_asked_is_held_and_nothing_that_is_declared_is_forgotten() -> None:
    """A question that is declared and on no page would never be asked: it is put on one in `form.PAGES`."""
    assert {name for name, field in FIELDS.items() if field.kind != "held"} == {one.id for one in core().questions}


def test_conditions_speak_of_questions_and_codes_that_are_there() -> None:
    conditions = [one.only_if for one in core().questions]
    conditions += [page.one_of.unless for page in core().pages if page.one_of]
    for name, needed in filter(None, conditions):
        assert set(needed) <= set(core().question(name).codes)
    for page in core().pages:
        assert not page.one_of or set(page.one_of.questions) <= {one.id for one in page.questions}


def test_no_text_asks_what_is_never_asked() -> None:
    for name, words in FIELDS.items():
        for text in (name.replace("_", " "), words.label, words.hint):
            assert not NEVER.search(text), text


def test_no_text_blames_shouts_or_uses_legal_words() -> None:
    everything = [*texts.BEFORE.values(), *texts.STATUS.values(), *texts.ERRORS.values(), texts.MEDIA]
    everything += [*texts.ON_THE_PHONE, *texts.CHILD_ALWAYS, texts.ADDRESS_REMOVED, texts.EMERGENCY_NONE]
    everything += [text for words in FIELDS.values() for text in (words.label, *words.answers.values())]
    for text in everything:
        folded = text.casefold()
        assert "!" not in text
        assert not any(
            word in folded.split() for word in ("minor", "minors", "victim", "suspect", "perpetrator", "lie")
        )


def test_the_texts_before_the_first_field_are_those_of_the_design() -> None:
    assert list(texts.BEFORE) == [
        "unsure",
        "no_accusation",
        "child_first",
        "child_first_careful",
        "who_reads",
        "law",
        "next",
        "hours",
        "no_pictures",
        "no_investigation",
        "anonymous",
        "trace",
        "neither",
        "staff",
        "any_language",
    ]
    assert texts.BEFORE["unsure"] == "You do not have to be sure. Tell us what you noticed. Finding out is our work."
    assert texts.BEFORE["no_pictures"].startswith("Do not take, keep, send or look for pictures or videos.")
    assert texts.BEFORE["no_investigation"].endswith("Do not ask a child for details. Keep yourself safe.")
    assert texts.BEFORE["anonymous"].startswith("No name, e-mail or phone is needed.")
    assert "need not tell your manager" in texts.BEFORE["staff"]
    assert set(texts.REPEATED) <= set(texts.BEFORE)


def test_nothing_is_promised_that_a_member_cannot_keep() -> None:
    everything = " ".join([*texts.BEFORE.values(), *texts.STATUS.values(), *texts.CHILD_ALWAYS]).casefold()
    for promise in (
        "police will",
        "nothing will happen",
        "secret",
        "confidential",
        "guarantee",
        "promise",
        "always safe",
    ):
        assert promise not in everything


def test_a_status_names_nobody_and_no_result() -> None:
    assert list(texts.STATUS) == ["received", "read", "question", "working", "closed"]
    forbidden = ("police", "court", "charge", "arrest", "child", "country", "adult", "help", "found", "{member}")
    assert not any(word in text.casefold() for text in texts.STATUS.values() for word in forbidden)


def test_braces_are_those_that_the_pages_fill() -> None:
    known = {"member", "country", "n", "law", "limit", "hours", "time", "hotline", "how_to_remove", "day", "over"}
    for text in (*texts.BEFORE.values(), *texts.STATUS.values(), *texts.ERRORS.values(), texts.ADDRESS_REMOVED):
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= known


# Files with defects


def written(tmp_path: Path, content: object, name: str = "set.yaml") -> Path:
    path = tmp_path / name
    path.write_text(
        content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8"
    )
    return path


def defects(path: Path) -> set[str]:
    with pytest.raises(Defective) as found:
        with_additions(core(), path)
    return {f"{defect.key}: {defect.words}" for defect in found.value.defects}


def test_all_defects_are_named_at_once_with_file_and_key(tmp_path: Path) -> None:
    asked = [
        {"id": "xa_a", "kind": "one", "text": "Was a boat there?", "codes": {"yes": 1}},
        {"id": "xa_b", "kind": "text", "text": "Which boat?"},
        {"id": "xa_b", "kind": "text", "text": "Whose boat?", "limit": 9000, "lines": "yes"},
        {"id": "xa_c", "kind": "one", "text": "How large a boat?"},
        {"id": "xa_d", "kind": "text", "text": "What colour of boat?", "limit": 9, "extra": 1},
    ]
    path = written(tmp_path, addition(questions=asked, version=0))
    assert defects(path) == {
        "version: a number from 1 to 1000 is expected",
        "questions[0].codes.yes: a text is expected (numbers in quotation marks)",
        "questions[1].limit: texts need a limit, choices have none",
        "questions[2].limit: a number from 1 to 2000 is expected",
        "questions[2].lines: true or false",
        "questions[3].codes: choices need codes, texts have none",
        "questions[4].extra: no such key",
        "xa_b: this id is taken",
    }
    with pytest.raises(Defective, match=r"set\.yaml: "):
        with_additions(core(), path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "a group of keys is expected"),
        ("- a", "a group of keys is expected"),
        ("set: [", "not readable"),
        ("set: core\nset: core", "written twice: set"),
        ("set: !!python/object:os.system x", "not readable"),
    ],
)
def test_a_file_that_is_no_question_set_is_refused(tmp_path: Path, content: str, words: str) -> None:
    assert any(words in defect for defect in defects(written(tmp_path, content)))


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    assert defects(tmp_path / "none.yaml") == {": there is no such file"}
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    assert any("not readable" in defect for defect in defects(tmp_path / "bytes.yaml"))


# National additions


def addition(**changes: object) -> dict[str, object]:
    question = {
        "id": "xa_boat",
        "kind": "one",
        "text": "Was a boat there?",
        "codes": {"yes": "Yes", "no": "No"},
    }
    base = {
        "set": "national",
        "country": "XA",
        "version": 2,
        "reviewed": {"by": "role, member", "on": date(2026, 5, 1)},
        "questions": [question],
    }
    return base | changes


def test_an_addition_stands_after_the_core_and_leaves_it_alone(tmp_path: Path) -> None:
    extended = with_additions(core(), written(tmp_path, addition()))
    assert extended.name == "core-1+xa-2"
    assert extended.pages[:-1] == core().pages
    assert extended.child_door == core().child_door
    boat = Question("xa_boat", "one", "content", "Was a boat there?", {"yes": "Yes", "no": "No"}, own=True)
    assert extended.pages[-1].questions == (boat,)
    assert extended.own == {"xa_boat": boat}
    assert core().own == {}


def ask(text: str, name: str = "xa_q") -> dict[str, object]:
    return {"id": name, "kind": "text", "limit": 100, "text": text}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"questions": []}, "at most 5"),
        ({"questions": [ask("More?", f"xa_q{n}") for n in range(6)]}, "at most 5"),
        ({"questions": [ask("More?", "danger")]}, "this id is taken"),
        ({"questions": [ask("More?", "boat")]}, "must begin with xa_"),
        ({"questions": [ask("More?") | {"compartment": "clear"}]}, "no such key"),
        ({"questions": [ask("More?") | {"required": True}]}, "no such key"),
        ({"questions": [ask("More?") | {"kind": "upload"}]}, "must be one of"),
        ({"reviewed": {"by": "", "on": None}}, "a day is expected"),
        ({"reviewed": None}, "a group of keys is expected"),
        ({"country": "ZZ"}, "no such country"),
    ],
)
def test_an_addition_that_may_not_be_is_refused(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    with pytest.raises(Defective) as found:
        with_additions(core(), written(tmp_path, addition(**changes)))
    assert any(words in str(defect) for defect in found.value.defects)


@pytest.mark.parametrize(
    "text",
    [
        "What is your name?",
        "What is the nationality of the man?",
        "What is their ethnic group?",
        "What colour was his skin?",
        "Were they a mixed couple?",
        "Did he look foreign-looking?",
        "Can you upload a photo?",
        "Send us links to the chat",
        "Please describe the sexual acts",
        "Did the child agree?",
        "Did the child consent?",
        "Was the child paid?",
        "Did the child resist?",
        "Do the parents know?",
        "What is the passport number?",
        "What is your religion?",
    ],
)
def test_what_is_never_asked_cannot_be_added(tmp_path: Path, text: str) -> None:
    with pytest.raises(Defective, match="never asked"):
        with_additions(core(), written(tmp_path, addition(questions=[ask(text)])))


def test_a_set_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        core().pages = ()  # type: ignore[misc]
    assert replace(core(), name="other").pages is core().pages
    with pytest.raises(KeyError):
        core().page("nowhere")
    with pytest.raises(KeyError):
        core().question("nothing")
