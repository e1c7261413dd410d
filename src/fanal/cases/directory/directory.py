"""Whom to ask for help: whether somebody may be sent there, what may be shown to everybody, and whom to suggest, in
which order and why (CM-27, CM-28; docs/cases.md). Pure.

It suggests, a person chooses.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.cases.codes import Service
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.results import Allowed, Answer, Refused

CHECKED_FOR: Final = 12
"""Months after which an entry that nobody looked at is not verified any more."""
COUNTED_FOR: Final = timedelta(days=30)
"""So long a count of free places says something: Fanal's own."""
SHELTERS: Final = frozenset({Service.SAFE_SHELTER, Service.EMERGENCY_PROTECTION, Service.ALTERNATIVE_CARE})
"""Help that tells where a child sleeps."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the directory knows of a provider. `agreement_until`: the last day on which data may go there, by an
    agreement that stands; `holds`: whether the row is as the journal says."""

    id: UUID
    name: str
    services: frozenset[str]
    vetted_until: date
    checked_on: date
    agreement_until: date | None = None
    areas: frozenset[str] = frozenset()
    ages: tuple[int, int] = (0, 99)
    sexes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    access: frozenset[str] = frozenset()
    free_places: int | None = None
    counted_on: date | None = None
    answer_hours: int = 72
    answer_hours_urgent: int = 24
    suspended: bool = False
    ended_on: date | None = None
    holds: bool = True


# ---- whether ----


def may_help(entry: Entry, on: date) -> Answer:
    """Whether a provider may be in a plan at all."""
    if not entry.holds:
        return Refused("changed", _("Somebody changed this entry in the database. Tell your administrator."))
    if entry.ended_on is not None and entry.ended_on <= on:
        return Refused("ended", _("This provider is no longer there."))
    if entry.suspended:
        return Refused("suspended", _("This provider is not used for the time being. Ask the safeguarding lead."))
    if entry.vetted_until < on:
        return Refused("vetting", _("Nobody has checked again whether children are safe there. Ask the keeper."))
    return Allowed("vetted", until=entry.vetted_until)


def usable(entry: Entry, on: date) -> Answer:
    """Whether data of a child may go to a provider (CM-27)."""
    answer = may_help(entry, on)
    if not answer:
        return answer
    if entry.agreement_until is None:
        return Refused("agreement", _("There is no agreement on data with this provider. Nothing may be sent."))
    if entry.agreement_until < on:
        return Refused("agreement", _("The agreement on data with this provider has ended. Nothing may be sent."))
    return Allowed("usable", until=min(entry.vetted_until, entry.agreement_until))


def may_be_public(services: Collection[str], *, confidential: bool) -> Answer:
    """A shelter or a place that is kept secret is shown to nobody outside (CM-28)."""
    if confidential or SHELTERS & set(services):
        return Refused("secret", _("A shelter, or a place that is kept secret, is never shown to everybody."))
    return Allowed("public")


def is_verified(entry: Entry, on: date) -> bool:
    """Whether somebody looked at the entry in the last twelve months."""
    return months_later(entry.checked_on, CHECKED_FOR) >= on


# ---- whom ----


class Fit(StrEnum):
    """What speaks for a provider, or against it; the words are the page's."""

    AREA = "area"
    AGE = "age"
    SEX = "sex"
    LANGUAGE = "language"
    ACCESS = "access"
    FREE = "free"
    FULL = "full"


ORDER: Final = (Fit.AREA, Fit.AGE, Fit.SEX, Fit.LANGUAGE, Fit.ACCESS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is not said is asked of nobody."""

    service: Service
    area: str = ""
    age: int | None = None
    sex: str = ""
    languages: frozenset[str] = frozenset()
    access: frozenset[str] = frozenset()
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Suggested:
    """A provider, with what fits and what does not."""

    entry: Entry
    fits: tuple[Fit, ...]
    lacks: tuple[Fit, ...]
    hours: int
    free: int | None
    """Free places, where they were counted lately."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A provider of this help that is not suggested, and why."""

    entry: Entry
    why: str
    """`ended`, `suspended`, `vetting`, `changed`, `unverified`, `age` or `sex`."""


@dataclass(frozen=True, slots=True)
class Found:
    """Whom to ask, the best first; and who gives this help and is not suggested."""

    suggested: tuple[Suggested, ...] = ()
    passed: tuple[Passed, ...] = field(default=())


def suggest(entries: Iterable[Entry], wanted: Wanted, on: date) -> Found:
    """Whom to ask, by area, age, sex, language and access, then free places, then hours to an answer. Who does not take
    children of this age or sex, may not be used, or was not looked at for a year, is not suggested."""
    giving = [one for one in entries if wanted.service in one.services]
    why = {one.id: _not_now(one, wanted, on) for one in giving}
    found = sorted((_fitted(one, wanted, on) for one in giving if not why[one.id]), key=_place)
    passed = sorted((one for one in giving if why[one.id]), key=lambda one: (one.name, one.id))
    return Found(tuple(found), tuple(Passed(one, why[one.id]) for one in passed))


def _not_now(entry: Entry, wanted: Wanted, on: date) -> str:
    answer = may_help(entry, on)
    if isinstance(answer, Refused):
        return answer.reason_code
    if not is_verified(entry, on):
        return "unverified"
    return next((one.value for one in (Fit.AGE, Fit.SEX) if _fits(one, entry, wanted) is False), "")


def _fitted(entry: Entry, wanted: Wanted, on: date) -> Suggested:
    said = {one: _fits(one, entry, wanted) for one in ORDER}
    free = entry.free_places if entry.counted_on and on - entry.counted_on <= COUNTED_FOR else None
    fits, lacks = ([one for one in ORDER if said[one] is value] for value in (True, False))
    if free is not None:
        (fits if free else lacks).append(Fit.FREE if free else Fit.FULL)
    hours = entry.answer_hours_urgent if wanted.urgent else entry.answer_hours
    return Suggested(entry, tuple(fits), tuple(lacks), hours, free)


def _fits(fit: Fit, entry: Entry, wanted: Wanted) -> bool | None:
    """None where nothing is asked."""
    if fit is Fit.AREA:
        return wanted.area in entry.areas if wanted.area else None
    if fit is Fit.AGE:
        return None if wanted.age is None else entry.ages[0] <= wanted.age <= entry.ages[1]
    if fit is Fit.SEX:
        return not entry.sexes or wanted.sex in entry.sexes if wanted.sex else None
    if fit is Fit.LANGUAGE:
        return bool(wanted.languages & entry.languages) if wanted.languages else None
    return wanted.access <= entry.access if wanted.access else None


def _place(one: Suggested) -> tuple[object, ...]:
    """Known to be full comes last, and not known between."""
    room = 1 if one.free is None else 0 if one.free else 2
    return (*(fit in one.lacks for fit in ORDER), room, -(one.free or 0), one.hours, one.entry.name, one.entry.id)
