"""Compiled: equal tokens of two lists found band by band, and for each row the row of the other list with most of them.

Sorted tokens of a band are walked through side by side (merge join), so no pair of rows is looked at that shares no
token. What a call needs is bounded by the cap on rows that share a token, not by the number of candidates.
"""

import numpy as np

from fanal.engines.arrays import Bools, Int32s, UInt16s, UInt64s, Whole
from fanal.engines.compiled import compiled

type Tokens = UInt64s
type Places = Int32s
type Few = UInt16s


@compiled
def most_alike(ordered: Tokens) -> int:
    """The largest number of equal tokens in one band; `ordered`: uint64[n], sorted."""
    most, run = 0, 0
    for place in range(ordered.size):
        run = run + 1 if place and ordered[place] == ordered[place - 1] else 1
        most = max(most, run)
    return most


@compiled
def merged(mine: Tokens, my_order: Places, theirs: Tokens, start: Places, count: Few) -> None:
    """One band: where in the other list's order the rows with the same token begin, and how many they are.

    `mine`, `theirs`: the sorted tokens of both lists. Writes `start`, `count` [rows of mine]; both are 0 at the outset.
    """
    here, there = 0, 0
    while here < mine.size and there < theirs.size:
        if mine[here] < theirs[there]:
            here += 1
        elif mine[here] > theirs[there]:
            there += 1
        else:
            token, begin = mine[here], there
            while there < theirs.size and theirs[there] == token:
                there += 1
            while here < mine.size and mine[here] == token:
                start[my_order[here]] = begin
                count[my_order[here]] = there - begin
                here += 1


@compiled
def best_partners(
    first: int, last: int, start: Places, count: Few, order: Places, handles: Tokens, partner: Places, score: Whole,
    tally: Whole,
) -> None:  # fmt: skip
    """For rows `first` … `last`: the row of the other list that shares most bands; of equals the lowest handle.

    `start`, `count` [bands, rows], `order` [bands, rows of the other list] as `merged` and the sort leave them;
    `handles` of the other list. Writes `partner` (−1 where nothing is shared), `score` (equal bands); adds to
    `tally[s]` the pairs of rows that share exactly s bands.
    """
    shared = np.zeros(handles.size, dtype=np.int16)
    touched = np.empty(handles.size, dtype=np.int32)
    bands = start.shape[0]
    for row in range(first, last):
        met = 0
        for band in range(bands):
            for place in range(start[band, row], start[band, row] + count[band, row]):
                other = order[band, place]
                if shared[other] == 0:
                    touched[met] = other
                    met += 1
                shared[other] += 1
        best = -1
        for place in range(met):
            other = touched[place]
            equal = shared[other]
            tally[equal] += 1
            if best < 0 or equal > score[row] or (equal == score[row] and handles[other] < handles[best]):
                best = other
                score[row] = equal
            shared[other] = 0
        partner[row] = best


@compiled
def grouped(left: Places, right: Places, lists: Few, parent: Places, joined: Bools) -> None:
    """Clusters from links in their order: two clusters become one where no list has a record in both.

    `left`, `right`: rows, counted over all lists; `lists` [rows]: bit mask of the lists in a row's cluster, at the
    outset of its own list. Writes `parent` [rows], a forest that begins as 0, 1, 2, …, and `joined` [links]: whether a
    link was used. Used links up to a score are the clusters at that threshold.
    """
    for link in range(left.size):
        one, other = root_of(parent, left[link]), root_of(parent, right[link])
        if one == other or lists[one] & lists[other]:
            continue
        low, high = min(one, other), max(one, other)
        parent[high] = low
        lists[low] |= lists[high]
        joined[link] = True


@compiled
def root_of(parent: Places, row: int) -> int:
    """The first row of a cluster; shortens the way there."""
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row


@compiled
def roots_of(parent: Places) -> Places:
    """For each row the first row of its cluster."""
    found = np.empty_like(parent)
    for row in range(parent.size):
        found[row] = root_of(parent, row)
    return found
