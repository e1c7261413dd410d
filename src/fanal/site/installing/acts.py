"""What a step may do. Each kind knows how things stand, what a person would type for it, and how to do it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from fanal.engines.language.command import are_kept
from fanal.site import environment as env
from fanal.site.installing.machine import Elsewhere, Failed, Machine
from fanal.site.installing.record import Record, digest, whole

SAMPLES = env.ROOT / "docs" / "operating"
CODE = "/opt/fanal"
SERVICE = "fanal"
ROOT = "root"


class State(Enum):
    """How something stands: as it should, not so, or as somebody changed it, which is left alone."""

    RIGHT = "right"
    LACKING = "lacking"
    THEIRS = "theirs"


class Act(Protocol):
    """One thing to do. `do` raises Failed or OSError."""

    def state(self, machine: Machine, record: Record) -> State: ...

    def lines(self) -> list[str]: ...

    def do(self, machine: Machine, record: Record) -> None: ...


def _right(is_so: bool) -> State:
    return State.RIGHT if is_so else State.LACKING


@dataclass(frozen=True, slots=True)
class Access:
    """Who has a path, and with which mode."""

    mode: int
    owner: str = ROOT

    def numbers(self, machine: Machine) -> tuple[int, int] | None:
        """User and group; None where whoever runs this may not give files away, or the user is not there yet."""
        if not machine.is_ours:
            return None
        return (0, 0) if self.owner == ROOT else machine.user(self.owner)

    def holds(self, machine: Machine, place: Path) -> bool:
        """Whether a path is so."""
        found, owner = place.stat(), self.numbers(machine)
        return stat.S_IMODE(found.st_mode) == self.mode and owner in {None, (found.st_uid, found.st_gid)}

    def give(self, machine: Machine, place: Path) -> None:
        """Make it so."""
        place.chmod(self.mode)
        owner = self.numbers(machine)
        if owner is not None:
            os.chown(place, *owner)

    def words(self) -> str:
        whose = "" if self.owner == ROOT else f" -o {self.owner} -g {self.owner}"
        return f"-m {self.mode:04o}{whose}"


@dataclass(frozen=True, slots=True)
class Packages:
    """Packages of the distribution."""

    names: tuple[str, ...]

    def state(self, machine: Machine, _record: Record) -> State:
        return _right(machine.packages().keys() >= set(self.names))

    def lines(self) -> list[str]:
        return ["apt-get update", f"apt-get install -y --no-install-recommends {' '.join(self.names)}"]

    def do(self, machine: Machine, _record: Record) -> None:
        machine.run("apt-get", "update", "-qq")
        keep = ("-o", "Dpkg::Options::=--force-confold")
        machine.run("apt-get", "install", "-y", "-qq", *keep, "--no-install-recommends", *self.names)


@dataclass(frozen=True, slots=True)
class User:
    """The user of the service, who cannot sign in."""

    name: str
    home: str

    def state(self, machine: Machine, _record: Record) -> State:
        return _right(machine.user(self.name) is not None)

    def lines(self) -> list[str]:
        return [" ".join(self._command())]

    def do(self, machine: Machine, _record: Record) -> None:
        machine.run(*self._command())

    def _command(self) -> tuple[str, ...]:
        told = ("--home-dir", self.home, "--no-create-home", "--shell", "/usr/sbin/nologin")
        return "useradd", "--system", "--user-group", *told, self.name


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder."""

    path: str
    access: Access

    def state(self, machine: Machine, _record: Record) -> State:
        place = machine.at(self.path)
        return _right(place.is_dir() and self.access.holds(machine, place))

    def lines(self) -> list[str]:
        return [f"install -d {self.access.words()} {self.path}"]

    def do(self, machine: Machine, _record: Record) -> None:
        place = machine.at(self.path)
        if not place.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.mkdir(mode=0o700)
        self.access.give(machine, place)
        if machine.is_ours and self.access.numbers(machine) is None:
            raise Elsewhere(f"once the user {self.access.owner} is there")


@dataclass(frozen=True, slots=True)
class Placed:
    """A sample of docs/operating/, with what the answers put into it: each first text stands in the sample.

    `instead`: the lines of the file that a package brings, which says nothing yet and is replaced.
    """

    sample: str
    path: str
    access: Access
    fills: tuple[tuple[str, str], ...] = ()
    instead: tuple[str, ...] = ()

    def text(self) -> str:
        """What is placed."""
        text = (SAMPLES / self.sample).read_text("utf-8")
        for old, new in self.fills:
            if old not in text:
                raise ValueError(f"{self.sample} does not hold {old!r}")
            text = text.replace(old, new)
        return text

    def state(self, machine: Machine, record: Record) -> State:
        place = machine.at(self.path)
        if not place.is_file() or not self.access.holds(machine, place):
            return State.LACKING
        return self._content(machine, record)

    def lines(self) -> list[str]:
        into = [f"  # in it: {_one(new) or 'nothing'} in place of {_one(old)}" for old, new in self.fills if old != new]
        return [f"install {self.access.words()} {CODE}/docs/operating/{self.sample} {self.path}", *into]

    def do(self, machine: Machine, record: Record) -> None:
        place, text = machine.at(self.path), self.text()
        if place.is_dir():
            raise Failed(f"{self.path} is a folder. Move it away, and run this again.")
        if not place.is_file() or self._content(machine, record) is State.LACKING:
            whole(place, text, self.access.mode, self.access.numbers(machine))
        else:
            self.access.give(machine, place)

    def _content(self, machine: Machine, record: Record) -> State:
        found, text = machine.text(self.path), self.text()
        if found == text:
            return State.RIGHT
        ours = record.files.get(self.path) == digest(found) or said(found) == self.instead
        return State.LACKING if ours else State.THEIRS


def said(text: str) -> tuple[str, ...]:
    """The lines of a configuration, without comments and space."""
    return tuple(line for row in text.splitlines() if (line := row.partition("#")[0].strip()))


def _one(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Link:
    """A link. What else stands there is left alone, but for links to `instead`."""

    path: str
    target: str
    instead: str = ""

    def state(self, machine: Machine, _record: Record) -> State:
        place = machine.at(self.path)
        if not place.is_symlink():
            return State.THEIRS if place.exists() else State.LACKING
        leads = str(place.readlink())
        if leads == self.target:
            return State.RIGHT
        return State.LACKING if leads == self.instead else State.THEIRS

    def lines(self) -> list[str]:
        return [f"ln -sfn {self.target} {self.path}"]

    def do(self, machine: Machine, _record: Record) -> None:
        place = machine.at(self.path)
        part = place.with_name(f".{place.name}.part")
        part.unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        part.symlink_to(self.target)
        part.replace(place)


@dataclass(frozen=True, slots=True)
class Made:
    """A file that a program makes, once."""

    path: str
    command: tuple[str, ...]

    def state(self, machine: Machine, _record: Record) -> State:
        return _right(machine.at(self.path).exists())

    def lines(self) -> list[str]:
        return [" ".join(_quoted(word) for word in self.command)]

    def do(self, machine: Machine, _record: Record) -> None:
        machine.run(*self.command)


def _quoted(word: str) -> str:
    return f"'{word}'" if " " in word or not word else word


@dataclass(frozen=True, slots=True)
class Included:
    """One line at the end of a file that belongs to somebody else."""

    path: str
    line: str

    def state(self, machine: Machine, _record: Record) -> State:
        return _right(self.line in machine.text(self.path).splitlines())

    def lines(self) -> list[str]:
        return [f"echo '{self.line}' >> {self.path}"]

    def do(self, machine: Machine, _record: Record) -> None:
        place = machine.at(self.path)
        text, found = machine.text(self.path), place.stat()
        ended = text if text.endswith("\n") or not text else f"{text}\n"
        owner = (found.st_uid, found.st_gid) if machine.is_ours else None
        whole(place, f"{ended}{self.line}\n", stat.S_IMODE(found.st_mode), owner)


@dataclass(frozen=True, slots=True)
class Ran:
    """Commands that take up some files: run once for each state of them."""

    commands: tuple[tuple[str, ...], ...]
    of: tuple[str, ...] = ()

    def state(self, _machine: Machine, record: Record) -> State:
        return _right(record.ran.get(self._name()) == record.reason(self.of))

    def lines(self) -> list[str]:
        return [" ".join(_quoted(word) for word in command) for command in self.commands]

    def do(self, machine: Machine, record: Record) -> None:
        reason = record.reason(self.of)
        for command in self.commands:
            machine.run(*command)
        record.done(self._name(), reason)

    def _name(self) -> str:
        return " && ".join(self.lines())


@dataclass(frozen=True, slots=True)
class Site:
    """A site of nginx: its link, tested with all other sites before nginx takes it up, and taken out if it fails."""

    link: Link
    taken_up: Ran
    test: tuple[str, ...] = ("nginx", "-t", "-q")

    def state(self, machine: Machine, record: Record) -> State:
        linked = self.link.state(machine, record)
        return linked if linked is not State.RIGHT else self.taken_up.state(machine, record)

    def lines(self) -> list[str]:
        return [*self.link.lines(), " ".join(self.test), *self.taken_up.lines()]

    def do(self, machine: Machine, record: Record) -> None:
        if not machine.is_image and "sites-enabled" not in machine.text("/etc/nginx/nginx.conf"):
            raise Failed("nginx is not installed yet, or does not read /etc/nginx/sites-enabled.")
        is_new = self.link.state(machine, record) is State.LACKING
        if is_new:
            self.link.do(machine, record)
        try:
            machine.run(*self.test)
        except Elsewhere:
            raise
        except Failed as why:
            if is_new:
                machine.at(self.link.path).unlink()
                raise Failed(f"{why} The site was taken out again, so that other sites go on.") from None
            raise
        self.taken_up.do(machine, record)


@dataclass(frozen=True, slots=True)
class Owned:
    """The code belongs to root, whoever unpacked it, and the service can read it and not write it."""

    path: str = CODE

    def state(self, machine: Machine, _record: Record) -> State:
        return _right(next(self._wrong(machine), None) is None)

    def lines(self) -> list[str]:
        return [f"chown -R root:root {self.path}/", f"chmod -R u+rwX,go+rX,go-w {self.path}/"]

    def do(self, machine: Machine, _record: Record) -> None:
        for command in self.lines():
            machine.run(*command.split())

    def _wrong(self, machine: Machine) -> Iterator[Path]:
        top = machine.at(self.path).resolve()
        if not top.is_dir():
            yield top
        for folder, folders, files in os.walk(top):
            for name in (".", *folders, *files):
                place = Path(folder, name)
                found = place.lstat()
                reads = 0o055 if stat.S_ISDIR(found.st_mode) else 0o044
                bad = not stat.S_ISLNK(found.st_mode) and found.st_mode & (0o022 | reads) != reads
                if bad or found.st_uid or found.st_gid:
                    yield place


@dataclass(frozen=True, slots=True)
class Translated:
    """Translations are compiled, and their texts found, by root: the service cannot write either. `tools/environment`
    compiles the modules."""

    path: str = CODE

    def state(self, machine: Machine, _record: Record) -> State:
        package = machine.at(self.path) / "src/fanal"
        sources = list(package.rglob("django.po"))
        return _right(bool(sources) and all(_compiled(source) for source in sources) and are_kept(package))

    def lines(self) -> list[str]:
        return [f"{self.path}/.venv/bin/fanal language compile"]

    def do(self, machine: Machine, _record: Record) -> None:
        for command in self.lines():
            machine.run(*command.split())


def _compiled(source: Path) -> bool:
    made = source.with_suffix(".mo")
    return made.exists() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns
