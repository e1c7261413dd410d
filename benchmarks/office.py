"""An office of three: a site with ten thousand concerns moved to the other database and back."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from benchmarks.scene import ROOT, Failed, Scene, opened, scene
from fanal.site.console import Progress

TITLE = "An office of three"
ROWS, GOAL_SECONDS = 10_000, 300.0
_CHUNK = 500


def run(step: Progress) -> list[Figure]:
    """Seconds and memory of a move each way. Raises Failed."""
    with scene("sqlite") as here, TemporaryDirectory(prefix="fanal-benchmark-") as folder:
        for done in range(0, ROWS, _CHUNK):
            here.inside("triage.fill", given={"rows": min(_CHUNK, ROWS - done)})
            step(done, ROWS)
        with opened("postgresql", Path(folder)) as (url, _server):
            there = _moved(here, url)
            back = _moved(
                replace(here, environ={**here.environ, "FANAL_DATABASE_URL": url}), f"sqlite:///{folder}/back"
            )
    figures: list[Figure] = []
    for way, (seconds, most) in {"to PostgreSQL": there, "back to SQLite": back}.items():
        figures += [
            Figure(f"{ROWS:,} concerns moved {way}", seconds, "s", GOAL_SECONDS),
            Figure("its processes, at their most", most, "MB"),
        ]
    return figures


def _moved(here: Scene, url: str) -> tuple[float, float]:
    """Seconds, and megabytes of the largest of its processes."""
    begun = time.perf_counter()
    words = [sys.executable, "-m", "fanal", "move", url]
    process = subprocess.Popen(words, env=dict(here.environ), cwd=ROOT, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise Failed("fanal move did not end well")
    return time.perf_counter() - begun, used.ru_maxrss / 1024
