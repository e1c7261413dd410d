"""What is known of a country for somebody who tells a concern: emergency contacts, notes, duties. Fails closed.

One file a country in `corpus/contacts/`; nothing is inherited from another country or from a default (DNH-06). A
contact is shown only if somebody verified it within twelve months before the day; a text only if it was reviewed.
The marker `demo` in place of a date means "always today" in a fictional country, and production refuses it (DNH-40).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from fanal.concerns.files import Checker, Defect, Defective, read_yaml
from fanal.vocabulary.codes import YesNoUnknown
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.countries import country as country_of
from fanal.vocabulary.countries import is_country
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.hours import Hours

CONTACTS = CORPUS / "contacts"
VERIFIED_MONTHS, REVIEWED_MONTHS = 12, 24
DEMO = "demo"

_NUMBER = re.compile(r"\+?[0-9*#][0-9*# -]{0,19}", re.ASCII)
_FICTIONAL = re.compile(r"000\d*", re.ASCII)  # no country has such a number
_URL = re.compile(r"https://[a-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)


class ContactKind(StrEnum):
    EMERGENCY_POLICE = "emergency_police"
    EMERGENCY_MEDICAL = "emergency_medical"
    CHILD_HELPLINE = "child_helpline"  # support to a child
    ILLEGAL_CONTENT_HOTLINE = "illegal_content_hotline"  # reports of material
    MEMBER_DUTY = "member_duty"


EMERGENCY = (ContactKind.EMERGENCY_POLICE, ContactKind.EMERGENCY_MEDICAL, ContactKind.CHILD_HELPLINE)
COSTS = ("free", "local", "charged", "unknown")
WAYS = ("called", "written", "visited", "published")


@dataclass(frozen=True, slots=True)
class Checked:
    """When something was verified or reviewed; None means the demonstration's "today"."""

    on: date | None

    def holds(self, day: date, months: int) -> bool:
        """Whether it was done by `day` and not longer than so many calendar months before."""
        return self.on is None or self.on <= day <= months_later(self.on, months)


@dataclass(frozen=True, slots=True)
class Local:
    """A text of the country in the languages in which somebody reviewed it."""

    texts: Mapping[str, str]

    def text_in(self, language: str) -> str:
        """Empty where it is not there in this language: it is not shown in another."""
        return self.texts.get(language, "")


@dataclass(frozen=True, slots=True)
class Contact:
    """A number to call, or for a hotline the page of its own form. `hours` None: the whole day, every day."""

    id: str
    kind: ContactKind
    number: str
    url: str
    reachable_from: tuple[str, ...]
    cost: str
    languages: tuple[str, ...]
    hours: Hours | None
    verified: Checked
    verified_by: str

    @property
    def tel(self) -> str:
        """What stands in the link: `tel:` and the number without spaces."""
        return "tel:" + re.sub(r"[ -]", "", self.number).replace("#", "%23")

    def is_verified(self, day: date) -> bool:
        return self.verified.holds(day, VERIFIED_MONTHS)


@dataclass(frozen=True, slots=True)
class LegalText:
    """A reviewed text of law with its citation."""

    text: Local
    citation: str
    reviewed: Checked

    def is_reviewed(self, day: date) -> bool:
        return self.reviewed.holds(day, REVIEWED_MONTHS)


@dataclass(frozen=True, slots=True)
class AuthorityNote:
    """What is known of how authorities of the country treat children; read before any handover to them."""

    text: Local
    reviewed: Checked
    children_may_be_punished: YesNoUnknown
    complicity_reported: YesNoUnknown

    @property
    def careful(self) -> bool:
        """Whether the form says that we think before we talk to anyone."""
        return YesNoUnknown.YES in {self.children_may_be_punished, self.complicity_reported}

    def is_reviewed(self, day: date) -> bool:
        return self.reviewed.holds(day, REVIEWED_MONTHS)


@dataclass(frozen=True, slots=True)
class CountryInfo:
    """All that is held for one country. `mandated` is by role; `exit_target` is where "Leave this page" goes."""

    country: str
    contacts: tuple[Contact, ...]
    exit_target: str
    exit_checked: Checked
    remove_trace: Local
    authority_note: AuthorityNote | None = None
    mandated: Mapping[str, LegalText] | None = None
    retaliation: LegalText | None = None

    def shown(self, day: date, kinds: Collection[ContactKind] = EMERGENCY) -> tuple[Contact, ...]:
        """The verified contacts of these kinds in the order of the kinds; empty: say that none is held."""
        found = [contact for contact in self.contacts if contact.kind in kinds and contact.is_verified(day)]
        return tuple(sorted(found, key=lambda contact: list(ContactKind).index(contact.kind)))

    def duty_to_report(self, role: str, day: date) -> LegalText | None:
        """The reviewed text for a role of ours; None blocks publishing (no text, no form)."""
        found = (self.mandated or {}).get(role)
        return found if found and found.is_reviewed(day) else None

    @property
    def careful(self) -> bool:
        return self.authority_note is not None and self.authority_note.careful


@cache
def country_info(country: str, *, production: bool, folder: Path = CONTACTS) -> CountryInfo | None:
    """What is held for exactly this country, else None. A file with a defect holds nothing: `fanal check` names it."""
    if not is_country(country):
        return None
    try:
        return load(folder / f"{country}.yaml", production=production)
    except Defective:
        return None


def defects(folder: Path = CONTACTS) -> Iterator[Defect]:
    """All that is wrong in the files of all countries, fictional ones among them."""
    for path in sorted(folder.glob("*.yaml")):
        try:
            load(path, production=False)
        except Defective as found:
            yield from found.defects


def load(path: Path, *, production: bool) -> CountryInfo:
    """One file; raises `Defective` with everything that is wrong in it."""
    check = Checker(path.name)
    optional = ("authority_note", "mandated_reporting", "retaliation")
    content = check.keys(read_yaml(path), "", ("country", "contacts", "exit_target", "remove_trace"), optional)
    code = check.text(content.get("country"), "country")
    if not is_country(code) or path.stem != code:
        check.wrong("country", "must be a country and the name of the file")
        check.done()
    reader = _Reader(check, demonstration=country_of(code).demonstration)
    if production and reader.demonstration:
        check.wrong("country", "a fictional country has no place in production")
    entries = check.items(content.get("contacts"), "contacts")
    contacts = tuple(reader.contact(item, f"contacts[{at}]") for at, item in enumerate(entries))
    ids = [contact.id for contact in contacts]
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        check.wrong("contacts", f"this id is taken: {twice}")
    leave = check.keys(content.get("exit_target"), "exit_target", ("url", "checked"))
    info = CountryInfo(
        country=code,
        contacts=contacts,
        exit_target=reader.url(leave.get("url"), "exit_target.url"),
        exit_checked=reader.checked(leave.get("checked"), "exit_target.checked"),
        remove_trace=reader.local(content.get("remove_trace"), "remove_trace"),
        authority_note=reader.note(content["authority_note"]) if "authority_note" in content else None,
        mandated=reader.mandated(content.get("mandated_reporting", [])),
        retaliation=reader.legal(content["retaliation"], "retaliation") if "retaliation" in content else None,
    )
    check.done()
    return info


class _Reader:
    """Reads the parts of one file and tells the checker what is wrong; what it returns then is not used."""

    def __init__(self, check: Checker, *, demonstration: bool) -> None:
        self.check, self.demonstration = check, demonstration

    def contact(self, value: Any, key: str) -> Contact:
        needed = ("id", "kind", "reachable_from", "cost", "languages", "hours", "verified")
        content = self.check.keys(value, key, needed, ("number", "url"))
        kind = self.check.one_of(content.get("kind"), f"{key}.kind", list(ContactKind))
        verified = self.check.keys(content.get("verified"), f"{key}.verified", ("by", "on", "how", "source"))
        self.check.one_of(verified.get("how"), f"{key}.verified.how", WAYS)
        self.check.text(verified.get("source"), f"{key}.verified.source")
        reachable = self.check.texts(content.get("reachable_from"), f"{key}.reachable_from")
        if not all(map(is_country, reachable)):
            self.check.wrong(f"{key}.reachable_from", "must be countries")
        number, url = self.number(content, key), self._own_page(content, key, kind)
        if not number and not url:
            self.check.wrong(key, "a number is missing, or for a hotline the page of its form")
        return Contact(
            id=self.check.text(content.get("id"), f"{key}.id"),
            kind=ContactKind(kind or ContactKind.MEMBER_DUTY),
            number=number,
            url=url,
            reachable_from=reachable,
            cost=self.check.one_of(content.get("cost"), f"{key}.cost", COSTS),
            languages=self.languages(content.get("languages"), f"{key}.languages"),
            hours=self.hours(content.get("hours"), f"{key}.hours"),
            verified=self.checked(verified.get("on"), f"{key}.verified.on"),
            verified_by=self.check.text(verified.get("by"), f"{key}.verified.by"),
        )

    def number(self, content: Mapping[str, Any], key: str) -> str:
        if "number" not in content:
            return ""
        number = self.check.text(content["number"], f"{key}.number")
        fictional = bool(_FICTIONAL.fullmatch(number.replace(" ", "")))
        if not _NUMBER.fullmatch(number):
            self.check.wrong(f"{key}.number", "digits, spaces, and a plus sign in front")
        elif fictional != self.demonstration:
            self.check.wrong(f"{key}.number", "000… for fictional countries, and only for them")
        return number

    def _own_page(self, content: Mapping[str, Any], key: str, kind: str) -> str:
        if "url" not in content:
            return ""
        if kind != ContactKind.ILLEGAL_CONTENT_HOTLINE:
            self.check.wrong(f"{key}.url", "only a hotline has a page instead of a number")
        return self.url(content["url"], f"{key}.url")

    def url(self, value: Any, key: str) -> str:
        text = self.check.text(value, key)
        host = text.removeprefix("https://").split("/")[0]
        if not _URL.fullmatch(text):
            self.check.wrong(key, "must begin with https:// and have no question mark")
        elif host.endswith(".example") != self.demonstration:
            self.check.wrong(key, "….example for fictional countries, and only for them")
        return text

    def hours(self, value: Any, key: str) -> Hours | None:
        if value == "always":
            return None
        content = self.check.keys(value, key, ("zone", "week"))
        try:
            return Hours.parse(content["zone"], content["week"])
        except (KeyError, TypeError, ValueError, AttributeError):
            self.check.wrong(key, "always, or a time zone and a week of HH:MM-HH:MM")
            return None

    def languages(self, value: Any, key: str) -> tuple[str, ...]:
        found = self.check.texts(value, key)
        if not all(_LANGUAGE.fullmatch(code) for code in found):
            self.check.wrong(key, "must be codes of languages")
        return found

    def checked(self, value: Any, key: str) -> Checked:
        if value == DEMO:
            if not self.demonstration:
                self.check.wrong(key, "the demonstration's marker, in a country that is not fictional")
            return Checked(None)
        return Checked(self.check.day(value, key))

    def local(self, value: Any, key: str) -> Local:
        if not isinstance(value, dict) or not value:
            self.check.wrong(key, "a text in at least one language is expected (en: …)")
            return Local({})
        self.languages([str(code) for code in value], key)
        return Local({str(code): self.check.text(text, f"{key}.{code}") for code, text in value.items()})

    def note(self, value: Any) -> AuthorityNote:
        answers = ("children_may_be_punished", "complicity_reported")
        content = self.check.keys(value, "authority_note", ("text", "reviewed", *answers))
        found = [
            self.check.one_of(content.get(name), f"authority_note.{name}", list(YesNoUnknown)) or YesNoUnknown.UNKNOWN
            for name in answers
        ]
        reviewed = self.checked(content.get("reviewed"), "authority_note.reviewed")
        text = self.local(content.get("text"), "authority_note.text")
        return AuthorityNote(text, reviewed, *map(YesNoUnknown, found))

    def mandated(self, value: Any) -> Mapping[str, LegalText]:
        found = {}
        for at, item in enumerate(self.check.items(value, "mandated_reporting")):
            key = f"mandated_reporting[{at}]"
            role = self.check.text(item.get("role") if isinstance(item, dict) else None, f"{key}.role")
            if role in found:
                self.check.wrong(f"{key}.role", "this role is taken")
            found[role] = self.legal(item, key, ("role",))
        return found

    def legal(self, value: Any, key: str, more: tuple[str, ...] = ()) -> LegalText:
        content = self.check.keys(value, key, (*more, "text", "citation", "reviewed"))
        return LegalText(
            self.local(content.get("text"), f"{key}.text"),
            self.check.text(content.get("citation"), f"{key}.citation"),
            self.checked(content.get("reviewed"), f"{key}.reviewed"),
        )
