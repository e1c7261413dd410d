"""The state of an attempt as a function of the set of its events: in whatever order and pieces they arrive, and however
often. Pure.

By number: the last answer before the end counts. What comes after the end is kept, and changes nothing.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import count
from uuid import UUID


class EventKind(StrEnum):
    """What somebody can do in an attempt."""

    STARTED = "attempt.started"
    SEEN = "block.seen"
    ANSWER = "answer"
    CONFIDENCE = "confidence"
    FINISHED = "attempt.finished"
    REFUSED = "refused"
    """What a device sent under a number was not taken: there is no hole, and nothing follows of it."""


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
    for one in sorted(once.values(), key=_order):
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


def is_whole(events: Iterable[Happened]) -> bool:
    """Whether no number is missing up to the end, which a device gives without a gap."""
    once = {(one.client, one.seq): one for one in events}
    end = min((one for one in once.values() if one.kind is EventKind.FINISHED), key=_order, default=None)
    return end is not None and all((end.client, seq) in once for seq in range(1, end.seq))


def through(seqs: Container[int]) -> int:
    """The last number up to which none is missing."""
    return next(seq for seq in count() if seq + 1 not in seqs)


def _order(one: Happened) -> tuple[int, UUID]:
    return one.seq, one.client
