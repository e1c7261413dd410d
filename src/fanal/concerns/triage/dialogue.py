"""What staff write to a reporter: through the member, never under a person's name, and by a person, never by itself."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, ask, open_record
from fanal.clocks import api as clocks
from fanal.concerns import duties
from fanal.concerns.access_terms import ref_of
from fanal.concerns.content import MessageContent
from fanal.concerns.models import Concern, Message
from fanal.concerns.triage.triage import concern_of, purpose_of, status_now
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.ids import new_id

WRITE, SETTLE = "concerns.write", "concerns.settle_message"


def write(actor: Actor, concern_id: UUID, text: str, *, question: bool, now: datetime, key: UUID | None = None) -> None:
    """Write to the person who told us. `key`: identifier of the message, so that one sent twice is one.

    Raises `NotHere`, `NotAllowed`, and `NotNow` where nobody holds a code to read it with.
    """
    with transaction.atomic():
        concern = concern_of(actor, concern_id, lock=True)
        if key is not None and Message.objects.filter(pk=key, concern=concern).exists():
            return
        if key is not None and Message.objects.filter(pk=key).exists():  # the browser names it: it may be no other's
            raise NotNow(_("This was sent already, or belongs elsewhere. Load the page again."))
        if not concern.locator:
            raise NotNow(_("This person holds no code. What you write here could not be read."))
        with open_record(
            actor, ref_of(concern), WRITE, purpose=purpose_of(concern), now=now, thing=concern, write=True
        ) as opened:
            add(opened, concern, actor.person, text, question=question, now=now, key=key)
            concern.new_message = False
            concern.status = status_now(concern)
            concern.save(update_fields=["new_message", "status"])
        clocks.stop(concern.pk, duties.ANSWER_REPORTER, now=now)


def add(
    opened: Opened, concern: Concern, person: UUID, text: str, *, question: bool, now: datetime, key: UUID | None = None
) -> None:
    """Seal one message into an open record. The caller holds the lock of the concern's row."""
    last = Message.objects.filter(concern=concern).aggregate(last=Max("position"))["last"] or 0
    message = Message(
        id=key or new_id(), concern=concern, day=network.day_at(concern.org_id, now), position=last + 1, side="staff"
    )
    message.by_id, message.question = person, question
    opened.write(message, "body", MessageContent(text=text, written_at=now))
    message.save(force_insert=True)
    opened.state(message)


def settle(actor: Actor, concern_id: UUID, now: datetime) -> None:
    """The last message needs no answer: it leaves the queue. Raises as `write` does."""
    with transaction.atomic():
        concern = concern_of(actor, concern_id, lock=True)
        ask(actor, SETTLE, concern)
        concern.new_message = False
        concern.save(update_fields=["new_message"])
        clocks.stop(concern.pk, duties.ANSWER_REPORTER, now=now, done=False)
        journal.write(concern.pk, actor.signatory(), SETTLE, at=now)
