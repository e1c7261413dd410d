"""`fanal serve` as a process of its own: started, measured, and killed where it hurts."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

import psutil

from benchmarks.load import ENTRY, Person, Refused
from benchmarks.scene import ROOT, Failed, Scene
from fanal.site.serving import WEB, WORKER

START_SECONDS = 240  # of a machine that does much else


@dataclass
class Server:
    """The site of a scene. Use `serving`."""

    scene: Scene
    kills: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _spent: float = 0.0

    def start(self) -> None:
        """Start, and return once it answers. Raises Failed."""
        with (self.scene.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "fanal", "serve"],
                env=dict(self.scene.environ), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise Failed(f"fanal serve did not start: {self.log()}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        with suppress(Refused), closing(Person(self.scene.port, gives_up=1.0)) as person:
            return person.ask("GET", ENTRY).status == 200
        return False

    def log(self) -> str:
        """What the server wrote so far."""
        return (self.scene.folder / "server.log").read_text(errors="replace")

    @property
    def runs(self) -> bool:
        """Whether the main process is alive."""
        return self._process is not None and self._process.poll() is None

    def web_processes(self) -> list[psutil.Process]:
        """The processes that answer requests."""
        return [one for one in self.tree() if _called(one) == WEB]

    def task_workers(self) -> list[psutil.Process]:
        """The processes that do the tasks."""
        return [one for one in self.tree() if _called(one) == WORKER]

    def kill(self, found: Sequence[psutil.Process], choose: Callable[..., psutil.Process] = random.choice) -> bool:
        """End one of these processes by SIGKILL. Returns whether there was one."""
        with suppress(psutil.NoSuchProcess, IndexError, ValueError):
            choose(found).kill()
            self.kills += 1
            return True
        return False

    def kill_all(self) -> None:
        """End the main process and all below it by SIGKILL, as a power cut would."""
        every = self.tree()[1:]
        self._spent += self._cpu()
        if self._process is not None:
            self._process.kill()
            for one in every:
                with suppress(psutil.NoSuchProcess):
                    one.kill()
            self._process.wait()
            psutil.wait_procs(every, timeout=30)
            self.kills += 1

    def stop(self) -> None:
        """End gracefully."""
        if self._process is not None and self.runs:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(40)
            except subprocess.TimeoutExpired:
                self.kill_all()

    def cpu(self) -> float:
        """CPU seconds so far of the site and its database, of dead processes too."""
        return self._spent + self._cpu() + sum(map(_cpu_of, self._database()))

    def _cpu(self) -> float:
        return sum(map(_cpu_of, self.tree()))

    def memory(self) -> float:
        """Resident megabytes of the site and its database; what processes share counts once."""
        return sum(memory_of(one) for one in (*self.tree(), *self._database())) / 2**20

    def tree(self) -> list[psutil.Process]:
        """The main process and all below it."""
        return _tree(self._process.pid) if self._process is not None else []

    def _database(self) -> list[psutil.Process]:
        return _tree(self.scene.postmaster) if self.scene.postmaster else []


@contextmanager
def serving(scene: Scene) -> Iterator[Server]:
    """The site of a scene, running."""
    server = Server(scene)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@dataclass
class Killer:
    """Every so many seconds kills the web process that serves longest, and each second time the task worker too."""

    server: Server
    every: float = 2.0
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Killer:
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def _run(self) -> None:
        rounds = 0
        while not self._stop.wait(self.every):
            rounds += 1
            self.server.kill(self.server.web_processes(), _oldest)
            if rounds % 2 == 0:
                self.server.kill(self.server.task_workers())

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()


def _oldest(found: Sequence[psutil.Process]) -> psutil.Process:
    return min(found, key=psutil.Process.create_time)


def _tree(pid: int) -> list[psutil.Process]:
    try:
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _called(process: psutil.Process) -> str:
    try:
        return str(process.name())
    except psutil.Error:
        return ""  # it is gone


def _cpu_of(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def memory_of(process: psutil.Process) -> int:
    """Bytes that a process holds, shared pages by their share."""
    try:
        return int(process.memory_full_info().pss)
    except (psutil.Error, AttributeError):  # not ours to look into, or a system that does not share out
        with suppress(psutil.Error):
            return int(process.memory_info().rss)
        return 0
