"""Clearances: what somebody must have, until a day, before they do work that could harm a child
(docs/clearances.md).

Kinds are declared (`kinds`), and `allow(needs=)` names those of a deed. One person gives them, never for themselves,
and says on what they rest. What is held stands in `network.grants`, under the code over its person: `ClearanceGiven` is
the record of who gave it.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import holding, stated
from fanal.access.acting import NotNow, ask
from fanal.access.contracts import NotHere
from fanal.access.history import name_deeds
from fanal.access.kinds import clearance_kinds, taught
from fanal.access.models import ClearanceGiven
from fanal.access.policy import allow, scope
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, NetworkError, OrgKind, PersonRef, PersonState, Role
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.results import Allowed, Answer, Refused

LIST, GIVE, WITHDRAW = "access.clearances", "access.give_clearance", "access.withdraw_clearance"
UPGRADE = "access.clearance_by_upgrade"
"""What the installation gives once to whoever did the work before it needed a clearance."""
EARN = "access.clearance_by_course"
"""What the installation gives to whoever passed the course of a clearance."""
_DEEDS = frozenset({GIVE, WITHDRAW, UPGRADE, EARN})
GIVERS = (Role.MANAGER, Role.SAFEGUARDING_LEAD)
LONGEST = 24
"""Months that a clearance lasts at most."""
SOON = timedelta(days=30)
"""So long before its end it is a duty; so long lasts what the upgrade gives, and what a person gives in place of a
course that the organisation gives itself."""
_HOUSES = (OrgKind.MEMBER, OrgKind.SECRETARIAT)


class Basis(StrEnum):
    """On what a clearance rests."""

    CERTIFICATE = "certificate"
    REFERENCE = "reference"
    COURSE = "course"
    SIGNED = "signed"
    UPGRADE = "upgrade"


BASES: Mapping[Basis, str | Promise] = {
    Basis.CERTIFICATE: lazy("I saw the certificate"),
    Basis.REFERENCE: lazy("I asked who knows the person, and they answered"),
    Basis.COURSE: lazy("The person passed the course"),
    Basis.SIGNED: lazy("The person signed it"),
}
"""Those that people choose from."""


# ---- who may ----


def _gives(actor: Actor, thing: object) -> Answer:
    whose = thing.person_id if isinstance(thing, ClearanceGiven) else getattr(thing, "id", None)
    if whose == actor.person:
        return Refused("self", _("Nobody gives a clearance to themselves. Ask a colleague."))
    return Allowed(GIVE)


def _seen(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """One's own; for whoever gives them, and for auditors, those of the organisation."""
    rows = rows.filter(org_id=actor.org)
    return rows if actor.has(*GIVERS, Role.AUDITOR) else rows.filter(person_id=actor.person)


def declare() -> None:
    """Declare the rules; called once when the house starts."""
    scope(ClearanceGiven, _seen)
    allow(LIST, *Role, kinds=_HOUSES)
    allow(GIVE, *GIVERS, kinds=_HOUSES, check=_gives)
    allow(WITHDRAW, *GIVERS, kinds=_HOUSES, check=_gives)
    name_deeds(
        {
            GIVE: lazy("Gave a clearance"),
            WITHDRAW: lazy("Ended a clearance"),
            UPGRADE: lazy("Gave a clearance for thirty days, since it was not asked for before"),
            EARN: lazy("Passed the course of a clearance"),
        }
    )
    network.person_left.connect(on_left, dispatch_uid="access.clearing")


# ---- reading ----


def is_left(row: ClearanceGiven) -> bool:
    """Whether a clearance is as the last deed left it. A row that no deed names is by nobody."""
    return stated.is_last(row, journal.told(row.pk, _DEEDS, network.trusted.Signers())) is True


def unproved() -> Iterator[str]:
    """Clearances that nobody gave so, in words."""
    for row in ClearanceGiven.objects.order_by("pk"):
        if not is_left(row):
            yield f"record {row.pk}: a clearance is by nobody, or was changed"


def holds(row: ClearanceGiven, on: date) -> bool:
    """Whether a clearance counts on a day."""
    return row.ended_at is None and row.until >= on


def clearance_of(actor: Actor, clearance_id: UUID, *, lock: bool = False) -> ClearanceGiven:
    """A clearance that the actor may see. Raises `NotHere`."""
    return holding.one_of(actor, ClearanceGiven, clearance_id, lock=lock)


def held_in(org: UUID) -> dict[UUID, dict[str, ClearanceGiven]]:
    """The clearance of each kind of each person of an organisation that nobody ended, also where its day is over. What
    a person holds says which rows count: another day in a row is nobody's word."""
    rows, ends = ClearanceGiven.objects.filter(org_id=org, ended_at=None), network.grants.ends(org)
    found: dict[UUID, dict[str, ClearanceGiven]] = {}
    for row in rows.select_related("given_by", "person", "org").order_by("given_at", "pk"):
        if ends.get((row.person_id, row.code)) == row.until:
            found.setdefault(row.person_id, {})[row.code] = row
    return found


def asked_of(person: PersonRef) -> list[str]:
    """The clearances that the work of a person needs."""
    return [kind.code for kind in clearance_kinds().values() if kind.roles & person.roles]


def givers(org: UUID, person: UUID) -> dict[UUID, str]:
    """Who can give a person a clearance, by name."""
    people = [one for one in network.persons(org) if one.state is PersonState.ACTIVE and one.id != person]
    return {one.id: one.name for one in people if one.roles.intersection(GIVERS)}


# ---- deeds ----


@transaction.atomic
def give(
    actor: Actor, person: PersonRef, code: str, basis: str, until: date, now: datetime, note: str = ""
) -> ClearanceGiven:
    """Give or renew a clearance: it takes the place of what the person had of it. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    person = network.person(person.id, lock=True)
    if person.org != actor.org:
        raise NotHere
    ask(actor, GIVE, person)
    if person.state is not PersonState.ACTIVE:
        raise NotNow(_("This person cannot work now."))
    if code not in clearance_kinds():
        raise NotNow(_("Choose a clearance."), "code")
    if basis not in BASES:
        raise NotNow(_("Say on what it rests."), "basis")
    if not now.date() < until <= months_later(now.date(), LONGEST):
        raise NotNow(_("Choose a day after today, at most twenty-four months from now."), "until")
    if until > now.date() + SOON and (courses := taught(actor.org, [code], now.date())):
        words = _("Your organisation gives the course for this, and whoever passes it has the clearance by that: "
                  "%(course)s. Until then give it for thirty days at most.")  # fmt: skip
        raise NotNow(words % {"course": courses[0].title}, "until")
    before = ClearanceGiven.objects.filter(org_id=actor.org, code=code, person_id=person.id, ended_at=None)
    holding.close(before, actor.signatory(), WITHDRAW, is_left, now)
    row = ClearanceGiven(code=code, org_id=actor.org, person_id=person.id, basis=basis, until=until, given_at=now)
    row.note, row.given_by_id = " ".join(note.split()), actor.person
    row.save(force_insert=True)
    network.grants.hold(person.id, code, now.date(), until)
    journal.write(row.pk, actor.signatory(), GIVE, at=now, items=[stated.whole(row)])
    return row


@transaction.atomic
def earn(person: PersonRef, code: str, until: date, paper: str, now: datetime) -> ClearanceGiven | None:
    """Somebody passed the course of a clearance: they hold it until the end of their certificate, `paper`; what they
    hold for longer stays. The installation signs it; to somebody whom it does not vouch for, or who is not at work, it
    gives nothing. Raises `NetworkError`."""
    until = min(until, months_later(now.date(), LONGEST))
    before = held_in(person.org).get(person.id, {}).get(code)
    is_longer = before is not None and before.until >= until
    if person.state is not PersonState.ACTIVE or code not in clearance_kinds() or is_longer or until <= now.date():
        return None
    by = network.keyfile.installation(person.org)
    if before is not None:
        holding.close([before], by, WITHDRAW, is_left, now)
    return _signed(person, code, (Basis.COURSE, paper, until), (by, EARN), now)


@transaction.atomic
def unearn(org: UUID, code: str, paper: str, now: datetime) -> ClearanceGiven | None:
    """The certificate on which a clearance rests was taken back: so is the clearance. It is found by its paper: who
    passed may have had their learning deleted since."""
    of_code = (mine.get(code) for mine in held_in(org).values())
    rests = (Basis.COURSE, paper, None)
    row = next((one for one in of_code if one and (one.basis, one.note, one.given_by_id) == rests), None)
    if row is None:
        return None
    network.grants.end(row.person_id, code)
    holding.close([row], network.keyfile.installation(org), WITHDRAW, is_left, now)
    return row


@transaction.atomic
def withdraw(actor: Actor, clearance_id: UUID, now: datetime) -> None:
    """End a clearance at once. Doing it again changes nothing. Raises `NotHere`, `NotAllowed`."""
    row = clearance_of(actor, clearance_id, lock=True)
    ask(actor, WITHDRAW, row)
    was_left = is_left(row)
    if row.ended_at is not None and was_left:
        return
    network.grants.end(row.person_id, row.code)  # ending asks nothing of what stands there
    holding.close([row], actor.signatory(), WITHDRAW, is_left, now)


@transaction.atomic
def begin(now: datetime) -> int:
    """Give what is asked for from now on to whoever does the work already, for thirty days, so that no concern waits
    because of an upgrade. The installation signs it; of somebody whom it does not vouch for it gives nothing. Called
    once, by the upgrade that brings clearances. Returns how many it gave."""
    given = 0
    for org in network.orgs():
        by = network.keyfile.installation(org.id)
        for person in network.persons(org.id):
            for code in asked_of(person):
                with suppress(NetworkError), transaction.atomic():
                    _signed(person, code, (Basis.UPGRADE, "", now.date() + SOON), (by, UPGRADE), now)
                    given += 1
    return given


def _signed(
    person: PersonRef, code: str, rests: tuple[Basis, str, date], by: tuple[journal.Signatory, str], now: datetime
) -> ClearanceGiven:
    """A clearance by the installation alone. `rests`: on what, which paper, until when; `by`: who signs, which deed."""
    (basis, note, until), (signatory, deed) = rests, by
    network.grants.hold(person.id, code, now.date(), until)
    row = ClearanceGiven(code=code, org_id=person.org, person_id=person.id, basis=basis, until=until, note=note)
    row.given_at = now
    row.save(force_insert=True)
    journal.write(row.pk, signatory, deed, at=now, items=[stated.whole(row)])
    return row


def on_left(sender: Any, *, person: UUID, org: UUID, now: datetime, **more: Any) -> None:
    """Whoever leaves holds nothing: the network took it with the membership, here its records end."""
    rows = ClearanceGiven.objects.filter(person_id=person, ended_at=None)
    holding.close(rows, network.keyfile.installation(org), WITHDRAW, is_left, now)
