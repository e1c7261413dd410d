"""A file that is whole or as it was before, also after lost power: the disk never holds half of it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def put(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write all of a file. Raises `OSError`; then nothing is left of it."""
    with begun(path, mode) as file:
        file.write(content)


@contextmanager
def begun(
    path: Path, mode: int = 0o600, owner: tuple[int, int] | None = None, *, new: bool = False
) -> Iterator[BinaryIO]:
    """A file to write, which takes its place where this ends well, and is gone where it does not. For nobody but its
    owner (user and group) and whom its mode names. `new`: what is there stays, with `FileExistsError`. Raises
    `OSError`."""
    part = path.with_name(f".{path.name}.part")
    with _alone(part) as file:
        try:
            if owner is not None:
                os.fchown(file.fileno(), *owner)
            os.fchmod(file.fileno(), mode)
            yield file
            file.flush()
            os.fsync(file.fileno())
            if new:
                path.hardlink_to(part)  # unlike a rename, a link never replaces what is there
                part.unlink()
            else:
                part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    sync(path.parent)


def _alone(part: Path) -> BinaryIO:
    """An empty file, also where one that was killed left half of it; who writes the same at this moment is waited for,
    whose file is at its place then."""
    while True:
        file = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+b")
        fcntl.flock(file, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), part.stat()):
                file.truncate()
                return file
        file.close()


def sync(folder: Path) -> None:
    """What was made or renamed in a folder stays so when power is lost."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
