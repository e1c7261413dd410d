"""A lock on the data folder: a site that serves shares it, restore and move need it alone. A killed process lets go."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fanal.site.console import Stop


@contextmanager
def held(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """Hold the lock of a data folder. Raises Stop if somebody else's hold does not allow it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "in-use.lock").open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            served = "A site serves from this data folder. Stop it first."
            raise Stop(served if alone else "A restore or a move is under way. Wait.") from None
        yield
