"""The secret that two organisations share while an agreement between them holds: it keys what is compared between them
and must not be compared by anybody else (blind tokens of a search for one child). It ends with the agreement (DNH-43;
docs/network.md, "The secret of an agreement").

Whoever of one side needs it first makes it: 32 random bytes, a record of its own, sealed to one team on each side.
"""

import secrets
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import incident, stated
from fanal.access.acting import ask
from fanal.access.contracts import NotAllowed, RecordRef
from fanal.access.history import name_deeds
from fanal.access.models import KIND, AgreedSecret, AgreementSecret
from fanal.access.policy import allow, scope
from fanal.access.records import open_record, seal_into
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import erasure, keyfile, records, rings
from fanal.network.contracts import Actor, AgreementPurpose, RingKind, Role
from fanal.vocabulary.codes import AccessPurpose
from fanal.vocabulary.results import Allowed, Answer, Refused

OPEN, MAKE, DESTROY = "access.open_agreed", "access.make_agreed", "access.destroy_agreed"
TEAMS: Mapping[AgreementPurpose, RingKind] = {AgreementPurpose.CONTINUITY_OF_CARE: RingKind.CASEWORK}
"""Purposes that need a secret, and the team on each side that opens it."""


def secret(actor: Actor, partner: UUID, purpose: AgreementPurpose, now: datetime) -> bytes:
    """The secret of the agreement that the actor's organisation has with a partner for a purpose: 32 bytes, the same on
    both sides. Raises `NotAllowed` where none is in force, or somebody changed what is stored; KeyError for a purpose
    that has none."""
    team = TEAMS[purpose]
    answer = network.agreements.check(actor.org, partner, purpose, (), now.date())
    if isinstance(answer, Refused):
        raise NotAllowed(answer)
    with transaction.atomic():
        row = _there(UUID(answer.source)) or _made(actor, UUID(answer.source), partner, team, now)
        with open_record(actor, _ref(row), OPEN, purpose=AccessPurpose.CASEWORK, now=now, thing=row) as opened:
            if not opened.holds(row):
                raise NotAllowed(Refused("changed", stated.words()))
            return bytes.fromhex(opened.read(row, "body").value)


def _there(agreement: UUID) -> AgreementSecret | None:
    return AgreementSecret.objects.select_related("agreement").filter(agreement_id=agreement).first()


def _made(actor: Actor, agreement: UUID, partner: UUID, team: RingKind, now: datetime) -> AgreementSecret:
    """Needs no key of anybody. Of two who need it at the same moment one makes it."""
    row = AgreementSecret(org_id=actor.org, agreement_id=agreement)
    ask(actor, OPEN, row)
    both = [(rings.principal(org, team), {"content"}) for org in (actor.org, partner)]
    try:
        with transaction.atomic():
            keys, granted = records.make(actor.org, row.pk, ("content",), both)
            item = seal_into(keys, _ref(row), row, "body", AgreedSecret(secrets.token_bytes(32).hex()))
            row.save(force_insert=True)
            items = [item, stated.item(row), *granted]
            journal.write(row.pk, actor.signatory(), MAKE, at=now, purpose=AccessPurpose.CASEWORK, items=items)
    except IntegrityError:
        there = _there(agreement)
        if there is None:
            raise
        return there
    return row


def _ref(row: AgreementSecret) -> RecordRef:
    return RecordRef(row.org_id, row.pk, KIND)


def destroy_ended(now: datetime) -> int:
    """Destroy the secrets of agreements that ended or ran out: nobody derives anything from them again, and no backup
    brings them back. Returns how many went. Key-less."""
    gone = 0
    for pk in list(AgreementSecret.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            rows = AgreementSecret.objects.select_for_update(of=("self",))
            one = rows.select_related("agreement__a", "agreement__b").filter(pk=pk).first()
            is_there = one is not None and stated.stands(one)
            if one and is_there and network.agreements.is_surely_over(one.agreement, now.date()):
                journal.write(one.pk, keyfile.installation(one.org_id), DESTROY, at=now)
                records.erase(one.org_id, one.pk, KIND, now.date())
                one.delete()
                gone += 1
    if gone:
        erasure.scrub("access_agreementsecret")
    return gone


def on_ended(sender: Any, *, now: datetime, **more: Any) -> None:
    """Somebody ended an agreement: its secret goes in the same transaction."""
    destroy_ended(now)


# ---- who may ----


def _party(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, AgreementSecret) and actor.org not in {thing.agreement.a_id, thing.agreement.b_id}:
        return Refused("foreign", _("This belongs to another organisation."))
    return Allowed(OPEN)


def _seen(actor: Actor, rows: QuerySet[AgreementSecret]) -> QuerySet[AgreementSecret]:
    return rows.filter(Q(agreement__a=actor.org) | Q(agreement__b=actor.org))


def _affected(org: UUID, records: Collection[UUID]) -> Iterator[incident.Found]:
    """For an incident."""
    rows = AgreementSecret.objects.filter(pk__in=records)
    for pk, day, a, b in rows.values_list("pk", "agreement__starts", "agreement__a_id", "agreement__b_id"):
        yield incident.Found(pk, KIND, day, frozenset({pk}), partner=b if a == org else a)


def declare() -> None:
    """Called when access starts."""
    scope(AgreementSecret, _seen)
    allow(OPEN, Role.CASEWORKER, Role.SUPERVISOR, own_only=False, check=_party, opens=True)
    name_deeds({
        OPEN: lazy("Used the secret of an agreement"),
        MAKE: lazy("Made the secret of an agreement"),
        DESTROY: lazy("The secret of an agreement was destroyed"),
    })  # fmt: skip
    incident.register(KIND, words={KIND: lazy("Secret of an agreement")}, find=_affected)
