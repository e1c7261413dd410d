"""Cells of a comparison that say the same, told together: runs of ages and of days, ways that are all the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from fanal.vocabulary.dates import Interval

type Bands = Sequence[tuple[int, int]]
type BandCell = tuple[int, int, Interval]
"""Number of the way, number of the band of ages, days of the act."""
type _Runs = tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class CellRange:
    """One cell as an example, and what is the same around it; None: all that there is.

    `bands`: numbers of the first and the last; `one_way`: of that of the example alone.
    """

    example: BandCell
    bands: tuple[int, int] | None = None
    first: date | None = None
    last: date | None = None
    one_way: bool = False


def boxed(held: Iterable[BandCell], every: Iterable[BandCell], ages: Bands) -> list[CellRange]:
    """Boxes that cover the cells `held`, of all the cells there are."""
    whole = _by_way(every)
    boxes = []
    for (runs, low, high), ways in _same_runs(_by_way(held)).items():
        alike = {way for way, bands in whole.items() if any(low <= band <= high for band in bands)} <= set(ways)
        groups = [ways] if alike else [{way: cells} for way, cells in ways.items()]
        for group in groups:
            # Whatever the facts and whatever the age: only where no other way is left, which other ages may have.
            only = not alike or len(group) == len(whole)
            everywhere = only and all((low, high) == (min(whole[way]), max(whole[way])) for way in group)
            always = all(
                runs == _runs([cell for band in range(low, high + 1) for cell in whole[way][band]]) for way in group
            )
            cells = next(iter(group.values()))
            for first, last in runs[: 1 if always else None]:
                example = next(cell for cell in cells if first <= _day(cell[2].first) <= last)
                bands = None if everywhere else (low, high)
                start, end = (None, None) if always else (first, last)
                boxes.append(CellRange(example, bands, start, end, one_way=not alike))
    return boxes


def _same_runs(own: dict[int, dict[int, list[BandCell]]]) -> dict[tuple[_Runs, int, int], dict[int, list[BandCell]]]:
    """Ways by the days and the run of bands that they have in common; each with the cells of the first band."""
    same: dict[tuple[_Runs, int, int], dict[int, list[BandCell]]] = {}
    for way, of_band in own.items():
        rows = [(band, _runs(cells), cells) for band, cells in sorted(of_band.items())]
        for _, run in groupby(enumerate(rows), key=lambda one: (one[1][1], one[1][0] - one[0])):
            held = [row for _, row in run]
            same.setdefault((held[0][1], held[0][0], held[-1][0]), {})[way] = held[0][2]
    return same


def _by_way(cells: Iterable[BandCell]) -> dict[int, dict[int, list[BandCell]]]:
    found: dict[int, dict[int, list[BandCell]]] = {}
    for cell in cells:
        found.setdefault(cell[0], {}).setdefault(cell[1], []).append(cell)
    return found


def _runs(cells: Iterable[BandCell]) -> _Runs:
    """Days without gaps, sorted."""
    found: list[tuple[date, date]] = []
    for first, last in sorted({(_day(cell[2].first), _day(cell[2].last)) for cell in cells}):
        if found and first <= found[-1][1] + timedelta(1):
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return tuple(found)


def _day(day: date | None) -> date:
    assert day is not None
    return day
