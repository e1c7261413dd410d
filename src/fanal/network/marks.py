"""What is newest of keys, people, organisations and pages, kept outside the database (decisions 16 and 24).

Whoever writes to the database can take the newest rows away, so that older ones, signed as they should be, are the
newest again. So each deed that makes something newer adds a signed line to a file (`lines.py`) as it is committed:
`newest`, a list of kind, identifier, number, day. What is older than its mark is not used. A restore takes the database
back on purpose: its line `restored` counts in the place of all before it, but for ends of sessions. A line `gone` names
something that went and does not come back with its rows: an organisation that was founded after the backup.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fanal.network.lines import SignedLines, list_of


class MarkKind(StrEnum):
    """Of what a mark is the newest."""

    RING = "ring"  # versions of a team's key
    KEY = "key"  # versions of a person's key
    PERSON = "person"  # changes of what a person is and may do
    SESSIONS = "sessions"  # when all sessions of a person ended
    ORG = "organisation"  # changes of what is stored about an organisation
    CLOCK = "clock"  # changes of the time that an organisation set for a task
    KEEPING = "keeping"  # changes of how long records are kept
    PAGE = "public page"  # changes of a page on which people tell
    CARE = "care of children"  # whether an organisation may open files of children
    ROTA = "rota"  # changes of who is on duty
    NOTICES = "number for notices"  # changes of where somebody gets messages


@dataclass(frozen=True, slots=True)
class Mark:
    """The newest number of one thing. `day`: from when a key counts; on which a person left."""

    kind: MarkKind
    id: UUID
    number: int
    day: date | None

    @property
    def parts(self) -> list[object]:
        """As a line holds it."""
        return [self.kind.value, str(self.id), self.number, self.day and self.day.isoformat()]


type Known = Mapping[tuple[str, UUID], Mark]


def file() -> SignedLines:
    """The file of this installation."""
    return SignedLines(Path(settings.DATA) / "keys.jsonl", "newest keys", "list of newest keys")


def note(*marks: Mark) -> None:
    """Something newer was made: the mark is written once it is committed. What is committed is done, also where the
    disk has no room: the next `bring_up` adds what is missing."""
    transaction.on_commit(partial(_add, marks), robust=True)


def bring_up(there: Iterable[Mark]) -> None:
    """Add what the database holds and the file does not: of a version without the file, or lost in a power cut."""
    of_file = known()
    missing = [mark for mark in there if mark.number > newest(mark.kind, mark.id, of_file)]
    if missing:
        _add(missing)


def restored(there: Iterable[Mark], now: datetime) -> None:
    """A backup was put in the place of the database: what it holds is newest now, and nothing else. `there` is looked
    at once the line is written: until then what is older than the marks of before is not whole."""
    file().append({"restored": now.astimezone(UTC).isoformat()})
    bring_up(there)


def go(kind: MarkKind, id: UUID) -> None:
    """Something went for good: whoever puts its rows back brings nothing back."""
    file().append({"gone": [kind.value, str(id)]})


def is_gone(kind: MarkKind, id: UUID) -> bool:
    """Whether something went for good, as far as the file knows."""
    return (kind.value, str(id)) in file().made(_gone)


def _gone(lines: Iterable[Mapping[str, Any]]) -> frozenset[tuple[object, ...]]:
    return frozenset(tuple(list_of(line, "gone")) for line in lines if "gone" in line)


def restored_at() -> datetime | None:
    """When a backup was put back last, as far as the file knows."""
    return file().made(_restored_at)


def _restored_at(lines: Iterable[Mapping[str, Any]]) -> datetime | None:
    said = [str(line["restored"]) for line in lines if "restored" in line]
    return datetime.fromisoformat(said[-1]) if said else None


def newest(kind: MarkKind, id: UUID, of_file: Known | None = None) -> int:
    """The newest number of a thing, as far as the file knows; 0 where it does not."""
    mark = (known() if of_file is None else of_file).get((kind, id))
    return mark.number if mark else 0


def known() -> Known:
    """Every mark, as the file is now."""
    return file().made(_of_lines)


def _of_lines(lines: Iterable[Mapping[str, Any]]) -> Known:
    found: dict[tuple[str, UUID], Mark] = {}
    for line in lines:
        if "restored" in line:  # sessions lie in no backup: those that ended before do not begin again
            found = {key: mark for key, mark in found.items() if mark.kind is MarkKind.SESSIONS}
        if "gone" in line:
            gone = tuple(list_of(line, "gone"))
            found = {key: mark for key, mark in found.items() if (mark.kind.value, str(mark.id)) != gone}
        for mark in _of_line(line):
            if mark.number >= newest(mark.kind, mark.id, found):
                found[mark.kind, mark.id] = mark
    return found


def _of_line(line: Mapping[str, Any]) -> Iterator[Mark]:
    """The marks of a line. One that is damaged, or of a kind that a newer version knows, is passed over."""
    for parts in list_of(line, "newest"):
        with suppress(ValueError, TypeError, AttributeError):
            kind, id, number, day = parts
            yield Mark(MarkKind(kind), UUID(id), int(number), date.fromisoformat(day) if day else None)


def _add(marks: Collection[Mark]) -> None:
    file().append({"newest": [mark.parts for mark in marks]})
