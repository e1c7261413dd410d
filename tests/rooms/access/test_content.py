"""Sealed content of another day: what came later has a default, what changed has a reader, nothing else is guessed."""

import json
from dataclasses import dataclass, make_dataclass
from typing import Any

import pytest

from fanal.access.contracts import BadContent, Content, NewerContent, field_of
from fanal.vault import attribute


def told(default: Any = "", since: int = 1) -> Any:
    """A field of what somebody told."""
    return field_of("S4", "story", default, retention="concern", since=since)


@dataclass(frozen=True)
class Told(Content):
    """As the first release had it."""

    place: str = told()


def later(*fields: tuple[str, Any, Any], **more: Any) -> type[Content]:
    """The same schema some releases on."""
    return make_dataclass("Told", fields, bases=(Content,), frozen=True, namespace=more)


def test_a_question_that_came_later_leaves_what_was_told_before_readable() -> None:
    schema = later(("place", str, told()), ("floor", str, told("", 2)), ("doors", int, told(0, 3)))
    assert schema.version() == 3
    assert schema.from_json(Told("the harbour").to_json()) == schema("the harbour", "", 0)
    assert json.loads(schema("the harbour").to_json())["version"] == 3
    with pytest.raises(NewerContent):
        Told.from_json(schema("the harbour").to_json())


def test_what_is_missing_though_it_was_asked_then_is_damage_and_not_a_default() -> None:
    schema = later(("place", str, told()), ("floor", str, told("", 2)))
    whole = json.loads(schema("the harbour", "second").to_json())
    for name in ("place", "floor"):
        less = {**whole, "fields": {key: value for key, value in whole["fields"].items() if key != name}}
        with pytest.raises(BadContent):
            schema.from_json(json.dumps(less))
    with pytest.raises(BadContent):
        schema.from_json(json.dumps({**whole, "version": 1, "fields": {"place": "", "roof": ""}}))


def test_a_field_that_got_another_name_is_read_by_the_reader_of_its_version() -> None:
    def renamed(before: dict[str, Any]) -> dict[str, Any]:
        return {"where": before["place"], "exact": bool(before["place"])}

    schema = later(
        ("where", str, told()), ("exact", bool, told(False)), ("floor", str, told("", 3)), READERS={1: renamed}
    )
    assert schema.version() == 3
    assert schema.from_json(Told("the harbour").to_json()) == schema("the harbour", True, "")


def test_a_part_of_content_gains_fields_as_well() -> None:
    @dataclass(frozen=True)
    class Item:
        code: str = told()
        why: str = told("", 2)

    @dataclass(frozen=True)
    class List(Content):
        items: tuple[Item, ...] = told(())

    before = json.dumps({"schema": "List", "version": 1, "fields": {"items": [{"code": "a"}]}})
    assert List.version() == 2
    assert List.from_json(before) == List((Item("a", ""),))


def test_a_later_field_without_a_default_is_refused_when_it_is_written_down() -> None:
    with pytest.raises(ValueError, match="default"):
        attribute("S4", "protect_child", "concern", "story", since=2)
