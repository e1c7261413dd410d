"""What members handed to each other in the year, and how each handover ended."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from fanal.concerns.handovers import handovers, received, talk
from fanal.concerns.handovers import kept as handovers_kept
from fanal.concerns.keeping import keeping
from fanal.passing.api import Addition
from fanal.passing.api import clock as passing_clock
from fanal.site.demo import telling
from fanal.site.demo.desk import StaffDesk
from fanal.site.demo.handing import POLICE, After, Sent, Way, hand_over
from fanal.site.demo.tellings import Telling, lives_abroad
from fanal.site.demo.year import first_look
from fanal.vocabulary.codes import DeclineReason, Finding, HandoverOutcome, Triage

_LATELY = 40
"""Days ago."""
_CHILD = Addition("child_words", "They must find the child among several.")
_WORDS = Addition("words", "The words say on which floor, and nothing of who wrote.")


# ---- how a handover goes on ----


def helped(sent: Sent) -> None:
    """Taken on, helped, erased with a signed confirmation; the sender closes the concern."""
    sent.accept()
    sent.outcome(21, HandoverOutcome.HELPED)
    sent.days(23, lambda at: received.purge(sent.recipient(), sent.id, at))
    sent.days(25, lambda at: keeping.close(sent.sender(), sent.kept.id, at))


def outcome(days: float, code: HandoverOutcome) -> After:
    """Taken on, with an outcome later; the copy stays until its access ends by itself."""

    def then(sent: Sent) -> None:
        sent.accept(hours=20)
        sent.outcome(days, code)

    return then


def asked_back(sent: Sent) -> None:
    """They ask, are answered, take it on, and write a word with the outcome."""
    sent.asks(2, "Does the man still come on Saturdays?", "Yes, to the same landing stage, in the morning.")
    sent.accept(hours=6)
    sent.outcome(9, HandoverOutcome.PASSED_ON, "The unit that works with children has it, and a colleague goes along.")


def taken_on(sent: Sent) -> None:
    """Taken on; what came of it is still to be told."""
    sent.accept(hours=4)


def renewed(sent: Sent) -> None:
    """Taken on, and needed longer than ninety days."""
    sent.accept()
    sent.days(80, lambda at: handovers_kept.renew(sent.sender(), sent.id, "still_working", at))


def revoked(sent: Sent) -> None:
    """Taken on, then the sender ends the access; the partner has yet to confirm, or confirms."""
    sent.accept()
    sent.days(6, lambda at: handovers_kept.revoke(sent.sender(), sent.id, "not_needed", at))
    sent.back(7, Triage.OPEN_CASE)


def declined(reason: DeclineReason, then: Triage, finding: Finding | None = None) -> After:
    """Refused with a reason; the sender decides anew."""
    return lambda sent: sent.decline(reason, then, finding)


def silence(sent: Sent) -> None:
    """Nobody answers: it expires in view, the desk telephones, the sender finds another way."""
    called(sent)
    sent.back(16, Triage.OPEN_CASE)


def called(sent: Sent) -> None:
    """Nobody answers, the desk telephones, and nobody has found another way yet."""
    sent.heard(24 * 12)
    sent.days(14, lambda at: passing_clock.called(sent.desk.stage.actor("sol"), sent.id, at))


def silence_until_now(sent: Sent) -> None:
    """Nobody answers, and nobody has done anything about it."""


def withdrawn(sent: Sent) -> None:
    """Taken back after an hour: the man had left the other way."""
    sent.desk.play.at(sent.at + timedelta(hours=1), lambda at: handovers.withdraw(sent.sender(), sent.id, at))
    sent.later(4, lambda at: talk.seen(sent.recipient(), sent.row, at))
    sent.back(1, Triage.CLOSED_NO_CASE, Finding.NOT_ENOUGH_INFORMATION)


# ---- the list ----


def _year() -> Iterator[tuple[float, str, Way, After]]:
    """(days ago, who sends, to whom and why, what follows)."""
    to_b, to_police = Way("XB", ("XB",)), Way(POLICE)
    yield 341, "XA", to_b, helped
    yield 318, "XA", to_b, outcome(60, HandoverOutcome.PASSED_ON)
    yield 290, "XB", Way("XA", ("XA",)), helped
    yield 262, "XA", to_police, outcome(30, HandoverOutcome.HELPED)
    yield 247, "XA", to_b, declined(DeclineReason.WRONG_AREA, Triage.CLOSED_NO_CASE, Finding.NOT_ENOUGH_INFORMATION)
    yield 228, "XC", Way("XD", ("XD",)), silence
    yield 210, "XA", Way("XC", ("XC",)), outcome(40, HandoverOutcome.NOT_FOUND)
    yield 188, "XB", Way("XC", ("XC",)), helped
    yield 171, "XA", Way("XB", ("XB",), (_CHILD, _WORDS)), helped
    yield 150, "XA", to_b, withdrawn
    yield 128, "XA", to_police, outcome(45, HandoverOutcome.NOT_POSSIBLE)
    yield 118, "XB", Way("XA", ("XA",)), renewed
    yield 104, "XA", to_b, renewed
    yield 83, "XC", Way("XA", ("XA",)), declined(DeclineReason.INFORMATION_MISSING, Triage.OPEN_CASE)
    yield 66, "XA", Way("XB", ("XB",), (_CHILD,)), outcome(50, HandoverOutcome.OPEN)
    yield 58, "XA", Way("XC", ("XC",)), taken_on
    yield 44, "XB", Way("XA", ("XA",)), outcome(30, HandoverOutcome.PASSED_ON)
    yield 37, "XA", to_police, taken_on
    yield 31, "XA", to_b, asked_back
    yield 26, "XA", to_b, taken_on
    yield 19, "XC", Way("XD", ("XD",)), called
    yield 14, "XC", Way("XD", ("XD",)), silence_until_now
    yield 12, "XA", to_b, revoked
    yield 11, "XA", to_police, declined(DeclineReason.NO_CAPACITY, Triage.OPEN_CASE)


def plan(desk: StaffDesk) -> None:
    """Put every handover into the play."""
    for days, country, way, then in _year():
        homes = tuple(home for home in way.homes if home != country) or ("XB",)
        told = lives_abroad(desk.stage.random, country, *homes)
        if days < _LATELY:  # what still waits for an answer was no emergency
            told = told.but(danger="not_sure")
        begin(desk, told, desk.stage.ago(days=days), way, then)


def begin(desk: StaffDesk, told: Telling, when: datetime, way: Way, then: After | None) -> None:
    """Somebody tells it, and the member hands it over at the first look."""

    def deed(at: datetime) -> None:
        kept = telling.tell(told, at)
        hand_over(desk, kept, first_look(desk, kept, at), way, then)

    desk.play.at(when, deed)
