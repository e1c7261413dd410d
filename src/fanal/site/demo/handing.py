"""Handovers of the demonstration, each to its end: answered, declined, expired, withdrawn, helped, purged, renewed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from fanal.concerns.handovers import handovers, received, talk
from fanal.concerns.handovers import kept as handovers_kept
from fanal.concerns.models import Handover
from fanal.network.contracts import Actor, PersonState
from fanal.passing.api import Addition
from fanal.site.demo.cast import MEMBERS
from fanal.site.demo.desk import TEAMS, StaffDesk, confirm_country, decide
from fanal.site.demo.telling import Kept
from fanal.vocabulary.codes import DeclineReason, Finding, HandoverOutcome, Triage

POLICE = "police"
_MINUTE = timedelta(minutes=1)
_NEXT_DAY = 30
"""Hours after which what somebody planned has happened, whatever the hours of the other side."""

type After = Callable[["Sent"], None]


@dataclass(frozen=True, slots=True)
class Way:
    """To whom a concern is handed, and which countries of the adult are confirmed first.

    `to` is a member's country or `POLICE`. `additions` are fields beyond the default, with their reason. `conflict`: it
    is about the sender's own people, and the partner's safeguarding lead hears it.
    """

    to: str
    homes: tuple[str, ...] = ()
    additions: tuple[Addition, ...] = ()
    send: bool = True
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A handover that was drafted or sent at a time."""

    desk: StaffDesk
    kept: Kept
    way: Way
    id: UUID
    at: datetime

    @property
    def row(self) -> Handover:
        return Handover.objects.get(pk=self.id)

    def recipient(self) -> Actor:
        """Somebody on the other side who answers."""
        if self.way.to == POLICE:
            return self.desk.stage.actor("ula")
        if self.way.conflict:
            return self.desk.stage.actor(TEAMS[self.way.to].safeguarding)
        return self.desk.stage.actor({"XA": "femi", "XB": "nils", "XC": "hana", "XD": "jun"}[self.way.to])

    def sender(self) -> Actor:
        return self.desk.second(self.kept)

    def later(self, hours: float, deed: Callable[[datetime], object]) -> None:
        """Plan a deed when the other side is at work."""
        when = self.desk.stage.at_work(self.way.to, self.at + timedelta(hours=hours))
        self.desk.play.at(when + 7 * _MINUTE, deed)

    def days(self, days: float, deed: Callable[[datetime], object]) -> None:
        self.later(24 * days, deed)

    def answered(self, hours: float, deed: Callable[[datetime], object]) -> None:
        """As `later`; what is urgent is answered by the clock, whoever must be woken for it."""
        if self.row.urgent:
            self.desk.play.at(self.at + timedelta(hours=hours) + 7 * _MINUTE, deed)
        else:
            self.later(hours, deed)

    def heard(self, hours: float) -> None:
        """Whoever sent it has the news as a task, and looks."""
        told = self.desk.stage.at_work(self.way.to, self.at + timedelta(hours=hours))
        when = self.desk.stage.at_work(self.kept.telling.country, told + timedelta(hours=_NEXT_DAY))
        self.desk.play.at(when + 23 * _MINUTE, self._look)

    def _look(self, at: datetime) -> None:
        row, who = self.row, self.sender()
        if row.confirmed_by is not None and row.confirmed_by.state == PersonState.ACTIVE:
            who = self.desk.stage.actor(row.confirmed_by.username)
        talk.seen(who, row, at)

    def accept(self, hours: float = 3) -> None:
        """They open it and take it on; what was added follows."""
        self.answered(hours, lambda at: received.read(self.recipient(), self.id, at))
        self.answered(hours + 0.2, lambda at: received.accept(self.recipient(), self.id, at))
        self.heard(hours)
        if self.way.additions:
            self.later(hours + 4, lambda at: handovers_kept.release(self.sender(), self.id, at))
            self.later(hours + 6, lambda at: talk.seen(self.recipient(), self.row, at))

    def outcome(self, days: float, outcome: HandoverOutcome, words: str = "") -> None:
        self.days(days, lambda at: received.complete(self.recipient(), self.id, outcome, at, words))
        self.heard(24 * days)

    def asks(self, hours: float, question: str, answer: str) -> None:
        """They ask something before they take it on, and are answered."""
        for after, who, words in ((hours, self.recipient, question), (hours + 2, self.sender, answer)):
            self.later(after, partial(self._write, who, words, words == question))
        self.later(hours + 3, lambda at: talk.seen(self.recipient(), self.row, at))

    def _write(self, who: Callable[[], Actor], words: str, question: bool, at: datetime) -> None:
        talk.write(who(), self.id, words, at, question=question, key=uuid4())

    def decline(self, reason: DeclineReason, then: Triage | None, finding: Finding | None = None) -> None:
        """They say no; it is back with the sender, who decides anew."""
        self.answered(6, lambda at: received.decline(self.recipient(), self.id, reason, at))
        self.heard(6)
        self.back(1.5, then, finding)

    def back(self, days: float, then: Triage | None, finding: Finding | None = None) -> None:
        """The sender settles what came back, and decides."""
        if then is None:
            return
        self.heard(24 * days)
        self.days(days, lambda at: handovers_kept.settle(self.sender(), self.id, at))
        self.desk.decide(
            self.kept,
            self.desk.stage.at_work(self.kept.telling.country, self.at + timedelta(days=days + 1)),
            then,
            finding,
        )


def hand_over(desk: StaffDesk, kept: Kept, when: datetime, way: Way, then: After | None = None) -> None:
    """Open, confirm the countries, preview, send, decide. `then` plans what follows."""

    def deed(actor: Actor, at: datetime) -> None:
        for home in way.homes:
            confirm_country(actor, kept, home, at)
        sent = _drafted(desk, actor, kept, way, at + _MINUTE)
        if way.send:
            _send(desk, actor, sent, at + 2 * _MINUTE)
            decide(actor, kept, Triage.ROUTE_ELSEWHERE, at + 3 * _MINUTE)
        if then is not None:
            then(sent)

    desk.open(kept, when, deed)


def _drafted(desk: StaffDesk, actor: Actor, kept: Kept, way: Way, at: datetime) -> Sent:
    to = desk.stage.orgs[way.to if way.to == POLICE else MEMBERS[way.to].key]
    handovers.look(actor, kept.id, to, at, additions=way.additions, conflict=way.conflict)
    row = handovers.draft(actor, kept.id, to, uuid4(), at, additions=way.additions, conflict=way.conflict)
    return Sent(desk, kept, way, row.pk, at)


def _send(desk: StaffDesk, actor: Actor, sent: Sent, at: datetime) -> None:
    """One person sends to a member; an authority takes two, who have both read the note."""
    _confirm(actor, sent, at)
    if sent.row.state == "draft":
        _confirm(desk.second(sent.kept), sent, at + _MINUTE)


def first_person(actor: Actor, sent: Sent, at: datetime) -> None:
    """Only the first of two confirms."""
    _confirm(actor, sent, at)


def _confirm(actor: Actor, sent: Sent, at: datetime) -> None:
    if sent.way.to == POLICE:
        handovers.read_note(actor, sent.id, at)
    to = sent.row.recipient_id
    seen = handovers.look(actor, sent.kept.id, to, at, additions=sent.way.additions, conflict=sent.way.conflict)
    assert seen.preview is not None
    handovers.confirm(actor, sent.id, seen.preview.hash, at)
