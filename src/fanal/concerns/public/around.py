"""What stands around the questions in one country and language: numbers to call, what the law asks, the way out.

Everything fails closed: what is not verified or not reviewed for this country, this language and this day is not here.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import Error
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fanal.access.api import languages
from fanal.concerns.form import texts
from fanal.concerns.public import words
from fanal.contacts.api import country_info
from fanal.contacts.contracts import OUR_ROLE, Contact, ContactKind, CountryInfo, LegalText, Local
from fanal.vocabulary.languages import language_name
from fanal.web.api import listed

ANYWHERE = "https://worldweather.wmo.int/"  # a weather page: where the way out leads when no country is known


@dataclass(frozen=True, slots=True)
class Call:
    """One number: what it is, what the link says and holds, how it is written; cost and hours in words; which languages
    they speak, where it is not that of the page."""

    label: str
    spoken: str
    number: str
    shown: str
    note: str
    speaks: str


@dataclass(frozen=True, slots=True)
class Around:
    """`law` is empty where no reviewed text is held in this language: then there is no form in it."""

    calls: tuple[Call, ...]
    helplines: tuple[Call, ...]
    duty: tuple[Call, ...]
    hotline: str
    law: str
    careful: bool
    retaliation: str
    trace: str


def around(country: str, member: str, day: date) -> Around:
    """What is shown for a country in the language of the page on a day."""
    info, lang = country_info(country), words.language()
    return _around(info, country, member, lang, day, words.is_preview(), languages.turn())


@lru_cache(maxsize=256)
def _around(
    info: CountryInfo | None, country: str, member: str, lang: str, day: date, preview: bool, _turn: int
) -> Around:
    if info is None:
        return Around((), (), (), texts.NO_HOTLINE, "", False, "", _trace(None, lang))
    law = info.duty_to_report(OUR_ROLE, day)
    # Previews prove the layout of a language before its texts are there; nobody else sees a text in another language.
    spoken = (lang, "en") if preview else (lang,)
    retaliation = info.retaliation
    return Around(
        calls=_calls(
            info,
            day,
            (ContactKind.EMERGENCY_POLICE, ContactKind.EMERGENCY_MEDICAL, ContactKind.CHILD_HELPLINE),
            country,
            member,
        ),
        helplines=_calls(info, day, (ContactKind.CHILD_HELPLINE,), country, member),
        duty=_calls(info, day, (ContactKind.MEMBER_DUTY,), country, member),
        hotline=_hotline(info, day),
        law=_first(law, spoken),
        careful=info.careful,
        retaliation=_first(retaliation if retaliation and retaliation.is_reviewed(day) else None, spoken),
        trace=_trace(info.remove_trace, lang),
    )


def _first(found: LegalText | None, spoken: tuple[str, ...]) -> str:
    return next(filter(None, (found.text.text_in(lang) for lang in spoken)), "") if found else ""


def _trace(found: Local | None, lang: str) -> str:
    own = found.text_in(lang) if found else ""
    return own or _("look for “History” in the menu of your browser and delete today’s visits")


def _hotline(info: CountryInfo, day: date) -> str:
    for contact in info.shown(day, (ContactKind.ILLEGAL_CONTENT_HOTLINE,)):
        return str(_link(contact))
    return _(texts.NO_HOTLINE)


def _link(contact: Contact) -> SafeString:
    if contact.url:
        shown = contact.url.removeprefix("https://")
        # Beside the form and not in its place: what was typed stays.
        return format_html('<a href="{}" target="_blank" rel="noreferrer noopener">{}</a>', contact.url, shown)
    return format_html('<a href="{}" dir="ltr">{}</a>', contact.tel, contact.number)


def _calls(info: CountryInfo, day: date, kinds: tuple[ContactKind, ...], country: str, member: str) -> tuple[Call, ...]:
    return tuple(_call(contact, country, member) for contact in info.shown(day, kinds) if contact.number)


def _call(contact: Contact, country: str, member: str) -> Call:
    label = {
        ContactKind.EMERGENCY_POLICE: _("Police in {country}"),
        ContactKind.EMERGENCY_MEDICAL: _("Ambulance in {country}"),
        ContactKind.CHILD_HELPLINE: _("Child helpline"),
        ContactKind.MEMBER_DUTY: _("{member}, on the phone"),
    }[contact.kind].format(country=words.name_of_country(country), member=member)
    spoken = {
        ContactKind.EMERGENCY_POLICE: _("Call police, {number}"),
        ContactKind.EMERGENCY_MEDICAL: _("Call an ambulance, {number}"),
        ContactKind.CHILD_HELPLINE: _("Call the child helpline, {number}"),
        ContactKind.MEMBER_DUTY: _("Call {member}, {number}"),
    }[contact.kind].format(number=contact.number, member=member)
    cost = {"free": _("free"), "local": _("costs a local call"), "charged": _("costs money")}.get(contact.cost, "")
    hours = words.hours_words(contact.hours) if contact.hours else _("day and night")
    note = listed(filter(None, (cost, hours)))
    return Call(label, spoken, contact.tel.removeprefix("tel:"), contact.number, note, _speaks(contact.languages))


def _speaks(languages: tuple[str, ...]) -> str:
    """Which languages they speak, said only where it is not that of the page."""
    lang = words.language()
    if lang in languages:
        return ""
    return _("they speak {languages}").format(languages=listed(language_name(code, lang) for code in languages))


def exit_target(country: str) -> str:
    """Where the way out leads: the weather page of the country, else one for everywhere."""
    try:
        info = country_info(country) if country else None
    except Error:  # whoever leaves must not wait for a database
        info = None
    return info.exit_target if info else ANYWHERE
