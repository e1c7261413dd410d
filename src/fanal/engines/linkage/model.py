"""What linkage takes and gives, and its errors.

Rows of children, keys and the handles of test rows live in memory only: their `repr` shows nothing, and they cannot
be pickled. No type here can hold a person suspected, a reporter, a caregiver or a member of staff: a row is a child.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Literal, NoReturn, Self
from uuid import UUID

import numpy as np

from fanal.engines.arrays import UInt64s, Whole
from fanal.vocabulary.dates import Interval

FEWEST_ROWS = 100
"""A list of fewer children is not linked: its totals would say something about each of them."""
FEWEST_SHARED = 20
"""Fictional children on two lists or more, below which test rows say nothing of missed links."""
MOST_LISTS = 12
VERSION = 2
"""Of the scheme: what the features of a row are and how they become tokens. 1 had no single letters."""
TEST_SHARE = 0.1
"""Test rows are at most this share of the rows of an encoded list."""
SEXES = frozenset({"", "f", "m", "x"})
"""Female, male, other; nothing where it is not known."""
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

type Tokens = UInt64s
type Handles = UInt64s
type Counts = Whole
type Random = Callable[[int], bytes]
"""Gives so many random bytes: `secrets.token_bytes` in a run, `numpy.random.default_rng(seed).bytes` in a test."""


class LinkageError(ValueError):
    """Input cannot be used (exit code 2). Says counts, rows and columns; never a value of a record, never a secret."""


class Refused(LinkageError):
    """The input is sound, but no result is given from it (exit code 1), and why."""


class Unsaved:
    """What lives in memory only: it shows nothing of itself and is never written by pickling."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is not to be copied or written")


class RunKey(Unsaved, bytes):
    """The 32 bytes of the key of one run. Each member computes it (`encoding.run_key`); the unit never has it."""

    def __new__(cls, value: bytes) -> Self:
        if len(value) != 32:
            raise LinkageError(f"the key of a run has 32 bytes, not {len(value)}")
        return super().__new__(cls, value)

    def __str__(self) -> str:
        return repr(self)

    def __format__(self, _spec: str) -> str:
        return repr(self)


@dataclass(frozen=True, slots=True, repr=False)
class ChildRow(Unsaved):
    """What is compared of a child. Nothing else is taken: no nationality, ethnicity, religion, phone or document.

    `names`: given and family names, in any order. `guardian`: first name of mother or guardian. `sex`: one of `SEXES`.
    `place`: of origin, administrative level 1. Empty or None where it is not known. Raises LinkageError.
    """

    names: tuple[str, ...]
    guardian: str = ""
    birth_year: int | None = None
    birth_month: int | None = None
    sex: str = ""
    place: str = ""

    def __post_init__(self) -> None:
        if not _are_texts(self.names) or not _are_texts((self.guardian, self.place)):
            raise LinkageError("names are a tuple of texts, guardian and place are texts")
        if self.sex not in SEXES:
            raise LinkageError("sex is 'f', 'm', 'x' or empty")
        if self.birth_year is not None and not EARLIEST_YEAR <= self.birth_year <= LATEST_YEAR:
            raise LinkageError(f"a birth year lies from {EARLIEST_YEAR} to {LATEST_YEAR}")
        if self.birth_month is not None and not 1 <= self.birth_month <= 12:
            raise LinkageError("a month lies from 1 to 12")


def _are_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(part, str) for part in value)


@dataclass(frozen=True, slots=True)
class Weights:
    """Number of copies of each feature. `name`: a letter or a pair of letters of the child's name;
    `guardian`: of the guardian's name; `year`: each of the year of birth, the one before and the one after. A name has
    some twenty features, so what else is known has three copies each, the same whatever it is."""

    name: int = 1
    guardian: int = 1
    year: int = 3
    month: int = 3
    sex: int = 3
    place: int = 3

    def __post_init__(self) -> None:
        if any(not 0 <= getattr(self, named.name) <= 9 for named in fields(self)):
            raise LinkageError("a weight lies from 0 to 9")
        if not self.name:
            raise LinkageError("the names need a weight: no token may rest on other features alone")


@dataclass(frozen=True, slots=True)
class Scheme:
    """How rows become tokens; the same for all lists of a run. `bands`: tokens of a row; `rows`: minima of a token;
    `cap`: rows of one list that may share a token; `version`: of features and tokens."""

    bands: int = 96
    rows: int = 4
    cap: int = 10
    weights: Weights = field(default_factory=Weights)
    version: int = VERSION

    def __post_init__(self) -> None:
        if not 1 <= self.bands <= 512:
            raise LinkageError("a scheme has 1 to 512 bands")
        if not 2 <= self.rows <= 16:
            raise LinkageError("a token is made of 2 to 16 minima")
        if not 1 <= self.cap <= 1000:
            raise LinkageError("the cap lies from 1 to 1000")
        if self.version != VERSION:
            raise LinkageError(f"only version {VERSION} of the scheme is known")


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a member signs of its list. `rows`: children on it, without test rows. Raises LinkageError if the subject is
    anybody but children, the ground another than the child's own opt-in, or there are too few children."""

    subject: Literal["children"]
    population: str
    period: Interval
    rows: int
    ground: Literal["research_linkage"]

    def __post_init__(self) -> None:
        if self.subject != "children":
            raise LinkageError("only lists of children are linked, never of any other persons")
        if self.ground != "research_linkage":
            raise LinkageError("only children with a live ground 'research_linkage' may be on a list")
        if not self.population.strip():
            raise LinkageError("the population is not named")
        if self.period.first is None or self.period.last is None:
            raise LinkageError("the period has a first and a last day")
        if self.rows < FEWEST_ROWS:
            raise LinkageError(f"{self.rows} rows; a list of fewer than {FEWEST_ROWS} children is not linked")


@dataclass(frozen=True, slots=True, eq=False)
class EncodedList:
    """One list as the unit sees it. `tokens`: uint64[n, bands]; `handles`: uint64[n], random, one a row, so that test
    rows can be taken out later. Raises LinkageError (wrong shape, handle twice, more rows than declared, all alike)."""

    member: str
    run: UUID
    scheme: Scheme
    tokens: Tokens
    handles: Handles
    declared: Declaration

    def __post_init__(self) -> None:
        n = len(self.handles)
        if not self.member.strip():
            raise LinkageError("the list has no member")
        if self.tokens.dtype != np.uint64 or self.tokens.shape != (n, self.scheme.bands):
            raise LinkageError(f"tokens are unsigned 64-bit numbers of shape ({n}, {self.scheme.bands})")
        if self.handles.dtype != np.uint64 or self.handles.shape != (n,):
            raise LinkageError("handles are a row of unsigned 64-bit numbers")
        if twice := n - len(np.unique(self.handles)):
            raise LinkageError(f"{twice} handles are there twice")
        if n < self.declared.rows:
            raise LinkageError(f"{n} rows where {self.declared.rows} are declared")
        if n - self.declared.rows > TEST_SHARE * n:
            raise LinkageError(f"{n} rows where {self.declared.rows} and at most a tenth of test rows are declared")
        if (self.tokens == self.tokens[0]).all():
            raise LinkageError(f"all {n} rows are alike")

    def __repr__(self) -> str:
        return f"<EncodedList {self.member!r}, {len(self.handles)} rows, {self.scheme.bands} bands>"


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Revealed(Unsaved):
    """Which rows of a member's list were test rows, told after the unit has committed to its result.

    `persons`: uint64[t], the fictional child of each test row, the same number on every list where it is;
    `handles`: uint64[t].
    """

    member: str
    run: UUID
    persons: UInt64s
    handles: Handles

    def __post_init__(self) -> None:
        if self.persons.dtype != np.uint64 or self.handles.dtype != np.uint64:
            raise LinkageError("persons and handles are unsigned 64-bit numbers")
        if self.persons.ndim != 1 or self.persons.shape != self.handles.shape:
            raise LinkageError("there is one handle for each test row")
        if twice := len(self.handles) - len(np.unique(self.handles)):
            raise LinkageError(f"{twice} handles of test rows are there twice")
        if twice := len(self.persons) - len(np.unique(self.persons)):
            raise LinkageError(f"{twice} fictional children are twice on one list")


@dataclass(frozen=True, slots=True)
class Interval3:
    """A rate with its interval: point, lower and upper limit, each from 0 to 1."""

    point: float
    lower: float
    upper: float

    def __post_init__(self) -> None:
        if not 0 <= self.lower <= self.point <= self.upper <= 1:
            raise LinkageError("a rate lies between its limits, and they from 0 to 1")


@dataclass(frozen=True, slots=True)
class Point:
    """Precision and recall on test rows, were records linked from so many equal bands on."""

    threshold: int
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Quality:
    """`missed`: probability that a further record of a child leaves its cluster (m). `false`: false links as share of
    persons (f). `curve`: by threshold, lowest first. `test_rows`: how many it rests on."""

    missed: Interval3
    false: Interval3
    curve: tuple[Point, ...]
    test_rows: int


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """How many children are on exactly which lists. `counts`: int64[2**k]; the index is a mask, bit i is list i of
    `lists`; [0] is 0. `sizes`: children on each list, test rows taken out. Never a pair, never a record."""

    lists: tuple[str, ...]
    counts: Counts
    quality: Quality
    sizes: tuple[int, ...]

    def __post_init__(self) -> None:
        k = len(self.lists)
        if not 2 <= k <= MOST_LISTS or len(set(self.lists)) != k or len(self.sizes) != k:
            raise LinkageError(f"histories are of 2 to {MOST_LISTS} lists with different names and a size each")
        if self.counts.dtype != np.int64 or self.counts.shape != (1 << k,):
            raise LinkageError(f"{k} lists have {1 << k} histories")
        if self.counts[0] or (self.counts < 0).any():
            raise LinkageError("a history has no fewer than 0 children, and the one of no list none")


type Likeness = Literal["agree", "similar", "differ", "not known"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two rows agree, field by field, in words for a person who decides; there is no score."""

    names: Likeness
    guardian: Likeness
    birth_year: Likeness
    birth_month: Likeness
    sex: Likeness
    place: Likeness
