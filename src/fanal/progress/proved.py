"""What this process proved from the journal and need not prove again as long as it reads the same; and rows in which a
word stands that none of us writes, which hide no other."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import models

from fanal.access.api import NotAllowed, stated
from fanal.journal import api as journal

_MOST: Final = 20_000


class Proved:
    """Records of one kind that are as their last deeds left them. Of what is not, nothing is kept: somebody may put it
    right."""

    def __init__(self) -> None:
        self._kept: dict[UUID, object] = {}

    def of(self, every: Mapping[UUID, Iterable[models.Model]], holds: Callable[[UUID], bool]) -> set[UUID]:
        """Those of some records, each with all its rows, that hold. Only what reads otherwise than before is asked."""
        lengths = journal.lengths(list(every)) if every else {}
        if len(self._kept) > _MOST:
            self._kept.clear()
        for pk, rows in every.items():
            now = lengths.get(pk), tuple(map(_read, rows))
            if self._kept.get(pk) != now:
                self._kept.pop(pk, None)
                if holds(pk):
                    self._kept[pk] = now
        return {pk for pk in every if pk in self._kept}


def _read(row: models.Model) -> tuple[object, ...]:
    return type(row), *(str(getattr(row, one.attname)) for one in row._meta.concrete_fields)


def ours[R, M](make: Callable[[R], M], rows: Iterable[R]) -> Iterator[M]:
    """What is made of each row; nothing of one that cannot be read as one that we wrote."""
    for row in rows:
        try:
            made = make(row)
        except (ValueError, LookupError, TypeError, AttributeError, NotAllowed):
            continue
        yield made


def lines[R](make: Callable[[R], dict[str, Any]], rows: Iterable[R], columns: int) -> list[dict[str, Any]]:
    """The lines of a list of the desk: one of a row that cannot be read so says that somebody changed it."""
    changed = {"cells": [stated.words(), *[""] * (columns - 1)]}
    return [next(ours(make, [row]), changed) for row in rows]
