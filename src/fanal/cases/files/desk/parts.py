"""Parts of the page of a file that stand on floors above it: each concern registers its own, with the tables that it
reads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import models

from fanal.cases.files import files, rows
from fanal.cases.files.files import File
from fanal.network.contracts import Actor

type Shows = Callable[[Actor, File, datetime], Mapping[str, Any] | None]
"""What the template of a part shows, beside `case`; None where it has nothing to show to this person."""


@dataclass(frozen=True, slots=True)
class Part:
    """`place`: the lower, the higher on the page. `beside`: in the narrow column."""

    place: int
    template: str
    shows: Shows
    beside: bool = False


_PARTS: Final[list[Part]] = []


def add(part: Part, *reads: type[models.Model], asks: Iterable[rows.Kind] = ()) -> None:
    """Called once when the room starts. `reads`: the tables whose rows `shows` looks at (`File.of`); `asks`: those that
    it reads itself where the file has any (`File.has`)."""
    _PARTS.append(part)
    _PARTS.sort(key=lambda one: one.place)
    files.READS.extend(one for one in reads if one not in files.READS)
    files.ASKS.extend(asks)


def drawn(actor: Actor, found: File, now: datetime) -> dict[str, list[tuple[str, Mapping[str, Any]]]]:
    """Template and content of each part, by column."""
    shown = [(part, part.shows(actor, found, now)) for part in _PARTS]
    return {
        column: [(part.template, what) for part, what in shown if what is not None and part.beside is beside]
        for column, beside in (("main", False), ("beside", True))
    }


type Answers = Callable[[File], Mapping[UUID, list[str]]]
"""In words, what answers each circumstance that pushes the child."""

_ANSWERS: Final[list[Answers]] = []


def answer(answers: Answers) -> None:
    """Called once when the room starts, by what stands beside a circumstance on the page of a file."""
    _ANSWERS.append(answers)


def answered(found: File) -> dict[UUID, list[str]]:
    """What answers each circumstance."""
    made: dict[UUID, list[str]] = {}
    for answers in _ANSWERS:
        for factor, said in answers(found).items():
            made.setdefault(factor, []).extend(said)
    return made
