"""The texts of the public form as its pages show them: translated, filled in, dates and hours in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from math import ceil

from babel.dates import get_day_names
from django.urls import get_script_prefix
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fanal.access.api import languages
from fanal.concerns.form import texts
from fanal.concerns.form.answers import Answer
from fanal.concerns.form.asked import Question
from fanal.vocabulary.countries import country_name
from fanal.vocabulary.filters import MARKER
from fanal.vocabulary.hours import Hours, NeverOpen
from fanal.web.api import PREVIEW, apart, day_words, digits, listed, locale, spoken

_SENTENCE_ENDS = (". ", ": ", "។ ", "; ")


def language() -> str:
    """The language of the page."""
    return spoken()


def is_preview() -> bool:
    """Whether this is a preview of a language that is still to be reviewed: never in production."""
    return get_script_prefix().endswith(f"{PREVIEW}/")


def name_of_country(code: str) -> str:
    """A country in the language of the page."""
    return country_name(code, language())


def label(question: Question, member: str) -> str:
    """What a question asks."""
    return _worded(question, question.label, member)


def hint(question: Question, member: str) -> str:
    """What helps to answer it, or nothing."""
    return _worded(question, question.hint, member) if question.hint else ""


def answers(question: Question, member: str) -> list[tuple[str, str]]:
    """(code, words) of each answer of a choice."""
    return [(code, _worded(question, given, member)) for code, given in question.answers.items()]


def _worded(question: Question, text: str, member: str) -> str:
    """In the language of the page; what a country asks stands in its own words."""
    return text if question.own else _(text).format(member=member)


def error(code: str, values: Mapping[str, int]) -> str:
    """What is wrong with an answer, and what to do."""
    return _(texts.ERRORS[code]).format(**{name: digits(value) for name, value in values.items()})


def before(name: str, **values: str | int) -> SafeString:
    """One of the texts that stand before the first field."""
    return filled(_(texts.BEFORE[name]), **values)


def filled(text: str, **values: str | int) -> SafeString:
    """A translated text with its braces filled; values are escaped unless they are HTML already."""
    safe = {name: conditional_escape(str(value) if isinstance(value, int) else value) for name, value in values.items()}
    return mark_safe(text.format(**safe))  # noqa: S308


def joined(*parts: str) -> SafeString:
    """Texts one after the other, those that are not HTML escaped."""
    return mark_safe(" ".join(conditional_escape(part) for part in parts if part))  # noqa: S308


def lead_in(text: SafeString) -> SafeString:
    """A text with its first sentence strong: the eye finds the point, the rest explains it."""
    found = [at + len(end) for end in _SENTENCE_ENDS if (at := text.find(end)) > 0]
    cut = min(found, default=len(text))
    return mark_safe(f"<strong>{text[:cut].strip()}</strong> {text[cut:]}".rstrip())  # noqa: S308


def answer(question: Question, member: str, found: Answer) -> str:
    """An answer as it is shown to be checked."""
    if question.kind == "text":
        return shown(str(found))
    known = dict(answers(question, member))
    codes = (found,) if isinstance(found, str) else found
    return listed(known.get(code) or name_of_country(code) for code in codes)


def shown(text: str) -> str:
    """Words of a reporter as they read them again: where an address was, it says so in their language."""
    return text.replace(MARKER, _(texts.ADDRESS_MARK))


# ---- hours and spans ----


def hours_words(hours: Hours) -> str:
    """Published hours in words: "Monday to Friday 08:00–20:00; Saturday 10:00–14:00", or "day and night"."""
    return _hours_words(hours, language(), languages.turn())


@lru_cache(maxsize=512)
def _hours_words(hours: Hours, lang: str, _turn: int) -> str:
    if hours.is_always:
        return _("day and night")
    names = get_day_names("wide", "format", locale(lang))
    parts = [
        f"{_days(first, last, names)} {listed((f'{_clock(a)}–{_clock(b)}' for a, b in spans), lang)}"
        for first, last, spans in _runs(hours)
    ]
    return digits(apart(parts, lang), lang)


def _runs(hours: Hours) -> Iterator[tuple[int, int, tuple[tuple[int, int], ...]]]:
    """Days in a row with the same hours: (first, last, spans); closed days are left out."""
    first = 0
    for day in range(1, 8):
        if day == 7 or hours.week[day] != hours.week[first]:
            if hours.week[first]:
                yield first, day - 1, hours.week[first]
            first = day


def _days(first: int, last: int, names: Mapping[int, str]) -> str:
    if (first, last) == (0, 6):
        return _("every day")
    if first == last:
        return names[first]
    pattern = _("{first} and {last}") if last == first + 1 else _("{first} to {last}")
    return pattern.format(first=names[first], last=names[last])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def reading_limit(hours: Hours | None, limit: timedelta, now: datetime) -> str:
    """How long until somebody has read a message that comes now, as a promise that can be kept: rounded up. Without
    `hours` at any time of the day."""
    try:
        span = hours.add_working(now, limit) - now if hours else limit
    except NeverOpen:
        span = limit
    if span < timedelta(hours=1):
        count = ceil(span / timedelta(minutes=1))
        return ngettext("{n} minute", "{n} minutes", count).format(n=digits(count))
    if span <= timedelta(hours=48):
        count = max(1, ceil(span / timedelta(hours=1)))
        return ngettext("{n} hour", "{n} hours", count).format(n=digits(count))
    count = ceil(span / timedelta(days=1))
    return ngettext("{n} day", "{n} days", count).format(n=digits(count))


def time_there(hours: Hours, now: datetime) -> str:
    """The clock of the place."""
    return digits(hours.local(now).strftime("%H:%M"))


def by_when(hours: Hours, due: datetime, now: datetime, country: str) -> str:
    """A due time for somebody far away: "by 18:00 today, time in Kenya"."""
    there = hours.local(due)
    name, time = name_of_country(country), digits(there.strftime("%H:%M"))
    if there.date() == hours.local(now).date():
        return _("by {time} today, time in {country}").format(time=time, country=name)
    return _("by {time} on {day}, time in {country}").format(time=time, day=day_words(there.date()), country=name)
