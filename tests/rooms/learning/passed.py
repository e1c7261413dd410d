"""Attempts that were passed, as a deed here leaves them: for tests that ask what follows of them."""

from datetime import datetime
from typing import Any

from fanal.learning.attempts import proved
from fanal.learning.courses.model import Course
from fanal.learning.models import Attempt, Learner


def passed(learner: Learner, course: Course, at: datetime, **more: Any) -> Attempt:
    """A final form that was passed at an instant."""
    row = Attempt(
        learner=learner, course=course.code, version=course.version, language="en", use="final", form="B",
        seed="0" * 32, passed=True, started_at=at, **{"finished_at": at, **more},
    )  # fmt: skip
    row.code = proved.code(row, [])
    row.save(force_insert=True)
    return row


def made_so(row: Attempt, **columns: Any) -> Attempt:
    """An attempt as it would be had it gone otherwise: at another time, of another version."""
    row.refresh_from_db()
    for name, value in columns.items():
        setattr(row, name, value)
    row.code = proved.code(row, row.events.all())
    row.save()
    return row
