"""What is known of a child in the shape of another system: the map of its import, read backwards (CM-68).

Only what a map names goes out, and of it only categories that a ground covers. What several columns share is parted
among them; a code that the other system does not have stays out. No cell is taken for a formula.
"""

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from fanal.cases.ages import born
from fanal.cases.exchange.maps import Column, Map
from fanal.cases.model.declared import model
from fanal.vocabulary.codes import DataCategory
from fanal.web.api import papers

REF, MARK = "fanal_ref", "fanal_mark"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one child, by path of the field, and which categories may go out."""

    values: Mapping[str, Any] = field(repr=False)
    may: Collection[DataCategory]


def cells(map_: Map, known: Known) -> dict[str, str]:
    """The cells of one child, under an identifier that is new every time."""
    made = {REF: str(uuid4())}
    groups: dict[str, list[Column]] = {}
    for one in map_.columns:
        if one.to:
            groups.setdefault(one.to, []).append(one)
    for path, columns in groups.items():
        value = _goes(path, known)
        made.update(dict(_parted(map_, columns, value)) if value not in (None, "", ()) else {})
    return made


def _goes(path: str, known: Known) -> Any:
    """The value of a field, as much of it as a ground covers: without one for who the child is, a year of birth."""
    value = known.values.get(path)
    if model().field(path).category in known.may:
        return value
    is_birth = path == "child.birth_date" and DataCategory.EXISTENCE in known.may
    day = born(value) if is_birth else None
    return str(day.year) if day else None


def _parted(map_: Map, columns: list[Column], value: Any) -> Iterator[tuple[str, str]]:
    """A value among the columns that share its field: each takes one, and the last what is left where it can."""
    kind = model().field(columns[0].to).kind
    if kind in {"contact_list", "identifier_list"}:
        for of in dict.fromkeys(one.kind for one in columns):
            mine = [one for one in columns if one.kind == of]
            texts = [part.value for part in value if part.kind == of]
            yield from ((one.name, text) for one, text in zip(mine, texts, strict=False))
        return
    if columns[0].values:
        for one in columns:
            codes = value if isinstance(value, tuple) else (value,)
            texts = [name for code in codes if (name := _name(one, code))]
            if texts:
                yield one.name, map_.many.join(texts)
                return
        return
    several = [str(one) for one in value] if isinstance(value, tuple) else [_said(value)]
    glue = "\n" if kind == "text_list" else map_.many
    for at, one in enumerate(columns):
        texts = several[at:] if one is columns[-1] else several[at : at + 1]
        if texts:
            yield one.name, glue.join(texts)


def _said(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _name(one: Column, code: str) -> str:
    """What the other system calls a code; empty where it has none."""
    said = (folded for folded, to in one.values.items() if any((t.path, t.code) == (one.to, code) for t in to))
    exact = [folded for folded in said if one.values[folded]]
    best = min(exact, key=lambda folded: len(one.values[folded]), default="")
    return one.names[best] if best else ""


# ---- files ----


def as_csv(map_: Map, children: Collection[Mapping[str, str]], mark: str) -> str:
    """A table, with the mark in each row."""
    heads = [REF, *(one.name for one in map_.columns if one.to), MARK]
    return _table(heads, ([one.get(name, "") for name in heads[:-1]] for one in children), mark)


def as_list(heads: list[str], rows: Collection[list[str]], mark: str) -> str:
    """A list of files, with the mark in each row."""
    return _table([*heads, MARK], rows, mark)


def _table(heads: list[str], rows: Any, mark: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(list(map(papers.plain, (*row, mark))) for row in rows)
    return out.getvalue()


def as_json(map_: Map, children: Collection[Mapping[str, str]], mark: str) -> str:
    """Objects as that system's interface gives them; several values are a list."""
    columns = {one.name: one for one in map_.columns}

    def value(name: str, text: str) -> Any:
        one = columns.get(name)
        many = one is not None and one.field is not None and one.field.kind in {"code_list", "country_list"}
        return text.split(map_.many) if many else text

    data = [{name: value(name, text) for name, text in one.items()} | {MARK: mark} for one in children]
    return json.dumps({"data": data, "metadata": {"total": len(data)}}, ensure_ascii=False, indent=1)
