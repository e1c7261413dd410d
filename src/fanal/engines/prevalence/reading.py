"""Capture tables as CSV: a 0/1 column for each list and the column `count`; one row a history.

Lines before the header that begin with # may say what the lists are: `# kind: children`, `# linkage: <how records were
linked and how well>`, `# period NG: 2024-01-01/2024-12-31` for a list. `# kind NG: …` is checked for one list.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from fanal.engines.prevalence.table import FEWEST, About, CaptureTable, Period, TableError, ordered, whole

COUNT = "count"


def read_csv(source: str | Path, sum_over: Sequence[str] = ()) -> CaptureTable:
    """See `CaptureTable.from_csv`. Raises `TableError` with row and column, and `OSError`."""
    text = Path(source).read_text("utf-8-sig") if isinstance(source, Path) or "\n" not in source else source
    lines = text.splitlines()
    head = next((place for place, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if head is None:
        raise TableError("the table is empty")
    about = _about(lines[:head])
    header = [cell.strip() for cell in next(csv.reader([lines[head]]))]
    columns = _columns(header, sum_over)
    counts = np.zeros(1 << len(columns), dtype=np.int64)
    seen: set[int] = set()
    for row, cells in enumerate(csv.reader(io.StringIO("\n".join(lines[head + 1 :]))), head + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise TableError(f"{len(cells)} cells where the header has {len(header)}", row)
        values = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        mask, count = _mask(values, columns, row), _count(values[COUNT], row)
        if mask in seen and not sum_over:
            raise TableError("this history is there twice", row)
        seen.add(mask)
        counts[mask] += count
    return CaptureTable(tuple(columns), counts, about)


def write_csv(table: CaptureTable) -> str:
    """The one way in which a table is written."""
    about, lines = table.about, []
    if about.kind != About().kind:
        lines.append(f"# kind: {about.kind}")
    if about.linkage:
        lines.append(f"# linkage: {' '.join(about.linkage.split())}")
    lines += [f"# period {name}: {first}/{last}" for name, (first, last) in sorted(about.periods)]
    lines.append(",".join([*table.names, COUNT]))
    for mask in ordered(table.k):
        if table.counts[mask]:
            bits = [str(mask >> place & 1) for place in range(table.k)]
            lines.append(",".join([*bits, str(table.counts[mask])]))
    return "\n".join(lines) + "\n"


def _columns(header: list[str], sum_over: Sequence[str]) -> list[str]:
    for place, name in enumerate(header, 1):
        if not name:
            raise TableError(f"column {place} has no name")
        if name in header[: place - 1]:
            raise TableError("two columns have this name", column=name)
    if COUNT not in header:
        raise TableError(f"there is no column {COUNT!r}: only counts are taken, never rows of persons")
    if missing := sorted(set(sum_over) - set(header)):
        raise TableError("there is no such column to sum over", column=missing[0])
    lists = [name for name in header if name != COUNT and name not in sum_over]
    if len(lists) < FEWEST:
        raise TableError(f"{len(lists)} lists; the engine takes {FEWEST} or more")
    return lists


def _mask(values: dict[str, str], columns: list[str], row: int) -> int:
    mask = 0
    for place, name in enumerate(columns):
        if values[name] not in {"0", "1"}:
            raise TableError(f"{values[name]!r} is neither 0 nor 1", row, name)
        mask |= int(values[name]) << place
    if not mask:
        raise TableError("these persons are on no list: this is what is estimated", row)
    return mask


def _count(text: str, row: int) -> int:
    if not text:
        raise TableError("the count is missing", row, COUNT)
    try:
        return whole(int(text), row)
    except ValueError as error:
        if isinstance(error, TableError):
            raise
        raise TableError(f"{text!r} is no whole number", row, COUNT) from None


def _about(lines: list[str]) -> About:
    kind, linkage = About().kind, ""
    periods: list[tuple[str, Period]] = []
    for row, line in enumerate(lines, 1):
        key, found, value = line.lstrip("# ").partition(":")
        words, value = key.split(maxsplit=1), value.strip()
        if not found or not words:
            continue
        if words[0] == "kind":
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
        raise TableError(f"{text!r} is no period; write 2024-01-01/2024-12-31", row) from None
    return first, last
