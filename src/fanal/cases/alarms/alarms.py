"""Alarms about what our own people do with files (CM-53). They follow from the journal alone, need no key, and say who,
when, how often, and which files; nothing that a file holds.

What is compared with a person's own family waits: no sealed profile of staff is kept yet.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, found, need, stated, visible
from fanal.cases.alarms.duties import ALARM
from fanal.cases.alarms.policy import HEAR, NOTE, SOUND
from fanal.cases.models import Alarm, Case
from fanal.cases.policy import LOOK, TRIED
from fanal.cases.search.policy import SEARCH
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.journal import api as journal
from fanal.journal.contracts import Line
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import Actor, RingKind, Role

DAY: Final = timedelta(days=1)
LISTED: Final = 200
"""So many stand on the page."""
_PAGE: Final = 1000
"""So many entries are read at once."""


class Kind(StrEnum):
    """What was noticed."""

    WITH_REASON = "with_reason"  # several files of others, each with a reason
    OTHER_TEAM = "other_team"  # a supervisor, for whose team and for whom it is not
    TRIED = "tried"  # asked for files that are not theirs, and got none
    OFF_DUTY = "off_duty"  # opened one on call while somebody else was on duty
    SEARCHES = "searches"  # looked for files again and again, and opened none


FROM: Final[Mapping[Kind, int]] = {
    Kind.WITH_REASON: 3,
    Kind.OTHER_TEAM: 1,
    Kind.TRIED: 2,
    Kind.OFF_DUTY: 1,
    Kind.SEARCHES: 10,
}
"""From how many in a day on it is an alarm. Three with a reason is the design's, the others are our own."""
OUTCOMES: Final = ("in_order", "talked", "acted")
"""What the safeguarding lead says of one."""

type Seen = tuple[UUID, Sequence[UUID], int]
"""Who, which files, how often."""


def look(now: datetime) -> int:
    """Look at what was done with files in the last day. Returns how many alarms it gave. Keyless."""
    return sum(
        sound(org, kind, person, cases, now, count=count)
        for org in Case.objects.order_by().values_list("org", flat=True).distinct()
        for kind, noticed in _noticed(org, now).items()
        for person, cases, count in noticed
        if count >= FROM[kind]
    )


def _noticed(org: UUID, now: datetime) -> dict[Kind, Iterable[Seen]]:
    lines = [line for line in _lines(org, now) if line.actor]
    looks = [line for line in lines if line.deed == LOOK]
    cases = {case.pk: case for case in Case.objects.filter(org_id=org, pk__in={line.record for line in lines})}
    others = [line for line in looks if line.record in cases and not _is_theirs(line, cases[line.record])]
    leads = set(network.role_people(org, Role.SAFEGUARDING_LEAD))
    reasoned = [line for line in others if ":" in line.purpose and line.actor not in leads]
    return {
        Kind.WITH_REASON: _counted(reasoned),
        Kind.OTHER_TEAM: _counted(_of_other_teams(org, others, cases)),
        Kind.TRIED: _counted(line for line in lines if line.deed == TRIED),
        Kind.SEARCHES: _searched(lines),
    }


def _lines(org: UUID, now: datetime) -> list[Line]:
    """All entries of the last day, the newest first."""
    lines: list[Line] = []
    while page := journal.read_org(
        org, deeds=[LOOK, TRIED, SEARCH], before=lines[-1].mark if lines else None, limit=_PAGE
    ):
        lines += page
        if page[-1].at <= now - DAY:
            break
    return [line for line in lines if now - DAY < line.at <= now]


def _is_theirs(line: Line, case: Case) -> bool:
    return line.actor in {case.owner_id, case.supervisor_id}


def _of_other_teams(org: UUID, lines: Iterable[Line], cases: Mapping[UUID, Case]) -> Iterator[Line]:
    """What supervisors opened, whose keys open every file, of teams in which they are not."""
    leads = set(network.role_people(org, Role.SUPERVISOR))
    teams: dict[UUID | RingKind, Collection[UUID]] = {}
    for line in lines:
        which = cases[line.record].team_id or RingKind.CASEWORK
        if which not in teams:
            teams[which] = network.team_people(org, which)
        if line.actor in leads and ":" not in line.purpose and line.actor not in teams[which]:
            yield line


def _counted(lines: Iterable[Line]) -> Iterator[Seen]:
    by: dict[UUID, set[UUID]] = defaultdict(set)
    for line in lines:
        if line.actor:
            by[line.actor].add(line.record)
    return ((person, sorted(records), len(records)) for person, records in by.items())


def _searched(lines: Iterable[Line]) -> Iterator[Seen]:
    """How often somebody looked for files since they last opened one."""
    count: dict[UUID, int] = defaultdict(int)
    opened: set[UUID] = set()
    for line in lines:
        if line.deed == LOOK and line.actor:
            opened.add(line.actor)
        elif line.deed == SEARCH and line.actor and line.actor not in opened:
            count[line.actor] += 1
    return ((person, (), times) for person, times in count.items())


@transaction.atomic
def sound(org: UUID, kind: Kind, person: UUID, cases: Collection[UUID], now: datetime, *, count: int = 1) -> bool:
    """Tell the safeguarding lead; once a day, and again where it is about more files. Of a lead another one hears;
    where there is none, who answers for the file knows of each look (`duties.LOOKED_AT`)."""
    if any({*map(str, cases)} <= set(one.cases) for one in _lately(org, kind, person, now)):
        return False
    leads = [one for one in network.role_people(org, Role.SAFEGUARDING_LEAD) if one != person]
    if not leads:
        return False
    row = Alarm(org_id=org, kind=kind.value, person_id=person, raised_at=now, count=count)
    row.cases = sorted(map(str, cases))
    row.save(force_insert=True)
    journal.write(row.pk, keyfile.installation(org), SOUND, at=now, items=[stated.whole(row)])
    only = {"owner": Target.person(leads[0])} if person in network.role_people(org, Role.SAFEGUARDING_LEAD) else {}
    clocks.start(ALARM, org, row.pk, now=now, **only)  # type: ignore[arg-type]
    return True


def _lately(org: UUID, kind: Kind, person: UUID, now: datetime) -> list[Alarm]:
    return list(Alarm.objects.filter(org=org, kind=kind.value, person=person, raised_at__gt=now - DAY))


# ---- the safeguarding lead ----


def heard(actor: Actor) -> list[Alarm]:
    """The alarms of the organisation, what nobody looked at first; one more than `LISTED` where there are more. Raises
    `NotAllowed`."""
    ask(actor, HEAR)
    rows = visible(actor, Alarm.objects.all()).select_related("person")
    return list(rows.order_by(F("noted_at").desc(nulls_first=True), "-raised_at", "pk")[: LISTED + 1])


def alarm_of(actor: Actor, alarm_id: UUID, *, lock: bool = False) -> Alarm:
    """One of them. Raises `NotHere`."""
    return found(actor, Alarm, alarm_id, "person", "noted_by", lock=lock)


@transaction.atomic
def note(actor: Actor, alarm_id: UUID, outcome: str, now: datetime) -> None:
    """Say what was found. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    need((outcome not in OUTCOMES, _("Answer this."), "outcome"))
    row = alarm_of(actor, alarm_id, lock=True)
    ask(actor, NOTE, row)
    stated.need_last(row, SOUND, NOTE)
    if row.noted_by_id is not None:
        raise NotNow(_("A colleague was faster: it is so already."))
    row.noted_by_id, row.noted_at, row.outcome = actor.person, now, outcome
    row.save()
    journal.write(row.pk, actor.signatory(), NOTE, at=now, items=[stated.whole(row)])
    clocks.stop(row.pk, ALARM, now=now)
