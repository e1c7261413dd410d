"""Until a room for cases is there: the coded facts of a concern are shown once, to whoever opens the case file."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fanal.access.api import Unreadable, open_record, stated
from fanal.concerns.access_terms import ref_of
from fanal.concerns.models import Concern
from fanal.concerns.triage.triage import File, purpose_of, read_file, to_change
from fanal.journal.contracts import Line
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import Triage

COPY = "concerns.copy_facts"


def shown_before(concern: Concern) -> Line | None:
    """When they were shown, and to whom; None if they were not."""
    return stated.last(concern.pk, COPY)


def copy(actor: Actor, concern_id: UUID, now: datetime) -> File | None:
    """The open concern, once; None where the facts were shown before, or no case is to be opened.

    Raises `NotHere`, `NotAllowed`; `Unreadable` where a part would be missing, and they can be shown later.
    """
    with transaction.atomic():
        concern = to_change(actor, concern_id)
        if concern.triage != Triage.OPEN_CASE or shown_before(concern):
            return None
        with open_record(actor, ref_of(concern), COPY, purpose=purpose_of(concern), now=now, thing=concern) as opened:
            found = read_file(opened, concern)
        if found.unreadable:
            raise Unreadable(found.unreadable[0].words)
        return found
