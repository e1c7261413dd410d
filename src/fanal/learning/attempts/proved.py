"""That an attempt, with its events, stands as a deed here left it: under a code of the installation that goes over all
of it, and that each deed makes anew. The journal cannot name attempts, since staff read it.

Whoever writes to the database passes nothing, confirms nothing in the place of a learner, and answers nothing for
anybody: where an attempt was changed, no deed vouches for it any more, and it earns nothing. Attempts of before this
code have none: what was passed in one of them shows the certificate that was given for it.
"""

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from fanal.access.api import stated
from fanal.learning.models import Attempt, Event


def code(row: Attempt, events: Iterable[Event]) -> bytes:
    """The code of an attempt as it stands now."""
    return stated.named(row, events=_told(events))


def holds(row: Attempt, events: Iterable[Event]) -> bool:
    """Whether an attempt is as the last deed left it."""
    return bool(row.code) and bool(stated.names(row, [bytes(row.code)], events=_told(events)))


def leave(row: Attempt, events: Iterable[Event], *, held: bool) -> None:
    """After a deed, before it is written. `held`: whether it stood as it was left before; one that somebody changed
    stays without a code."""
    row.code = code(row, events) if held else b""


def is_proved(row: Attempt) -> bool:
    """Whether an attempt is as the last deed left it, with the events that are stored."""
    return holds(row, row.events.all())


def _told(events: Iterable[Event]) -> list[Any]:
    """Events in one order, whichever database they come from."""
    found = sorted(events, key=lambda one: (one.seq, one.client))
    return [
        [str(one.client), one.seq, one.kind, one.item, one.choice, one.at.astimezone(UTC).isoformat()] for one in found
    ]
