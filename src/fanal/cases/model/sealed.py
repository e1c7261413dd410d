"""The frozen dataclasses that are sealed: one for each entity and compartment, made from the model file.

A text that nobody wrote is empty, a number, a day and a yes or no that nobody said is None.
"""

from collections.abc import Mapping
from dataclasses import make_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from fanal.access.contracts import Content, field_of
from fanal.cases.model.declared import Field, model
from fanal.cases.model.parts import PARTS
from fanal.vocabulary.codes import DataCategory, Mark, ProcessingPurpose

type Said = Mapping[str, Any]
"""What was filled in of an entity, by field."""

_MANY = frozenset({"text_list", "code_list", "country_list", "lang_list", "ref_list", "recipient_list", "field_list"})
_VALUES: dict[str, tuple[Any, Any]] = {
    "int": (int | None, None),
    "bool": (bool | None, None),
    "date": (date | None, None),
    "instant": (datetime | None, None),
}


@cache
def schema(entity: str, box: str) -> Any:
    """What a compartment of an entity holds. Its name, which is stored with what is sealed, is `entity.box`."""
    fields = model().entities[entity].sealed(box)
    if not fields:
        raise KeyError(f"{entity} holds nothing in {box}")
    made = [(one.name, value_type(one), _declared(one)) for one in fields]
    return make_dataclass(f"{entity}.{box}", made, bases=(Content,), frozen=True, slots=True, module=__name__)


def contents(entity: str, values: Said) -> dict[str, Any]:
    """What was said of an entity, by compartment, ready to be sealed; fields that nobody filled are empty. Raises
    KeyError for a field that the entity does not have."""
    fields = model().entities[entity].fields
    if unknown := values.keys() - fields.keys():
        raise KeyError(f"{entity} has no {', '.join(sorted(unknown))}")
    boxes: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        if fields[name].box:
            boxes.setdefault(fields[name].box, {})[name] = value
    return {box: schema(entity, box)(**said) for box, said in boxes.items()}


def value_type(one: Field) -> Any:
    """The Python type of a sealed field."""
    if one.kind in _VALUES:
        return _VALUES[one.kind][0]
    if one.kind in PARTS:
        part: Any = PARTS[one.kind]
        return part | None if one.kind == "contact" else tuple[part, ...]
    return tuple[str, ...] if one.kind in _MANY else str


def empty(one: Field) -> Any:
    """The value of a field that nobody filled."""
    if one.kind in _VALUES or one.kind == "contact":
        return None
    return () if one.kind in PARTS or one.kind in _MANY else ""


def _declared(one: Field) -> Any:
    category = Mark(one.category) if one.category in set(Mark) else DataCategory(one.category)
    return field_of(
        one.cls, category, empty(one), purpose=ProcessingPurpose(one.purpose), retention=one.keep, since=one.since
    )
