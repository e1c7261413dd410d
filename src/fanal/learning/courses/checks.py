"""What a course must hold beyond its format (docs/courses.md, "What is checked"). Each check yields what is wrong, with
the key at which it is. Pure.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

import yaml

from fanal.engines.language.api import check_text, reading_age
from fanal.learning.courses import drawings, situations
from fanal.learning.courses.model import READ, BlockKind, Course, Found, Scenario
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.files import Defect, twice

AGE: Final = 14
NO_SIGNS: Final = CORPUS / "courses" / "no_signs.yaml"
PACE: Final = 200
"""Words a minute that somebody reads who learns: slower than for pleasure."""
LONGEST_LESSON: Final = 5
_ID: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_PART: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")


def defects(course: Course, others: Mapping[str, Course]) -> list[Defect]:
    """All that is wrong with a course. `others`: those that it may require, by code."""
    found = [
        *_head(course, others), *_ids(course), *_lessons(course), *_cues(course), *_figures(course),
        *situations.faults(course, others), *_words(course),
    ]  # fmt: skip
    return [Defect(course.code, key, words) for key, words in found]


def _head(course: Course, others: Mapping[str, Course]) -> Found:
    if not _ID.fullmatch(course.code):
        yield "code", "small letters, digits and hyphens, at most 40"
    for name in course.requires:
        if name not in others or not others[name].playable:
            yield "requires", f"there is no course {name} to play"
    if course.playable and not course.lessons:
        yield "lessons", "a course has lessons"
    if course.skill_check and not course.skills:
        yield "skills", "a course with a skill check says which skills"
    if not course.objectives:
        yield "objectives", "a course says what somebody can do after it"


def _ids(course: Course) -> Found:
    everything = [
        *((one.id, one.id) for one in course.scenarios),
        *((one.id, one.id) for one in course.questions),
        *((f"{one.id}.{made.id}", made.id) for one in course.scenarios for made in one.choices),
        *((lesson.id, page.id) for lesson in course.lessons for page in lesson.pages),
        *((f"forms.{form}", form.lower()) for forms in course.forms.values() for form in forms),
    ]
    for key, name in everything:
        if not _PART.fullmatch(name):
            yield key, "an id has small letters, digits and hyphens, at most 30"
    names = [one.id for one in course.scenarios] + [one.id for one in course.questions]
    for name in twice(names):
        yield name, "this id is taken"
    for name in twice(block.ref for block in course.cues()):
        yield name, "this id of a sign is taken"
    for lesson in course.lessons:
        for name in twice(page.id for page in lesson.pages):
            yield f"{lesson.id}.{name}", "this id of a page is taken"
    for one in course.scenarios:
        for name in twice(made.id for made in one.choices):
            yield f"{one.id}.{name}", "this id of a choice is taken"


def _lessons(course: Course) -> Found:
    for lesson in course.lessons:
        if not lesson.pages:
            yield lesson.id, "a lesson has pages"
        for name in set(lesson.objectives) - set(course.objectives):
            yield lesson.id, f"there is no objective {name}"
        keys = [key for page in lesson.pages for block in page.blocks for key in block.keys]
        words = sum(len(course.texts[key].split()) for key in keys)
        if words > PACE * LONGEST_LESSON:
            yield lesson.id, f"a lesson is read in {LONGEST_LESSON} minutes: {PACE * LONGEST_LESSON} words, not {words}"
        for page in lesson.pages:
            for block in page.blocks:
                if block.kind is BlockKind.QUESTION and course.question(block.ref) is None:
                    yield f"{lesson.id}.{page.id}", f"there is no question {block.ref}"
                elif block.kind is BlockKind.SCENARIO and not _practised(course.scenario(block.ref)):
                    yield f"{lesson.id}.{page.id}", f"there is no situation {block.ref} that stands in no form"


def _practised(one: Scenario | None) -> bool:
    return one is not None and not one.form


# ---- signs (DNH-26, DNH-48) ----


def _cues(course: Course) -> Found:
    for block in course.cues():
        sign = course.texts[block.keys[0]]
        if len(block.keys) == 1 and not block.direct:
            yield block.ref, "a sign needs its innocent reasons"
        if len(block.keys) > 1 and block.direct:
            yield block.ref, "a direct sign has no innocent reasons"
        for attribute, word in never(sign, course.language):
            yield block.ref, f"“{word}” is never a sign ({attribute})"


def never(text: str, language: str) -> Iterator[tuple[str, str]]:
    """What a text names that is never a sign, with the attribute to which it belongs."""
    for attribute, pattern in _never().get(language, {}).items():
        if found := pattern.search(text):
            yield attribute, found[0]


@cache
def _never() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    said = yaml.safe_load(NO_SIGNS.read_text("utf-8"))
    return {
        language: {
            attribute: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for attribute, words in rows.items()
        }
        for language, rows in said["words"].items()
    }


# ---- drawings ----


def _figures(course: Course) -> Found:
    used = set()
    for page in course.pages:
        for block in page.blocks:
            if block.kind is not BlockKind.FIGURE:
                continue
            used.add(block.ref)
            if block.ref not in course.drawings:
                yield page.id, f"there is no drawing {block.ref}"
                continue
            for words in drawings.faults(course.drawings[block.ref], block.labels):
                yield f"figures/{block.ref}", words
    for name in sorted(set(course.drawings) - used):
        yield f"figures/{name}", "no page shows this drawing"


# ---- words ----


def _words(course: Course) -> Found:
    audience = "child" if course.audience == "caregiver" else ""
    for key, text in course.texts.items():
        for found in check_text(text, course.language, audience=audience):
            if found.level == "block":
                yield key, f"“{found.text}”: say instead: {found.say}"
    if course.language not in READ:
        return
    for name, text in _read_together(course).items():
        age = reading_age(text, course.language)
        if age.reliable and age.age > AGE:
            yield name, f"it needs a reader of {age.age:.0f} years; {AGE} at most"


def _read_together(course: Course) -> dict[str, str]:
    """The texts of each lesson, and of each situation with its choices: as somebody reads them."""
    lessons = {
        one.id: [course.texts[key] for page in one.pages for block in page.blocks for key in block.keys]
        for one in course.lessons
    }
    situations = {
        one.id: [
            course.texts[one.vignette],
            *(course.texts[key] for m in one.choices for key in (m.say, m.feedback) if key),
        ]
        for one in course.scenarios
    }
    return {name: "\n\n".join(texts) for name, texts in {**lessons, **situations}.items()}
