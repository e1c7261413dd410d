"""How long what was told is kept (docs/concerns-triage.md, "Keeping"): pure rules; erasing is done elsewhere.

These are defaults that an organisation must confirm with its national legal source before its form goes public.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from fanal.vocabulary.codes import Finding, RetentionClass, Triage
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.results import Allowed, Answer, Refused
from fanal.vocabulary.words import gettext_noop

type Start = Literal["arrival", "closing", "acceptance", "case"]

COUNTDOWN = timedelta(days=30)
"""From how many days before the end the staff see the countdown."""
GRACE = timedelta(days=30)
"""What a new message of the reporter adds at least."""


@dataclass(frozen=True, slots=True)
class Period:
    """So many calendar months and days from a start; from `case` it is kept as the case is."""

    start: Start
    months: int = 0
    days: int = 0

    def end(self, started: date) -> date:
        """The first day on which it is erased."""
        return months_later(started, self.months) + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Keep:
    """The class of a record, and its period."""

    retention_class: str
    period: Period


PRACTICE, SPAM, OUT_OF_SCOPE, AS_CASE = "practice", "spam", "out_of_scope", "as_case"
HANDOVER_COPY, HANDOVER_WORDS = "handover_copy", "handover_words"

DEFAULTS: Mapping[str, Period] = {
    PRACTICE: Period("arrival", days=1),
    SPAM: Period("arrival", days=7),
    OUT_OF_SCOPE: Period("closing", days=30),
    RetentionClass.CONCERN_UNFOUNDED: Period("closing", months=6),
    RetentionClass.CONCERN_NOT_ENOUGH_INFORMATION: Period("closing", months=24),
    RetentionClass.CONCERN_CLOSED: Period("closing", months=12),
    AS_CASE: Period("case"),
    RetentionClass.REPORTER_IDENTITY: Period("closing", months=6),
    HANDOVER_COPY: Period("acceptance", days=90),
    HANDOVER_WORDS: Period("arrival", days=90),
}

_BY_FINDING = {
    Finding.UNFOUNDED: RetentionClass.CONCERN_UNFOUNDED,
    Finding.BAD_FAITH: RetentionClass.CONCERN_UNFOUNDED,
    Finding.NOT_ENOUGH_INFORMATION: RetentionClass.CONCERN_NOT_ENOUGH_INFORMATION,
    Finding.CONFIRMED: RetentionClass.CONCERN_CLOSED,
    Finding.NOT_CONFIRMED: RetentionClass.CONCERN_CLOSED,
}
_BY_TRIAGE = {
    Triage.INFORMATION_ONLY: RetentionClass.CONCERN_CLOSED,
    Triage.ROUTE_ELSEWHERE: RetentionClass.CONCERN_CLOSED,
    Triage.OUT_OF_SCOPE: OUT_OF_SCOPE,
    Triage.OPEN_CASE: AS_CASE,
    Triage.LINK_TO_CASE: AS_CASE,
}


def retention_for(
    triage: Triage,
    finding: Finding | None = None,
    *,
    practice: bool = False,
    spam: bool = False,
    periods: Mapping[str, Period] = DEFAULTS,
) -> Keep | None:
    """The class and period of a concern; None while nothing is decided that could start a period.

    Raises ValueError for a closing without a finding, and for a finding without that closing.
    """
    if practice or spam:
        code = PRACTICE if practice else SPAM
        return Keep(code, periods[code])
    if (finding is not None) != (triage is Triage.CLOSED_NO_CASE):
        raise ValueError("a finding belongs to a concern that is closed without a case")
    kept = _BY_FINDING[finding] if finding is not None else _BY_TRIAGE.get(triage)
    return Keep(str(kept), periods[kept]) if kept else None


def with_grace(erase_on: date, message_on: date) -> date:
    """The end after a new message of the reporter: never earlier, at least thirty days from the message."""
    return max(erase_on, message_on + GRACE)


def days_left(erase_on: date, today: date) -> int | None:
    """Days until the end, where the staff see it: within thirty days. Zero once the day has come."""
    left = erase_on - today
    return max(left.days, 0) if left <= COUNTDOWN else None


def may_erase(erase_on: date | None, today: date, *, held_until: date | None = None, people: int = 0) -> Answer:
    """Whether the record may be erased today. A legal hold stops even two people; before its day it takes two."""
    if held_until is not None and today <= held_until:
        return Refused("hold", gettext_noop("A legal hold keeps this until its last day."))
    if erase_on is not None and today >= erase_on:
        return Allowed("expired")
    if people >= 2:
        return Allowed("two_people")
    return Refused("not_due", gettext_noop("Erasing this early needs two people."))


@dataclass(frozen=True, slots=True)
class Grave:
    """What stays after erasure, so that counts stay right: the class and the month, `2026-11`."""

    retention_class: str
    month: str

    @classmethod
    def of(cls, retention_class: str, erased_on: date) -> "Grave":
        return cls(retention_class, f"{erased_on:%Y-%m}")
