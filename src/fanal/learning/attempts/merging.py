"""The state of an attempt as a function of the set of its events: in whatever order and pieces they arrive, and however
often. Pure.

By number: the last answer before the end counts. What comes after the end is kept, and changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class EventKind(StrEnum):
    """What somebody can do in an attempt."""

    STARTED = "attempt.started"
    SEEN = "block.seen"
    ANSWER = "answer"
    CONFIDENCE = "confidence"
    FINISHED = "attempt.finished"
    MOVED = "attempt.moved"


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: who sent it under which number, what it is about, when."""

    client: UUID
    seq: int
    kind: EventKind
    item: str
    choice: str
    at: datetime


@dataclass(frozen=True, slots=True)
class State:
    """What is known of an attempt. `answers`: by situation or question what was chosen last; `seen`: pages, in the
    order in which they were seen first."""

    answers: Mapping[str, str] = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    confidence: int | None = None
    finished_at: datetime | None = None


def state(events: Iterable[Happened]) -> State:
    """What follows of these events."""
    answers: dict[str, str] = {}
    seen: dict[str, None] = {}
    confidence, finished_at = None, None
    once = {(one.client, one.seq): one for one in events}
    for one in sorted(once.values(), key=lambda one: (one.seq, one.client)):
        if one.kind is EventKind.FINISHED:
            finished_at = one.at
            break
        if one.kind is EventKind.SEEN:
            seen.setdefault(one.item)
        elif one.kind is EventKind.ANSWER:
            answers[one.item] = one.choice
        elif one.kind is EventKind.CONFIDENCE and one.choice.isdecimal():
            confidence = int(one.choice)
    return State(answers, tuple(seen), confidence, finished_at)
