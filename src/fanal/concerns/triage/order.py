"""The order of the queue, and why each concern stands where it stands (docs/concerns-triage.md, "The queue").

Only clear columns take part and no number about a person: late ones first, then danger by due time (what came
unusually fast after the rest of it), then what cannot wait, then danger not sure, then the due time. Danger on which
somebody has acted by phone no longer presses. A pause of the worker is due after so many concerns or so much time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fanal.vocabulary.codes import Danger
from fanal.vocabulary.words import gettext_noop

PAUSE_AFTER_CONCERNS, PAUSE_AFTER = 12, timedelta(minutes=90)
CLAIM = timedelta(minutes=10)
"""How long opening a concern claims it."""

REASONS = {
    "late": gettext_noop("late"),
    "child_tells": gettext_noop("a child tells it"),
    "danger": gettext_noop("danger: yes"),
    "leaving": gettext_noop("leaves today or tomorrow"),
    "with_adult": gettext_noop("child is with that adult now"),
    "not_sure": gettext_noop("danger: not sure"),
    "new_message": gettext_noop("new message"),
    "unverified": gettext_noop("unverified: came very fast, or many from one source"),
    "due": gettext_noop("due time"),
}
"""Words of the reasons, by code, in the order in which they count."""

_CRITICAL = {"leaving": ("leaving",), "with_adult": ("with_adult",), "both": ("leaving", "with_adult")}

type Rank = tuple[bool, bool, bool, bool, bool, datetime, UUID]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A concern in the queue: its clear columns. `critical_reason` is that of `sorting.ClearFacts`."""

    id: UUID
    due: datetime
    danger: Danger
    critical_reason: str = ""
    child_door: bool = False
    new_message: bool = False
    unverified: bool = False
    acted: bool = False


def rank(row: Waiting, now: datetime) -> Rank:
    """Smaller comes first. Two rows never have the same rank."""
    presses = (row.danger is Danger.YES or row.child_door) and not row.acted
    soon = presses or bool(row.critical_reason)  # of what presses, nothing but the due time counts
    not_sure = presses or row.danger is Danger.NOT_SURE
    return row.due > now, not presses, row.unverified, not soon, not not_sure, row.due, row.id


def reasons(row: Waiting, now: datetime) -> tuple[str, ...]:
    """Codes of `REASONS` that put the row where it is; the due time alone where nothing else does."""
    found = ["late"] if row.due <= now else []
    found += ["child_tells"] if row.child_door else []
    found += ["danger"] if row.danger is Danger.YES else []
    found += _CRITICAL.get(row.critical_reason, ())
    found += ["not_sure"] if row.danger is Danger.NOT_SURE else []
    found += ["new_message"] if row.new_message else []
    found += ["unverified"] if row.unverified else []
    return tuple(found) or ("due",)


def needs_pause(concerns: int, since: datetime, now: datetime) -> bool:
    """Whether the screen asks for a pause: after twelve concerns, or ninety minutes since the last one."""
    return concerns >= PAUSE_AFTER_CONCERNS or now - since >= PAUSE_AFTER
