"""What whoever releases tables knows and the counts do not say: earlier releases, assents, what nobody records."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from fanal.engines.arrays import Whole
from fanal.engines.disclosure.layout import Layout
from fanal.engines.disclosure.model import MISSING, TOTAL, Cell, ClassSet, DisclosureError, Protected, TableSpec


@dataclass(frozen=True, slots=True)
class Given:
    """By default nothing that would change a table.

    `other_classes`: SHA-256 of each class set that releases of the population used. `tables_before`: tables released
    on the cohort. `earlier`: the tables of all earlier releases of the population, each with the id of its release
    (`groups.published`). `unmarked`: variables of fields that are not marked `stat` (see the function). `assents`:
    roles that assented in writing to statements about whole groups. `not_assessed`: variables that were not asked.
    `no_data`: (variable, code) for which nobody records. Both are declared, never taken from counts: a state of its own
    for 0 would tell of a 0.
    """

    other_classes: frozenset[str] = frozenset()
    tables_before: int = 0
    earlier: Sequence[tuple[str, Protected]] = ()
    unmarked: frozenset[str] = frozenset()
    assents: frozenset[str] = frozenset()
    not_assessed: frozenset[str] = frozenset()
    no_data: frozenset[tuple[str, str]] = frozenset()


NOTHING = Given()


def unmarked(classes: ClassSet, fields: Mapping[str, str], marked: Container[str]) -> frozenset[str]:
    """The variables that may not be counted: those of no field, or of one that is not `marked` for statistics.

    `fields`: from which field of the case model each variable comes.
    """
    return frozenset(one.name for one in classes.variables if fields.get(one.name) not in marked)


def check(classes: ClassSet, given: Given) -> None:
    """Raises `DisclosureError` for a variable or code that the class set does not have: it would change nothing."""
    if given.tables_before < 0:
        raise DisclosureError("a number of tables is 0 or more")
    for name in (*given.not_assessed, *given.unmarked):
        classes.place(name)
    for name, code in given.no_data:
        if code not in classes.variables[classes.place(name)].codes:
            raise DisclosureError(f"{name} has no such code; look at its list of codes")


def declared(spec: TableSpec, where: Layout, n: Whole, given: Given) -> dict[int, Cell]:
    """The cells (by place) of which it is declared that nobody asked or records. `n`: their counts, (cells,).

    Raises `DisclosureError` where children are counted all the same.
    """
    names = (*spec.rows, *spec.columns)
    cells: dict[int, Cell] = {}
    for place, line in enumerate((*row, *column) for row in where.rows for column in where.columns):
        state = _state(dict(zip(names, line, strict=True)), given)
        if state is None:
            continue
        if n[place]:
            row, column = divmod(place, len(where.columns))
            raise DisclosureError(
                f"row {row + 1}, column {column + 1} is declared not to be recorded, and yet children are counted there"
            )
        cells[place] = state
    return cells


def _state(codes: dict[str, str], given: Given) -> Cell | None:
    if any((name, code) in given.no_data for name, code in codes.items()):
        return Cell("no_data")
    if any(name in given.not_assessed and code not in {MISSING, TOTAL} for name, code in codes.items()):
        return Cell("not_assessed")
    return None
