"""What of a row is compared: its features as 64-bit codes, weight as number of copies
(docs/linkage.md, "Encoding").

Two rows are as similar as the shared part of all features they have (Jaccard). What is missing has no features, so it
never agrees with anything, and is never a common value.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from fanal.engines.arrays import UInt64s, Whole
from fanal.engines.linkage.model import ChildRow, Unsaved, Weights
from fanal.engines.linkage.normalise import normalise, plain

type Codes = UInt64s
type Starts = Whole

CODE_BYTES = 8
NAMES = frozenset({"name", "guardian"})
"""Kinds of features that come from a name."""


def pieces(words: Iterable[str]) -> set[str]:
    """The letters and the pairs of letters of all words. A wrong letter breaks two pairs, one that stands in the wrong
    place three; the other letters of the word are still there."""
    words = tuple(words)
    return pairs(words).union(*words)


def pairs(words: Iterable[str]) -> set[str]:
    """The pairs of letters of all words; the ends of a word count as a letter."""
    framed = [f" {word} " for word in words]
    return {word[place : place + 2] for word in framed for place in range(len(word) - 1)}


class Features(Unsaved):
    """Codes of the features of rows under the key of one run. What it remembers of words goes with it."""

    __slots__ = ("_codes", "_key", "_places", "_weights", "_words")

    def __init__(self, key: bytes, weights: Weights) -> None:
        self._key, self._weights = key, weights
        self._words: dict[str, tuple[str, ...]] = {}
        self._places: dict[str, str] = {}
        self._codes: dict[tuple[str, str], tuple[int, ...]] = {}

    def of(self, rows: Sequence[ChildRow]) -> tuple[Codes, Starts]:
        """uint64[m] and int64[n + 1]: `codes[starts[i]:starts[i + 1]]` are those of row i, each once.

        The lowest bit of a code is 1 where the feature comes from a name, the child's or the guardian's.
        """
        codes: list[int] = []
        starts = [0]
        for row in rows:
            for kind, value, copies in self._features(row):
                codes += self._coded(kind, value, copies)
            starts.append(len(codes))
        return np.array(codes, dtype=np.uint64), np.array(starts, dtype=np.int64)

    def _features(self, row: ChildRow) -> Iterator[tuple[str, str, int]]:
        """Kind, value and number of copies; no kind and value twice."""
        weights = self._weights
        names = [word for name in row.names for word in self._normal(name)]
        yield from (("name", piece, weights.name) for piece in pieces(names))
        yield from (("guardian", piece, weights.guardian) for piece in pieces(self._normal(row.guardian)))
        if row.birth_year is not None:
            yield from (("year", str(row.birth_year + step), weights.year) for step in (-1, 0, 1))
        if row.birth_month is not None:
            yield "month", str(row.birth_month), weights.month
        if row.sex:
            yield "sex", row.sex, weights.sex
        if place := self._place(row.place):
            yield "place", place, weights.place

    def _normal(self, name: str) -> tuple[str, ...]:
        known = self._words.get(name)
        if known is None:
            known = self._words[name] = normalise(name)
        return known

    def _place(self, place: str) -> str:
        known = self._places.get(place)
        if known is None:
            known = self._places[place] = plain(place)
        return known

    def _coded(self, kind: str, value: str, copies: int) -> tuple[int, ...]:
        known = self._codes.get((kind, value))
        if known is None:
            known = tuple(self._code(kind, value, copy) for copy in range(copies))
            self._codes[kind, value] = known
        return known

    def _code(self, kind: str, value: str, copy: int) -> int:
        text = f"{kind}\0{value}\0{copy}".encode()
        code = int.from_bytes(hashlib.blake2b(text, key=self._key, digest_size=CODE_BYTES).digest())
        return code | 1 if kind in NAMES else code & ~1
