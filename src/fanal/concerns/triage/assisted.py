"""Assisted entry: a worker writes down what somebody tells on the phone or at the door."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow, ask
from fanal.concerns.form.answers import Answers
from fanal.concerns.models import Concern
from fanal.concerns.public.place import Place, of_team, place_before
from fanal.concerns.public.receive import Heard, Received, Told, receive
from fanal.network import api as network
from fanal.network.api import records
from fanal.network.contracts import Actor, RingKind, Role
from fanal.vocabulary.codes import ReportChannel

ENTER = "concerns.enter"
CHANNELS = (ReportChannel.PHONE, ReportChannel.IN_PERSON, ReportChannel.HOTLINE_PARTNER)


@dataclass(frozen=True, slots=True)
class Call:
    """What a worker wrote down. `key` makes one of what is sent twice; `code`: the caller gets a receipt."""

    key: UUID
    answers: Answers = field(repr=False)
    channel: ReportChannel
    language: str
    code: bool
    heard: Heard = field(repr=False)
    addresses_removed: int = 0


@dataclass(frozen=True, slots=True)
class Entered:
    """A stored call. `receipt` is shown once, and None where the caller wants none or it is stored already."""

    received: Received
    receipt: vault.Receipt | None = field(repr=False)


def place(actor: Actor, now: datetime) -> Place:
    """The page of the actor's organisation. Raises `NotNow` where it has none: nobody said who is on duty."""
    found = place_before(actor.org, now)
    if found is None:
        raise NotNow(_("Your organisation has no page yet. A manager sets it up: hours, people on duty."))
    if actor.has(Role.SUPERVISOR) or actor.in_team(RingKind.INTAKE, found.team):
        return found
    own = [one for one in network.teams.in_order(actor.teams) if one.kind is RingKind.INTAKE]
    if not own:
        raise NotNow(_("You are in no intake team. A key keeper puts you into one, under People, Teams."))
    return of_team(found, own[0].id if own[0].name else None, now)  # whoever writes it down can go on with it


def enter(actor: Actor, call: Call, now: datetime) -> Entered:
    """Store it as if it had come by the form, signed by the worker. Raises `NotAllowed`, `NotNow`."""
    ask(actor, ENTER)
    known = Concern.objects.filter(pk=call.key, org_id=actor.org).first()
    if known is not None:
        return Entered(Received(known.pk, known.org_id, known.received_on, b"", first=False), None)
    if records.is_known(call.key):  # the browser names it: it may be no other record's
        raise NotNow(_("This was stored already. Load the page again."))
    receipt = vault.new_receipt() if call.code else None
    told = Told(
        id=call.key,
        place=place(actor, now),
        answers=call.answers,
        language=call.language,
        receipt=receipt,
        now=now,
        by=actor.signatory(),
        channel=call.channel,
        addresses_removed=call.addresses_removed,
        heard=call.heard,
    )
    return Entered(receive(told), receipt)
