"""A protected table as SDMX-CSV 2.0, for offices of statistics: one line a cell; a hidden one has a status, no value.

Statuses are those of the SDMX code lists CL_OBS_STATUS 2.0 (A normal, Q suppressed, L not collected, O missing) and
CL_CONF_STATUS 1.0 (F free, C confidential, D secondary confidentiality); `_T` is a total and `_U` unknown. Whether
every receiver reads `_U` and C for small counts alike is unverified: the column STATE_OF_CELL says it in our own words.
"""

import csv
import io
import re
from collections.abc import Iterator

from fanal.engines.disclosure.model import MISSING, TOTAL, Cell, DisclosureError, Protected, State

STATUS: dict[State, tuple[str, str]] = {
    "shown": ("A", "F"),
    "fewer_than_k": ("Q", "C"),
    "too_few_to_say": ("Q", "C"),
    "held_back": ("Q", "D"),
    "no_data": ("L", "F"),
    "not_assessed": ("O", "F"),
}
"""For each state the codes of OBS_STATUS and CONF_STATUS."""
HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
TAIL = ("TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "LOWER_LIMIT", "UPPER_LIMIT", "STATE_OF_CELL")


def sdmx(protected: Protected, agency: str, flow: str) -> bytes:
    """The file. `agency` and `flow` identify it: letters, digits, `_`; the structure is `agency:flow(1.0)`.

    A table over several cohorts has the period `first/last`. Raises `DisclosureError` for an unusable identifier.
    """
    for name in (agency, flow):
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
            raise DisclosureError("an SDMX identifier starts with a letter and has letters, digits and _ only")
    spec = protected.spec
    limits = sorted(spec.where)
    names = [_identifier(name) for name in (*spec.rows, *spec.columns, *limits)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*HEAD, *names, *TAIL))
    fixed = tuple("+".join(_code(code) for code in spec.where[name]) for name in limits)
    for codes, cell in _cells(protected):
        dimensions = (*(_code(code) for code in codes), *fixed)
        writer.writerow(("dataflow", f"{agency}:{flow}(1.0)", "R", *dimensions, period(spec.cohorts), *_observed(cell)))
    return text.getvalue().encode()


def read_sdmx(data: bytes) -> tuple[Cell, ...]:
    """The cells of a file that `sdmx` wrote, in its order. Raises `DisclosureError` with the number of the line."""
    made = []
    reader = csv.DictReader(io.StringIO(data.decode(), newline=""))
    for line, row in enumerate(reader, start=2):
        state = row.get("STATE_OF_CELL")
        if state not in STATUS or (row["OBS_STATUS"], row["CONF_STATUS"]) != STATUS[state]:
            raise DisclosureError(f"line {line}: the status and the state of the cell do not fit; the file was changed")
        numbers = (row["OBS_VALUE"], row["LOWER_LIMIT"], row["UPPER_LIMIT"])
        if not all(text is not None and (text == "" or (text.isascii() and text.isdecimal())) for text in numbers):
            raise DisclosureError(f"line {line}: a number is neither whole nor empty; the file was changed")
        made.append(Cell(state, *(int(value) if value else None for value in numbers)))
    return tuple(made)


def period(cohorts: tuple[int, ...]) -> str:
    """The time period of one or more cohorts."""
    if not cohorts:
        return "_U"
    return str(cohorts[0]) if len(cohorts) == 1 else f"{min(cohorts)}/{max(cohorts)}"


def _cells(protected: Protected) -> Iterator[tuple[tuple[str, ...], Cell]]:
    for at, row in enumerate(protected.rows):
        for column, names in enumerate(protected.columns):
            yield (*row, *names), protected.cell(at, column)


def _observed(cell: Cell) -> tuple[str, ...]:
    status, confidentiality = STATUS[cell.state]
    value, lower, upper = ("" if n is None else str(n) for n in (cell.value, cell.lower, cell.upper))
    return value, status, confidentiality, lower, upper, cell.state


def _code(code: str) -> str:
    return {TOTAL: "_T", MISSING: "_U"}.get(code, code)


def _identifier(name: str) -> str:
    return re.sub(r"[^A-Z0-9_]", "_", name.upper())
