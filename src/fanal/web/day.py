"""What "My day" shows: rooms say where a duty is done and what it is about, and may add lists of their own.

The page is the desk's.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
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
    """A list that a room adds. An empty one is shown only if it says what emptiness means (`empty`). `work`: it stands
    among the work of the day, not beside it with the paperwork."""

    title: Words
    rows: Sequence[Row] = field(default_factory=tuple)
    empty: Words = ""
    work: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a duty is about, from clear columns alone; `danger`: a child may be in danger, so that it comes first.
    `thing`: what the policy is asked about; whoever may not do the duty to it is led `instead` to where it is read.
    `lasting`: it is worked with for months, so that of it only what is due within a day comes first. `task`: what is to
    do as it stands now, in place of the words of its kind, and `url` where that is done. `theirs`: somebody elsewhere
    has it until then, and nobody here needs to take it. `said`: another duty on the same day says it. `covers`: kind
    and subject of another duty that is done with it: that one is shown only where a child may be in danger, and is due
    here. `barred`: this person is none of those who may do it now; they hear of it only where they were told of it."""

    words: Words = ""
    danger: bool = False
    thing: object = None
    instead: str = ""
    lasting: bool = False
    task: Words = ""
    url: str = ""
    theirs: datetime | None = None
    said: bool = False
    covers: tuple[str, UUID] | None = None
    barred: bool = False


type Tells = Callable[[Actor, Collection[UUID]], Mapping[UUID, About]]


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a kind of duty is done, who tells what it is about, whether it is paperwork, which deed its page asks of
    whoever follows the address, and whether it is itself about danger."""

    address: Callable[[UUID], str]
    about: Tells | None = None
    paper: bool = False
    deed: str = ""
    danger: bool = False


_leads: dict[str, Lead] = {}
_sections: list[tuple[str, Callable[[Actor, datetime], Section]]] = []


def lead(
    kind: DutyKind,
    address: Callable[[UUID], str],
    *,
    about: Tells | None = None,
    paper: bool = False,
    deed: str = "",
    danger: bool = False,
) -> None:
    """Say where a duty of this kind is done: `address(subject)` gives the URL. Call it from `AppConfig.ready`.

    `about(actor, subjects)` says in one go what each of them is about, of those that the actor sees. `paper`: the kind
    can wait beside the work with people. `deed`: who may not do it, to the very thing where `about` gives one, hears of
    the duty, and nothing leads to the page. `danger`: where people were told of it at once, it comes before all else,
    whenever it is due.
    """
    _leads[kind.code] = Lead(address, about, paper, deed, danger)


def lead_of(kind: str) -> Lead | None:
    """What a room said of a kind of duty; None where no room did."""
    return _leads.get(kind)


def section(deed: str, build: Callable[[Actor, datetime], Section]) -> None:
    """Add a list for everybody whom the policy lets do `deed`: `build(actor, now)` makes it at each view."""
    if (deed, build) not in _sections:
        _sections.append((deed, build))


def sections() -> list[tuple[str, Callable[[Actor, datetime], Section]]]:
    """Every added list with the deed that opens it, in order."""
    return list(_sections)
