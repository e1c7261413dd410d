"""Coverage: who could be counted, as it stands beside every table. It is made of protected numbers and rounded ones.

The share missing of a variable is worked out from the published cells themselves: an exact share would be a number of
its own that nobody protected.
"""

from collections.abc import Sequence

from fanal.engines.disclosure.contracts import MISSING, TOTAL, Coverage, Protected
from fanal.research.contracts import Source
from fanal.research.models import Plan
from fanal.research.records.sources import Rows

STEP = 10
NOTES = {
    Source.CONCERNS: "Concerns and handovers that were told to us and ended, not all that happened to children.",
    Source.IMPORT: "Children in a file that was read in, not all children.",
}
NOTE = "Children known to us, not all children."


def rounded(number: int) -> int:
    """To the nearest ten."""
    return (number + STEP // 2) // STEP * STEP


def of(plan: Plan, tables: Sequence[Protected], rows: Rows) -> Coverage:
    """The coverage of one member's own tables."""
    note = NOTES.get(Source(plan.population.source), NOTE)
    return Coverage(1, 1, rounded(rows.opted_out), missing_of(tables), note)


def missing_of(tables: Sequence[Protected]) -> dict[str, int | None]:
    """For each variable the share in percent of which it is not known; None where published cells do not say it."""
    names = sorted({name for one in tables for name in (*one.spec.rows, *one.spec.columns)})
    return {name: _missing(name, tables) for name in names}


def _missing(name: str, tables: Sequence[Protected]) -> int | None:
    for one in tables:
        variables = (*one.spec.rows, *one.spec.columns)
        if name not in variables or one.spec.where or not one.spec.totals:
            continue
        whole = tuple(TOTAL for _ in variables)
        part = tuple(MISSING if variable == name else TOTAL for variable in variables)
        share = _share(_value(one, part), _value(one, whole))
        if share is not None:
            return share
    return None


def _value(table: Protected, codes: tuple[str, ...]) -> int | None:
    split = len(table.spec.rows)
    row, column = table.rows.index(codes[:split]), table.columns.index(codes[split:])
    cell = table.cell(row, column)
    return cell.value if cell.state == "shown" else None


def _share(part: int | None, whole: int | None) -> int | None:
    return None if part is None or not whole else min(round(100 * part / whole), 100)
