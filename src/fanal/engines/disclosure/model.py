"""What the parts of this engine hand to each other: class sets, coded rows, counts, tables and their cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from fanal.engines.arrays import UInt8s, UInt32s, UInt64s, Whole

type Method = Literal["cellkey", "dp", "suppress"]
type Audience = Literal["public", "members", "named"]
type State = Literal["shown", "fewer_than_k", "too_few_to_say", "held_back", "no_data", "not_assessed"]
type VariableKind = Literal["plain", "origin", "country", "place"]

MISSING = "missing"
"""The first code of every variable: not asked, or unknown."""
CHILDREN = "children"
"""What one row is where a class set does not say it."""
TOTAL = "total"
"""Stands in a row or column of a table for all codes of a variable together."""
K = 10
"""The threshold that a policy may raise and never lower."""
MOST_VARIABLES, MOST_WAYS = 64, 3


class DisclosureError(ValueError):
    """Input that cannot be used. The message names rows and columns by number or name, never a value of a record."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no table is made: a code `X1` to `X9`, why, and what would help."""

    code: str
    words: str
    advice: str


class NotReleased(DisclosureError):
    """The rules forbid this release. `refusals` says why and what would help."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(" ".join(f"{one.code}: {one.words} {one.advice}" for one in refusals))
        self.refusals = tuple(refusals)


@dataclass(frozen=True, slots=True)
class Variable:
    """A named list of codes; `codes[0]` is `missing`. `labels`: the words of each code.

    `sensitive`: what nobody should learn of one child. `kind`: `origin` (nationality, ethnicity, religion) is never
    crossed with anything; `place` lies below a country. `impossible`: (own code, "variable.code") that cannot occur
    together by definition, so that 0 may be shown.
    """

    name: str
    codes: tuple[str, ...]
    label: str = ""
    labels: tuple[str, ...] = ()
    sensitive: bool = False
    kind: VariableKind = "plain"
    impossible: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ClassSet:
    """The edges and groups of all variables of a population, fixed by review before anyone looks at counts.

    `sha256` is that of its canonical JSON without the hash itself. `reviewed_on` None: not reviewed (refusal X1).
    `unit`: what one row is, in the plural ("children"); titles, captions and columns of files say it.
    """

    population: str
    version: int
    variables: tuple[Variable, ...]
    reviewed_on: date | None
    sha256: str
    unit: str = CHILDREN

    def place(self, name: str) -> int:
        """The position of a variable. Raises `DisclosureError`."""
        for at, one in enumerate(self.variables):
            if one.name == name:
                return at
        raise DisclosureError(f"{name} is no variable of this class set; look at its list of variables")


@dataclass(frozen=True, slots=True)
class CodedTable:
    """Children of one cohort as codes: `codes` (n, d) uint8, `keys` (n, 2) uint32 halves of record keys (high, low)."""

    classes: ClassSet
    cohort: int
    codes: UInt8s = field(repr=False)
    keys: UInt32s = field(repr=False)

    @property
    def rows(self) -> int:
        return int(self.codes.shape[0])


@dataclass(frozen=True, slots=True)
class Margin:
    """All cells of a set of variables: `n` int64 and `key` uint64 (sum of record keys modulo 2**64), both with the
    shape (codes of each variable), in the order of `variables`, which ascend."""

    variables: tuple[int, ...]
    n: Whole = field(repr=False)
    key: UInt64s = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cube:
    """All margins of up to `ways` variables of one or more cohorts, with the number of children."""

    classes: ClassSet
    cohorts: tuple[int, ...]
    ways: int
    rows: int = field(repr=False)
    margins: Mapping[tuple[int, ...], Margin] = field(repr=False)

    def margin(self, *names: str) -> Margin:
        """The margin of named variables, axes in ascending order of their place in the class set.

        Raises `DisclosureError` for an unknown or repeated variable, or more variables than were counted.
        """
        places = tuple(sorted(self.classes.place(name) for name in names))
        if len(set(places)) < len(places):
            raise DisclosureError("a variable is named twice; name each once")
        if len(places) > self.ways:
            raise DisclosureError(f"{len(places)} variables in one table; at most {self.ways} were counted together")
        return self.margins[places]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: variables of its rows and columns, codes that it is limited to, and the cohorts that it adds up.

    Rows, columns and `where` together name at most three variables. `totals`: with sums over rows and columns.
    `bound`: rows that one child has at most (differential privacy).
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cohorts: tuple[int, ...] = ()
    bound: int = 1
    totals: bool = True
    title: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """How tables are protected. `D`, `V`, `base`: of the perturbation (largest change, variance, rounding).

    `rho`: privacy loss of the whole release in zCDP, with `dp` only.
    """

    k: int = K
    method: Method = "cellkey"
    D: int = 5
    V: float = 4.0
    base: int = 5
    rho: Fraction | None = None
    audience: Audience = "public"
    delay_months: int = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown of one cell. `lower` and `upper` bound the truth: with certainty (`cellkey`: |error| <= D + 2,
    `suppress`: exact), or at 95 % (`dp`). Only a cell in state `shown` has a value."""

    state: State
    value: int | None = None
    lower: int | None = None
    upper: int | None = None


@dataclass(frozen=True, slots=True)
class ErrorTable:
    """How far shown numbers may be from the truth: known from the method alone, never computed against the truth.

    `standard_error` in children; `largest` None where there is no bound (differential privacy); `example`: a shown
    value with the range that it stands for.
    """

    method: Method
    standard_error: float
    largest: int | None
    level: float
    example: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Spend:
    """Privacy loss of one table on one cohort: sigma2 is the variance of the noise, sensitivity2 the square of what one
    child changes in Euclidean length (with one row a child: the cells it is in); rho is sensitivity2 / (2 sigma2), or
    a little more where noise was pooled."""

    population: str
    cohort: int
    rho: Fraction
    mechanism: str
    sigma2: Fraction
    sensitivity2: int


@dataclass(frozen=True, slots=True)
class Protected:
    """A table that may leave. `rows` and `columns`: for each row and column the codes of its variables, `total` for a
    sum; `cells` run over the columns of the first row, then the second. No column variables: one column `()`."""

    spec: TableSpec
    policy: Policy
    classes: ClassSet
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[tuple[str, ...], ...]
    cells: tuple[Cell, ...]
    error: ErrorTable
    spent: tuple[Spend, ...] = ()

    def cell(self, row: int, column: int = 0) -> Cell:
        return self.cells[row * len(self.columns) + column]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who is counted, to be printed beside every table: without it nothing is released.

    `members_asked` could contribute, `members_in` did. `opted_out`: children left out at their wish, rounded to 10.
    None where nobody was asked, or nobody counted it: not zero.
    `missing`: for each variable the share in percent of which it is not known, None where that cannot be said.
    """

    members_asked: int | None
    members_in: int | None
    opted_out: int | None
    missing: Mapping[str, int | None]
    note: str = "Children known to us, not all children."
