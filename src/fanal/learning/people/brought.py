"""Tables that a training lead takes in: what must not stand in one, which were taken in, and how one is taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, found, visible
from fanal.journal import api as journal
from fanal.learning.models import Brought
from fanal.learning.people.policy import BRING, UNDO_TABLE
from fanal.network.contracts import Actor
from fanal.web.api import tables

MOST_ROWS: Final = 100_000
UNDO_WITHIN: Final = timedelta(days=7)
POSTS, COMPLETIONS = "posts", "completions"
_NEVER: Final = (
    "mail", "phone", "mobile", "whatsapp", "telegram", "birth", "nationalit", "citizenship", "passport", "homeaddress",
    "courriel", "telephon", "naissance", "passeport", "adresse", "domicil", "correo", "telefono", "nacimiento",
    "nacionalidad", "pasaporte", "direccion",
)  # fmt: skip
"""Parts of headings, folded, of columns that have no place in a list of posts."""
_NEVER_WHOLE: Final = frozenset({"dob", "tel", "gsm", "movil", "portable", "photo", "picture", "foto", "address"})
_SCORES: Final = frozenset({"score", "grade", "points", "mark", "marks", "result", "note", "puntaje", "nota"})


def refused(heading: str) -> str:
    """Why a table with this heading is not taken: the name of the column is told, which is no value."""
    plain = tables.folded(heading)
    if plain in _NEVER_WHOLE or any(part in plain for part in _NEVER):
        words = _("This table has the column “%(name)s”. Delete that column, and bring the table again: no addresses, "
                  "telephones, dates of birth or nationalities of people who learn are kept here.")  # fmt: skip
        return words % {"name": heading[:40]}
    return ""


def refused_of_completions(heading: str) -> str:
    """The same, and no score of anybody."""
    if tables.folded(heading) in _SCORES:
        words = _("This table has the column “%(name)s”. Delete that column, and bring the table again: what somebody "
                  "scored stays with them.")  # fmt: skip
        return words % {"name": heading[:40]}
    return refused(heading)


def of_org(actor: Actor) -> list[Brought]:
    """The tables that were taken in, the newest first."""
    rows = visible(actor, Brought.objects.all()).select_related("made_by")
    return list(rows.order_by("-made_at", "pk")[:20])


def table(actor: Actor, pk: UUID) -> Brought:
    """One of them. Raises `NotHere`."""
    return found(actor, Brought, pk)


def may_undo(one: Brought, now: datetime) -> bool:
    """Whether it can still be taken back."""
    return one.undone_at is None and now <= one.made_at + UNDO_WITHIN


@dataclass(frozen=True, slots=True)
class Way:
    """What is done with the rows of one kind of table, and how that is taken back: returns how many stay."""

    take: Callable[[Brought, Sequence[list[str]], datetime], tables.Came]
    undo: Callable[[Brought], int]


@transaction.atomic
def take_in(
    actor: Actor, kind: str, way: Way, taken: tables.Taken, rows: Sequence[list[str]], key: UUID, now: datetime
) -> tables.Came:
    """Take the rows of a table in; asked twice with one key, it is done once. Raises `NotAllowed`."""
    ask(actor, BRING)
    if Brought.objects.filter(pk=key, org_id=actor.org).exists():
        return tables.Came()
    one = Brought(pk=key, org_id=actor.org, kind=kind, rows=len(rows), refused=taken.refused, made_by_id=actor.person)
    one.digest, one.made_at = sha256(taken.made).hexdigest(), now
    one.save(force_insert=True)
    came = way.take(one, rows, now)
    journal.write(one.pk, actor.signatory(), BRING, at=now)
    return came


@transaction.atomic
def undo(actor: Actor, one: Brought, way: Way, now: datetime) -> int:
    """Take a table back; how many of its rows stay, since somebody worked with them. Raises `NotAllowed`, `NotNow`."""
    ask(actor, UNDO_TABLE, one)
    held = Brought.objects.select_for_update().get(pk=one.pk)
    if not may_undo(held, now):
        raise NotNow(_("This cannot be taken back any more: seven days are over, or it was done."))
    held.undone_at = now
    held.save(update_fields=["undone_at"])
    stay = way.undo(held)
    journal.write(held.pk, actor.signatory(), UNDO_TABLE, at=now)
    return stay
