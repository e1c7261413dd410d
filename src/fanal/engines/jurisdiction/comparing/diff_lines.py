"""A comparison of laws as a table: offences with the same fate on one line
(docs/law-rules.md, "Two laws compared")."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fanal.engines.jurisdiction.comparing.diff import Blocked, CellChange, DiffKind

_CHILDREN = {"child_national", "child_resident"}
EITHER_CHILD = "child_national_or_resident"
_KINDS = (DiffKind.LOST, DiffKind.UNKNOWN, DiffKind.GAINED, DiffKind.NEW, DiffKind.NONE)


@dataclass(frozen=True, slots=True)
class Line:
    """All cells that differ in the offence (or conduct) alone; `cell` is the first of them, without it."""

    cell: CellChange
    subjects: tuple[str, ...]

    @property
    def kind(self) -> DiffKind:
        return self.cell.kind


def lines(changes: Iterable[CellChange]) -> list[Line]:
    """Losses first. Nationals and residents among children are told together where they fare alike."""
    groups: dict[object, list[CellChange]] = {}
    for change in _children_together(changes):
        groups.setdefault((*_key(change), _ways_blocked(change), change.notes), []).append(change)
    made = [
        Line(
            replace(
                cells[0],
                offence="",
                conduct="",
                offences=tuple(sorted({code for cell in cells for code in cell.offences})),
                blocked=tuple(sorted({block for cell in cells for block in cell.blocked})),
            ),
            tuple(sorted({cell.offence or cell.conduct for cell in cells})),
        )
        for cells in groups.values()
    ]
    return sorted(made, key=_order)


def _key(one: CellChange) -> tuple[object, ...]:
    """All but the offence and what is said of it."""
    return (
        one.jurisdiction, one.who, one.place, one.extradition, one.ages, one.facts, one.first, one.last, one.before,
        one.after, one.kind, one.rules_before, one.rules_after,
    )  # fmt: skip


def _ways_blocked(one: CellChange) -> frozenset[tuple[str, str, str]]:
    return frozenset((blocked.rule, blocked.part, blocked.worth) for blocked in one.blocked)


def _children_together(changes: Iterable[CellChange]) -> list[CellChange]:
    kept: list[CellChange] = []
    pairs: dict[object, list[CellChange]] = {}
    for change in changes:
        if change.who in _CHILDREN:
            same = replace(change, who="", rules_before=(), rules_after=(), offences=(), blocked=(), notes=())
            pairs.setdefault(same, []).append(change)
        else:
            kept.append(change)
    for held in pairs.values():
        kept += [_both(*held)] if len(held) == 2 else held
    return kept


def _both(one: CellChange, other: CellChange) -> CellChange:
    return replace(
        one,
        who=EITHER_CHILD,
        rules_before=_union(one.rules_before, other.rules_before),
        rules_after=_union(one.rules_after, other.rules_after),
        offences=_union(one.offences, other.offences),
        blocked=tuple[Blocked, ...](sorted({*one.blocked, *other.blocked})),
        notes=_union(one.notes, other.notes),
    )


def _union(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*one, *other}))


def _order(line: Line) -> tuple[object, ...]:
    cell = line.cell
    days = str(cell.first or ""), str(cell.last or "~")
    return (cell.jurisdiction, _KINDS.index(cell.kind), cell.who, cell.place, cell.extradition, cell.ages or (0, 0),
            str(cell.facts), days, line.subjects)  # fmt: skip
