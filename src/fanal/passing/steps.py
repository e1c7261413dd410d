"""What all deeds of a passing share: the one step of the table, who hears, what is taken away."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotAllowed, NotNow, Opened, emptied, stated
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind
from fanal.clocks.contracts import DutyRef
from fanal.columns import sealed
from fanal.journal import api as journal
from fanal.journal.contracts import Item, Signatory, Told
from fanal.network import api as network
from fanal.network.api import keyfile, records, trusted
from fanal.network.contracts import Actor, PersonState
from fanal.passing.kinds import Kind
from fanal.passing.models import Passing, PassingStep
from fanal.passing.preview import Preview
from fanal.passing.states import TABLE, Event, Given, Step, advance
from fanal.vocabulary.codes import AccessPurpose
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Refused

PURPOSE = AccessPurpose.REFERRAL
SENT = (State.OFFERED.value, State.ACCEPTED.value, State.COMPLETED.value)
CAME_BACK = (State.DECLINED.value, State.EXPIRED.value)
OVER = (*CAME_BACK, State.WITHDRAWN.value, State.REVOKED.value, State.PURGED.value)
"""Where a passing without an outcome has ended: nobody acts on it any more."""
_FROM = {
    Event.WITHDRAW: State.OFFERED, Event.DECLINE: State.OFFERED, Event.EXPIRE: State.OFFERED,
    Event.REVOKE: State.ACCEPTED, Event.LAPSE: State.ACCEPTED, Event.PURGE: State.REVOKED,
}  # fmt: skip
"""From where what ends goes on, in a passing whose state somebody changed."""


def not_now(refused: Refused) -> NotNow:
    """A step that the table refuses, whose words are not translated yet."""
    return NotNow(_(refused.words), code=refused.reason_code)


def judged(row: Passing, event: Event, given: Given, *, is_whole: bool) -> Step | Refused:
    """The step that an event makes. What somebody changed ends from whatever state it is said to be in, while a copy
    is there."""
    state = State(row.state)
    if not is_whole and bytes(row.payload) and (state, event) not in TABLE:
        state = _FROM[event]
    return advance(state, event, given)


def move(row: Passing, event: Event, given: Given, *, is_whole: bool = True) -> Step:
    """The step that an event makes. Raises `NotNow`; the row is not changed here."""
    step = judged(row, event, given, is_whole=is_whole)
    if isinstance(step, Refused):
        raise not_now(step)
    return step


def note[R: Passing](
    kind: Kind[R], row: R, event: str, now: datetime, *, person: UUID | None = None, reason: str = ""
) -> PassingStep:
    """Save the row and write the step into its path. `reason` is a code."""
    row.version += 1
    row.save()
    made: PassingStep = kind.steps(row).create(
        **{kind.noun: row}, event=event, state=row.state, person_id=person, at=now, reason=reason
    )
    return made


def let_in[R: Passing](kind: Kind[R], opened: Opened, row: R, only: Collection[str]) -> None:
    """Give the recipient the newest key of compartments."""
    for team in kind.teams(row, row.recipient_id):
        opened.held.grant(team, only, newest_only=True)


# ---- who hears ----


def owned[R: Passing](kind: Kind[R], row: R, org: UUID) -> dict[str, Any]:
    """File, owner and chain of a duty on a side: where the room names who hears, nobody else does."""
    of = {"about": kind.file(row, org)}
    if (alone := kind.owner(row, org)) is not None:
        return of | {"owner": alone, "chain": ()}
    team = kind.reads(row, org)
    return of | {"owner": team} if team is not None else of


def bind(opened: Opened, row: Passing, preview: Preview[Any]) -> None:
    """Bind a row to a preview: by its keyed hash, which stands in the entry too."""
    row.payload_hash = vault.mac(opened.keys, "content", preview.canonical)
    opened.written.append(bytes(row.payload_hash))


def is_same(opened: Opened, row: Passing, preview: Preview[Any]) -> bool:
    """Whether a row is bound to exactly this preview."""
    return vault.check_mac(opened.keys, "content", preview.canonical, bytes(row.payload_hash))


def news[R: Passing](kind: Kind[R], row: R, org: UUID, now: datetime, duty: DutyKind | None = None) -> None:
    """The other side did something: a task for whoever sent or accepted it there, else for the team.

    What is urgent is asked and told by the clock, day and night, and asked of the whole team; what came back is read as
    soon as another way must be chosen.
    """
    duty = duty or kind.duties.news
    to = owned(kind, row, org)
    person = row.confirmed_by_id if org == row.org_id else _accepted_by(kind, row)
    question = duty is kind.duties.question
    options: dict[str, Any] = {"hours": kind.hours(row, org, urgent=row.urgent)}
    for_all = question and row.urgent
    guarded = "chain" in to
    if not guarded and not for_all and person is not None and network.person(person).state is PersonState.ACTIVE:
        to |= {"person": person}
    if row.state in CAME_BACK:
        options = {"limit": kind.duties.came_back.limit, "hours": None}
    elif question and (half := _half_left(kind, row, now)) is not None:
        options = {"limit": half, "hours": None}
    clocks.start(duty, org, row.pk, now=now, urgent=for_all, **to, **options)


def _half_left[R: Passing](kind: Kind[R], row: R, now: datetime) -> timedelta | None:
    """Half of the time that is left to accept or decline, where that is less than a question has: an answer that comes
    after it helps nobody."""
    if row.state != State.OFFERED or row.answer_due is None:
        return None
    half = max((row.answer_due - now) / 2, timedelta(minutes=1))
    return half if half < kind.duties.question.limit else None


def _accepted_by[R: Passing](kind: Kind[R], row: R) -> UUID | None:
    said = stated.last(row.pk, kind.deed("accept"))
    return said.actor if said else None


def duty_on[R: Passing](kind: Kind[R], row: R, org: UUID) -> DutyRef | None:
    """What a side must do next about it; to read the news is not to do anything."""
    found = clocks.open_duties(org=org, subjects=[row.pk])
    return next((one for one in found if one.kind != kind.duties.news.code), None)


# ---- what is taken away ----


def shut[R: Passing](kind: Kind[R], row: R, by: Signatory, deed: str, now: datetime) -> list[Item]:
    """Take the keys of all but the sender's teams away, whoever the row says is the recipient, also to each text, in
    whose chain the deed stands as well. What was read cannot be un-read. Returns what the entry of the deed must name,
    so that nobody puts the keys back."""
    for text in kind.texts(row).values_list("pk", flat=True):
        if gone := records.leave_to(row.org_id, text):
            journal.write(text, by, deed, at=now, purpose=PURPOSE, items=gone)
    return records.leave_to(row.org_id, row.pk)


def is_ended[R: Passing](kind: Kind[R], actor: Actor, row: R) -> bool:
    """Whether the actor's side received it, and the access was ended, or may have been."""
    return _refusal(kind, actor, row) is not None


def refuse_ended[R: Passing](kind: Kind[R], actor: Actor, row: R) -> None:
    """Raises `NotAllowed` where the actor's access was ended, or may have been."""
    if (refusal := _refusal(kind, actor, row)) is not None:  # a refusal is false
        raise NotAllowed(refusal)


def ends[R: Passing](kind: Kind[R]) -> tuple[str, str]:
    """The deeds that end the access of a recipient."""
    return kind.deed("revoke"), kind.deed("lapse")


def _refusal[R: Passing](kind: Kind[R], actor: Actor, row: R) -> Refused | None:
    """The journal says so: somebody who puts state and keys back as they were does not give the access back."""
    told = journal.told(row.pk, ends(kind), trusted.Signers()) if actor.org == row.recipient_id else Told()
    if any(line.org == row.org_id for line in told.lines):
        return Refused("ended", _("The access to this handover was ended."))
    return Refused("torn", trusted.torn()) if told.torn else None


def delete_copy[R: Passing](kind: Kind[R], row: R, by: Signatory, deed: str, now: datetime) -> list[Item]:
    """Erase what was sealed: every bundle, then the items. A tombstone stays, and the ledger that restores replay.
    Returns what the entry of the deed must name, so that nobody puts the copy back."""
    gone = shut(kind, row, by, deed, now)
    records.erase(row.org_id, row.pk, kind.kept_as[0], now.date())
    return [*gone, *(emptied(row, name) for name in sealed(row))]


def ended(row: Passing, gone: Sequence[bytes | Item], *, is_whole: bool) -> list[bytes | Item]:
    """What the entry of a deed that ends must name: what went, and the row, as it is now. Of a row that somebody
    changed it vouches for nothing."""
    return [*gone, stated.item(row)] if is_whole else list(gone)


def by_clock(row: Passing, deed: str, now: datetime, gone: Sequence[Item], *, is_whole: bool) -> None:
    """A deed of the clock in the journal, signed by the installation."""
    said = ended(row, gone, is_whole=is_whole)
    journal.write(row.pk, keyfile.installation(row.org_id), deed, at=now, purpose=PURPOSE, items=said)


def end_duties[R: Passing](kind: Kind[R], row: R, now: datetime, *, done: bool = True) -> None:
    """End every duty of a passing, on both sides, but to read the news of it, and to find another way for what it is
    of: those are over when it was read and found."""
    for duty in kind.duties.work:
        clocks.stop(row.pk, duty, now=now, done=done)
