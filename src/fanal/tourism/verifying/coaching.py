"""Notes of those who help a company, for whoever helps it after them; and who coached it in the cycle that runs."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import need, stated, visible
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.tourism.membership import rows
from fanal.tourism.membership.flow import Move
from fanal.tourism.models import CoachingNote, Membership
from fanal.tourism.verifying.policy import ASK_NOTES, NOTE
from fanal.vocabulary.dates import months_later


def cycle_start(row: Membership, today: date) -> date:
    """When the year began that ends with the report; of an application when it began."""
    if row.report_due_on is None:
        return row.begun_at.date()
    start = row.report_due_on
    while start > today:
        start = months_later(start, -12)
    return start


def coached(row: Membership, person: UUID, today: date) -> bool:
    """Whether somebody helped a company in the cycle that runs: a note, a comment on its plan, its application."""
    since = cycle_start(row, today)
    moves = [Move.TAKE_UP.value, Move.RETURN.value]
    return (
        row.notes.filter(by_id=person, at__date__gte=since).exists()
        or row.comments.filter(by_id=person, at__date__gte=since).exists()
        or row.steps.filter(by_id=person, move__in=moves, at__date__gte=since).exists()
    )


def notes(actor: Actor, row: Membership) -> list[CoachingNote]:
    """Those that the actor reads, the newest first."""
    seen = visible(actor, CoachingNote.objects.filter(membership=row))
    return list(seen.select_related("by__org").order_by("-at", "-pk"))


@transaction.atomic
def write(actor: Actor, pk: UUID, words: str, now: datetime) -> CoachingNote:
    """Write a note. Whoever verifies the company writes none: what they have to say stands among the findings."""
    row = rows.held(actor, pk, NOTE)
    verifies = row.verifications.filter(verifier_id=actor.person, told_at=None, ended_at=None).exists()
    need(
        (verifies, _("You verify this company. What you see belongs among the findings."), ""),
        (not words.strip(), _("Write the note."), "words"),
    )
    one = CoachingNote(membership=row, words=words.strip(), by_id=actor.person, at=now)
    _write(actor, row, [one], NOTE, now)
    return one


def _write(actor: Actor, row: Membership, made: list[CoachingNote], deed: str, now: datetime) -> None:
    for one in made:
        one.save()
    journal.write(row.pk, actor.signatory(), deed, at=now, items=[stated.whole(one) for one in made])


@transaction.atomic
def ask_for(actor: Actor, pk: UUID, now: datetime) -> int:
    """The company asks, and reads what was written until now. Returns how many came."""
    row = rows.held(actor, pk, ASK_NOTES)
    came = list(row.notes.filter(shown_at=None))
    for one in came:
        one.shown_at = now
    _write(actor, row, came, ASK_NOTES, now)
    return len(came)
