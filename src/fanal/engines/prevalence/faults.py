"""What is wrong with a capture table, as stable codes and in words; how many lists and persons one may have."""

from enum import StrEnum

import numpy as np

COUNT = "count"
"""The column that is no list."""
FEWEST, MOST = 2, 12
TOO_MANY = 10**10
"""Persons beyond which a table is a mistake: float64 then no longer counts every person."""


class Fault(StrEnum):
    """Why a table cannot be used: stable codes for whoever says it in words of their own. `CALL`: not the table, but
    what was asked of it."""

    EMPTY = "empty"
    NO_CSV = "no csv"
    ENCODING = "encoding"
    SEPARATOR = "separator"
    CELLS = "cells"
    NO_COUNT = "no count"
    UNNAMED = "unnamed"
    NAME_TWICE = "name twice"
    NAME_OF_COUNT = "name of count"
    NAME_MARKS = "name marks"
    LISTS = "lists"
    FLAG = "flag"
    NUMBER = "number"
    TOO_MANY = "too many"
    TWICE = "twice"
    ON_NONE = "on none"
    ALL_ZERO = "all zero"
    KIND = "kind"
    PERIOD = "period"
    CALL = "call"


class TableError(ValueError):
    """A table cannot be used, and why: as a code, and in words that may repeat a cell. `row` is the line of the file
    (or the place in what was given), `column` its name."""

    def __init__(self, fault: Fault, message: str, row: int | None = None, column: str | None = None) -> None:
        place = [f"row {row}"] if row is not None else []
        place += [f"column {column!r}"] if column is not None else []
        super().__init__(f"{', '.join(place)}: {message}" if place else message)
        self.fault, self.row, self.column = fault, row, column


def whole(count: object, row: int | None = None) -> int:
    """A count as it must be: a whole number, not negative. Raises `TableError`."""
    if isinstance(count, bool) or not isinstance(count, int | np.integer):
        raise TableError(Fault.NUMBER, f"{count!r} is no whole number", row, "count")
    if count < 0:
        raise TableError(Fault.NUMBER, f"{count} is negative", row, "count")
    if count > TOO_MANY:
        raise TableError(Fault.TOO_MANY, f"more than {TOO_MANY:,} persons", row, "count")
    return int(count)
