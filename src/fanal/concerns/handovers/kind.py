"""Handovers of concerns as a kind of passing on (`fanal.passing`): whose they are on each side, what leaves, and what
follows of them among concerns."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, open_record, stated
from fanal.clocks.contracts import Target
from fanal.concerns import access_terms, locks
from fanal.concerns.content import HandoverContent, HandoverWords, PersonalContent, PersonSuspected
from fanal.concerns.contracts import BASE
from fanal.concerns.counting import counting
from fanal.concerns.counting.cells import cell_of
from fanal.concerns.handovers import duties, steps
from fanal.concerns.handovers.payload import ADDABLE
from fanal.concerns.handovers.preview import CONFLICT, FOR_CHILD, Sight, answer_hours, check_agreement, sight
from fanal.concerns.models import Concern, Decision, Handover, HandoverEvent, HandoverMessage
from fanal.concerns.retention import DEFAULTS, HANDOVER_COPY, HANDOVER_WORDS
from fanal.concerns.routing import care
from fanal.concerns.signals import handover_answered, second_not_needed
from fanal.concerns.triage.triage import to_change
from fanal.journal.contracts import Signatory
from fanal.network.api import rings
from fanal.network.contracts import Actor, OrgKind
from fanal.passing.api import Addition, Kind, Leaving, Preview, sending
from fanal.passing.api import steps as passing_steps
from fanal.vault import Principal
from fanal.vocabulary.codes import AccessPurpose, ReportChannel, Triage
from fanal.vocabulary.hours import Hours
from fanal.vocabulary.results import Answer, Refused

HAND_OVER = "concerns.hand_over"


class Second(Protocol):
    """The partner that is second person for a small member."""

    def is_said(self, row: Handover) -> bool:
        """Whether they said yes to a draft."""

    def need(self, actor: Actor, row: Handover, preview: Preview[HandoverContent], now: datetime) -> None:
        """Raises `NotNow` where it was to something else than would leave now."""


_second: Second


def register_second(second: Second) -> None:
    """Said once, when the room starts."""
    global _second  # noqa: PLW0603
    _second = second


class Handovers(Kind[Handover]):
    """Handovers of concerns."""

    room, noun = "concerns", "handover"
    otherwise = {
        "read_note": "concerns.read_note",
        "read_words": "concerns.read_handover_words",
        "erase_words": "concerns.erase_handover_words",
    }
    model, step_model, text_model = Handover, HandoverEvent, HandoverMessage
    duties = duties.DUTIES
    empty, words = HandoverContent(), HandoverWords
    kept_as, kept_days = (HANDOVER_COPY, HANDOVER_WORDS), DEFAULTS[HANDOVER_WORDS].days

    def hold(self, row_id: UUID) -> None:
        locks.hold(handover=row_id)

    def teams(self, row: Handover, org: UUID) -> list[Principal]:
        return access_terms.keys_of(row) if org == row.org_id else [rings.principal(org, steps.ring(row))]

    def file(self, row: Handover, org: UUID) -> UUID | None:
        return row.concern_id if org == row.org_id else None

    def owner(self, row: Handover, org: UUID) -> Target | None:
        return steps.owner(row, org)

    def reads(self, row: Handover, org: UUID) -> Target | None:
        return Target.team(row.team_id) if row.team_id and org == row.org_id else None

    def covered(self, row: Handover, day: date, data: Collection[str] | None = None) -> Answer:
        wanted = frozenset(BASE if data is None else data)
        answer = check_agreement(row.org_id, row.recipient_id, row.role, day, wanted)
        if row.role not in FOR_CHILD or row.concern_id is None or isinstance(answer, Refused):
            return answer
        return care.covered(row.concern_id, row.recipient_id, day, answer)

    def hours(self, row: Handover, org: UUID, *, urgent: bool) -> Hours | None:
        return answer_hours(org, row.country_to if org == row.recipient_id else "", urgent=urgent)

    def again(self, actor: Actor, opened: Opened, row: Handover, now: datetime) -> Leaving:
        return leaving(seen_again(actor, row, now, sending.stored_additions(opened, row)))

    def data_of(self, added: HandoverContent) -> Collection[str]:
        return {str(ADDABLE[item.field.split(":")[0]]) for item in added.items}

    def is_urgent_on_record(self, row: Handover) -> bool:
        """A call in an emergency."""
        calls = Decision.objects.filter(concern=row.concern, code=Triage.URGENT_RESPONSE)
        return row.concern_id is not None and bool(stated.kept(row.concern_id, calls))

    def by_partner(self, row: Handover) -> bool | None:
        is_theirs = self.by_two(row) and access_terms.is_by_partner(row.org_id, row.concern_id, row.pk)
        return _second.is_said(row) if is_theirs else None

    def need_partner(self, actor: Actor, row: Handover, preview: Preview[HandoverContent], now: datetime) -> None:
        _second.need(actor, row, preview, now)

    def was_draft(self, row: Handover, by: Signatory, now: datetime) -> None:
        second_not_needed.send(sender=None, org=row.org_id, subject=row.pk, by=by, now=now)

    def beside(self, row: Handover) -> list[UUID]:
        return steps.same_concern(row)

    def came_back(self, row: Handover, now: datetime) -> None:
        steps.back_to_queue(row, now)

    def answered(self, row: Handover, now: datetime) -> None:
        handover_answered.send(sender=None, handover=row.pk, org=row.org_id, state=str(row.state), now=now)

    def completed(self, actor: Actor, row: Handover, payload: HandoverContent, now: datetime) -> None:
        """The recipient's cell: the codes that came, and nothing in the place of those that did not."""
        if actor.org_kind is not OrgKind.MEMBER:
            return
        codes = {item.field: item.codes[0] for item in payload.items if item.codes}
        cell = cell_of(
            "handover",
            now.date(),
            country=codes.get("country", row.country_from),
            channel=ReportChannel.TRANSFER_FROM_MEMBER,
            result=row.outcome,
            personal=PersonalContent(place_type=codes.get("place_type", ""), age=codes.get("age", "")),
            offender=PersonSuspected(mobility=codes.get("mobility", "")),
            in_time=True,  # what is not answered in time is expired, and never gets here
        )
        counting.add(actor.org, cell, now)


HANDOVERS = Handovers()


# ---- what would leave ----


def sendable(found: Sight | None) -> Sight:
    """Raises `NotNow` where nobody proposes this recipient, or nothing may go."""
    seen = proposed(found)
    if (blocked := seen.blocked) is not None:
        raise passing_steps.not_now(blocked)
    return seen


def proposed(found: Sight | None) -> Sight:
    """Raises `NotNow` where nobody proposes this recipient."""
    if found is None:
        words = _("Nothing in the confirmed facts points to this organisation. Confirm a country first.")
        raise NotNow(words, code="not_proposed")
    return found


def leaving(seen: Sight) -> Leaving:
    """What passing on is judged by, of a sight that is `sendable`."""
    assert seen.preview is not None
    return Leaving(seen.preview, seen.agreement, seen.urgent, seen.to_authority)


def seen_again(actor: Actor, row: Handover, now: datetime, additions: Iterable[Addition]) -> Sight:
    """What would leave of a draft now. Opens the concern. Raises `NotNow` where it is gone or nothing may go."""
    if row.concern_id is None:
        raise NotNow(_("The concern is erased. Nothing can be sent."), code="too_late")
    concern: Concern = to_change(actor, row.concern_id)
    return sendable(look_at(actor, concern, row.recipient_id, HAND_OVER, now, row.role == CONFLICT, additions))


def look_at(
    actor: Actor,
    concern: Concern,
    recipient: UUID,
    deed: str,
    now: datetime,
    conflict: bool,
    additions: Iterable[Addition],
) -> Sight | None:
    """What would leave of a concern for a recipient; None where nobody proposes them. Raises `NotAddable`."""
    ref, purpose = access_terms.ref_of(concern), AccessPurpose.REFERRAL
    with open_record(actor, ref, deed, purpose=purpose, now=now, thing=concern) as opened:
        return sight(actor, opened, concern, recipient, now, conflict=conflict, additions=additions)
