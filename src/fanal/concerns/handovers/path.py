"""The path of a handover as the journal tells it: a step counts where whoever it names signed the deed.

Rows of steps are there to be read, and for words to hang on. Somebody who writes to the database adds one, or gives it
another name, day or person.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import batched
from uuid import UUID

from fanal.concerns.models import HandoverEvent
from fanal.journal import api as journal
from fanal.network.api import trusted

_BATCH = 500
_DEEDS = {
    "ask": "concerns.write_handover",
    "tell": "concerns.write_handover",
    "read_note": "concerns.read_note",
    "still_open": "concerns.complete_handover",
}
"""Steps that are called otherwise than their deed."""

type Steps = Collection[tuple[UUID, str, UUID | None, datetime]]


def signed(handovers: Collection[UUID], known: trusted.Signers | None = None) -> Steps:
    """What was done with these handovers, by whom and when, as whole entries say it."""
    said = journal.told_of(handovers, (), known or trusted.Signers()).values()
    return frozenset((line.record, line.deed, line.actor, line.at) for told in said for line in told.lines)


def holds(step: HandoverEvent, signed: Steps) -> bool:
    """Whether one of these deeds is that of a step."""
    deed = _DEEDS.get(step.event, f"concerns.{step.event}_handover")
    return (step.handover_id, deed, step.person_id, step.at.replace(microsecond=0)) in signed


def unsigned() -> Iterator[str]:
    """Steps that nobody did, in words."""
    known, rows = trusted.Signers(), HandoverEvent.objects.order_by("handover", "pk")
    for some in batched(rows.iterator(_BATCH), _BATCH, strict=False):
        deeds = signed({one.handover_id for one in some}, known)
        yield from (
            f"record {one.handover_id}: nobody did the step `{one.event}` of this handover"
            for one in some
            if not holds(one, deeds)
        )
