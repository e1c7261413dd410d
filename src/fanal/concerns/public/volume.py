"""How much a flood may fill: a bound on what is unverified (docs/concerns-public.md, "Decisions").

Only what would be unverified can be asked to wait, and only before its receipt is shown: what was acknowledged is kept.
Whoever comes at the pace of people is always taken in. From half full on, what is long and what was written in seconds
waits first; the words stay on the page of whoever told them. What presses is taken in however fast it came, with all
the words of one text: only what is longer, or comes after a hundred others from the same address, waits, and only while
half of the bound is used. Leads hear of it at 80 %.
"""

import shutil
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from fanal.clocks import api as clocks
from fanal.concerns import duties
from fanal.concerns.models import UNDECIDED, Concern, ReportingPage

MOST = 20_000
"""Unverified concerns of one member that wait to be looked at: about 400 MB of words as people write them."""
LONGEST = 32 * 1024
"""Bytes of what is told that have room while half of the bound is free."""
ALWAYS = 10 * 1024
"""Bytes of what presses that have room however full it is: a text of 2,000 characters and a place of 200, in any
script, and what was ticked."""
HALF = 0.5
SPARE, ROOM = 256 * 2**20, 2**30
"""Bytes of the disk that are never filled by a flood, and above them those that it may fill."""
NOTICE = 0.8
_HUMAN = timedelta(minutes=2)


def fill(org: UUID) -> float:
    """How much of the bound is used: 0 is nothing, 1 all of it. The disk that is looked at is that of FANAL_DATA."""
    waiting = Concern.objects.filter(org_id=org, unverified=True, triage__in=UNDECIDED).count()
    return max(waiting / MOST, disk_fill())


def disk_fill() -> float:
    """How much of what a flood may use of the disk is used."""
    free = shutil.disk_usage(settings.DATA).free
    return min(max(1 - (free - SPARE) / ROOM, 0.0), 1.0)


def has_room(full: float, size: int, age: timedelta) -> bool:
    """Whether so many bytes that somebody took so long to write are taken in among the unverified."""
    if full < HALF:
        return True
    return size <= LONGEST * (1 - full) * min(age / _HUMAN, 1)


def has_room_pressing(full: float, size: int) -> bool:
    """The same for what presses, from half full on."""
    return size <= max(ALWAYS, LONGEST * (1 - full))


def fullest() -> float:
    """Of the member whose bound is used most."""
    rows = Concern.objects.filter(unverified=True, triage__in=UNDECIDED).values("org").annotate(n=Count("pk"))
    return max([disk_fill(), *(int(row["n"]) / MOST for row in rows)])


def watch(now: datetime) -> None:
    """Tell the leads of each member whose bound is nearly used, until it is not."""
    for org in ReportingPage.objects.values_list("org_id", flat=True).distinct():
        if fill(org) >= NOTICE:
            clocks.start(duties.MANY_UNVERIFIED, org, org, now=now)
        else:
            clocks.stop(org, duties.MANY_UNVERIFIED, now=now)
