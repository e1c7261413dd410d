"""What records owe: a duty that must run and is gone begins anew.

A duty is a plain row. Whoever deletes it in the database has nobody hear of a child who waits, and nothing else knows
of it. So each room says which of its records owe which duty now (`owes`), and one sweep in one place compares.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from fanal.clocks.contracts import OPEN_STATES
from fanal.clocks.duties import start, stop
from fanal.clocks.kinds import DutyKind
from fanal.clocks.models import Duty


@dataclass(frozen=True, slots=True)
class Owed:
    """A record owes one of these duties now; where none runs, the first begins, with the `options` of `start`."""

    org: UUID
    subject: UUID
    kinds: tuple[DutyKind, ...]
    options: Mapping[str, Any] = field(default_factory=dict, compare=False)


type Owes = Callable[[datetime], Iterable[Owed]]

_owes: list[Owes] = []


def owes(look: Owes) -> Owes:
    """Let a room say what its records owe. Said once, at start-up."""
    if look not in _owes:
        _owes.append(look)
    return look


def missing(now: datetime) -> list[Owed]:
    """What is owed, and nobody has to do."""
    owed = [one for look in _owes for one in look(now)]
    open_ = Duty.objects.filter(state__in=[state.value for state in OPEN_STATES])
    there = set(open_.values_list("org_id", "subject", "kind"))
    return [one for one in owed if not any((one.org, one.subject, kind.code) in there for kind in one.kinds)]


def renew(now: datetime) -> int:
    """Begin anew what is missing; its owner hears of it. People go on working: what is missed twice is missing.
    Returns how many began."""
    first = set(missing(now))
    late = [one for one in missing(now) if one in first] if first else []
    for one in late:
        start(one.kinds[0], one.org, one.subject, now=now, **one.options)
    return len(late)


def only(kinds: Collection[DutyKind], owed: Iterable[Owed], now: datetime) -> None:
    """Begin what is owed of these kinds, and stop every other duty of them: what it was about is no longer so."""
    wanted = set()
    for one in owed:
        for kind in one.kinds:
            start(kind, one.org, one.subject, now=now, **one.options)
            wanted.add((one.org, one.subject, kind.code))
    codes = {kind.code: kind for kind in kinds}
    open_ = Duty.objects.filter(kind__in=codes, state__in=[state.value for state in OPEN_STATES])
    for org, subject, code in set(open_.values_list("org_id", "subject", "kind")) - wanted:
        stop(subject, codes[code], now=now, done=False, org=org)


def until_end_of(day: date, now: datetime) -> timedelta:
    """The limit of a duty that is due with the end of a day; an hour where that is over."""
    return max(datetime.combine(day + timedelta(days=1), time(), UTC) - now, timedelta(hours=1))
