"""Whether an estimate rests on one list, on a choice, or on chance (docs/prevalence.md, "Sensitivities")."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from math import inf
from typing import Any

from fanal.engines.prevalence import zeta
from fanal.engines.prevalence.fit import NotEstimable, fit
from fanal.engines.prevalence.models import main_effects
from fanal.engines.prevalence.result import Notice, Options
from fanal.engines.prevalence.said import Said, options_for, say, say_of
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.warnings import notice

LISTS = 4
"""Fewest lists for checks that leave one out: three must remain."""
MOVES, MISSES = 0.5, 1 / 3
"""Warnings W10 and W11."""
THRESHOLDS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1)

type Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two lists. `overlap` persons on both; `expected` so many if no lists depended on each other; `at_most`,
    `at_least`: probability of such an overlap, one side each; `two_lists`: n_i·n_j / overlap, persons."""

    first: str
    second: str
    overlap: int
    expected: float | None
    at_most: float | None
    at_least: float | None
    two_lists: float


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """`name`: the list left out; `observed`: persons still seen; `moved`: change of the estimate as a share."""

    name: str
    observed: int
    said: Said
    moved: float | None


@dataclass(frozen=True)
class LeftOut:
    """`whole`: with all lists. Without rows `reason` says why."""

    method: str
    whole: Said
    rows: tuple[LeftOutRow, ...]
    warnings: tuple[Notice, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class KnownRow:
    """`name`: the list taken as a population whose size `known` is known; `within`: its size is in the interval."""

    name: str
    known: int
    said: Said
    within: bool | None


@dataclass(frozen=True)
class Consistency:
    """Without rows `reason` says why."""

    method: str
    rows: tuple[KnownRow, ...]
    warnings: tuple[Notice, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """`kind`: "as given", "merge" (two lists as one), "order" (of lists) or "threshold" (of the stepwise choice)."""

    kind: str
    what: str
    said: Said


@dataclass(frozen=True)
class Choices:
    """The first row is the table as it is."""

    method: str
    rows: tuple[ChoiceRow, ...]
    warnings: tuple[Notice, ...] = ()


def pair_table(table: CaptureTable) -> tuple[PairRow, ...]:
    """Every pair of lists against what main effects expect."""
    try:
        expected = zeta.superset_sums(fit(table, main_effects(table.k)).fitted)
    except NotEstimable:
        expected = None
    return tuple(_pair(table, a, b, expected) for a, b in combinations(range(table.k), 2))


def leave_one_list_out(table: CaptureTable, *, limits: bool = True, tell: Tell | None = None, **given: Any) -> LeftOut:
    """Drops each list in turn, with the persons who are on it only, and estimates again. `given`: as of `estimate`."""
    options = options_for(table, given)
    whole = say(table, options, limits)
    return left_out(table, options, whole, limits, tell)


def left_out(
    table: CaptureTable, options: Options, whole: Said, limits: bool = True, tell: Tell | None = None
) -> LeftOut:
    """`leave_one_list_out` for an estimate that is already there."""
    if table.k < LISTS:
        return LeftOut(options.method, whole, (), (), f"Leaving a list out needs {LISTS} lists.")
    rows = []
    for place, name in enumerate(table.names, 1):
        fewer = table.drop(name)
        said = say_of(fewer, table, options, limits)
        known = said.point is not None and whole.point is not None
        rows.append(LeftOutRow(name, fewer.n, said, said.point / whole.point - 1 if known else None))  # type: ignore[operator]
        _tell(tell, place, table.k)
    return LeftOut(options.method, whole, tuple(rows), tuple(_resting(whole, rows)))


def internal_consistency(table: CaptureTable, *, tell: Tell | None = None, **given: Any) -> Consistency:
    """Takes each list as a population, estimates it from the others, compares (Binette, Steorts 2022)."""
    return consistency(table, options_for(table, given), tell)


def consistency(table: CaptureTable, options: Options, tell: Tell | None = None) -> Consistency:
    """`internal_consistency` with options that are already there."""
    if table.k < LISTS:
        return Consistency(options.method, (), (), f"A list can be estimated from the others where there are {LISTS}.")
    rows = []
    for place, name in enumerate(table.names, 1):
        known = int(table.margins[1 << (place - 1)])
        said = say_of(table.within(name), table, options)
        rows.append(KnownRow(name, known, said, said.holds(known)))
        _tell(tell, place, table.k)
    tried = [row for row in rows if row.within is not None]
    missed = sum(not row.within for row in tried)
    notices = (notice("W11", a=missed, b=len(tried)),) if missed > MISSES * len(tried) else ()
    return Consistency(options.method, tuple(rows), notices)


def choices(table: CaptureTable, *, limits: bool = True, tell: Tell | None = None, **given: Any) -> Choices:
    """Two lists merged, the lists in other orders, other thresholds: what should matter little."""
    options = options_for(table, given)
    tasks = list(_choices(table, options))
    rows = []
    for place, (kind, what, other, changed) in enumerate(tasks, 1):
        said = say(other, changed, limits) if changed.model is None else say_of(other, table, changed, limits)
        rows.append(ChoiceRow(kind, what, said))
        _tell(tell, place, len(tasks))
    return Choices(options.method, tuple(rows))


def _choices(table: CaptureTable, options: Options) -> Iterator[tuple[str, str, CaptureTable, Options]]:
    yield "as given", "", table, options
    if table.k > 3:
        for first, second in combinations(table.names, 2):
            yield "merge", f"{first} and {second}", table.merge(first, second), options
    for names in (table.names[::-1], *(table.names[at:] + table.names[:at] for at in range(1, table.k))):
        yield "order", ", ".join(names), table.arranged(names), options
    if options.method == "stepwise":
        for threshold in THRESHOLDS:
            yield "threshold", f"{threshold:g}", table, replace(options, threshold=threshold)


def _pair(table: CaptureTable, a: int, b: int, expected: Any) -> PairRow:
    from scipy.special import pdtr, pdtrc

    pair = 1 << a | 1 << b
    overlap = int(table.margins[pair])
    product = float(table.margins[1 << a]) * float(table.margins[1 << b])
    mean = None if expected is None else float(expected[pair])
    return PairRow(
        table.names[a],
        table.names[b],
        overlap,
        mean,
        None if mean is None else float(pdtr(overlap, mean)),
        None if mean is None else float(pdtrc(overlap - 1, mean)) if overlap else 1.0,
        product / overlap if overlap else inf,
    )


def _resting(whole: Said, rows: list[LeftOutRow]) -> Iterator[Notice]:
    """W10, the list first whose absence moves the estimate most."""
    moved = [row for row in rows if row.moved is not None]
    for row in sorted(moved, key=lambda row: -abs(row.moved or 0)):
        outside = row.said.point is not None and whole.holds(row.said.point) is False
        if outside or abs(row.moved or 0) > MOVES:
            yield notice("W10", name=row.name, without=row.said.point)


def _tell(tell: Tell | None, done: int, total: int) -> None:
    if tell:
        tell(done, total)
