"""Tables of other systems, put to a map as the pages do."""

import json
from datetime import date
from typing import Any

from fanal.cases.exchange import maps, reading, sheets
from fanal.web.api import tables

TODAY = date(2026, 11, 25)


def looked(name: str, text: str | list[str]) -> tables.Checked:
    """What a table comes to."""
    pieces = [text] if isinstance(text, str) else text
    kind = sheets.kind(maps.load(name), TODAY)
    heading = tables.read(pieces, kind.flat, kind.most).heading
    return tables.check(pieces, kind, tables.suggested(kind, heading))


def children(name: str, text: str | list[str]) -> list[reading.Child]:
    """The children of a table, of which no row is refused."""
    checked = looked(name, text)
    assert not checked.problems, [one.words for one in checked.problems]
    return sheets.children(maps.load(name), checked.reading.kept(), TODAY)


def child(name: str, **cells: Any) -> reading.Child:
    """The child of one row, as JSON."""
    (made,) = children(name, json.dumps([cells]))
    return made


def csv(*rows: tuple[str, ...]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
