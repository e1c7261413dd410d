"""What the clock does to handovers (`fanal.passing.clock`), and what the referral desk hears of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fanal.clocks import api as clocks
from fanal.concerns.handovers import duties
from fanal.concerns.handovers.kept import CALL
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.handovers.steps import reopen_forgotten
from fanal.concerns.models import Handover
from fanal.journal import api as journal
from fanal.network.api import trusted
from fanal.passing.api import clock
from fanal.vocabulary.codes import TransitionState as State

clock.listen(HANDOVERS)


def lapse(now: datetime) -> int:
    """End the access of every handover whose last day or whose agreement is over, erase what was written longer ago
    than a copy may be kept, and open again what was handed over to nobody. Returns how many accesses ended."""
    ended = clock.lapse(HANDOVERS, now)
    reopen_forgotten(now)
    return ended


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
    """Every handover that nobody answered and for which nobody found another way within a day, oldest first."""
    late = [duty for duty in clocks.open_duties(kinds=[duties.UNANSWERED]) if duty.late]
    rows = Handover.objects.filter(pk__in=[duty.subject for duty in late], state=State.EXPIRED)
    columns = ("pk", "country_from", "country_to", "answer_due", "org__country", "recipient__country")
    expired = list(rows.order_by("answer_due").values_list(*columns))
    calls = journal.told_of([row[0] for row in expired], {CALL}, trusted.Signers())
    called = {record: told.lines[-1].at.date() for record, told in calls.items() if told.lines}
    return [
        Unanswered(pk, place, to, due.date(), (sender, recipient), called.get(pk))
        for pk, place, to, due, sender, recipient in expired
        if due
    ]
