"""A member asks another to be handed a child: in words, of a conversation that took place. Whoever is asked looks which
child it is, and says yes by offering the child, or no with a reason (docs/cases.md, "Other members")."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, ask, may, need, visible
from fanal.cases.codes_work import Passed
from fanal.cases.members import seen
from fanal.cases.members.kind import REQUESTS, requested
from fanal.cases.members.policy import REQUEST
from fanal.cases.models import Transition
from fanal.cases.packed import PackContent, PackItem
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.passing.api import receiving, sending
from fanal.vocabulary.codes import HandoverOutcome
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.ids import new_id

WRITTEN = ("need", "our_contact")
"""What is written: fields of `referral`."""


def send(
    actor: Actor, org: UUID, said: dict[str, str], request_key: UUID, now: datetime, *, urgent: bool = False
) -> Transition:
    """Ask a member to hand over a child. The same key makes one. Raises `NotHere`, `NotAllowed`; `NotNow` for what is
    missing and without an agreement."""
    need(*((not said.get(name), _("Answer this."), name) for name in WRITTEN))
    to = seen.member(org)
    content = PackContent(tuple(PackItem(f"referral.{name}", text=said[name]) for name in WRITTEN))
    try:
        with transaction.atomic():
            ask(actor, REQUEST)
            if (known := _known(actor, org, request_key)) is not None:
                return known
            row = Transition(
                id=new_id(), org_id=actor.org, recipient_id=org, role=Passed.REQUEST.value, request_key=request_key,
                country_from=network.org(actor.org).country, country_to=to.country, urgent=urgent,
            )  # fmt: skip
            leaving = requested(actor.org, org, content, now, urgent=urgent)
            row = sending.store(REQUESTS, actor, row, leaving, now)
            return sending.confirm(REQUESTS, actor, row.pk, leaving.preview.hash, now)
    except IntegrityError:  # sent twice at the same moment: the other one is stored
        known = _known(actor, org, request_key)
        if known is None:
            raise
        return known


def _known(actor: Actor, org: UUID, request_key: UUID) -> Transition | None:
    known = Transition.objects.filter(request_key=request_key)
    row = visible(actor, known).first()
    if row is None and known.exists():
        raise NotHere
    if row is not None and (row.org_id, row.recipient_id, row.role) != (actor.org, org, Passed.REQUEST):
        raise NotHere  # somebody else's key tells nothing
    return row


def offered(actor: Actor, org: UUID, now: datetime) -> None:
    """A child was offered to a member that asked for one child: that is the answer. Where they asked for several,
    which one it is is said by hand. Inside the deed that offers."""
    rows = Transition.objects.filter(org_id=org, recipient_id=actor.org, role=Passed.REQUEST, state=State.ACCEPTED)
    found = list(visible(actor, rows)[:2])
    if len(found) == 1 and may(actor, REQUESTS.deed("complete"), row := found[0]):
        receiving.complete(REQUESTS, actor, row.pk, HandoverOutcome.PASSED_ON, now)
