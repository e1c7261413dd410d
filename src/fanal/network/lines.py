"""Files of signed lines outside the database: the checkpoints of the journal, the erasure ledger, the newest keys.

One JSON object a line: `prev` is the SHA-256 of the line before, `signature` the installation's over all the rest,
`version` that of its form. A line that was changed, put in, taken out or moved is named, and one of a newer version.
What is cut from the end, no file can tell by itself: the database and every backup keep hashes and copies
(`fanal.site.proof`).
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fanal import vault
from fanal.network.keyfile import keyfile
from fanal.vocabulary.whole import put

START = bytes(32).hex()
VERSION = 1
"""Of what is written. A line without one is of version 1."""

type Row = tuple[bytes, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SignedLines:
    """One such file. `name` is for people; `purpose` binds its signatures. `has_past`: version 0.1.0 wrote lines
    without a signature, which stand before the first signed one; that one carries their hash as `before`."""

    path: Path
    purpose: str
    name: str
    has_past: bool = False

    def data(self) -> bytes:
        """The whole lines of the file. What a power cut left of a line is none."""
        return whole(self.path.read_bytes()) if self.path.exists() else b""

    def rows(self, data: bytes | None = None) -> list[Row]:
        """Every signed line, as bytes and as read, whether it holds or not. What is no JSON reads as empty."""
        return [(raw, _read(raw)) for raw in self._parted(self.data() if data is None else data)[1]]

    def past(self, data: bytes | None = None) -> bytes:
        """What stands before the first signed line."""
        return self._parted(self.data() if data is None else data)[0]

    def good(self, data: bytes | None = None, *, public: bytes = b"") -> Iterator[dict[str, Any]]:
        """The lines that this installation signed, wherever they stand."""
        public = public or _public()
        return (line for _, line in self.rows(data) if self._signed(line, public))

    def made[T](self, reader: Callable[[Iterable[dict[str, Any]]], T]) -> T:
        """What `reader` makes of all lines, made again when the file changes.

        Whether they hold is asked by `fanal.site.proof`: who writes to the database does not reach them. New records
        pass here, and what somebody tells must not be lost for a line: a reader passes over what it cannot read.
        """
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return reader(())
        found: T = _made(self, reader, stat.st_mtime_ns, stat.st_size)
        return found

    def append(self, statement: Mapping[str, Any]) -> bytes:
        """Write one signed line, flushed to the disk before this returns. Returns its bytes."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # web processes and the worker write by turns
            there = whole(file.read())
            past, lines = self._parted(there)
            new = []
            if past and not lines:
                lines = [self._line({"before": _hash(past)}, START)]
                new += lines
            new.append(self._line(statement, _hash(lines[-1]) if lines else START))
            file.truncate(len(there))
            file.seek(0, os.SEEK_END)
            file.write(b"".join(line + b"\n" for line in new))
            file.flush()
            os.fsync(file.fileno())
        return new[-1]

    def defects(self, data: bytes | None = None) -> Iterator[str]:
        """The first line that does not hold, of the file or a copy, and why."""
        data, public, prev = self.data() if data is None else data, _public(), START
        past, rows = self.past(data), self.rows(data)
        for number, (raw, line) in enumerate(rows, start=past.count(b"\n") + 1):
            if line.get("prev") != prev:
                yield f"{self.name}, line {number}: does not follow the line before it"
            elif not self._signed(line, public):
                yield f"{self.name}, line {number}: was changed, or is signed by another installation"
            elif prev == START and line.get("before", _hash(b"")) != _hash(past):
                yield f"{self.name}, line {number}: other lines stood before it when it was written"
            elif line.get("version", VERSION) != VERSION:
                yield f"{self.name}, line {number}: a newer version of Fanal wrote it. Install that version"
            else:
                prev = _hash(raw)
                continue
            return

    def lacks(self, copy: bytes, *, public: bytes = b"") -> bool:
        """Whether a copy holds a line of this installation that is not here."""
        there, public = {raw for raw, _ in self.rows()}, public or _public()
        return any(raw not in there and self._signed(line, public) for raw, line in self.rows(copy))

    def adopt(self, other: bytes) -> None:
        """Put a longer copy in the place of this file, if it holds and goes on where this file ends."""
        ours, theirs = self.data(), whole(other)
        if theirs.startswith(ours) and theirs != ours and not any(self.defects(theirs)):
            put(self.path, theirs)

    def _parted(self, data: bytes) -> tuple[bytes, list[bytes]]:
        start = 0
        if self.has_past and not data.startswith(b"{"):
            found = data.find(b"\n{")
            start = found + 1 if found >= 0 else len(data)
        return data[:start], data[start:].split(b"\n")[:-1]

    def _line(self, statement: Mapping[str, Any], prev: str) -> bytes:
        made = {**statement, "version": VERSION, "prev": prev}
        signature = keyfile().signing.signer().sign(self.purpose, vault.canonical(made))
        return json.dumps(made | {"signature": signature.hex()}, sort_keys=True).encode()

    def _signed(self, line: dict[str, Any], public: bytes) -> bool:
        unsigned = {key: value for key, value in line.items() if key != "signature"}
        try:
            signature, message = bytes.fromhex(str(line.get("signature", ""))), vault.canonical(unsigned)
        except (ValueError, TypeError):
            return False
        return vault.verify(public, self.purpose, message, signature)


@lru_cache(maxsize=8)
def _made(file: SignedLines, reader: Callable[[Iterable[dict[str, Any]]], Any], _stamp: int, _size: int) -> Any:
    return reader([line for _raw, line in file.rows()])


def whole(data: bytes) -> bytes:
    """As much of a file as are whole lines."""
    return data[: data.rfind(b"\n") + 1]


def _read(raw: bytes) -> dict[str, Any]:
    try:
        line = json.loads(raw)
    except ValueError:
        line = {}
    return line if isinstance(line, dict) else {}


def list_of(line: Mapping[str, Any], name: str) -> list[Any]:
    """A list that a line holds; empty where it is none."""
    found = line.get(name)
    return found if isinstance(found, list) else []


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _public() -> bytes:
    return keyfile().signing.signer().public
