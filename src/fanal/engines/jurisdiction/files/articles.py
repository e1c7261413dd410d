"""The articles of a statute as text, found by how they are cited, and the hash that a citation keeps of them.

A statute is a Markdown file whose headings are its articles (``## § 182 …``, ``## Artikel 5``, ``## 6 kap. 4 §``,
``## Article 61``, ``## 272.10 …``). The hash is the SHA-256 of the words of all articles that a citation names, in that
order, without headings and whatever the line breaks: it changes when the wording does, and only then.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest

_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_NUMBER = r"\d+(?:[.\-:]\d+)*(?:[A-Za-z]{1,3}\b|[ \u00a0][a-z](?=[ \u00a0]§))?"
_CHAPTER = re.compile(r"(\d+[ \u00a0]?[a-z]?)[ \u00a0]*kap\.", re.IGNORECASE)
_SIGN = r"(?:§+|art(?:\.|icles?|ikel|icolo|ículo)?|arts\.?|sections?|sec\.|ss?\.?)"
_TITLE = re.compile(rf"(?:{_SIGN}[ \u00a0]*)?(?:[LR]\.?[ \u00a0]?)?({_NUMBER})(?![°\w])", re.IGNORECASE)
# Parts of an article, with the lists that follow them: they name no further article.
_PART = re.compile(
    r"\([^)]*\)(?:-\([^)]*\))?"
    r"|\b(?:Nr|no|nos|(?-i:S)(?=\.)|Abs|Satz|st|Alt|para|sub-?para|lid|onder|al|lit|let|ch|chap|Sch|Part)\b\.?"
    r"[ \u00a0]*\d+[a-z]?(?:[ \u00a0]?-[ \u00a0]?\d+[a-z]?|, ?\d+[a-z]?(?![\w.§])(?![ \u00a0]*§))*"
    r"|\b\d+(?:-\d+)?[ \u00a0]+st\."
    r"|\b\d+[ \u00a0]?°(?:[ \u00a0]?(?:,|-|en|et)[ \u00a0]?\d+[ \u00a0]?°)*",
    re.IGNORECASE,
)
_SWEDISH = re.compile(r"((?:\d+(?: [a-z])?(?:-\d+)?(?:, ?| och )?)+)[ \u00a0]§+")


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its number as it is cited (``182``, ``6:4``), its heading, its words, the line of the heading."""

    number: str
    heading: str
    words: str
    line: int


def articles(text: str) -> dict[str, Article]:
    """The articles of a statute by number. What follows a heading twice is one article twice: the words are joined."""
    text = _FRONT.sub(lambda front: "\n" * front[0].count("\n"), text)
    read: dict[str, Article] = {}
    heads = list(_HEADING.finditer(text))
    for head, following in zip_longest(heads, heads[1:]):
        number = heading_number(head[1])
        if not number:
            continue
        words = _words(text[head.end() : following.start() if following else len(text)])
        if number in read:
            words = f"{read[number].words} {words}"
        read[number] = Article(number, head[1], words, text.count("\n", 0, head.start()) + 1)
    return read


def heading_number(heading: str) -> str:
    """The number of the article that a heading opens; empty if it opens none."""
    chapter = _CHAPTER.match(heading)
    rest = heading[chapter.end() :].lstrip() if chapter else heading
    title = _TITLE.match(rest)
    if not title:
        return ""
    return f"{_tight(chapter[1])}:{_tight(title[1])}" if chapter else _tight(title[1])


def numbers(cited: str) -> list[str]:
    """The numbers of all articles that a citation names: ``§§ 78(3), 78a`` gives 78 and 78a."""
    chapters = list(_CHAPTER.finditer(cited))
    if not chapters:
        return _unique(_plain_numbers(_PART.sub(" ", cited)))
    found = []
    for chapter, following in zip_longest(chapters, chapters[1:]):
        part = cited[chapter.end() : following.start() if following else len(cited)]
        found += [f"{_tight(chapter[1])}:{number}" for number in _before_sign(part)]
    return _unique(found)


def named(found: Mapping[str, Article], cited: str) -> list[Article]:
    """The articles of a statute that a citation names, in its order; those that it does not hold are left out."""
    return [found[number] for one in numbers(cited) for number in _either(found, one) if number in found]


def complete(found: Mapping[str, Article], cited: str) -> bool:
    """Whether the statute holds every article that a citation names."""
    return all(any(number in found for number in _either(found, one)) for one in numbers(cited))


def sha256(found: Mapping[str, Article], cited: str) -> str | None:
    """The hash of what a citation names, as far as the statute holds it; None if it holds nothing of it."""
    words = [article.words for article in named(found, cited)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest() if words else None


def quoted(found: Mapping[str, Article], cited: str, quote: str) -> bool:
    """Whether a quotation stands in the articles that are cited; `…` or `(...)` in it leaves words out."""
    words = " ".join(article.words for article in named(found, cited))
    pieces = [re.escape(_words(piece)) for piece in re.split(r"…|\(\.\.\.\)|\[\.\.\.\]", quote) if piece.strip()]
    return re.search(".*?".join(pieces), words) is not None


def _either(found: Mapping[str, Article], number: str) -> list[str]:
    """`227-27-1` is one number, `272.10-272.11` two: what the statute holds decides."""
    return [number] if number in found else number.split("-")


def _plain_numbers(cited: str) -> Iterable[str]:
    for one in re.finditer(rf"(?<![\w.°-])({_NUMBER})(?![°\w])", cited):
        yield _tight(one[1])


def _before_sign(part: str) -> Iterable[str]:
    """Swedish: the paragraph sign stands behind its numbers, and what follows it are parts of the last one."""
    for listed in _SWEDISH.finditer(_PART.sub(" ", part)):
        for one in re.split(r",| och ", listed[1]):
            first, dash, last = _tight(one).partition("-")
            yield from (str(n) for n in range(int(first), int(last) + 1)) if dash else [first] if first else []


def _tight(number: str) -> str:
    return re.sub(r"[ \u00a0]", "", number).lower()


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
