"""Handing a worker's device over: what is said of it in the file. What the child answers is sealed without a key."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fanal.access.api import ask
from fanal.cases.child_side import policy
from fanal.cases.files.files import case_of
from fanal.journal import api as journal
from fanal.network.contracts import Actor


@transaction.atomic
def hand_over(actor: Actor, case_id: UUID, now: datetime) -> None:
    """The child answers on the device of whoever works with them. Raises `NotHere`, `NotAllowed`."""
    case = case_of(actor, case_id)
    ask(actor, policy.OFFER, case)
    journal.write(case.pk, actor.signatory(), policy.OFFER, at=now)
