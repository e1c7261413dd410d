"""Skills in practice (docs/learning.md, "Skills"). A course with a skill check certifies in three steps: the situations
at the end; a trained observer saw each skill; three months later the learner and a supervisor say which are used.

What an observer saw is believed as the journal names it: a certificate rests on it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import ask, need, stated
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.learning.courses.model import Course
from fanal.learning.models import Learner, LinkedCard, SkillCheck
from fanal.learning.skills.policy import OBSERVE
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.dates import months_later

USE_AFTER: Final = 3
"""Months after which it is asked what is used."""
OPEN: Final = timedelta(days=60)
"""So long it is asked then."""


class Step(StrEnum):
    """Who says it, and of what."""

    SEEN = "seen"
    SELF = "self"
    SUPERVISOR = "supervisor"


class Mark(StrEnum):
    """What an observer saw."""

    SHOWN = "shown"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    NO_CHANCE = "no_chance"


class Use(StrEnum):
    """What is used after three months."""

    USED = "used"
    PARTLY = "partly"
    NOT_USED = "not_used"


class Barrier(StrEnum):
    """Why a skill is not used, or in part."""

    NO_OCCASION = "no_occasion"
    NO_TIME = "no_time"
    TOO_FEW = "too_few"
    RULES = "rules"
    NO_SUPPORT = "no_support"
    UNSURE = "unsure"
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class Shown:
    """How the skills of a learner stand: by key what was seen last; since when all of them are shown, and who of the
    staff saw the last of them."""

    marks: Mapping[str, Mark]
    since: datetime | None = None
    check: UUID | None = None
    by: UUID | None = None

    @property
    def use_on(self) -> date | None:
        """From which day it is asked what is used."""
        return months_later(self.since.date(), USE_AFTER) if self.since else None

    def asks_use(self, today: date) -> bool:
        """Whether that is asked now."""
        return self.use_on is not None and self.use_on <= today <= self.use_on + OPEN


def checks_of(learners: Iterable[UUID], course: Course | None = None) -> list[SkillCheck]:
    """What was marked of these learners, oldest first; what an observer saw only where the journal says so."""
    rows = SkillCheck.objects.filter(learner_id__in=list(learners)).order_by("at", "pk")
    return believed(rows.filter(course=course.code) if course else rows)


def believed(rows: Iterable[SkillCheck]) -> list[SkillCheck]:
    """Those that the learner said, or of which the journal says that somebody of the staff did."""
    every = list(rows)
    of_staff = [row.pk for row in every if row.step != Step.SELF]
    told = journal.told_of(of_staff, {OBSERVE}, network.trusted.Signers())
    return [row for row in every if row.step == Step.SELF or _is_by(row, told[row.pk])]


def _is_by(row: SkillCheck, told: journal.Told) -> bool:
    return stated.is_last(row, told) is True and told.said[-1][0].actor == row.by_id


def standing(course: Course, checks: Sequence[SkillCheck], today: date) -> Shown:
    """How the skills of one learner in a course stand on a day. What was seen last counts, also where it takes back
    what was shown; "no chance to see" takes nothing back. What was seen so long ago that a certificate of that day
    would have ended counts no more."""
    marks: dict[str, Mark] = {}
    first: SkillCheck | None = None
    for row in checks:
        if row.course != course.code or row.step != Step.SEEN:
            continue
        if months_later(row.at.date(), course.valid_months) < today:
            continue
        seen = {key: Mark(mark) for key, mark in row.marks.items() if key in course.skills}
        marks |= {key: mark for key, mark in seen.items() if mark is not Mark.NO_CHANCE or key not in marks}
        first = (first or row) if all(marks.get(key) is Mark.SHOWN for key in course.skills) else None
    return Shown(marks, first.at, first.pk, first.by_id) if first else Shown(marks)


def of_learner(learner: Learner, course: Course, today: date) -> Shown:
    """How the skills of somebody in a course stand."""
    return standing(course, checks_of([learner.pk], course), today)


def is_asked(checks: Iterable[SkillCheck], course: str, found: Shown, step: Step, today: date) -> bool:
    """Whether somebody is asked now what is used, and did not say it yet since all was shown."""
    since = found.since
    said = (row for row in checks if row.step == step and row.course == course)
    return since is not None and found.asks_use(today) and all(row.at <= since for row in said)


# ---- deeds ----


@transaction.atomic
def observe(actor: Actor, learner: Learner, course: Course, marks: Mapping[str, str], now: datetime) -> SkillCheck:
    """Mark what somebody does in practice or in a role-play. Raises `NotAllowed`, `NotNow`."""
    ask(actor, OBSERVE)
    _need_own(actor, learner)
    need(*_missing(course, marks, list(Mark)))
    return _kept(actor, learner, course, Step.SEEN, marks, {}, now)


@transaction.atomic
def supervise(
    actor: Actor, learner: Learner, course: Course, marks: Mapping[str, str], barriers: Mapping[str, str], now: datetime
) -> SkillCheck:
    """Say which skills somebody uses, three months after they showed them. Raises `NotAllowed`, `NotNow`."""
    ask(actor, OBSERVE)
    _need_own(actor, learner)
    check = _need_use(learner, course, marks, barriers, now)
    clocks.stop(check, now=now)
    return _kept(actor, learner, course, Step.SUPERVISOR, marks, barriers, now)


@transaction.atomic
def say_use(
    learner: Learner, course: Course, marks: Mapping[str, str], barriers: Mapping[str, str], now: datetime
) -> SkillCheck:
    """The learner says which skills they use. Raises `NotNow`."""
    _need_use(learner, course, marks, barriers, now)
    return _kept(None, learner, course, Step.SELF, marks, barriers, now)


def _need_use(
    learner: Learner, course: Course, marks: Mapping[str, str], barriers: Mapping[str, str], now: datetime
) -> UUID:
    found = of_learner(learner, course, now.date())
    asks = found.check is not None and found.asks_use(now.date())
    unused = [key for key in course.skills if marks.get(key) in {Use.PARTLY, Use.NOT_USED}]
    without = [(barriers.get(key) not in set(Barrier), _("Say why."), f"why_{key}") for key in unused]
    need(
        (not asks, _("This is asked three months after the skills were shown, for two months."), ""),
        *_missing(course, marks, list(Use)),
        *without,
    )
    assert found.check
    return found.check


def _need_own(actor: Actor, learner: Learner) -> None:
    own = LinkedCard.objects.filter(person_id=actor.person, learner=learner).exists()
    need((own, _("Nobody marks their own skills. Ask a colleague."), ""))


def _missing(course: Course, marks: Mapping[str, str], allowed: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
    for key in course.skills:
        yield marks.get(key) not in allowed, _("Choose one for each."), key


def _kept(
    actor: Actor | None,
    learner: Learner,
    course: Course,
    step: Step,
    marks: Mapping[str, str],
    barriers: Mapping[str, str],
    now: datetime,
) -> SkillCheck:
    not_used = {key for key in course.skills if marks[key] in {Use.PARTLY, Use.NOT_USED} and step is not Step.SEEN}
    row = SkillCheck(learner=learner, course=course.code, version=course.version, step=step, at=now)
    row.marks = {key: str(marks[key]) for key in course.skills}
    row.barriers = {key: str(barriers[key]) for key in course.skills if key in not_used}
    row.by_id = actor.person if actor else None
    row.save(force_insert=True)
    if actor:
        journal.write(row.pk, actor.signatory(), OBSERVE, at=now, items=[stated.whole(row)])
    return row
