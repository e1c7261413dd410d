"""Whether an attempt earns a certificate, and until when it would hold."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from fanal.learning import reviewing
from fanal.learning.attempts import attempts, proved
from fanal.learning.attempts.opened import opened_at
from fanal.learning.certificates import believing
from fanal.learning.courses import library
from fanal.learning.courses.model import Course
from fanal.learning.models import Attempt, Learner
from fanal.learning.skills import skills
from fanal.vocabulary.dates import months_later

EARLIER: Final = timedelta(days=30)
"""So long after the day of a new version the one before still gives certificates to whoever ends it."""


def why_not(learner: Learner, course: Course, row: Attempt, today: date) -> str:
    """Why there is no certificate for an attempt, for people; empty where there is one."""
    return next(_refusals(learner, course, row, today), "")


def _refusals(learner: Learner, course: Course, row: Attempt, today: date) -> Iterator[str]:
    if row.use != attempts.FINAL or not row.passed:
        yield _("Pass the situations at the end first.")
    if row.version != course.version or _is_over(course, row):
        yield _("This was another version of the course. Pass the situations at the end of this one.")
    if said := _perhaps_of_others(row):
        yield said
    seen = _seen(learner, course, today)
    if course.skill_check and seen is None:
        yield _("For this course somebody who is trained for it sees first what you do.")
    for needed in filter(None, map(library.shipped().get, course.requires)):
        if not _has_passed(learner, needed):
            yield _("Pass this course first: %(course)s") % {"course": needed.texts["title"]}
    if course.code not in reviewing.given(learner.org_id, today):
        yield _("This course is not given any more.")
    if not reviewing.is_vouched_for(learner.org_id):
        yield _(
            "Nobody of this network has looked at your employer yet, and a certificate is given by a member. What you "
            "passed stays passed: come back later."
        )
    if _last(course, row, seen) < today:
        yield _("You passed this too long ago. Pass the situations at the end once more.")


def _has_passed(learner: Learner, course: Course) -> bool:
    """Whether somebody passed a course, also long ago: in an attempt that a deed here left so, or, before attempts had
    their code, as the certificate shows that was given for it."""
    done = attempts.of_course(learner, course)
    return attempts.has_passed([one for one in done if proved.is_proved(one)]) or believing.has_held(learner, course)


def _is_over(course: Course, row: Attempt) -> bool:
    """Whether another version had been here for long when somebody ended this one, as without a network."""
    newest = library.shipped().get(course.code)
    since = newest.since if newest and newest.version != course.version else None
    return since is not None and (row.finished_at is None or row.finished_at.date() > since + EARLIER)


def _perhaps_of_others(row: Attempt) -> str:
    """Whoever sits here now may be somebody else than who passed; and nobody passed what somebody wrote there."""
    if not row.confirmed:
        return _("This was done without a network. Say first that it was you.")
    if attempts.is_closed(row, opened_at(row.learner)):
        return _("This was before your card was opened anew. Pass the situations at the end once more.")
    if not proved.is_proved(row):
        return _("It cannot be shown any more that you passed this. Pass the situations at the end once more.")
    return ""


def _seen(learner: Learner, course: Course, today: date) -> datetime | None:
    """Since when all skills are shown, of a course of which they are seen."""
    return skills.of_learner(learner, course, today).since if course.skill_check else None


def last_day(learner: Learner, course: Course, row: Attempt, today: date) -> date:
    """The last day of the certificate that there would be."""
    return _last(course, row, _seen(learner, course, today))


def _last(course: Course, row: Attempt, seen: datetime | None) -> date:
    """The last day of a certificate: its term begins with what was done last for it, whenever it is asked for."""
    assert row.finished_at
    return months_later(max(row.finished_at, seen or row.finished_at).date(), course.valid_months)
