"""How sealed content is written: JSON with its schema and version, read back strictly or not at all.

What was once stored opens for ever. A field that comes later says `since` which version, and has a default for what was
stored before; whatever else changes has a reader of the version before it (`READERS`). Beyond that nothing is guessed:
a missing or unknown key, another type, another schema or a newer version is an error, so that a record of tomorrow is
never half read by a program of today. Messages carry names of keys, never values.
"""

import json
from collections.abc import Callable, Mapping
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
    since: int = 1,
) -> Any:
    """A field of sealed content with class S2 to S5, consent category, purpose and retention class (DNH-38).

    `since`: the version of the schema in which it came; for a part of content, of the schema that holds the part.
    """
    return attribute(cls, str(purpose), retention, str(category), default, since=since)  # type: ignore[arg-type]


type Fields = dict[str, Any]


class Content:
    """Base of the frozen dataclasses that are sealed. `READERS`: by version, how its fields become those of the next
    one, where more changed than that a field came."""

    __slots__ = ()
    READERS: ClassVar[Mapping[int, Callable[[Fields], Fields]]] = {}

    @classmethod
    def version(cls) -> int:
        """How many shapes the schema has had: it follows from `since` and `READERS`."""
        schema: Any = cls
        return max(_newest(schema), *(before + 1 for before in cls.READERS), 1)

    def to_json(self) -> str:
        """Compact, sorted keys: the same content is always the same text."""
        whole = {"schema": type(self).__name__, "version": self.version(), "fields": _plain(self)}
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
        version = whole["version"]
        if type(version) is not int or version < 1:
            raise BadContent("no version")
        if version > cls.version():
            raise NewerContent("written by a newer version")
        said = whole["fields"]
        for before in range(version, cls.version()):
            said = cls.READERS[before](said) if before in cls.READERS else said
        content: Self = _object(cls, said, cls.__name__, version)
        return content


@cache
def _newest(cls: Any) -> int:
    """The newest version of which a field is, also in parts."""
    own: list[int] = [part.metadata.get("since", 1) for part in fields(cls)]
    return max(1, *own, *(_newest(part) for hint in _hints(cls).values() for part in _parts(hint)))


def _parts(hint: Any) -> list[Any]:
    """The dataclasses that a field holds."""
    return [hint] if is_dataclass(hint) else [part for one in get_args(hint) for part in _parts(one)]


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


def _object(cls: Any, value: Any, key: str, version: int) -> Any:
    """`version`: the one that was stored. What came after it may be missing, and has its default then."""
    hints = _hints(cls)
    if not isinstance(value, dict):
        raise BadContent(f"{key}: fields are expected")
    came_later = {part.name for part in fields(cls) if part.metadata.get("since", 1) > version}
    if not set(hints) - came_later <= set(value) <= set(hints):
        raise BadContent(f"{key}: the keys are not those of the schema")
    return cls(**{name: _value(hints[name], part, f"{key}.{name}", version) for name, part in value.items()})


def _value(hint: Any, value: Any, key: str, version: int) -> Any:
    if isinstance(hint, UnionType):  # X | None
        if value is None:
            return None
        [hint] = [part for part in get_args(hint) if part is not NoneType]
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise BadContent(f"{key}: a list is expected")
        return tuple(_value(get_args(hint)[0], part, key, version) for part in value)
    if is_dataclass(hint):
        return _object(hint, value, key, version)
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
