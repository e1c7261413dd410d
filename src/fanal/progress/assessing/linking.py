"""The way by which an office of a state replies: a link, which whoever tells it sends with the letter, and a number,
which somebody else makes and tells it by telephone. So nobody of us has both, and nobody alone speaks for a state.

Of each the database keeps a code of the installation: nobody who writes to it makes one.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import as_seen, ask, need, stated
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.progress.assessing import cells, duties
from fanal.progress.assessing.cells import Place
from fanal.progress.assessing.policy import NUMBER
from fanal.progress.models import Notice, ReplyNumber

_DIGITS: Final = 8


def token_of(row: Notice) -> str:
    """A new secret of a link; the notice keeps its code."""
    token = secrets.token_urlsafe(32)
    row.token = code_of(token)
    return token


def code_of(token: str) -> bytes:
    """What a notice keeps of the secret of its link."""
    return network.people.link_code(token, reply=True)


@dataclass(frozen=True, slots=True)
class Number:
    """What is shown once to whoever makes it: the digits that they tell the office by telephone."""

    notice: Notice
    digits: str


@transaction.atomic
def give(actor: Actor, where: Place, told: Mapping[str, Any], now: datetime) -> Number:
    """Make the number of an office that was reached, as another person than whoever told it; one that was lost is made
    anew, and the one before it opens nothing any more. Raises `NotAllowed`, `NotNow`."""
    ask(actor, NUMBER)
    held = cells.place(where.country, where.item, lock=True)
    notice = cells.notice(held.cell) if held.cell else None
    if held.cell is not None:
        cells.need_believed(held.cell)
    as_seen(notice is not None and told["seen"] in {"", str(notice.assessment_id)})
    assert held.cell is not None
    assert notice is not None
    need(*against(actor, notice))
    digits = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    row = ReplyNumber(notice=notice, proof=_proof(notice, digits), by_id=actor.person, at=now)
    row.save(force_insert=True)
    journal.write(held.cell.pk, actor.signatory(), NUMBER, at=now, items=[stated.whole(row)])
    duties.follow(held.cell, now)
    return Number(notice, digits)


def against(actor: Actor, notice: Notice) -> list[tuple[bool, str, str]]:
    """Why somebody may not make the number of an office, as `need` takes it."""
    own = _("You told this office, so you have its link. Somebody else makes the number and calls: two people do this.")
    return [
        (not notice.reached, _("No office was reached: there is nobody to call."), ""),
        (cells.reply(notice) is not None, _("It replied already: the number is not needed any more."), ""),
        (notice.by_id == actor.person, own, ""),
    ]


def fits(notice: Notice, typed: str) -> bool:
    """Whether this is the number of an office: the newest one."""
    number = cells.number(notice)
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    return number is not None and vault.same(_proof(notice, digits), bytes(number.proof))


def _proof(row: Notice, digits: str) -> bytes:
    return network.people.link_code(digits, reply=str(row.pk))
