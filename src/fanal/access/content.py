"""How sealed content is written: JSON with its schema and version, read back strictly or not at all.

Nothing is guessed: a missing or unknown key, another type, another schema or a newer version is an error, so that a
record of tomorrow is never half read by a program of today. Messages carry names of keys, never values.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Self, get_args, get_origin, get_type_hints

from fanal.vault import attribute
from fanal.vocabulary.codes import FieldCategory, ProcessingPurpose


class BadContent(ValueError):
    """This is not the content that the schema describes."""


class NewerContent(BadContent):
    """It was written by a newer version of the program."""


def field_of(
    cls: str,
    category: FieldCategory,
    default: Any = "",
    *,
    purpose: ProcessingPurpose = ProcessingPurpose.PROTECT_CHILD,
    retention: str,
) -> Any:
    """A field of sealed content with class S2 to S5, consent category, purpose and retention class (DNH-38)."""
    return attribute(cls, str(purpose), retention, str(category), default)  # type: ignore[arg-type]


class Content:
    """Base of the frozen dataclasses that are sealed. `VERSION` counts the shapes of the schema."""

    __slots__ = ()
    VERSION: ClassVar[int] = 1

    def to_json(self) -> str:
        """Compact, sorted keys: the same content is always the same text."""
        whole = {"schema": type(self).__name__, "version": self.VERSION, "fields": _plain(self)}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises `BadContent`, or `NewerContent` for a version that this program does not know."""
        try:
            whole = json.loads(text)
        except ValueError:
            raise BadContent("not JSON") from None
        if not isinstance(whole, dict) or set(whole) != {"schema", "version", "fields"}:
            raise BadContent("no content with schema and version")
        if whole["schema"] != cls.__name__:
            raise BadContent("another schema")
        if type(whole["version"]) is not int or whole["version"] < 1:
            raise BadContent("no version")
        if whole["version"] > cls.VERSION:
            raise NewerContent("written by a newer version")
        found: Self = _object(cls, whole["fields"], cls.__name__)
        return found


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise BadContent("an instant must know its zone")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _hints(cls: Any) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {part.name: hints[part.name] for part in fields(cls)}


def _object(cls: Any, value: Any, key: str) -> Any:
    hints = _hints(cls)
    if not isinstance(value, dict) or set(value) != set(hints):
        raise BadContent(f"{key}: the keys are not those of the schema")
    return cls(**{name: _value(hint, value[name], f"{key}.{name}") for name, hint in hints.items()})


def _value(hint: Any, value: Any, key: str) -> Any:
    if isinstance(hint, UnionType):  # X | None
        if value is None:
            return None
        [hint] = [part for part in get_args(hint) if part is not NoneType]
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise BadContent(f"{key}: a list is expected")
        return tuple(_value(get_args(hint)[0], part, key) for part in value)
    if is_dataclass(hint):
        return _object(hint, value, key)
    if hint in {datetime, date}:
        return _moment(hint, value, key)
    if type(value) is not hint:
        raise BadContent(f"{key}: another type is expected")
    return value


def _moment(kind: type[date], value: Any, key: str) -> date:
    try:
        found = kind.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadContent(f"{key}: a date is expected") from None
    if isinstance(found, datetime) and found.tzinfo is None:
        raise BadContent(f"{key}: an instant must know its zone")
    return found
