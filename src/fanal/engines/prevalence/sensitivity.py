"""What the estimate would be if linkage was worse than thought, or if children are not recorded equally easily."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

from fanal.engines.prevalence import heterogeneity
from fanal.engines.prevalence.heterogeneity import Surface
from fanal.engines.prevalence.linkage_effect import Effect, repair, worsen
from fanal.engines.prevalence.methods import point
from fanal.engines.prevalence.result import Notice, Options
from fanal.engines.prevalence.said import Said, options_for, say
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.warnings import notice

MISSED, FALSE = (0.0, 0.05, 0.1, 0.2), (0.0, 0.01, 0.02)
ONE_IN_TEN, MOVES = 0.1, 0.1
"""Warning W9: links missed, and the change of the estimate from which it is worth a warning."""

type Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LinkageRow:
    """`direction`: "repair" (had these errors not been made) or "worsen" (were they made on top). `missed`, `false`:
    rates; `observed` persons of the changed table; `set_to_zero`: histories that came out below 0, `short` persons."""

    direction: str
    missed: float
    false: float
    observed: int
    said: Said
    set_to_zero: tuple[tuple[str, ...], ...]
    short: float


@dataclass(frozen=True)
class LinkageSensitivity:
    method: str
    statement: str
    rows: tuple[LinkageRow, ...]
    warnings: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class FactorRow:
    """The estimate where the dark figure is `factor` times that of the model: no data speak against any."""

    factor: float
    point: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class HeterogeneitySensitivity:
    """`chao`: lower bound, persons; `surface`: two hidden groups; `rows`: the dark figure multiplied. Without a surface
    `reason` says why."""

    method: str
    whole: Said
    chao: float | None
    surface: Surface | None
    rows: tuple[FactorRow, ...]
    warnings: tuple[Notice, ...]
    reason: str | None = None


def linkage_sensitivity(
    table: CaptureTable, *, missed: tuple[float, ...] = MISSED, false: tuple[float, ...] = FALSE, limits: bool = True,
    tell: Tell | None = None, **given: Any,
) -> LinkageSensitivity:  # fmt: skip
    """Every rate of missed with every rate of false links, repaired and, each kind alone, made worse.

    `given`: as of `estimate`.
    """
    options = options_for(table, given)
    tasks = [("repair", m, f) for f in false for m in missed]
    tasks += [("worsen", m, f) for f in false for m in missed if (m > 0) != (f > 0)]
    rows = []
    for done, (direction, m, f) in enumerate(tasks, 1):
        effect = (repair if direction == "repair" else worsen)(table, m, f)
        rows.append(_row(table, direction, m, f, effect, say(effect.table, options, limits)))
        if tell:
            tell(done, len(tasks))
    base = say(table, options, limits=False).point
    notices = () if base is None else tuple(missed_links(table, base, options))
    return LinkageSensitivity(options.method, table.about.linkage, tuple(rows), notices)


def missed_links(table: CaptureTable, base: float, options: Options) -> Iterator[Notice]:
    """W9: if one link in ten was missed. `base`: the estimate as it is, persons."""
    value = point(repair(table, ONE_IN_TEN).table, options)
    moved = not isfinite(value) or abs(value - base) > MOVES * base
    if moved or not table.about.linkage.strip():
        yield notice("W9", x=value)


def heterogeneity_sensitivity(table: CaptureTable, **given: Any) -> HeterogeneitySensitivity:
    """Chao's bound, the surface of two groups, and the identifying assumption. `given`: as of `estimate`."""
    options = options_for(table, given)
    whole = say(table, options)
    surface, reason = None, None
    try:
        surface = heterogeneity.surface(table)
    except ValueError as error:
        reason = str(error)
    return HeterogeneitySensitivity(
        options.method,
        whole,
        heterogeneity.chao(table),
        surface,
        _factors(table.n, whole),
        tuple(two_groups(surface)),
        reason,
    )


def two_groups(surface: Surface | None) -> Iterator[Notice]:
    """W8."""
    if surface is not None and surface.speaks_for_groups:
        best = surface.best
        yield notice("W8", estimate=best.estimate, level=surface.level, ratio=best.ratio, gain=best.gain)


def _factors(n: int, whole: Said) -> tuple[FactorRow, ...]:
    if whole.point is None:
        return ()
    by = [factor for factor, _ in heterogeneity.factors(n, 0.0)]
    limits = (whole.point, whole.lower, whole.upper)
    return tuple(
        FactorRow(factor, *(None if x is None else n + factor * (x - n) for x in limits))  # type: ignore[arg-type]
        for factor in by
    )


def _row(table: CaptureTable, direction: str, missed: float, false: float, effect: Effect, said: Said) -> LinkageRow:
    emptied = tuple(table.lists_of(mask) for mask in effect.set_to_zero)
    return LinkageRow(direction, missed, false, effect.table.n, said, emptied, effect.short)
