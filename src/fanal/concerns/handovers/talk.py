"""What the two sides of a handover write to each other: a question, its answer, a word with the outcome.

Each text is a record of its own, sealed for the team on either side: the recipient's keys go when their copy goes, and
the sender reads it for as long as a copy may be kept.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, RecordRef, Unreadable, ask, may, open_record, scan_records, seal_into, stated
from fanal.clocks import api as clocks
from fanal.concerns import locks
from fanal.concerns.content import HandoverWords
from fanal.concerns.handovers import duties
from fanal.concerns.handovers.preview import check_agreement
from fanal.concerns.handovers.steps import (
    is_ended,
    news,
    not_now,
    note,
    of_recipient,
    of_sender,
    record_of,
    row_of,
)
from fanal.concerns.models import Handover, HandoverEvent, HandoverMessage
from fanal.concerns.retention import DEFAULTS, HANDOVER_WORDS
from fanal.journal import api as journal
from fanal.journal.contracts import Item
from fanal.network.api import keyfile, records, rings, trusted
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Refused

KIND = "handover_words"
READ, WRITE = "concerns.read_handover_words", "concerns.write_handover"
ERASE = "concerns.erase_handover_words"
TALKING = (State.OFFERED.value, State.ACCEPTED.value, State.COMPLETED.value)
_REFERRAL = AccessPurpose.REFERRAL
_BATCH = 500


def write(actor: Actor, handover_id: UUID, text: str, now: datetime, *, question: bool, key: UUID) -> Handover:
    """Ask the other side, answer them, or tell them something. `key` makes one of a text that is sent twice.

    A question starts their clock of answering; anything else is news. Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    with transaction.atomic():
        row = row_of(actor, handover_id, lock=True)
        ask(actor, WRITE, row)
        if HandoverMessage.objects.filter(pk=key, step__handover=row).exists():
            return row
        if records.is_known(key):  # the browser names it: it may be no other record's
            raise NotNow(_("This was sent already, or belongs elsewhere. Load the page again."), code="sent")
        if row.state not in TALKING:
            raise NotNow(_("The other side can no longer read what you write. Telephone them."), code="too_late")
        agreement = check_agreement(row.org_id, row.recipient_id, row.role, now.date())
        if isinstance(agreement, Refused):
            raise not_now(agreement)
        clocks.stop(row.pk, duties.QUESTION, now=now, org=actor.org)
        step = note(row, "ask" if question else "tell", now, person=actor.person)
        say(actor, row, step, text, now, key=key)
        journal.write(row.pk, actor.signatory(), WRITE, at=now, purpose=_REFERRAL)
        other = row.recipient_id if actor.org == row.org_id else row.org_id
        news(row, other, now, duties.QUESTION if question else duties.NEWS)
        if question and actor.org == row.org_id:
            clocks.stop(row.pk, duties.ASK_OUTCOME, now=now)
    return row


def say(actor: Actor, row: Handover, step: HandoverEvent, text: str, now: datetime, *, key: UUID | None = None) -> None:
    """Seal the words of a step for both teams. Needs no key of anybody."""
    message = HandoverMessage(step=step) if key is None else HandoverMessage(id=key, step=step)
    both = rings.principal(row.org_id, of_sender(row)), rings.principal(row.recipient_id, of_recipient(row))
    keys, granted = records.make(row.org_id, message.pk, ("content",), [(team, {"content"}) for team in both])
    item = seal_into(keys, _ref(row, message.pk), message, "body", HandoverWords(text))
    message.save(force_insert=True)
    items = [item, _step_of(row, message), *granted]
    journal.write(message.pk, actor.signatory(), WRITE, at=now, purpose=_REFERRAL, items=items)


def _ref(row: Handover, text: UUID) -> RecordRef:
    return RecordRef(row.org_id, text, KIND)


def _step_of(row: Handover, message: HandoverMessage) -> Item:
    """Where a text belongs, as the entry of its writing says it: moved to another step it is read by nobody."""
    return stated.whole(message, handover=str(row.pk))


def read(actor: Actor, row: Handover, now: datetime) -> dict[int, str]:
    """What was written, by the step, or why it cannot be read; nothing where this side's keys do not open it (any
    more). One entry in the chain of the handover says which texts were read."""
    messages = {message.pk: message for message in HandoverMessage.objects.filter(step__handover=row)}
    if not messages or not may(actor, READ, row) or is_ended(actor, row):
        return {}
    texts = {}
    with scan_records(actor, record_of(row), list(messages), READ, purpose=_REFERRAL, now=now) as opened:
        for record in opened:
            message = messages[record.ref.id]
            place = _step_of(row, message)
            if not record.held.chain.holds(place.place, place.sealed):
                texts[message.step_id] = _("This was not written here: somebody moved it. Tell your administrator.")
                continue
            try:
                texts[message.step_id] = record.read(message, "body").text
            except Unreadable as why:
                texts[message.step_id] = why.words
    return texts


def seen(actor: Actor, row: Handover, now: datetime) -> None:
    """Somebody of the team has looked at the handover: nobody there need read its news any more."""
    if may(actor, READ, row):
        clocks.stop(row.pk, duties.NEWS, now=now, org=actor.org)


def is_asked(actor: Actor, row: Handover) -> bool:
    """Whether a question of the other side waits for this one."""
    return bool(clocks.open_duties(org=actor.org, subjects=[row.pk], kinds=[duties.QUESTION]))


def marks(actor: Actor) -> dict[UUID, str]:
    """The handovers with something new for the team of whoever reads them: the code of the duty, a question before
    news."""
    if not may(actor, READ):
        return {}
    kinds = [duties.NEWS, duties.QUESTION]
    found = clocks.open_duties(org=actor.org, kinds=kinds)
    return {one.subject: one.kind for kind in kinds for one in found if one.kind == kind.code}


def moved() -> Iterator[str]:
    """Texts that hang on another step than they were written at, in words."""
    known = trusted.Signers()
    rows = HandoverMessage.objects.select_related("step__handover").order_by("pk")
    for some in batched(rows.iterator(_BATCH), _BATCH, strict=False):
        chains = journal.newest([one.pk for one in some], known)
        for one in some:
            place = _step_of(one.step.handover, one)
            if not chains[one.pk].holds(place.place, place.sealed):
                yield f"record {one.pk}: words about a handover hang on another step than they were written at"


def change_hands(actor: Actor, row: Handover, deed: str, now: datetime) -> None:
    """What was written follows the handover between the sender's teams, under new keys."""
    partner = rings.principal(row.recipient_id, of_recipient(row)).id
    for message in HandoverMessage.objects.filter(step__handover=row):
        ref, purpose = _ref(row, message.pk), AccessPurpose.SAFEGUARDING_ALARM
        with open_record(actor, ref, deed, purpose=purpose, now=now, thing=row) as opened:
            words = opened.try_read(message, "body")
            opened.held.narrow([rings.principal(row.org_id, of_sender(row))], stay=[partner])
            if words is not None:
                opened.write(message, "body", words)
                message.save(update_fields=["body"])


def erase(texts: list[HandoverMessage], now: datetime) -> None:
    """Erase what was written: keys, rows; a tombstone and the journal stay. Key-less."""
    for one in texts:
        org = one.step.handover.org_id
        journal.write(one.pk, keyfile.installation(org), ERASE, at=now)
        records.erase(org, one.pk, HANDOVER_WORDS, now.date())
        one.delete()


def erase_due(now: datetime) -> int:
    """Erase what was written longer ago than a copy may be kept. Returns how many went."""
    kept = timedelta(days=DEFAULTS[HANDOVER_WORDS].days)
    old = HandoverMessage.objects.filter(step__at__lt=now - kept)
    gone = 0
    for handover in list(old.values_list("step__handover", flat=True).distinct()):
        with transaction.atomic():
            locks.hold(handover=handover)
            rows = old.filter(step__handover=handover).select_related("step__handover")
            texts = [message for message in rows if _written_before(message.pk, now - kept)]
            erase(texts, now)
            gone += len(texts)
    return gone


def _written_before(text: UUID, day: datetime) -> bool:
    """Whether it was written before that, as the journal says: a step that somebody moved erases nothing."""
    said = journal.told(text, {WRITE}, trusted.Signers())
    return next((line.at < day for line in said.lines), False)
