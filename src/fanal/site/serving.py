"""Web processes and the task worker, supervised: what dies is started again, and all end together.

Granian's main process holds no key and no database connection; each web process is a fresh Python that loads the
application. The worker is one more such process. All watch the main process and stop gracefully when it is gone, even
by `kill -9`, so that no old version keeps answering beside a new one.
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
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import Any

from fanal.site.console import Stop

_STOP_SECONDS = 30
# A thread that comes back from the database waits so long for one that computes. Python's own 5 ms, at each of a dozen
# statements, would keep the one writer of SQLite in its transaction while everybody else stands in line.
_SWITCH_SECONDS = 0.0005
_BACKLOG = 1024
# Connections of one web process, most of which may be somebody's who is slow: each costs a file and a few kilobytes.
_CONNECTIONS = 4096
_HEAD_MILLISECONDS = 10_000  # in which the head of a request must be there, also of the next one of a connection
_HEAD_BYTES = 32 * 1024
_LOGS = {
    "formatters": {"silent": {"()": "fanal.web.logs.SilentFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "silent"}},
    "loggers": {"_granian": {"handlers": ["stderr"], "propagate": False}},
}
_log = logging.getLogger(__name__)
_spawn = multiprocessing.get_context("spawn")


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
    """Serve until SIGTERM or SIGINT; `ready` is called once the site answers to its name. Raises SystemExit if a
    process fails for good."""
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    from fanal.site.server import Server

    address.check_free()
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "fanal.site.wsgi:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD_MILLISECONDS, max_buffer_size=_HEAD_BYTES),
        websockets=False,
        workers=workers,
        backlog=_BACKLOG,
        backpressure=_CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
        log_level=LogLevels.error,
        log_dictconfig=_LOGS,
    )
    worker = Supervised(work)
    if with_worker:
        server.on_startup(worker.start)
        server.on_shutdown(worker.stop)

    def tell() -> None:
        if address.wait_until_open(60, name=own_name()):
            server.answered = True
            ready()

    server.on_startup(threading.Thread(target=tell, daemon=True).start)
    server.serve(target_loader=partial(load, threads=threads))


def own_name() -> str:
    """A name to which this site answers: any of those of `FANAL_HOSTS`."""
    from django.conf import settings

    return next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if "*" not in host), "localhost")


def load(target: str, *, threads: int) -> Any:
    """Load the application inside a web process."""
    from granian._internal import load_target

    end_with_parent()
    sys.setswitchinterval(_SWITCH_SECONDS)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, _CONNECTIONS * 2), hard), hard))
    application: Any = load_target(target)
    from django.conf import settings

    from fanal.site.front import Front

    return Front(application, threads=threads, most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def work() -> None:
    """The task worker, inside a process of its own or the main one."""
    from fanal.site.console import start_django

    start_django()
    from fanal.clocks.api import run_worker, stop_on_signals

    with stop_on_signals() as stop:
        end_with_parent()
        run_worker(stop)


def end_with_parent() -> None:
    """Ask this process to stop, by SIGTERM, when the process that started it is gone."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


@dataclass
class Supervised:
    """One process that is started again when it ends, after a pause that doubles up to a minute."""

    target: Callable[[], None]
    pause: float = 1.0
    _stop: threading.Event = field(default_factory=threading.Event)
    _process: SpawnProcess | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the process and watch it."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        pause = self.pause
        while not self._stop.is_set():
            begun = time.monotonic()
            try:
                process = _spawn.Process(target=self.target)
                process.start()
            except OSError:  # no memory, too many processes: later, perhaps
                _log.error("A process could not be started.")
            else:
                self._process = process
                process.join()
            pause = self.pause if time.monotonic() - begun > 60 else min(pause * 2, 60)
            self._stop.wait(pause)

    def stop(self) -> None:
        """Stop it: gracefully, after thirty seconds by force."""
        self._stop.set()
        process = self._process
        if process is not None and process.is_alive():
            process.terminate()
            process.join(_STOP_SECONDS)
            if process.is_alive():
                process.kill()
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)
