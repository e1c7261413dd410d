"""What rooms let be counted on a day. A room that is not here gives nothing, and its indicators say so."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from django.apps import apps

from fanal.progress.catalogue.offered import OFFERED
from fanal.progress.catalogue.reckoning import Cell

type Counts = Callable[[date], Iterable[Cell]]


def _members(on: date) -> Iterable[Cell]:
    from fanal.tourism import api as tourism

    return tourism.members(on)


def _changes(on: date) -> Iterable[Cell]:
    from fanal.tourism import api as tourism

    return tourism.changes(on)


def _posts(on: date) -> Iterable[Cell]:
    from fanal.learning import api as learning

    return learning.posts(on)


def _items(on: date) -> Iterable[Cell]:
    from fanal.justice import api as justice

    return justice.counted_items(on)


def _barriers(on: date) -> Iterable[Cell]:
    from fanal.justice import api as justice

    return justice.barriers(on)


COUNTS: Final[Mapping[str, Counts]] = {
    "tourism.membership": _members,
    "tourism.change": _changes,
    "learning.post": _posts,
    "justice.item": _items,
    "justice.barrier": _barriers,
}
"""Loaded when they are asked for: a site may run without a room."""


def is_here(subject: str) -> bool:
    """Whether the room is here that has a subject."""
    return apps.is_installed(f"fanal.{OFFERED[subject].room}")


def counted(subject: str, on: date) -> list[Cell] | None:
    """What is counted of a subject; None where its room is not here, or does not count it yet."""
    counts = COUNTS.get(subject)
    return list(counts(on)) if counts is not None and is_here(subject) else None
