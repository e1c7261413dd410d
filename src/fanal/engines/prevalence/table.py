"""The table that all of the engine reads: how many persons have exactly which capture history. Counts, never persons.

A history is a bit mask: list i (counted from 1, in the order of `names`) is bit i−1. The empty history is what is
estimated, so it is never in a table.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from fanal.engines.arrays import Numbers, Whole
from fanal.engines.prevalence import zeta
from fanal.engines.prevalence.about import About
from fanal.engines.prevalence.faults import COUNT, FEWEST, MOST, TOO_MANY, Fault, TableError, whole
from fanal.engines.prevalence.reading import read_csv, write_csv

type Counts = Whole


@dataclass(frozen=True, slots=True)
class Overlaps:
    """How the lists overlap, to be looked at before any estimate. All numbers are persons.

    `lists`: name, on it, on it alone. `pairs`: two names, on both. `depth[j]`: on exactly j lists (depth[0] is 0).
    `histories`: names, exactly there; those that occur, fewest lists first.
    """

    lists: tuple[tuple[str, int, int], ...]
    pairs: tuple[tuple[str, str, int], ...]
    depth: tuple[int, ...]
    histories: tuple[tuple[tuple[str, ...], int], ...]

    @property
    def on_two_or_more(self) -> int:
        return sum(self.depth[2:])


@dataclass(frozen=True, eq=False)
class CaptureTable:
    """`names`: k lists; `counts`: int64[2^k], read only, index = mask, persons; counts[0] is 0.

    Raises `TableError`: fewer than 2 or more than 12 lists, names empty or twice, a count that is negative, a person
    on no list.
    """

    names: tuple[str, ...]
    counts: Counts
    about: About = field(default_factory=About)

    def __post_init__(self) -> None:
        _check_names(self.names)
        given = np.asarray(self.counts)
        if given.shape != (1 << len(self.names),):
            raise TableError(
                Fault.CALL, f"{len(self.names)} lists have {1 << len(self.names)} histories, not {given.shape}"
            )
        if not np.issubdtype(given.dtype, np.integer):
            raise TableError(Fault.NUMBER, "counts are whole numbers")
        if given.min() < 0:
            raise TableError(Fault.NUMBER, "a count is negative")
        if given[0]:
            raise TableError(Fault.ON_NONE, "a count is given for persons on no list: this is what is estimated")
        if given.max() > TOO_MANY or int(given.sum()) > TOO_MANY:  # the sum of larger counts may leave 64 bits
            raise TableError(Fault.TOO_MANY, f"more than {TOO_MANY:,} persons")
        counts = given.astype(np.int64)
        counts.flags.writeable = False
        object.__setattr__(self, "counts", counts)
        strangers = {name for name, _ in self.about.periods} - set(self.names)
        if strangers:
            raise TableError(
                Fault.PERIOD, f"a period is given for {sorted(strangers)[0]!r}, which is no list of this table"
            )

    @classmethod
    def from_csv(cls, source: str | Path | bytes, sum_over: Sequence[str] = ()) -> "CaptureTable":
        """Reads a file (its path), its content, or a text that has line ends. `sum_over` names strata columns to be
        summed out."""
        return cls(*read_csv(source, sum_over))

    @classmethod
    def from_masks(
        cls, names: Sequence[str], counts: Mapping[int, int] | Numbers, about: About | None = None
    ) -> "CaptureTable":
        """`counts`: all 2^k by mask, or only some as a mapping."""
        if isinstance(counts, Mapping):
            _check_names(tuple(names))
            given = np.zeros(1 << len(names), dtype=np.int64)
            for mask, count in counts.items():
                if not 0 <= mask < given.size:
                    raise TableError(Fault.CALL, f"history {mask} names a list that is not there")
                given[mask] = whole(count)
            counts = given
        return cls(tuple(names), np.asarray(counts), about or About())

    @classmethod
    def from_dict(
        cls, counts: Mapping[tuple[str, ...], int], names: Sequence[str] = (), about: About | None = None
    ) -> "CaptureTable":
        """`counts`: persons by the lists they are exactly on, {("NG", "PF"): 56}. Lists as they first appear."""
        names = tuple(names) or tuple(dict.fromkeys(name for history in counts for name in history))
        masks: dict[int, int] = {}
        for row, (history, count) in enumerate(counts.items(), 1):
            mask = mask_of(history, names, row)
            if mask in masks:
                raise TableError(Fault.TWICE, "this history is there twice", row)
            masks[mask] = whole(count, row)
        return cls.from_masks(names, masks, about)

    @classmethod
    def from_records(
        cls, records: Iterable[Iterable[str]], names: Sequence[str] = (), about: About | None = None
    ) -> "CaptureTable":
        """One set of list names a person; nothing else of a person is taken. Lists in alphabetical order."""
        kept = [frozenset(record) for record in records]
        names = tuple(names) or tuple(sorted(frozenset().union(*kept)))
        masks: dict[int, int] = {}
        for row, record in enumerate(kept, 1):
            mask = mask_of(sorted(record), names, row)
            masks[mask] = masks.get(mask, 0) + 1
        return cls.from_masks(names, masks, about)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CaptureTable) and self.to_csv() == other.to_csv()

    def __hash__(self) -> int:
        return hash(self.to_csv())

    @property
    def k(self) -> int:
        """Number of lists."""
        return len(self.names)

    @cached_property
    def n(self) -> int:
        """Persons observed."""
        return int(self.counts.sum())

    @cached_property
    def margins(self) -> Counts:
        """int64[2^k]: persons at least on the lists of each mask (superset sums)."""
        sums: Counts = zeta.superset_sums(self.counts)
        return sums

    @cached_property
    def depth(self) -> tuple[int, ...]:
        """Persons on exactly 0, 1, … k lists."""
        return tuple(int(x) for x in np.bincount(zeta.sizes(self.k), weights=self.counts, minlength=self.k + 1))

    @property
    def digest(self) -> str:
        """SHA-256 of `to_csv()`: the same lists with the same counts, however they were written."""
        return hashlib.sha256(self.to_csv().encode()).hexdigest()

    def position(self, name: str) -> int:
        """Place of a list in `names`, from 0; raises `TableError`."""
        if name not in self.names:
            raise TableError(Fault.CALL, f"there is no list {name!r}; the lists are {', '.join(self.names)}")
        return self.names.index(name)

    def lists_of(self, mask: int) -> tuple[str, ...]:
        return tuple(self.names[bit] for bit in zeta.members(mask))

    def overlaps(self) -> Overlaps:
        """The overlap table."""
        pairs = [(a, b) for a in range(self.k) for b in range(a + 1, self.k)]
        return Overlaps(
            tuple((name, int(self.margins[1 << i]), int(self.counts[1 << i])) for i, name in enumerate(self.names)),
            tuple((self.names[a], self.names[b], int(self.margins[1 << a | 1 << b])) for a, b in pairs),
            self.depth,
            tuple((self.lists_of(mask), int(self.counts[mask])) for mask in self.histories()),
        )

    def histories(self) -> list[int]:
        """Masks that occur: fewest lists first, then by list."""
        return [mask for mask in zeta.ordered(self.k) if self.counts[mask]]

    def drop(self, name: str) -> "CaptureTable":
        """Without this list, and without the persons who are on it only."""
        kept = [other for other in self.names if other != self.names[self.position(name)]]
        return self.arranged(kept)

    def within(self, name: str) -> "CaptureTable":
        """The other lists among the members of this one, whose number `margins[bit]` is known."""
        bit = 1 << self.position(name)
        inside = np.where(np.arange(self.counts.size) & bit, self.counts, 0)
        inside[bit] = 0
        return replace(self, counts=inside).drop(name)

    def merge(self, first: str, second: str, name: str = "") -> "CaptureTable":
        """Two lists as one, called `name` or by both names; it stands where the first stood."""
        a, b = 1 << self.position(first), 1 << self.position(second)
        if a == b:
            raise TableError(Fault.CALL, "a list cannot be merged with itself")
        counts = np.zeros_like(self.counts)
        masks = np.arange(counts.size)
        np.add.at(counts, np.where(masks & b, (masks & ~b) | a, masks), self.counts)
        names = [name or f"{first}+{second}" if other == first else other for other in self.names if other != second]
        packed = replace(self, counts=counts, about=replace(self.about, periods=())).drop(second)
        periods = dict(self.about.periods)
        both = [periods.pop(x) for x in (first, second) if x in periods]
        if len(both) == 2:
            periods[name or f"{first}+{second}"] = (min(p[0] for p in both), max(p[1] for p in both))
        return CaptureTable(tuple(names), packed.counts, replace(self.about, periods=tuple(sorted(periods.items()))))

    def arranged(self, names: Sequence[str]) -> "CaptureTable":
        """These lists of the table in this order; persons on none of them are left out."""
        counts = np.zeros(1 << len(names), dtype=np.int64)
        masks = np.arange(self.counts.size)
        to = np.zeros_like(masks)
        for place, name in enumerate(names):
            to |= (masks >> self.position(name) & 1) << place
        np.add.at(counts, to, self.counts)
        counts[0] = 0
        periods = tuple((name, period) for name, period in self.about.periods if name in names)
        return CaptureTable(tuple(names), counts, replace(self.about, periods=periods))

    def with_counts(self, counts: Numbers) -> "CaptureTable":
        """The same lists with other counts, int[2^k]."""
        return replace(self, counts=np.asarray(counts))

    def to_csv(self) -> str:
        """What is said of the lists as comments, one 0/1 column a list, then `count`. Histories in a fixed order."""
        return write_csv(self.names, self.counts, self.about)


def mask_of(history: Iterable[str], names: Sequence[str], row: int | None = None) -> int:
    """The mask of list names; raises `TableError` for a name that is not there, and for no name at all."""
    mask = 0
    for name in history:
        if name not in names:
            raise TableError(Fault.CALL, f"{name!r} is no list of this table", row)
        mask |= 1 << names.index(name)
    if not mask:
        raise TableError(Fault.ON_NONE, "these persons are on no list: this is what is estimated", row)
    return mask


def _check_names(names: tuple[str, ...]) -> None:
    if not FEWEST <= len(names) <= MOST:
        raise TableError(Fault.LISTS, f"{len(names)} lists; the engine takes {FEWEST} to {MOST}")
    for place, name in enumerate(names, 1):
        if not name.strip():
            raise TableError(Fault.UNNAMED, f"list {place} has no name")
        if any(char in name for char in '\r\n,"'):
            raise TableError(Fault.NAME_MARKS, f"the name of list {place} has a comma, a quotation mark or a line end")
        if name == COUNT:
            raise TableError(
                Fault.NAME_OF_COUNT,
                f"list {place} is called like the column of counts; give it another name",
                column=name,
            )
        if name in names[: place - 1]:
            raise TableError(Fault.NAME_TWICE, f"two lists are called {name!r}", column=name)
