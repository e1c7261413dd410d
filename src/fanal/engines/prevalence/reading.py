"""Capture tables as CSV: a 0/1 column for each list and the column `count`; one row a history.

Lines before the header that begin with # may say what the lists are: `# kind: children`, `# linkage: <how records were
linked and how well>`, `# period NG: 2024-01-01/2024-12-31` for a list. `# kind NG: …` is checked for one list.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from fanal.engines import sheets
from fanal.engines.arrays import Whole
from fanal.engines.prevalence.about import About, Period
from fanal.engines.prevalence.faults import COUNT, FEWEST, Fault, TableError, whole
from fanal.engines.prevalence.zeta import ordered


def read_csv(source: str | Path | bytes, sum_over: Sequence[str] = ()) -> tuple[tuple[str, ...], Whole, About]:
    """Names, counts, and what is said of the lists: see `CaptureTable.from_csv`. Raises `TableError` with row and
    column, and `OSError`."""
    sheet = sheets.read(sheets.content(source), _refused, notes=True)
    about = _about(sheet.notes)
    columns = _columns(sheet.header, sum_over)
    counts = np.zeros(1 << len(columns), dtype=np.int64)
    seen: set[int] = set()
    for row, values in sheet.records():
        mask, count = _mask(values, columns, row), _count(values[COUNT], row)
        if mask in seen and not sum_over:
            raise TableError(Fault.TWICE, "this history is there twice", row)
        seen.add(mask)
        counts[mask] += count
    if not counts.any():
        raise TableError(Fault.ALL_ZERO, "every count is 0: nobody is on a list")
    return tuple(columns), counts, about


def _refused(fault: sheets.Fault, words: str, line: int | None) -> TableError:
    return TableError(Fault(fault), words, line)


def write_csv(names: Sequence[str], counts: Whole, about: About) -> str:
    """The one way in which a table is written."""
    lines = []
    if about.kind != About().kind:
        lines.append(f"# kind: {about.kind}")
    if about.linkage:
        lines.append(f"# linkage: {' '.join(about.linkage.split())}")
    lines += [f"# period {name}: {first}/{last}" for name, (first, last) in sorted(about.periods)]
    lines.append(",".join([*names, COUNT]))
    for mask in ordered(len(names)):
        if counts[mask]:
            bits = [str(mask >> place & 1) for place in range(len(names))]
            lines.append(",".join([*bits, str(counts[mask])]))
    return "\n".join(lines) + "\n"


def _columns(header: Sequence[str], sum_over: Sequence[str]) -> list[str]:
    for place, name in enumerate(header, 1):
        if not name:
            raise TableError(Fault.UNNAMED, f"column {place} has no name")
        if name in header[: place - 1]:
            raise TableError(Fault.NAME_TWICE, "two columns have this name", column=name)
    if COUNT not in header:
        raise TableError(Fault.NO_COUNT, f"there is no column {COUNT!r}: only counts are taken, never rows of persons")
    if COUNT in sum_over:
        raise TableError(Fault.CALL, "counts are added up anyway; name a column to be left out", column=COUNT)
    if missing := sorted(set(sum_over) - set(header)):
        raise TableError(Fault.CALL, "there is no such column to sum over", column=missing[0])
    lists = [name for name in header if name != COUNT and name not in sum_over]
    if len(lists) < FEWEST:
        raise TableError(Fault.LISTS, f"{len(lists)} lists; the engine takes {FEWEST} or more")
    return lists


def _mask(values: dict[str, str], columns: list[str], row: int) -> int:
    mask = 0
    for place, name in enumerate(columns):
        if values[name] not in {"0", "1"}:
            raise TableError(Fault.FLAG, f"{values[name]!r} is neither 0 nor 1", row, name)
        mask |= int(values[name]) << place
    if not mask:
        raise TableError(Fault.ON_NONE, "these persons are on no list: this is what is estimated", row)
    return mask


def _count(text: str, row: int) -> int:
    if not text:
        raise TableError(Fault.NUMBER, "the count is missing", row, COUNT)
    try:
        return whole(int(text), row)
    except ValueError as error:
        if isinstance(error, TableError):
            raise
        raise TableError(Fault.NUMBER, f"{text!r} is no whole number", row, COUNT) from None


def _about(lines: Sequence[str]) -> About:
    kind, linkage = About().kind, ""
    periods: list[tuple[str, Period]] = []
    for row, line in enumerate(lines, 1):
        key, colon, value = line.lstrip("# ").partition(":")
        words, value = key.split(maxsplit=1), value.strip()
        if not colon or not words:
            continue
        if words[0].casefold() == "kind":
            named = About(value)
            kind = kind if len(words) > 1 else named.kind
        elif words[0] == "linkage":
            linkage = value
        elif words[0] == "period" and len(words) == 2:
            periods.append((words[1].strip(), _period(value, row)))
    return About(kind, tuple(sorted(periods)), linkage)


def _period(text: str, row: int) -> Period:
    try:
        first, last = (date.fromisoformat(part.strip()) for part in text.split("/"))
    except ValueError:
        raise TableError(Fault.PERIOD, f"{text!r} is no period; write 2024-01-01/2024-12-31", row) from None
    return first, last
