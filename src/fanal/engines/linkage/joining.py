"""Two lists joined by their tokens: for each row the row of the other list that shares most bands
(docs/linkage.md, "Matching").

A link is mutual: each of the two rows is the other's best. Whatever the order of lists, rows or threads, the links are
the same: what is equal goes by handle, and a handle is a random number that says nothing.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from fanal.engines.arrays import Int32s, UInt64s, Whole
from fanal.engines.compiled import chunks, spread
from fanal.engines.linkage.model import EncodedList, Refused

STRETCH = 50_000
"""Rows that one thread takes at a time."""

type Tokens = UInt64s


@dataclass(frozen=True, eq=False)
class Ordered:
    """A list with the order of its rows by token, once for all joins. `tokens`: uint64[n, bands]; `handles`: uint64[n];
    `order`: int32[bands, n]."""

    tokens: Tokens
    handles: Tokens
    order: Int32s

    @classmethod
    def of(cls, given: EncodedList, threads: int | None = None) -> Self:
        """Raises `Refused` where more rows share a token than the cap of the scheme allows."""
        from fanal.engines.linkage.joining_kernels import most_alike

        rows, bands = given.tokens.shape
        order = np.empty((bands, rows), dtype=np.int32)
        alike = np.zeros(bands, dtype=np.int64)

        def sort(first: int, last: int) -> None:
            for band in range(first, last):
                mine = np.ascontiguousarray(given.tokens[:, band])
                order[band] = np.argsort(mine)
                alike[band] = most_alike(mine[order[band]])

        spread(sort, bands, 1, threads)
        if alike.max(initial=0) > given.scheme.cap:
            raise Refused(
                f"the list of {given.member}: {alike.max()} rows share a token, the cap is {given.scheme.cap}: it was "
                "not encoded as agreed"
            )
        return cls(given.tokens, given.handles, order)

    def sorted(self, band: int) -> Tokens:
        """The tokens of one band in order: uint64[n]."""
        ordered: Tokens = self.tokens[:, band][self.order[band]]
        return ordered


@dataclass(frozen=True, eq=False)
class Pairs:
    """The mutual best of two lists. `mine`, `theirs`: int32[links], rows; `score`: int64[links], equal bands;
    `tally`: int64[bands + 1], how many pairs of rows, mutual or not, share exactly so many bands ([0] is not known)."""

    mine: Int32s
    theirs: Int32s
    score: Whole
    tally: Whole

    @property
    def candidates(self) -> int:
        """Pairs of rows that share a band."""
        return int(self.tally[1:].sum())


def join(mine: Ordered, theirs: Ordered, threads: int | None = None) -> Pairs:
    """All mutual best of two lists that share at least one band, ordered by the row of the first."""
    partner, score, tally = _best(mine, theirs, threads)
    back, _, _ = _best(theirs, mine, threads)
    rows = np.flatnonzero(partner >= 0)
    rows = rows[back[partner[rows]] == rows]
    return Pairs(rows.astype(np.int32), partner[rows], score[rows], tally)


def _best(mine: Ordered, theirs: Ordered, threads: int | None) -> tuple[Int32s, Whole, Whole]:
    """For each row of `mine` its best of `theirs`, its score, and the tally of all candidates."""
    from fanal.engines.linkage.joining_kernels import best_partners, merged

    bands, rows = mine.order.shape
    start = np.zeros((bands, rows), dtype=np.int32)
    count = np.zeros((bands, rows), dtype=np.uint16)

    def merge(first: int, last: int) -> None:
        for band in range(first, last):
            merged(mine.sorted(band), mine.order[band], theirs.sorted(band), start[band], count[band])

    spread(merge, bands, 1, threads)
    partner, score = np.empty(rows, dtype=np.int32), np.zeros(rows, dtype=np.int64)
    tallies = np.zeros((len(list(chunks(rows, STRETCH))), bands + 1), dtype=np.int64)

    def choose(first: int, last: int) -> None:
        tally = tallies[first // STRETCH]
        best_partners(first, last, start, count, theirs.order, theirs.handles, partner, score, tally)

    spread(choose, rows, STRETCH, threads)
    return partner, score, tallies.sum(axis=0)
