"""Synthetic rows and their error table as files: name, columns and words say that they are synthetic.

CSV: a column `synthetic_<variable>` for each variable, a row for each synthetic row, cells are codes. Columns with
another name are not read, so that these rows are never taken for rows of children.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict

import numpy as np

from fanal.engines.arrays import UInt8s
from fanal.engines.disclosure.accounting import DELTA, epsilon
from fanal.engines.disclosure.bundle_parts import SYNTHETIC, SYNTHETIC_PREFIX, SYNTHETIC_SCHEMA
from fanal.engines.disclosure.model import ClassSet, DisclosureError
from fanal.engines.disclosure.synthesis import Synthetic
from fanal.engines.disclosure.tables import plain, quoted

PREFIX, NAME = SYNTHETIC_PREFIX, SYNTHETIC
CAUTION = (
    "Synthetic rows: no row is a child, and no count of rows is official. They were made only from noised counts, and "
    "are for trying out analyses; take figures from the published tables."
)
ERRORS = (
    "In the mean over all cells of the noised tables of so many variables, in {unit}: 'count' in a cell; "
    "'difference' of the synthetic from the noised count; 'noise', by how much the noised count is off from the true "
    "one; 'at_most', their sum, which the mean error of synthetic counts is below. Of one variable the noised count is "
    "the mean of all noised tables that hold it. Tables of variables that were not noised together may be further off."
)
BLOCK = 50_000


def to_csv(made: Synthetic) -> bytes:
    """The rows as CSV in UTF-8; the same rows are the same bytes."""
    head = _line(f"{PREFIX}{one.name}" for one in made.classes.variables)
    cells = [[_line([quoted(code)]) for code in one.codes] for one in made.classes.variables]
    parts = [head + "\n"]
    for first in range(0, made.rows, BLOCK):
        columns = made.codes[first : first + BLOCK].T.tolist()
        words = [[known[code] for code in column] for known, column in zip(cells, columns, strict=True)]
        parts.append("".join(f"{','.join(row)}\n" for row in zip(*words, strict=True)))
    return "".join(parts).encode()


def _line(cells: Iterator[str] | list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(list(cells))
    return text.getvalue()


def read_csv(data: bytes, classes: ClassSet) -> UInt8s:
    """The codes (rows, variables) of synthetic rows. Raises `DisclosureError`, by row and column."""
    rows = csv.reader(io.StringIO(data.decode(), newline=""))
    if next(rows, None) != [f"{PREFIX}{variable.name}" for variable in classes.variables]:
        raise DisclosureError("the columns are not those of synthetic rows with this class set")
    numbers = [{code: place for place, code in enumerate(variable.codes)} for variable in classes.variables]
    codes: list[list[int]] = []
    for at, row in enumerate(rows, start=1):
        if len(row) != len(numbers):
            raise DisclosureError(f"row {at} has {len(row)} cells; {len(numbers)} are needed")
        try:
            codes.append([known[plain(cell)] for known, cell in zip(numbers, row, strict=True)])
        except KeyError:
            raise DisclosureError(f"row {at} has a code that its variable does not have") from None
    return np.array(codes, dtype=np.uint8).reshape(-1, len(numbers))


def error_json(made: Synthetic) -> bytes:
    """The error table with what it cost, as canonical JSON: known from the noise and the noised counts alone."""
    spent = {cohort: sum(spend.rho for spend in made.spent if spend.cohort == cohort) for cohort in made.cohorts}
    value = {
        "schema": SYNTHETIC_SCHEMA,
        "caution": CAUTION,
        "words": ERRORS.format(unit=made.classes.unit),
        "rows": made.rows,
        "population": made.classes.population,
        "classes_sha256": made.classes.sha256,
        "cohorts": [
            {"cohort": cohort, "rho": str(rho), "epsilon": epsilon(rho), "delta": DELTA}
            for cohort, rho in sorted(spent.items())
        ],
        "errors": [
            {name: round(number, 3) if isinstance(number, float) else number for name, number in asdict(error).items()}
            for error in made.errors
        ],
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
