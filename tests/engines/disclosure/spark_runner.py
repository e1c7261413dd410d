"""Counts on PySpark in a process of its own, so that Java ends with it: spark_runner.py CASES SCRIPT ARGUMENTS…

CASES is a folder of folders with `classes.yaml`, `asked.json` and Parquet files; the cube of each goes to `cube.npz`
beside them. Then SCRIPT, which is that of `docs/cluster.md`, runs in the same session.
"""

import json
import runpy
import sys
import warnings
from pathlib import Path

import ibis
import numpy as np
from pyspark.sql import SparkSession

from fanal.engines.disclosure import ibis_counting
from fanal.engines.disclosure.classes import read_classes


def main(cases: Path, script: str, arguments: list[str]) -> None:
    """Counts all cases and runs the script."""
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.codegen.wholeStage", "false")  # compiling takes longer than so few rows
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.driver.memory", "1g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(cases / "warehouse"))
        .getOrCreate()
    )
    backend = ibis.pyspark.connect(session)
    for folder in sorted(path for path in cases.iterdir() if (path / "asked.json").exists()):
        asked = json.loads((folder / "asked.json").read_text())
        classes = read_classes((folder / "classes.yaml").read_bytes())
        cube = ibis_counting.count(
            backend.read_parquet(str(folder / "rows")), classes, asked["cohort"], asked["ways"], keyed=asked["keyed"]
        )
        arrays = {"rows": np.array(cube.rows)}
        for places, margin in cube.margins.items():
            name = "-".join(map(str, places))
            arrays |= {f"n {name}": margin.n, f"key {name}": margin.key}
        np.savez(folder / "cube.npz", **arrays)
    sys.argv = [script, *arguments]
    runpy.run_path(script, run_name="__main__")
    session.stop()


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # PySpark warns of pandas 3, of which nothing is used here
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
