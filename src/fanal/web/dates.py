"""Days, due times, numbers and lists as the reader writes them. Pure but for the translated words around them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, format_timedelta, get_timezone_location
from babel.numbers import format_decimal
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fanal.vocabulary.dates import PartialDate

# Which digits people write in the languages that have their own; Latin ones elsewhere. Source: Unicode CLDR,
# numbering systems.
DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩", "km": "០១២៣៤៥៦៧៨៩"}
_SYSTEMS = {"ar": "arab", "km": "khmr"}
_LOCALES = {"en": "en_GB"}  # international English: 24 November 2026, 14:05
SOON = timedelta(hours=4)


def spoken() -> str:
    """The code of the reader's language."""
    return translation.get_language() or "en"


def locale(language: str | None = None) -> str:
    """The CLDR locale of a language code; of the active language without one."""
    code = language or spoken()
    return _LOCALES.get(code, code)


def digits(value: object, language: str | None = None) -> str:
    """A number with the reader's separators and digits; in a text only its digits change."""
    code = language or spoken()
    if isinstance(value, int | float):
        text = format_decimal(value, locale=locale(code), numbering_system=_SYSTEMS.get(code, "latn"))
    else:
        text = str(value)
    return text.translate(str.maketrans("0123456789", DIGITS[code])) if code in DIGITS else text


def listed(parts: Iterable[object], language: str | None = None) -> str:
    """Several things one after the other, with the comma of the language."""
    return comma(language).join(map(str, parts))


def apart(parts: Iterable[object], language: str | None = None) -> str:
    """Several things that may have commas themselves, with the semicolon of the language."""
    return semicolon(language).join(map(str, parts))


def comma(language: str | None = None) -> str:
    """What stands between the parts of a list."""
    return "، " if (language or translation.get_language()) == "ar" else ", "


def semicolon(language: str | None = None) -> str:
    """What stands between the parts of a list that may have commas themselves."""
    return "؛ " if (language or translation.get_language()) == "ar" else "; "


def day_words(value: date | datetime | None, language: str | None = None) -> str:
    """A day in words: "24 November 2026". A datetime counts in the current time zone. Nothing gives an empty text."""
    if value is None:
        return ""
    return digits(format_date(_local_day(value), "long", locale=locale(language)), language)


def part_day_words(text: str, language: str | None = None) -> str:
    """A day known in part, in words: "2012", "May 2012", "3 May 2012". What is no such day stays as it is."""
    try:
        day = PartialDate.parse(text)
    except ValueError:
        return text
    if day.day is not None:
        return day_words(day.earliest, language)
    if day.month is not None:
        return digits(format_skeleton("yMMMM", day.earliest, locale=locale(language)), language)
    return digits(str(day), language)


def weekday_words(moment: datetime) -> str:
    """A day as people say it to each other: "Thursday 26 November"."""
    return digits(format_skeleton("MMMMEEEEd", _local_day(moment), locale=locale()))


def time_words(value: datetime, language: str | None = None) -> str:
    """The time of day in the current time zone: "14:05"."""
    return digits(format_time(timezone.localtime(value), "HH:mm", locale=locale(language)), language)


def zone_words(name: str, language: str | None = None) -> str:
    """The place of a time zone, by its name in the tz database: "Lisbon"."""
    return get_timezone_location(ZoneInfo(name), locale=locale(language), return_city=True)


def span_words(span: timedelta, language: str | None = None) -> str:
    """A length of time in its largest unit: "20 min", "3 hrs", "2 days"."""
    short: Literal["short", "long"] = "short" if abs(span) < timedelta(days=1) else "long"
    span = max(abs(span), timedelta(minutes=1))
    return digits(
        format_timedelta(span, threshold=1.2, granularity="minute", format=short, locale=locale(language)), language
    )


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@dataclass(frozen=True, slots=True)
class Due:
    """How a clock stands: `kind` is late, soon or later; `words` say it."""

    kind: Literal["late", "soon", "later"]
    words: str


def due(moment: datetime, now: datetime | None = None) -> Due:
    """How the due time `moment` stands at `now` (both aware): late, soon (within four hours) or later."""
    left = moment - (now or timezone.now())
    if left < timedelta(0):
        return Due("late", _("%(time)s late") % {"time": span_words(left)})
    if left <= SOON:
        return Due("soon", _("due in %(time)s") % {"time": span_words(left)})
    days = (_local_day(moment) - _local_day(now or timezone.now())).days
    if days == 0:
        return Due("later", _("due today %(time)s") % {"time": time_words(moment)})
    if days == 1:
        return Due("later", _("due tomorrow %(time)s") % {"time": time_words(moment)})
    near = _local_day(moment).year == _local_day(now or timezone.now()).year
    return Due("later", _("due %(day)s") % {"day": _day_and_month(moment) if near else day_words(moment)})


def _day_and_month(moment: datetime) -> str:
    return digits(format_skeleton("MMMMd", _local_day(moment), locale=locale()))
