"""The telephone number at which a person hears by message that a task is waiting (docs/clocks.md, "Notices").

A number stands under the code of the installation: whoever writes to the database sends no message to one of their own.
"""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.clocks.contracts import Way
from fanal.clocks.models import NoticeNumber
from fanal.network import api as network
from fanal.network.contracts import Actor

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_TRUNK = re.compile(r"\(\s*0\s*\)")
"""The 0 that is dialled at home alone: no number with it is one number (ITU-T E.123 §2.6)."""
_ABROAD = re.compile(r"^00(?=[1-9])")
"""What is dialled in place of + from most countries (ITU-T E.164 §7.3: the international prefix)."""
_BETWEEN = re.compile(r"[\s().\-‐-―/]|[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
"""What people write between digits, and marks of direction that are copied along."""


class NumberChanged(Exception):
    """A number is not the one that its person typed."""


def declare() -> None:
    """Vouch for the numbers; called once when the clocks start."""
    network.vouched.keep(
        NoticeNumber, network.marks.MarkKind.NOTICES, lambda _row: _("a number for notices"), org="person__org"
    )
    network.person_left.connect(on_person_left)


def e164(text: str) -> str:
    """A number as it is dialled from everywhere (ITU-T E.164): `+`, the code of the country, all in at most fifteen
    digits, of whichever script they were typed in; 00 in place of + is taken as it is meant. Raises NotNow."""
    plain = unicodedata.normalize("NFKC", text)
    digits = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)
    number = _ABROAD.sub("+", _BETWEEN.sub("", digits))
    if number and (not _E164.fullmatch(number) or _TRUNK.search(digits)):
        words = _("Write the number with + and the code of its country, without (0), like +44 7700 900123.")
        raise NotNow(words, "phone")
    return number


def held(person: UUID) -> tuple[str, bool]:
    """The number of a person (empty: none), and whether it is the one that they typed."""
    row = NoticeNumber.objects.filter(pk=person).first()
    return (row.phone, network.vouched.is_whole(row)) if row is not None else ("", True)


def believed(person: UUID) -> str:
    """The number to which a message may go now. Raises `NumberChanged`."""
    phone, whole = held(person)
    if not (phone and whole):
        raise NumberChanged
    return phone


def ways(people: Collection[UUID]) -> dict[UUID, list[Way]]:
    """By which ways those of some people hear who have a number: by mail too, where they have an address."""
    rows = NoticeNumber.objects.filter(pk__in=people).exclude(phone="").values_list("pk", "person__email")
    return {person: [Way.MESSAGE, Way.MAIL] if email else [Way.MESSAGE] for person, email in rows}


@transaction.atomic
def choose(actor: Actor, language: str, email: str, phone: str, now: datetime) -> None:
    """The language of a person's pages and notices, and where notices go: to each of address and number that is not
    empty. Raises NotNow."""
    network.people.choose_notices(actor, language, email, now)
    _put(actor.person, e164(phone))


def on_person_left(sender: object, *, person: UUID, **_more: object) -> None:
    """Hears from the network that a membership ended: the number goes."""
    _put(person, "")


def _put(person: UUID, phone: str) -> None:
    """The row stays when the number goes: so nobody puts back an older one."""
    row = NoticeNumber.objects.select_for_update().filter(pk=person).first()
    if row is None and not phone:
        return
    if row is None or row.phone != phone or not network.vouched.is_whole(row):
        row = row or NoticeNumber(pk=person)
        row.phone = phone
        row.save()
        network.vouched.seal(row)
