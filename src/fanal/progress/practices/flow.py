"""Where a practice stands, what leads where, and by when somebody goes on. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What is opposed; a closed list."""

    ADVERTISING = "advertising"
    VISITS = "visits"
    VOLUNTEERING = "volunteering"
    ENTERTAINMENT = "entertainment"
    BOOKING = "booking"
    MEDIA = "media"


class Sector(StrEnum):
    """Whose practice it is."""

    TRAVEL = "travel"
    LODGING = "lodging"
    PLATFORM = "platform"
    MEDIA = "media"
    TRADE = "trade"
    CARE = "care"
    OTHER = "other"


class Addressee(StrEnum):
    """Who can end it."""

    FIRM = "firm"
    PLATFORM = "platform"
    AUTHORITY = "authority"
    PUBLISHER = "publisher"


class Above(StrEnum):
    """To whom one goes next."""

    ASSOCIATION = "association"
    REGULATOR = "regulator"
    PROGRAMME = "programme"


class Outcome(StrEnum):
    """What came of it. That we were wrong is one."""

    CHANGED = "changed"
    PARTLY = "partly"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    WRONG = "wrong"


class State(StrEnum):
    """Where it stands."""

    PROPOSED = "proposed"
    CHECKED = "checked"
    LETTER_SENT = "letter_sent"
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    ESCALATED = "escalated"
    CLOSED = "closed"
    REFERRED = "referred"


WAYS: Final[Mapping[State, frozenset[State]]] = {
    State.PROPOSED: frozenset({State.CHECKED, State.REFERRED}),
    State.CHECKED: frozenset({State.LETTER_SENT, State.REFERRED}),
    State.LETTER_SENT: frozenset({State.ANSWERED, State.NO_ANSWER, State.REFERRED}),
    State.ANSWERED: frozenset({State.ESCALATED, State.CLOSED, State.REFERRED}),
    State.NO_ANSWER: frozenset({State.ANSWERED, State.ESCALATED, State.CLOSED, State.REFERRED}),
    State.ESCALATED: frozenset({State.ANSWERED, State.CLOSED, State.REFERRED}),
    State.CLOSED: frozenset({State.REFERRED}),
    State.REFERRED: frozenset(),
}
"""A child who could be known may be seen late, after the letter and in public: that way is open for ever."""
OPEN: Final = frozenset(State) - {State.CLOSED, State.REFERRED}
ANSWER_WITHIN: Final = timedelta(days=30)
WITHIN: Final[Mapping[State, timedelta]] = {
    State.PROPOSED: timedelta(days=14), State.CHECKED: timedelta(days=14), State.LETTER_SENT: ANSWER_WITHIN,
    State.ANSWERED: timedelta(days=14), State.NO_ANSWER: timedelta(days=14), State.ESCALATED: timedelta(days=60),
}  # fmt: skip
"""By when somebody goes on: each open state has a next step."""


def is_heard(due: date | None, answered: date | None, today: date) -> bool:
    """Whether the addressee was written to, and answered or had the time to, until `due`. Nothing is published
    before."""
    return due is not None and (answered is not None or today >= due)
