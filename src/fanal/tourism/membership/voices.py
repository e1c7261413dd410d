"""Who speaks for a company when nobody is left who does: two people of the secretariat end its accounts, and invite
somebody new by a link that they pass on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import need, need_second, stated
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.tourism.membership import rows
from fanal.tourism.membership.policy import ASK_VOICE, LEAVE_VOICE, NEW_VOICE, VOICES
from fanal.tourism.models import Membership


def asked_by(row: Membership) -> UUID | None:
    """Who proposed it, where nobody decided since."""
    lines = stated.need_whole(row.pk, *VOICES).lines
    return lines[-1].actor if lines and lines[-1].deed == ASK_VOICE else None


@transaction.atomic
def ask_for(actor: Actor, pk: UUID, now: datetime) -> None:
    """Propose it. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = rows.held(actor, pk, ASK_VOICE)
    need((asked_by(row) is not None, _("Somebody proposed this already. A second person decides."), ""))
    rows.write(row, None, actor.signatory(), ASK_VOICE, now)


@transaction.atomic
def invite(actor: Actor, pk: UUID, name: str, now: datetime) -> str:
    """The second person: all accounts of the company end with their sessions, and one person gets a way in. Returns the
    secret part of the link, shown once."""
    row = rows.held(actor, pk, NEW_VOICE)
    need_second(actor, row.pk, ASK_VOICE, NEW_VOICE, LEAVE_VOICE)
    token = network.light.anew(actor, row.org_id, name, (Role.COMPANY_FOCAL_POINT,), now)
    rows.write(row, None, actor.signatory(), NEW_VOICE, now)
    return token


@transaction.atomic
def leave(actor: Actor, pk: UUID, now: datetime) -> None:
    """Its people stay as they are."""
    row = rows.held(actor, pk, LEAVE_VOICE)
    need((asked_by(row) is None, _("Nobody proposed this."), ""))
    rows.write(row, None, actor.signatory(), LEAVE_VOICE, now)
