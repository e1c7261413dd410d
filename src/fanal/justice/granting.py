"""The grant `law.gaps`: proposed by one person, confirmed by another, with a reason and an end, ended at once.

What a person may do follows from the network's own table (`network.grants`); `GapsGrant` is the record of who gave it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import visible
from fanal.journal import api as journal
from fanal.justice.acting import NotNow, ask
from fanal.justice.models import GapsGrant
from fanal.justice.policy_gaps import CONFIRM, END, GRANT, PROPOSE
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind, PersonRef, PersonState
from fanal.vocabulary.dates import months_later

LONGEST = 12
"""Months that a grant lasts at most."""
WAITS = 30
"""Days that a proposal waits for the second person."""


class NotHere(Exception):
    """What the person may not see does not exist for them."""


def grant_of(actor: Actor, grant_id: UUID, *, lock: bool = False) -> GapsGrant:
    """A grant that the actor may see. Raises `NotHere`."""
    rows = GapsGrant.objects.select_for_update(of=("self",)) if lock else GapsGrant.objects.all()
    found = visible(actor, rows).select_related("person", "org").filter(pk=grant_id).first()
    if found is None:
        raise NotHere
    return found


def grants_of(actor: Actor) -> list[GapsGrant]:
    """The grants that the actor may see, newest first."""
    rows = visible(actor, GapsGrant.objects.all())
    return list(rows.select_related("person", "org", "proposed_by", "confirmed_by").order_by("-proposed_at", "pk"))


def in_force(grant: GapsGrant, on: date) -> bool:
    """Whether the grant lets its person see gaps on a day."""
    return grant.confirmed_at is not None and grant.ended_at is None and grant.until >= on


def waits(grant: GapsGrant, on: date) -> bool:
    """Whether the second person is still asked."""
    open_ = grant.confirmed_at is None and grant.ended_at is None
    return open_ and grant.until >= on and (on - grant.proposed_at.date()).days <= WAITS


def people_for(actor: Actor) -> list[PersonRef]:
    """Colleagues for whom the actor can propose the grant."""
    return [one for one in network.persons(actor.org) if one.id != actor.person and one.state is PersonState.ACTIVE]


@transaction.atomic
def propose(actor: Actor, person: PersonRef | None, reason: str, until: date, now: datetime) -> GapsGrant:
    """Propose that a person may see gaps until a day. Raises `NotNow`, `NotAllowed`."""
    ask(actor, PROPOSE)
    org = network.org(person.org) if person is not None else None
    here = org is not None and (org.id == actor.org or actor.org_kind is OrgKind.SECRETARIAT)
    if person is None or org is None or not here or person.state is not PersonState.ACTIVE:
        raise NotNow(_("There is no such person who can sign in."))
    if org.kind not in {OrgKind.MEMBER, OrgKind.SECRETARIAT}:
        raise NotNow(_("Only people of members and of the secretariat can get this."))
    if person.id == actor.person:
        raise NotNow(_("Nobody proposes this for themselves. Ask a colleague."))
    if not reason.strip():
        raise NotNow(_("Write what it is needed for."))
    if not now.date() < until <= months_later(now.date(), LONGEST):
        raise NotNow(_("Choose a day after today, at most twelve months from now."))
    if any(waits(one, now.date()) for one in GapsGrant.objects.filter(person_id=person.id)):
        raise NotNow(_("A proposal for this person waits already."))
    row = GapsGrant(org_id=org.id, person_id=person.id, reason=reason.strip(), until=until)
    row.proposed_by_id, row.proposed_at = actor.person, now
    row.save(force_insert=True)
    journal.write(row.pk, actor.signatory(), PROPOSE, at=now)
    return row


@transaction.atomic
def confirm(actor: Actor, grant_id: UUID, now: datetime) -> GapsGrant:
    """The second person confirms: from now on the person may see gaps. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = grant_of(actor, grant_id, lock=True)
    ask(actor, CONFIRM, row)
    if not waits(row, now.date()):
        raise NotNow(_("This proposal waits no more. Propose it again."))
    if row.person.state != PersonState.ACTIVE:
        raise NotNow(_("This person cannot work now."))
    _close(GapsGrant.objects.filter(person_id=row.person_id, ended_at=None).exclude(pk=row.pk), now)
    row.confirmed_by_id, row.confirmed_at = actor.person, now
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    network.grants.hold(row.person_id, GRANT, now.date(), row.until)
    journal.write(row.pk, actor.signatory(), CONFIRM, at=now)
    return row


@transaction.atomic
def end(actor: Actor, grant_id: UUID, now: datetime) -> None:
    """End a grant at once, or take a proposal back. Doing it again changes nothing. Raises `NotHere`, `NotAllowed`."""
    row = grant_of(actor, grant_id, lock=True)
    ask(actor, END, row)
    if row.ended_at is not None:
        return
    was_in_force = in_force(row, now.date())
    _close([row], now)
    if was_in_force:
        network.grants.end(row.person_id, GRANT)
    journal.write(row.pk, actor.signatory(), END, at=now)


def _close(rows: Iterable[GapsGrant], now: datetime) -> None:
    for row in rows:
        row.ended_at = now
        row.save(update_fields=["ended_at"])


def on_left(sender: Any, *, person: UUID, now: datetime, **more: Any) -> None:
    """Whoever leaves holds nothing: the network took the grant with the membership, here its record ends."""
    _close(GapsGrant.objects.filter(person_id=person, ended_at=None), now)
