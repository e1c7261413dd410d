"""What an earlier run did: which files are as it left them, which commands it ran, what it was told.

A file that somebody changed since is theirs and is left alone; one that is as it was placed may be brought up to date.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fanal.site.installing.machine import Failed, Machine
from fanal.vocabulary.whole import begun

PLACE = "/etc/fanal/installed.json"


def digest(text: str) -> str:
    """What stands for a text here."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Record:
    """`files`: path to digest of what was placed; `ran`: a command to digest of what it was run for."""

    machine: Machine
    files: dict[str, str] = field(default_factory=dict)
    ran: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, machine: Machine) -> Record:
        """That of a machine, or an empty one. Raises Failed where it was damaged."""
        text = machine.text(PLACE)
        if not text:
            return cls(machine)
        try:
            held: Any = json.loads(text)
            parts = [{str(key): str(value) for key, value in held[name].items()} for name in _PARTS]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Failed(f"{PLACE} is damaged. Remove it: every file that is there then counts as yours.") from None
        return cls(machine, *parts)

    def placed(self, path: str, text: str) -> None:
        """A file holds what was placed."""
        if self.files.get(path) != digest(text):
            self.files[path] = digest(text)
            self._write()

    def done(self, command: str, reason: str) -> None:
        """A command was run."""
        self.ran[command] = reason
        self._write()

    def answered(self, answers: dict[str, str]) -> None:
        """What a person said, so that a run that was cut is not asked again."""
        if self.answers != answers:
            self.answers = answers
            self._write()

    def reason(self, paths: Iterable[str]) -> str:
        """What stands for the present state of some files; of a link, for where it leads."""
        return digest("\0".join(self._state(path) for path in paths))

    def _state(self, path: str) -> str:
        place = self.machine.at(path)
        return f"-> {place.readlink()}" if place.is_symlink() else self.machine.text(path)

    def _write(self) -> None:
        whole(self.machine.at(PLACE), json.dumps({name: getattr(self, name) for name in _PARTS}, indent=1), 0o600)


_PARTS = ("files", "ran", "answers")


def whole(place: Path, text: str, mode: int, owner: tuple[int, int] | None = None) -> None:
    """Write a file, and the folders in which it lies."""
    _folder(place.parent)
    with begun(place, mode, owner) as file:
        file.write(text.encode())


def _folder(place: Path) -> None:
    """The folder and those above it, as every system has them: 0755."""
    if not place.is_dir():
        _folder(place.parent)
        place.mkdir()
        place.chmod(0o755)
