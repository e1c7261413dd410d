"""What changed between two wordings, word by word: the lines around each change, with what went or came marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

AROUND = 2
"""Lines shown on each side of a change."""
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST = 4_000_000  # pairs of words that are compared; beyond, all of a stretch counts as changed
_ALIKE = 0.4
"""How much two quotations must share: of others no word is marked, for then nearly all would be."""
type _Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number, its changed words in `del` or `ins`."""

    number: int
    words: SafeString


@dataclass(frozen=True, slots=True)
class Change:
    """Both sides of a change, the same lines around it left out where nothing changed."""

    before: tuple[Line, ...]
    after: tuple[Line, ...]


def change(before: str, after: str) -> Change:
    """What changed between two texts of several lines."""
    first, second = (text.split("\n") if text else [] for text in (before, after))
    old, new = list[list[_Piece]](), list[list[_Piece]]()
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        gone, come = (("\n".join(lines)) for lines in (first[a:b], second[c:d]))
        pieces = ([(gone, False)], [(come, False)]) if kind == "equal" else _compared(gone, come)
        old += _lines(pieces[0]) if b > a else []
        new += _lines(pieces[1]) if d > c else []
    return Change(tuple(_shown(old, "del")), tuple(_shown(new, "ins")))


def marked(before: str, after: str) -> SafeString:
    """A quotation with the words marked that one of an earlier text had not, where the two are alike."""
    pieces = [(after, False)]
    if before and SequenceMatcher(None, _WORDS.findall(before), _WORDS.findall(after), autojunk=False).ratio() > _ALIKE:
        pieces = _compared(before, after)[1]
    return _joined(pieces, "mark")


def _compared(before: str, after: str) -> tuple[list[_Piece], list[_Piece]]:
    one, other = _WORDS.findall(before), _WORDS.findall(after)
    if len(one) * len(other) > _MOST:
        return [(before, True)], [(after, True)]
    old, new = list[_Piece](), list[_Piece]()
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for side, words in ((old, one[a:b]), (new, other[c:d])):
            if words:
                side.append(("".join(words), kind != "equal"))
    return old, new


def _lines(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pieces by the lines on which they stand."""
    found: list[list[_Piece]] = [[]]
    for text, changed in pieces:
        first, *more = text.split("\n")
        found[-1].append((first, changed))
        found += [[(line, changed)] for line in more]
    return found


def _shown(lines: Sequence[Sequence[_Piece]], tag: str) -> Iterator[Line]:
    changed = [n for n, line in enumerate(lines) if any(mark for _text, mark in line)]
    near = {n for at in changed for n in range(at - AROUND, at + AROUND + 1)}
    yield from (Line(n + 1, _joined(line, tag)) for n, line in enumerate(lines) if n in near)


def _joined(pieces: Sequence[_Piece], tag: str) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html(f"<{tag}>{{}}</{tag}>", text) if mark and text else text,) for text, mark in pieces)
    )
