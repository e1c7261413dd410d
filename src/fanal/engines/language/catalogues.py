"""Gettext catalogues in pure Python: extract, bring up to date, check, compile. Reads and gives values; writes nothing.

One domain (``django``), one catalogue a room and language; the source language needs none. A catalogue holds what is
translated. What is missing is counted from the sources. No dates and no places, so that the same sources always give
the same bytes and a commit shows what was said anew, not what moved.
"""

import ast
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from fanal.engines.language import templates

SOURCE = "en"
COMPLETE = ("fr", "es")
"""Languages that must be whole before a change is merged; the others may lag behind and are then shown in English."""
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
    "km": "nplurals=1; plural=0;",
}
"""The languages of the catalogues with their plural rules: Unicode CLDR, cardinal rules, without compact "many"."""
MORE = {
    "pt": "nplurals=2; plural=(n > 1);",
    "th": "nplurals=1; plural=0;",
    "vi": "nplurals=1; plural=0;",
    "id": "nplurals=1; plural=0;",
    "sw": "nplurals=2; plural=(n != 1);",
    "hi": "nplurals=2; plural=(n > 1);",
    "uk": "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2;",
    "ro": "nplurals=3; plural=n==1 ? 0 : n==0 || (n!=1 && n%100>=1 && n%100<=19) ? 1 : 2;",
    "tr": "nplurals=2; plural=(n != 1);",
    "de": "nplurals=2; plural=(n != 1);",
    "it": "nplurals=2; plural=(n != 1);",
}
"""Languages of which no catalogue ships: a translator brings one (docs/language.md, "A language of your own"). Source
as above."""
LANGUAGES = tuple(PLURALS)
TRANSLATED = tuple(language for language in LANGUAGES if language != SOURCE)

FOR_CHILDREN = "language: audience child"
"""The note of a message that only children and caregivers read."""

_KEYWORDS = {
    name + suffix: arguments
    for name, arguments in {
        "_": (1,),
        "gettext": (1,),
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for suffix in ("", "_lazy", "_noop")
}
_PLACEHOLDER = re.compile(r"%\((?P<named>[^)]*)\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%[sdifrx]|\{(?:[a-zA-Z_]\w*)?\}")
_PERCENT = re.compile(r"%%|%\([^)]*\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")
_PO_LINE = re.compile(r'(?:#.*|(?:msg(?:ctxt|id|id_plural|str(?:\[\d\])?) )?"(?:[^"\\]|\\.)*"|)\s*')
_MARKUP = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")

Key = tuple[str, str | None, bool]
"""What gettext tells messages apart by: the singular, the context, and whether there is a plural."""


class CatalogueError(ValueError):
    """A source or catalogue that cannot be read; says where and why."""


@dataclass(frozen=True, slots=True)
class Found:
    """A message as it stands in a source file (path with forward slashes, relative to the package's parent)."""

    singular: str
    plural: str | None
    context: str | None
    file: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one message of a catalogue. ``level``: ``block`` must be mended, ``warn`` is for information.

    ``kind``: gone · untranslated · fuzzy · placeholders · percent · markup · conflict.
    """

    level: str
    kind: str
    message: str
    detail: str = ""


def extract_python(source: str, file: str) -> list[Found]:
    """Messages of Python source: gettext and its kin (n, p, np; ``_lazy``, ``_noop``), ``_``, and the names under which
    they were imported. Literals only."""
    try:
        keywords = _KEYWORDS | _aliases(source)
        rows = list(extract("python", BytesIO(source.encode()), keywords, templates.NOTES))
    except (SyntaxError, tokenize.TokenError, ValueError) as error:
        raise CatalogueError(f"{file}: {error}") from error
    messages = []
    for _line, text, notes, context in rows:
        singular, plural = (text, None) if isinstance(text, str) else (text[0], text[-1] if len(text) > 1 else None)
        if singular:
            messages.append(Found(singular, plural, context, file, tuple(notes)))
    return messages


def _aliases(source: str) -> dict[str, Any]:
    imports = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom))
    names = (name for node in imports for name in node.names)
    return {name.asname: _KEYWORDS[name.name] for name in names if name.asname and name.name in _KEYWORDS}


def extract_template(source: str, file: str) -> list[Found]:
    """Messages of a Django template, each exactly what Django looks up when it renders."""
    try:
        found = list(templates.messages(source))
    except templates.TemplateError as error:
        raise CatalogueError(f"{file}: {error}") from error
    return [Found(m.singular, m.plural, m.context, file, m.notes) for m in found if m.singular]


def extract_yaml(source: str, keys: Iterable[str], file: str) -> list[Found]:
    """Texts that stand below any of the keys, at any depth, once each. What has no letter needs no translation."""
    wanted = frozenset(keys)

    def below(value: object, shown: bool) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from below(inner, shown or key in wanted)
        elif isinstance(value, list):
            for inner in value:
                yield from below(inner, shown)
        elif shown and isinstance(value, str) and any(letter.isalpha() for letter in value):
            yield value

    try:
        texts = list(below(yaml.safe_load(source), False))
    except yaml.YAMLError as error:
        raise CatalogueError(f"{file}: {error}") from error
    return [Found(text, None, None, file) for text in dict.fromkeys(texts)]


def empty(language: str) -> Catalog:
    """A catalogue without messages; ``language`` is one of ``LANGUAGES`` or ``MORE``."""
    return read_po(BytesIO(header(language).encode()), locale=language)


def parsed(po: bytes, language: str, file: str = "catalogue") -> Catalog:
    """A catalogue read from the bytes of a ``.po`` file; raises ``CatalogueError`` with the file and the reason."""
    try:
        # Babel reads an unclosed string by dropping its last letter, which would lose words without a sign.
        for number, line in enumerate(po.decode("utf-8").splitlines(), 1):
            if not _PO_LINE.fullmatch(line):
                raise CatalogueError(f"{file}:{number}: not a line of a catalogue: {line!r}")
        return read_po(BytesIO(po), locale=language, abort_invalid=True)
    except CatalogueError:
        raise
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise CatalogueError(f"{file}: {error}") from error


def updated(
    messages: Iterable[Found], old: Catalog, memory: Mapping[Key, Message], language: str, *, blanks: bool = True
) -> Catalog:
    """A new catalogue of the messages found, in the order found. ``blanks``: also those that nobody has translated.

    Translations and translators' comments are kept, also those that had become obsolete; a new message takes the
    translation that ``memory`` (the catalogues of other rooms) holds for it. A translation whose message is gone
    becomes obsolete. Nothing is guessed: a message that was worded anew is untranslated.
    """
    before = _by_key(old)
    known = {**memory, **_obsolete(old), **{key: message for key, message in before.items() if _texts(message)}}
    new = empty(language)
    new.header_comment = old.header_comment
    for here in messages:
        identity = (here.singular, here.plural) if here.plural else here.singular
        key = (here.singular, here.context, bool(here.plural))
        keep = known.get(key)
        if keep is None and not blanks:
            continue
        new.add(
            identity,
            keep.string if keep else None,
            flags={"fuzzy"} if keep and keep.fuzzy else (),
            auto_comments=here.notes,
            user_comments=before[key].user_comments if key in before else (),
            context=here.context,
        )
    present = set(_by_key(new))
    for key, message in {**_obsolete(old), **before}.items():
        if key not in present and _texts(message):
            new.obsolete[(key[0], key[1]) if key[1] else key[0]] = message
    return new


def written(catalog: Catalog, language: str, room: str) -> bytes:
    """The bytes of the ``.po`` file: no dates, no places, no name of a tool."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, omit_header=True, no_location=True)
    comment = catalog.header_comment.strip()
    if not comment or "PROJECT" in comment:  # Babel's own comment of a catalogue that has none
        comment = f"# Fanal, room {room}, {language}."
    return f"{comment}\n{header(language)}\n".encode() + buffer.getvalue().rstrip() + b"\n"


def compiled(catalog: Catalog) -> bytes:
    """The bytes of the ``.mo`` file. Fuzzy and empty translations stay out, so that English stands in for them."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def problems(catalog: Catalog, language: str, messages: Iterable[Found] | None = None) -> Iterator[Problem]:
    """Everything wrong with a catalogue; with ``found`` also what it lacks or what is no longer in the sources."""
    level = "block" if language in COMPLETE else "warn"
    if messages is not None:
        yield from _out_of_date(catalog, messages, level)
    for message in catalog:
        if not message.id:
            continue
        singular = _identity(message)[0]
        texts = _texts(message)
        if message.fuzzy:
            yield Problem(level, "fuzzy", singular, "check the translation and take the mark away")
        if len(texts) < (catalog.num_plurals if message.pluralizable else 1):
            yield Problem(level, "untranslated", singular)
        if texts:
            yield from differences(message, texts)


def conflicts(catalogs: Mapping[str, Catalog]) -> Iterator[tuple[str, Problem]]:
    """Rooms share one domain, so the same message must be translated the same way in all; gives (room, problem)."""
    first: dict[Key, tuple[str, list[str]]] = {}
    for room, catalog in catalogs.items():
        for key, message in _by_key(catalog).items():
            texts = _texts(message)
            other, theirs = first.setdefault(key, (room, texts)) if texts else (room, texts)
            if theirs != texts:
                yield room, Problem("block", "conflict", key[0], f"{other} says {theirs[0]!r}")


def memory_of(catalogs: Iterable[Catalog]) -> dict[Key, Message]:
    """The translated messages of several catalogues by key; the first catalogue that holds one wins."""
    memory: dict[Key, Message] = {}
    for catalog in catalogs:
        for key, message in _by_key(catalog).items():
            if _texts(message):
                memory.setdefault(key, message)
    return memory


def _out_of_date(catalog: Catalog, found: Iterable[Found], level: str) -> Iterator[Problem]:
    # A room that says the same words with and without a plural has one message with both.
    listed: dict[tuple[str, str | None], str | None] = {}
    for message in found:
        listed[message.singular, message.context] = message.plural or listed.get((message.singular, message.context))
    held = {key[:2]: _identity(message)[1] for key, message in _by_key(catalog).items()}
    for key in {**listed, **held}:
        if key not in listed or (key in held and listed[key] != held[key]):
            yield Problem("block", "gone", key[0], "run `fanal language extract`")
        elif key not in held:
            yield Problem(level, "untranslated", key[0], "run `fanal language extract`, then translate")


def differences(message: Message, texts: Sequence[str]) -> Iterator[Problem]:
    """What the translations of a message lost of it: placeholders, percent signs, tags."""
    singular, plural = _identity(message)
    allowed = placeholders(singular) | placeholders(plural or "")
    wanted = placeholders(plural or singular)
    for index, text in enumerate(texts):
        given = placeholders(text)
        # The form for one (none, two) may say the number as a word: it may lack one placeholder, the last form none.
        spare = 1 if plural and index < len(texts) - 1 else 0
        if given - allowed or len(wanted - given) > spare:
            lost, strange = sorted(wanted - given), sorted(given - allowed)
            yield Problem("block", "placeholders", singular, f"lost: {lost}, unknown: {strange}")
        if re.search(r"%[(%]", singular) and "%" in _PERCENT.sub("", text):
            yield Problem("block", "percent", singular, f"write %% for a percent sign: {text!r}")
        source = plural if plural and index else singular
        if Counter(_MARKUP.findall(text)) != Counter(_MARKUP.findall(source)):
            yield Problem("block", "markup", singular, f"tags differ: {text!r}")


def placeholders(text: str) -> set[str]:
    """What stands in a text for a value."""
    return {match[0] for match in _PLACEHOLDER.finditer(text.replace("%%", ""))}


def without_placeholders(text: str) -> str:
    """A text without what stands in it for values."""
    return _PLACEHOLDER.sub(" ", text.replace("%%", "%"))


def _identity(message: Message) -> tuple[str, str | None]:
    return (message.id, None) if isinstance(message.id, str) else (message.id[0], message.id[1])


def _texts(message: Message) -> list[str]:
    """The translations that are not empty, in order of the plural forms."""
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return [string for string in strings if string]


def _by_key(catalog: Catalog) -> dict[Key, Message]:
    return {_key(message): message for message in catalog if message.id}


def _obsolete(catalog: Catalog) -> dict[Key, Message]:
    return {_key(message): message for message in catalog.obsolete.values()}


def _key(message: Message) -> Key:
    return _identity(message)[0], message.context, message.pluralizable


def plural_rule(language: str) -> str:
    """The plural rule of a language, as the header of a catalogue has it. Raises ``CatalogueError``."""
    rule = (PLURALS | MORE).get(language)
    if rule is None:
        raise CatalogueError(f"no plural rule for language {language!r}")
    return rule


def header(language: str) -> str:
    """The header of a catalogue: no dates, no name of a tool."""
    fields = (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {plural_rule(language)}",
    )
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields)
