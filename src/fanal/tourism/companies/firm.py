"""What a company says of itself, as its last deed left it: profile and open places. Each deed names them in its entry:
nobody who writes to the database makes a place that the register shows."""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from fanal.access.api import NotAllowed, stated
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory, Told
from fanal.network.contracts import Actor
from fanal.tourism.models import Company, Site
from fanal.tourism.policy import KEEP
from fanal.vocabulary.results import Refused

_PLACE = ("code", "name", "country", "admin1", "kind")


def hold(org: UUID) -> Company:
    """The row of a company that a deed goes on with: locked, so that of two at once the second sees what the first
    wrote. Raises `NotAllowed` where somebody changed it, or one of its places."""
    row = Company.objects.select_for_update(of=("self",)).get(pk=org)
    if stated.is_as_told(row, stated.need_whole(org, KEEP), places=_places([org])[org]) is False:
        raise NotAllowed(Refused("changed", stated.words()))
    return row


def tell(actor: Actor, now: datetime) -> None:
    """Have the journal name what the company says now. Last in the transaction of a deed."""
    tell_of(actor.org, actor.signatory(), now)


def tell_of(org: UUID, by: Signatory, now: datetime) -> None:
    """The same of a company, by whoever did it."""
    row = Company.objects.get(pk=org)
    journal.write(row.pk, by, KEEP, at=now, items=[stated.whole(row, places=_places([row.pk])[row.pk])])


def _places(orgs: Collection[UUID]) -> dict[UUID, str]:
    """By company, a hash of all its open places."""
    found: dict[UUID, list[list[object]]] = {org: [] for org in orgs}
    for org, *place in Site.objects.filter(org_id__in=orgs, closed_on=None).values_list("org_id", *_PLACE):
        found[org].append(place)
    return {
        org: hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest() for org, rows in found.items()
    }  # sorted here, since databases sort otherwise


def believed(rows: Collection[Company], told: Mapping[UUID, Told]) -> dict[UUID, Company]:
    """Those of which profile and places are as the last of these entries says (`KEEP`, of their own chains); not those
    that did nothing since entries name them."""
    places = _places([row.pk for row in rows])
    return {row.pk: row for row in rows if stated.is_as_told(row, told[row.pk], places=places[row.pk])}
