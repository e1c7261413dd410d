"""Web processes and the task worker, forked from this one and supervised: what dies is made again, all end together.

The main process loads what all have in common (`loaded`), answers nobody, and forks the others, which share its memory.
It has one thread, since a lock that another one held would be held for ever in what is forked, and no connection to the
database. The others watch it and stop gracefully when it is gone, even by `kill -9`, so that no old version keeps
answering beside a new one.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPException
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

from fanal.site.console import Stop

WEB, WORKER = "fanal web", "fanal worker"
"""What the system calls these processes."""
_STOP_SECONDS = 30
_OPEN_SECONDS = 60
# A thread that comes back from the database waits so long for one that computes. Python's own 5 ms, at each of a dozen
# statements, would keep the one writer of SQLite in its transaction while everybody else stands in line.
_SWITCH_SECONDS = 0.0005
_SOON_SECONDS = 5.0
"""What ends sooner is made again after a pause."""
_TRIES = 3
"""A web process that ends so often before the site has answered ends the start."""
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a site listens."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Address:
        """Of `host:port` or `[v6]:port`. Raises Stop."""
        host, _, port = text.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise Stop("FANAL_BIND must be an address and a port, such as 127.0.0.1:8000.")
        return cls(host.strip("[]"), int(port))

    def __str__(self) -> str:
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    def check_free(self) -> None:
        """Raise Stop if something listens there already: two sites would share the visitors without a word."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise Stop(f"Nothing can listen on {self}: {error.strerror}. Set FANAL_BIND to another.") from None

    def wait_until_open(self, seconds: float, *, name: str = "localhost") -> bool:
        """Whether something answers there within so many seconds. `name`: of the site, which no other is asked by."""
        end, asked = time.monotonic() + seconds, f"GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"
        while time.monotonic() < end:
            try:
                # A connection alone says nothing: the main process takes it before any web process lives.
                with socket.create_connection((self.host, self.port), timeout=seconds) as visitor:
                    visitor.sendall(asked.encode())
                    if visitor.recv(1):
                        return True
            except OSError:
                pass
            time.sleep(0.05)
        return False


def shows_first_page(address: Address, seconds: float) -> bool:
    """Whether the site there shows its first page to its name within so many seconds."""
    from fanal.web.names import own_name

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        asked = HTTPConnection(address.host, address.port, timeout=seconds)
        try:
            asked.request("GET", "/", headers={"Host": own_name()})
            if asked.getresponse().status < 400:
                return True
        except (OSError, HTTPException):
            pass
        finally:
            asked.close()
        time.sleep(0.05)
    return False


def serve(address: Address, *, workers: int, threads: int, ready: Callable[[], None], with_worker: bool = True) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is called once the site answers to its name. Raises SystemExit where web
    processes end again and again before that."""
    from fanal.site import loaded, queue, server
    from fanal.web.names import own_name

    if queue.handed(address.host, address.port) is None:
        address.check_free()
    loaded.load(own_name())
    listening = server.listening(address.host, address.port)
    posts = [Post(WEB, partial(server.answer, listening, number, partial(load, threads))) for number in range(workers)]
    posts += [Post(WORKER, work, most=60.0)] if with_worker else []
    asks = Post("fanal", partial(_ask, address))
    Family(posts, asks, ready).keep()


def _ask(address: Address) -> None:
    """Whether the site answers, as the exit code of a process of its own: the main one has no time to wait."""
    from fanal.web.names import own_name

    sys.exit(not address.wait_until_open(_OPEN_SECONDS, name=own_name()))


def load(threads: int) -> Any:
    """Load the application inside a web process."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    from fanal.site.server import CONNECTIONS

    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, CONNECTIONS * 2), hard), hard))
    from django.conf import settings

    from fanal.site.front import Front
    from fanal.site.wsgi import application

    served: Any = application
    return Front(served, threads=threads, most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def work() -> None:
    """The task worker, inside a process of its own or the main one."""
    from fanal.site.console import start_django

    start_django()
    from fanal.clocks.api import run_worker, stop_on_signals

    with stop_on_signals() as stop:
        run_worker(stop)


@dataclass(eq=False)
class Post:
    """A place that one process fills at a time. One that ends within seconds is followed by the next after a pause,
    which doubles up to `most` seconds."""

    name: str
    run: Callable[[], None]
    most: float = 1.0
    process: ForkProcess | None = None
    born: float = 0.0
    pause: float = 1.0
    ended: int = 0

    def fill(self) -> None:
        """Fork its process. Where none can be made, for want of memory, it is tried again after a pause."""
        self.born = time.monotonic()
        made = multiprocessing.get_context("fork").Process(name=self.name, target=_begin, args=(self.name, self.run))
        try:
            with _held_signals():
                made.start()
        except OSError:
            _log.error("A process could not be started.")
            self.pause = max(self.pause, 1.0)
        else:
            self.process = made

    def leave(self) -> int | None:
        """Note that its process has ended. Returns its exit code."""
        ended, self.process = self.process, None
        self.ended += 1
        if ended is None:
            return None
        ended.join()
        if time.monotonic() - self.born > _SOON_SECONDS:
            self.pause = 0.0
        else:
            self.pause = min(max(self.pause * 2, 1.0), self.most)
        return ended.exitcode

    @property
    def due(self) -> float:
        """Seconds until its next process is to be made."""
        return max(self.born + self.pause - time.monotonic(), 0.0)


class Family:
    """The processes of a site, each kept at its post until a signal ends all. `asks` ends well once the site answers;
    from then on it is kept up, however often a web process dies: who can make one die must not end it."""

    def __init__(self, posts: Sequence[Post], asks: Post, ready: Callable[[], None]) -> None:
        self._posts, self._asks, self._ready = list(posts), asks, ready
        self._answered = self._stopping = False

    def keep(self) -> None:
        """Serve until a signal. Raises SystemExit."""
        with self._told() as bell:
            try:
                for post in (*self._posts, self._asks):
                    post.fill()
                while not self._stopping and self._goes_on():
                    self._wait(bell)
                failed = not self._stopping
            finally:
                self._end()  # whatever ends this, as a `ready` whose reader is gone: nobody serves unsupervised
        if failed:
            _log.error("The web processes end before the site answers.")
            sys.exit(1)

    def _goes_on(self) -> bool:
        """Look who has ended, and fill what is due. Returns whether there is a site to keep."""
        for post in self._kept():
            if post.process is not None and not post.process.is_alive():
                code = post.leave()
                if post is self._asks and code == 0:
                    self._answered = True
                    self._ready()
                elif post.name == WEB and not self._answered and post.ended >= _TRIES:
                    return False
        for post in self._kept():
            if post.process is None and not post.due:
                post.fill()
        return True

    def _kept(self) -> list[Post]:
        """Those that are filled; whoever asks, until the site has answered: a slow start is no end of asking."""
        return self._posts if self._answered else [self._asks, *self._posts]

    def _wait(self, bell: int) -> None:
        alive = [post.process.sentinel for post in (*self._posts, self._asks) if post.process is not None]
        due = [post.due for post in self._kept() if post.process is None]
        wait([bell, *alive], timeout=min(due, default=None))
        with suppress(BlockingIOError):
            os.read(bell, 1024)

    def _end(self) -> None:
        """Ask all to end; whoever still runs after thirty seconds is ended."""
        left = [post.process for post in (*self._posts, self._asks) if post.process is not None]
        for one in left:
            one.terminate()
        end = time.monotonic() + _STOP_SECONDS
        for one in left:
            one.join(max(end - time.monotonic(), 0.0))
            if one.is_alive():
                one.kill()
                one.join()

    @contextmanager
    def _told(self) -> Iterator[int]:
        """A descriptor that can be read after a signal."""
        bell, rings = os.pipe()
        for one in (bell, rings):
            os.set_blocking(one, False)
        before = {number: signal.signal(number, self._on_signal) for number in _SIGNALS if number != signal.SIGHUP}
        signal.set_wakeup_fd(rings)
        try:
            yield bell
        finally:
            signal.set_wakeup_fd(-1)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(bell)
            os.close(rings)

    def _on_signal(self, number: int, _frame: object) -> None:
        self._stopping |= number != signal.SIGCHLD


@contextmanager
def _held_signals() -> Iterator[None]:
    """No signal is taken meanwhile: one that came between a fork and `_begin` would be lost."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(name: str, run: Callable[[], None]) -> None:
    """What a process does first: it has a name where the system shows processes, takes its own signals, and asks
    itself to stop when the main process is gone."""
    with suppress(OSError):  # not Linux
        Path("/proc/self/comm").write_text(name)
    signal.set_wakeup_fd(-1)
    for number in _SIGNALS:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    _end_with_parent()
    run()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    watched: list[int] = [parent.sentinel] if parent is not None else []
    with suppress(AttributeError, OSError):  # not Linux: then those end first that were made last
        watched.append(os.pidfd_open(os.getppid()))

    def watch() -> None:
        wait(watched)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
