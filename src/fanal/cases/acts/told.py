"""What a concern already told of the first act, so that nothing is asked twice (CM-5). The worker accepts it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from fanal.cases.model.declared import model
from fanal.concerns.api import Told
from fanal.vocabulary.countries import is_country

_SPANS: Final = {"today": timedelta(0), "last_7_days": timedelta(days=7), "last_month": timedelta(days=31)}
_LONGEST: Final = 2000


def first_act(told: Told) -> dict[str, Any]:
    """Values of an act, by path of the field."""
    return dict(_values(told))


def _values(told: Told) -> Iterator[tuple[str, Any]]:
    places = model().lists["place_type"].codes
    if is_country(told.country):
        yield "act.country", told.country
    if told.personal.place_type in places:
        yield "act.place_type", told.personal.place_type
    if told.personal.place_type == "online" or told.country == "online":
        yield "act.online", "yes"
    if told.personal.ongoing in {"yes", "no", "unknown"}:
        yield "act.ongoing", told.personal.ongoing
    if day := when(told.content.when, told.received_on):
        yield "act.happened_from", day
    if told.child_door and told.content.happening:  # the child's own words
        yield "act.account", told.content.happening[:_LONGEST]


def when(code: str, told_on: date) -> str:
    """When it was, as far as that is sure: a day, a month or a year; empty where it may be any."""
    if code not in _SPANS:
        return ""
    first = told_on - _SPANS[code]
    if first == told_on:
        return told_on.isoformat()
    if (first.year, first.month) == (told_on.year, told_on.month):
        return f"{told_on:%Y-%m}"
    return f"{told_on:%Y}" if first.year == told_on.year else ""
