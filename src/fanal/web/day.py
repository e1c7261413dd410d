"""What "My day" shows: rooms say where a duty is done, and may add lists of their own. The page is the desk's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from fanal.clocks.api import DutyKind
from fanal.network.contracts import Actor

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a section: what it is, since when or until when (or None), where it is done."""

    words: Words
    url: str = ""
    due: datetime | None = None
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A list that a room adds. An empty one is shown only if it says what emptiness means (`empty`)."""

    title: Words
    rows: Sequence[Row] = field(default_factory=tuple)
    empty: Words = ""


_addresses: dict[str, Callable[[UUID], str]] = {}
_sections: list[tuple[str, Callable[[Actor, datetime], Section]]] = []


def lead(kind: DutyKind, address: Callable[[UUID], str]) -> None:
    """Say where a duty of this kind is done: `address(subject)` gives the URL. Call it from `AppConfig.ready`."""
    _addresses[kind.code] = address


def address(kind: str, subject: UUID) -> str:
    """Where a duty is done; empty where no room said."""
    found = _addresses.get(kind)
    return found(subject) if found else ""


def section(deed: str, build: Callable[[Actor, datetime], Section]) -> None:
    """Add a list for everybody whom the policy lets do `deed`: `build(actor, now)` makes it at each view."""
    if (deed, build) not in _sections:
        _sections.append((deed, build))


def sections() -> list[tuple[str, Callable[[Actor, datetime], Section]]]:
    """Every added list with the deed that opens it, in order."""
    return list(_sections)
