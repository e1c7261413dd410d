"""Attempts that were made without a network arrive: in pieces, twice, in any order, and merge into one.

Whose card it was the device tells; the PIN it cannot look at. So an attempt counts for nobody until its holder, or
whoever trains them and sees them, says whose it is (`waiting`).
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from fanal.learning import published
from fanal.learning.attempts import attempts, merging, proved, sent, waiting
from fanal.learning.attempts.arriving import Here
from fanal.learning.attempts.attempts import LESSONS, Going
from fanal.learning.attempts.merging import EventKind
from fanal.learning.attempts.sent import Clock, Code, Header, Refused, Said
from fanal.learning.courses import library
from fanal.learning.courses.model import Course
from fanal.learning.models import Attempt, Event

_TRIES: Final = 5
_IN_LESSONS = {EventKind.STARTED, EventKind.SEEN, EventKind.ANSWER}
_IN_FORMS = {EventKind.STARTED, EventKind.ANSWER, EventKind.CONFIDENCE, EventKind.FINISHED}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt. `through`: all events up to this number are here; `refused`: number
    (none, where it is no number that can be) and code."""

    id: str
    code: str = ""
    through: int = 0
    refused: Sequence[tuple[int | None, str]] = ()

    def as_json(self) -> dict[str, Any]:
        refused = [{"seq": seq, "code": code} for seq, code in self.refused]
        return {"id": self.id, "code": self.code, "accepted_through": self.through, "refused": refused}


def receive(said: Any, now: datetime) -> list[Answer]:
    """Take what a device sends, all of it or, where the database fails, nothing; a replay is answered like the first
    time, and writes nothing. Raises `Refused` where it can be read in no part."""
    at, rows = sent.batch(said)
    clock, told = Clock(at, now), [_told(row, events) for row, events in rows]
    for _try in range(_TRIES):
        with suppress(IntegrityError), transaction.atomic():  # another request made the same attempt at this moment
            here = Here([one.known for one in told if one.known])
            answers = [_attempt(one, here, clock) for one in told]
            here.write()
            return answers
    raise RuntimeError("the same attempts are sent by too many at once")


@dataclass(frozen=True, slots=True)
class _Told:
    """An attempt as a device tells of it. `known`: nothing, where it is refused, and why."""

    name: str
    known: Header | None
    events: Sequence[Any]
    refused: str = ""


def _told(said: Any, events: Sequence[Any]) -> _Told:
    name = said.get("id")
    shown = name if isinstance(name, str) and len(name) <= 64 else ""
    try:
        return _Told(shown, sent.header(said), events)
    except Refused as why:
        return _Told(shown, None, events, why.code)


def _attempt(told: _Told, here: Here, clock: Clock) -> Answer:
    if told.known is None:
        return Answer(told.name, told.refused)
    try:
        here.learner(told.known.card)  # a card that is made up has nobody open a course
        course = _course(told.known)
        return _events(_row(told.known, here, clock), course, told, here, clock)
    except Refused as why:
        return Answer(told.name, why.code)


def _course(known: Header) -> Course:
    """The course in the version that the device has, also where another is published by now. Raises `Refused`."""
    course = published.course(known.course, known.version)
    if course is None:
        raise Refused(Code.UNKNOWN_VERSION if known.course in library.shipped() else Code.UNKNOWN_COURSE)
    if not course.playable or known.language not in published.languages(course):
        raise Refused(Code.UNKNOWN_COURSE)
    if known.form not in (course.forms.get(known.use, ()) if known.use != LESSONS else ("",)):
        raise Refused(Code.UNKNOWN_FORM)
    return course


def _row(known: Header, here: Here, clock: Clock) -> Attempt:
    """The attempt, which is made where it is not here yet, by one device."""
    learner = here.learner(known.card)
    told = {name: getattr(known, name) for name in ("course", "version", "language", "use", "form", "seed")}
    if here.is_elsewhere(known):
        raise Refused(Code.OTHER_ATTEMPT)
    row = here.attempts.get(known.id)
    if row is not None:
        is_it = row.learner_id == learner.pk and row.kept_until is not None
        of_others = here.of_others(row, known.client)
        if not is_it or of_others or any(getattr(row, name) != value for name, value in told.items()):
            raise Refused(Code.OTHER_ATTEMPT)
        return row
    row = Attempt(
        pk=known.id, learner=learner, started_at=clock.ours(known.started_at), confirmed=False,
        kept_until=clock.received + waiting.KEPT, **told,
    )  # fmt: skip
    row.code = proved.code(row, [])
    here.make(row)
    return row


def _events(row: Attempt, course: Course, told: _Told, here: Here, clock: Clock) -> Answer:
    """What is not here yet is added: also that an event was refused, so that it is no hole, and is refused again."""
    assert told.known
    known = here.by_number(row, told.known.client)
    before = set(known)
    refused: list[tuple[int | None, str]] = []
    for said in told.events:
        try:
            seq = sent.number(said)
        except Refused as why:
            refused.append((None, why.code))
            continue
        if seq not in known:
            known[seq] = _event(row, course, told.known.client, said, clock)
        if known[seq].kind == EventKind.REFUSED:
            refused.append((seq, known[seq].choice))
    new = [one for seq, one in known.items() if seq not in before]
    if new and row.kept_until and clock.received > row.kept_until:
        raise Refused(Code.TOO_LATE)
    if new:
        held = proved.holds(row, here.events(row))
        here.add(row, new)
        proved.leave(row, here.events(row), held=held)
        attempts.settle(Going(row, course, here.events(row)))
    return Answer(told.name, "", merging.through(known), refused)


def _event(row: Attempt, course: Course, client: UUID, said: Any, clock: Clock) -> Event:
    made = Event(attempt=row, client=client, seq=said["seq"], skew=clock.skew, at=clock.received)
    try:
        told = sent.event(said)
        _fits(course, row.use, told)
        made.kind, made.item, made.choice, made.at = told.kind, told.item, told.choice, clock.ours(told.at)
    except Refused as why:
        made.kind, made.choice = str(EventKind.REFUSED), str(why.code)
    return made


def _fits(course: Course, use: str, told: Said) -> None:
    """Ids of the course alone: nobody's own words are kept. Raises `Refused`."""
    if told.kind not in (_IN_LESSONS if use == LESSONS else _IN_FORMS):
        raise Refused(Code.UNKNOWN_KIND)
    asks, is_long = told.kind == EventKind.ANSWER, len(told.item) > attempts.LONGEST
    if (
        is_long
        or (asks and not attempts.offered(course, told.item))
        or (told.kind == EventKind.SEEN and not _is_page(course, told.item))
        or (not asks and told.kind != EventKind.SEEN and told.item)
    ):
        raise Refused(Code.UNKNOWN_ITEM)
    others = {"1", "2", "3", "4", "5"} if told.kind == EventKind.CONFIDENCE else {""}
    if not (attempts.is_offered(course, told.item, told.choice) if asks else told.choice in others):
        raise Refused(Code.UNKNOWN_CHOICE)


def _is_page(course: Course, item: str) -> bool:
    return any(item == f"{lesson}.{page.id}" for lesson, page in course.places)
