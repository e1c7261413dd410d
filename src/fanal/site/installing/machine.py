"""The machine that is installed on: what can be seen of it, and running programs there."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_LISTENS = "0A"
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_OLDEST = 13
_FIELD = re.compile(r"^(Package|Version): (.*)$", re.MULTILINE)
_WRONG = re.compile(r"\[emerg\]|^E: |\berror\b|\bfailed\b", re.IGNORECASE)


class Failed(Exception):
    """A step could not be done; the message says why, in one sentence for the person at the console."""


class Elsewhere(Failed):
    """A step can only be done on the running machine itself."""


@dataclass(frozen=True, slots=True)
class Machine:
    """`root`: the folder under which everything lies; another than / is an image, in which nothing can be run.

    `web` are the ports on which a proxy listens.
    """

    root: Path = Path("/")
    web: tuple[int, ...] = (80, 443)

    @property
    def is_image(self) -> bool:
        return self.root != Path("/")

    @property
    def is_ours(self) -> bool:
        """Whether whoever runs this may give files to other users."""
        return os.geteuid() == 0

    @property
    def has_systemd(self) -> bool:
        """systemd itself runs, as it does in no container and no changed root."""
        return not self.is_image and Path("/run/systemd/system").is_dir()

    def at(self, path: str) -> Path:
        """Where a path of the machine lies."""
        return self.root / path.lstrip("/")

    def text(self, path: str) -> str:
        """A file of the machine; empty where there is none. Raises Failed where it may not be read."""
        try:
            return self.at(path).read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except PermissionError:
            raise Failed(f"{path} may not be read. Run this as root.") from None
        except UnicodeDecodeError:
            raise Failed(f"{path} holds what is no text. Move it away, and run this again.") from None

    def has(self, path: str) -> bool:
        """Whether there is something; not where only root may look."""
        try:
            return self.at(path).exists()
        except PermissionError:
            return False

    def run(self, *command: str) -> None:
        """Run a program to its end. Raises Elsewhere, Failed with the last thing that it said."""
        if self.is_image:
            raise Elsewhere("on the machine itself")
        if command[0] == "systemctl" and not self.has_systemd:
            raise Elsewhere("where systemd runs")
        program = shutil.which(command[0], path=_PATH)
        if program is None:
            raise Failed(f"{command[0]} is not installed yet.")
        environment = {"PATH": _PATH, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "HOME": "/root"}
        known = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
        done = subprocess.run(  # noqa: S603  fixed programs
            [program, *command[1:]], env=environment | known, check=False, capture_output=True, text=True, umask=0o022,
            stdin=subprocess.DEVNULL, errors="replace",
        )  # fmt: skip
        if done.returncode:
            raise Failed(f"{command[0]} said: {_said(done.stderr) or _said(done.stdout) or 'nothing'}")

    def user(self, name: str) -> tuple[int, int] | None:
        """Numbers of a user and of its group."""
        for line in self.text("/etc/passwd").splitlines():
            known, _, uid, gid, *_rest = (*line.split(":"), "", "", "", "")
            if known == name and uid.isdecimal() and gid.isdecimal():
                return int(uid), int(gid)
        return None

    def packages(self) -> dict[str, str]:
        """Names and versions of the packages that are installed."""
        found = {}
        for text in self.text("/var/lib/dpkg/status").split("\n\n"):
            if "\nStatus: install ok installed\n" in text:
                about = dict(_FIELD.findall(text))
                found[about["Package"]] = about["Version"]
        return found

    def listening(self) -> frozenset[str]:
        """Names of the programs that listen where a proxy does; `something` where the system does not say."""
        if self.is_image:
            return frozenset()
        sockets = {inode for port, inode in _sockets() if port in self.web}
        named = {inode: name for inode, name in _programs() if inode in sockets} if sockets else {}
        return frozenset(named.get(inode, "something") for inode in sockets)

    def system(self) -> tuple[bool, str]:
        """Whether Fanal knows this system, and its name. A Debian without a number is one that is not released."""
        lines = (line.partition("=") for line in self.text("/etc/os-release").splitlines())
        told = {name: value.strip("\"'") for name, _, value in lines}
        number = told.get("VERSION_ID", "").partition(".")[0]
        new = not number or (number.isdecimal() and int(number) >= _OLDEST)
        return told.get("ID") == "debian" and new, told.get("PRETTY_NAME") or "an unknown system"


def _said(text: str) -> str:
    """The lines that name what is wrong, or the last one."""
    lines: Sequence[str] = [line.strip() for line in text.splitlines() if line.strip()]
    wrong = [line for line in lines if _WRONG.search(line)]
    return " ".join(wrong[:2] or lines[-1:])[:400]


def _sockets() -> Iterator[tuple[int, str]]:
    """Port and inode of each socket that listens."""
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = [line.split() for line in Path(table).read_text().splitlines()[1:]]
        except OSError:
            continue
        yield from ((int(row[1].rpartition(":")[2], 16), row[9]) for row in rows if row[3] == _LISTENS)


def _programs() -> Iterator[tuple[str, str]]:
    """Inode and program of each open socket that we may see."""
    for process in Path("/proc").iterdir():
        if not process.name.isdecimal():
            continue
        try:
            name = (process / "comm").read_text().strip()
            for descriptor in (process / "fd").iterdir():
                target = str(descriptor.readlink())
                if target.startswith("socket:["):
                    yield target[8:-1], name
        except OSError:  # it ended, or is not ours to look at
            continue


def has_ipv6() -> bool:
    """Whether a socket of version 6 can be made; where not, no proxy starts that is told to listen there."""
    if not socket.has_ipv6:
        return False
    try:
        socket.socket(socket.AF_INET6, socket.SOCK_STREAM).close()
    except OSError:
        return False
    return True
