"""Laws on training and signs as they were read from files, and what they are held against. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

AGES: Final = (12, 24)
"""Months since somebody read a law: after the first its states carry a warning, after the second they are unknown."""
SOON: Final = 30
"""Days before a due day in which it is near."""


class Status(StrEnum):
    """Only what is in force obliges; the others are listed."""

    IN_FORCE = "in_force"
    BILL = "bill"
    GUIDANCE = "guidance"
    REPEALED = "repealed"


class Read(StrEnum):
    """What the project read of a law: its text, what somebody says of it, or neither."""

    TEXT = "text"
    SUMMARY = "summary"
    NONE = "none"


class Repeat(StrEnum):
    """`rolling_months`: so many months after the last time; `calendar_year`: by the end of the so-manieth year after
    that of the last time; `none`: once is enough; `unknown`: the law was not read on it."""

    ROLLING_MONTHS = "rolling_months"
    CALENDAR_YEAR = "calendar_year"
    NONE = "none"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """How a duty stands."""

    MET = "met"
    DUE = "due"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why a duty does not apply, or what is not known."""

    LISTED = "listed"
    NOT_IN_FORCE = "not_in_force"
    ELSEWHERE = "elsewhere"
    OTHER_PLACE = "other_place"
    OTHER_ROLE = "other_role"
    LEFT = "left"
    TOO_SMALL = "too_small"
    AGENCY = "agency"
    CONDITION_NOT_MET = "condition_not_met"
    CONDITION_NOT_SAID = "condition_not_said"
    NOT_READ = "not_read"
    STALE = "stale"
    PLACE_OPEN = "place_open"
    ROLE_OPEN = "role_open"
    AGENCY_OPEN = "agency_open"
    AGENCY_NOT_SAID = "agency_not_said"
    ROOMS_NOT_SAID = "rooms_not_said"
    REPEAT_NOT_READ = "repeat_not_read"
    START_NOT_SAID = "start_not_said"
    NO_DAY_IN_LAW = "no_day_in_law"


class Warned(StrEnum):
    """What every state of a rule says besides."""

    UNREVIEWED = "unreviewed"
    AGED = "aged"
    SUMMARY = "summary"


class Lack(StrEnum):
    """Why a completion does not count, or what a sign that hangs there lacks."""

    NOT_APPROVED = "not_approved"
    TOO_SHORT = "too_short"
    NOT_INTERACTIVE = "not_interactive"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    LANGUAGE = "language"
    SIZE = "size"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Law:
    """What rule and sign have in common. `where`: what its jurisdiction is called, in English; `language`: that of its
    text; `site_kinds`: the places it obliges; `open_kinds`: those of which it is not
    known; `min_rooms`: from how many rooms on; `condition`: the flag of a place without which it does not apply."""

    id: str
    jurisdiction: str
    status: Status
    valid_from: date
    site_kinds: frozenset[str]
    cite: str
    url: str
    read: Read
    checked_on: date
    reviewed: bool
    where: str = ""
    language: str = "en"
    valid_to: date | None = None
    open_kinds: frozenset[str] = frozenset()
    min_rooms: int = 0
    condition: str = ""
    via: str = ""
    quote: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Within:
    """How long after the start in a role."""

    number: int
    months: bool = False


@dataclass(frozen=True, slots=True)
class Rule(Law):
    """A duty to train. `roles`: None is everybody; `agency`: whether it holds for people of an agency, None where the
    law was not read on it; `within`: None where what was read names no day; `approved`: courses that the authority
    approved, empty where none is known to be; `acknowledged`: whether people sign that they had the training."""

    roles: frozenset[str] | None = None
    open_roles: frozenset[str] = frozenset()
    agency: bool | None = None
    within: Within | None = None
    comply_by: date | None = None
    repeat: Repeat = Repeat.UNKNOWN
    every: int = 0
    min_minutes: int = 0
    interactive: bool = False
    approved_by: str = ""
    approved: frozenset[str] = frozenset()
    acknowledged: bool = False
    must_contain: tuple[str, ...] | None = ()
    """None: the law was not read on it."""


@dataclass(frozen=True, slots=True)
class Sign(Law):
    """A duty to post. `languages`: codes; `local_language`: and what is spoken there besides; `min_mm`: the shorter and
    the longer side; `by`: the day on which it must hang, None from the first day of the law."""

    by: date | None = None
    languages: tuple[str, ...] = ()
    local_language: bool = False
    min_mm: tuple[int, int] | None = None
    min_pt: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A place, as far as laws look at it. `flags`: what was said of it; one that is not there was not asked."""

    jurisdiction: str
    kind: str
    rooms: int | None = None
    flags: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody in a role at a place; who they are decides nothing. `agency`: None where nobody said."""

    site: Site
    role: str
    start: date | None
    end: date | None = None
    agency: bool | None = False


@dataclass(frozen=True, slots=True)
class Completion:
    """A course that somebody passed. None: not known."""

    course: str
    on: date
    minutes: int | None = None
    interactive: bool | None = None
    acknowledged: bool | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A sign that hangs at a place."""

    on: date
    languages: tuple[str, ...]
    mm: tuple[int, int] | None = None
    pt: int | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """How a rule stands for a post on a day, with what it rests on. `due`: of a duty that is met the last day on which
    it is, None for ever; else the day by which it must be, or was to be. `first_due`: the day that follows from role
    and law alone; `counted`: the completion that counts; `not_counted`: those that do not, and why."""

    law: Law
    kind: Kind
    reason: Reason | None = None
    due: date | None = None
    soon: bool = False
    warnings: tuple[Warned, ...] = ()
    first_due: date | None = None
    counted: Completion | None = None
    not_counted: tuple[tuple[Completion, tuple[Lack, ...]], ...] = ()
    lacking: tuple[Lack, ...] = ()
