"""An office of three: from a bare Debian to the first page, upgrades, ten thousand concerns moved and back."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.office.machine import office, secretariat
from tests.rooms.site.installation import PASSWORDS
from tests.rooms.site.releasing import keys_of_maintainers, released, tree, with_a_table

from benchmarks.figures import Figure
from benchmarks.scene import ROOT, Failed, Scene, opened, scene
from fanal.site.console import Progress

TITLE = "An office of three"
ROWS, GOAL_SECONDS = 10_000, 300.0
GOAL_AWAY = 3.0
_CHUNK = 500


def run(step: Progress) -> list[Figure]:
    """A machine's first hour, and a move each way. Raises Failed."""
    try:
        with TemporaryDirectory(prefix="fanal-benchmark-") as folder:
            return [*_machine(Path(folder)), *_both_ways(step)]
    except pytest.skip.Exception as why:
        raise Failed(str(why)) from None


def _machine(folder: Path) -> list[Figure]:
    """By the lines of the guide, on an overlay of this machine. Packages are there and need no network."""
    (folder / "keys").mkdir()
    maintainers = keys_of_maintainers(folder / "keys")
    one, two = (folder / f"made/fanal-0.99.{number}" for number in (0, 1))
    with office(folder / "machine") as here:
        begun = time.perf_counter()
        here.install(secretariat(*PASSWORDS))
        here.first_page()
        minutes = (time.perf_counter() - begun) / 60
        asked = here.questions
        here.trust(maintainers)
        _said, plain = here.upgrade(released(tree(one, "0.99.0"), maintainers))
        _said, changed = here.upgrade(released(with_a_table(tree(two, "0.99.1")), maintainers))
    return [
        Figure("from a bare Debian to the first page", minutes, "min"),
        Figure("questions answered until then", asked, ""),
        *(
            Figure(f"{words}: {name}", met[key], "s", goal)
            for words, met in {"an upgrade": plain, "one that changes the database": changed}.items()
            for key, name, goal in (("refused", "visitors refused for", GOAL_AWAY), ("longest", "longest wait", None))
        ),
    ]


def _both_ways(step: Progress) -> list[Figure]:
    """Seconds and memory of a move each way."""
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
