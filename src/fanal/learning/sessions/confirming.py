"""Whoever wrote on paper says with card and PIN that a sheet is theirs; until then it counts for nothing."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.learning.attempts import paper as answers
from fanal.learning.models import Learner, Sheet
from fanal.learning.sessions import paper, sessions


def waiting(learner: Learner, today: date) -> list[Sheet]:
    """Sheets of somebody that were typed in, and read twice where they are, in the last 60 days."""
    rows = Sheet.objects.filter(learner=learner, attempt=None, session__planned_on__gte=today - paper.CONFIRM_WITHIN)
    return list(rows.exclude(read_at=None).select_related("session").order_by("typed_at"))


def sheet(learner: Learner, pk: UUID, today: date) -> Sheet | None:
    """One of them."""
    return next((one for one in waiting(learner, today) if one.pk == pk), None)


@transaction.atomic
def confirm(learner: Learner, row: Sheet, now: datetime) -> UUID:
    """It is theirs: it is scored, and its letters go. Returns the attempt; asked twice, the same. Raises `NotNow`."""
    row = Sheet.objects.select_for_update(of=("self",)).select_related("session").get(pk=row.pk, learner=learner)
    if row.attempt is not None:
        return row.attempt
    if not paper.is_proved(row):
        raise NotNow(_("Nobody vouches for what was typed of this sheet. Pass the situations at the end once more."))
    course = sessions.course_of(row.session)
    if course is None:
        raise NotNow(_("Another version of this course is here by now. Pass the situations at its end instead."))
    said = [(met.id, made.id) for met, made in paper.chosen(course, row)]
    started = row.session.started_at or now
    row.attempt = answers.taken(learner, course, row.session.language, row.form, row.seed, said, started, now)
    row.letters = ""
    paper.leave(row)
    row.save(update_fields=["attempt", "letters", "code"])
    return row.attempt


def refuse(learner: Learner, row: Sheet) -> None:
    """It is not theirs: its letters go."""
    Sheet.objects.filter(pk=row.pk, learner=learner, attempt=None).delete()
