"""Attempts that were made without a network arrive: in pieces, twice, in any order, and merge into one.

Whose card it was the device tells; the PIN it cannot look at. So an attempt counts for nobody until its holder, or
whoever trains them and sees them, says whose it is (`waiting`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from fanal.learning.attempts import attempts, merging, sent, waiting
from fanal.learning.attempts.attempts import LESSONS, Going
from fanal.learning.attempts.merging import EventKind
from fanal.learning.attempts.sent import Clock, Code, Header, Refused, Said
from fanal.learning.courses import library
from fanal.learning.courses.model import Course
from fanal.learning.models import Attempt, Card, Event, Learner

MOST_WAITING = 60
"""Attempts of one card that wait: whoever has a card fills no disk with it."""
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
    """Take what a device sends; a replay is answered like the first time, and writes nothing. Raises `Refused` where
    it can be read in no part."""
    at, rows = sent.batch(said)
    return [_attempt(row, events, Clock(at, now)) for row, events in rows]


def _attempt(said: Any, events: Sequence[Any], clock: Clock) -> Answer:
    name = said.get("id")
    shown = name if isinstance(name, str) and len(name) <= 64 else ""
    try:
        known = sent.header(said)
        course = _course(known)
        with transaction.atomic():
            row = _row(known, clock)
            return _events(row, course, known, events, clock)
    except Refused as why:
        return Answer(shown, why.code)


def _course(known: Header) -> Course:
    course = library.shipped().get(known.course)
    if course is None or not course.playable or known.language not in library.languages(known.course):
        raise Refused(Code.UNKNOWN_COURSE)
    if course.version != known.version:
        raise Refused(Code.UNKNOWN_VERSION)
    if known.form not in (course.forms.get(known.use, ()) if known.use != LESSONS else ("",)):
        raise Refused(Code.UNKNOWN_FORM)
    return course


def _row(known: Header, clock: Clock) -> Attempt:
    """The attempt, which is made where it is not here yet, by one device; its learner is held, so that pieces come in
    turn. A card that was lost meanwhile tells whose it was."""
    card = Card.objects.filter(digest=known.card).first()
    if card is None:
        raise Refused(Code.UNKNOWN_CARD)
    learner = Learner.objects.select_for_update().get(pk=card.learner_id)
    told = {name: getattr(known, name) for name in ("course", "version", "language", "use", "form", "seed")}
    if Event.objects.filter(client=known.client).exclude(attempt=known.id).exists():
        raise Refused(Code.OTHER_ATTEMPT)
    row = Attempt.objects.filter(pk=known.id).first()
    if row is not None:
        is_it = row.learner_id == learner.pk and row.kept_until is not None
        of_others = Event.objects.filter(attempt=row).exclude(client__in=(known.client, row.pk)).exists()
        if not is_it or of_others or any(getattr(row, name) != value for name, value in told.items()):
            raise Refused(Code.OTHER_ATTEMPT)
        return row
    if Attempt.objects.filter(learner=learner, confirmed=False).count() >= MOST_WAITING:
        raise Refused(Code.TOO_MUCH)
    return Attempt.objects.create(
        pk=known.id, learner=learner, started_at=clock.ours(known.started_at), confirmed=False,
        kept_until=clock.received + waiting.KEPT, **told,
    )  # fmt: skip


def _events(row: Attempt, course: Course, known: Header, events: Sequence[Any], clock: Clock) -> Answer:
    """What is not here yet is added: also that an event was refused, so that it is no hole, and is refused again."""
    here = {one.seq: one for one in Event.objects.filter(attempt=row, client=known.client)}
    before = set(here)
    refused: list[tuple[int | None, str]] = []
    for said in events:
        try:
            seq = sent.number(said)
        except Refused as why:
            refused.append((None, why.code))
            continue
        made = here.setdefault(seq, _event(row, course, known, said, clock))
        if made.kind == EventKind.REFUSED:
            refused.append((seq, made.choice))
    new = [one for seq, one in here.items() if seq not in before]
    if new and row.kept_until and clock.received > row.kept_until:
        raise Refused(Code.TOO_LATE)
    Event.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        settle(row, course)
    return Answer(str(known.id), "", merging.through(here), refused)


def _event(row: Attempt, course: Course, known: Header, said: Any, clock: Clock) -> Event:
    made = Event(attempt=row, client=known.client, seq=said["seq"], skew=clock.skew, at=clock.received)
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
    pages = {f"{lesson.id}.{page.id}" for lesson in course.lessons for page in lesson.pages}
    if (
        is_long
        or (asks and not attempts.offered(course, told.item))
        or (told.kind == EventKind.SEEN and told.item not in pages)
        or (not asks and told.kind != EventKind.SEEN and told.item)
    ):
        raise Refused(Code.UNKNOWN_ITEM)
    others = {"1", "2", "3", "4", "5"} if told.kind == EventKind.CONFIDENCE else {""}
    if not (attempts.is_offered(course, told.item, told.choice) if asks else told.choice in others):
        raise Refused(Code.UNKNOWN_CHOICE)


def settle(row: Attempt, course: Course, *, whole: bool = True) -> None:
    """An attempt that is at its end is counted, as of when it was; with `whole` not before all of it is here."""
    one = Going(row, course)
    at = one.state.finished_at
    if row.finished_at is None and at is not None and (one.is_whole or not whole):
        attempts.count(one, at)
