"""The thread between a reporter and the member: what a receipt opens, and a reply. It never opens the report itself."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotAllowed, Opened, RecordRef, Unreadable, fits, open_as_reporter, stated
from fanal.clocks import api as clocks
from fanal.concerns import duties, locks
from fanal.concerns.content import MessageContent
from fanal.concerns.models import Concern, Message
from fanal.concerns.public.place import Place
from fanal.concerns.public.receive import found_by, reporter, reporter_principal
from fanal.concerns.retention import with_grace
from fanal.concerns.statuses import Status, status_of
from fanal.network import api as network
from fanal.network.api import erasure, keyfile
from fanal.vocabulary.codes import Triage
from fanal.web.api import codes

LOOK = "concerns.return"
REPLY = "concerns.reply"
STAFF, REPORTER = "staff", "reporter"
MOST_UNANSWERED = 100
"""Messages of a reporter since the last of the member: a code is no way to fill the disk."""


class TooMany(Exception):
    """So many messages wait for an answer that no more are taken in."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message as the reporter sees it: the organisation or themselves, the day, the text."""

    own: bool
    day: date
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Thread:
    """What a receipt opens: a neutral status, and the messages. `until`: how long one can write after the closing."""

    concern: UUID
    org: UUID
    country: str
    status: str
    until: date | None
    practice: bool
    lines: tuple[Line, ...] = field(repr=False)


def look(code: vault.Receipt, now: datetime) -> Thread:
    """Open the thread of a receipt. Raises `codes.NotFound`."""
    row = _row(code)
    _need_theirs(row, code)
    messages = list(Message.objects.filter(concern=row))
    lines: list[Line] = []
    if messages:
        try:
            with open_as_reporter(_ref(row), _keyring(row, code), LOOK, reporter(row.org_id), now=now) as opened:
                lines = [Line(message.side == REPORTER, message.day, _text(opened, message)) for message in messages]
        except NotAllowed:  # somebody took the keys of this code out of the database
            lines = [Line(message.side == REPORTER, message.day, _unread()) for message in messages]
    return Thread(row.id, row.org_id, row.country_of_harm, row.status, row.erase_on, row.practice, tuple(lines))


def _text(opened: Opened, one: Message) -> str:
    try:
        body = opened.read(one, "body") if opened.holds(one) else None
    except Unreadable:
        body = None
    return str(body.text) if body else _unread()


def _unread() -> str:
    return _("This message cannot be read. Please ask for it again.")


def reply(code: vault.Receipt, message: UUID, text: str, removed: int, place: Place | None, now: datetime) -> None:
    """Seal a reply of the reporter, once: `message` is its identifier, and sending it again changes nothing.

    Raises `codes.NotFound`, `TooMany`, and where it cannot be sealed `NotAllowed` and `NetworkError`.
    """
    with transaction.atomic():
        row = _row(code, lock=True)  # the row first, as staff lock it: both sides may write at the same moment
        if Message.objects.filter(pk=message).exists():
            return
        thread = Message.objects.filter(concern=row)
        last = thread.aggregate(last=Max("position"))["last"] or 0
        if last - (thread.filter(side=STAFF).aggregate(last=Max("position"))["last"] or 0) >= MOST_UNANSWERED:
            raise TooMany
        with open_as_reporter(
            _ref(row), _keyring(row, code), REPLY, reporter(row.org_id), now=now, write=True
        ) as opened:
            new = Message(
                id=message, concern=row, day=network.day_at(row.org_id, now), position=last + 1, side=REPORTER
            )
            opened.write(new, "body", MessageContent(text=text, written_at=now, addresses_removed=removed))
            new.save(force_insert=True)
            opened.state(new)
            _grace(opened, row, now)
            _told(row, place, now)


def _grace(opened: Opened, row: Concern, now: datetime) -> None:
    """Time to answer before it is erased, where the day is one that somebody decided."""
    if row.erase_on and not row.practice and opened.holds(row):
        row.erase_on = with_grace(row.erase_on, _day(now))
        opened.state(row)


def _told(row: Concern, place: Place | None, now: datetime) -> None:
    """What a reply changes: the queue, the time that is left before erasure, and the clock of an answer."""
    status = row.status
    if status == Status.QUESTION:
        status = status_of(Triage(row.triage), opened=True, question_open=False, closed=False)
    Concern.objects.filter(pk=row.pk).update(
        new_message=True, status=status, erase_on=row.erase_on, version=F("version") + 1
    )
    if not row.practice:
        hours = place.hours if place else None
        clocks.start(duties.ANSWER_REPORTER, row.org_id, row.id, now=now, hours=hours, **duties.owned(row))


def _row(code: vault.Receipt, *, lock: bool = False) -> Concern:
    row = found_by(code)
    if row is not None and lock:
        locks.hold(row.pk)
        row = Concern.objects.filter(pk=row.pk).first()
    if row is None or erasure.among([row.pk]):  # what somebody put back is not there
        raise codes.NotFound
    return row


def _need_theirs(row: Concern, code: vault.Receipt) -> None:
    """Raises `codes.NotFound` for a code that somebody moved to another concern: keys of it stand there, or the row is
    as it was told or decided last. Whoever took the keys away takes nobody's thread from them."""
    if not fits(_ref(row), _keyring(row, code)) and not stated.stands(row):
        raise codes.NotFound


def _ref(row: Concern) -> RecordRef:
    return RecordRef(row.org_id, row.id, "concern")


def _keyring(row: Concern, code: vault.Receipt) -> vault.Keyring:
    seed = vault.receipt_keys(code, keyfile.keyfile().pepper_of(row.pepper))[1]
    return vault.Keyring.of([(reporter_principal(seed), seed)])


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()
