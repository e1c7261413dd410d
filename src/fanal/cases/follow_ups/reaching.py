"""How a child may be reached, now: the agreed ways with the words to use, and why another way is refused. `contact.may`
is the one way out (CM-76, DNH-20)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import need
from fanal.cases import contact
from fanal.cases.codes import Channel, SafeContact
from fanal.cases.files import record
from fanal.cases.files.files import File
from fanal.cases.follow_ups.policy import CALL
from fanal.cases.model.parts import Contact
from fanal.cases.models import ContactSafety, Note
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.results import Answer

_BY: Final[Mapping[str, tuple[Channel, ...]]] = {
    "phone": (Channel.VOICE_CALL, Channel.TEXT_MESSAGE, Channel.MESSAGING_APP),
    "email": (Channel.EMAIL,),
    "handle": (Channel.MESSAGING_APP,),
}
"""By kind of contact, the ways that lead there."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the child, whether it may be used now, and the numbers that it needs: none where it may not."""

    channel: Channel
    answer: Answer
    contacts: tuple[Contact, ...] = ()


def safety(found: File) -> contact.Safety | None:
    """What was agreed with the child last; None where nothing is recorded, or cannot be read."""
    row = found.newest(ContactSafety)
    if row is None or row.unreadable:
        return None
    said = row.said
    channels = frozenset(map(Channel, said["channels_allowed"]))
    return contact.Safety(channels, tuple(said["unsafe_persons"]), row.row.next_check)


def ways(found: File, today: date) -> tuple[Way, ...]:
    """Each way to the child. A worker who reads the page has the safe times before them."""
    held, child = safety(found), _said(found)
    when = contact.When(today, automatic=False, agreed_time=True)
    made = []
    for channel in Channel:
        to = contact.To()
        if channel is Channel.THROUGH_SAFE_PERSON:
            to = contact.To(contact.Whom.SAFE_PERSON, _safe_person(found))
        answer = contact.may(held, child, channel, to, when)
        made.append(Way(channel, answer, tuple(_reached_by(found, channel)) if answer else ()))
    return tuple(made)


def _said(found: File) -> SafeContact | None:
    """Whether the child may be contacted; None where somebody changed it in the database."""
    return None if found.child.unreadable else SafeContact(found.case.child.safe_to_contact)


def _safe_person(found: File) -> str:
    row = found.newest(ContactSafety)
    return str(row.said["safe_person"]) if row else ""


def _reached_by(found: File, channel: Channel) -> Iterable[Contact]:
    """The numbers of the child for a way, but those that are unsafe."""
    for one in found.child.said["contacts"]:
        if channel in _BY.get(one.kind, ()) and one.safe not in {SafeContact.NEVER, ""}:
            yield one


def call_in_danger(actor: Actor, case_id: UUID, why: str, now: datetime) -> None:
    """A supervisor calls although nothing was agreed, since life is in danger: the reason stands in the file. Raises
    `NotHere`, `NotAllowed`, `NotNow`."""
    need((not why.strip(), _("Write what the danger is."), "why"))
    with record.writing(actor, case_id, CALL, now, grounded=False) as (case, opened):
        record.add(opened, Note(case=case, kind="decision", **record.by(actor, now)), {"body": why})


def in_danger(found: File, now: datetime, why: str) -> tuple[Contact, ...]:
    """The telephone numbers of the child for that call, those that are not safe last: `contact.may` is asked once more,
    with the reason."""
    when = contact.When(
        network.day_at(found.case.org_id, now), automatic=False, supervisor=True, danger=why
    )  # fmt: skip
    if not contact.may(safety(found), _said(found), Channel.VOICE_CALL, contact.To(), when):
        return ()
    phones = [one for one in found.child.said["contacts"] if one.kind == "phone"]
    return tuple(sorted(phones, key=lambda one: one.safe == SafeContact.NEVER))


def agreed(found: File) -> dict[str, Any]:
    """What to read before anybody rings or goes: safe times, the person the child trusts, the words to use."""
    row = found.newest(ContactSafety)
    said = row.said if row and not row.unreadable else {}
    return {name: said.get(name) or "" for name in ("safe_times", "safe_person", "words_to_use")} | {
        "unsafe": tuple(said.get("unsafe_persons", ())),
        "checked": row.row.checked_on if row else None,
    }
