"""Instruments: the questions of an assessment, the signs of danger with the level that each asks for at least, and what
the words of wellbeing mean (docs/cases.md, "Assessment"). Versioned files, checked when they are read. Pure.

The minimum is shown to a person who decides. Nothing is added up, and nothing is stored of it (CM-3, CM-22).
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml

from fanal.cases.codes import AssessmentKind, Domain, Risk, Wellbeing
from fanal.vocabulary.corpus import CORPUS

FOLDER: Final = CORPUS / "cases" / "instruments"
WORDS: Final = CORPUS / "cases" / "wellbeing.yaml"
SCHEMA, WORDS_SCHEMA = "fanal.instrument/1", "fanal.wellbeing/1"
LONGEST: Final = 240
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,31}")
_KEYS: Final = {"schema", "code", "version", "language", "about", "carries_plan", "sources", "sections"}
_PARTS: Final = {"title", "questions", "signs", "words"}


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of danger. `asks`: the level that it asks for at least."""

    code: str
    say: str
    asks: Risk


@dataclass(frozen=True, slots=True)
class Section:
    """One page of questions. `words`: the parts of life for which the worker chooses a word here."""

    code: str
    title: str
    questions: Mapping[str, str]
    signs: tuple[Sign, ...] = ()
    words: tuple[Domain, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """One of them. `carries_plan`: whether a plan can rest on it; a quick look cannot. `wording`: all of it that a
    review is about."""

    code: str
    version: int
    about: str
    carries_plan: bool
    sources: tuple[str, ...]
    sections: tuple[Section, ...]
    wording: bytes

    @property
    def ref(self) -> str:
        """As an assessment stores it."""
        return f"{self.code}@{self.version}"

    @property
    def questions(self) -> dict[str, str]:
        return {code: ask for one in self.sections for code, ask in one.questions.items()}

    @property
    def signs(self) -> dict[str, Sign]:
        return {sign.code: sign for one in self.sections for sign in one.signs}

    def section(self, code: str) -> Section | None:
        """One section; None where there is no such."""
        return next((one for one in self.sections if one.code == code), None)


def minimum(instrument: Instrument | None, ticked: Collection[str]) -> Risk | None:
    """The level that the ticked signs ask for at least: the highest of them; None where none was ticked."""
    signs = instrument.signs if instrument else {}
    asked = {signs[code].asks for code in ticked if code in signs}
    return next((level for level in Risk if level in asked), None)


def is_below(chosen: Risk, least: Risk | None) -> bool:
    """Whether a level is lower than the ticked signs ask for."""
    order = list(Risk)
    return least is not None and order.index(chosen) > order.index(least)


# ---- files ----


def read(text: str, words: str) -> Instrument:
    """The instrument of a file, with the words of wellbeing of another. Raises ValueError with every defect."""
    said, meant = _loaded(text), _loaded(words)
    if found := [*_defects(said), *_word_defects(meant)]:
        raise ValueError("; ".join(found))
    sections = tuple(_section(code, told) for code, told in said["sections"].items())
    domains = sorted({one for section in sections for one in section.words})
    about = {"instrument": said, "words": {one: meant["words"][one] for one in domains}}
    wording = json.dumps(about, sort_keys=True, ensure_ascii=False).encode()
    return Instrument(
        said["code"], said["version"], said["about"], said["carries_plan"], tuple(said["sources"]), sections, wording
    )


def _loaded(text: str) -> dict[str, Any]:
    said = yaml.safe_load(text)
    if not isinstance(said, dict):
        raise ValueError("this is no instrument")
    return said


def _section(code: str, told: Mapping[str, Any]) -> Section:
    signs = tuple(Sign(name, one["say"], Risk(one["asks"])) for name, one in told.get("signs", {}).items())
    return Section(code, told["title"], told["questions"], signs, tuple(Domain(one) for one in told.get("words", ())))


def _defects(said: Mapping[str, Any]) -> Iterator[str]:
    if said.get("schema") != SCHEMA or said.keys() != _KEYS:
        yield f"this is not {SCHEMA}, or it lacks a part"
        return
    kinds, sections = {one.value for one in AssessmentKind}, said["sections"]
    checks = {
        f"there is no kind {said['code']}": said["code"] in kinds,
        "a version is a number from 1": isinstance(said["version"], int) and said["version"] > 0,
        "the wording is in English; other languages are translations of it": said["language"] == "en",
        "it says whether a plan can rest on it": isinstance(said["carries_plan"], bool),
        "it says what it is": isinstance(said["about"], str) and said["about"],
        "it names its sources": bool(said["sources"]) and all(isinstance(one, str) and one for one in said["sources"]),
        "it has sections": isinstance(sections, dict) and bool(sections),
    }
    yield from (words for words, good in checks.items() if not good)
    yield from _of_sections(sections if isinstance(sections, dict) else {})


def _of_sections(sections: Mapping[str, Any]) -> Iterator[str]:
    seen: dict[str, set[str]] = {"question": set(), "sign": set(), "word": set()}
    for code, told in sections.items():
        if not (_CODE.fullmatch(code) and isinstance(told, dict) and {"title", "questions"} <= told.keys() <= _PARTS):
            yield f"the section {code} is not one"
            continue
        parts = {"question": told["questions"], "sign": told.get("signs", {}), "word": told.get("words", [])}
        for what, names in parts.items():
            if twice := seen[what] & set(names):
                yield f"{what} twice: {', '.join(sorted(twice))}"
            seen[what] |= set(names)
        yield from _of_texts(code, told)


def _of_texts(code: str, told: Mapping[str, Any]) -> Iterator[str]:
    levels, domains = {one.value for one in Risk}, {one.value for one in Domain}
    signs = told.get("signs", {})
    for name, one in signs.items():
        if not isinstance(one, dict) or one.keys() != {"say", "asks"} or one["asks"] not in levels:
            yield f"the sign {name} says what it is and which level it asks for"
    yield from (f"there is no part of life {one}" for one in told.get("words", []) if one not in domains)
    texts = {**told["questions"], **{name: one.get("say") for name, one in signs.items() if isinstance(one, dict)}}
    for name, text in {code: told["title"], **texts}.items():
        if not _CODE.fullmatch(name) or not isinstance(text, str) or not 0 < len(text) <= LONGEST:
            yield f"{name} needs a code and a text of at most {LONGEST} characters"


def _word_defects(said: Mapping[str, Any]) -> Iterator[str]:
    if said.get("schema") != WORDS_SCHEMA:
        yield f"the words are not {WORDS_SCHEMA}"
        return
    defined = [one.value for one in Wellbeing if one is not Wellbeing.NOT_KNOWN]
    for domain in Domain:
        if list(said["words"].get(domain.value, {})) != defined:
            yield f"{domain.value} needs what each of its words means, from {defined[0]} to {defined[-1]}"


@cache
def shipped() -> Mapping[str, Instrument]:
    """All that this program ships, also of earlier versions (`initial.1.yaml`), by their reference."""
    words = WORDS.read_text("utf-8")
    found = (read(path.read_text("utf-8"), words) for path in sorted(FOLDER.glob("*.yaml")))
    return {one.ref: one for one in found}


@cache
def newest() -> Mapping[AssessmentKind, Instrument]:
    """By kind, the version that is used now, in the order of the list."""
    rows = sorted(shipped().values(), key=lambda one: one.version)
    last = {AssessmentKind(one.code): one for one in rows}
    return {kind: last[kind] for kind in AssessmentKind if kind in last}


def of(ref: str) -> Instrument | None:
    """The instrument of an assessment; None for a version that this program does not know."""
    return shipped().get(ref)


@cache
def meanings() -> Mapping[Domain, Mapping[Wellbeing, str]]:
    """What each word means in each part of life."""
    said = yaml.safe_load(WORDS.read_text("utf-8"))["words"]
    return {Domain(one): {Wellbeing(word): text for word, text in told.items()} for one, told in said.items()}
