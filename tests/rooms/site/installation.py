"""A real installation in a folder of its own, driven by the real `fanal` command in processes of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

HOST = "fanal.example"
PASSWORDS = ("seven lanterns on the sea", "nine boats under a red moon")
LANTERN = """
name: Lantern
kind: member
country: NO
mandates: [NO]
time_zone: Europe/Oslo
people:
  - {username: amara, name: Amara, roles: [duty_person, intake_officer, key_keeper]}
  - {username: bao, name: Bao, roles: [manager, key_keeper]}
"""


def service(pid: Path | str, run: Path | str, log: Path | str) -> str:
    """A program in the place of systemd: `run` serves until it is stopped."""
    text = Path(__file__).with_name("standin.py").read_text()
    return text.replace("{pid}", str(pid)).replace("{run}", str(run)).replace("{log}", str(log))


@dataclass(frozen=True)
class Done:
    """What a command returned and said."""

    code: int
    out: str
    err: str


@dataclass
class Installation:
    """`data` is FANAL_DATA; `url` FANAL_DATABASE_URL, empty for SQLite; `more` further settings."""

    data: Path
    url: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("FANAL_", "DJANGO_", "PYTEST"))
        }
        mine = {"FANAL_MODE": "production", "FANAL_DATA": str(self.data), "FANAL_DATABASE_URL": self.url}
        mine |= {"FANAL_HOSTS": HOST, "FANAL_SESSIONS": str(self.sessions), "COLUMNS": "300"}
        return kept | mine | self.more

    @property
    def database(self) -> Path:
        return self.data / "fanal.sqlite3"

    @property
    def sessions(self) -> Path:
        return self.data / "sessions.sqlite3"

    @property
    def keyfile(self) -> Path:
        return self.data / "keyfile.json"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    def run(self, *command: str, answers: Sequence[str] = (), expect: int = 0, **more: str) -> Done:
        """Run `fanal command…`; `answers` are lines of its standard input. The exit code must be as expected."""
        return self._run([sys.executable, "-m", "fanal", *command], answers, expect, more)

    def deed(self, *command: str) -> list[str]:
        """Run a deed of `deeds.py` in this installation. Returns the words that it printed."""
        return self._run([sys.executable, "-m", "tests.rooms.site.deeds", *command], (), 0, {}).out.split()

    def refused(self, *commands: str) -> list[str]:
        """What each of these commands says as it refuses; all in one process."""
        run = [sys.executable, "-m", "tests.rooms.site.deeds", "refused", *commands]
        return self._run(run, (), 0, {}).out.splitlines()

    def _run(self, command: Sequence[str], answers: Sequence[str], expect: int, more: dict[str, str]) -> Done:
        given = "".join(f"{answer}\n" for answer in answers)
        ran = subprocess.run(
            command, input=given, env=self.env | more, capture_output=True, text=True, timeout=900, check=False
        )
        assert ran.returncode == expect, f"{command} gave {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
        return Done(ran.returncode, ran.stdout, ran.stderr)

    @contextmanager
    def serving(self, *arguments: str, **more: str) -> Iterator[Site]:
        """The site, served by a process of its own until the end of the block."""
        port = free_port()
        command = [sys.executable, "-m", "fanal", "serve", *arguments]
        env = self.env | {"FANAL_BIND": f"127.0.0.1:{port}"} | more
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        site = Site(psutil.Process(process.pid), process, port)
        try:
            site.wait_until_up()
            yield site
        finally:
            everybody = site.family()
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
            _gone, alive = psutil.wait_procs(everybody, timeout=20)
            for left in alive:
                left.kill()
            process.communicate()


@dataclass
class Site:
    """A served site: its main process and where it listens."""

    main: psutil.Process
    popen: subprocess.Popen[str]
    port: int

    def family(self) -> list[psutil.Process]:
        """The main process and its children, as they are now; without Python's own helper of child processes."""
        try:
            found = [self.main, *self.main.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []
        return [one for one in found if one.is_running()]

    def get(self, path: str = "/dev/components", host: str = HOST) -> int:
        """The status of a page, 0 where nobody answers."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": host})
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except (OSError, urllib.error.URLError):
            return 0

    def wait_until_up(self, seconds: float = 60) -> None:
        assert self.wait(lambda: self.get() != 0 or self.popen.poll() is not None, seconds), "it never came up"
        if self.popen.poll() is not None:
            raise AssertionError(f"it ended: {self.popen.communicate()}")

    @staticmethod
    def wait(until: object, seconds: float = 30) -> bool:
        """Whether something became true in time."""
        assert callable(until)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if until():
                return True
            time.sleep(0.1)
        return False


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def shares_of(printed: str) -> list[str]:
    """The recovery shares that `fanal kit` printed."""
    shares, words = [], None
    for line in printed.splitlines():
        if line.startswith("Share "):
            words = []
        elif words is not None and line.startswith("  "):
            words += line.split()
        elif words:
            shares.append(" ".join(words))
            words = None
    return shares
