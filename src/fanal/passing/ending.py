"""The sender's side after it was sent: what was added, longer access, its end; and other hands at home."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, ask, open_record, stated
from fanal.clocks import api as clocks
from fanal.columns import sealed
from fanal.journal import api as journal
from fanal.journal.contracts import Item, Signatory
from fanal.network.contracts import Actor
from fanal.passing import talk
from fanal.passing.kinds import Kind
from fanal.passing.models import Passing
from fanal.passing.preview import Preview, PreviewChanged
from fanal.passing.receiving import contents
from fanal.passing.states import Effect, Event, Given, Side, Step, access_end
from fanal.passing.steps import (
    OVER,
    PURPOSE,
    bind,
    end_duties,
    ended,
    is_same,
    let_in,
    move,
    news,
    not_now,
    note,
    owned,
    shut,
)
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Refused
from fanal.vocabulary.words import gettext_noop

RENEW_REASONS = {
    "still_working": gettext_noop("They still work on it"),
    "proceeding": gettext_noop("A proceeding needs it"),
    "follow_up": gettext_noop("The child is still being followed up"),
}
REVOKE_REASONS = {
    "not_needed": gettext_noop("It is no longer needed"),
    "mistake": gettext_noop("It was sent by mistake"),
    "partner": gettext_noop("Something is wrong at the partner"),
    "child": gettext_noop("The child or family asks for it"),
}
"""Why, as codes: words about a child have no place in a clear column."""


def release[R: Passing](kind: Kind[R], actor: Actor, row_id: UUID, now: datetime) -> R:
    """Send what was added, after the recipient accepted: exactly what the preview showed. A replay sends nothing.

    Raises `NotHere`, `NotAllowed`, `NotNow`, `PreviewChanged`, `NetworkError`.
    """
    deed = kind.deed("release")
    with transaction.atomic():
        row = kind.row_of(actor, row_id, lock=True)
        ask(actor, deed, row)
        if row.released:
            return row
        if row.state not in {State.ACCEPTED, State.COMPLETED} or not bytes(row.additions):
            raise NotNow(_("There is nothing to send any more."), code="too_late")
        with open_record(actor, kind.record_of(row), deed, purpose=PURPOSE, now=now, thing=row, write=True) as opened:
            stored = contents(kind, opened, row)
            added = stored.additions or kind.empty
            if not is_same(opened, row, Preview(stored.payload, added)):
                raise PreviewChanged("what is stored is not what was previewed")
            for answer in (kind.is_still(actor, opened, row, now), kind.covered(row, now.date(), kind.data_of(added))):
                if isinstance(answer, Refused):
                    raise not_now(answer)
            opened.write(row, "additions", added)
            let_in(kind, opened, row, {"identity"})
            row.released = True
            opened.state(row)
        clocks.stop(row.pk, kind.duties.release, now=now)
        news(kind, row, row.recipient_id, now)
        note(kind, row, "release", now, person=actor.person)
    return row


def renew[R: Passing](kind: Kind[R], actor: Actor, row_id: UUID, reason: str, now: datetime) -> R:
    """Ninety days more from today, never past the agreement, with a code of `RENEW_REASONS`."""
    deed = kind.deed("renew")
    with transaction.atomic():
        row = kind.row_of(actor, row_id, lock=True)
        ask(actor, deed, row)
        agreement = kind.covered(row, now.date())
        given = Given(Side.SENDER, now, agreement=agreement, reason=reason if reason in RENEW_REASONS else "")
        move(row, Event.RENEW, given)
        row.access_until = access_end(agreement, now.date())
        journal.write(row.pk, actor.signatory(), deed, at=now, purpose=reason, items=[stated.item(row)])
        note(kind, row, "renew", now, person=actor.person, reason=reason)
    return row


def revoke[R: Passing](kind: Kind[R], actor: Actor, row_id: UUID, reason: str, now: datetime) -> R:
    """End the access at once, with a code of `REVOKE_REASONS`: the recipient's keys go, and they confirm the rest."""
    with transaction.atomic():
        row = kind.row_of(actor, row_id, lock=True, ends=True)
        ask(actor, kind.deed("revoke"), row)
        cut_off(kind, row, reason, actor.signatory(), now, actor.person)
    return row


def cut_off[R: Passing](
    kind: Kind[R], row: R, reason: str, by: Signatory, now: datetime, person: UUID | None = None
) -> None:
    """What `revoke` does, of a row that is held, by whoever may. Key-less. Raises `NotNow`."""
    deed, is_whole = kind.deed("revoke"), stated.stands(row)
    given = Given(Side.SENDER, now, reason=reason if reason in REVOKE_REASONS else "")
    step = move(row, Event.REVOKE, given, is_whole=is_whole)
    if not step.changed:
        return
    gone = close_access(kind, row, step, by, deed, now)
    journal.write(row.pk, by, deed, at=now, purpose=reason, items=ended(row, gone, is_whole=is_whole))
    note(kind, row, "revoke", now, person=person, reason=reason)


def settle[R: Passing](kind: Kind[R], actor: Actor, row_id: UUID, now: datetime) -> None:
    """Say that another way was found for what came back: nobody need hear of it any more."""
    deed = kind.deed("settle")
    with transaction.atomic():
        row = kind.row_of(actor, row_id, lock=True, ends=True)
        ask(actor, deed, row)
        if row.state not in OVER:
            raise NotNow(_("This did not come back."), code="too_late")
        duties = (kind.duties.unanswered, kind.duties.came_back)
        if [one for duty in duties for one in clocks.stop(row.pk, duty, now=now)]:
            journal.write(row.pk, actor.signatory(), deed, at=now, purpose=PURPOSE)
            note(kind, row, "settle", now, person=actor.person)


def close_access[R: Passing](kind: Kind[R], row: R, step: Step, by: Signatory, deed: str, now: datetime) -> list[Item]:
    """What every end of access does: state, keys, the recipient's duty to confirm; without an outcome the sender needs
    another way. Returns what the entry of the deed must name."""
    row.state = step.state
    gone = shut(kind, row, by, deed, now)
    end_duties(kind, row, now, done=False)
    clocks.start(kind.duties.purge, row.recipient_id, row.pk, now=now, **owned(kind, row, row.recipient_id))
    if Effect.BACK_TO_QUEUE in step.effects:
        kind.came_back(row, now)
    return gone


def change_hands[R: Passing](
    kind: Kind[R], actor: Actor, row: R, deed: str, now: datetime, *, is_whole: bool, purpose: str, thing: object = None
) -> None:
    """Give it into the hands of the teams that `kind.teams` names now, under new keys. The recipient reads what they
    could read before. Called inside the deed that gave what it is of into other hands, whose name stands in its journal
    too. One that somebody changed is taken from the other team all the same, and not vouched for. `thing`: what that
    deed is judged by, where it is not the row."""
    if bytes(row.payload):
        with open_record(actor, kind.record_of(row), deed, purpose=purpose, now=now, thing=thing or row) as opened:
            _reseal(kind, opened, row)
            if is_whole:
                opened.state(row)
    elif is_whole:
        journal.write(row.pk, actor.signatory(), deed, at=now, items=[stated.item(row)])
    row.save(update_fields=["restricted", "team", "payload_hash", *sealed(row)])
    talk.change_hands(kind, actor, row, deed, now, purpose=purpose, thing=thing)


def _reseal[R: Passing](kind: Kind[R], opened: Opened, row: R) -> None:
    """New keys for the sender's team and the recipient: whoever had it before opens nothing that is added later."""
    texts = {name: opened.try_read(row, name) for name in sealed(row)}
    preview = Preview(texts["payload"] or kind.empty, texts["additions"] or kind.empty)
    goes_on = is_same(opened, row, preview)
    opened.held.narrow(kind.teams(row, row.org_id), stay=[one.id for one in kind.teams(row, row.recipient_id)])
    for name, text in texts.items():
        if text is not None:
            opened.write(row, name, text)
    if goes_on:
        bind(opened, row, preview)
