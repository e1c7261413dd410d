"""What the two sides of a passing write to each other: a question, its answer, a word with the outcome.

Each text is a record of its own, sealed for the team on either side: the recipient's keys go when their copy goes, and
the sender reads it for as long as a copy may be kept.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, RecordRef, Unreadable, ask, may, open_record, scan_records, seal_into, stated
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.journal.contracts import Item
from fanal.network.api import keyfile, records, trusted
from fanal.network.contracts import Actor
from fanal.passing.kinds import Kind
from fanal.passing.models import Passing, PassingStep, PassingText
from fanal.passing.steps import PURPOSE, is_ended, news, not_now, note
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Refused

TALKING = (State.OFFERED.value, State.ACCEPTED.value, State.COMPLETED.value)
_BATCH = 500


def write[R: Passing](
    kind: Kind[R], actor: Actor, row_id: UUID, text: str, now: datetime, *, question: bool, key: UUID
) -> R:
    """Ask the other side, answer them, or tell them something. `key` makes one of a text that is sent twice.

    A question starts their clock of answering; anything else is news. Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    with transaction.atomic():
        row = kind.row_of(actor, row_id, lock=True)
        ask(actor, kind.deed("write"), row)
        if kind.texts(row).filter(pk=key).exists():
            return row
        if records.is_known(key):  # the browser names it: it may be no other record's
            raise NotNow(_("This was sent already, or belongs elsewhere. Load the page again."), code="sent")
        if row.state not in TALKING:
            raise NotNow(_("The other side can no longer read what you write. Telephone them."), code="too_late")
        agreement = kind.covered(row, now.date())
        if isinstance(agreement, Refused):
            raise not_now(agreement)
        clocks.stop(row.pk, kind.duties.question, now=now, org=actor.org)
        step = note(kind, row, "ask" if question else "tell", now, person=actor.person)
        say(kind, actor, row, step, text, now, key=key)
        journal.write(row.pk, actor.signatory(), kind.deed("write"), at=now, purpose=PURPOSE)
        other = row.recipient_id if actor.org == row.org_id else row.org_id
        news(kind, row, other, now, kind.duties.question if question else kind.duties.news)
        if question and actor.org == row.org_id:
            clocks.stop(row.pk, kind.duties.ask_outcome, now=now)
    return row


def say[R: Passing](
    kind: Kind[R], actor: Actor, row: R, step: PassingStep, text: str, now: datetime, *, key: UUID | None = None
) -> None:
    """Seal the words of a step for both teams. Needs no key of anybody."""
    message = kind.text_model(step=step) if key is None else kind.text_model(id=key, step=step)
    both = [*kind.teams(row, row.org_id), *kind.teams(row, row.recipient_id)]
    keys, granted = records.make(row.org_id, message.pk, ("content",), [(team, {"content"}) for team in both])
    item = seal_into(keys, text_ref(kind, row, message.pk), message, "body", kind.words(text))
    message.save(force_insert=True)
    items = [item, _step_of(kind, row, message), *granted]
    journal.write(message.pk, actor.signatory(), kind.deed("write"), at=now, purpose=PURPOSE, items=items)


def text_ref[R: Passing](kind: Kind[R], row: R, text: UUID) -> RecordRef:
    """The sealed record of a text."""
    return RecordRef(row.org_id, text, f"{kind.noun}_words")


def _step_of[R: Passing](kind: Kind[R], row: R, message: PassingText) -> Item:
    """Where a text belongs, as the entry of its writing says it: moved to another step it is read by nobody."""
    return stated.whole(message, **{kind.noun: str(row.pk)})


def read[R: Passing](kind: Kind[R], actor: Actor, row: R, now: datetime) -> dict[int, str]:
    """What was written, by the step, or why it cannot be read; nothing where this side's keys do not open it (any
    more). One entry in the chain of the handover says which texts were read."""
    messages = {message.pk: message for message in kind.texts(row)}
    deed = kind.deed("read_words")
    if not messages or not may(actor, deed, row) or is_ended(kind, actor, row):
        return {}
    texts = {}
    with scan_records(actor, kind.record_of(row), list(messages), deed, purpose=PURPOSE, now=now) as opened:
        for record in opened:
            message = messages[record.ref.id]
            place = _step_of(kind, row, message)
            if not record.held.chain.holds(place.place, place.sealed):
                texts[message.step_id] = _("This was not written here: somebody moved it. Tell your administrator.")
                continue
            try:
                texts[message.step_id] = record.read(message, "body").text
            except Unreadable as why:
                texts[message.step_id] = why.words
    return texts


def seen[R: Passing](kind: Kind[R], actor: Actor, row: R, now: datetime) -> None:
    """Somebody of the team has looked at the handover: nobody there need read its news any more."""
    if may(actor, kind.deed("read_words"), row):
        clocks.stop(row.pk, kind.duties.news, now=now, org=actor.org)


def is_asked[R: Passing](kind: Kind[R], actor: Actor, row: R) -> bool:
    """Whether a question of the other side waits for this one."""
    return bool(clocks.open_duties(org=actor.org, subjects=[row.pk], kinds=[kind.duties.question]))


def marks(kind: Kind[Any], actor: Actor) -> dict[UUID, str]:
    """The handovers with something new for the team of whoever reads them: the code of the duty, a question before
    news."""
    if not may(actor, kind.deed("read_words")):
        return {}
    duties = [kind.duties.news, kind.duties.question]
    found = clocks.open_duties(org=actor.org, kinds=duties)
    return {one.subject: one.kind for duty in duties for one in found if one.kind == duty.code}


def moved(kind: Kind[Any]) -> Iterator[str]:
    """Texts that hang on another step than they were written at, in words."""
    known = trusted.Signers()
    rows = kind.text_model._default_manager.select_related(f"step__{kind.noun}").order_by("pk")
    for some in batched(rows.iterator(_BATCH), _BATCH, strict=False):
        chains = journal.newest([one.pk for one in some], known)
        for one in some:
            place = _step_of(kind, getattr(one.step, kind.noun), one)
            if not chains[one.pk].holds(place.place, place.sealed):
                yield f"record {one.pk}: words about a {kind.noun} hang on another step than they were written at"


def change_hands[R: Passing](
    kind: Kind[R], actor: Actor, row: R, deed: str, now: datetime, *, purpose: str, thing: object = None
) -> None:
    """What was written follows it between the sender's teams, under new keys."""
    ours, partner = kind.teams(row, row.org_id), [one.id for one in kind.teams(row, row.recipient_id)]
    for message in kind.texts(row):
        ref = text_ref(kind, row, message.pk)
        with open_record(actor, ref, deed, purpose=purpose, now=now, thing=thing or row) as opened:
            words = opened.try_read(message, "body")
            opened.held.narrow(ours, stay=partner)
            if words is not None:
                opened.write(message, "body", words)
                message.save(update_fields=["body"])


def erase[R: Passing](kind: Kind[R], row: R, texts: Iterable[PassingText], now: datetime) -> None:
    """Erase what was written: keys, rows; a tombstone and the journal stay. Key-less."""
    for one in texts:
        journal.write(one.pk, keyfile.installation(row.org_id), kind.deed("erase_words"), at=now)
        records.erase(row.org_id, one.pk, kind.kept_as[1], now.date())
        one.delete()


def erase_due(kind: Kind[Any], now: datetime) -> None:
    """Erase what was written longer ago than a copy may be kept."""
    before = now - timedelta(days=kind.kept_days)
    mine = {f"step__{kind.noun}__in": kind.rows()}  # several kinds may share their tables
    old = kind.text_model._default_manager.filter(step__at__lt=before, **mine)
    for pk in list(old.values_list(f"step__{kind.noun}", flat=True).distinct()):
        with transaction.atomic():
            kind.hold(pk)
            row = kind.rows().filter(pk=pk).first()
            if row is None:
                continue
            texts = kind.texts(row).filter(step__at__lt=before)
            erase(kind, row, [text for text in texts if _written_before(kind, text.pk, before)], now)


def _written_before(kind: Kind[Any], text: UUID, day: datetime) -> bool:
    """Whether it was written before that, as the journal says: a step that somebody moved erases nothing."""
    said = journal.told(text, {kind.deed("write")}, trusted.Signers())
    return next((line.at < day for line in said.lines), False)
