"""Tokens: by one a program of a company sends its tables while nobody is signed in. It opens two addresses, and nothing
of the desk.

A token is shown once; stored is a code of the installation over it. The journal names each: whoever writes to the
database makes none, prolongs none, and brings none back.
"""

import re
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotAllowed, as_seen, ask, found, need, stated, visible
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, System
from fanal.tourism.models import Token
from fanal.tourism.systems.policy import END, LET_IN

MOST: Final = 5
DAYS: Final = (30, 90, 365)
"""How long one may last."""
_SHAPE: Final = re.compile(r"[0-9a-f]{32}\.[\w-]{43}", re.ASCII)


def tokens(actor: Actor) -> list[Token]:
    """Those of the company that have not ended, the newest first."""
    rows = visible(actor, Token.objects.filter(ended_on=None)).select_related("made_by")
    return list(rows.order_by("-made_at", "pk"))


def token(actor: Actor, pk: UUID) -> Token:
    """One of them. Raises `NotHere`."""
    return found(actor, Token, pk, "made_by")


def is_open(one: Token, now: datetime) -> bool:
    """Whether a program may send by it: nobody changed it, it has not ended, and whoever made it still may."""
    return _who(one, now) is not None


@transaction.atomic
def let_in(actor: Actor, name: str, days: int, now: datetime) -> str:
    """Make a token, which is shown once. Raises `NotAllowed`, `NotNow`."""
    ask(actor, LET_IN)
    name = " ".join(name.split())
    need(
        (not name, _("Write what it is for."), "name"),
        (days not in DAYS, _("Choose how long it lasts."), "days"),
        (len(tokens(actor)) >= MOST, _("There are five already. End one that nobody uses."), ""),
    )
    row = Token(org_id=actor.org, name=name, made_by_id=actor.person, made_at=now)
    secret = secrets.token_urlsafe(32)
    row.until, row.code = now.date() + timedelta(days=days), _code(row.pk, secret)
    row.save(force_insert=True)
    journal.write(row.pk, actor.signatory(), LET_IN, at=now, items=[stated.whole(row)])
    return f"{row.pk.hex}.{secret}"


@transaction.atomic
def end(actor: Actor, pk: UUID, now: datetime) -> Token:
    """From now on nothing comes by it, whatever somebody did to its row."""
    row = found(actor, Token, pk, lock=True)
    ask(actor, END, row)
    as_seen(row.ended_on is None)
    row.ended_on = now.date()
    row.save(update_fields=["ended_on"])
    journal.write(row.pk, actor.signatory(), END, at=now, items=[stated.whole(row)])
    return row


def opened(text: str, now: datetime) -> System | None:
    """Who sends by a token; None where it is none, has ended, or was changed."""
    if not _SHAPE.fullmatch(text):
        return None
    pk, secret = UUID(text[:32]), text[33:]
    row = Token.objects.filter(pk=pk).first()
    if row is None or not vault.same(_code(pk, secret), bytes(row.code)):
        return None
    return _who(row, now)


def _who(row: Token, now: datetime) -> System | None:
    if row.ended_on is not None or row.until < now.date():
        return None
    try:
        stated.need_last(row, LET_IN, END)
    except NotAllowed:
        return None
    system = network.system_of(row.made_by_id, row.made_at, now.date())
    return system if system is not None and system.org == row.org_id else None


def _code(pk: UUID, secret: str) -> bytes:
    return network.people.link_code(secret, system=str(pk))
