"""What was once stored opens for ever: `stored.json` holds each shape that sealed content ever had, with one value in
each field, and every version of the program reads all of them. A line is added to it and never changed.
"""

import json
import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from fanal import columns
from fanal.access.contracts import Content
from fanal.concerns.counting.cells import CountCell

pytestmark = pytest.mark.once
PINNED: dict[str, str] = json.loads((Path(__file__).parent / "stored.json").read_text())
_VALUES: dict[Any, Any] = {
    str: "x",
    int: 1,
    float: 1.0,
    bool: True,
    datetime: datetime(2026, 11, 28, tzinfo=UTC),
    date: date(2026, 11, 28),
}


def _schemas() -> Iterator[type[Content]]:
    """Every schema that a model seals, and the count cell, which is sealed to a team."""
    yield CountCell
    found = {how.schema for model in columns.tables() for how in columns.sealed(model).values()}
    yield from sorted(found, key=lambda schema: schema.__name__)


def _full(hint: Any) -> Any:
    """A value of this type in which every field of every part has one."""
    if isinstance(hint, types.UnionType):
        hint = get_args(hint)[0]
    if get_origin(hint) is tuple:
        return (_full(get_args(hint)[0]),)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{part.name: _full(hints[part.name]) for part in fields(hint)})  # type: ignore[operator]
    return _VALUES[hint]


@pytest.mark.parametrize("schema", list(_schemas()), ids=lambda schema: schema.__name__)
def test_whoever_changes_what_is_stored_gives_it_a_new_version(schema: type[Content]) -> None:
    name, text = f"{schema.__name__} {schema.version()}", _full(schema).to_json()
    assert name in PINNED, f"a new shape: add it to tests/contracts/stored.json\n{json.dumps({name: text})}"
    assert PINNED[name] == text, (
        f"{schema.__name__} stores another shape than its version {schema.version()} did. Give a new "
        f"field `since={schema.version() + 1}`, and whatever else changes a reader in `READERS`; see docs/access.md"
    )


@pytest.mark.parametrize("name", PINNED)
def test_every_shape_that_was_ever_stored_is_read(name: str) -> None:
    schemas = {schema.__name__: schema for schema in _schemas()}
    found = schemas[name.partition(" ")[0]].from_json(PINNED[name])
    assert json.loads(found.to_json())["fields"], name


def test_no_shape_is_left_out_between_the_first_and_the_newest() -> None:
    wanted = {f"{schema.__name__} {version + 1}" for schema in _schemas() for version in range(schema.version())}
    assert set(PINNED) == wanted
