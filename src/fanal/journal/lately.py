"""Files outside the database that say what was done lately, for whoever looks whether the database still knows.

One plain file a day, under a name with the day, for so many days before today. Nothing that happens within them pushes
a line out, however much it is; a day that is over goes whole.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Lately:
    """The files of one name in FANAL_DATA. `days`: how many are kept before the one of today."""

    name: str
    days: int

    def add(self, line: str) -> None:
        """Write one line. It begins with the end of the one before, of which a power cut may have left a part."""
        path = self._of(_today())
        is_new = not path.exists()
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
            file.write(f"\n{line}".encode())
        if is_new:
            self._let_go()

    def lines(self) -> Iterator[str]:
        """Every line that is kept, the oldest first."""
        for path in self._paths():
            with suppress(FileNotFoundError), path.open(encoding="ascii", errors="replace") as file:
                yield from (line for one in file if (line := one.rstrip("\n")))

    def stamp(self) -> tuple[object, ...]:
        """Another one after each line."""
        found: list[object] = []
        for path in self._paths():
            with suppress(FileNotFoundError):  # its days were over at this moment
                found += [path, path.stat().st_mtime_ns, path.stat().st_size]
        return tuple(found)

    def forget(self) -> None:
        """Begin anew."""
        for path in self._paths():
            path.unlink(missing_ok=True)

    def _paths(self) -> list[Path]:
        return sorted(Path(settings.DATA).glob(f"{self.name}.*"))

    def _of(self, day: date) -> Path:
        return Path(settings.DATA) / f"{self.name}.{day.isoformat()}"

    def _let_go(self) -> None:
        """Delete what is over, and what a version before wrote under another name (`journal.tail.before`)."""
        oldest = self._of(_today() - timedelta(days=self.days))
        for path in self._paths():
            if path < oldest or not _DAY.fullmatch(path.name.removeprefix(f"{self.name}.")):
                path.unlink(missing_ok=True)


def _today() -> date:
    return datetime.now(UTC).date()
