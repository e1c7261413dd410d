"""A value of a file as a card or a pack carries it: in no language, so that each side reads it in its own, and what is
seen in one language is what is sent in another (CM-45)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import astuple
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from fanal.cases.model import words
from fanal.cases.model.declared import Field
from fanal.cases.model.parts import PARTS
from fanal.cases.packed import PackItem
from fanal.web import api as web

_YEARS, _MOST = range(1850, 2200), 10**9
"""What can be meant by a day and by a number (own): what no page can write is no value."""


def _day[D: date](day: D) -> D:
    if day.year not in _YEARS:
        raise ValueError("no day that anybody means")
    return day


def _number(text: str) -> int:
    if abs(number := int(text)) > _MOST:
        raise ValueError("no number that anybody means")
    return number


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "date": lambda text: _day(date.fromisoformat(text)),
    "instant": lambda text: _day(datetime.fromisoformat(text)),
    "int": _number,
    "bool": lambda text: text == "yes",
}
"""How the text of a kind becomes its value again."""
_CODES: Final = frozenset({"code", "country", "bool"})
"""Kinds of one value that has a code; of several each is one."""


def item(field: Field, path: str, value: Any) -> PackItem:
    """The value of a field under a path."""
    if isinstance(value, tuple):
        return PackItem(path, codes=tuple(map(_text, value)))
    return PackItem(path, codes=(_text(value),)) if field.kind in _CODES else PackItem(path, text=_text(value))


def value(field: Field, carried: PackItem) -> Any:
    """What was carried; None where it says nothing. Raises ValueError, TypeError."""
    read = _READ.get(field.kind, str)
    if field.kind in PARTS:
        read = partial(_part, PARTS[field.kind])
    several = tuple(map(read, carried.codes))
    if carried.text or not several:
        return read(carried.text) if carried.text else None
    return several[0] if field.kind in _CODES else several


def told(field: Field, carried: PackItem) -> str:
    """What was carried, in words of the reader; as it stands, where it is no such value."""
    try:
        return words.told(field, value(field, carried))
    except (ValueError, TypeError):
        return carried.text or web.listed(carried.codes)


def _part(kind: type, text: str) -> Any:
    try:
        said = json.loads(text)
    except RecursionError as deep:
        raise ValueError("no such value") from deep
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise ValueError("no such value")
    return kind(*said)


def _text(one: Any) -> str:
    if isinstance(one, bool):
        return "yes" if one else "no"
    if isinstance(one, date):  # a moment, too
        return one.isoformat()
    return json.dumps(astuple(one), ensure_ascii=False) if type(one) in PARTS.values() else str(one)
