"""What is different between two texts of a country's file, value by value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fanal.web import api as web

type Place = tuple[str, str, str]
"""Part of the file, entry of its list (an id, a role), key within it."""

_LISTS = {"contacts": "id", "mandated_reporting": "role"}


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is not as it was; empty: it was not there, or is there no more."""

    part: str
    name: str
    key: str
    old: str
    new: str


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Change]:
    """Every value that differs, in the order of the file."""
    old, new = flat(before or {}), flat(after)
    places = [*new, *(place for place in old if place not in new)]
    return [
        Change(*place, old.get(place, ""), new.get(place, ""))
        for place in places
        if old.get(place, "") != new.get(place, "")
    ]


def flat(document: Mapping[str, Any]) -> dict[Place, str]:
    """Every value of a valid document by its place."""
    found: dict[Place, str] = {}
    for part, value in document.items():
        if part in _LISTS:
            for item in value:
                rest = {key: one for key, one in item.items() if key != _LISTS[part]}
                found |= {(part, str(item[_LISTS[part]]), key): text for key, text in _values(rest)}
        elif isinstance(value, Mapping):
            found |= {(part, "", key): text for key, text in _values(value)}
    return found


def _values(group: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in group.items():
        if key == "week":
            yield prefix + key, web.apart(f"{web.DAY_WORDS[day]} {web.listed(spans)}" for day, spans in value.items())
        elif isinstance(value, Mapping):
            yield from _values(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            yield prefix + key, web.listed(map(str, value))
        else:
            yield prefix + key, str(value)
