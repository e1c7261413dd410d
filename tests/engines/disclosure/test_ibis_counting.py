"""One expression on DuckDB and PySpark: counts equal bit for bit to those in memory, and so do releases."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.engines.disclosure import ibis_counting, tables
from fanal.engines.disclosure.classes import canonical, class_set
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.generate import people
from fanal.engines.disclosure.ibis_counting import arrow, parquet_rows, write_parquet
from fanal.engines.disclosure.model import ClassSet, CodedTable, Cube, DisclosureError, Policy, TableSpec, Variable
from fanal.engines.disclosure.protect import protect

# Ibis 12 calls a function that DuckDB 2 deprecates.
pytestmark = [pytest.mark.once, pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")]

PAGE = Path(__file__).parents[3] / "docs" / "cluster.md"
COHORT = 2023
WITHOUT_JAVA = "PySpark is not tested here: it needs Java 17 or newer (on Debian: apt install openjdk-21-jre-headless)"
needs_spark = pytest.mark.skipif(shutil.which("java") is None or find_spec("pyspark") is None, reason=WITHOUT_JAVA)


def table_of(sizes: list[int], rows: int, seed: int) -> CodedTable:
    variables = [Variable(f"a{at}", ("missing", *(f"c{n}" for n in range(1, size)))) for at, size in enumerate(sizes)]
    rng = np.random.default_rng(seed)
    codes = np.stack([rng.integers(0, size, rows) for size in sizes], axis=1).astype(np.uint8)
    keys = rng.integers(0, 2**32, (rows, 2), dtype=np.uint32)
    return CodedTable(class_set("children of a test", 1, variables), COHORT, codes, keys)


def assert_equal(one: Cube, other: Cube) -> None:
    assert one.rows == other.rows
    assert list(one.margins) == list(other.margins)
    for places, margin in one.margins.items():
        assert (margin.n.dtype, margin.key.dtype) == (np.int64, np.uint64)
        np.testing.assert_array_equal(margin.n, other.margins[places].n)
        np.testing.assert_array_equal(margin.key, other.margins[places].key)


@settings(max_examples=15, deadline=None)
@given(
    sizes=st.lists(st.integers(2, 9), min_size=1, max_size=6),
    rows=st.integers(0, 80),
    seed=st.integers(0, 2**32 - 1),
    ways=st.integers(1, 3),
)
def test_duckdb_counts_what_memory_counts(sizes: list[int], rows: int, seed: int, ways: int) -> None:
    table = table_of(sizes, rows, seed)
    made = ibis_counting.count(ibis.memtable(arrow(table)), table.classes, COHORT, ways)
    assert_equal(made, count(table, ways))


@pytest.fixture(scope="module")
def children() -> CodedTable:
    """Three thousand fictional children with a class set that was reviewed."""
    made = people(3_000, 5, COHORT)
    classes = class_set(made.classes.population, made.classes.version, made.classes.variables, date(2026, 1, 31))
    return replace(made, classes=classes)


def test_twenty_variables_on_files_by_cohort(children: CodedTable, tmp_path: Path) -> None:
    write_parquet(children, tmp_path)
    write_parquet(replace(people(50, 6, 2022), classes=children.classes), tmp_path)
    assert_equal(ibis_counting.count(parquet_rows(tmp_path), children.classes, COHORT), count(children))


def test_a_cohort_is_written_once_and_for_its_owner_only(children: CodedTable, tmp_path: Path) -> None:
    path = write_parquet(children, tmp_path)
    assert path == tmp_path / "cohort=2023" / "rows.parquet"
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(DisclosureError, match="is there already"):
        write_parquet(children, tmp_path)
    assert [one.name for one in path.parent.iterdir()] == ["rows.parquet"]


def _rows(table: CodedTable, **columns: list[int | None]) -> pa.Table:
    """The rows of a table with other columns in place of, or beside, its own."""
    made = {name: arrow(table)[name] for name in arrow(table).column_names}
    return pa.table(made | {name: pa.array(values) for name, values in columns.items()})


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"a0": [0, 1, 2, 3]}, r"^column a0: 1 rows"),
        ({"a1": [0, -1, None, 1], "a0": [9, 0, 0, 0]}, r"^column a0: 1 rows .*; column a1: 2 rows"),
        ({"key_low": [1, 2, 3, 2**32]}, r"^column key_low: 1 rows"),
        ({"key_low": [1, 2, 3, 3], "key_high": [5, 5, 5, 5]}, "1 record keys occur more than once"),
        ({"name": [1, 2, 3, 4]}, "not in the class set cannot be counted: 'name'"),
        ({"class_set": [1, 2, 3, 4]}, "coded with another class set"),
    ],
)
def test_rows_that_cannot_be_counted(columns: dict[str, list[int | None]], words: str) -> None:
    table = table_of([3, 2], 4, 1)
    with pytest.raises(DisclosureError, match=words):
        ibis_counting.count(ibis.memtable(_rows(table, **columns)), table.classes, COHORT)


def test_columns_that_are_missing_or_no_numbers() -> None:
    table = table_of([3, 2], 4, 1)
    rows = arrow(table)
    with pytest.raises(DisclosureError, match="record keys are missing: key_high"):
        ibis_counting.count(ibis.memtable(rows.drop(["key_high"])), table.classes, COHORT)
    text = rows.set_column(0, "a0", pa.array(["x", "y", "z", "x"]))
    with pytest.raises(DisclosureError, match="must hold whole numbers: a0"):
        ibis_counting.count(ibis.memtable(text), table.classes, COHORT)
    with pytest.raises(DisclosureError, match="no column is a variable"):
        ibis_counting.count(ibis.memtable(rows.drop(["a0", "a1"])), table.classes, COHORT)


def test_a_variable_without_column_is_missing_for_all_and_keys_may_be_left_out() -> None:
    table = table_of([3, 2], 40, 1)
    rows = arrow(table).drop(["a1", "key_high", "key_low", "class_set"])
    made = ibis_counting.count(ibis.memtable(rows), table.classes, COHORT, keyed=False)
    codes = table.codes.copy()
    codes[:, 1] = 0
    assert_equal(made, count(CodedTable(table.classes, COHORT, codes, np.zeros_like(table.keys))))


def test_a_recent_cohort_is_refused() -> None:
    table = table_of([3, 2], 4, 1)
    with pytest.raises(DisclosureError, match="wait until 2024-07-01"):
        ibis_counting.count(ibis.memtable(arrow(table)), table.classes, COHORT, today=date(2024, 6, 30))


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_text("no parquet")
    for path in (tmp_path / "x.parquet", tmp_path / "none.parquet", tmp_path):
        with pytest.raises(DisclosureError, match="no Parquet files"):
            parquet_rows(path)


@dataclass(frozen=True)
class Case:
    """A table that PySpark counts, and how."""

    table: CodedTable
    ways: int = 3
    keyed: bool = True


def _largest() -> CodedTable:
    """All halves of record keys are as large as they can be, or nearly so: their sums leave 32 bits."""
    table = table_of([2, 3, 2, 5], 300, 9)
    keys = np.stack([np.full(300, 2**32 - 1), 2**32 - 1 - np.arange(300)], axis=1).astype(np.uint32)
    return replace(table, keys=keys)


CASES = {
    "largest_keys": Case(_largest()),
    "no_rows": Case(table_of([3, 4], 0, 1)),
    "one_variable": Case(table_of([5], 60, 2)),
    "a_byte_of_codes": Case(table_of([256, 3, 200], 500, 3)),
    "sixty_four": Case(table_of([2] * 64, 200, 4), ways=2),
    "without_keys": Case(table_of([4, 4, 3], 100, 5), keyed=False),
    "twenty": Case(people(3_000, 5, COHORT)),
}
SPECS = [TableSpec(rows=("age_band",), columns=("sex",), cohorts=(COHORT,))]


@pytest.fixture(scope="module")
def spark(children: CodedTable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what PySpark counted of all cases, and with the release that the page's script made there."""
    home = tmp_path_factory.mktemp("spark")
    for name, case in CASES.items():
        folder = home / "cases" / name
        write_parquet(case.table, folder / "rows")
        (folder / "classes.yaml").write_bytes(canonical(case.table.classes))
        asked = {"cohort": COHORT, "ways": case.ways, "keyed": case.keyed}
        (folder / "asked.json").write_text(json.dumps(asked))
    write_parquet(children, home / "rows")
    (home / "classes.yaml").write_bytes(canonical(children.classes))
    found = re.search(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert found
    (home / "release.py").write_text(found[1])
    (home / "out").mkdir()
    runner = Path(__file__).with_name("spark_runner.py")
    arguments = [home / "rows", home / "classes.yaml", COHORT, "2026-11-25", home / "out"]
    command = [sys.executable, runner, home / "cases", home / "release.py", *arguments]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300, check=False, cwd=home)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return home


@needs_spark
@pytest.mark.parametrize("name", CASES)
def test_pyspark_duckdb_and_memory_count_the_same(spark: Path, name: str) -> None:
    case = CASES[name]
    table = case.table
    folder = spark / "cases" / name
    duckdb = ibis_counting.count(parquet_rows(folder / "rows"), table.classes, COHORT, case.ways, keyed=case.keyed)
    keys = table.keys if case.keyed else np.zeros_like(table.keys)
    assert_equal(duckdb, count(replace(table, keys=keys), case.ways))
    with np.load(folder / "cube.npz") as arrays:
        assert int(arrays["rows"]) == duckdb.rows
        assert len(arrays.files) == 1 + 2 * len(duckdb.margins)
        for places, margin in duckdb.margins.items():
            key = "-".join(map(str, places))
            for kind, own in (("n", margin.n), ("key", margin.key)):
                theirs = arrays[f"{kind} {key}"]
                assert (theirs.dtype, theirs.shape, theirs.tobytes()) == (own.dtype, own.shape, own.tobytes())


@needs_spark
def test_the_release_of_the_page_is_the_same_on_pyspark_duckdb_and_in_memory(spark: Path, children: CodedTable) -> None:
    duckdb = ibis_counting.count(parquet_rows(spark / "rows"), children.classes, COHORT)
    made = (spark / "out" / "01.json").read_bytes()
    for cube in (duckdb, count(children)):
        (table,) = protect(cube, SPECS, Policy())
        assert tables.to_json(table) == made
    assert b'"value"' in made


def test_the_page_names_the_columns_that_are_read() -> None:
    text = PAGE.read_text()
    for name in (*ibis_counting.KEYS, ibis_counting.COHORT, ibis_counting.CLASS_SET):
        assert f"`{name}`" in text
    assert isinstance(class_set("p", 1, [Variable("a", ("missing", "x"))]), ClassSet)
