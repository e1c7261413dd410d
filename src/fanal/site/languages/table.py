"""A file of one language as it comes in: a PO file, or the table that a spreadsheet makes of it. Each text is put to
what a translation must hold (`engines.language.faults`); those that hold are taken, the others are told by number."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache, partial

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotNow, translations
from fanal.engines.language import exchange, rules
from fanal.engines.language.catalogues import CatalogueError, placeholders
from fanal.engines.language.exchange import Entry, OtherLanguage, OtherPlurals
from fanal.engines.language.faults import FORMULAS, Fault, faults, forms_of, limit
from fanal.engines.language.faults import Kind as Wrongness
from fanal.engines.language.texts import Text
from fanal.web import api as web
from fanal.web.api import tables

KEY, FORM, ENGLISH, NOTE = "key", "form", "English", "note"
TOLD = ("where", "part", "state")
"""Columns that tell the translator something, and are never taken."""
_FUZZY = "fuzzy"
_LONGEST_NOTE = 500


@cache
def texts() -> Mapping[str, Text]:
    """Every text of this version, by its key."""
    from fanal.engines.language import command  # with what a console needs

    return {text.key: text for text in command.texts_of()}


def column(language: str) -> str:
    """The heading of the translations."""
    return f"translation {language}"


def heading(language: str) -> tuple[str, ...]:
    """The columns of a file."""
    return (KEY, FORM, "where", "part", ENGLISH, column(language), "state", NOTE)


def kind(language: str) -> tables.Kind:
    """What comes in for a language."""
    return tables.Kind(
        name=f"languages.{language}",
        columns=(
            tables.Column(KEY, title=lazy("Key"), required=True),
            tables.Column(FORM, title=lazy("Form")),
            tables.Column(ENGLISH, _plain, title=lazy("English"), required=True),
            tables.Column(column(language), _plain, title=lazy("Translation")),
            tables.Column(NOTE, title=lazy("Note")),
            tables.Column(_FUZZY, title=lazy("Not certain")),
        ),
        reading=partial(Reading, language),
        unit=KEY,
        left_out=lambda name: _("It tells you something. Nothing of it is taken.") if name in TOLD else "",
        fixed=True,
        other=partial(_other, language),
        beside=ENGLISH,
    )


def _plain(cell: str) -> str:
    """Without the apostrophe with which a cell leaves that a spreadsheet would take for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULAS) else cell


# ---- a PO file ----


def _other(language: str, first: str, whole: Iterator[str]) -> tables.Sheet | None:
    """The rows of a PO file; None of a table, which must be of the same language."""
    if not _is_po(first):
        _need_language(language, first)
        return None
    rows = iter(list(_rows("".join(whole).encode(), language)))
    return tables.Sheet((KEY, FORM, ENGLISH, column(language), NOTE, _FUZZY), rows, by_line=True)


def _is_po(first: str) -> bool:
    return any(line.startswith("msgid ") for line in first[:20_000].splitlines())


def _need_language(language: str, first: str) -> None:
    line = first.partition("\n")[0].replace('"', "").replace(";", "\t").replace(",", "\t").replace("\r", "")
    said = {head.partition(" ")[2].strip() for head in line.split("\t") if head.startswith("translation ")}
    others = {code for code, _name in settings.LANGUAGES if code in said} - {language}
    if others and language not in said:
        raise NotNow(_of_another(min(others)), "text")
    if KEY in line.split("\t") and language not in said:
        words = _("This table has no column “%(name)s”. Take the language along once more, and keep the headings.")
        raise NotNow(words % {"name": column(language)}, "text")


def _of_another(code: str) -> str:
    if not code:
        return _("This file does not say of which language it is. Its header needs a line “Language”.")
    return _("This file is of another language (%(code)s). Choose that language, or another file.") % {"code": code}


def _rows(po: bytes, language: str) -> Iterator[tuple[int, list[str]]]:
    try:
        found = list(exchange.lines_of(po, language, "PO"))
    except OtherLanguage as why:
        raise NotNow(_of_another(str(why)), "text") from None
    except OtherPlurals as why:
        words = _("The plural forms of this file are others. Its header needs: %(rule)s") % {"rule": why}
        raise NotNow(words, "text") from None
    except CatalogueError as why:
        words = _("This PO file cannot be read to its end; perhaps it was cut. What is wrong: %(why)s") % {"why": why}
        raise NotNow(words, "text") from None
    for line, fuzzy, entry in found:
        forms = [str(form + 1) for form in range(len(entry.strings))] if entry.plural else [""]
        for form, string in zip(forms, entry.strings, strict=False):
            english = entry.plural if entry.plural and form != "1" else entry.singular
            yield line, [entry.key, form, english.strip(), string, entry.note, _FUZZY if fuzzy else ""]


# ---- row by row ----


class Reading:
    """What the rows of one file came to. Those of a text are taken together."""

    def __init__(self, language: str) -> None:
        self.language, self.rules = language, rules.load()
        self.held = translations.held(language)
        self.taken: dict[str, Entry] = {}
        self.same = self.blank = 0

    def take(self, rows: Sequence[tables.Row]) -> None:
        """The forms of one text."""
        values = [row.values() for row in rows]
        text = self._text(values)
        strings = [_with_ends(text.english(form), one[column(self.language)]) for form, one in enumerate(values)]
        if not any(strings):
            self.blank += 1
            return
        if any(one[_FUZZY] for one in values if _FUZZY in one):
            raise tables.Wrong(_("It is marked as not certain (fuzzy). Check it and take the mark away."), self._column)
        if not all(strings):
            raise tables.Wrong(_("Some of its forms have no translation."), self._column)
        fault = next(faults(text, strings, self.language, self.rules), None)
        if fault is not None:
            raise tables.Wrong(words(fault, text, self.language), self._column)
        note = next((one[NOTE] for one in values if one.get(NOTE)), "")
        self._keep(text, strings, note)

    @property
    def _column(self) -> str:
        return column(self.language)

    def _text(self, values: list[Mapping[str, str]]) -> Text:
        key = values[0][KEY]
        text = texts().get(key)
        if text is None:
            words = _("The English is another in this version, or the text is gone. Take the language along once more.")
            raise tables.Wrong(words, KEY)
        forms = forms_of(self.language) if text.plural else 1
        if len(values) != forms:
            raise tables.Wrong(_forms_needed(forms), KEY)
        for form, one in enumerate(values):
            if text.plural and one.get(FORM) not in {None, str(form + 1)}:
                raise tables.Wrong(_("The forms stand in another order than they left."), FORM)
            if _lines(one[ENGLISH]) != _lines(text.english(form).strip()):
                words = _("The English was changed in this file. Take the language along once more.")
                raise tables.Wrong(words, ENGLISH)
        return text

    def _keep(self, text: Text, strings: list[str], note: str) -> None:
        entry = exchange.of_text(text, strings, note[:_LONGEST_NOTE])
        if self.held.get(entry.key) == entry:
            self.same += 1
        else:
            self.taken[entry.key] = entry

    def facts(self) -> list[tuple[str, str]]:
        """How many texts are new or other, as they were, and without a translation; what the rows cannot say."""
        counts = (len(self.taken), self.same, self.blank)
        names = (_("Translations that are new or other"), _("Translations as they were"), _("Without a translation"))
        return [*zip(names, map(web.digits, counts), strict=True), *self._unjudged()]

    def _unjudged(self) -> Iterator[tuple[str, str]]:
        if self.language not in rules.LANGUAGES:
            words = _("no list for this language: who reviews it knows them. English ones are found.")
            yield _("Terms to avoid"), words
            yield _("Reading age"), _("no formula for this language: only readers can say")

    def kept(self) -> bytes:
        """The translations that are taken in."""
        return json.dumps([asdict(one) for one in self.taken.values()]).encode() if self.taken else b""


def _with_ends(english: str, translation: str | None) -> str:
    """A translation with the blanks around it that the English has: no file keeps them."""
    inner = (translation or "").strip()
    before = english[: len(english) - len(english.lstrip())]
    return f"{before}{_lines(inner)}{english[len(english.rstrip()) :]}" if inner else ""


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unpacked(made: bytes) -> dict[str, Entry]:
    """What was kept of a file."""
    rows = json.loads(made)
    found = (Entry(**{**row, "strings": tuple(row["strings"])}) for row in rows)
    return {one.key: one for one in found}


# ---- words ----


def words(fault: Fault, text: Text, language: str) -> str:
    """What is wrong with a translation, in which form of the number, and what to do."""
    what = _what(fault, text, language)
    if text.plural is None or fault.form is None:
        return what
    return _("Form %(number)s: %(what)s") % {"number": web.digits(fault.form + 1), "what": what}


def _what(fault: Fault, text: Text, language: str) -> str:
    if fault.kind is Wrongness.FORMS:
        return _forms_needed(forms_of(language))
    if fault.kind is Wrongness.PLACEHOLDERS:
        return _("What stands in for a value must stay as it is: %(names)s.") % {"names": web.dots(*_names(text))}
    if fault.kind is Wrongness.TERM:
        return _("A term that this house does not use. Say instead: %(say)s.") % {"say": fault.say}
    if fault.kind is Wrongness.AGE:
        years = {"age": web.digits(limit(text))}
        return _("Too hard to read: readers of %(age)s years must understand it. Write shorter sentences.") % years
    return str(_WORDS[fault.kind])


def _forms_needed(forms: int) -> str:
    if forms == 1:
        return _("This text stands in the file more than once. Keep one of its rows.")
    return _("It needs %(count)s rows, one for each form of the number.") % {"count": web.digits(forms)}


def _names(text: Text) -> list[str]:
    return sorted(placeholders(text.singular) | placeholders(text.plural or "")) or [_("none")]


_WORDS = {
    Wrongness.PERCENT: lazy("Write %% for a percent sign."),
    Wrongness.MARKUP: lazy("The tags, in angle brackets, must be those of the English, each as it is."),
    Wrongness.DIRECTION: lazy("It has signs that turn the direction of writing, which nobody sees. Take them out."),
    Wrongness.UNSEEN: lazy("It has signs that nobody sees. Write it anew, without pasting."),
    Wrongness.FORMULA: lazy("It begins as a formula does. Begin with a letter."),
    Wrongness.QUOTE: lazy("It has straight quotation marks, which the English has not. Write those of the language."),
    Wrongness.LINK: lazy("It leads somewhere that the English does not: a link, an address, a number to call."),
    Wrongness.NUMBER: lazy("Its numbers are not those of the English. Write the same ones, in figures."),
    Wrongness.LONG: lazy("It is far longer than the English. Say it more shortly."),
    Wrongness.SHORT: lazy("It is far shorter than the English. Something is missing."),
}
