"""A row of another system as the file of a child: cell by cell, in memory, nothing guessed (DNH-01, DNH-02, CM-2).

A file written as text and a point on a map refuse the row; an address of something online becomes a marker, and is
counted; a formula is a text. A value that the map does not know refuses the row: what it says could blame a child.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final

from django.utils.translation import gettext as _

from fanal.cases import ages
from fanal.cases.codes import SafeContact, Standing
from fanal.cases.exchange import words
from fanal.cases.exchange.maps import Column, Map, Target
from fanal.cases.files import record
from fanal.cases.ground import ADULT
from fanal.cases.model import words as model_words
from fanal.cases.model.declared import Field, model
from fanal.cases.model.parts import Contact, Identifier
from fanal.vocabulary.countries import countries, is_country
from fanal.vocabulary.dates import PartialDate
from fanal.vocabulary.filters import MediaRefused, filter_text
from fanal.vocabulary.languages import language_of
from fanal.web.api import tables

LONGEST: Final[Mapping[str, int]] = {"text": 200, "long_text": 2000}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_POINT: Final = re.compile(
    r"(?<![\d.])-?\d{1,3}\.\d{3,}\s*°?\s*[NSns]?[\s,;/]+-?\d{1,3}\.\d{3,}(?![\d.])"
    r"|\d{1,3}°\s*\d{1,2}[′'’]"
    r"|POINT\s*\(",
    re.IGNORECASE,
)
_YES: Final = {"yes": True, "true": True, "1": True, "y": True, "no": False, "false": False, "0": False, "n": False}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell came to. `sets`: values by path of the field; `lines`: of the note for the worker; `left`: reasons
    why something of it stays out; `removed`: addresses that became markers; `text`: the cell itself."""

    text: str = field(repr=False)
    sets: tuple[tuple[str, Any], ...] = field(default=(), repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)
    left: tuple[str, ...] = ()
    removed: int = 0


@dataclass(slots=True)
class Child:
    """What a row came to: values by path, lines of the note, and what is counted for the report."""

    values: dict[str, Any] = field(default_factory=dict, repr=False)
    lines: list[str] = field(default_factory=list, repr=False)
    counts: Counter[str] = field(default_factory=Counter)

    def of(self, entity: str) -> dict[str, Any]:
        """The values of an entity, by field."""
        mine = (path.partition(".") for path in self.values)
        return {name: self.values[f"{of}.{name}"] for of, _dot, name in mine if of == entity}

    def notes(self) -> list[str]:
        """What stands in the file for the worker, as entries of a length that fits."""
        return record.in_entries(self.lines)


# ---- one cell ----


def parser(map_: Map, column: Column) -> Callable[[str], Cell]:
    """How a cell of a column is read. The function raises `tables.Wrong`."""

    def parse(text: str) -> Cell:
        return cell(map_, column, text)

    return parse


def cell(map_: Map, column: Column, text: str) -> Cell:
    """One cell. Raises `tables.Wrong`."""
    kept, removed = checked(_plain(text))
    several = _apart(map_, column, kept)
    if column.values:
        targets = [one for value in several for one in _known(column, value)]
        return Cell(text, _coded(targets, column), _said(targets, column), tuple(o.why for o in targets if o.why))
    if column.propose:
        heading = words.heading(column.propose, column.key)
        return Cell(text, lines=(_line(heading, kept),), removed=removed)
    assert column.field is not None
    value = _value(map_, column, column.field, several, kept)
    return Cell(text, ((column.to, value),), removed=removed)


def _plain(text: str) -> str:
    """Without the apostrophe by which a spreadsheet marks a text that begins as a formula does."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def checked(text: str) -> tuple[str, int]:
    """A text as it may be sealed, and how many addresses became markers. Raises `tables.Wrong`."""
    try:
        kept = filter_text(text, lines=True)
    except MediaRefused:
        raise tables.Wrong(_("A picture or another file is written here as text. Take it out.")) from None
    if _POINT.search(text):
        raise tables.Wrong(_("This is a point on a map. Take it out: the worker writes the area."))
    return kept.text.strip(), kept.removed


def _apart(map_: Map, column: Column, text: str) -> list[str]:
    found = column.field
    many = column.values or (found is not None and found.kind in {"country_list", "lang_list"})
    if many and map_.many.isspace():
        return text.split() if not column.values.keys() & {tables.folded(text)} else [text]
    return [part.strip() for part in text.split(map_.many) if part.strip()] if many and map_.many else [text]


def _known(column: Column, value: str) -> tuple[Target, ...]:
    known = column.values.get(tables.folded(value))
    if known is None:
        raise tables.Wrong(_("This column has a value that the map does not know. Change it, or leave it empty."))
    return known


def _coded(targets: list[Target], column: Column) -> tuple[tuple[str, Any], ...]:
    if column.propose:
        return ()
    return tuple((one.path, _code(model().field(one.path), one.code)) for one in targets if one.path)


def _code(field: Field, code: str) -> Any:
    if field.kind == "bool":
        return code == "yes"
    return (code,) if field.kind == "code_list" else code


def _said(targets: list[Target], column: Column) -> tuple[str, ...]:
    """The lines of the note that values become: sentences, and words of codes that a person is to choose."""
    lines = [words.sentence(one.note) for one in targets if one.note]
    if column.propose and column.field is not None:
        codes = [model_words.code(column.field.lists[-1], one.code) for one in targets if one.path]
        heading = words.heading(column.propose, column.key)
        lines += [_line(heading, ", ".join(codes), converted=bool(column.key))] if codes else []
    return tuple(lines)


def _line(heading: str, text: str, *, converted: bool = False) -> str:
    said = _("%(heading)s: %(text)s") % {"heading": heading, "text": text}
    return _("%(line)s (a word that Fanal put in the place of a number)") % {"line": said} if converted else said


def _value(map_: Map, column: Column, field: Field, several: list[str], text: str) -> Any:
    """The value of a field that holds no codes; how the child may be reached by a number, only a person says."""
    ways: Mapping[str, Callable[[], Any]] = {
        "contact_list": lambda: (Contact(column.kind, _short(text, "text"), "", SafeContact.WORKER_ONLY.value),),
        "identifier_list": lambda: (Identifier(column.kind, _short(text, "text"), ""),),
        "text_list": lambda: tuple(_short(line, "text") for line in text.splitlines() if line.strip()),
        "partial_date": lambda: _day(text),
        "int": lambda: _whole(field, text),
        "bool": lambda: _yes(text),
        "country": lambda: _country(map_, text),
        "country_list": lambda: tuple(_country(map_, one) for one in several),
        "lang_list": lambda: tuple(_language(one) for one in several),
    }
    return ways[field.kind]() if field.kind in ways else _short(text, field.kind)


def _short(text: str, kind: str) -> str:
    if len(text) > LONGEST[kind]:
        words_ = _("This is too long for the file. Shorten it to %(count)s characters.")
        raise tables.Wrong(words_ % {"count": LONGEST[kind]})
    return text if kind == "long_text" else " ".join(text.split())


def _day(text: str) -> str:
    try:
        return str(PartialDate.parse(text[:10].replace("/", "-")))
    except ValueError:
        raise tables.Wrong(_("This column should have a day or a year, such as 2024-05-31.")) from None


def _whole(field: Field, text: str) -> int:
    low, _dots, high = field.of.partition("..")
    number = tables.whole(text.removesuffix(".0"))
    if not int(low) <= number <= int(high):
        raise tables.Wrong(_("This column should have a whole number."))
    return number


def _yes(text: str) -> bool:
    known = _YES.get(text.casefold())
    if known is None:
        raise tables.Wrong(_("This column should have one of these: %(values)s.") % {"values": "yes · no"})
    return known


@cache
def _names() -> Mapping[str, str]:
    """Countries by folded name and by code of three letters."""
    known = countries(demonstration=True)
    return {tables.folded(name): one.alpha2 for one in known for name in (one.name, one.alpha3)}


def _country(map_: Map, text: str) -> str:
    code = (
        text.upper()
        if is_country(text.upper())
        else map_.countries.get(tables.folded(text)) or _names().get(tables.folded(text))
    )
    if code is None:
        raise tables.Wrong(_("This column should have countries by their two letters, or by their English names."))
    return code


def _language(text: str) -> str:
    code = language_of(text, "en")
    if not code:
        raise tables.Wrong(_("This column should have languages by their code, or by their English names."))
    return code


# ---- one row ----


def child(cells: Mapping[str, Cell], columns: Mapping[str, Column], today: date) -> Child:
    """The file that the cells of one row make, by name of the column. Raises `tables.Wrong` where it is about a
    grown-up, or nobody can tell."""
    made = Child()
    for name, one in cells.items():
        for path, value in one.sets:
            _put(made, path, value)
        made.lines += one.lines
        mapped = columns[name].to and not (one.left and not one.sets)
        made.counts["mapped" if mapped else "proposed" if one.lines else "left"] += 1
        made.counts["addresses"] += one.removed
        made.counts.update(f"why:{why}" for why in one.left)
    _need_child(made, today)
    made.values.setdefault("child.sex", "unknown")
    made.values.setdefault("case.standing", Standing.AT_RISK.value)
    return made


def _put(made: Child, path: str, value: Any) -> None:
    """What several columns say of one field: lists together, parts of a text after each other, else the first."""
    before, kind = made.values.get(path), model().field(path).kind
    if before is None:
        made.values[path] = value
    elif isinstance(before, tuple):
        made.values[path] = tuple(dict.fromkeys((*before, *value)))
    elif kind == "text":
        made.values[path] = _short(f"{before}, {value}", kind)
    elif path == "case.standing" and Standing.VICTIM in {before, value}:
        made.values[path] = Standing.VICTIM.value


def _need_child(made: Child, today: date) -> None:
    age, born = made.values.get("child.age_at_intake"), made.values.get("child.birth_date")
    if (day := ages.born(born)) and day.earliest > today:
        raise tables.Wrong(_("This day is in the future."))
    if age is None and (can_be := ages.ages(born, today)):
        made.values["child.age_at_intake"] = age = can_be[0]  # who may still be a child is one
    if age is None:
        raise tables.Wrong(_("Neither age nor day of birth is known: nobody can tell that this is a child."))
    if age >= ADULT:
        raise tables.Wrong(_("This is about a grown-up. If it happened to a child, a worker opens the file by hand."))
