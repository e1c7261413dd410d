"""The files in an archive, found without trusting it: anybody may have put one where backups lie.

Python's own reader believes what an archive says of itself: how many files there are, how long each is, what their
names are. Here each file has a name of ours, once, and lies in the archive as long as it says, before a byte is
written anywhere.
"""

import hashlib
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fanal.site.console import Stop

MOST = 1000
"""Files of one archive: one for each organisation, and some."""
SMALL = 2**20
"""Bytes of a file that is read into memory."""
_BLOCK = 512
_MORE = 4096  # bytes in which an archive of 0.1.0 tells the time of a file more exactly, and a size from 8 GiB on
_SIZE = re.compile(rb"(?:^|\n)\d+ size=(\d{1,18})\n")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, and where it lies."""

    archive: Path
    name: str
    start: int
    size: int

    def read(self) -> bytes:
        """The whole file. Raises Stop where it is too long for that."""
        if self.size > SMALL:
            raise Stop(f"`{self.name}` of this archive is too long to be what it is called.")
        return b"".join(self.parts())

    def write(self, target: Path) -> None:
        """Unpack the file."""
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(self.parts())

    def digest(self) -> str:
        """SHA-256 of the file, in hex."""
        found = hashlib.sha256()
        for part in self.parts():
            found.update(part)
        return found.hexdigest()

    def parts(self) -> Iterator[bytes]:
        """The file, piece by piece."""
        with self.archive.open("rb") as file:
            file.seek(self.start)
            left = self.size
            while left and (part := file.read(min(left, SMALL))):
                left -= len(part)
                yield part


def members(archive: Path, names: re.Pattern[str]) -> dict[str, Member]:
    """The files of an archive by name, each of which must fit `names`. Raises Stop."""
    found: dict[str, Member] = {}
    with archive.open("rb") as file:
        for name, start, size in _headers(file):
            if name in found or not names.fullmatch(name) or len(found) == MOST:
                raise Stop("This archive is not a backup of Fanal: it holds other files, or a newer version made it.")
            found[name] = Member(archive, name, start, size)
    return found


def check_room(found: dict[str, Member], folder: Path) -> None:
    """Raise Stop unless there is room for these files in a folder."""
    needed = sum(one.size for one in found.values())
    if needed > _free(folder):
        raise Stop(f"There is no room in {folder} to unpack this backup: it needs {needed:,} bytes.")


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _headers(file: BinaryIO) -> Iterator[tuple[str, int, int]]:
    """The name of each file, where it begins, and its size. Raises Stop for whatever else may stand in an archive."""
    end, at, told = file.seek(0, os.SEEK_END), 0, None
    while at < end:
        file.seek(at)
        block = file.read(_BLOCK)
        if not block.strip(b"\0"):
            return
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError):
            raise Stop("This archive cannot be read as a backup of Fanal.") from None
        at += _BLOCK
        is_more = header.type == tarfile.XHDTYPE and header.size <= _MORE
        size = header.size if is_more or told is None else told
        if not (is_more or header.type in {tarfile.REGTYPE, tarfile.AREGTYPE}) or not 0 <= size <= end - at:
            raise Stop("This archive cannot be read as a backup of Fanal: it is cut, or holds more than files.")
        if is_more:
            match = _SIZE.search(file.read(size))
            told = int(match[1]) if match else None
        else:
            yield header.name, at, size
            told = None
        at += -(-size // _BLOCK) * _BLOCK
