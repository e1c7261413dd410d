"""What is missing or wrong in the file of a country, line by line, in words for whoever fills it in."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from fanal.contacts import files
from fanal.contacts.contracts import CountryInfo
from fanal.contacts.wanting import KINDS, PARTS
from fanal.vocabulary.files import Defect, Defective, read_yaml
from fanal.vocabulary.languages import language_name

_FIELDS: Final = {
    "id": "the name of your own (id)", "kind": "what it is (kind)", "number": "the number", "url": "the address",
    "reachable_from": "from where it can be called (reachable_from)", "cost": "what a call costs (cost)",
    "languages": "the languages in which somebody answers", "hours": "the hours", "verified": "who checked it, and how",
    "verified.by": "who checked it (by)", "verified.on": "the day on which it was checked (on)",
    "verified.how": "how it was checked (how)", "verified.source": "where it is said (source)",
    "role": "for whom the law says it (role)", "citation": "the Act and its article (citation)",
    "reviewed": "the day of the review (reviewed)", "checked": "the day on which somebody looked at it (checked)",
    "text": "the text", "children_may_be_punished": "whether children may be punished",
    "complicity_reported": "whether complicity was reported",
}  # fmt: skip
_MORE: Final = {
    "contacts": "the contacts",
    "retaliation": "Whether the law protects whoever tells",
    "country": "country",
}
_TEXT, _DAY = "a text is expected (numbers in quotation marks)", "a day is expected (2026-05-02)"
_WRONG: Final = {
    _TEXT: "is no text; put numbers in quotation marks",
    _DAY: "is no day, as 2026-05-02",
    "no such key": "has no place here: take the line out",
}
_NOTHING: Final[tuple[Any, ...]] = (None, "", "https://", [], {})


def read(path: Path, *, production: bool) -> tuple[CountryInfo | None, list[str]]:
    """What a file says, or all that keeps it from being used, a sentence for each line of it."""
    document = None
    try:
        document = read_yaml(path)
        return files.read(document, path.stem, production=production, file=path.name), []
    except Defective as found:
        return None, list(_told(found.defects, document))


def unusable() -> dict[str, list[str]]:
    """The files of countries that say nothing, each with the sentences of `read`, by its name."""
    paths = [path for folder in (files.own(), files.CONTACTS) for path in sorted(folder.glob("*.yaml"))]
    found = {path.name: read(path, production=False)[1] for path in reversed(paths)}
    return {name: said for name, said in sorted(found.items()) if said}


def _told(defects: Sequence[Defect], document: Any) -> Iterable[str]:
    """One sentence a line of the file, in its order, however much is wrong with it."""
    if not isinstance(document, dict) and not defects[0].words.startswith(("not ", "it cannot be opened")):
        file = defects[0].file
        return [f"{file}: this says nothing. Move it away; `fanal country {Path(file).stem} --write` begins one."]
    said = {one.key for one in defects}
    told = dict[str, str]()
    for one in sorted(defects, key=lambda defect: _place(document, defect)):
        if one.key in told or any(f"{one.key}.{name}" in said for name in ("number", "url")):
            continue  # that there is neither says less than which of the two is wrong
        told[one.key] = _sentence(one, document)
    return told.values()


def _sentence(one: Defect, document: Any) -> str:
    if not one.key:
        return "There is more: mend this first." if one.words == "and more" else f"{one.file}: {one.words}."
    thing, _, rest = one.key.partition(".")
    empty = _at(document, one.key) in _NOTHING
    trouble = "is missing" if empty else _WRONG.get(one.words, f"is not right: {one.words}")
    field = _field(thing, rest)
    return f"{_thing(thing, document)}: {field} {trouble}." if field else f"{_thing(thing, document)}: it {trouble}."


def _thing(key: str, document: Any) -> str:
    """An entry as the template calls it; one of several by its place."""
    name, _, at = key.rstrip("]").partition("[")
    if name != "contacts" or not at:
        return str(PARTS.get(name) or _MORE.get(name) or name)
    kind = _at(document, f"{key}.kind")
    words = next((str(said) for one, said in KINDS.items() if one.value == kind), "")
    alike = [one for one in _at(document, "contacts") if isinstance(one, dict) and one.get("kind") == kind]
    return words if words and len(alike) == 1 else f"{words or 'the contact'} (number {int(at) + 1} of the contacts)"


def _field(thing: str, key: str) -> str:
    """The words of a line within an entry; empty for the entry itself."""
    head, _, language = key.partition(".") if thing != "remove_trace" else ("text", "", key)
    if head == "text" and language:
        return f"the text in {language_name(language, 'en')}"
    name = key.partition("[")[0]
    return _FIELDS.get(name, f"“{name}”" if name else "")


def _at(document: Any, key: str) -> Any:
    """What stands at a key of the document; None where nothing does."""
    for name in _names(key):
        try:
            document = document[int(name)] if isinstance(document, list) else document[name]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return document


def _place(document: Any, one: Defect) -> list[int]:
    """Where a line stands in the file; what is not there comes last within its group."""
    found = list[int]()
    for name in _names(one.key) or ["\uffff"]:
        at = int(name) if name.isdecimal() else 99
        if isinstance(document, dict):
            at = list(document).index(name) if name in document else 99
        found.append(at)
        document = _at(document, name)
    return found


def _names(key: str) -> list[str]:
    return re.findall(r"[^.\[\]]+", key)
