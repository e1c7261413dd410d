"""The tail of the journal: files outside the database into which every entry goes as it is committed.

The checkpoint of the night seals what was there then. Until then nothing in the database tells an entry that was cut
from the end of its chain, or a chain that was taken out whole, from one that never was; these files do, to whoever can
write to the database only: every entry of the last three days is in them, however many somebody wrote after it. They
are plain: who can also write here can cut both (docs/journal.md says what is left then).
"""

from collections.abc import Iterator
from uuid import UUID

from fanal.journal.lately import Lately
from fanal.journal.proof import absent

_HASH = 32
FILES = Lately("journal.tail", days=3)


def note(record: UUID, seq: int, digest: bytes) -> None:
    """An entry was committed."""
    FILES.add(f"{record} {seq} {digest.hex()}")


def forget() -> None:
    """The database was put back to a backup: what was written since is not looked for."""
    FILES.forget()


def missing() -> Iterator[tuple[UUID, int]]:
    """(record, seq) of every entry that was written here and is not in the database as it was, oldest first."""
    return absent(filter(None, map(_read, FILES.lines())))


def _read(line: str) -> tuple[UUID, int, bytes] | None:
    """One line; None of what a power cut left of one."""
    try:
        record, seq, digest = line.split(" ")
        found = UUID(record), int(seq), bytes.fromhex(digest)
    except ValueError:
        return None
    return found if len(found[2]) == _HASH else None
