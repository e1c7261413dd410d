"""Somebody holds the site by being slow: how long an honest reporter waits meanwhile (`docs/threat-model.md`).

Four ways: a body or a head at one byte a second, connections that say nothing, and many pages asked for and not read.
Loopback only; it stops by itself.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from enum import StrEnum

from benchmarks.figures import Figure, percentile
from benchmarks.load import ENTRY, Load, crowd, for_seconds
from benchmarks.scene import scene
from benchmarks.server import serving
from fanal.site.console import Progress

TITLE = "An honest reporter beside 200 who are slow"
SENDERS = 200
HONEST = 4
GOAL_SECONDS = 1.0
_MOST_SECONDS = 120.0


class Way(StrEnum):
    """How somebody is slow."""

    BODY = "body"
    HEAD = "head"
    SILENT = "silent"
    READER = "reader"


_HEAD = f"POST {ENTRY}2 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
_OPENING = {
    Way.BODY: f"{_HEAD}Content-Length: 8000\r\n\r\nx=".encode(),
    Way.HEAD: _HEAD.encode() + b"X-Slow: ",
    Way.SILENT: b"",
    Way.READER: f"GET {ENTRY} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(),
}


@dataclass
class Crowd:
    """So many connections in one thread, each a byte a second; whoever is cut off comes back. At most two minutes.

    `pages`: how many a reader asks for at once. `first`: the local ports of those who came first.
    """

    port: int
    way: Way
    count: int
    pages: int = 10
    most_seconds: float = _MOST_SECONDS
    first: frozenset[int] = frozenset()
    _open: list[socket.socket] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _ready: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Crowd:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait(30)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        end = time.monotonic() + self.most_seconds
        try:
            while time.monotonic() < end and not self._stop.is_set():
                while len(self._open) < self.count:
                    self._open.append(self._come())
                self.first = self.first or frozenset(one.getsockname()[1] for one in self._open)
                self._ready.set()
                self._stop.wait(1.0)
                self._open = [one for one in self._open if self._goes_on(one)]
        finally:
            self._ready.set()
            for one in self._open:
                one.close()

    def _come(self) -> socket.socket:
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        one.settimeout(5)
        with suppress(OSError):
            one.connect(("127.0.0.1", self.port))
            one.setblocking(False)
            one.send(_OPENING[self.way] * (self.pages if self.way is Way.READER else 1))
        return one

    def _goes_on(self, one: socket.socket) -> bool:
        """Sends or reads one byte. Whether the connection still stands."""
        try:
            if self.way in {Way.BODY, Way.HEAD}:
                one.send(b"a")
            if not one.recv(1):
                raise ConnectionError
        except BlockingIOError:
            return True
        except OSError:
            one.close()
            return False
        return True


@dataclass(frozen=True, slots=True)
class Met:
    """What honest people met: seconds of each page, and failures."""

    pages: Sequence[float]
    failures: Sequence[str]

    @property
    def p95(self) -> float:
        """Seconds within which 95 of 100 pages came."""
        return percentile(self.pages, 0.95) if self.pages else float("inf")


def meet(port: int, way: Way | None, *, senders: int, honest: int, seconds: float, gives_up: float = 15.0) -> Met:
    """Let so many be slow while honest people tell one concern after another."""
    with Crowd(port, way, senders) if way else nullcontext():
        load: Load = crowd(port, honest, for_seconds(seconds), gives_up=gives_up)
    return Met(load.pages, load.failures)


def run(databases: Sequence[str], seconds: float, step: Progress) -> list[Figure]:
    """Figures: the 95th percentile of a page with and without the slow."""
    made, ways = [], (None, *Way)
    for number, database in enumerate(databases):
        with scene(database) as here, serving(here):
            crowd(here.port, HONEST, for_seconds(1.0))
            for index, way in enumerate(ways, 1):
                met = meet(here.port, way, senders=SENDERS, honest=HONEST, seconds=max(seconds, 5.0))
                name = f"{database}: a page, p95, beside {f'{SENDERS} slow ({way})' if way else 'nobody slow'}"
                made.append(Figure(name, met.p95, "s", GOAL_SECONDS))
                made.append(Figure(f"{database}: failed", len(met.failures), "", 0))
                step(number * len(ways) + index, len(databases) * len(ways))
    return made
