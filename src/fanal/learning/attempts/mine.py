"""What is held of a learner, to see, to take along, and to delete."""

from datetime import datetime
from typing import Any

from django.db import transaction

from fanal.journal import api as journal
from fanal.learning.models import Attempt, Card, Event, Learner, Post
from fanal.learning.signin import seats
from fanal.network.api import keyfile

DELETED = "learning.deleted"


def held(learner: Learner) -> dict[str, Any]:
    """Everything, as plain values: no code and no PIN, since neither is stored."""
    return {
        "schema": "fanal.learner/1",
        "label": learner.label,
        "language": learner.language,
        "since": learner.made_on.isoformat(),
        "posts": [
            {"where": one.cohort.label, "role": one.role, "since": _day(one.since), "until": _day(one.until)}
            for one in Post.objects.filter(learner=learner).select_related("cohort").order_by("since", "pk")
        ],
        "attempts": [_attempt(one) for one in _attempts(learner)],
    }


def _attempts(learner: Learner) -> list[Attempt]:
    return list(Attempt.objects.filter(learner=learner).prefetch_related("events").order_by("started_at", "pk"))


def _attempt(one: Attempt) -> dict[str, Any]:
    return {
        "course": one.course,
        "version": one.version,
        "language": one.language,
        "use": one.use,
        "form": one.form,
        "started": one.started_at.isoformat(),
        "finished": one.finished_at.isoformat() if one.finished_at else None,
        "passed": one.passed,
        "answers": [
            [event.kind, event.item, event.choice, event.at.isoformat()]
            for event in sorted(one.events.all(), key=lambda event: event.seq)
        ],
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def told(learner: Learner) -> dict[str, Any]:
    """How much it is, for the page."""
    rows = _attempts(learner)
    return {"attempts": len(rows), "answers": sum(len(one.events.all()) for one in rows)}


@transaction.atomic
def delete(learner: Learner, now: datetime) -> None:
    """All of it goes but that somebody was there; certificates can be checked by their number for as long as they
    hold."""
    seats.end_of(learner.pk)
    Event.objects.filter(attempt__learner=learner).delete()
    for model in (Attempt, Card, Post):
        model.objects.filter(learner=learner).delete()
    journal.write(learner.pk, keyfile.installation(learner.org_id), DELETED, at=now)
    learner.delete()
