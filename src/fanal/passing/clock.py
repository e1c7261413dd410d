"""What the clock does to a passing, without any key: expire, lapse, purge."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, stated
from fanal.clocks import api as clocks
from fanal.clocks.contracts import DutyRef
from fanal.journal import api as journal
from fanal.network.api import keyfile, trusted
from fanal.network.contracts import Actor
from fanal.passing import talk
from fanal.passing.ending import close_access
from fanal.passing.kinds import Kind
from fanal.passing.models import Passing
from fanal.passing.states import ANSWER_URGENT, DESK_AFTER, Event, Given, Side, access_end
from fanal.passing.steps import PURPOSE, by_clock, delete_copy, end_duties, ends, judged, news, note, owned
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Refused

LISTENING: list[Kind[Any]] = []
"""Every kind whose room has started."""


def listen(kind: Kind[Any]) -> None:
    """Have the clocks of a kind do what they do; called when its room starts."""
    LISTENING.append(kind)
    for duty in (kind.duties.answer, kind.duties.purge):
        clocks.duty_coming.connect(partial(_hold, kind), sender=duty, weak=False)
    for heard, duty in ((expire, kind.duties.answer), (ask_outcome, kind.duties.outcome), (purge, kind.duties.purge)):
        clocks.duty_late.connect(partial(heard, kind), sender=duty, weak=False)


def _hold(kind: Kind[Any], *, subject: UUID, **_more: Any) -> None:
    """Before the sweep takes one of these duties: what ends with it, as a deed of a person would."""
    kind.hold(subject)


def _locked[R: Passing](kind: Kind[R], pk: UUID) -> tuple[R | None, bool]:
    """One for the clock to act on, and whether it is as it was decided. What somebody changed ends all the same, on the
    days that the journal knows: the clock only takes away."""
    kind.hold(pk)
    row = kind.rows().filter(pk=pk).first()
    return row, row is not None and stated.stands(row)


def expire[R: Passing](kind: Kind[R], *, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """Nobody answered: the copy goes, it is back with the sender, the manager hears, and a day later the desk."""
    deed = kind.deed("expire")
    with transaction.atomic():
        row, is_whole = _locked(kind, duty.subject)
        if row is None:
            return
        due = row.answer_due if is_whole else _earliest(kind, row)
        step = judged(row, Event.EXPIRE, Given(Side.CLOCK, now, answer_due=due), is_whole=is_whole)
        if isinstance(step, Refused) or not step.changed:
            return
        row.state = State.EXPIRED
        gone = delete_copy(kind, row, keyfile.installation(row.org_id), deed, now)
        end_duties(kind, row, now, done=False)
        by_clock(row, deed, now, gone, is_whole=is_whole)
        kind.came_back(row, now)
        # The day until the desk hears is counted from the end of the answer's time, also after an outage of ours. It
        # hears of restricted ones too: it learns two countries and a day.
        limit = max(duty.due_at + DESK_AFTER - now, timedelta(minutes=1))
        to, file = kind.owner(row, row.org_id), kind.file(row, row.org_id)
        clocks.start(kind.duties.unanswered, row.org_id, row.pk, now=now, about=file, limit=limit, owner=to)
        news(kind, row, row.org_id, now)
        note(kind, row, "expire", now)
        kind.answered(row, now)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """All that the referral desk learns: from which country to which, since which day, and whether it telephoned.

    `members`: the countries in which the two members sit, so that it knows whom to telephone.
    """

    id: UUID
    country_from: str
    country_to: str
    day: date
    members: tuple[str, str]
    called_on: date | None


def unanswered() -> list[Unanswered]:
    """Everything that nobody answered and for which nobody found another way within a day, oldest first."""
    return sorted((one for kind in LISTENING for one in _unanswered(kind)), key=lambda one: (one.day, one.id))


def _unanswered(kind: Kind[Any]) -> Iterator[Unanswered]:
    late = [duty for duty in clocks.open_duties(kinds=[kind.duties.unanswered]) if duty.late]
    rows = kind.rows().filter(pk__in=[duty.subject for duty in late], state=State.EXPIRED)
    columns = ("pk", "country_from", "country_to", "answer_due", "org__country", "recipient__country")
    expired = list(rows.values_list(*columns))
    calls = journal.told_of([row[0] for row in expired], {kind.deed("call")}, trusted.Signers())
    called = {record: told.lines[-1].at.date() for record, told in calls.items() if told.lines}
    yield from (
        Unanswered(pk, place, to, due.date(), (sender, recipient), called.get(pk))
        for pk, place, to, due, sender, recipient in expired
        if due
    )


def called(actor: Actor, row_id: UUID, now: datetime) -> None:
    """The referral desk telephoned about one that nobody answered. It opens nothing, and the sender's duty goes on."""
    with transaction.atomic():
        for kind in LISTENING:
            row = kind.rows().filter(pk=row_id, state=State.EXPIRED).first()
            if row is None:
                continue
            _hold(kind, subject=row.pk)
            row.refresh_from_db()
            if row.state != State.EXPIRED:
                break
            deed = kind.deed("call")
            ask(actor, deed, row)
            journal.write(row.pk, actor.signatory(), deed, at=now, purpose=PURPOSE)
            at = {"state": row.state, "person_id": actor.person, "at": now}
            kind.steps(row).create(**{kind.noun: row}, event="call", **at)
            return
    raise NotNow(_("This was answered or settled meanwhile."), code="too_late")


def ask_outcome[R: Passing](kind: Kind[R], *, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """Ninety days and no outcome: the sender asks."""
    row = kind.rows().filter(pk=duty.subject, state=State.ACCEPTED).first()
    if row is not None:
        to = owned(kind, row, row.org_id)
        clocks.start(kind.duties.ask_outcome, row.org_id, row.pk, now=now, **to)


def purge[R: Passing](kind: Kind[R], *, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """The recipient did not confirm: the copy goes all the same, and the page says that nobody signed."""
    deed = kind.deed("purge")
    with transaction.atomic():
        row, is_whole = _locked(kind, duty.subject)
        if row is None or not (is_whole or stated.last(row.pk, *ends(kind))):
            return
        step = judged(row, Event.PURGE, Given(Side.CLOCK, now), is_whole=is_whole)
        if isinstance(step, Refused) or not step.changed:
            return
        row.state = State.PURGED
        gone = delete_copy(kind, row, keyfile.installation(row.org_id), deed, now)
        by_clock(row, deed, now, gone, is_whole=is_whole)
        note(kind, row, "purge", now)


def lapse(kind: Kind[Any], now: datetime) -> int:
    """End every access whose last day or whose agreement is over, and erase what was written longer ago than a copy may
    be kept. Returns how many accesses ended. Key-less."""
    ended = 0
    # Also by the copy: the state is what somebody may have changed.
    open_to_partners = kind.rows().filter(Q(state__in=[State.ACCEPTED, State.COMPLETED]) | ~Q(payload=b""))
    for pk in list(open_to_partners.order_by("access_until").values_list("pk", flat=True)):
        with transaction.atomic():
            row, is_whole = _locked(kind, pk)
            ended += int(row is not None and _lapsed(kind, row, now, is_whole=is_whole))
    talk.erase_due(kind, now)
    return ended


def _lapsed[R: Passing](kind: Kind[R], row: R, now: datetime, *, is_whole: bool) -> bool:
    deed, agreement, until = kind.deed("lapse"), kind.covered(row, now.date()), row.access_until
    if not is_whole:
        # The deeds from which the days of a partner's access are counted.
        gave = stated.last(row.pk, kind.deed("offer"), kind.deed("accept"), kind.deed("renew"))
        if gave is None or stated.last(row.pk, *ends(kind)):
            return False
        until = access_end(agreement, gave.at.date())
    given = Given(Side.CLOCK, now, agreement=agreement, access_until=_end_of(until))
    step = judged(row, Event.LAPSE, given, is_whole=is_whole)
    if isinstance(step, Refused) or not step.changed:
        return False
    gone = close_access(kind, row, step, keyfile.installation(row.org_id), deed, now)
    by_clock(row, deed, now, gone, is_whole=is_whole)
    note(kind, row, "lapse", now)
    return True


def _earliest[R: Passing](kind: Kind[R], row: R) -> datetime | None:
    """When one that somebody changed may be said to be unanswered, as the journal knows it was sent."""
    sent = stated.last(row.pk, kind.deed("offer"))
    return sent.at + ANSWER_URGENT if sent else None


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time(), UTC) if day else None
