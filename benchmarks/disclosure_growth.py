"""One count in a process of its own: `python -m benchmarks.disclosure_growth ENGINE ROWS FOLDER`, as JSON.

ENGINE: memory, duckdb or pyspark. FOLDER holds the same children as Parquet by cohort. `digest` is that of all counts
and sums of record keys; `memory` is the most that the process held, in MB, with Java where it runs.
"""

import hashlib
import json
import resource
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fanal.engines.disclosure import counting, ibis_counting
from fanal.engines.disclosure.generate import LAST_COHORT, people, people_classes
from fanal.engines.disclosure.model import Cube

SEED = 1
ONCE = 1_000_000


def digest(cube: Cube) -> str:
    """SHA-256 of everything that was counted."""
    made = hashlib.sha256(str(cube.rows).encode())
    for places, margin in cube.margins.items():
        made.update(str(places).encode() + margin.n.tobytes() + margin.key.tobytes())
    return made.hexdigest()


def _in_memory(rows: int) -> Callable[[], Cube]:
    table = people(rows, SEED)
    return lambda: counting.count(table)


def _on_spark(folder: Path) -> tuple[Callable[[], Cube], int]:
    """The count, and the process of Java."""
    import ibis
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[*]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.memory", "4g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    rows = ibis.pyspark.connect(session).read_parquet(str(folder))
    java: Any = session.sparkContext._gateway
    return lambda: ibis_counting.count(rows, people_classes(), LAST_COHORT), int(java.proc.pid)


def _held(process: int) -> int:
    """The most memory that a process held, in MB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def main(engine: str, rows: int, folder: Path) -> dict[str, Any]:
    """Seconds of wall clock: median of three after one that does not matter; once from `ONCE` rows on."""
    java = None
    if engine == "memory":
        work = _in_memory(rows)
    elif engine == "duckdb":
        table = ibis_counting.parquet_rows(folder)
        work = lambda: ibis_counting.count(table, people_classes(), LAST_COHORT)  # noqa: E731
    else:
        work, java = _on_spark(folder)
    seconds = []
    if rows < ONCE or engine == "memory":
        work()
    for _ in range(3 if rows < ONCE else 1):
        begun = time.perf_counter()
        cube = work()
        seconds.append(time.perf_counter() - begun)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 + (_held(java) if java else 0)
    return {"seconds": statistics.median(seconds), "memory": held, "digest": digest(cube)}


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # PySpark warns of pandas 3
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))
