"""Tables and results as data frames, and capture tables from them: pandas or Arrow, whichever is installed.

A capture table has a column for each list and `count`; a result has the rows of its picture that have limits, so that a
frame never has a figure without them. Neither library is needed for anything else.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from math import isnan
from typing import Any

from fanal.engines.prevalence.faults import COUNT, Fault, TableError
from fanal.engines.prevalence.pictures import rows
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.zeta import ordered


def to_pandas(value: Any) -> Any:
    """A `pandas.DataFrame` of a capture table or a result. Raises `ImportError` where pandas is not installed."""
    return import_module("pandas").DataFrame(columns_of(value))


def to_arrow(value: Any) -> Any:
    """A `pyarrow.Table` of a capture table or a result. Raises `ImportError` where pyarrow is not installed."""
    return import_module("pyarrow").table(columns_of(value))


def from_pandas(frame: Any, sum_over: Sequence[str] = ()) -> CaptureTable:
    """A capture table from a data frame with a 0/1 column for each list and `count`. Raises `TableError`."""
    return _table({str(name): frame[name].tolist() for name in frame.columns}, sum_over)


def from_arrow(table: Any, sum_over: Sequence[str] = ()) -> CaptureTable:
    """The same from an Arrow table. Raises `TableError`."""
    return _table(table.to_pydict(), sum_over)


def columns_of(value: Any) -> dict[str, list[Any]]:
    """The columns of a capture table or a result."""
    if isinstance(value, CaptureTable):
        masks = [mask for mask in ordered(value.k) if value.counts[mask]]
        lists = {name: [mask >> place & 1 for mask in masks] for place, name in enumerate(value.names)}
        return {**lists, COUNT: [int(value.counts[mask]) for mask in masks]}
    every = rows(value)
    found = [row for row in every if "lower" in row] or every
    names = dict.fromkeys(name for row in found for name in row)
    return {name: [row.get(name) for row in found] for name in names}


def _table(columns: Mapping[str, Sequence[Any]], sum_over: Sequence[str]) -> CaptureTable:
    """Read like a file, so that errors name row and column alike."""
    head = ",".join(_cell(name) for name in columns)
    body = (",".join(_cell(_plain(cell)) for cell in row) for row in zip(*columns.values(), strict=True))
    if not columns:
        raise TableError(Fault.EMPTY, "the table is empty")
    return CaptureTable.from_csv("\n".join((head, *body)) + "\n", sum_over)


def _plain(cell: Any) -> Any:
    """Whole numbers as they are written, also where a missing cell made floats of a column."""
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else "" if isnan(cell) else cell
    return "" if cell is None else cell


def _cell(value: Any) -> str:
    text = str(value)
    return f'"{text.replace(chr(34), 2 * chr(34))}"' if set(text) & set(',"\n\r') else text
