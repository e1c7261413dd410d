"""What a linkage run came to: the histories, for the one study that the run serves, and how good the links are."""

import json
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.network.contracts import Actor
from fanal.research import sealed_parts
from fanal.research.models import LinkageRun, SealedPart

RESULT = "result"


@dataclass(frozen=True, slots=True)
class Found:
    """`table`: a capture table as CSV, lists as columns. `missed`, `false`: rates of wrong links, 0 to 1."""

    table: str = field(repr=False)
    missed: float
    false: float

    def to_bytes(self) -> bytes:
        """As it is sealed."""
        return json.dumps([self.table, self.missed, self.false]).encode()


def take(actor: Actor, run: LinkageRun) -> Found:
    """Open the histories and take them from the run: they lie in one place only. Raises `NotNow`.

    The caller seals them into the study in the same transaction.
    """
    part = SealedPart.objects.filter(about=run.pk, kind=RESULT, recipient_id=actor.org).first()
    if part is None:
        raise NotNow(_("The run of this study has no result yet, or its day of deletion has passed."))
    found = Found(*json.loads(sealed_parts.take(actor, part)))
    part.delete()
    transaction.on_commit(sealed_parts.scrub)
    return found
