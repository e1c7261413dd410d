"""How values of other formats become class codes: files `corpus/research/imports/<shape>.yaml`.

A column gives one variable (`values`), bands of whole numbers (`bands`), or several yes/no variables (`several`). What
is not named is never kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from fanal.engines.disclosure.contracts import MISSING, ClassSet
from fanal.research.questions import catalogue
from fanal.research.questions.catalogue import CatalogueError

SCHEMA = "fanal.import/1"


@dataclass(frozen=True, slots=True)
class Band:
    """Whole numbers from `low` to `high` (None: and more) become `code`."""

    low: int
    high: int | None
    code: str

    def holds(self, number: int) -> bool:
        """Whether a number is within."""
        return self.low <= number and (self.high is None or number <= self.high)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: of which variable (`variable`), or of which yes/no variables (`several`: value -> variables).

    `values`: value -> code. `bands`: for whole numbers. With `several` the others are `no` where anything is told.
    `age_on`: the value is a day of birth, and the number the age on the day in that other column.
    """

    name: str
    variable: str = ""
    values: Mapping[str, str] | None = None
    bands: tuple[Band, ...] = ()
    several: Mapping[str, tuple[str, ...]] | None = None
    age_on: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A format: to which class set it leads, which column has the day or year of the cohort, what is left out.

    `child`: variables of which one must have one of these codes, so that only children are read in. `consent`: the
    column in which somebody may have refused, with the values that mean so.
    """

    name: str
    classes: str
    columns: tuple[Column, ...]
    cohort: str = ""
    left_out: Mapping[str, str] | None = None
    child: Mapping[str, tuple[str, ...]] | None = None
    split: str = ";"
    consent: tuple[str, frozenset[str]] | None = None


def shape(name: str) -> Shape:
    """The format of that name. Raises `CatalogueError`."""
    return _shape(catalogue.FOLDER / "imports", name)


@cache
def _shape(folder: Path, name: str) -> Shape:
    path = folder / f"{name}.yaml"
    if not name.isidentifier() or not path.is_file():
        raise CatalogueError("there is no such format")
    whole = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    if not isinstance(whole, dict) or whole.get("schema") != SCHEMA:
        raise CatalogueError(f"{path.name} is not {SCHEMA}")
    classes = catalogue.class_set(whole["classes"])
    made = Shape(
        name=whole["shape"],
        classes=whole["classes"],
        columns=tuple(_column(entry) for entry in whole["columns"]),
        cohort=whole.get("cohort", ""),
        left_out=whole.get("left_out", {}),
        child={name: tuple(codes) for name, codes in whole.get("child", {}).items()},
        split=whole.get("split", ";"),
        consent=_consent(whole.get("consent")),
    )
    for column in made.columns:
        _check(path.name, column, classes)
    return made


def _column(one: Mapping[str, Any]) -> Column:
    several = one.get("several")
    return Column(
        name=str(one["column"]),
        variable=one.get("variable", ""),
        values=None if one.get("values") is None else {str(key): str(code) for key, code in one["values"].items()},
        bands=tuple(Band(low, high, code) for low, high, code in one.get("bands", ())),
        several=None if several is None else {str(key): _names(names) for key, names in several.items()},
        age_on=one.get("age_on", ""),
    )


def _consent(one: Mapping[str, Any] | None) -> tuple[str, frozenset[str]] | None:
    return None if one is None else (str(one["column"]), frozenset(map(str, one["refused"])))


def _names(names: str | list[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _check(file: str, column: Column, classes: ClassSet) -> None:
    """Every variable and code that a file names is one of the class set."""
    known = {one.name: one.codes for one in classes.variables}
    named = [(column.variable, code) for code in (column.values or {}).values()]
    named += [(column.variable, band.code) for band in column.bands]
    named += [(name, "yes") for names in (column.several or {}).values() for name in names]
    if any(code not in known.get(variable, ()) for variable, code in named):
        raise CatalogueError(f"{file}: column {column.name} names a variable or code that is not in the class set")


def row_of(classes: ClassSet, codes: Mapping[str, str]) -> list[int]:
    """Code numbers of one row in the order of the class set; what is not there is missing."""
    return [one.codes.index(codes.get(one.name, MISSING)) for one in classes.variables]
