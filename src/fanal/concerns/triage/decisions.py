"""Deciding on a concern: every guard of the table (docs/concerns-triage.md, "A decision"), one compare-and-set, and
what follows.

A decision closes the reporter's part to the custodian, ends the clocks, says from when the time of keeping runs, and
adds one count cell. Nothing is decided twice: whoever comes second is told what a colleague decided.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, Opened, ask, need_second, open_record, stated
from fanal.clocks import api as clocks
from fanal.concerns import duties
from fanal.concerns.access_terms import need_colleague, ref_of
from fanal.concerns.content import NoteContent
from fanal.concerns.counting import counting
from fanal.concerns.models import UNDECIDED, Concern, Decision, Handover, Message
from fanal.concerns.public.place import place_before
from fanal.concerns.retention import periods_of, retention_for
from fanal.concerns.signals import concern_taken_back, second_not_needed
from fanal.concerns.triage import accepting, assisted, dialogue
from fanal.concerns.triage import duties as duties_triage
from fanal.concerns.triage.triage import concern_of, decision_of, purpose_of, status_now, to_change
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind
from fanal.vocabulary.codes import AccessPurpose, Finding, HandoverOutcome, RetentionClass, TransitionState, Triage
from fanal.vocabulary.hours import Hours

DECIDE, CONFIRM, FOLLOW = "concerns.decide", "concerns.confirm", "concerns.follow"
NOT_AGREED = "not_agreed"
CLOSING = (Triage.INFORMATION_ONLY, Triage.OUT_OF_SCOPE, Triage.CLOSED_NO_CASE)
_WITH_THEM = (TransitionState.OFFERED, TransitionState.ACCEPTED, TransitionState.COMPLETED)
STANDS = Q(state__in=_WITH_THEM) | (
    Q(state__in=(TransitionState.REVOKED, TransitionState.PURGED)) & ~Q(outcome__in=("", HandoverOutcome.OPEN))
)
"""Handovers that make "hand over" more than a word: somebody has it, or has told what came of it."""
_RETENTION = ("retention_class", "erase_on", "reporter_erase_on", "closed_on")


class Overtaken(Exception):
    """The concern changed since the person looked at it: a colleague decided, or a message came. Nothing is written."""

    def __init__(self, concern: Concern) -> None:
        super().__init__("the concern changed")
        self.concern = concern


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided: a code of `Triage`, what was found where it is closed, and the note.

    `tell`: what the reporter is told where it is out of scope: where to turn.
    """

    code: Triage
    note: NoteContent
    finding: Finding | None = None
    tell: str = ""


def decide(actor: Actor, concern_id: UUID, choice: Choice, version: int, now: datetime) -> Decision:
    """Record a decision on the concern that stood at `version`. One that needs a second person waits for them.

    Raises `Overtaken`, `NotNow`, `NotHere`, `NotAllowed`, `NetworkError`.
    """
    with transaction.atomic():
        concern = concern_of(actor, concern_id, lock=True)
        ask(actor, DECIDE, concern)  # before anything is said of what a colleague decided
        if concern.version != version:
            raise Overtaken(concern)
        check(concern, choice, now)
        with open_record(
            actor, ref_of(concern), DECIDE, purpose=purpose_of(concern), now=now, thing=concern, write=True
        ) as opened:
            opened.state(concern)  # decided anew, also where somebody changed what stood there
            nobody_asked(opened, concern, now)
            decision = recorded(actor, opened, concern, choice, now)
            concern.version += 1
            if choice.tell and concern.locator:
                dialogue.add(opened, concern, actor.person, choice.tell, question=False, now=now)
            if decision.needs_second:
                concern.save(update_fields=["version"])
                clocks.start(duties_triage.SECOND, concern.org_id, concern.pk, now=now, **whose(concern, now))
            else:
                _apply(opened, concern, choice, now)
    return decision


def decided(actor: Actor, decision_id: UUID, *, lock: bool = False) -> Decision:
    """What a colleague decided, with who did. Raises `NotHere`."""
    decision = decision_of(actor, decision_id, lock=lock)
    if decision.code not in set(Triage):
        raise NotHere
    return decision


def confirm(actor: Actor, decision_id: UUID, *, agree: bool, note: NoteContent, now: datetime) -> Decision:
    """A second person agrees with a decision, which then holds, or does not, and it falls. Raises as `decide` does."""
    with transaction.atomic():
        decision = decided(actor, decision_id, lock=True)
        if not decision.needs_second:
            raise Overtaken(decision.concern)
        concern = to_change(actor, decision.concern_id)
        stated.need(concern.pk, decision)
        need_second(actor, concern.pk, DECIDE)
        if not agree:
            not_agreed(actor, concern, decision, note, now)
            return decision
        need_colleague(concern, decision.pk)
        agreed(actor, decision, concern, actor.person, now)
    return decision


def agreed(actor: Actor, decision: Decision, concern: Concern, second: UUID | None, now: datetime) -> None:
    """A decision holds, inside a deed that held the concern and knows that a second person said yes. `second`: which
    colleague; None for a partner's."""
    with open_record(
        actor, ref_of(concern), CONFIRM, purpose=AccessPurpose.SUPERVISION, now=now, thing=concern, write=True
    ) as opened:
        concern.version += 1
        decision.needs_second, decision.second_id = False, second
        opened.state(concern, decision)
        clocks.stop(concern.pk, duties_triage.SECOND, now=now)
        finding = Finding(decision.finding) if decision.finding else None
        _apply(opened, concern, Choice(Triage(decision.code), NoteContent(), finding), now)
        decision.save(update_fields=["needs_second", "second"])


def not_agreed(actor: Actor, concern: Concern, decision: Decision | None, note: NoteContent, now: datetime) -> None:
    """The second person's no, with its reason, inside a deed that held the concern: nothing follows of what was asked.
    `decision`: what falls with it; None where it fell before, or is none of the concern.

    Raises `NotNow` without a reason.
    """
    if not note.text:
        raise NotNow(_("Say why not, so that your colleague can go on."), "text")
    with open_record(
        actor, ref_of(concern), CONFIRM, purpose=AccessPurpose.SUPERVISION, now=now, thing=concern, write=True
    ) as opened:
        concern.version += 1
        refused = Decision(concern=concern, code=NOT_AGREED, person_id=actor.person, at=now)
        opened.write(refused, "note", note)
        refused.save(force_insert=True)
        opened.state(concern, refused)
        concern.save(update_fields=["version"])
        if decision is not None:
            decision.needs_second = False
            opened.state(decision)
            decision.save(update_fields=["needs_second"])
            clocks.stop(concern.pk, duties_triage.SECOND, now=now)
            second_not_needed.send(sender=None, org=concern.org_id, subject=decision.pk, by=actor.signatory(), now=now)


# ---- guards ----


def check(concern: Concern, choice: Choice, now: datetime) -> None:
    """Raises `NotNow` where a decision lacks what the table asks for."""
    if concern.triage not in UNDECIDED and choice.code is Triage.URGENT_RESPONSE:
        raise NotNow(_("This concern is decided already. Write down the call in a message to your colleagues."), "code")
    guard = _GUARDS.get(choice.code)
    if guard is None:
        raise NotNow(_("Choose what to do."), "code")
    if (choice.finding is not None) != (choice.code is Triage.CLOSED_NO_CASE):
        raise NotNow(_("Say what was found."), "finding")
    guard(concern, choice, now)


def _need(present: object, field: str, words: str) -> None:
    if not present:
        raise NotNow(words, field)


def _urgent(concern: Concern, choice: Choice, now: datetime) -> None:
    _need(choice.note.called, "called", _("Write whom you called."))
    _need(choice.note.called_at, "called_at", _("Write when you called."))
    _need(choice.note.they_said, "they_said", _("Write what they said they would do."))
    if choice.note.called_at and choice.note.called_at > now:
        raise NotNow(_("The call cannot lie in the future."), "called_at")
    if choice.note.called_at and choice.note.called_at < _told_from(concern):
        raise NotNow(_("This lies before the day on which it was told. Write when you called about it."), "called_at")


def _told_from(concern: Concern) -> datetime:
    """When the day began on which it was told: on our clocks or in UTC, as 0.1.0 kept that day. What a colleague wrote
    down was told before, maybe on the day before."""
    zones = UTC, ZoneInfo(network.org(concern.org_id).time_zone)
    began = min(datetime.combine(concern.received_on, time.min, zone) for zone in zones)
    return began - timedelta(days=1) if concern.channel in assisted.CHANNELS else began


def _case(concern: Concern, choice: Choice, _now: datetime) -> None:
    accepting.takers(concern, choice.note)
    _need(
        choice.note.safe_contact, "safe_contact", _("Write how the child may safely be reached, or that nobody knows.")
    )


def _link(concern: Concern, choice: Choice, _now: datetime) -> None:
    accepting.open_case(concern, choice.note)


def _handover(concern: Concern, _choice: Choice, _now: datetime) -> None:
    _need(
        is_under_way(concern),
        "code",
        _("First draft a handover: choose who can act, and preview it."),
    )
    _need(
        Handover.objects.filter(STANDS, concern=concern).exists(),
        "code",
        _("The handover is only a draft: nobody has it yet. Send it first."),
    )


def is_under_way(concern: Concern) -> bool:
    """Whether a handover of a concern is at least drafted, and did not come back."""
    return Handover.objects.filter(STANDS | Q(state=TransitionState.DRAFT), concern=concern).exists()


def _reason(_concern: Concern, choice: Choice, _now: datetime) -> None:
    _need(choice.note.text, "text", _("Write the reason."))


def _scope(concern: Concern, choice: Choice, now: datetime) -> None:
    _reason(concern, choice, now)
    if concern.locator:
        _need(choice.tell, "tell", _("Tell the person who wrote where to turn."))


def _close(concern: Concern, choice: Choice, now: datetime) -> None:
    _reason(concern, choice, now)
    if choice.finding is Finding.BAD_FAITH:
        _need(choice.note.evidence, "evidence", _("Write the evidence. Without it, choose “unfounded”."))


_GUARDS = {
    Triage.URGENT_RESPONSE: _urgent,
    Triage.OPEN_CASE: _case,
    Triage.LINK_TO_CASE: _link,
    Triage.ROUTE_ELSEWHERE: _handover,
    Triage.INFORMATION_ONLY: _reason,
    Triage.OUT_OF_SCOPE: _scope,
    Triage.CLOSED_NO_CASE: _close,
}


# ---- what follows ----


def recorded(actor: Actor, opened: Opened, concern: Concern, choice: Choice, now: datetime) -> Decision:
    """The row of a decision, with its note. Nobody is asked a second time about practice."""
    decision = Decision(concern=concern, code=choice.code, person_id=actor.person, at=now)
    decision.finding = choice.finding or ""
    decision.needs_second = choice.finding is Finding.BAD_FAITH and not concern.practice
    opened.write(decision, "note", choice.note)
    decision.save(force_insert=True)
    opened.state(decision)
    return decision


def nobody_asked(opened: Opened, concern: Concern, now: datetime) -> None:
    """No second person is asked any more about what was decided before."""
    for one in Decision.objects.filter(concern=concern, needs_second=True):
        if opened.holds(one):
            opened.state(one)
        one.needs_second = False
        one.save(update_fields=["needs_second"])
        second_not_needed.send(sender=None, org=concern.org_id, subject=one.pk, by=opened.by, now=now)


def _apply(opened: Opened, concern: Concern, choice: Choice, now: datetime) -> None:
    """Let a decision hold: the row, the reporter's part, clocks, count cell, and whoever waits for it."""
    first, was = concern.triage in UNDECIDED, concern.triage
    concern.triage, concern.finding = choice.code.value, choice.finding or ""
    concern.claimed_by_id = concern.claimed_until = None
    if choice.code is Triage.URGENT_RESPONSE:
        _after_call(concern, now)
    else:
        close_reporter(opened, concern)
        Message.objects.filter(concern=concern, question=True).update(question=False)  # nothing is asked any more
        _keep(concern, choice, now)
        kept = _stop_clocks(concern, now)
        if first:
            counting.count_triage(opened, concern, in_time=kept, now=now)
    concern.unverified = False
    concern.status = status_now(concern)
    concern.save()
    follow(concern, opened.by, now)
    if choice.code is Triage.OPEN_CASE:
        accepting.accept(opened, concern, choice.note, now)
    elif choice.code is Triage.LINK_TO_CASE:
        accepting.link(opened, concern, choice.note, now)
    elif was == Triage.OPEN_CASE:
        concern_taken_back.send(sender=None, concern=concern.pk, now=now)


def _after_call(concern: Concern, now: datetime) -> None:
    """The child comes first and was called about; the rest is decided within the usual day."""
    clocks.stop(concern.pk, duties.ACKNOWLEDGE, now=now)
    clocks.stop(concern.pk, duties.DECIDE_URGENT, now=now)
    clocks.start(duties.DECIDE, concern.org_id, concern.pk, now=now, **whose(concern, now))


def _stop_clocks(concern: Concern, now: datetime) -> bool | None:
    """End the clocks of deciding. Whether they were kept; None where there was none."""
    ended = [
        one
        for kind in (duties.ACKNOWLEDGE, duties.DECIDE_URGENT, duties.DECIDE)
        for one in clocks.stop(concern.pk, kind, now=now)
    ]
    return not any(one.late for one in ended) if ended else None


def _keep(concern: Concern, choice: Choice, now: datetime) -> None:
    """From when it is kept how long. What is routed is kept from today too, and anew from its closing."""
    today = now.date()
    periods = periods_of(concern.org_id, concern.country_of_harm, today)
    keep = retention_for(choice.code, choice.finding, periods=periods)
    concern.closed_on = today if choice.code in CLOSING else None
    concern.retention_class = keep.retention_class if keep else ""
    dated = keep is not None and keep.period.start == "closing"
    concern.erase_on = keep.period.end(today) if keep and dated else None
    concern.reporter_erase_on = periods[RetentionClass.REPORTER_IDENTITY].end(today) if dated else None


def close_reporter(opened: Opened, concern: Concern) -> None:
    """Seal the reporter's part anew for the custodian only. What only the safeguarding lead opens stays with them."""
    if concern.reporter_closed or concern.restricted or not opened.has("reporter"):
        return
    content = opened.read(concern, "reporter")
    opened.held.reseal("reporter", network.rings.principal(concern.org_id, RingKind.CUSTODIAN))
    if content is not None:
        opened.write(concern, "reporter", content)
    concern.reporter_closed = True


def whose(concern: Concern, now: datetime) -> dict[str, Any]:
    """Owner, chain and hours of a duty on this concern."""
    return {"hours": hours_of(concern.org_id, now)} | duties.owned(concern)


def hours_of(org: UUID, now: datetime) -> Hours | None:
    """The published hours of a member; None where it has no page."""
    place = place_before(org, now)
    return place.hours if place else None


def follow(concern: Concern, by: Signatory, now: datetime) -> None:
    """What was marked as the same as this concern takes its decision, so that nobody decides it twice."""
    fields = ("triage", "finding", "status", *_RETENTION)
    for one in filter(stated.stands, Concern.objects.filter(duplicate_of=concern)):
        for name in fields:
            setattr(one, name, getattr(concern, name))
        one.save(update_fields=fields)
        journal.write(one.pk, by, FOLLOW, at=now, items=[stated.item(one)])
