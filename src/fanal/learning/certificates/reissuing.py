"""Certificates are given anew where others know the key that signed them: the same certificate, with the same code and
days, signed by a key that nobody else knows. Two people of the member that gave them say so; holders need do nothing.
What nothing shows to be what was given here is not signed again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fanal.access.api import ask, need, need_second, visible
from fanal.journal import api as journal
from fanal.learning.certificates import believing, forms, jws, keys
from fanal.learning.certificates.policy import ASK_REISSUE, REISSUE
from fanal.learning.models import Certificate
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import Actor

_AT_ONCE: Final = 200
LOOKED_AT: Final = 200
"""So many are looked at for a page; how many more wait is known once they are given anew."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many are given anew; of how many nothing shows that they say what was given here; whether there are `more`
    that nobody looked at yet."""

    good: int
    doubtful: int
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.good or self.more)


def _rows(actor: Actor, now: datetime) -> QuerySet[Certificate]:
    """Those of the organisation that have not ended, without those that a key signed which nobody else knows."""
    rows = visible(actor, Certificate.objects.filter(expires_on__gte=now.date())).order_by("pk")
    for seed in keyfile.keyfile().issuers:
        if keys.kid_of((signer := seed.signer()).public) not in keys.compromised():
            rows = rows.exclude(token__startswith=keys.beginning(signer))
    return rows


def _looked_at(rows: Iterable[Certificate]) -> Iterator[tuple[Certificate, dict[str, Any], bool]]:
    """Those that a compromised key signed, with what was signed, and whether that is what was given here; neither those
    that were taken back, nor what the journal does not know."""
    stolen = {kid: public for kid, public in keys.public_keys().items() if kid in keys.compromised()}
    for some in batched(rows, _AT_ONCE, strict=False):
        signed = [(row, said) for row in some if (said := _said(row, stolen))]
        told = believing.chains([row.pk for row, _said in signed])
        for row, said in signed:
            chain = told[row.pk]
            if chain.given and not chain.revoked:
                yield row, said, believing.fits(row, said, chain, others_sign=True)


def _said(row: Certificate, stolen: jws.Keys) -> dict[str, Any]:
    try:
        said = jws.opened(row.token, stolen)[1]
    except jws.NotGenuine:
        return {}
    return said if forms.id_of(said) == row.pk else {}


def waiting(actor: Actor, now: datetime) -> Waiting:
    """How many certificates of the organisation wait to be given anew."""
    if not keys.compromised():
        return Waiting(0, 0)
    rows = list(_rows(actor, now)[: LOOKED_AT + 1])
    good = [fits for _row, _said, fits in _looked_at(rows[:LOOKED_AT])]
    return Waiting(sum(good), len(good) - sum(good), len(rows) > LOOKED_AT)


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
    rows = _rows(actor, now).select_for_update(of=("self",))  # a holder may delete what they learned at this moment
    good = ((row, said) for row, said, fits in _looked_at(rows.iterator(_AT_ONCE)) if fits)
    for some in batched(good, _AT_ONCE, strict=False):
        for row, said in some:
            row.token = keys.sign(jws.compact(said), signer)
        anew = [row for row, _said in some]
        Certificate.objects.bulk_update(anew, ["token"])
        journal.write_each({row.pk: [believing.named(row)] for row in anew}, actor.signatory(), REISSUE, at=now)
        count += len(anew)
    journal.write(actor.org, actor.signatory(), REISSUE, at=now)
    return count
