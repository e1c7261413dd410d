"""What somebody answered on paper becomes an attempt of theirs."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fanal.learning.attempts import proved
from fanal.learning.attempts.attempts import FINAL, Going, finish
from fanal.learning.attempts.merging import EventKind
from fanal.learning.courses.model import Course
from fanal.learning.models import Attempt, Event, Learner


@transaction.atomic
def taken(
    learner: Learner, course: Course, language: str, form: str, seed: str, said: Iterable[tuple[str, str]],
    started: datetime, now: datetime,
) -> UUID:  # fmt: skip
    """A final form with what was chosen in each situation, scored as any other. `started`: when it was written, so that
    it stays closed to whoever opened the card since."""
    one = Attempt(learner=learner, course=course.code, version=course.version, language=language, use=FINAL)
    one.form, one.seed, one.started_at = form, seed, started
    rows = [(EventKind.STARTED, "", ""), *((EventKind.ANSWER, item, choice) for item, choice in said)]
    events = [
        Event(attempt=one, client=one.pk, seq=seq, kind=str(kind), item=item, choice=choice, at=now)
        for seq, (kind, item, choice) in enumerate(rows, start=1)
    ]
    one.code = proved.code(one, events)
    one.save(force_insert=True)
    Event.objects.bulk_create(events)
    finish(Going(one, course), "", now)
    return one.pk
