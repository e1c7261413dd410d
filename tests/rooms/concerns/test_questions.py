"""The question set: what the design approves, nothing that is never asked, all texts there (DNH-04)."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
import yaml

from fanal.concerns import texts
from fanal.concerns.files import Defective
from fanal.concerns.questions import NEVER, QUESTIONS, Question, core, load_core, with_additions
from fanal.vocabulary import codes

# The approved list: page, question, compartment, kind, number of answers or limit, required.
APPROVED = """
danger  danger         clear     one      3    required
danger  told           content   one      6
what    what           content   many     12
what    words          content   text     2000
what    how_known      content   one      6
what    ongoing        personal  one      3
where   country        clear     country  3    required
where   place_type     personal  one      16
where   place          content   text     200
where   when           content   one      5
where   when_words     content   text     100
child   children       content   one      3
child   age            personal  one      5
child   child_is       personal  one      5
child   child_words    identity  text     500
child   child_now      content   one      4
adult   adults         offender  one      3
adult   adult_link     offender  one      6
adult   mobility       offender  one      6
adult   countries      offender  countries 3
adult   basis          offender  one      5
adult   leaving        offender  one      4
adult   travel         offender  text     200
adult   adult_words    offender  text     500
you     you            content   one      8
you     reply          reporter  one      2
you     reply_contact  reporter  text     200
you     reply_times    reporter  text     100
you     pass_on        reporter  one      3
you     exposure       reporter  one      3
you     exposure_words reporter  text     200
you     about_us       content   one      3
tell    happening      content   text     2000
tell    safe_now       content   one      3
tell    answer_how     reporter  one      3
tell    answer_words   reporter  text     200
tell    more           content   text     2000
"""


def line(page: str, question: Question) -> str:
    size = str(question.limit or len(question.codes))
    parts = [page, question.id, question.compartment, question.kind, size, "required" if question.required else ""]
    return " ".join(parts).strip()


def test_the_field_list_equals_the_approved_list() -> None:
    found = [line(page.id, question) for page in (*core().pages, *core().child_door) for question in page.questions]
    assert found == [" ".join(row.split()) for row in APPROVED.strip().splitlines()]


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


def test_every_question_and_answer_has_its_text_and_no_text_is_left_over() -> None:
    assert set(texts.QUESTIONS) == {question.id for question in core().questions}
    for question in core().questions:
        words = texts.QUESTIONS[question.id]
        assert words.label
        assert set(words.answers) == set(question.codes), question.id
        assert len(set(words.answers.values())) == len(question.codes), question.id


def test_no_text_asks_what_is_never_asked() -> None:
    for name, words in texts.QUESTIONS.items():
        for text in (name.replace("_", " "), words.label, words.hint):
            assert not NEVER.search(text), text


def test_no_text_blames_shouts_or_uses_legal_words() -> None:
    everything = [*texts.BEFORE.values(), *texts.STATUS.values(), *texts.ERRORS.values(), texts.MEDIA]
    everything += [*texts.ON_THE_PHONE, *texts.CHILD_ALWAYS, texts.ADDRESS_REMOVED, texts.EMERGENCY_NONE]
    everything += [text for words in texts.QUESTIONS.values() for text in (words.label, *words.answers.values())]
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
    known = {"member", "country", "n", "law", "limit", "hours", "time", "hotline", "how_to_remove", "day", "used"}
    for text in (*texts.BEFORE.values(), *texts.STATUS.values(), *texts.ERRORS.values(), texts.ADDRESS_REMOVED):
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= known


# Files with defects


def written(tmp_path: Path, content: object, name: str = "set.yaml") -> Path:
    path = tmp_path / name
    path.write_text(
        content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8"
    )
    return path


def broken(**changes: object) -> dict[str, object]:
    content = yaml.safe_load((QUESTIONS / "core-1.yaml").read_text("utf-8"))
    return content | changes


def defects(path: Path) -> set[str]:
    with pytest.raises(Defective) as found:
        load_core(path)
    return {f"{defect.key}: {defect.words}" for defect in found.value.defects}


def test_all_defects_are_named_at_once_with_file_and_key(tmp_path: Path) -> None:
    pages = [
        {
            "id": "danger",
            "extra": 1,
            "questions": [
                {"id": "danger", "kind": "one", "compartment": "clear", "codes": [True]},
                {"id": "words", "kind": "text", "compartment": "attic"},
                {"id": "words", "kind": "upload", "compartment": "content"},
                {"id": "x", "kind": "text", "compartment": "content", "limit": 9000, "required": "yes"},
                {"id": "y", "kind": "text", "compartment": "content", "limit": 9, "only_if": {"nobody": ["yes"]}},
            ],
        }
    ]
    path = written(tmp_path, broken(pages=pages, child_door=[], version=0))
    assert defects(path) == {
        "version: a number from 1 to 1000 is expected",
        "pages[0].extra: no such key",
        "pages[0].questions[0].codes[0]: a text is expected (numbers in quotation marks)",
        "pages[0].questions[1].limit: texts and countries need a limit, choices have none",
        "pages[0].questions[1].compartment: must be one of: clear, personal, content, identity, offender, reporter",
        "pages[0].questions[2].kind: must be one of: one, many, text, country, countries",
        "pages[0].questions[3].limit: a number from 1 to 2000 is expected",
        "pages[0].questions[3].required: true or false",
        "words: this id is taken",
        "nobody: a condition speaks of a question or code that does not exist",
    }
    with pytest.raises(Defective, match=r"set\.yaml: "):
        load_core(path)


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
    assert extended.pages[-1].questions == (Question("xa_boat", "one", "content", ("yes", "no")),)
    assert extended.own_texts["xa_boat"].answers == {"yes": "Yes", "no": "No"}
    assert core().own_texts == {}


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
