"""A language as a file for who translates it: each text once, with where it is seen and how it stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from io import BytesIO

from django.conf import settings
from django.utils.translation import get_language_info

from fanal.access.api import languages, translations
from fanal.engines.language import catalogues, exchange
from fanal.engines.language.exchange import Entry
from fanal.engines.language.faults import forms_of
from fanal.engines.language.texts import Text
from fanal.site.languages import table
from fanal.web.papers import plain

OPEN, WAITS, REVIEWED, SHIPS = "open", "waits", "reviewed", "ships"
"""States of a text, as they stand in a file: nothing there, not reviewed, reviewed here, as it ships."""
_WIDTHS = (14, 8, 30, 10, 60, 60, 10, 30)


@dataclass(frozen=True, slots=True)
class Row:
    """A text with its translation, if there is one."""

    text: Text
    entry: Entry | None
    state: str


def rows(language: str, parts: Sequence[str] = (), *, only_open: bool = False) -> list[Row]:
    """The texts of a language. `parts`: of these alone; `only_open`: of which there is no translation."""
    ships, held, reviewed = shipped(language), translations.held(language), languages.reviewed(language).entries
    found = (_row(text, ships, held, reviewed) for text in table.texts().values() if not parts or text.part in parts)
    return [row for row in found if not only_open or row.state == OPEN]


def _row(text: Text, ships: Mapping[str, Entry], held: Mapping[str, Entry], reviewed: Mapping[str, Entry]) -> Row:
    key = text.key
    if key in held:
        return Row(text, held[key], REVIEWED if key in reviewed else WAITS)
    return Row(text, ships[key], SHIPS) if key in ships else Row(text, None, OPEN)


@cache
def shipped(language: str) -> Mapping[str, Entry]:
    """The translations that ship, also those of a draft."""
    from fanal.engines.language import command

    if language not in catalogues.TRANSLATED:
        return {}
    known = {text.place: text for text in table.texts().values()}
    found: dict[str, Entry] = {}
    for path in sorted(command.PACKAGE.glob(f"*/locale/{language}/LC_MESSAGES/django.po")):
        for message in command.read_catalogue(command.PACKAGE, path.parts[-5], language):
            strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
            singular = message.id if isinstance(message.id, str) else message.id[0]
            text = known.get((message.context, singular)) if message.id else None
            if text is not None and all(strings) and len(strings) == (forms_of(language) if text.plural else 1):
                found[text.key] = exchange.of_text(text, strings)
    return found


def po(language: str, found: Iterable[Row]) -> bytes:
    """The bytes of a PO file."""
    every = list(found)
    entries = {row.text.key: row.entry for row in every if row.entry}
    return exchange.for_translators(language, (row.text for row in every), entries)


def workbook(language: str, found: Iterable[Row]) -> bytes:
    """The bytes of a workbook (XLSX). Nothing but translations and notes can be typed in it by mistake."""
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    told = book.add_format({"text_wrap": True, "valign": "top"})
    from_right = {"reading_order": 2} if get_language_info(language)["bidi"] else {}
    typed = book.add_format({"text_wrap": True, "valign": "top", "locked": False, **from_right})
    sheet = book.add_worksheet(language)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    for at, name in enumerate(table.heading(language)):
        sheet.write_string(0, at, name, bold)
        sheet.set_column(at, at, _WIDTHS[at])
    number = 0
    for number, cells in enumerate(_cells(language, found), start=1):
        for at, cell in enumerate(cells):
            sheet.write_string(number, at, plain(cell), typed if at in {5, 7} else told)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(number, 1), len(_WIDTHS) - 1)
    book.close()
    return out.getvalue()


def _cells(language: str, found: Iterable[Row]) -> Iterator[list[str]]:
    """The rows of the table: one a plural form."""
    numbers = _numbers(language)
    for row in found:
        text, entry = row.text, row.entry
        where = "\n".join([*text.files[:3], *text.notes])
        for form in range(len(numbers) if text.plural else 1):
            said = f"{where}\nnumbers: {numbers[form]}" if text.plural else where
            shown = entry.strings[form] if entry else ""
            note = entry.note if entry else ""
            number = str(form + 1) if text.plural else ""
            yield [text.key, number, said, text.part, text.english(form), shown, row.state, note]


def _numbers(language: str) -> list[str]:
    """For each plural form some numbers that take it."""
    rule = c2py(catalogues.plural_rule(language).partition("plural=")[2].rstrip("; "))
    taken: list[list[int]] = [[] for _ in range(forms_of(language))]
    for number in range(200):
        taken[rule(number)].append(number)
    return [", ".join(map(str, some[:4])) + (" …" if len(some) > 4 else "") for some in taken]


def may_come_in(language: str) -> bool:
    """Whether translations of a language can be brought: English is what they are made from."""
    return language in dict(settings.LANGUAGES) and language != catalogues.SOURCE
