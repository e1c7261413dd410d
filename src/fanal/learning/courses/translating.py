"""A course in another language: a PO file (`i18n/fr.po`), whose context is the key of a text, and whose source is what
the text was when it was translated. So one that was worded anew is seen as stale, and programs of translators can be
used (docs/courses.md, "Translations"). Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final

from fanal.engines.language.api import Text, faults, turns
from fanal.engines.language.contracts import Entry, exchange
from fanal.learning.courses import checks
from fanal.learning.courses.model import Course

FOLDER: Final = "i18n"
MACHINE: Final = "machine draft: no native practitioner has read it"
"""In the second line of a file: until somebody did, who takes it away."""


class TextState(StrEnum):
    """How a text of a course stands in a language, before anybody reviewed it."""

    MISSING = "missing"
    STALE = "stale"
    THERE = "there"


@dataclass(frozen=True)
class Translation:
    """A course in one language. `entries`: by key, what is there, each with the source of which it is a translation;
    `machine`: whether it is a draft of a machine that no native practitioner has read."""

    course: Course
    language: str
    entries: Mapping[str, Entry] = field(repr=False)
    machine: bool = False

    def state(self, key: str) -> TextState:
        """How one text stands."""
        if self.language == self.course.language:
            return TextState.THERE
        entry = self.entries.get(key)
        if entry is None:
            return TextState.MISSING
        return TextState.THERE if entry.singular == self.course.texts[key] else TextState.STALE

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Every text by its key; one that is not translated is in the language of the source."""
        said = {key: entry.strings[0] for key, entry in self.entries.items() if key in self.course.texts}
        return {**self.course.texts, **said}

    @cached_property
    def missing(self) -> list[str]:
        """Keys without a translation. While there is one the language is offered to nobody."""
        return [key for key in self.course.texts if self.state(key) is TextState.MISSING]

    @cached_property
    def stale(self) -> list[str]:
        """Keys whose source is another by now."""
        return [key for key in self.course.texts if self.state(key) is TextState.STALE]

    @cached_property
    def turned(self) -> list[str]:
        """Keys of which the translation has signs that turn the direction of writing: what is shown is not what was
        reviewed. While there is one the language is offered to nobody."""
        return [key for key, entry in self.entries.items() if any(map(turns, entry.strings))]

    @cached_property
    def wording(self) -> bytes:
        """All of it that a review is about."""
        rows = [[key, one.singular, *one.strings] for key, one in sorted(self.entries.items())]
        return json.dumps([self.course.code, self.language, rows], ensure_ascii=False).encode()

    def defects(self) -> Iterator[tuple[str, str]]:
        """Key and kind of what must not stand in a translation."""
        for block in self.course.cues():
            for attribute, _word in checks.never(self.texts[block.keys[0]], self.language):
                yield block.keys[0], f"never a sign ({attribute})"
        for key, entry in self.entries.items():
            if key in self.course.texts:
                text = Text(entry.singular, None, key, (), (), "")
                yield from ((key, fault.kind) for fault in faults(text, entry.strings, self.language))


def read(folder: Path, course: Course, language: str) -> Translation:
    """The translation that lies in the folder of a course; an empty one where none does. Raises `CatalogueError`."""
    path = folder / FOLDER / f"{language}.po"
    if language == course.language or not path.is_file():
        return Translation(course, language, {})
    content = path.read_bytes()
    found = exchange.entries_of(content, language, path.name)
    entries = {one.context: one for one in found.values() if one.context}
    return Translation(course, language, entries, exchange.mark_of(content) == MACHINE)


def filled(course: Course, language: str, said: Mapping[str, str]) -> Translation:
    """What somebody fills in, alone; an empty text takes a translation away."""
    entries = {key: Entry(course.texts[key], None, key, (text,)) for key, text in said.items() if text}
    return Translation(course, language, entries)


def written(course: Course, language: str, said: Mapping[str, str], before: Translation) -> bytes:
    """A PO file of the whole course, in the order of its texts: what is said anew, what was there before, and room for
    the rest. What was there of a text that is worded anew keeps its source, and with it the sign that it is stale."""
    entries = []
    for key, source in course.texts.items():
        held = before.entries.get(key)
        if key in said or held is None:
            entries.append(Entry(source, None, key, (said.get(key, ""),)))
        else:
            entries.append(held)
    return exchange.file_of(language, entries, MACHINE if before.machine else "")
