"""What is done without anybody: seats are cleared, status lists signed, sheets that nobody confirmed forgotten. Without
any key of people."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from fanal.clocks import api as clocks
from fanal.learning import published
from fanal.learning.attempts import attempts, waiting
from fanal.learning.attempts.attempts import Going
from fanal.learning.certificates import issuing
from fanal.learning.sessions import paper
from fanal.learning.signin import seats
from fanal.learning.skills import duties as skills


@clocks.job()
def clear_seats() -> None:
    """Nobody sits any more where no page was opened for ten minutes."""
    seats.clear(timezone.now())


@clocks.job()
def sign_lists() -> None:
    """Sign which certificates were taken back anew: a list holds for a week."""
    issuing.sign_all(timezone.now())


@clocks.job()
def ask_use() -> None:
    """Whoever saw somebody's skills is asked three months later what of them is used."""
    skills.look(timezone.now())


clocks.every(ask_use, timedelta(days=1), offset=timedelta(minutes=45))


@clocks.job()
def forget_sheets() -> None:
    """What was written on paper and confirmed by nobody for 60 days goes."""
    paper.forget(timezone.now().date())


clocks.every(forget_sheets, timedelta(days=1), offset=timedelta(minutes=50))


@clocks.job()
def clear_waiting() -> None:
    """What was done without a network and nobody confirmed goes; what was confirmed counts, also where a part of it
    never came."""
    with transaction.atomic():
        for row in waiting.clear(timezone.now()):
            course = published.course(row.course, row.version)
            if course and attempts.settle(Going(row, course), whole=False):
                row.save()


clocks.every(clear_waiting, timedelta(days=1), offset=timedelta(minutes=55))
clocks.every(sign_lists, timedelta(days=1), offset=timedelta(minutes=35))
clocks.every(clear_seats, timedelta(hours=1), offset=timedelta(minutes=25))
