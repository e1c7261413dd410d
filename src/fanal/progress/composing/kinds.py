"""What a document is, the blocks of which it is made, and what a block prints. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

MOST: Final = 80
"""Blocks of a document."""
LONGEST: Final = 4000
"""Letters of a text that somebody writes."""


class Output(StrEnum):
    """What becomes of it."""

    REPORT = "report"
    BRIEF = "brief"
    LETTER = "letter"
    PRESS = "press"


class Kind(StrEnum):
    """What a block is."""

    LAW = "law"
    GAP = "gap"
    NUMBER = "number"
    STATE = "state"
    PROGRAMME = "programme"
    VOICE = "voice"
    TEXT = "text"


LEGAL: Final = frozenset({Kind.LAW, Kind.GAP})
"""What a lawyer reads before it leaves."""


class State(StrEnum):
    """How far a document is."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    EXPORTED = "exported"


class Mark(StrEnum):
    """What a reader must know of a block, beside it."""

    STALE = "stale"
    UNREVIEWED = "unreviewed"
    REPEALED = "repealed"
    NEWER = "newer"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Block:
    """One block as it is kept. `id`: its number in the document, which no other block gets; `ref`: what it shows;
    `text`: what somebody wrote."""

    id: int
    kind: Kind
    section: str
    ref: str = ""
    text: str = ""


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Blocks as they are kept. Raises ValueError, KeyError, TypeError."""
    return tuple(Block(int(one["id"]), Kind(one["kind"]), one["section"], one["ref"], one["text"]) for one in rows)


def written(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The same, to be kept."""
    return [
        {"id": one.id, "kind": one.kind.value, "section": one.section, "ref": one.ref, "text": one.text}
        for one in blocks
    ]


def moved(blocks: Sequence[Block], which: int, sections: Sequence[str], *, up: bool) -> tuple[Block, ...]:
    """A block one place further up or down: at the edge of its section it goes into the next one. Raises KeyError."""
    by_section = {code: [one for one in blocks if one.section == code] for code in sections}
    block = {one.id: one for one in blocks}[which]
    here, at = by_section[block.section], by_section[block.section].index(block)
    there = at - 1 if up else at + 1
    if 0 <= there < len(here):
        here[at], here[there] = here[there], here[at]
        return in_order(by_section)
    code = sections.index(block.section) + (-1 if up else 1)
    if 0 <= code < len(sections):
        here.remove(block)
        into = by_section[sections[code]]
        into.insert(len(into) if up else 0, replace(block, section=sections[code]))
    return in_order(by_section)


def in_order(by_section: Mapping[str, Iterable[Block]]) -> tuple[Block, ...]:
    """All blocks, section by section."""
    return tuple(one for held in by_section.values() for one in held)


@dataclass(frozen=True, slots=True)
class Source:
    """Where what a block prints can be looked up."""

    title: str
    publisher: str = ""
    address: str = ""
    licence: str = ""
    on: str = ""
    """Its day, as ISO 8601."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as a part of what is counted: by dimension the codes. `of`: which table it belongs to."""

    of: tuple[str, ...]
    parts: Mapping[str, frozenset[str]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """What a block prints, in the language of its document. `quoted`: words of a law or a speaker, as they are, with
    the code of their language; `more`: points that only a document without a limit of pages has; `articles`: labels of
    articles that it shows; `digest`: of all that it says, whatever the language and the day; `cell`: of a number."""

    kind: Kind
    ref: str
    title: str
    source: Source
    digest: str
    said: tuple[str, ...] = ()
    quoted: tuple[tuple[str, str], ...] = ()
    points: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    marks: tuple[tuple[Mark, str], ...] = ()
    articles: tuple[str, ...] = ()
    cell: Cell | None = None

    def fitted(self, *, short: bool) -> "Piece":
        """As it is printed: short, or whole."""
        return replace(self, points=self.points if short else (*self.points, *self.more), more=())

    def has(self, mark: Mark) -> bool:
        """Whether it carries a mark."""
        return any(one is mark for one, _words in self.marks)

    @property
    def own(self) -> str:
        """What it says in words of ours, which terms to avoid may not stand in."""
        return "\n".join((self.title, *self.said, *self.points))

    @property
    def prints(self) -> str:
        """What numbers and articles in a text can be bound to. What a speaker said is no evidence of a number."""
        quoted = () if self.kind is Kind.VOICE else (words for words, _language in self.quoted)
        return "\n".join((self.own, *quoted))


def digest(*facts: object) -> str:
    """A hash of what a block says."""
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
