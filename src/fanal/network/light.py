"""How accounts of a light organisation end, and how it comes back when nobody is left who speaks for it.

It holds no keys, so no key keeper is needed: a colleague ends an account. Where there is none, whoever vouches for the
organisation lets somebody new in and ends all accounts that were there; that two people decide it, the caller sees to
(docs/founding.md, "A company whose people left").
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network import people, standing
from fanal.network.contracts import LIGHT, Actor, NetworkError, PersonState, Role
from fanal.network.memberships import colleague
from fanal.network.models import GrantHeld, Invitation, Organisation, Person, ResetLink, RoleHeld
from fanal.network.sessions import end_all
from fanal.network.signals import person_left

END = "network.end_membership"
NOBODY = "–"
"""In place of a name that is not kept."""


@transaction.atomic
def end(actor: Actor, person: UUID, now: datetime) -> None:
    """A colleague's account ends: sessions, keys, roles. Raises NetworkError."""
    row = colleague(actor, person)
    if row.id == actor.person:
        raise NetworkError(_("A colleague ends an account, never the person."))
    if row.org.kind not in LIGHT or row.state == PersonState.LEFT:
        raise NetworkError(_("This account has ended already."))
    _end(actor.signatory(), row, now)


@transaction.atomic
def anew(actor: Actor, org: UUID, name: str, roles: Sequence[Role], now: datetime) -> str:
    """End all accounts of a light organisation, and every link that is open, and make a way in for one person. Returns
    the secret part of the link, shown once. Raises NetworkError."""
    row = Organisation.objects.get(pk=org, kind__in=LIGHT)
    for person in Person.objects.filter(org=row).exclude(state=PersonState.LEFT):
        _end(actor.signatory(), person, now)
    Invitation.objects.filter(org=row, used_on=None).delete()
    return people.invite_into(actor, row.id, name, roles, now)


@transaction.atomic
def erase(org: UUID, by: Signatory, now: datetime) -> None:
    """A light organisation was deleted: nobody signs in for it any more, and no name, sign-in name or address of its
    people is kept. Who did what stays as numbers."""
    row = Organisation.objects.get(pk=org, kind__in=LIGHT)
    for person in Person.objects.filter(org=row).order_by("pk"):
        if person.state != PersonState.LEFT:
            _end(by, person, now)
        with standing.changing(person.id, damaged=True) as one:
            one.name, one.username, one.email = NOBODY, f"gone-{one.id.hex}", ""
            one.save(update_fields=["name", "username", "email"])
    Invitation.objects.filter(org=row).delete()


def _end(by: Signatory, person: Person, now: datetime) -> None:
    with standing.changing(person.id, damaged=True) as row:
        people.take_keys(row, now)
        ResetLink.objects.filter(person=row).delete()
        row.state, row.left_on = PersonState.LEFT, now.date()
        row.set_unusable_password()
        row.save(update_fields=["state", "left_on", "password"])
        RoleHeld.objects.filter(person=row, until=None).update(until=now.date())
        GrantHeld.objects.filter(person=row).delete()
    journal.write(person.org_id, by, END, at=now)
    person_left.send(sender=None, person=person.id, org=person.org_id, now=now)
    transaction.on_commit(lambda: end_all(person.id))
