"""The clocks of clearances: thirty days before one ends it is a duty of whoever holds it, and of whoever can renew it,
until it is renewed or ended (docs/clearances.md, "Before it ends"). Key-less."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from fanal.access import api as access
from fanal.access.api import ClearanceGiven, clearance_kinds, clearing
from fanal.clocks import api as clocks
from fanal.clocks.api import Owed
from fanal.clocks.contracts import Target
from fanal.network import api as network
from fanal.network.contracts import Actor, PersonRef, Role
from fanal.vocabulary.words import gettext_noop
from fanal.web import api as web

ENDS = clocks.register(
    clocks.DutyKind(
        "clearance_ends",
        gettext_noop("A clearance of yours ends: ask for a new one"),
        clearing.SOON,
        Target.role(Role.MANAGER),
    )
)
RENEW = clocks.register(
    clocks.DutyKind(
        "clearance_renew",
        gettext_noop("Renew a clearance of a colleague, or end it"),
        clearing.SOON,
        Target.role(Role.MANAGER),
    )
)


def look(now: datetime) -> None:
    """Begin the duties of clearances that end soon, or ended by their day; stop those of which nothing is left."""
    clocks.only([ENDS, RENEW], _owed(now), now)


def _owed(now: datetime) -> Iterator[Owed]:
    """Nobody renews their own: of a manager the safeguarding lead is asked."""
    for org in network.orgs(also_changed=True):
        roles = {one.id: one.roles for one in network.persons(org.id)}
        for held in clearing.held_in(org.id).values():
            for row in held.values():
                if row.until <= (now + clearing.SOON).date():
                    left = {"limit": clocks.until_end_of(row.until, now)}
                    giver = Target.second(roles.get(row.person_id, frozenset()))
                    yield Owed(row.org_id, row.pk, (ENDS,), left | {"owner": Target.person(row.person_id)})
                    yield Owed(row.org_id, row.pk, (RENEW,), left | {"owner": giver})


@transaction.atomic
def give(actor: Actor, person: PersonRef, code: str, basis: str, until: date, note: str, now: datetime) -> None:
    """Give or renew a clearance; the duties of the one before it are done."""
    before = clearing.held_in(actor.org).get(person.id, {}).get(code)
    clearing.give(actor, person, code, basis, until, now, note)
    if before is not None:
        clocks.stop(before.pk, now=now)


@transaction.atomic
def withdraw(actor: Actor, row: ClearanceGiven, now: datetime) -> None:
    """End a clearance; nothing is to be done about it any more."""
    clearing.withdraw(actor, row.pk, now)
    clocks.stop(row.pk, now=now, done=False)


def open_doors() -> None:
    """Where the duties are done; called once when the site starts."""
    for kind in (ENDS, RENEW):
        web.day.lead(kind, lambda _subject: reverse("desk:clearances"), about=_about, paper=True)


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    """Which, and whose."""
    rows = access.visible(actor, ClearanceGiven.objects.all()).filter(pk__in=subjects).select_related("person")
    return {row.pk: web.day.About(web.dots(str(clearance_kinds()[row.code].name), row.person.name)) for row in rows}
