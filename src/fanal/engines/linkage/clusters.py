"""Links of all pairs of lists become clusters: one cluster a child, with at most one record of each list
(docs/linkage.md, "Matching").

Links are taken by descending score, of equals those of the lowest handles first. Lists are put in the order of their
members' names before anything else, so that nothing depends on the order in which they are given.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

import numpy as np

from fanal.engines.arrays import Bools, Int32s, UInt16s, Whole
from fanal.engines.linkage.joining import Ordered, join
from fanal.engines.linkage.model import MOST_LISTS, EncodedList, Handles, LinkageError, Scheme

type Rows = Int32s


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """All mutual best of all pairs of lists, best first. This is what a unit commits to before test rows are revealed.

    `lists`: members in order; `sizes`: rows of each list; `handles`: uint64[rows of all lists], list after list;
    `left`, `right`: int32[links], rows counted over all lists, left < right; `score`: int64[links], equal bands,
    descending; `tally`: int64[bands + 1], pairs of rows by number of equal bands ([0] is not known).
    """

    run: UUID
    scheme: Scheme
    lists: tuple[str, ...]
    sizes: tuple[int, ...]
    handles: Handles
    left: Rows
    right: Rows
    score: Whole
    tally: Whole

    def __repr__(self) -> str:
        return f"<Links of {len(self.lists)} lists, {len(self.score)} links>"

    @property
    def owner(self) -> UInt16s:
        """uint16[rows]: the bit of the list that a row is of."""
        return np.repeat(np.uint16(1) << np.arange(len(self.lists), dtype=np.uint16), self.sizes)

    def digest(self) -> bytes:
        """SHA-256 over all handles and links: the same whatever the order of rows, lists or threads."""
        head = {"lists": self.lists, "run": str(self.run), "sizes": self.sizes}
        hashed = hashlib.sha256(json.dumps(head, ensure_ascii=False, sort_keys=True).encode())
        rows = [np.sort(part) for part in np.split(self.handles, np.cumsum(self.sizes)[:-1])]
        for column in (*rows, self.handles[self.left], self.handles[self.right], self.score, self.tally):
            hashed.update(np.ascontiguousarray(column).astype("<u8").tobytes())
        return hashed.digest()


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """The links that made the clusters, best first. `left`, `right`, `score` as in `Links`; `rows`: of all lists."""

    rows: int
    left: Rows
    right: Rows
    score: Whole

    def clusters(self, threshold: int) -> Rows:
        """int32[rows]: for each row the first row of its cluster, from links of so many equal bands or more."""
        from fanal.engines.linkage.joining_kernels import grouped, roots_of

        enough = int(np.searchsorted(-self.score, -threshold, side="right"))
        parent = np.arange(self.rows, dtype=np.int32)
        free = np.uint16(0)
        grouped(
            self.left[:enough],
            self.right[:enough],
            np.full(self.rows, free),
            parent,
            np.zeros(enough, dtype=np.bool_),
        )
        return roots_of(parent)

    def among(self, rows: Bools) -> "tuple[Forest, Rows]":
        """The clusters with any of these rows, alone, and which rows they have."""
        first = self.clusters(0)
        wanted = np.zeros(self.rows, dtype=np.bool_)
        wanted[first[rows]] = True
        kept = np.flatnonzero(wanted[first]).astype(np.int32)
        place = np.full(self.rows, -1, dtype=np.int32)
        place[kept] = np.arange(kept.size, dtype=np.int32)
        ours = wanted[first[self.left]]
        return Forest(kept.size, place[self.left[ours]], place[self.right[ours]], self.score[ours]), kept


def links_of(lists: Sequence[EncodedList], threads: int | None = None) -> Links:
    """Joins all pairs of lists. Raises `LinkageError` where lists are not of one run, scheme, population and period, or
    a handle is on two of them; `Refused` where a list was not encoded as agreed."""
    _check(lists)
    given = sorted(lists, key=lambda encoded: encoded.member)
    ordered = [Ordered.of(encoded, threads) for encoded in given]
    starts = np.cumsum([0, *(len(encoded.handles) for encoded in given)]).tolist()
    handles = np.concatenate([encoded.handles for encoded in given])
    tally = np.zeros(given[0].scheme.bands + 1, dtype=np.int64)
    left, right, score = [], [], []
    for first, second in combinations(range(len(given)), 2):
        pairs = join(ordered[first], ordered[second], threads)
        left.append(pairs.mine + np.int32(starts[first]))
        right.append(pairs.theirs + np.int32(starts[second]))
        score.append(pairs.score)
        tally += pairs.tally
    columns = _best_first(handles, np.concatenate(left), np.concatenate(right), np.concatenate(score))
    names, sizes = tuple(encoded.member for encoded in given), tuple(len(encoded.handles) for encoded in given)
    return Links(given[0].run, given[0].scheme, names, sizes, handles, *columns, tally)


def forest(links: Links, without: Bools | None = None) -> Forest:
    """The clusters of all links, whatever their score; `without`: bool[rows], rows that are taken out first."""
    from fanal.engines.linkage.joining_kernels import grouped

    left, right, score = links.left, links.right, links.score
    if without is not None:
        kept = ~(without[left] | without[right])
        left, right, score = left[kept], right[kept], score[kept]
    joined = np.zeros(left.size, dtype=np.bool_)
    rows = links.handles.size
    grouped(left, right, links.owner, np.arange(rows, dtype=np.int32), joined)
    return Forest(rows, left[joined], right[joined], score[joined])


def _best_first(handles: Handles, left: Rows, right: Rows, score: Whole) -> tuple[Rows, Rows, Whole]:
    one, other = handles[left], handles[right]
    order = np.lexsort((np.maximum(one, other), np.minimum(one, other), -score))
    return left[order], right[order], score[order]


def _check(lists: Sequence[EncodedList]) -> None:
    if not 2 <= len(lists) <= MOST_LISTS:
        raise LinkageError(f"{len(lists)} lists; 2 to {MOST_LISTS} are linked")
    if len({encoded.member for encoded in lists}) < len(lists):
        raise LinkageError("a member has two lists")
    first = lists[0]
    for following in lists[1:]:
        for what in ("run", "scheme"):
            if getattr(following, what) != getattr(first, what):
                raise LinkageError(f"the lists of {first.member} and {following.member} are not of the same {what}")
        for what in ("population", "period"):
            if getattr(following.declared, what) != getattr(first.declared, what):
                raise LinkageError(f"the lists of {first.member} and {following.member} do not declare the same {what}")
    every = np.concatenate([encoded.handles for encoded in lists])
    if twice := len(every) - len(np.unique(every)):
        raise LinkageError(f"{twice} handles are on two lists")
