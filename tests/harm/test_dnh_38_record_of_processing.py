"""DNH-38: the record of processing and the annex of the impact assessment come from the schema.

A field without class, purpose, time of keeping and category does not get in; a clear column has its reason.
"""

from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

import fanal
from fanal import columns, vault
from fanal.site import generated
from fanal.vault import attribute, undeclared

pytestmark = pytest.mark.once
ROOT = Path(fanal.__file__).parents[2]
MODELS = columns.tables()


def schemas() -> set[type]:
    """Every dataclass that is sealed anywhere, with those inside it."""
    found: set[type] = set()
    waiting = [sealed.schema for model in MODELS for sealed in columns.sealed(model).values()]
    while waiting:
        schema = waiting.pop()
        if schema in found:
            continue
        found.add(schema)
        for hint in get_type_hints(schema).values():
            waiting += [part for part in (hint, *get_args(hint)) if isinstance(part, type) and is_dataclass(part)]
    return found


def test_every_sealed_attribute_says_what_it_is_for() -> None:
    """Class, purpose, time of keeping and category: of every attribute of everything that is sealed."""
    assert {schema.__name__: undeclared(schema) for schema in schemas() if undeclared(schema)} == {}
    assert sum(len(fields(schema)) for schema in schemas()) > 50


def test_what_is_personal_is_sealed_or_has_a_reason() -> None:
    """No clear column is of a class that must be sealed, and each has its reason in words."""
    for model in MODELS:
        for name, clear in columns.public(model).items():
            assert clear.cls in {"S0", "S1", "S2"}, f"{model._meta.label}.{name}"
            assert len(clear.reason) > 3, f"{model._meta.label}.{name}"


def test_the_record_names_every_attribute() -> None:
    """The page in docs/ is that of this code, and no attribute is missing from it."""
    page = generated.processing()
    assert page == (ROOT / "docs" / "record-of-processing.md").read_text(encoding="utf-8")
    for model in MODELS:
        for column, sealed in columns.sealed(model).items():
            part = page.split(f"## {model._meta.label}.{column}: ")[1].split("\n## ")[0]
            for one in fields(sealed.schema):
                row = f"| `{one.name}` | {one.metadata['cls']} | {one.metadata['purpose']} |"
                assert row in part, (model._meta.label, one.name)


@pytest.mark.parametrize("lacking", ["cls", "purpose", "retention", "category"])
def test_an_attribute_that_lacks_something_is_refused(lacking: str) -> None:
    """Whoever adds a field and forgets a word of it cannot import the module."""
    about: dict[str, Any] = {"cls": "S4", "purpose": "protect_child", "retention": "concern", "category": "story"}
    with pytest.raises(ValueError, match="class, a purpose"):
        attribute(**about | {lacking: ""})


def test_a_plain_field_is_noticed() -> None:
    """The control: a dataclass with an attribute of no declaration is named."""

    @dataclass(frozen=True)
    class Forgetful:
        known: str = attribute("S4", "protect_child", "concern", "story")
        plain: str = ""

    assert undeclared(Forgetful) == ("plain",)
    with pytest.raises(ValueError, match="reason"):
        vault.Public("S1", "")
