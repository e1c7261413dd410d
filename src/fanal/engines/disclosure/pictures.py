"""What the picture of a protected table shows and says: its bars, its title, and the whole table in words.

`svg` draws it. A hidden cell has its words, and is never a bar of height zero. Sums are not among the bars.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fanal.engines.disclosure.model import MISSING, TOTAL, Cell, ClassSet, Protected
from fanal.engines.disclosure.words import error, said

MOST_BARS = 96
"""A picture with more bars cannot be read; it then shows the sums of rows, and says so."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One cell with its words. `row` and `column`: labels; `column` is empty where the table has no columns."""

    row: str
    column: str
    cell: Cell
    words: str


def cells(protected: Protected) -> Iterator[Bar]:
    """All cells of a table, sums too, in its order."""
    for at, row in enumerate(protected.rows):
        for place, column in enumerate(protected.columns):
            cell = protected.cell(at, place)
            names = (
                _labels(protected.classes, protected.spec.rows, row),
                _labels(protected.classes, protected.spec.columns, column),
            )
            yield Bar(*names, cell, said(cell, protected.policy.k))


def bars(protected: Protected) -> tuple[list[Bar], str]:
    """The cells that are drawn, and what must be said about the choice (empty: all but the sums)."""
    everything = list(cells(protected))
    codes = [(*row, *column) for row in protected.rows for column in protected.columns]
    inner = [bar for bar, held in zip(everything, codes, strict=True) if TOTAL not in held]
    if len(inner) <= MOST_BARS:
        return inner, ""
    lines = [
        bar
        for at, row in enumerate(protected.rows)
        for bar, column in zip(everything[at * len(protected.columns) :], protected.columns, strict=False)
        if TOTAL not in row and all(code == TOTAL for code in column)
    ]
    words = f"The picture shows the first {MOST_BARS} of {len(inner)} cells; the table has all."
    if 0 < len(lines) <= MOST_BARS and protected.spec.columns:
        return lines, "The picture shows the sums of the rows; the table has all cells."
    return inner[:MOST_BARS], words


def title(protected: Protected) -> str:
    """The title of a table: its own, or one from its variables and cohorts."""
    if protected.spec.title:
        return protected.spec.title
    names = [_name(protected.classes, name) for name in (*protected.spec.rows, *protected.spec.columns)]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    years = ", ".join(str(year) for year in sorted(protected.spec.cohorts))
    counted = f"{_capital(protected.classes.unit)} by {listed}"
    return f"{counted}, {years}" if years else counted


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def limits(protected: Protected) -> str:
    """In words: to which part of its unit the table is limited (empty: it is not)."""
    found = []
    for name, codes in sorted(protected.spec.where.items()):
        words = " or ".join(_label(protected.classes, name, code) for code in codes)
        found.append(f"{_name(protected.classes, name)}: {words}")
    return f"Only {protected.classes.unit} with {'; '.join(found)}." if found else ""


def words(protected: Protected) -> str:
    """The table in words: its title, its limits, every cell, and how far a shown number may be from the truth."""
    every = ". ".join(": ".join(part for part in (bar.row, bar.column, bar.words) if part) for bar in cells(protected))
    parts = (f"{title(protected)}.", limits(protected), f"{every}.", error(protected.error))
    return " ".join(part for part in parts if part)


def _labels(classes: ClassSet, names: tuple[str, ...], codes: tuple[str, ...]) -> str:
    return ", ".join(_label(classes, name, code) for name, code in zip(names, codes, strict=True))


def _label(classes: ClassSet, name: str, code: str) -> str:
    variable = classes.variables[classes.place(name)]
    if code == TOTAL:
        return f"all ({variable.label or name})"
    label = variable.labels[variable.codes.index(code)] if variable.labels else code
    return "not asked or unknown" if code == MISSING and label == MISSING else label


def _name(classes: ClassSet, name: str) -> str:
    return classes.variables[classes.place(name)].label or name
