"""Until a room for cases is there: the coded facts of a concern are shown once, to whoever opens the case file."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fanal.access.api import open_record
from fanal.concerns.access_terms import ref_of
from fanal.concerns.models import Concern
from fanal.concerns.triage import File, concern_of, purpose_of, read_file
from fanal.journal import api as journal
from fanal.journal.contracts import Line
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import Triage

COPY = "concerns.copy_facts"


def shown_before(concern: Concern) -> Line | None:
    """When they were shown, and to whom; None if they were not."""
    return next((line for line in journal.read(concern.pk) if line.deed == COPY), None)


def copy(actor: Actor, concern_id: UUID, now: datetime) -> File | None:
    """The open concern, once; None where the facts were shown before, or no case is to be opened.

    Raises `NotHere`, `NotAllowed`.
    """
    with transaction.atomic():
        concern = concern_of(actor, concern_id, lock=True)
        if concern.triage != Triage.OPEN_CASE or shown_before(concern):
            return None
        with open_record(actor, ref_of(concern), COPY, purpose=purpose_of(concern), now=now, thing=concern) as opened:
            return read_file(opened, concern)
