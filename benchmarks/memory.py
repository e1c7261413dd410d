"""What a small member takes of memory, and how soon it answers; and what `make run` takes.

A member serves as `fanal serve` does it: with two web processes and the worker, then with one. It is measured when it
has answered for the first time, and again after people have used it: a concern told in three languages, the queue, a
concern, files and one of them. Of `make run` the process that loads the demonstration ends, those that serve it stay.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import psutil

from benchmarks.figures import Figure
from benchmarks.load import Person, Refused
from benchmarks.memory_pages import use
from benchmarks.scene import ROOT, Failed, Scene, free_port, scene
from benchmarks.server import Server, memory_of, serving
from fanal.site.console import Progress

TITLE = "Memory of a small member, and of the demonstration"
GOALS = {2: 300, 1: 200}  # MB, by web processes (issue 13)
START_SECONDS = 5
FILES = 20
_MOST_SECONDS = 1800.0
_REST_SECONDS = 5.0
_MB = 2**20


def run(step: Progress) -> list[Figure]:
    """The goal of what serves the demonstration is the most of what loads it."""
    figures = []
    with scene("sqlite") as here:
        here.inside("cases.grow", given={"files": FILES})
        for done, processes in enumerate(GOALS):
            figures += _member(here, processes)
            step(done + 1, len(GOALS) + 1)
    figures += _demonstration()
    step(len(GOALS) + 1, len(GOALS) + 1)
    return figures


def _member(here: Scene, processes: int) -> Iterator[Figure]:
    here = replace(here, environ={**here.environ, "FANAL_WORKERS": str(processes)})
    called, goal = f"{processes} web process{'es' if processes > 1 else ''} and the worker", GOALS[processes]
    asked = here.inside("memory_pages.addresses")
    begun = time.monotonic()
    with serving(here) as server:
        yield Figure(f"{called}: start until the first page", time.monotonic() - begun, "s", START_SECONDS)
        time.sleep(_REST_SECONDS)
        yield Figure(f"{called}: when it has started", server.memory(), "MB", goal)
        use(here.port, asked)
        time.sleep(_REST_SECONDS)
        yield Figure(f"{called}: after people used it", server.memory(), "MB", goal)
        for name, own, shared in of_each(server):
            yield Figure(f"{called}: {name}, own (and its share)", own, "MB", shared)


def of_each(server: Server) -> Iterator[tuple[str, float, float]]:
    """Each process: its name, megabytes that it alone holds, and those with its share of what others hold too."""
    for one in server.tree():
        with suppress(psutil.Error):
            held = one.memory_full_info()
            yield one.name(), held.uss / _MB, held.pss / _MB


# ---- the demonstration ----


def _demonstration() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="fanal-benchmark-") as folder:
        port = free_port()
        left_out = ("FANAL_", "DJANGO_")
        environ = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        environ |= {"FANAL_MODE": "demo", "FANAL_DATA": str(Path(folder) / "data"), "FANAL_BIND": f"127.0.0.1:{port}"}
        words = [sys.executable, "-m", "fanal", "demo", "--serve"]
        with subprocess.Popen(words, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL) as site:
            try:
                loading = _loading(site, port) / _MB
                time.sleep(_REST_SECONDS)
                main = psutil.Process(site.pid)
                each = [memory_of(one) / _MB for one in (main, *main.children(recursive=True))]
            finally:
                site.terminate()
    return [
        Figure("the process that loads the demonstration, at its most", loading, "MB"),
        Figure("all processes that serve it, beside that", sum(each), "MB", loading),
    ]


def _loading(site: subprocess.Popen[bytes], port: int) -> int:
    """The most bytes that a process held before the site answered."""
    end, most = time.monotonic() + _MOST_SECONDS, 0
    while not _answers(port):
        if site.poll() is not None or time.monotonic() > end:
            raise Failed("fanal demo --serve did not start.")
        with suppress(psutil.Error):
            main = psutil.Process(site.pid)
            most = max(most, *(one.memory_info().rss for one in (main, *main.children())))
        time.sleep(0.1)
    return most


def _answers(port: int) -> bool:
    with suppress(Refused), closing(Person(port, gives_up=1.0)) as person:
        return person.ask("GET", "/en/").status == 200
    return False
