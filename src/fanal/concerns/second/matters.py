"""To what a small member asks its partner for a second yes, and exactly what the partner would see of it
(docs/small-member.md, "The second yes").

It is made anew from the opened concern each time: nothing is asked that was not looked at, and nothing is done that is
not what the partner said yes to.
"""

import hashlib
import hmac
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, open_record, stated
from fanal.concerns.access_terms import ref_of
from fanal.concerns.content import HandoverItem, NoteContent, SecondContent
from fanal.concerns.contracts import BASE, PayloadClass
from fanal.concerns.handovers import handovers
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.handovers.payload import ADDABLE, ADULT_WORDS, DEFAULT, preview
from fanal.concerns.handovers.preview import source_of
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern, Decision, Handover
from fanal.concerns.public.dialogue import REPLY
from fanal.concerns.triage import decisions
from fanal.concerns.triage.triage import to_change
from fanal.network import api as network
from fanal.network.contracts import Actor, AgreementPurpose, AgreementRef
from fanal.vocabulary.codes import AccessPurpose, DataCategory, Finding
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Refused


class What(StrEnum):
    """What a second yes is asked to."""

    BAD_FAITH = "bad_faith"
    ERASE_EARLY = "erase_early"
    TO_AUTHORITY = "to_authority"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to which a second yes is asked, as it is now, and the agreement under which it would be shown."""

    concern: Concern
    content: SecondContent
    agreement: UUID

    @property
    def canonical(self) -> bytes:
        """The bytes that are sealed, and to which the partner's yes is bound."""
        return self.content.to_json().encode()

    @property
    def hash(self) -> str:
        """SHA-256 of `canonical`, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical).hexdigest()

    def because(self, why: str) -> Self:
        """With why it is asked, in the words of whoever asks."""
        return replace(self, content=replace(self.content, reason=why))

    def need_seen(self, seen: str) -> None:
        """Raises `NotNow` unless the person saw this very preview."""
        if not hmac.compare_digest(seen.encode(), self.hash.encode()):
            raise NotNow(_("It changed since you looked. Nothing was sent. Look at it again."), code="changed")


def covered(org: UUID, partner: UUID, now: datetime, data: Collection[str] = ()) -> AgreementRef:
    """The agreement under which a partner is second person today: one that covers what goes by default and these kinds
    of data besides, of several the one that ends last. Raises `NotNow`."""
    answer = network.agreements.check(org, partner, AgreementPurpose.SECOND_PERSON, BASE.union(data), now.date())
    if isinstance(answer, Refused):
        raise NotNow(answer.words, code=answer.reason_code)
    if not network.small.may_be_second(partner):
        raise NotNow(network.small.only_members())
    return next(network.agreements.ref(one) for one in network.agreements.of(org) if str(one.id) == answer.source)


def of(actor: Actor, what: What, subject: UUID, partner: UUID, now: datetime, deed: str) -> Matter:
    """What a partner would see now. Opens the concern for a deed. Raises `NotHere` where nobody waits for a second yes,
    `NotNow` where nothing may be shown to that partner, `NotAllowed`."""
    covered(actor.org, partner, now)
    return _OF[what](actor, subject, partner, now, deed)


def _bad_faith(actor: Actor, subject: UUID, partner: UUID, now: datetime, deed: str) -> Matter:
    decision = decisions.decided(actor, subject, lock=True)
    if not decision.needs_second or decision.finding != Finding.BAD_FAITH:
        raise NotHere
    return _of_decision(actor, What.BAD_FAITH, decision, partner, now, deed)


def _early(actor: Actor, subject: UUID, partner: UUID, now: datetime, deed: str) -> Matter:
    decision = keeping.asked_to_erase(actor, subject, lock=True)
    return _of_decision(actor, What.ERASE_EARLY, decision, partner, now, deed)


def _of_decision(actor: Actor, what: What, decision: Decision, partner: UUID, now: datetime, deed: str) -> Matter:
    concern = to_change(actor, decision.concern_id)
    stated.need(concern.pk, decision)
    agreement = covered(actor.org, partner, now)
    with open_record(actor, ref_of(concern), deed, purpose=AccessPurpose.SUPERVISION, now=now, thing=concern) as opened:
        note = opened.read(decision, "note") or NoteContent()
        leaves = preview(source_of(opened, concern), PayloadClass.DEFAULT, agreement.categories)
    kept_until = concern.erase_on.isoformat() if what is What.ERASE_EARLY and concern.erase_on else ""
    content = SecondContent(
        what=what, subject=str(decision.pk), reason=note.text, evidence=note.evidence, kept_until=kept_until,
        items=(*_danger(concern), *leaves.default.items), messages=len(stated.need_whole(concern.pk, REPLY).said),
    )  # fmt: skip
    return Matter(concern, content, agreement.id)


def _to_authority(actor: Actor, subject: UUID, partner: UUID, now: datetime, _deed: str) -> Matter:
    row = HANDOVERS.row_of(actor, subject, lock=True)
    is_asked = row.org_id == actor.org and row.state == State.DRAFT and row.confirmed_by_id is not None
    if not is_asked or not HANDOVERS.by_two(row) or HANDOVERS.is_urgent_on_record(row):
        raise NotHere
    seen, same = handovers.look_again(actor, row.pk, now)
    if not same or seen.preview is None:
        raise NotNow(_("The concern changed after this was drafted. Take over what is there now, then ask."))
    return handed(row, seen.concern, partner, seen.preview.leaves, now)


def handed(row: Handover, concern: Concern, partner: UUID, leaves: Iterable[HandoverItem], now: datetime) -> Matter:
    """What a partner sees of a handover: all that leaves. Raises `NotNow` where the agreement with the partner does not
    cover some of it: a yes to a part of it is none. What the reporter wrote since is no part of it: help does not wait
    for another yes to the same facts."""
    items = tuple(leaves)
    agreement = covered(row.org_id, partner, now, {str(_CATEGORY[item.field.partition(":")[0]]) for item in items})
    to = f"{row.recipient.name}, {row.recipient.country}"
    content = SecondContent(
        what=What.TO_AUTHORITY, subject=str(row.pk), to=to, country=row.country_to, items=(*_danger(concern), *items)
    )  # fmt: skip
    return Matter(concern, content, agreement.id)


def _danger(concern: Concern) -> tuple[HandoverItem, ...]:
    """What was told of danger: it leaves with no handover, and is told to judge by. Each agreement that counts covers
    it (`BASE`)."""
    return (HandoverItem("danger", codes=(concern.danger,)),) if concern.danger else ()


_CATEGORY = {**DEFAULT, **ADDABLE, ADULT_WORDS: DataCategory.OFFENDER}


_OF: Mapping[What, Callable[[Actor, UUID, UUID, datetime, str], Matter]] = {
    What.BAD_FAITH: _bad_faith, What.ERASE_EARLY: _early, What.TO_AUTHORITY: _to_authority,
}  # fmt: skip
