"""What is done without anybody: what time does to memberships and to duties of training. Without any key of people."""

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from fanal.access.api import NotNow
from fanal.clocks import api as clocks
from fanal.tourism.leaving import removal
from fanal.tourism.membership import clock, keeping
from fanal.tourism.public import snapshots
from fanal.tourism.training import duties as training


@clocks.job()
def look_at_memberships() -> None:
    """Open and close the time of reports, and propose what only people decide."""
    clock.look(timezone.now())


@clocks.job()
def look_at_training() -> None:
    """Whoever leads the training of a company hears of what is due soon."""
    training.look(timezone.now())


@clocks.job()
def let_go() -> None:
    """Erase what nothing came of and companies were told of, and tell of what goes next. Companies go that asked to."""
    keeping.look(timezone.now())
    removal.look(timezone.now())


@clocks.job()
def sign_register() -> None:
    """Sign what the register says, for whoever checks it without us. Nothing where this site has no key: it gives no
    certificates either, and `fanal learning key` makes one."""
    with suppress(NotNow):
        snapshots.take(timezone.now())


clocks.every(look_at_training, timedelta(days=1), offset=timedelta(minutes=40))
clocks.every(look_at_memberships, timedelta(days=1), offset=timedelta(minutes=45))
clocks.every(sign_register, timedelta(days=1), offset=timedelta(minutes=65))
clocks.every(let_go, timedelta(days=1), offset=timedelta(minutes=70))
