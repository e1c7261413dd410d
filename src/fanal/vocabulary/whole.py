"""A file that is whole or as it was before, also after lost power: the disk never holds half of it."""

import os
from pathlib import Path


def put(path: Path, content: bytes) -> None:
    """Write a file beside its place, then let it take the place. Raises `OSError`; then nothing is left of it."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
