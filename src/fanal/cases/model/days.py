"""Which days can be meant in a field: how far back and how far ahead (own), and that nothing ends before it begins.
Forms of the model ask it of what was typed, deeds of what decides. Pure.

A slip of the hand is said at its field; a narrower rule of a deed holds besides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from fanal.cases.ages import ages
from fanal.vocabulary.dates import PartialDate
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Span:
    """Years back and ahead, whole ones; none: today is the first day, or the last."""

    back: int = 0
    ahead: int = 0

    def ends(self, today: date) -> tuple[date, date]:
        """The first and the last day."""
        first = date(today.year - self.back, 1, 1) if self.back else today
        return first, date(today.year + self.ahead, 12, 31) if self.ahead else today


_LIFE, _WORK = Span(back=120), Span(back=20)
"""What was, in a life and in our work."""
SPANS: Final[Mapping[str, Span]] = {
    "child.birth_date": _LIFE,
    "caregiver.birth_date": _LIFE,
    "alleged_offender.birth_date": _LIFE,
    "caregiver.vetted_on": _WORK,
    "care_link.started": Span(back=120, ahead=1),
    "care_link.ended": Span(back=120, ahead=20),
    "consent.expires_on": Span(ahead=2),
    "act.happened_from": _LIFE,
    "act.happened_to": _LIFE,
    "plan.starts": Span(back=5, ahead=2),
    "plan.ends_planned": Span(back=5, ahead=10),
    "goal.due": Span(back=5, ahead=10),
    "service.appointment": Span(back=5, ahead=5),
    "service.delivered_on": _WORK,
    "follow_up.next_due": Span(back=1, ahead=3),
    "conference.planned_for": Span(back=1, ahead=1),
    "report.answered_on": _WORK,
    "closure.after_care_on": Span(back=1, ahead=3),
    "provider.vetted_until": Span(back=5, ahead=5),
    "provider.agreement_until": Span(back=5, ahead=15),
}
"""By path of the field. A day that the house sets by itself needs none."""
BEGINS: Final[Mapping[str, str]] = {
    "act.happened_to": "act.happened_from",
    "care_link.ended": "care_link.started",
    "plan.ends_planned": "plan.starts",
}
"""By the end the beginning."""
_BIRTH, AGE = "child.birth_date", "child.age_at_intake"

type Values = Mapping[str, Any]
"""By path of the field."""


def wrong(values: Values, today: date, *, held: Values | None = None, new: bool = False) -> Iterator[tuple[str, str]]:
    """What cannot be meant: the path, and what to do. `held`: what stood there before may stay. `new`: the age is that
    of today."""
    before = held or {}
    for path, value in values.items():
        known = _days(value) if path in SPANS and value != before.get(path) else None
        if known and (words := _outside(known, path, today)):
            yield path, words
    for end, begin in BEGINS.items():
        first, last = _days(values.get(begin)), _days(values.get(end))
        if first and last and last[1] < first[0]:
            yield end, _("This is before its beginning.")
    age, can_be = values.get(AGE), ages(values.get(_BIRTH), today)
    if can_be and age is not None and (age > can_be[1] + 1 or (new and age < can_be[0] - 1)):
        yield AGE, _("This does not fit the date of birth.")


def lacks(entity: str, said: Values, today: date) -> list[tuple[bool, str, str]]:
    """The same of the fields of an entity, by name, as `need` takes it."""
    values = {f"{entity}.{name}": value for name, value in said.items()}
    return [(True, words, path.partition(".")[2]) for path, words in wrong(values, today)]


def _days(value: Any) -> tuple[date, date] | None:
    """The first and the last day that a value can be; None where there is none."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value, value
    try:
        day = PartialDate.parse(value or "")
    except (TypeError, ValueError):
        return None
    return day.earliest, day.latest


def _outside(known: tuple[date, date], path: str, today: date) -> str:
    """Why a day cannot be meant, for people; empty where it can."""
    span = SPANS[path]
    first, last = span.ends(today)
    if first <= known[1] and known[0] <= last:
        return ""
    if known[0] > last and not span.ahead:
        return _("This day is in the future.")
    if known[1] < first and not span.back:
        return _("This day is past.")
    said = {"first": web.day_words(first), "last": web.day_words(last)}
    return _("Choose a day from %(first)s to %(last)s.") % said
