"""Certificates are given anew where others know the key that signed them: the same certificate, with the same code and
days, signed by a key that nobody else knows. Two people of the member that gave them say so; holders need do nothing.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import batched
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import ask, need, need_second, visible
from fanal.journal import api as journal
from fanal.learning.certificates import issuing, jws, keys
from fanal.learning.certificates.policy import ASK_REISSUE, REISSUE
from fanal.learning.models import Certificate
from fanal.network import api as network
from fanal.network.contracts import Actor

_AT_ONCE: Final = 200


def _waiting(actor: Actor, now: datetime) -> Iterator[tuple[Certificate, dict[str, Any]]]:
    """Those of the organisation that a compromised key signed, with what was signed: given here as the journal says,
    not taken back, not ended."""
    stolen = {kid: public for kid, public in keys.public_keys().items() if kid in keys.compromised()}
    if not stolen:
        return
    rows = visible(actor, Certificate.objects.filter(expires_on__gte=now.date())).order_by("pk")
    for some in batched(rows.iterator(_AT_ONCE), _AT_ONCE, strict=False):
        signed = [(row, said) for row in some if (said := _said(row, stolen))]
        told = issuing.told_of([row.pk for row, _said in signed])
        yield from ((row, said) for row, said in signed if row.pk in told.given and row.pk not in told.revoked)


def _said(row: Certificate, stolen: jws.Keys) -> dict[str, Any]:
    try:
        said = jws.opened(row.token, stolen)[1]
    except jws.NotGenuine:
        return {}
    return said if said.get("id") == f"urn:uuid:{row.pk}" else {}


def waiting(actor: Actor, now: datetime) -> int:
    """How many certificates of the organisation wait to be given anew."""
    return sum(1 for _one in _waiting(actor, now))


def asked(actor: Actor) -> bool:
    """Whether somebody of the organisation asked for it, and nobody did it since."""
    line = journal.last(actor.org, {ASK_REISSUE, REISSUE}, network.trusted.Signers())
    return line is not None and line.deed == ASK_REISSUE


@transaction.atomic
def ask_for_it(actor: Actor, now: datetime) -> None:
    """Ask for them to be given anew. Raises `NotAllowed`, `NotNow`."""
    ask(actor, ASK_REISSUE)
    need(
        (not waiting(actor, now), _("No certificate waits to be given anew."), ""),
        (asked(actor), _("Somebody asked for this already. A second person decides."), ""),
    )
    journal.write(actor.org, actor.signatory(), ASK_REISSUE, at=now)


@transaction.atomic
def reissue(actor: Actor, now: datetime) -> int:
    """The second person gives them anew; returns how many. Raises `NotAllowed`, `NotNow`."""
    ask(actor, REISSUE)
    need_second(actor, actor.org, ASK_REISSUE, REISSUE)
    signer, count = keys.signer(), 0
    for some in batched(_waiting(actor, now), _AT_ONCE, strict=False):
        for row, said in some:
            row.token = keys.sign(jws.compact(said), signer)
        rows = [row for row, _said in some]
        Certificate.objects.bulk_update(rows, ["token"])
        journal.write_each({row.pk: () for row in rows}, actor.signatory(), REISSUE, at=now)
        count += len(rows)
    journal.write(actor.org, actor.signatory(), REISSUE, at=now)
    return count
