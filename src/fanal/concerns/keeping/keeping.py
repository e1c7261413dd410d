"""How long a concern is kept: the daily erasure, legal holds, early erasure by two, and closing what was routed.

Erasing needs no key: bundles and items go, a tombstone of class and month stays (docs/concerns-triage.md, "Keeping";
docs/operating.md, "Erasure").
"""

from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, Opened, RecordRef, Unreadable, ask, emptied, kept, open_record, stated
from fanal.clocks import api as clocks
from fanal.concerns import locks
from fanal.concerns.access_terms import need_colleague, ref_of
from fanal.concerns.content import NoteContent
from fanal.concerns.duties import owned
from fanal.concerns.handovers import talk
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.keeping import duties
from fanal.concerns.models import UNDECIDED, Concern, Decision, Handover, SecondOpinion
from fanal.concerns.retention import SECOND_OPINION, periods_of, retention_for, with_grace
from fanal.concerns.triage.decisions import FOLLOW, nobody_asked, not_agreed
from fanal.concerns.triage.duties import SECOND
from fanal.concerns.triage.triage import OPEN, decision_of, purpose_of, to_change
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network.api import erasure, keyfile, records
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, RetentionClass, Triage

HOLD, RELEASE, ASK, ERASE, CLOSE = (
    "concerns.hold",
    "concerns.release",
    "concerns.ask_erase",
    "concerns.erase",
    "concerns.close",
)
HELD, ERASE_EARLY = "hold", "erase_early"
ERASE_REPORTER = "concerns.erase_reporter"


# ---- legal hold ----


class _Concerns(kept.Keeper[Concern]):
    hold_deed, release_deed, ask_deed, erase_deed = HOLD, RELEASE, ASK, ERASE

    def to_change(self, actor: Actor, pk: UUID) -> Concern:
        return to_change(actor, pk)

    def ref(self, row: Concern) -> RecordRef:
        return ref_of(row)

    def purpose(self, row: Concern) -> str:
        return purpose_of(row)

    def note(self, opened: Opened, row: Concern, actor: Actor, reason: str, now: datetime) -> list[Decision]:
        """Among the decisions."""
        return [_noted(opened, row, Decision(code=HELD, person_id=actor.person, at=now), reason)]

    def timed(self, row: Concern, now: datetime) -> None:
        clocks.stop(row.pk, duties.HOLD_ENDS, now=now, done=row.hold_until is None)
        if row.hold_until is not None:
            limit = datetime.combine(row.hold_until, time.min, UTC) - now
            clocks.start(duties.HOLD_ENDS, row.org_id, row.pk, now=now, limit=limit, **owned(row))


CONCERNS = _Concerns()
hold, release = CONCERNS.hold, CONCERNS.release


def _noted(opened: Opened, concern: Concern, decision: Decision, reason: str) -> Decision:
    decision.concern = concern
    opened.write(decision, "note", NoteContent(text=reason))
    decision.save(force_insert=True)
    return decision


# ---- early erasure by two ----


def asked_to_erase(actor: Actor, decision_id: UUID, *, lock: bool = False) -> Decision:
    """What a colleague asked to erase early, with who asked. Raises `NotHere` where nobody waits for an answer."""
    decision = decision_of(actor, decision_id, lock=lock)
    if decision.code != ERASE_EARLY or not decision.needs_second:
        raise NotHere
    return decision


def ask_erase(actor: Actor, concern_id: UUID, reason: str, now: datetime) -> Decision:
    """Ask to erase a decided concern before its day; a second person does it. Raises as `hold` does."""
    if not reason.strip():
        raise NotNow(_("Write why it should go early."))
    with transaction.atomic():
        concern = to_change(actor, concern_id)
        if concern.triage in UNDECIDED:
            raise NotNow(_("Decide on it first."))
        kept.need_may_go(concern, now, people=2)
        with open_record(
            actor, ref_of(concern), ASK, purpose=purpose_of(concern), now=now, thing=concern, write=True
        ) as opened:
            nobody_asked(opened, concern, now)
            asks = Decision(code=ERASE_EARLY, person_id=actor.person, at=now, needs_second=True)
            opened.state(concern, _noted(opened, concern, asks, reason))
        clocks.start(SECOND, concern.org_id, concern.pk, now=now, **owned(concern))
    return asks


def erase_early(actor: Actor, decision_id: UUID, now: datetime) -> None:
    """The second person erases it: for good. Raises `NotHere` where nobody asked, else as `hold` does."""
    with transaction.atomic():
        concern = _asked_early(actor, decision_id).concern
        need_colleague(concern, decision_id)
        agreed(actor, concern, now)


def agreed(actor: Actor, concern: Concern, now: datetime) -> None:
    """Erase early what somebody asked for, inside a deed that held the concern and knows that a second person said yes.
    Raises `NotNow` where a hold keeps it."""
    ask(actor, ERASE, concern)
    kept.need_may_go(concern, now, people=2)
    _erase(concern, actor.signatory(), now)


def keep_after_all(actor: Actor, decision_id: UUID, reason: str, now: datetime) -> None:
    """The second person does not agree: it is kept until its day, and the reason stands in the concern. Raises as
    `erase_early` does, and `NotNow` without a reason."""
    with transaction.atomic():
        decision = _asked_early(actor, decision_id)
        not_agreed(actor, decision.concern, decision, NoteContent(text=reason), now)


def why_early(actor: Actor, decision_id: UUID, now: datetime) -> str:
    """The reason for which it should go early; empty where it cannot be read. Opening it stands in the journal.

    Raises `NotHere` where nobody asked, and `NotAllowed`.
    """
    with transaction.atomic():
        decision = asked_to_erase(actor, decision_id, lock=True)
        concern = to_change(actor, decision.concern_id)
        with open_record(
            actor, ref_of(concern), OPEN, purpose=AccessPurpose.SUPERVISION, now=now, thing=concern
        ) as opened:
            try:
                note = opened.read(decision, "note") if opened.holds(decision) else None
            except Unreadable:
                note = None
    return note.text if note else ""


def _asked_early(actor: Actor, decision_id: UUID) -> Decision:
    """What somebody else asked and nobody has answered, with its concern to be changed."""
    decision = asked_to_erase(actor, decision_id, lock=True)
    decision.concern = to_change(actor, decision.concern_id)
    stated.need(decision.concern_id, decision)
    CONCERNS.need_second(actor, decision.concern)
    return decision


# ---- closing what was routed ----


def close(actor: Actor, concern_id: UUID, now: datetime) -> None:
    """Finish a concern that was handed over: the time of keeping is counted from today. Raises as `hold` does."""
    with transaction.atomic():
        concern = to_change(actor, concern_id)
        ask(actor, CLOSE, concern)
        if concern.triage != Triage.ROUTE_ELSEWHERE or concern.closed_on is not None:
            raise NotNow(_("Only a concern that was handed over and is still open can be closed here."))
        concern.closed_on, concern.status = now.date(), "closed"
        periods = periods_of(concern.org_id, concern.country_of_harm, now.date())
        keep = retention_for(Triage.ROUTE_ELSEWHERE, periods=periods)
        assert keep is not None
        concern.retention_class = keep.retention_class
        concern.erase_on = max(keep.period.end(now.date()), concern.erase_on or now.date())
        concern.reporter_erase_on = periods[RetentionClass.REPORTER_IDENTITY].end(now.date())
        concern.version += 1
        concern.save()
        journal.write(concern.pk, actor.signatory(), CLOSE, at=now, items=[stated.item(concern)])


# ---- the daily job ----


def erase_due(now: datetime) -> int:
    """Erase whatever has run out and is not held; the reporter's part may go sooner. Returns how many concerns went.

    A day that nobody decided erases nothing: `fanal check` names it.
    """
    today = now.astimezone(UTC).date()
    gone = 0
    for concern_id in list(kept.due(Concern, today).values_list("pk", flat=True)):
        with transaction.atomic():
            locks.hold(concern_id)
            concern = kept.due(Concern, today).filter(pk=concern_id).first()
            if concern is None or _still_talking(concern, today) or not stated.stands(concern):
                continue
            _erase(concern, keyfile.installation(concern.org_id), now)
            gone += 1
    gone_parts = sum(_erase_reporter(concern_id, now) for concern_id in list(_reporters_due(today)))
    if gone or gone_parts:
        scrub()
    return gone


def _still_talking(concern: Concern, today: date) -> bool:
    """A message that nobody answered gives thirty days from its day, whatever else was reckoned."""
    if concern.practice or not concern.new_message or concern.erase_on is None:
        return False
    last = concern.messages.filter(day__lte=today).order_by("-position").values_list("day", flat=True).first()
    return last is not None and with_grace(concern.erase_on, last) > today


def _erase(concern: Concern, by: Signatory, now: datetime) -> None:
    """Bundles, items, messages, notes and clocks go; a tombstone and the journal stay."""
    kind = concern.retention_class or RetentionClass.CONCERN_CLOSED.value
    record, org = concern.pk, concern.org_id
    journal.write(record, by, ERASE, at=now, purpose=kind)
    records.erase(org, record, kind, now.astimezone(UTC).date())
    for opinion in SecondOpinion.objects.filter(concern=concern).values_list("pk", flat=True):
        records.erase(org, opinion, SECOND_OPINION, now.astimezone(UTC).date())
        clocks.forget([opinion])
    clocks.forget([record])
    for handover in Handover.objects.filter(concern=concern):
        if stated.stands(handover):
            talk.erase(handover, HANDOVERS.texts(handover), now)
    left = stated.left_by(Concern, [record])
    concern.delete()
    for row in left:  # what was the same, and what was sent, stands by itself
        journal.write(row.pk, by, FOLLOW, at=now, items=[stated.item(row)])


def erase_with_file(concern_id: UUID, by: Signatory, now: datetime) -> bool:
    """Erase a concern with the file of a child that it became, which two people or its day have decided there. Needs
    no key. False where a legal hold keeps the concern."""
    locks.hold(concern_id)
    concern = Concern.objects.filter(pk=concern_id).first()
    if concern is not None and concern.hold_until is not None and now.date() <= concern.hold_until:
        return False
    if concern is not None:
        _erase(concern, by, now)
        transaction.on_commit(scrub)
    return True


def _reporters_due(today: date) -> list[UUID]:
    rows = Concern.objects.filter(kept.free(today), reporter_erase_on__lte=today).exclude(reporter=b"")
    return list(rows.values_list("pk", flat=True))


def _erase_reporter(concern_id: UUID, now: datetime) -> int:
    with transaction.atomic():
        locks.hold(concern_id)
        concern = Concern.objects.filter(pk=concern_id).first()
        if concern is None or not bytes(concern.reporter) or not stated.stands(concern):
            return 0
        gone = emptied(concern, "reporter")
        concern.save(update_fields=["reporter"])
        items = [gone, stated.item(concern), *records.drop(concern.pk, "reporter")]
        journal.write(concern.pk, keyfile.installation(concern.org_id), ERASE_REPORTER, at=now, items=items)
    return 1


def scrub() -> None:
    """Have the database forget the bytes of what was erased; inside a caller's transaction the next run does it."""
    erasure.scrub(*(one._meta.db_table for one in Concern._meta.app_config.get_models()))
