"""The questions of the public form: versioned files, read into frozen values that describe pages and answers.

The list is closed (DNH-04): what is not in the file is not asked, and `NEVER` says what no file may ask. A country may
add at most five questions of its own, after the core and on a page of their own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from fanal.concerns.files import Checker, read_yaml
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.countries import is_country

QUESTIONS = CORPUS / "questions"
COMPARTMENTS = ("clear", "personal", "content", "identity", "offender", "reporter")
MOST_ADDITIONS = 5

type Kind = Literal["one", "many", "text", "country", "countries"]
type Condition = tuple[str, tuple[str, ...]]  # a question, and the codes of which it must have one

# Words of things that are never asked, in an addition's id or English text (the core is held by an approved list).
NEVER = re.compile(
    r"\b(?:(?:your|reporter.?s?)[ _](?:name|age|sex|gender|religion|nationality)|nationalit|ethnic|race\b|skin|religio|"
    r"foreign.?looking|mixed.?couple|immigra|passport|identity.?(?:card|document|number)|photo|picture|video|image|"
    r"screenshot|upload|file\b|attach|(?:web)?links? to|url\b|web.?address|gps|"
    r"location of (?:your|the) (?:phone|device)|"
    r"consent|agreed?\b|willing|resist|paid\b|money did|sexual (?:act|detail)|naked|body|bodies|pain\b|intercourse|"
    r"parents? know|why were you)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `limit` is characters of a text or number of countries; `codes` the answers of a choice.

    A question of kind `country` takes a country or one of its codes. `default` is the code that stands ticked.
    `only_if` names the answer without which this one makes no sense.
    """

    id: str
    kind: Kind
    compartment: str
    codes: tuple[str, ...] = ()
    required: bool = False
    limit: int = 0
    lines: bool = False
    default: str = ""
    only_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """At least one of these questions must be answered, unless an earlier answer says otherwise."""

    questions: tuple[str, ...]
    unless: Condition | None = None


@dataclass(frozen=True, slots=True)
class Page:
    id: str
    questions: tuple[Question, ...]
    one_of: OneOf | None = None


@dataclass(frozen=True, slots=True)
class OwnText:
    """English texts of a national addition: they stand in its file, since the core's catalogue cannot know them."""

    question: str
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """`name` is stored with each concern: `core-1`, or `core-1+xa-2` with additions."""

    name: str
    pages: tuple[Page, ...]
    child_door: tuple[Page, ...]
    own_texts: Mapping[str, OwnText] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in (*self.pages, *self.child_door) for question in page.questions)

    def page(self, page_id: str) -> Page:
        """Raises KeyError."""
        return next((page for page in (*self.pages, *self.child_door) if page.id == page_id), None) or _no(page_id)

    def question(self, question_id: str) -> Question:
        """Raises KeyError."""
        return next((found for found in self.questions if found.id == question_id), None) or _no(question_id)


def _no(name: str) -> Any:
    raise KeyError(name)


@cache
def core(version: int = 1) -> QuestionSet:
    """The core set of a version; raises `Defective` with all defects of the file."""
    return load_core(QUESTIONS / f"core-{version}.yaml")


def load_core(path: Path) -> QuestionSet:
    check = Checker(path.name)
    content = check.keys(read_yaml(path), "", ("set", "version", "pages", "child_door"))
    check.one_of(content.get("set"), "set", ["core"])
    version = _number(check, content.get("version"), "version", 1)
    pages = _pages(check, content.get("pages"), "pages")
    door = _pages(check, content.get("child_door"), "child_door")
    _unique(check, pages + door)
    check.done()
    return QuestionSet(f"core-{version}", pages, door)


def with_additions(core_set: QuestionSet, path: Path) -> QuestionSet:
    """The core followed by a country's own page of at most five questions; raises `Defective`.

    The file carries its review, and its questions are sealed with the content. The core stays as it is.
    """
    check = Checker(path.name)
    content = check.keys(read_yaml(path), "", ("set", "country", "version", "reviewed", "questions"))
    check.one_of(content.get("set"), "set", ["national"])
    country = check.text(content.get("country"), "country")
    if country and not is_country(country):
        check.wrong("country", "no such country")
    version = _number(check, content.get("version"), "version", 1)
    review = check.keys(content.get("reviewed"), "reviewed", ("by", "on"))
    check.text(review.get("by"), "reviewed.by")
    check.day(review.get("on"), "reviewed.on")
    found = check.items(content.get("questions"), "questions")
    if not 1 <= len(found) <= MOST_ADDITIONS:
        check.wrong("questions", f"at least one and at most {MOST_ADDITIONS}")
    prefix, taken = f"{country.lower()}_", {question.id for question in core_set.questions}
    added = [_addition(check, item, f"questions[{at}]", prefix) for at, item in enumerate(found)]
    page = Page(f"{country.lower()}", tuple(question for question, _ in added))
    _unique(check, (page,), taken)
    check.done()
    texts = {question.id: text for question, text in added}
    name = f"{core_set.name}+{country.lower()}-{version}"
    return QuestionSet(name, (*core_set.pages, page), core_set.child_door, texts)


def _addition(check: Checker, value: Any, key: str, prefix: str) -> tuple[Question, OwnText]:
    content = check.keys(value, key, ("id", "kind", "text"), ("codes", "limit", "lines"))
    check.one_of(content.get("kind"), f"{key}.kind", ["one", "many", "text"])
    answers = content.get("codes", {})
    if not isinstance(answers, dict):
        check.wrong(f"{key}.codes", "each code with its English text")
        answers = {}
    shape = {name: part for name, part in content.items() if name != "text"} | {"compartment": "content"}
    if answers:
        shape["codes"] = list(answers)
    question = _question(check, shape, key)
    if question.id and not question.id.startswith(prefix):
        check.wrong(f"{key}.id", f"must begin with {prefix}")
    text = check.text(content.get("text"), f"{key}.text")
    labels = {code: check.text(label, f"{key}.codes.{code}") for code, label in answers.items()}
    if any(NEVER.search(words.replace("_", " ")) for words in (question.id, text, *labels.values())):
        check.wrong(key, "asks what is never asked")
    return question, OwnText(text, labels)


def _pages(check: Checker, value: Any, key: str) -> tuple[Page, ...]:
    pages = []
    for at, item in enumerate(check.items(value, key)):
        here = f"{key}[{at}]"
        content = check.keys(item, here, ("id", "questions"), ("one_of",))
        found = check.items(content.get("questions"), f"{here}.questions")
        questions = tuple(_question(check, part, f"{here}.questions[{n}]") for n, part in enumerate(found))
        one_of = _one_of(check, content["one_of"], f"{here}.one_of") if "one_of" in content else None
        pages.append(Page(check.text(content.get("id"), f"{here}.id"), questions, one_of))
    return tuple(pages)


def _one_of(check: Checker, value: Any, key: str) -> OneOf:
    content = check.keys(value, key, ("questions",), ("unless",))
    unless = _condition(check, content["unless"], f"{key}.unless") if "unless" in content else None
    return OneOf(check.texts(content.get("questions"), f"{key}.questions"), unless)


def _question(check: Checker, value: Any, key: str) -> Question:
    optional = ("codes", "required", "limit", "lines", "default", "only_if")
    content = check.keys(value, key, ("id", "kind", "compartment"), optional)
    kind: Any = check.one_of(content.get("kind"), f"{key}.kind", ["one", "many", "text", "country", "countries"])
    codes = check.texts(content.get("codes", []), f"{key}.codes")
    default = content.get("default", "")
    if bool(codes) != (kind in {"one", "many", "country"}):
        check.wrong(f"{key}.codes", "choices need codes, texts have none")
    if default and default not in codes:
        check.wrong(f"{key}.default", "must be one of its codes")
    for flag in ("required", "lines"):
        if not isinstance(content.get(flag, False), bool):
            check.wrong(f"{key}.{flag}", "true or false")
    limited = kind in {"text", "countries"}
    if limited != ("limit" in content):
        check.wrong(f"{key}.limit", "texts and countries need a limit, choices have none")
    return Question(
        id=check.text(content.get("id"), f"{key}.id"),
        kind=kind,
        compartment=check.one_of(content.get("compartment"), f"{key}.compartment", COMPARTMENTS),
        codes=codes,
        required=content.get("required", False),
        limit=_number(check, content["limit"], f"{key}.limit", 1, 2000) if "limit" in content else 0,
        lines=content.get("lines", False),
        default=default,
        only_if=_condition(check, content["only_if"], f"{key}.only_if") if "only_if" in content else None,
    )


def _condition(check: Checker, value: Any, key: str) -> Condition | None:
    if not isinstance(value, dict) or len(value) != 1:
        check.wrong(key, "one question with its codes")
        return None
    [(name, codes)] = value.items()
    return check.text(name, key), check.texts(codes, f"{key}.{name}")


def _number(check: Checker, value: Any, key: str, least: int, most: int = 1000) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    check.wrong(key, f"a number from {least} to {most} is expected")
    return least


def _unique(check: Checker, pages: tuple[Page, ...], taken: set[str] | frozenset[str] = frozenset()) -> None:
    """Ids are unique, and each condition speaks of a choice that exists."""
    questions = {question.id: question for page in pages for question in page.questions}
    ids = [question.id for page in pages for question in page.questions]
    for name in sorted({name for name in ids if ids.count(name) > 1 or name in taken}):
        check.wrong(name, "this id is taken")
    conditions = [question.only_if for question in questions.values()]
    conditions += [page.one_of.unless for page in pages if page.one_of]
    for name, codes in filter(None, conditions):
        if name not in questions or not set(codes) <= set(questions[name].codes):
            check.wrong(name, "a condition speaks of a question or code that does not exist")
    for page in pages:
        if page.one_of and not set(page.one_of.questions) <= {question.id for question in page.questions}:
            check.wrong(page.id, "one_of speaks of a question that is not on the page")
