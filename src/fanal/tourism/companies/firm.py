"""What a company says of itself, as its last deed left it: profile and open places. Each deed names them in its entry:
nobody who writes to the database makes a place that the register shows."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from fanal.access.api import NotAllowed, stated
from fanal.journal import api as journal
from fanal.journal.contracts import Told
from fanal.network.contracts import Actor
from fanal.tourism.models import Company, Site
from fanal.tourism.policy import KEEP
from fanal.vocabulary.results import Refused

_PLACE = ("code", "name", "country", "admin1", "kind")


def hold(org: UUID) -> Company:
    """The row of a company that a deed goes on with: locked, so that of two at once the second sees what the first
    wrote. Raises `NotAllowed` where somebody changed it, or one of its places."""
    row = Company.objects.select_for_update(of=("self",)).get(pk=org)
    if is_believed(row, stated.need_whole(org, KEEP)) is False:
        raise NotAllowed(Refused("changed", stated.words()))
    return row


def tell(actor: Actor, now: datetime) -> None:
    """Have the journal name what the company says now. Last in the transaction of a deed."""
    row = Company.objects.get(pk=actor.org)
    journal.write(row.pk, actor.signatory(), KEEP, at=now, items=[stated.whole(row, places=_places(row.pk))])


def _places(org: UUID) -> str:
    """A hash of all its open places."""
    rows = sorted(Site.objects.filter(org_id=org, closed_on=None).values_list(*_PLACE))  # not as a database sorts
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def is_believed(row: Company, told: Told) -> bool | None:
    """Whether profile and places are as the last of these entries says (`KEEP`, of the company's own chain); None where
    the company did nothing since its entries name them."""
    return stated.is_as_told(row, told, places=_places(row.pk))
