"""The wording of five treaties, article by article, for citation.

The texts lie in `corpus/law/treaties/texts/` with their origin. A place in a treaty is written as lawyers write it:
`25(1)(e)`, `3(1)(a)(i)(a)`, and `18(1)(b)#2` for the second indent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from fanal.vocabulary.corpus import CORPUS

FOLDER = CORPUS / "law" / "treaties" / "texts"
ARTICLES = {"OPSC": 17, "CRC": 54, "LANZAROTE": 50, "PALERMO": 20, "BUDAPEST": 48}
"""Treaties whose wording we hold, with the number of their articles."""

_PLACE = re.compile(r"(?P<article>\d+)(?P<steps>(?:\([0-9a-z]+\))*)(?:#(?P<indent>\d+))?", re.ASCII)
_HEADING = re.compile(r"^## Article (\d+)[ \t]*$", re.MULTILINE)
_MARKS = (
    (1, re.compile(r"(\d+)\. ")),
    (2, re.compile(r"([a-z])\) ")),
    (3, re.compile(r"\(([ivx]+)\) ")),
    (4, re.compile(r"([a-z])\. ")),
    (5, re.compile(r"(–) ")),
)
_INDENT = 5


class NoSuchArticle(LookupError):
    """The treaty has no such article, paragraph or letter, or we do not hold its text."""


@dataclass(frozen=True, slots=True)
class _Block:
    """One paragraph of print. `level` 0 has no mark; a block ends where one of its level or above begins."""

    level: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Treaty:
    """One text. `titles` holds the printed title of each article, empty where it has none."""

    id: str
    title: str
    articles: Mapping[int, tuple[_Block, ...]]
    titles: Mapping[int, str]

    def text(self, place: str) -> str:
        """The wording at a place such as `25(1)(e)`; raises `NoSuchArticle`."""
        found = _PLACE.fullmatch(place)
        if not found or int(found["article"]) not in self.articles:
            raise NoSuchArticle(f"{self.id} has no article {place}")
        blocks = self.articles[int(found["article"])]
        for step in re.findall(r"\(([0-9a-z]+)\)", found["steps"]):
            blocks = _within(blocks, step, f"{self.id} {place}")
        if found["indent"]:
            blocks = _indent(blocks, int(found["indent"]), f"{self.id} {place}")
        return "\n".join(block.text for block in blocks)


def article(treaty: str, number: int, paragraph: str | None = None) -> str:
    """The wording of an article, or of a part of it: `article("LANZAROTE", 25, "(1)(e)")`, or `"1.e"`.

    Raises `NoSuchArticle`.
    """
    steps = paragraph or ""
    if steps and not steps.startswith("("):
        steps = "".join(f"({step})" for step in steps.split("."))
    return treaty_of(treaty).text(f"{number}{steps}")


def headings(treaty: str) -> Mapping[int, str]:
    """The printed titles of all articles by number; empty where an article has none."""
    return treaty_of(treaty).titles


def treaty_of(treaty: str) -> Treaty:
    if treaty not in ARTICLES:
        raise NoSuchArticle(f"the text of {treaty} is not in the corpus")
    return _read(FOLDER / f"{treaty.lower()}.en.md", treaty)


@cache
def _read(path: Path, treaty: str) -> Treaty:
    return parse(treaty, path.read_text("utf-8"))


def parse(treaty: str, text: str) -> Treaty:
    """A treaty from its Markdown: `## Article n` opens an article, blank lines part its paragraphs."""
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    parts = _HEADING.split(text)
    articles: dict[int, tuple[_Block, ...]] = {}
    titles: dict[int, str] = {}
    for number, body in zip(parts[1::2], parts[2::2], strict=True):
        paragraphs = [part.strip() for part in re.split(r"\n\s*\n", re.split(r"^# ", body, flags=re.MULTILINE)[0])]
        paragraphs = [part for part in paragraphs if part]
        titles[int(number)] = ""
        if paragraphs and (named := re.fullmatch(r"\*\*(.+)\*\*", paragraphs[0])):
            titles[int(number)] = named[1]
            paragraphs = paragraphs[1:]
        articles[int(number)] = tuple(_block(part) for part in paragraphs)
    return Treaty(treaty, title[1] if title else "", MappingProxyType(articles), MappingProxyType(titles))


def _block(text: str) -> _Block:
    for level, mark in _MARKS:
        if found := mark.match(text):
            return _Block(level, found[1], text)
    return _Block(0, "", text)


def _within(blocks: tuple[_Block, ...], step: str, place: str) -> tuple[_Block, ...]:
    """The first block with this mark and all that hangs on it."""
    first = next((n for n, block in enumerate(blocks) if block.label == step and block.level < _INDENT), None)
    if first is None:
        raise NoSuchArticle(f"{place}: there is no ({step})")
    rest = blocks[first + 1 :]
    length = next((n for n, block in enumerate(rest) if 0 < block.level <= blocks[first].level), len(rest))
    return blocks[first : first + 1 + length]


def _indent(blocks: tuple[_Block, ...], number: int, place: str) -> tuple[_Block, ...]:
    indents = [block for block in blocks if block.level == _INDENT]
    if not 0 < number <= len(indents):
        raise NoSuchArticle(f"{place}: there is no such indent")
    return (indents[number - 1],)
