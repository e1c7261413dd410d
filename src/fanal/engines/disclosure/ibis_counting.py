"""The same counts by a query engine: one Ibis expression, unchanged on DuckDB (this machine) and PySpark (a cluster).

Rows have a column of numbers for each variable, and record keys as two columns of 32 bits, which every engine adds
exactly in signed 64 bits. Each row is sent to one bin of each histogram of the plan; what comes back are bins, never
rows. Only groups are larger than those of `counting`: engines that hash do better with few, large histograms.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import batched
from pathlib import Path
from typing import Any

import numpy as np

from fanal.engines.arrays import Whole
from fanal.engines.disclosure.grouping import Plan, completed, margins_of_bins, plan
from fanal.engines.disclosure.model import MOST_WAYS, ClassSet, CodedTable, Cube, DisclosureError, Margin
from fanal.engines.disclosure.reading import refuse_recent
from fanal.vocabulary import whole

KEYS = ("key_high", "key_low")
COHORT = "cohort"
CLASS_SET = "class_set"
"""The first 8 bytes of the hash of the class set that the numbers of a file mean, so that no other is read into it."""
BINS = 256
"""Joint codes of one group: a byte, three of which make a bin."""
PASSES = 32
"""Histograms of one query; each row is copied so often inside the engine."""
MOST_ROWS = 2**31
"""Beyond it sums of 32-bit halves may leave 64 bits."""


def count(
    rows: Any,
    classes: ClassSet,
    cohort: int,
    ways: int = MOST_WAYS,
    *,
    keyed: bool = True,
    today: date | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Cube:
    """All margins of the rows of an Ibis table, equal bit for bit to those of `counting.count`.

    `rows`: a column of code numbers (0: missing) for each variable, `key_high` and `key_low` unless not `keyed`, and
    perhaps `cohort`, of which only the rows of this cohort are taken, and `class_set`, which must be that of `classes`.
    A variable without a column is missing for all. Raises `DisclosureError`: columns that are unknown or missing,
    values that are no codes (which column, how many), a record key that occurs twice, 2**31 rows, what
    `counting.count` and `reading.read_coded` refuse.
    """
    refuse_recent(cohort, today)
    made = plan(classes, ways, BINS)
    whole = _whole(rows, classes, cohort, keyed=keyed)
    total = _checked(whole, classes, keyed=keyed)
    counted: dict[tuple[int, ...], Margin] = {}
    blocks = list(batched(range(len(made.passes)), PASSES, strict=False))
    for done, block in enumerate(blocks, 1):
        names = [variable.name for variable in classes.variables]
        bins = histograms(whole, names, made, block).to_pyarrow()
        for margin in _margins(made, block, {name: bins[name].to_numpy() for name in bins.column_names}):
            counted[margin.variables] = margin
        if tell:
            tell(done, len(blocks))
    return Cube(classes, (cohort,), ways, total, completed(made, counted))


def histograms(rows: Any, names: Sequence[str], made: Plan, block: Sequence[int]) -> Any:
    """The expression: bins of the passes `block` of a plan, columns bin, n, high, low (int64).

    A bin is the number of its pass and the joint codes of its groups, a byte each.
    """
    import ibis

    def joint(group: Sequence[int]) -> Any:
        code = rows[names[group[0]]]
        for place in group[1:]:
            code = code * made.sizes[place] + rows[names[place]]
        return code

    parts = {f"group_{number}": joint(group) for number, group in enumerate(made.groups)}
    grouped = rows.select(**parts, high=rows[KEYS[0]], low=rows[KEYS[1]])

    def bin_of(number: int) -> Any:
        code = ibis.literal(number, "int64")
        for group in made.passes[number][0]:
            code = code * BINS + grouped[f"group_{group}"]
        return code

    spread = grouped.select(bin=ibis.array([bin_of(number) for number in block]).unnest(), high="high", low="low")
    sums = {name: spread[name].sum().cast("int64") for name in ("high", "low")}
    return spread.group_by("bin").agg(n=spread.count().cast("int64"), **sums)


def _whole(rows: Any, classes: ClassSet, cohort: int, *, keyed: bool) -> Any:
    """Rows with all variables and both halves of the record key as int64; raises `DisclosureError`."""
    import ibis

    names = [variable.name for variable in classes.variables]
    held = set(rows.columns)
    if strangers := sorted(held - {*names, *KEYS, COHORT, CLASS_SET}):
        listed = ", ".join(repr(name) for name in strangers)
        raise DisclosureError(f"columns that are not in the class set cannot be counted: {listed}; take them out")
    if keyed and (lacking := [name for name in KEYS if name not in held]):
        raise DisclosureError(f"the record keys are missing: {', '.join(lacking)}")
    if not held & set(names):
        raise DisclosureError("no column is a variable of the class set")
    if wrong := [name for name in (*names, *KEYS, CLASS_SET) if name in held and not rows[name].type().is_integer()]:
        raise DisclosureError(f"columns must hold whole numbers: {', '.join(wrong)}")
    if COHORT in held:
        rows = rows.filter(rows[COHORT] == cohort)
    constants = dict.fromkeys((*names, *KEYS), 0) | {CLASS_SET: _mark(classes)}
    taken = held if keyed else held - set(KEYS)
    columns = {
        name: rows[name].cast("int64") if name in taken else ibis.literal(value, "int64")
        for name, value in constants.items()
    }
    return rows.select(**columns)


def _mark(classes: ClassSet) -> int:
    return int.from_bytes(bytes.fromhex(classes.sha256)[:8], signed=True)


def _checked(rows: Any, classes: ClassSet, *, keyed: bool) -> int:
    """The number of rows; raises `DisclosureError` where a value cannot be."""
    limits = {variable.name: len(variable.codes) for variable in classes.variables} | dict.fromkeys(KEYS, 2**32)
    faults = {name: _faulty(rows[name], size).sum().cast("int64") for name, size in limits.items()}
    other = (rows[CLASS_SET].isnull() | (rows[CLASS_SET] != _mark(classes))).cast("int64").sum()
    whole = {"_rows": rows.count().cast("int64"), "_other": other.cast("int64")}
    row = rows.agg(**whole, **faults).to_pyarrow().to_pylist()[0]
    total = int(row["_rows"])
    if row["_other"]:
        raise DisclosureError("the rows were coded with another class set; use the file that they were written with")
    if defects := [f"column {name}: {row[name]:,} rows hold no value that it can have" for name in limits if row[name]]:
        raise DisclosureError("; ".join(defects))
    if total >= MOST_ROWS:
        raise DisclosureError(f"{total:,} rows; fewer than {MOST_ROWS:,} of one cohort can be added exactly")
    if keyed and total:
        keys = rows.group_by(list(KEYS)).agg(times=rows.count())
        repeated = int(keys.filter(keys.times > 1).count().to_pyarrow().as_py())
        if repeated:
            raise DisclosureError(f"{repeated:,} record keys occur more than once: a child counts once")
    return total


def _faulty(column: Any, size: int) -> Any:
    """1 where a column holds nothing, or a number that is not below `size`."""
    return (column.isnull() | (column < 0) | (column >= size)).cast("int64")


def _margins(made: Plan, block: Sequence[int], bins: Mapping[str, Whole]) -> Iterator[Margin]:
    """The margins of all passes of a block, from the bins that came back in whatever order."""
    for number in block:
        groups, wanted = made.passes[number]
        of_pass = bins["bin"] >> 8 * len(groups) == number
        codes = bins["bin"][of_pass]
        joint = [(codes >> 8 * (len(groups) - 1 - axis) & 255).astype(np.uint8) for axis in range(len(groups))]
        high, low = bins["high"][of_pass].astype(np.uint64), bins["low"][of_pass].astype(np.uint64)
        key = (high << np.uint64(32)) + low
        yield from margins_of_bins(made, groups, wanted, joint, bins["n"][of_pass].astype(np.uint64), key)


def arrow(table: CodedTable) -> Any:
    """Coded rows as an Arrow table with the columns that `count` reads. They are record-level data."""
    import pyarrow

    names = [variable.name for variable in table.classes.variables]
    columns = {name: np.ascontiguousarray(table.codes[:, place]) for place, name in enumerate(names)}
    keys = {name: table.keys[:, place].astype(np.int64) for place, name in enumerate(KEYS)}
    mark = {CLASS_SET: np.full(table.rows, _mark(table.classes), dtype=np.int64)}
    return pyarrow.table({name: pyarrow.array(column) for name, column in (columns | keys | mark).items()})


def write_parquet(table: CodedTable, folder: Path) -> Path:
    """Writes coded rows to `folder`/cohort=YEAR/rows.parquet, readable by its owner only; returns the path.

    Raises `DisclosureError` where the file is there already: a cohort is written once.
    """
    from pyarrow import parquet

    path = folder.absolute() / f"{COHORT}={table.cohort}" / "rows.parquet"  # with a colon it could else be a URI
    if path.exists():
        raise DisclosureError(f"{path} is there already; remove it first if it is to be written anew")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with whole.begun(path) as file:
        parquet.write_table(arrow(table), file)
    return path


def parquet_rows(path: Path) -> Any:
    """An Ibis table on DuckDB of a Parquet file, or of a folder of them by cohort. Raises `DisclosureError`."""
    import duckdb
    import ibis

    try:
        if path.is_dir():
            return ibis.duckdb.connect().read_parquet(str(path / "**" / "*.parquet"), hive_partitioning=True)
        return ibis.duckdb.connect().read_parquet(str(path))
    except duckdb.Error:
        raise DisclosureError(f"{path}: there are no Parquet files that can be read") from None
