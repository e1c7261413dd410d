"""Beginning an attempt, answering, finishing it; what somebody has done of a course. Everything here is the learner's
own: no member of any staff reads it, and the journal, which staff read, tells nothing of it. Events are its record.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final
from uuid import UUID

from django.db import transaction

from fanal.learning import published
from fanal.learning.attempts import drawing, proved
from fanal.learning.attempts.merging import EventKind, Happened, State, is_whole, state
from fanal.learning.courses import paths
from fanal.learning.courses.model import Choice, Course, CourseKind, Scenario
from fanal.learning.courses.scoring import Score, score
from fanal.learning.models import Attempt, Event, Learner

LESSONS: Final = "lessons"
FINAL, PRE = "final", "pre"
LONGEST: Final = 60
"""Of what a choice or a place is called."""
TALK_AFTER: Final = 3
"""Tries in a day that did not pass, after which a talk is offered."""


@dataclass(frozen=True)
class Going:
    """An attempt with its course, and the state that follows of its events: those of the database, where `events` are
    not at hand."""

    row: Attempt
    course: Course
    events: Sequence[Event] | None = None

    @cached_property
    def stored(self) -> Sequence[Event]:
        """Its events."""
        return list(self.row.events.all()) if self.events is None else self.events

    @cached_property
    def _happened(self) -> list[Happened]:
        rows = self.stored
        return [Happened(one.client, one.seq, EventKind(one.kind), one.item, one.choice, one.at) for one in rows]

    @cached_property
    def state(self) -> State:
        return state(self._happened)

    @property
    def is_whole(self) -> bool:
        """Whether all of an attempt that was made without a network is here."""
        return is_whole(self._happened)

    @cached_property
    def asked(self) -> list[Scenario]:
        """The situations of its form, in their order."""
        return drawing.asked(self.course, self.row.form, self.row.seed)

    @cached_property
    def known(self) -> dict[str, Scenario]:
        return {one.id: one for one in self.course.scenarios}

    @property
    def next_open(self) -> Scenario | None:
        """What is to be answered next."""
        return drawing.next_open(self.asked, self.known, self.state.answers)

    def walked(self, one: Scenario) -> list[tuple[Scenario, str]]:
        """A situation with those that followed it, and what was chosen in each."""
        return [(met, made.id) for met, made in drawing.walked(one, self.known, self.state.answers)]

    def made(self, one: Scenario) -> list[Choice]:
        """What was chosen in a situation, and in those that followed it."""
        return [choice for _met, choice in drawing.walked(one, self.known, self.state.answers)]

    @property
    def number(self) -> int:
        """How many situations are answered whole."""
        left = self.next_open
        if left is None:
            return len(self.asked)
        return next(n for n, one in enumerate(self.asked) if left.id in self._reach(one))

    def _reach(self, one: Scenario) -> set[str]:
        return {one.id} | {made.next for _met, made in drawing.walked(one, self.known, self.state.answers) if made.next}

    @cached_property
    def score(self) -> Score:
        """Of what was answered until now."""
        return score((one.truth, paths.outcome(self.made(one))) for one in self.asked)


def going(learner: Learner, pk: UUID) -> Going | None:
    """An attempt of one's own; None where there is none, or its course was never here in that version."""
    row = Attempt.objects.prefetch_related("events").filter(learner=learner, pk=pk, confirmed=True).first()
    return _going(row) if row else None


def _going(row: Attempt) -> Going | None:
    course = published.course(row.course, row.version)
    return Going(row, course) if course else None


def of_course(learner: Learner, course: Course) -> list[Attempt]:
    """What somebody did of a course, also of earlier versions, oldest first: what was passed stays passed. What nobody
    confirmed is not among it."""
    rows = Attempt.objects.filter(learner=learner, course=course.code, confirmed=True)
    return list(rows.order_by("started_at", "pk"))


def of_courses(learner: Learner) -> dict[str, list[Attempt]]:
    """The same of all courses, by code."""
    found: dict[str, list[Attempt]] = {}
    for row in Attempt.objects.filter(learner=learner, confirmed=True).order_by("started_at", "pk"):
        found.setdefault(row.course, []).append(row)
    return found


def of_version(rows: Sequence[Attempt], course: Course) -> list[Attempt]:
    """Those of the version that is here."""
    return [one for one in rows if one.version == course.version]


def is_closed(row: Attempt, opened: datetime | None) -> bool:
    """Whether it was done before somebody else opened the card (`opened.opened_at`): its answers are shown to nobody
    any more. Of one that somebody changed nobody knows when that was."""
    return opened is not None and (row.started_at < opened or not proved.is_proved(row))


def has_passed(rows: Sequence[Attempt]) -> bool:
    """Whether one of them passed a final form."""
    return any(one.use == FINAL and one.passed for one in rows)


def failed_today(rows: Sequence[Attempt], now: datetime) -> int:
    """Final forms that did not pass in the last day."""
    day = now - timedelta(days=1)
    return sum(
        one.use == FINAL and one.passed is False and one.finished_at is not None and one.finished_at > day
        for one in rows
    )


# ---- deeds ----


@transaction.atomic
def begin(learner: Learner, course: Course, language: str, use: str, now: datetime) -> Attempt:
    """A new attempt, or the one of that use that is not finished. Each try at the end has another form."""
    Learner.objects.select_for_update().get(pk=learner.pk)
    before = [one for one in of_version(of_course(learner, course), course) if one.use == use]
    if (open_one := next(filter(_goes_on, before), None)) is not None:
        return open_one
    forms = course.forms.get(use, ())
    row = Attempt(learner=learner, course=course.code, version=course.version, language=language, use=use)
    row.form = forms[len(before) % len(forms)] if forms else ""
    row.seed, row.started_at = secrets.token_hex(16), now
    row.code = proved.code(row, [])
    row.save(force_insert=True)
    published.keep(course, now)
    _add(Going(row, course, []), now, (EventKind.STARTED, "", ""))
    return row


def _goes_on(row: Attempt) -> bool:
    """Whether somebody goes on where they were. A form that somebody changed would earn nothing."""
    if row.finished_at is not None:
        return False
    events = list(row.events.all())
    ended = any(one.kind == EventKind.FINISHED for one in events)
    return not ended and (row.use == LESSONS or proved.holds(row, events))


type Said = tuple[EventKind, str, str]
"""What somebody does, in what, and what they choose."""


def _add(one: Going, now: datetime, *said: Said) -> Going:
    """The pages of this site are one client of the attempt, under its own identifier; numbers go on from those of a
    device on which it was begun."""
    row, last = one.row, max((event.seq for event in one.stored), default=0)
    made = [
        Event(attempt=row, client=row.pk, seq=seq, kind=str(kind), item=item, choice=choice, at=now)
        for seq, (kind, item, choice) in enumerate(said, start=last + 1)
    ]
    held, events = proved.holds(row, one.stored), [*one.stored, *Event.objects.bulk_create(made)]
    proved.leave(row, events, held=held)
    row.save(update_fields=["code"])
    return Going(row, one.course, events)


def _locked(one: Going) -> Going:
    """Hold the attempt, so that two pages of it write in turn: as it is now, with all of its events."""
    row = Attempt.objects.select_for_update().get(pk=one.row.pk)
    return Going(row, one.course, list(row.events.all()))


@transaction.atomic
def see(one: Going, page: str, now: datetime) -> None:
    """A page was read; once is enough."""
    here = _locked(one)
    if page not in here.state.seen and here.row.finished_at is None:
        _add(here, now, (EventKind.SEEN, page, ""))


@transaction.atomic
def answer(one: Going, item: str, choice: str, now: datetime) -> bool:
    """Choose in the situation that is open; False where it is none of its choices, or another situation is open."""
    here = _locked(one)
    open_one = here.next_open
    fits = open_one is not None and open_one.id == item and any(made.id == choice for made in open_one.choices)
    if fits and here.row.finished_at is None:
        _add(here, now, (EventKind.ANSWER, item, choice))
    return fits


@transaction.atomic
def practise(one: Going, item: str, choice: str, now: datetime) -> None:
    """Choose in a situation of a lesson, or answer one of its questions; what was chosen last is shown. `choice`: ids
    of what it offers, joined by commas; anything else is not kept."""
    if is_offered(one.course, item, choice):
        _add(_locked(one), now, (EventKind.ANSWER, item, choice))


def is_offered(course: Course, item: str, choice: str) -> bool:
    """Whether a choice is of ids of what is offered, each once, and no longer than its column."""
    parts = choice.split(",")
    return len(choice) <= LONGEST and len(set(parts)) == len(parts) and set(parts) <= offered(course, item)


def offered(course: Course, item: str) -> set[str]:
    """What can be chosen in a situation or a question."""
    if (situation := course.scenario(item)) is not None:
        return {made.id for made in situation.choices}
    question = course.question(item)
    if question is None:
        return set()
    return {made.id for made in question.options} or {"1", "2", "3", "4", "5"}


@transaction.atomic
def finish(one: Going, confidence: str, now: datetime) -> None:
    """The attempt is at its end: it is counted. What is not answered was not right."""
    here = _locked(one)
    if here.row.finished_at is not None:
        return
    sure: list[Said] = [(EventKind.CONFIDENCE, "", confidence)] if confidence in {"1", "2", "3", "4", "5"} else []
    here = _add(here, now, *sure, (EventKind.FINISHED, "", ""))
    settle(here, whole=False)
    here.row.save()


COUNTED: Final = (
    "finished_at", "situations", "right", "harmful", "concerns", "hits", "harmless", "false_alarms", "passed", "code",
)  # fmt: skip
"""What is written of an attempt to which something came."""


def _tally(one: Going, at: datetime) -> None:
    row, found = one.row, one.score
    row.finished_at, row.situations, row.right, row.harmful = at, found.situations, found.right, found.harmful
    row.concerns, row.hits, row.harmless = found.concerns, found.hits, found.harmless
    row.false_alarms = found.false_alarms
    if row.use == FINAL and one.course.passing:
        row.passed = found.passes(one.course.passing)


def settle(one: Going, *, whole: bool = True) -> bool:
    """Whether an attempt is at its end now, and not counted before: its row says what came of it, as of when it was;
    with `whole` not before all of it is here. Its caller writes it."""
    at = one.state.finished_at
    if one.row.finished_at is not None or at is None or (whole and not one.is_whole):
        return False
    held = proved.holds(one.row, one.stored)
    _tally(one, at)
    proved.leave(one.row, one.stored, held=held)
    return True


def balance(one: Going) -> tuple[int, int, int, int] | None:
    """Of a course that asks to notice: worrying situations in which somebody told, all of them, harmless ones in which
    they told, all of them."""
    if one.course.kind is not CourseKind.NOTICE:
        return None
    found = one.score
    return found.hits, found.concerns, found.false_alarms, found.harmless


def look_again(one: Going) -> int:
    """In how many situations not all was right."""
    return sum(not paths.outcome(one.made(each)).right for each in one.asked)
