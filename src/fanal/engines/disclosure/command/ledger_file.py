"""The ledger as a file: read and verified whole, extended at its end by one at a time, and never rewritten."""

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path

from fanal.engines.disclosure.ledger import Ledger, dumps, loads, spend
from fanal.engines.disclosure.model import DisclosureError, Spend


def read(path: Path) -> Ledger:
    """The ledger in a file. Raises `DisclosureError` where it was changed, `OSError`."""
    return _verified(path.read_bytes().decode())


def take(path: Path, spends: Sequence[Spend], release: str) -> Ledger:
    """Writes spends at the end of a ledger, which begins with the first; gives the ledger as it is then.

    A second process that spends waits until the first has written. Raises `NotReleased` (X3), and then nothing is
    written; `DisclosureError`, `OSError`.
    """
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        before = _verified(file.read().decode())
        after = spend(before, spends, release)
        file.write(dumps(after)[len(dumps(before)) :].encode())
        file.flush()
        os.fsync(file.fileno())
    return after


def _verified(text: str) -> Ledger:
    found = loads(text)
    if dumps(found) != text:
        raise DisclosureError("the ledger holds other bytes than those that were written; restore it from a copy")
    return found
