"""Where an ask stands, what leads where, by when somebody goes on, and whether a place of the board moved with it.
Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from fanal.progress.commitments import rules
from fanal.progress.commitments.rules import Move
from fanal.vocabulary.evidence import State as Stands


class Kind(StrEnum):
    """What is asked for; a closed list."""

    LAW = "law"
    BUDGET = "budget"
    PRACTICE = "practice"
    DATA = "data"
    RATIFICATION = "ratification"
    INDUSTRY = "industry"
    PARTICIPATION = "participation"


OF_LAW: Final = frozenset({Kind.LAW, Kind.RATIFICATION})
"""A lawyer reads these before they are sent."""


class Addressee(StrEnum):
    """Who is asked: an office, never a person."""

    MINISTRY = "ministry"
    PARLIAMENT = "parliament"
    AUTHORITY = "authority"
    BODY = "body"
    FIRM = "firm"
    ASSOCIATION = "association"


PUBLIC_OFFICES: Final = frozenset(Addressee) - {Addressee.FIRM, Addressee.ASSOCIATION}
DEFAULT: Final = timedelta(days=90)
ANSWER_WITHIN: Final[Mapping[Addressee, timedelta]] = dict.fromkeys(Addressee, DEFAULT) | {
    Addressee.FIRM: timedelta(days=30), Addressee.ASSOCIATION: timedelta(days=30),
}  # fmt: skip
"""So long each has to answer before it is said that nobody did (our own rule). A firm has as long as for a letter about
a practice."""


class State(StrEnum):
    """Where an ask stands."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    IN_PROCESS = "in_process"
    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"  # nothing of its text is kept


_ANSWERS: Final = frozenset(
    {State.ACKNOWLEDGED, State.IN_PROCESS, State.ADOPTED, State.PARTLY_ADOPTED, State.REFUSED}
)  # fmt: skip
_LATER: Final = _ANSWERS - {State.ACKNOWLEDGED}
_ENDS: Final = frozenset({State.WITHDRAWN, State.STOPPED})
WAYS: Final[Mapping[State, frozenset[State]]] = {
    State.DRAFT: frozenset({State.DRAFT, State.REVIEWED}) | _ENDS,
    State.REVIEWED: frozenset({State.DRAFT, State.SENT}) | _ENDS,
    State.SENT: _ANSWERS | _ENDS | {State.NO_ANSWER},
    State.ACKNOWLEDGED: _LATER | _ENDS | {State.NO_ANSWER},
    State.IN_PROCESS: (_LATER - {State.IN_PROCESS}) | _ENDS,
    State.NO_ANSWER: _ANSWERS | _ENDS,
    State.PARTLY_ADOPTED: frozenset({State.ADOPTED, State.STOPPED}),
    State.REFUSED: (_LATER - {State.REFUSED}) | {State.STOPPED},
    State.ADOPTED: frozenset({State.STOPPED}),
    State.WITHDRAWN: frozenset({State.STOPPED}),
    State.STOPPED: frozenset(),
}
"""A refusal may be thought over, and an answer may come late. Somebody may see late that a child could be known by a
text: that way is open for ever."""
NOTED: Final = _ANSWERS
"""What an office did, as somebody writes it down."""
MET: Final = frozenset({State.ADOPTED, State.PARTLY_ADOPTED})
WORKED_ON: Final = frozenset({State.DRAFT, State.REVIEWED})
"""Nobody outside knows of it."""
OPEN: Final = frozenset({State.SENT, State.ACKNOWLEDGED, State.IN_PROCESS, State.NO_ANSWER})
"""Sent, and the office has not decided."""
AWAITED: Final = frozenset({State.SENT, State.ACKNOWLEDGED})
"""The time to answer runs."""
PUBLIC: Final = frozenset(State) - WORKED_ON - {State.STOPPED}
"""What everybody may read, once it was sent."""


def silent_on(since: date, addressee: str) -> date:
    """From which day on it may be said that nobody answered: since the last word of the office, or the letter, was
    written down here. No day that is typed shortens it."""
    return since + ANSWER_WITHIN.get(Addressee(addressee), DEFAULT)


def office(name: str) -> str:
    """The name of an office so that two ways of writing it are one."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())


@dataclass(frozen=True, slots=True)
class Core:
    """What makes two asks of one country and kind the same. `origin`: the reform or practice from which one started, if
    any."""

    office: str
    commitments: frozenset[str]
    origin: str

    def is_as(self, other: "Core") -> bool:
        """Whether both ask the same of one office."""
        if office(self.office) != office(other.office):
            return False
        return bool(self.origin and self.origin == other.origin) or not self.commitments.isdisjoint(other.commitments)


@dataclass(frozen=True, slots=True)
class Was:
    """A state of a place that everybody read: published on, for the day."""

    on: date
    as_of: date
    state: Stands


@dataclass(frozen=True, slots=True)
class Moved:
    """How a place of the board moved between the day on which an ask was sent and now."""

    before: Stands
    after: Stands
    on: date


def moved(history: Sequence[Was], sent: date, adopted: date) -> Moved | None:
    """Whether a place moved up with an ask. `history`: what was published of it, the oldest first. It stood somewhere
    when the ask was sent, and is further now, for a day on which what was asked had been adopted; a place at which
    nobody had looked cannot show it."""
    before = [one for one in history if one.on <= sent]
    if not before or before[-1] is history[-1]:
        return None
    now = history[-1]
    if now.as_of < adopted or rules.move(before[-1].state, now.state) is not Move.UP:
        return None
    return Moved(before[-1].state, now.state, now.on)
