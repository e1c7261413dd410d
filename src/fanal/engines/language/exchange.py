"""The translations of one language as one file: PO for translators and their programs, rows for a spreadsheet."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from gettext import c2py
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from fanal.engines.language import catalogues
from fanal.engines.language.catalogues import CatalogueError
from fanal.engines.language.texts import Text, key_of

_LANGUAGE = re.compile(r"^Language:\s*([A-Za-z_@-]*)", re.MULTILINE)
_PLURALS = re.compile(r"^Plural-Forms:\s*nplurals=(\d+);\s*plural=([^;]+)", re.MULTILINE)
_WIDTH = 100


@dataclass(frozen=True)
class Entry:
    """The translation of one text. `strings`: one a plural form; `note`: what a translator left beside it."""

    singular: str
    plural: str | None
    context: str | None
    strings: tuple[str, ...]
    note: str = ""

    @cached_property
    def key(self) -> str:
        return key_of(self.context, self.singular, self.plural)


type Entries = Mapping[str, Entry]
"""By the keys of their texts."""


def of_text(text: Text, strings: Sequence[str], note: str = "") -> Entry:
    """The translation of a text."""
    return Entry(text.singular, text.plural, text.context, tuple(strings), note)


def file_of(language: str, entries: Iterable[Entry], mark: str = "") -> bytes:
    """What is kept of a language: a PO file of all that is translated. `mark`: what to remember with it."""
    catalog = _empty(language, mark)
    for one in entries:
        _add(catalog, one, ())
    return _bytes(catalog, language)


def for_translators(language: str, texts: Iterable[Text], entries: Entries) -> bytes:
    """A PO file for who translates: each text with its notes and where it is seen, and what is there of it."""
    catalog = _empty(language, "")
    for text in texts:
        held = entries.get(text.key) or of_text(text, [""] * nplurals(catalog, text))
        _add(catalog, held, text.files, (*text.notes, f"part: {text.part}"))
    return _bytes(catalog, language)


def nplurals(catalog: Catalog, text: Text) -> int:
    """How many texts a translation of it has."""
    return int(catalog.num_plurals) if text.plural else 1


def _empty(language: str, mark: str) -> Catalog:
    catalog = catalogues.empty(language)
    catalog.header_comment = "\n".join([f"# Fanal, {language}.", *([f"# {mark}"] if mark else [])])
    return catalog


def _add(catalog: Catalog, one: Entry, files: Iterable[str], notes: Iterable[str] = ()) -> None:
    identity = (one.singular, one.plural) if one.plural else one.singular
    catalog.add(
        identity,
        one.strings if one.plural else one.strings[0],
        locations=[(file, 0) for file in files],  # lines are not written
        auto_comments=notes,
        user_comments=one.note.splitlines(),
        context=one.context,
        flags=_flags(one),
    )


def _flags(one: Entry) -> set[str]:
    """What other programs read to hold the placeholders; Babel sees them by itself in some texts, and in some none."""
    return {"python-format"} if re.search(r"%\(\w+\)[sd]", one.singular) else set()


def _bytes(catalog: Catalog, language: str) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalog, width=_WIDTH, omit_header=True, include_lineno=False)
    head = f"{catalog.header_comment}\n{catalogues.header(language)}\n"
    return head.encode() + buffer.getvalue().rstrip() + b"\n"


# ---- read ----


def mark_of(po: bytes) -> str:
    """What `file_of` remembered."""
    lines = po.split(b"\n", 2)
    return lines[1].removeprefix(b"# ").decode(errors="replace") if len(lines) > 1 and lines[1][:2] == b"# " else ""


def entries_of(po: bytes, language: str, file: str) -> dict[str, Entry]:
    """What such a file holds, without what is not translated. Raises `CatalogueError`."""
    return {entry.key: entry for _line, _fuzzy, entry in lines_of(po, language, file) if all(entry.strings)}


def lines_of(po: bytes, language: str, file: str) -> Iterator[tuple[int, bool, Entry]]:
    """Each message of a PO file with its line, and whether it is marked as not certain (fuzzy). Raises
    `CatalogueError`, also where the file is of another language or has other plural forms."""
    try:
        text = po.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{file}: not UTF-8") from error
    head = _head(text)
    said = _LANGUAGE.search(head)
    if said is None or re.split("[_@-]", said[1])[0].lower() != language:
        raise OtherLanguage(said[1] if said else "")
    _need_same_plurals(head, language)
    catalog = catalogues.parsed(text.encode(), language, file)
    for message in catalog:
        if message.id:
            yield message.lineno or 0, message.fuzzy, _entry(message)


def _head(text: str) -> str:
    """The lines of the header, which a program may have folded."""
    first = text[:10_000].replace("\r\n", "\n").partition('msgid ""\nmsgstr ')[2].partition("\n\n")[0]
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', first)).replace("\\n", "\n")


class OtherLanguage(CatalogueError):
    """A file of another language, or of none that it names. The message is the code that it names."""


class OtherPlurals(CatalogueError):
    """A file whose plural forms are other ones."""


def _need_same_plurals(head: str, language: str) -> None:
    """Programs of translators write rules of their own; what they give must be the same form for each number."""
    given = _PLURALS.search(head)
    if given is None:
        return
    ours = _PLURALS.search(f"Plural-Forms: {catalogues.plural_rule(language)}")
    assert ours is not None
    same = False
    with suppress(ValueError, ArithmeticError, RecursionError):  # a rule that is none, or divides by zero
        theirs, own = c2py(given[2].strip()), c2py(ours[2].strip())
        same = given[1] == ours[1] and all(theirs(n) == own(n) for n in range(300))
    if not same:
        raise OtherPlurals(ours[0])


def _entry(message: Message) -> Entry:
    singular, plural = (message.id, None) if isinstance(message.id, str) else (message.id[0], message.id[1])
    strings = [message.string] if isinstance(message.string, str) else [one or "" for one in message.string or ("",)]
    return Entry(singular, plural, message.context, tuple(strings), "\n".join(message.user_comments))


def compiled(language: str, entries: Iterable[Entry]) -> bytes:
    """The bytes of a `.mo` file of these translations."""
    catalog = catalogues.empty(language)
    for one in entries:
        _add(catalog, one, ())
    return catalogues.compiled(catalog)
