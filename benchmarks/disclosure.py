"""What exact counts cost: all tables of up to three of 20 variables, with record keys.

Beside pac-synth and DuckDB with one query a table, which must find the same; then growth from 10⁴ to 10⁷ rows in
memory, by the Ibis expression on DuckDB, and by the same on PySpark where Java is, which must be equal bit for bit.
Ratios are of CPU seconds, ours on one thread.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from benchmarks import peers
from benchmarks.disclosure_growth import SEED
from benchmarks.figures import Figure, best_of, middle_of
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.generate import people
from fanal.engines.disclosure.ibis_counting import arrow, write_parquet
from fanal.engines.disclosure.model import CodedTable, Cube
from fanal.site.console import Progress

TITLE = "Exact counts of all tables of up to three of 20 variables"
PEERS = Path(__file__).parent / "disclosure_peers"
MILLION = 1_000_000
BESIDE_PEER = 100_000
GROWTH = (10**4, 10**5, 10**6, 10**7)
PEER_SECONDS, SECONDS = 1_200, 1_800


def run(step: Progress) -> list[Figure]:
    """All rows; `step` hears how many parts are done."""
    parts: tuple[Callable[[], list[Figure]], ...] = (
        _whole, _beside_pac_synth, _beside_duckdb, *(lambda rows=rows: _growth(rows) for rows in GROWTH),
    )  # fmt: skip
    figures: list[Figure] = []
    for done, measure in enumerate(parts):
        step(done, len(parts))
        figures += measure()
    step(len(parts), len(parts))
    return figures


def _whole() -> list[Figure]:
    table = people(MILLION, SEED)
    count(people(1_000, SEED))
    return [Figure("a million rows, all cores", middle_of(3, lambda: count(table)), "s")]


def _beside_pac_synth() -> list[Figure]:
    table = people(BESIDE_PEER, SEED)
    program = (PEERS / "pac_synth_counts.py.txt").read_text("utf-8")
    given = {"rows": table.codes.tolist(), "ways": 3}
    try:
        theirs = peers.ask(["pac-synth==0.0.8"], program, given, PEER_SECONDS)
    except TimeoutError as late:
        return [Figure(f"pac-synth, {BESIDE_PEER:,} rows: {late}", 0, "")]
    if theirs is None:
        return [Figure("pac-synth: absent, it could not be installed here", 0, "")]
    cube = count(table)
    _same(_by_name(cube), theirs["counts"])
    spent = best_of(3, lambda: count(table, threads=1))
    return [
        Figure(f"{BESIDE_PEER:,} rows: {len(theirs['counts']):,} counts, as pac-synth finds them", spent, "s"),
        Figure("… pac-synth over it", theirs["cpu"] / spent, "×", 20, False),
        Figure("… memory of pac-synth", theirs["memory"], "MB"),
    ]


def _by_name(cube: Cube) -> dict[str, int]:
    """Counts that are not zero, as pac-synth names them: v0:c1;v3:c2."""
    made = {}
    for places, margin in cube.margins.items():
        for codes in np.argwhere(margin.n).tolist():
            name = ";".join(f"v{place}:c{code}" for place, code in zip(places, codes, strict=True))
            made[name] = int(margin.n[tuple(codes)])
    return made


def _same(ours: dict[str, int], theirs: dict[str, int]) -> None:
    sorted_names = {";".join(sorted(name.split(";"))): n for name, n in theirs.items()}
    if {";".join(sorted(name.split(";"))): n for name, n in ours.items()} != sorted_names:
        raise RuntimeError("pac-synth counts otherwise")


def _beside_duckdb() -> list[Figure]:
    table = people(MILLION, SEED)
    cube = count(table)
    begun = time.process_time()
    theirs = _one_query_a_table(table, cube)
    spent = time.process_time() - begun
    for places, found in theirs.items():
        if not np.array_equal(found, cube.margins[places].n):
            raise RuntimeError(f"DuckDB counts the variables {places} otherwise")
    ours = best_of(3, lambda: count(table, threads=1))
    return [
        Figure(f"{MILLION:,} rows, one thread", ours, "s"),
        Figure("… DuckDB, one query a table, without record keys, over it", spent / ours, "×", 20, False),
    ]


def _one_query_a_table(table: CodedTable, cube: Cube) -> dict[tuple[int, ...], Any]:
    connection = duckdb.connect()
    connection.register("given", arrow(table))
    connection.execute("create table children as select * from given")
    found = {}
    for places, margin in cube.margins.items():
        names = ", ".join(table.classes.variables[place].name for place in places)
        rows = connection.execute(f"select {names}, count(*) from children group by {names}").fetchnumpy()
        *codes, n = rows.values()
        made = np.zeros_like(margin.n)
        made[tuple(codes)] = n
        found[places] = made
    connection.close()
    return found


def _growth(rows: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="fanal-growth-") as name:
        write_parquet(people(rows, SEED), Path(name))
        found = {engine: _apart(engine, rows, name) for engine in ("memory", "duckdb", "pyspark") if _there(engine)}
    if len({one["digest"] for one in found.values()}) > 1:
        raise RuntimeError(f"{rows:,} rows: the engines count differently")
    figures = []
    for engine, one in found.items():
        figures.append(Figure(f"{rows:,} rows, {engine}", one["seconds"], "s"))
        figures.append(Figure("… memory", one["memory"], "MB"))
    return figures if _there("pyspark") else [*figures, Figure("… pyspark: absent, it needs Java 17 or newer", 0, "")]


def _there(engine: str) -> bool:
    return engine != "pyspark" or (shutil.which("java") is not None and find_spec("pyspark") is not None)


def _apart(engine: str, rows: int, folder: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.disclosure_growth", engine, str(rows), folder]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
