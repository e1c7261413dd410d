"""Variables put in groups whose joint code is one byte, so that few passes over the rows give all margins.

For each triple of groups one histogram is made (at most 2**18 bins, which stay in the cache of a core); all margins of
variables inside it are its sums. The same plan serves the loops of this machine and the expressions of DuckDB and
PySpark. Any grouping gives the same margins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb, prod

import numpy as np

from fanal.engines.arrays import UInt8s, UInt64s, Whole
from fanal.engines.disclosure import loops
from fanal.engines.disclosure.model import MOST_VARIABLES, MOST_WAYS, ClassSet, DisclosureError, Margin

BINS = 64
"""Joint codes of one group; a variable with more codes is a group of its own."""
MOST_CELLS = 30_000_000
"""Cells of all margins together: 16 bytes each."""

type Bins = UInt64s
type Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """`sizes`: codes of each variable. `groups`: variables of each group, ascending. `passes`: the groups (at most
    `ways`) of each histogram, with the margins that it gives."""

    sizes: tuple[int, ...]
    ways: int
    groups: tuple[Places, ...]
    passes: tuple[tuple[Places, tuple[Places, ...]], ...]

    def size(self, group: int) -> int:
        """Joint codes of a group."""
        return prod(self.sizes[place] for place in self.groups[group])

    def shape(self, groups: Places) -> tuple[int, int, int]:
        """Of the histogram of up to three groups; axes beyond them have one code."""
        one, two, three = (*(self.size(group) for group in groups), 1, 1, 1)[:3]
        return one, two, three


def plan(classes: ClassSet, ways: int, bins: int = BINS) -> Plan:
    """Groups of at most `bins` joint codes and the passes that give all margins of `ways` variables.

    Raises `DisclosureError`: no variables, or over 64; `ways` not 1 to 3; more cells than a machine should hold.
    """
    sizes = tuple(len(variable.codes) for variable in classes.variables)
    if not 1 <= len(sizes) <= MOST_VARIABLES:
        raise DisclosureError(f"{len(sizes)} variables; 1 to {MOST_VARIABLES} can be counted")
    if not 1 <= ways <= MOST_WAYS:
        raise DisclosureError(f"{ways} variables in one table; 1 to {MOST_WAYS} are possible")
    if (cells := _cells(sizes, ways)) > MOST_CELLS:
        most = f"{MOST_CELLS:,} are possible; make classes coarser, or count fewer variables together"
        raise DisclosureError(f"all tables of {ways} variables have {cells:,} cells; {most}")
    return _planned(sizes, min(ways, len(sizes)), bins)


@lru_cache(maxsize=32)
def _planned(sizes: tuple[int, ...], ways: int, bins: int) -> Plan:
    groups = _groups(sizes, bins)
    holder = {place: number for number, group in enumerate(groups) for place in group}
    passes: dict[Places, list[Places]] = {}
    for places in combinations(range(len(sizes)), ways):
        held = sorted({holder[place] for place in places})
        others = (number for number in range(len(groups)) if number not in held)
        padded = (*held, *(number for number, _ in zip(others, range(ways - len(held)), strict=False)))
        passes.setdefault(tuple(sorted(padded)), []).append(places)
    return Plan(sizes, ways, groups, tuple((key, tuple(value)) for key, value in sorted(passes.items())))


def _cells(sizes: Sequence[int], ways: int) -> int:
    """Cells of all margins of 1 to `ways` variables: elementary symmetric polynomials of the sizes."""
    sums = [1, *([0] * ways)]
    for size in sizes:
        for degree in range(ways, 0, -1):
            sums[degree] += sums[degree - 1] * size
    return sum(sums[1:])


def _groups(sizes: tuple[int, ...], bins: int) -> tuple[Places, ...]:
    """First fit, largest variables first."""
    groups: list[list[int]] = []
    for place in sorted(range(len(sizes)), key=lambda one: (-sizes[one], one)):
        for group in groups:
            if sizes[place] * prod(sizes[one] for one in group) <= bins:
                group.append(place)
                break
        else:
            groups.append([place])
    return tuple(tuple(sorted(group)) for group in groups)


def joint(columns: Sequence[UInt8s], sizes: Sequence[int]) -> UInt8s:
    """The joint code of the columns (n,) of one group: mixed radix, the last column runs fastest."""
    made = np.array(columns[0], dtype=np.uint8)
    for column, size in zip(columns[1:], sizes[1:], strict=True):
        made *= np.uint8(size)
        made += column
    return made


def margins_of(made: Plan, groups: Places, wanted: Sequence[Places], bins: Bins) -> Iterator[Margin]:
    """The wanted margins, each inside the groups of one histogram `bins` (a, b, c, 2)."""
    kept: dict[tuple[Places, ...], Bins] = {(): bins}
    for places in wanted:
        parts = _parts(made, groups, places)
        yield _margin(made, places, parts, _folded(made, groups, parts[::-1], kept))


def margins_of_bins(
    made: Plan,
    groups: Places,
    wanted: Sequence[Places],
    codes: Sequence[UInt8s],
    n: UInt64s,
    key: UInt64s,
) -> Iterator[Margin]:
    """As `margins_of`, of a histogram whose bins (m,) are listed: the joint codes of each group, counts, sums of keys.

    For histograms that are too large to be held whole.
    """
    blank = np.zeros(n.size, dtype=np.uint8)
    for places in wanted:
        parts = _parts(made, groups, places)
        shape = [prod(made.sizes[place] for place in part) for part in parts]
        axes = [
            _place(made, made.groups[group], part).astype(np.uint8)[code]
            for group, part, code in zip(groups, parts, codes, strict=False)
        ]
        coarse = np.zeros((*shape, 2), dtype=np.uint64)
        x, y, z = (*axes, blank, blank, blank)[:3]
        loops.tally(x, y, z, n, key, coarse)
        yield _margin(made, places, parts, coarse)


def _parts(made: Plan, groups: Places, places: Places) -> tuple[Places, ...]:
    """Which of the variables `places` each axis of a histogram holds."""
    members = [made.groups[group] for group in groups] + [()] * (MOST_WAYS - len(groups))
    return tuple(tuple(place for place in places if place in held) for held in members)


def _margin(made: Plan, places: Places, parts: tuple[Places, ...], coarse: Bins) -> Margin:
    """A margin with its variables in ascending order, from the histogram of nothing but them."""
    order = [place for part in parts for place in part]
    cube = coarse.reshape(*(made.sizes[place] for place in order), 2)
    cube = cube.transpose(*(order.index(place) for place in places), len(order))
    return Margin(places, np.ascontiguousarray(cube[..., 0]).view(np.int64), np.ascontiguousarray(cube[..., 1]))


def _folded(made: Plan, groups: Places, parts: tuple[Places, ...], kept: dict[tuple[Places, ...], Bins]) -> Bins:
    """The histogram of the variables in `parts`, the last axis first; each step is made once for one histogram."""
    if parts in kept:
        return kept[parts]
    finer = _folded(made, groups, parts[:-1], kept)
    axis = MOST_WAYS - len(parts)
    members = made.groups[groups[axis]] if axis < len(groups) else ()
    size = prod(made.sizes[place] for place in parts[-1])
    shape = (prod(finer.shape[:axis]), finer.shape[axis], prod(finer.shape[axis + 1 : 3]), 2)
    coarser = np.zeros((shape[0], size, shape[2], 2), dtype=np.uint64)
    loops.fold(finer.reshape(shape), _place(made, members, parts[-1]), coarser)
    kept[parts] = coarser.reshape(*finer.shape[:axis], size, *finer.shape[axis + 1 : 3], 2)
    return kept[parts]


def _place(made: Plan, members: Places, part: Places) -> Whole:
    """For each joint code of a group the joint code of some of its variables."""
    return _joint_of(tuple(made.sizes[place] for place in members), tuple(members.index(place) for place in part))


@lru_cache(maxsize=4096)
def _joint_of(sizes: Places, chosen: Places) -> Whole:
    """For each joint code of variables of these sizes the joint code of the chosen ones. Asked for again with each
    histogram; nobody writes to it."""
    if not chosen:
        return np.zeros(prod(sizes), dtype=np.int64)
    codes = np.unravel_index(np.arange(prod(sizes)), sizes)
    return np.ravel_multi_index([codes[at] for at in chosen], [sizes[at] for at in chosen]).astype(np.int64)


def completed(made: Plan, found: dict[Places, Margin]) -> dict[Places, Margin]:
    """Adds the margins of fewer variables, each a sum of one that has a variable more; ascending by length, places."""
    margins = dict(found)
    everything = range(len(made.sizes))
    for ways in range(made.ways - 1, 0, -1):
        for places in combinations(everything, ways):
            extra = min((place for place in everything if place not in places), key=lambda one: made.sizes[one])
            finer = margins[tuple(sorted((*places, extra)))]
            axis = finer.variables.index(extra)
            margins[places] = Margin(places, finer.n.sum(axis=axis), finer.key.sum(axis=axis, dtype=np.uint64))
    assert len(margins) == sum(comb(len(made.sizes), ways) for ways in range(1, made.ways + 1))
    return dict(sorted(margins.items(), key=lambda item: (len(item[0]), item[0])))
