"""What differs between two releases, for those who review a correction and those who read one."""

from collections.abc import Iterator
from dataclasses import dataclass

from fanal.engines.disclosure.bundle_parts import Bundle
from fanal.engines.disclosure.model import Cell, Protected
from fanal.engines.disclosure.pictures import cells, title

FIELDS = (
    "kind", "title", "version", "publisher", "published_on", "question", "population", "cohorts", "supersedes",
    "reason", "notes", "licence", "coverage", "method", "privacy", "attacks", "reviews", "estimate", "statistician",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that differs: in words where, what it was and what it is (empty: was not there, is not there). Of a
    cell `table` is the title of its table, which is not in `where`."""

    where: str
    old: str
    new: str
    table: str = ""


def differences(old: Bundle, new: Bundle) -> tuple[Difference, ...]:
    """What a reader must know: fields of `release.json`, tables that came or went, cells, in the order of the new."""
    return (*_fields(old, new), *_tables(old, new))


def _fields(old: Bundle, new: Bundle) -> Iterator[Difference]:
    for name in FIELDS:
        was, now = old.document.get(name), new.document.get(name)
        if isinstance(was, dict) and isinstance(now, dict):
            for part in sorted({*was, *now}):
                if was.get(part) != now.get(part):
                    yield Difference(f"{name}, {part}", _said(was.get(part)), _said(now.get(part)))
        elif was != now:
            if isinstance(was, list) and isinstance(now, list):  # what both have is no difference
                was, now = [part for part in was if part not in now], [part for part in now if part not in was]
            yield Difference(name.replace("_", " "), _said(was), _said(now))
    if (old.classes and old.classes.sha256) != (new.classes and new.classes.sha256):
        yield Difference("class set", *(bundle.classes.sha256 if bundle.classes else "" for bundle in (old, new)))
    if old.synthetic != new.synthetic:
        yield Difference("synthetic rows", *("there" if bundle.synthetic is not None else "" for bundle in (old, new)))


def _tables(old: Bundle, new: Bundle) -> Iterator[Difference]:
    before = {_name(table): table for table in old.tables}
    after = {_name(table): table for table in new.tables}
    for name, table in after.items():
        if name in before:
            yield from _cells(before[name], table)
        else:
            yield Difference(f"table {title(table)}", "", "new")
    for name, table in before.items():
        if name not in after:
            yield Difference(f"table {title(table)}", "there", "")


def _name(table: Protected) -> tuple[object, ...]:
    """What makes two tables the same: what they count."""
    spec = table.spec
    return spec.rows, spec.columns, tuple(sorted(spec.where.items())), tuple(sorted(spec.cohorts)), table.rows


def _cells(old: Protected, new: Protected) -> Iterator[Difference]:
    for one, other in zip(cells(old), cells(new), strict=True):
        if _shown(one.cell) != _shown(other.cell):
            where = ", ".join(filter(None, (other.row, other.column)))
            yield Difference(where, one.words, other.words, title(new))


def _shown(cell: Cell) -> tuple[object, ...]:
    return cell.state, cell.value, cell.lower, cell.upper


def _said(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(_said(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(part)}" for name, part in sorted(value.items()))
    return "" if value is None else str(value)
