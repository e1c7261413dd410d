"""The sets of questions of the public form: the core, which `form.py` declares, and what a country adds in a file.

The list is closed (DNH-04), and `NEVER` says what no file may ask. A country may add at most five questions of its own,
after the core and on a page of their own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fanal.concerns.form import form
from fanal.concerns.form.asked import Page, Question
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.countries import is_country
from fanal.vocabulary.files import Checker, Defect, Defective, read_yaml, twice

QUESTIONS = CORPUS / "questions"
MOST_ADDITIONS = 5

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
class QuestionSet:
    """`name` is stored with each concern: `core-1`, or `core-1+xa-2` with additions."""

    name: str
    pages: tuple[Page, ...]
    child_door: tuple[Page, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in (*self.pages, *self.child_door) for question in page.questions)

    @property
    def own(self) -> Mapping[str, Question]:
        """What the country added, by id."""
        return {question.id: question for question in self.questions if question.own}

    def page(self, page_id: str) -> Page:
        """Raises KeyError."""
        return next((page for page in (*self.pages, *self.child_door) if page.id == page_id), None) or _no(page_id)

    def question(self, question_id: str) -> Question:
        """Raises KeyError."""
        return next((found for found in self.questions if found.id == question_id), None) or _no(question_id)


def _no(name: str) -> Any:
    raise KeyError(name)


@cache
def core() -> QuestionSet:
    """What every form asks today."""
    return QuestionSet(form.NAME, form.PAGES, form.CHILD_DOOR)


def in_use(country: str) -> QuestionSet:
    """What the form of a country asks today: the core, followed by the newest of its own files, where it has one.

    A file with a defect asks nothing, and the one before it stays in use: a form is never gone. `fanal check` names it.
    """
    files = _files(country)
    for last in range(len(files), 0, -1):
        try:
            return _read(files[:last])
        except Defective:
            continue
    return core()


def named(name: str) -> QuestionSet:
    """The core, with the questions that a country had added when a concern was told, by the name that it keeps. Files
    stay for that; of one that is gone the core is left."""
    own = name.partition("+")[2]
    path = QUESTIONS / f"{own}.yaml"
    try:
        return _read([path]) if own and path.exists() else core()
    except Defective:
        return core()


def defects() -> Iterator[Defect]:
    """All that is wrong in the files of all countries."""
    paths = sorted(QUESTIONS.glob("*.yaml"))
    for country in sorted({path.stem.partition("-")[0] for path in paths}):
        files = _files(country)
        for path in paths:
            if path.stem.partition("-")[0] == country and path not in files:
                yield Defect(path.name, "", "a file of questions is called like xa-1.yaml")
        try:
            if files:
                _read(files)
        except Defective as found:
            yield from found.defects


def own_question(name: str, used: QuestionSet | None = None) -> Question | None:
    """A question that a country added: as `used` asked it, else from the newest file that has it."""
    if used is not None and name in used.own:
        return used.own[name]
    files = reversed(_files(name.partition("_")[0]))
    return next((found for path in files if (found := named(f"+{path.stem}").own.get(name))), None)


def _files(country: str) -> list[Path]:
    """The files of a country, oldest first."""
    found = QUESTIONS.glob(f"{country.lower()}-*.yaml") if is_country(country.upper()) else ()
    return sorted(found, key=lambda path: (len(path.name), path.name))


def _read(files: Sequence[Path]) -> QuestionSet:
    """The core with the last of the files; raises `Defective`."""
    return _extended(tuple((str(path), path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=64)
def _extended(files: tuple[tuple[str, int], ...]) -> QuestionSet:
    """The core with the last of the files. An id that an earlier one has asks the same there; raises `Defective`."""
    *earlier, newest = (with_additions(core(), Path(path)) for path, _stamp in files)
    last = Path(files[-1][0])
    check = Checker(last.name)
    if newest.name != f"{form.NAME}+{last.stem}":
        check.wrong("version", f"the file is called {newest.name.partition('+')[2]}.yaml")
    for before in earlier:
        for name in before.own.keys() & newest.own.keys():
            old, new = before.own[name], newest.own[name]
            if old.label != new.label or any(new.answers.get(code, word) != word for code, word in old.answers.items()):
                check.wrong(
                    name, f"{before.name} asks something else with this id; answers are kept, so take a new one"
                )
    check.done()
    return newest


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
    version = _number(check, content.get("version"), "version")
    review = check.keys(content.get("reviewed"), "reviewed", ("by", "on"))
    check.text(review.get("by"), "reviewed.by")
    check.day(review.get("on"), "reviewed.on")
    entries = check.items(content.get("questions"), "questions")
    if not 1 <= len(entries) <= MOST_ADDITIONS:
        check.wrong("questions", f"at least one and at most {MOST_ADDITIONS}")
    own = tuple(_addition(check, item, f"questions[{at}]", country.lower()) for at, item in enumerate(entries))
    taken = [question.id for question in (*core_set.questions, *own)]
    for name in twice(taken):
        check.wrong(name, "this id is taken")
    check.done()
    page = Page(country.lower(), own)
    return QuestionSet(f"{core_set.name}+{country.lower()}-{version}", (*core_set.pages, page), core_set.child_door)


def _addition(check: Checker, value: Any, key: str, country: str) -> Question:
    content = check.keys(value, key, ("id", "kind", "text"), ("codes", "limit", "lines"))
    name, label = check.text(content.get("id"), f"{key}.id"), check.text(content.get("text"), f"{key}.text")
    kind: Any = check.one_of(content.get("kind"), f"{key}.kind", ["one", "many", "text"])
    codes = content.get("codes", {})
    if not isinstance(codes, dict):
        check.wrong(f"{key}.codes", "each code with its English text")
        codes = {}
    answers = {
        check.text(code, f"{key}.codes"): check.text(words, f"{key}.codes.{code}") for code, words in codes.items()
    }
    if bool(answers) == (kind == "text"):
        check.wrong(f"{key}.codes", "choices need codes, texts have none")
    if (kind == "text") != ("limit" in content):
        check.wrong(f"{key}.limit", "texts need a limit, choices have none")
    lines = content.get("lines", False)
    if not isinstance(lines, bool):
        check.wrong(f"{key}.lines", "true or false")
    if name and not name.startswith(f"{country}_"):
        check.wrong(f"{key}.id", f"must begin with {country}_")
    if any(NEVER.search(words.replace("_", " ")) for words in (name, label, *answers.values())):
        check.wrong(key, "asks what is never asked")
    limit = _number(check, content["limit"], f"{key}.limit", 2000) if "limit" in content else 0
    return Question(name, kind, "content", label, answers, limit=limit, lines=lines, own=True)


def _number(check: Checker, value: Any, key: str, most: int = 1000) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
        return value
    check.wrong(key, f"a number from 1 to {most} is expected")
    return 1
