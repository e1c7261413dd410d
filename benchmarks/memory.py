"""What `make run` takes of memory: the process that loads the demonstration ends, those that serve it stay."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

import psutil

from benchmarks.figures import Figure
from benchmarks.load import Person, Refused
from benchmarks.scene import ROOT, Failed, free_port
from benchmarks.server import memory_of
from fanal.site.console import Progress

TITLE = "Memory of the demonstration"
_MOST_SECONDS = 1800.0
_REST_SECONDS = 5.0
_MB = 2**20


def run(step: Progress) -> list[Figure]:
    """The goal of what serves is the most of what loads: the ratio says how much of it goes with the loading."""
    with tempfile.TemporaryDirectory(prefix="fanal-benchmark-") as folder:
        port = free_port()
        left_out = ("FANAL_", "DJANGO_")
        environ = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        environ |= {"FANAL_MODE": "demo", "FANAL_DATA": str(Path(folder) / "data"), "FANAL_BIND": f"127.0.0.1:{port}"}
        words = [sys.executable, "-m", "fanal", "demo", "--serve"]
        with subprocess.Popen(words, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL) as site:
            try:
                loading = _loading(site, port) / _MB
                step(1, 2)
                time.sleep(_REST_SECONDS)
                main = psutil.Process(site.pid)
                each = [memory_of(one) / _MB for one in (main, *main.children(recursive=True))]
                step(2, 2)
            finally:
                site.terminate()
    return [
        Figure("the process that loads it, at its most", loading, "MB"),
        Figure("the process that serves it, beside that", each[0], "MB", loading),
        Figure("all processes that serve, beside that", sum(each), "MB", loading),
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
