"""What people read of a country's file: its parts, its values, and what is wrong where."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.contacts.contracts import ContactKind
from fanal.contacts.files import DEMO
from fanal.vocabulary.countries import country_name
from fanal.vocabulary.languages import language_name
from fanal.web import api as web

KINDS = {
    ContactKind.EMERGENCY_POLICE: lazy("Police"),
    ContactKind.EMERGENCY_MEDICAL: lazy("Ambulance"),
    ContactKind.CHILD_HELPLINE: lazy("Child helpline"),
    ContactKind.ILLEGAL_CONTENT_HOTLINE: lazy("Hotline for pictures and films"),
    ContactKind.MEMBER_DUTY: lazy("Our own telephone"),
}
COSTS = {
    "free": lazy("free"),
    "local": lazy("costs a local call"),
    "charged": lazy("costs money"),
    "unknown": lazy("not known"),
}
WAYS = {
    "called": lazy("called them"),
    "written": lazy("wrote to them"),
    "visited": lazy("went there"),
    "published": lazy("read it where they publish it"),
}
ANSWERS = {"yes": lazy("Yes"), "no": lazy("No"), "unknown": lazy("Not known")}
PARTS = {
    "contacts": lazy("Whom to call"),
    "authority_note": lazy("Note on the authorities"),
    "mandated_reporting": lazy("Duty to report"),
    "retaliation": lazy("Protection of whoever tells"),
    "exit_target": lazy("“Leave this page”"),
    "remove_trace": lazy("How to remove the visit"),
}
_DAYS = ("on", "reviewed", "checked")
_KEYS = {
    "kind": lazy("what it is"),
    "number": lazy("number"),
    "url": lazy("address"),
    "reachable_from": lazy("reachable from"),
    "cost": lazy("cost"),
    "languages": lazy("languages"),
    "hours": lazy("hours"),
    "hours.zone": lazy("time zone"),
    "hours.week": lazy("hours"),
    "verified.by": lazy("checked by"),
    "verified.on": lazy("checked on"),
    "verified.how": lazy("how it was checked"),
    "verified.source": lazy("source"),
    "citation": lazy("law, with its sections"),
    "reviewed": lazy("reviewed on"),
    "checked": lazy("looked at on"),
    "children_may_be_punished": lazy("children may be punished"),
    "complicity_reported": lazy("complicity was reported"),
}
_CODES: dict[str, Any] = {
    "kind": KINDS, "cost": COSTS, "verified.how": WAYS, "children_may_be_punished": ANSWERS,
    "complicity_reported": ANSWERS,
}  # fmt: skip
WRONG = {
    "a text is expected (numbers in quotation marks)": lazy("Words belong here (numbers in quotation marks)."),
    "a day is expected (2026-05-02)": lazy("This needs a day."),
    "a day from 2000 to 2100 is expected": lazy("Write a day from 2000 to 2100."),
    "no slash in an id": lazy("Write the id without a slash."),
    "and more": lazy("There is more that is wrong here. Mend this first."),
    "a text in at least one language is expected (en: …)": lazy("Write it in one language at least."),
    "digits, spaces, and a plus sign in front": lazy(
        "Write digits and spaces only, with a plus sign in front where it is needed."
    ),
    "000… for fictional countries, and only for them": lazy(
        "Numbers of a fictional country begin with 000, and no others do: nobody may be called by mistake."
    ),
    "….example for fictional countries, and only for them": lazy(
        "Addresses of a fictional country end in .example, and no others do."
    ),
    "must begin with https:// and have no question mark": lazy(
        "The address begins with https:// and has no question mark."
    ),
    "a number is missing, or for a hotline the page of its form": lazy(
        "Write the number, or for a hotline the address of its form."
    ),
    "only a hotline has a page instead of a number": lazy("Only a hotline has an address in place of a number."),
    "always, or a time zone and a week of HH:MM-HH:MM": lazy(
        "Write a time zone such as Asia/Bangkok, and hours like 08:00-12:00, in order, with commas between."
    ),
    "must be countries": lazy("Write codes of countries with two letters, with commas between."),
    "must be codes of languages": lazy("Write codes of languages with two or three letters, with commas between."),
}
"""What the reader of files says, as people read it at a field."""


def country(code: str) -> str:
    """The name of a country in the language of the page."""
    return country_name(code, web.spoken())


def languages(codes: list[str]) -> str:
    """Languages in the words of the page."""
    return web.listed(language_name(code, web.spoken()) for code in codes)


def language(code: str) -> str:
    """The name of a language in itself, where the site speaks it."""
    return dict(settings.LANGUAGES).get(code, code)


def entry(part: str, name: str, kind: str = "") -> str:
    """What an entry is called: a contact by its kind, every other by its part."""
    if part == "contacts":
        return str(KINDS[ContactKind(kind)]) if kind in set(ContactKind) else name
    return str(PARTS.get(part, part))


def key(part: str, name: str) -> str:
    """What a value is called within its entry; a text by its language."""
    if part == "remove_trace":
        return language(name)
    return language(name.removeprefix("text.")) if name.startswith("text.") else str(_KEYS.get(name, name))


def value(name: str, text: str) -> str:
    """A value of the file in words."""
    if name.rpartition(".")[2] in _DAYS and text:
        return day(text if text == DEMO else date.fromisoformat(text))
    return str(_CODES.get(name, {}).get(text, text))


def day(value: object) -> str:
    """The day on which something was checked; always as if today in a fictional country, and not yet in a draft."""
    if isinstance(value, date):
        return web.day_words(value)
    return _("always, in a fictional country") if value == DEMO else _("not checked yet")


def wrong(words: str) -> str:
    """What is wrong, in words for people; what only whoever writes files can meet stays as the reader says it."""
    return str(WRONG.get(words, words))
