"""Two records that become one, or two who changed one at once: field by field, nothing is lost (docs/cases.md). Pure.

What nobody else changed is applied; what somebody did is kept beside theirs until a person chooses. A replay changes
nothing, and identifiers that a device makes are those of the rows. The risk is never lowered here: a person lowers it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final
from uuid import UUID

from fanal.cases.codes import Risk

RISK: Final = "risk"
_RISING: Final = (None, Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.CRITICAL)

type Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that two changed: what both saw, what is sent, what stands."""

    field: str
    base: object
    mine: object
    theirs: object


@dataclass(frozen=True, slots=True)
class Merged:
    """What is written, and what both kept."""

    applied: Values
    conflicts: tuple[Conflict, ...]


def merge(base: Values, mine: Values, theirs: Values, *, may_write: bool = True) -> Merged:
    """What becomes of changes. `base`: what their writer saw; `theirs`: what stands now. Where nothing may be written,
    since the ground was withdrawn meanwhile, all is kept and nothing applied."""
    applied: dict[str, object] = {}
    conflicts: list[Conflict] = []
    for name, value in mine.items():
        seen, stands = base.get(name), theirs.get(name)
        if value in (seen, stands):
            continue
        if may_write and _goes(name, value, seen, stands):
            applied[name] = value
        else:
            conflicts.append(Conflict(name, seen, value, stands))
    return Merged(applied, tuple(conflicts))


def _goes(name: str, value: object, seen: object, stands: object) -> bool:
    if name == RISK:
        return _RISING.index(value) > _RISING.index(stands)
    return seen == stands


# ---- what comes from devices ----


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one row, as a device sends it, perhaps twice. `key`: of the request. `row`: made by the device."""

    key: UUID
    row: UUID
    mine: Values
    base: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was not applied, with the request in which it came: it waits for a person."""

    key: UUID
    conflict: Conflict


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands: its values, what waits beside them, and the requests that were taken."""

    values: Values = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    taken: frozenset[UUID] = frozenset()


def take(rows: Mapping[UUID, Row], edit: Edit, *, may_write: bool = True) -> Mapping[UUID, Row]:
    """The rows after an edit. One that was taken before changes nothing."""
    row = rows.get(edit.row, Row())
    if edit.key in row.taken:
        return rows
    merged = merge(edit.base, edit.mine, row.values, may_write=may_write)
    kept = tuple(Kept(edit.key, one) for one in merged.conflicts)
    made = Row({**row.values, **merged.applied}, row.kept + kept, row.taken | {edit.key})
    return {**rows, edit.row: made}


def settle(row: Row, kept: Kept) -> Row:
    """A row of which a person chose: what waited waits no more. What they chose came as an edit of its own."""
    return replace(row, kept=tuple(one for one in row.kept if one != kept))


# ---- two records of one person ----

LINES: Final = 20
"""A list holds so many at most (model file)."""


def join(keeps: Values, other: Values) -> Merged:
    """What the record that goes on gets of the other: what it lacks; lists are put together, and a key of a map goes
    where it has none. Where both differ, both are kept (`conflicts`)."""
    theirs, mine, base, left = said(keeps), said(other), {}, []
    for name, value in mine.items():
        if isinstance(value, tuple):
            base[name] = has = theirs.get(name, ())
            assert isinstance(has, tuple)
            keys = set(map(_key, has))
            new = [one for one in dict.fromkeys(value) if _key(one) not in keys][: LINES - len(has)]
            mine[name] = (*has, *new)
            if rest := tuple(one for one in value if one not in {*has, *new}):
                left.append(Conflict(name, (), rest, has))
            if not has:
                del base[name]
    merged = merge(base, {name: value for name, value in mine.items() if value != ()}, theirs)
    return Merged(merged.applied, tuple(chain(merged.conflicts, left)))


def said(values: Values) -> dict[str, object]:
    """What somebody said; a no and a nought are said, too."""
    return {name: value for name, value in values.items() if value is not None and value not in ("", ())}


def _key(one: object) -> object:
    """What a line must not stand twice with: of a map its key, else all of it."""
    return getattr(one, "key", one)


def part(taken: Values, stands: Values) -> tuple[Values, tuple[str, ...]]:
    """What is written where a joining is undone, and which fields stay, since somebody changed them. `taken`: what was
    taken over, of a list the lines that came. None: nothing is said there any more."""
    emptied: dict[str, object] = {}
    changed = []
    for name, value in taken.items():
        now = stands.get(name)
        if isinstance(value, tuple):
            has = now if isinstance(now, tuple) else ()
            if len(left := tuple(one for one in has if one not in value)) < len(has):
                emptied[name] = left
            if any(one not in has for one in value):
                changed.append(name)
        elif now == value:
            emptied[name] = None
        else:
            changed.append(name)
    return emptied, tuple(changed)
