"""The file of a country: read strictly, from `contacts/` of the corpus or as somebody typed it, and written again. One
that this site added (`settings.CORPUS`) counts before the one that ships.

The marker `demo` in place of a date means "always today" in a fictional country, and production refuses it (DNH-40).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from fanal.contacts.contracts import AuthorityNote, Checked, Contact, ContactKind, CountryInfo, LegalText, Local
from fanal.vocabulary.codes import YesNoUnknown
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.countries import country as country_of
from fanal.vocabulary.countries import is_country
from fanal.vocabulary.files import Checker, Defect, Defective, parse_yaml, read_yaml, twice
from fanal.vocabulary.hours import Hours

CONTACTS = CORPUS / "contacts"
DEMO = "demo"
COSTS = ("free", "local", "charged", "unknown")
WAYS = ("called", "written", "visited", "published")

_NUMBER = re.compile(r"\+?[0-9*#][0-9*# -]{0,19}", re.ASCII)
_APART = re.compile(r"[^0-9]", re.ASCII)
_FICTIONAL = re.compile(r"000\d*", re.ASCII)  # no country has such a number
_URL = re.compile(r"https://[a-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)


def own() -> Path:
    """The folder of the files that this site added."""
    return Path(settings.CORPUS) / "contacts"


def path_of(country: str) -> Path:
    """Where the file of a country lies, or would that ships."""
    added = own() / f"{country}.yaml"
    return added if added.exists() else CONTACTS / added.name


def shipped(country: str, *, production: bool, folder: Path | None = None) -> CountryInfo | None:
    """What the file of exactly this country says, else None. A file with a defect says nothing: `fanal check` names
    it. One that is changed counts at once, in every process: kept is what it held as long as it is the same."""
    if not is_country(country):
        return None
    path = path_of(country) if folder is None else folder / f"{country}.yaml"
    try:
        stands = path.stat()
    except OSError:
        return None
    return _loaded(path, (stands.st_mtime_ns, stands.st_size, stands.st_ino), production=production)


@lru_cache(maxsize=512)
def _loaded(path: Path, _stamp: tuple[int, int, int], *, production: bool) -> CountryInfo | None:
    try:
        return load(path, production=production)
    except Defective:
        return None


def load(path: Path, *, production: bool) -> CountryInfo:
    """One file; raises `Defective` with everything that is wrong in it."""
    return read(read_yaml(path), path.stem, production=production, file=path.name)


def parse(text: str, file: str) -> dict[str, Any]:
    """The document of a text that somebody typed or pasted. Raises `Defective` where it is none."""
    document = parse_yaml(text, file)
    if not isinstance(document, dict):
        raise Defective([Defect(file, "", "a group of keys is expected")])
    return document


def read(document: Any, country: str, *, production: bool, file: str) -> CountryInfo:
    """What a document says of a country; raises as `load` does. `file`: how it is called in defects."""
    check = Checker(file)
    optional = ("authority_note", "mandated_reporting", "retaliation")
    content = check.keys(document, "", ("country", "contacts", "exit_target", "remove_trace"), optional)
    code = check.text(content.get("country"), "country")
    if not is_country(code) or country != code:
        check.wrong("country", "must be a country and the name of the file")
        check.done()
    reader = _Reader(check, demonstration=country_of(code).demonstration)
    if production and reader.demonstration:
        check.wrong("country", "a fictional country has no place in production")
    entries = check.items(content.get("contacts"), "contacts")
    contacts = tuple(reader.contact(item, f"contacts[{at}]") for at, item in enumerate(entries))
    for name in twice(contact.id for contact in contacts):
        check.wrong("contacts", f"this id is taken: {name}")
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
            id=self.id(content.get("id"), f"{key}.id"),
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

    def id(self, value: Any, key: str) -> str:
        """It stands in the address of the contact's page."""
        name = self.check.text(value, key)
        if "/" in name:
            self.check.wrong(key, "no slash in an id")
        return name

    def number(self, content: Mapping[str, Any], key: str) -> str:
        if "number" not in content:
            return ""
        number = self.check.text(content["number"], f"{key}.number")
        fictional = bool(_FICTIONAL.fullmatch(_APART.sub("", number)))
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
        self.languages(list(value), key)
        return Local({code: self.check.text(text, f"{key}.{code}") for code, text in value.items()})

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
