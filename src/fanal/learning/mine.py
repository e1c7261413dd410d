"""What is held of a learner, to see, to take along, and to delete."""

from datetime import datetime
from typing import Any

from django.db import transaction

from fanal.journal import api as journal
from fanal.learning.attempts.attempts import is_closed
from fanal.learning.attempts.opened import opened_at
from fanal.learning.certificates import believing
from fanal.learning.models import (
    Attempt,
    Attendance,
    Certificate,
    Completion,
    Learner,
    LinkedCard,
    Post,
    Sheet,
    SkillCheck,
    Supervised,
)
from fanal.network.api import keyfile

DELETED = "learning.deleted"


def held(learner: Learner) -> dict[str, Any]:
    """Everything, as plain values: no code and no PIN, since neither is stored. Answers that were given before the card
    was opened anew, or that nobody has confirmed, are not among it: they may be somebody else's."""
    opened = opened_at(learner)
    return {
        "schema": "fanal.learner/1",
        "label": learner.label,
        "code": learner.code,
        "language": learner.language,
        "invited_to": learner.course,
        "since": learner.made_on.isoformat(),
        "opened_anew": opened.isoformat() if opened else None,
        "account": [
            [one.person.name, one.at.isoformat()]
            for one in LinkedCard.objects.filter(learner=learner).select_related("person")
        ],
        "posts": [
            {"where": one.cohort.label, "role": one.role, "since": _day(one.since), "until": _day(one.until)}
            for one in Post.objects.filter(learner=learner).select_related("cohort").order_by("since", "pk")
        ],
        **_done(learner),
        "attempts": [_attempt(one, is_closed(one, opened)) for one in _attempts(learner)],
    }


def _done(learner: Learner) -> dict[str, Any]:
    """What came of learning: certificates, what others saw or said, sessions."""
    return {
        "certificates": [
            [one.code, one.course, _day(one.issued_at.date()), _day(one.expires_on)]
            for one in Certificate.objects.filter(learner=learner).order_by("issued_at")
        ],
        "skills": [
            [one.course, one.step, one.marks, one.barriers, _day(one.at.date())]
            for one in SkillCheck.objects.filter(learner=learner).order_by("at", "pk")
        ],
        "supervision": [
            [_day(one.on), one.kind, one.with_role]
            for one in Supervised.objects.filter(learner=learner).order_by("on", "pk")
        ],
        "said_by_employer": [
            [one.course, one.version, _day(one.completed_on), one.minutes]
            for one in Completion.objects.filter(learner=learner).order_by("completed_on", "pk")
        ],
        "sessions": [
            [one.session.course, one.in_at.isoformat(), one.out_at.isoformat() if one.out_at else None]
            for one in Attendance.objects.filter(learner=learner).select_related("session").order_by("in_at")
        ],
        "sheets": [
            [one.session.course, _day(one.session.planned_on), one.attempt is not None]
            for one in Sheet.objects.filter(learner=learner).select_related("session").order_by("pk")
        ],
    }


def _attempts(learner: Learner) -> list[Attempt]:
    rows = Attempt.objects.filter(learner=learner).select_related("learner").prefetch_related("events")
    return list(rows.order_by("started_at", "pk"))


def _attempt(one: Attempt, closed: bool) -> dict[str, Any]:
    return {
        "course": one.course,
        "version": one.version,
        "language": one.language,
        "use": one.use,
        "form": one.form,
        "started": one.started_at.isoformat(),
        "finished": one.finished_at.isoformat() if one.finished_at else None,
        "passed": one.passed,
        "counts": [one.situations, one.right, one.harmful, one.concerns, one.hits, one.harmless, one.false_alarms],
        "closed": closed,
        "confirmed": one.confirmed,
        "answers": []
        if closed or not one.confirmed
        else [
            [event.kind, event.item, event.choice, event.at.isoformat()]
            for event in sorted(one.events.all(), key=lambda event: event.seq)
        ],
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


@transaction.atomic
def delete(learner: Learner, now: datetime) -> None:
    """All of it goes: cards, posts, attempts with their events. Certificates stay as numbers, and can be checked for as
    long as they hold."""
    journal.write(learner.pk, keyfile.installation(learner.org_id), DELETED, at=now)
    believing.let_go(learner, now)
    learner.delete()
