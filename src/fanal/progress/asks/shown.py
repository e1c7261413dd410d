"""Asks that were sent, as everybody reads them: only as the journal names them. Kept in a process until somebody writes
down something of an ask: pages that show many take one short query."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Final
from uuid import UUID

from django.db.models import CharField, Count, Max
from django.db.models.functions import Cast

from fanal.network import api as network
from fanal.progress.asks import fates, flow, ledger, reviewing
from fanal.progress.asks.flow import Moved
from fanal.progress.asks.ledger import Held
from fanal.progress.models import Ask, AskFate
from fanal.progress.proved import Proved


@dataclass
class _Known:
    """What was made of all rows, and of which."""

    mark: object = None
    every: tuple[Held, ...] = ()
    lock: Lock = field(default_factory=Lock)


_known = _Known()
_proved: Final = Proved()


def _mark() -> object:
    parts = ("wordings", "steps", "fates")
    counts = {f"{one}_n": Count(one, distinct=True) for one in parts}
    last = {f"{one}_last": Max(Cast(f"{one}__pk", CharField())) for one in parts}
    return tuple(Ask.objects.aggregate(**counts, **last).values())


def every() -> tuple[Held, ...]:
    """All of them: of which something was done last first. Those of which a part was merged into another are shown with
    that one."""
    mark = _mark()
    with _known.lock:
        if mark != _known.mark:
            _known.every = tuple(_made())
            _known.mark = mark
        return _known.every


def _made() -> list[Held]:
    sent = ledger.many(Ask.objects.filter(steps__state=flow.State.SENT).distinct())
    by_pk = {held.row.pk: held for held in sent}
    proved = _proved.of({pk: held.rows for pk, held in by_pk.items()}, lambda pk: ledger.is_believed(by_pk[pk]))
    good = [held for held in sent if held.row.pk in proved and held.is_public]
    whole = network.vouched.whole([held.row.org for held in good])
    there = {row.pk for row in whole}
    shown = [held for held in good if held.row.org_id in there]
    return sorted(shown, key=lambda held: (held.steps[-1].on, held.steps[-1].at), reverse=True)


def merged_into(held: Held) -> UUID | None:
    """The ask of which it is a part now, if it is."""
    return held.steps[-1].into_id if held.steps else None


def listed() -> list[Held]:
    """Those that stand for themselves."""
    return [held for held in every() if merged_into(held) is None]


def public_ask(pk: UUID) -> Held | None:
    """One of them, as it stands now, whatever was kept."""
    held = next(iter(ledger.many(Ask.objects.filter(pk=pk))), None)
    if held is None or not ledger.is_believed(held) or not held.is_public:
        return None
    return held if network.vouched.whole([held.row.org]) else None


def of_country(country: str) -> list[Held]:
    """Those of a country."""
    return [held for held in listed() if held.row.country == country]


def open_by_place() -> Mapping[tuple[str, str], int]:
    """How many are open of each country and commitment, and with no commitment of each country."""
    opened = [held for held in listed() if held.state in flow.OPEN]
    return Counter((held.row.country, item) for held in opened for item in ("", *held.wording.commitments))


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an ask that was adopted, as everybody may read it."""

    row: AskFate
    moved: Moved | None
    told: bool
    """Whether what is claimed was read by a survivor adviser."""


def told(held: Held, on: date) -> list[Fate]:
    """What became of it. A place that did not move, by what was published of it, is not said to have moved."""
    moves = fates.moved(held, on) if held.fates else {}
    return [Fate(row, moves.get(row.item), bool(row.ours) and reviewing.is_read(held, row, on)) for row in held.fates]
