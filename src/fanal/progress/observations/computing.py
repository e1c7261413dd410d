"""What is counted here every night, without any key: only what is another value than the one that is known is written.

A month is the period: a value of it is that of the last day on which it was another one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from fanal.network.api import keyfile
from fanal.progress.catalogue import catalogue, reckoning
from fanal.progress.catalogue.model import Collection, Formula, Kind
from fanal.progress.catalogue.reckoning import Made
from fanal.progress.models import Observation, Vintage
from fanal.progress.observations import observations, storing
from fanal.progress.observations.counting import counted
from fanal.progress.observations.policy import COUNTED
from fanal.progress.observations.signals import values_known
from fanal.progress.observations.values import WORLD, Line, Origin, State, cell_of, number
from fanal.progress.observations.values import Kind as Says

HERE: Final = frozenset({Collection.SYSTEM, Collection.ENGINE, Collection.LEARNING})
"""What is counted of this installation; the rest comes from outside."""


def compute(now: datetime) -> int:
    """Count everything that rooms let be counted. Returns how many values are new."""
    found: dict[str, list[reckoning.Cell] | None] = {}
    new = 0
    for row in catalogue.shipped().indicators.values():
        formula = catalogue.shipped().formula(row.id, now.date())
        if row.collection not in HERE or formula is None or not formula.subject:
            continue
        if formula.subject not in found:
            found[formula.subject] = counted(formula.subject, now.date())
        cells = found[formula.subject]
        if cells is not None:
            new += _write(formula, reckoning.reckon(formula, cells), now)
    return new


def _write(formula: Formula, made: Iterable[Made], now: datetime) -> int:
    """Write what differs from what is known of this month, as one vintage. What was told before, in this month or in
    the last one that was told of, and is not counted any more is a true zero of a count, and no data of anything
    else."""
    period = f"{now:%Y-%m}"
    lines = {one.key: one for one in (_line(formula, each, period) for each in made)}
    held = _held(formula, period)
    gone = (Says.VALUE, number(0)) if formula.kind is Kind.COUNT else (Says.NO_DATA, None)
    for territory, _place, _period, cell in [*held, *_held(formula, _before(formula, period))]:
        left = Line(territory, period, *gone, n=0, cell=cell)
        lines.setdefault(left.key, left)
    new = [lines[key] for key in sorted(lines) if held.get(key) != lines[key].said]
    if not new:
        return 0
    with transaction.atomic():
        row = Vintage(
            indicator=formula.id, version=formula.version, origin=Origin.COUNTED, title="Fanal",
            publisher="Fanal", licence="CC BY 4.0", shared=True, read_on=now.date(), state=State.KNOWN, made_at=now,
            known_at=now,
        )  # fmt: skip
        row.save()
        storing.store(row, new)
        storing.write(row, keyfile.installation(), COUNTED, now)
        values_known.send(sender=Vintage, indicator=row.indicator, now=now)
    return len(new)


def _before(formula: Formula, period: str) -> str:
    """The last month before this one that something is known of."""
    rows = Observation.objects.filter(indicator=formula.id, version=formula.version, period__lt=period)
    return str(rows.order_by("-period").values_list("period", flat=True).first() or "")


def _held(formula: Formula, period: str) -> Mapping[tuple[str, str, str, str], tuple[object, ...]]:
    rows = Observation.objects.filter(indicator=formula.id, version=formula.version, period=period)
    known = observations.counted_of(rows)
    return {one.key: one.said for one in known}


def _line(formula: Formula, made: Made, period: str) -> Line:
    fields = dict(zip(formula.by, made.of, strict=True))
    territory = fields.pop("country", "") or WORLD
    kind = Says.VALUE if made.value is not None else Says.NO_DATA
    value, lower, upper = number(made.value), number(made.lower), number(made.upper)
    return Line(territory, period, kind, value, lower, upper, made.n, cell_of(fields))
