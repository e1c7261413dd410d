"""Each look at gaps or reforms is written into the journal and counted; there is a limit to looks within an hour.

So that nobody, also with the grant, takes the whole along page by page (docs/justice.md, "Gaps").
"""

from datetime import datetime, timedelta

from django.db import transaction

from fanal.access import api as access
from fanal.access.api import ask
from fanal.journal import api as journal
from fanal.justice.gaps.policy import GRANT, LOOK
from fanal.justice.models import GapsLook
from fanal.network.contracts import Actor

LIMIT = 30
HOUR = timedelta(hours=1)


class TooManyLooks(Exception):
    """The limit is reached; `until` is when the next look is possible."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many looks")
        self.until = until


def grant_in_force(actor: Actor, now: datetime, *, lock: bool = False) -> access.GrantGiven:
    """The grant by which the actor looks. Raises `NotAllowed` where there is none."""
    return access.granting.held(actor, GRANT, LOOK, now, lock=lock)


@transaction.atomic
def look(actor: Actor, boxes: int, now: datetime) -> None:
    """Write one look into the journal, of so many gaps. Raises `TooManyLooks`, `NotAllowed`: then nothing is shown."""
    ask(actor, LOOK)
    grant = grant_in_force(actor, now, lock=True)  # two looks at once meet here
    recent = GapsLook.objects.filter(person_id=actor.person, at__gt=now - HOUR).order_by("-at")
    counted = list(recent.values_list("at", flat=True)[:LIMIT])
    if len(counted) >= LIMIT:
        raise TooManyLooks(counted[-1] + HOUR)
    GapsLook.objects.create(person_id=actor.person, at=now, boxes=boxes)
    journal.write(grant.pk, actor.signatory(), LOOK, at=now)


def left(actor: Actor, now: datetime) -> int:
    """How many looks are left within the hour."""
    return max(0, LIMIT - GapsLook.objects.filter(person_id=actor.person, at__gt=now - HOUR).count())
