"""A translator: takes the file of a language, fills it in with a program of theirs, and gives it back; and whoever
reviews it then."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from xlsxwriter import Workbook

from fanal.access.api import languages, reviews, translations
from fanal.engines import workbooks
from fanal.engines.language import exchange
from fanal.engines.language.exchange import Entry
from fanal.engines.language.faults import forms_of
from fanal.site import reviews as clocked
from fanal.site.languages import table
from fanal.vocabulary.ids import new_id
from tests.people import Cast

type Fill = Callable[[str], str]
PUBLIC = ("form", "child", "law", "evidence")
SIGNS = {"pt": "Ã ", "ar": "ع ", "th": "ก "}


def said(language: str) -> Fill:
    """A translation that holds: the English behind a sign of the language."""
    return lambda english: f"{SIGNS[language]}{english}"


def fill(catalog: Catalog, say: Fill) -> None:
    """Translate each message."""
    for message in catalog:
        if isinstance(message.id, str) and message.id:
            message.string = say(message.id)
        elif message.id:
            message.string = tuple(map(say, [message.id[0], *[message.id[1]] * (catalog.num_plurals - 1)]))


def fill_po(path: Path, say: Fill, instead: Mapping[str, str] | None = None) -> dict[str, int]:
    """Fill in a PO file; gives the line of each message. `instead`: what to write for these English texts."""
    with path.open("rb") as file:
        catalog = read_po(file)
    wrong = instead or {}
    fill(catalog, lambda english: wrong.get(english) or say(english))
    out = BytesIO()
    write_po(out, catalog, width=100)
    path.write_bytes(out.getvalue())
    with path.open("rb") as file:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message.lineno or 0
            for message in read_po(file)
            if message.id
        }


def fill_book(path: Path, fill: Fill, instead: Mapping[str, str] | None = None) -> dict[str, int]:
    """The same in a workbook; gives the first row of each text."""
    rows = workbooks.rows(path.read_bytes())
    at = {name: place for place, name in enumerate(rows[0])}
    english, translation = at["English"], next(place for name, place in at.items() if name.startswith("translation"))
    numbers: dict[str, int] = {}
    for number, row in enumerate(rows[1:], start=2):
        row.extend([""] * (len(rows[0]) - len(row)))
        numbers.setdefault(row[english], number)
        row[translation] = (instead or {}).get(row[english]) or fill(row[english])
    save(path, rows)
    return numbers


def save(path: Path, rows: list[list[str]]) -> None:
    """A workbook of these rows, as another program writes it."""
    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell)
    book.close()


@contextmanager
def folder_of(settings: Any, place: Path) -> Iterator[Path]:
    """A folder of translations of this test alone; afterwards pages say what ships."""
    settings.LANGUAGES_FOLDER = place / "languages"
    languages.stale()
    yield place / "languages"
    settings.LANGUAGES_FOLDER = place / "nowhere"
    languages.stale()
    languages.look()


def brought(language: str, *parts: str, **anew: str) -> None:
    """Every text of these parts, translated; `anew`: by the key of a text what stands behind it."""
    say, entries = said(language), dict[str, Entry]()
    for text in table.texts().values():
        if text.part in parts:
            forms = forms_of(language) if text.plural else 1
            strings = [say(text.english(form)) + anew.get(f"k{text.key}", "") for form in range(forms)]
            entries[text.key] = exchange.of_text(text, strings)
    translations.put(language, entries, f"import {new_id()}")
    languages.stale()


def item(language: str, part: str) -> reviews.Item:
    return reviews.item_of(None, languages.NAME, languages.item(language, part))  # type: ignore[arg-type]


def reviewed(people: Cast, language: str, *parts: str, who: str = "tove", **more: Any) -> None:
    now = datetime.now(UTC)
    until = now.date() + timedelta(days=300)
    for part in parts:
        one = item(language, part)
        statement = reviews.Statement("native", True, one.digest, now.date(), until, "Wren, teacher")
        clocked.review(people[who], one, replace(statement, **more), now)
