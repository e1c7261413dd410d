"""What must not stand in a translation that somebody brings. A fault is a code with what it is about; words for people
are made by whoever shows it.

A translation is set into pages as it stands, so that a tag in it is a tag of the page: each must be one of the English,
whole, with its attributes, and none may end the attribute in which the text stands: templates write attributes with
`"`. What readers cannot see, what turns the order of what they see, a link and a number are found also where they are
written as entities, a number in the digits of any script.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from babel.messages.catalog import Message

from fanal.engines.language import catalogues, readability
from fanal.engines.language.exchange import Entry
from fanal.engines.language.linter import check_text
from fanal.engines.language.rules import LANGUAGES, Rules
from fanal.engines.language.texts import Text

AGE, CHILD_AGE = 14, 11
"""Years: whoever reads a public text is so old at most, at the child's door (DNH-17)."""
FORMULAS = ("=", "+", "-", "@")
_TAG = re.compile(r"<[^<>]*>")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKS = frozenset("\u200e\u200f\u061c")
"""Marks that say which way a sign without one runs: languages from right to left need them."""
_JOINERS = {"\u200b": {"km", "th"}, "\u200c": {"hi"}, "\u200d": {"hi"}}
"""Signs that nobody sees and that these languages need: where a line may break, how letters join."""
_RIGHT_TO_LEFT = frozenset({"ar"})
_LINK = re.compile(r"\w+://|\bwww\.|\b(?:mailto|tel|sms|data|javascript):|[^\s@]+@[^\s@]+|[^\W\d_][\w-]*\.[^\W\d_]{2,}")
"""Scheme, address, and what a telephone takes for one: letters, a full stop, letters."""
_DIAL = re.compile(r"\d(?:[\s().+/-]{0,3}\d)+")
_NUMBER = re.compile(r"\d+")
_THOUSANDS = re.compile(r"(?<=\d)[.,\s'’٬](?=\d{3}(?!\d))")
_HOUR = re.compile(r"\b\d{1,2}:00\b")


class Kind(StrEnum):
    """What is wrong with a translation."""

    FORMS = "forms"
    PLACEHOLDERS = "placeholders"
    PERCENT = "percent"
    MARKUP = "markup"
    DIRECTION = "direction"
    UNSEEN = "unseen"
    FORMULA = "formula"
    QUOTE = "quote"
    LINK = "link"
    NUMBER = "number"
    LONG = "long"
    SHORT = "short"
    TERM = "term"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `form`: in which plural form, the first is 0, None where it is in no one of them; `say`: the term to
    say instead."""

    kind: Kind
    form: int | None = None
    say: str = ""


def faults(text: Text, strings: Sequence[str], language: str, known: Rules | None = None) -> Iterator[Fault]:
    """All that is wrong with the translation of a text, in every plural form of it. Without rules, terms and reading
    age are left to whoever reads it."""
    if len(strings) != (forms_of(language) if text.plural else 1):
        yield Fault(Kind.FORMS)
        return
    yield from _lost(text, strings)
    for form, string in enumerate(strings):
        english = text.english(form)
        yield from (Fault(kind, form) for kind in _signs(english, string, language))
        yield from (Fault(kind, form) for kind in _told(english, string, plural=text.plural is not None))
        yield from (Fault(kind, form) for kind in _size(english, string))
        if known is not None:
            yield from _words(text, string, language, form, known)


def is_sound(entry: Entry, language: str) -> bool:
    """Whether nothing is wrong with a translation that lies somewhere, but for terms and reading age."""
    text = Text(entry.singular, entry.plural, entry.context, (), (), "")
    return next(faults(text, entry.strings, language), None) is None


def forms_of(language: str) -> int:
    """How many plural forms a language has."""
    return int(catalogues.plural_rule(language).split(";")[0].removeprefix("nplurals="))


def _lost(text: Text, strings: Sequence[str]) -> Iterator[Fault]:
    message = Message((text.singular, text.plural) if text.plural else text.singular, context=text.context)
    kinds = {"placeholders": Kind.PLACEHOLDERS, "percent": Kind.PERCENT, "markup": Kind.MARKUP}
    found = {kinds[one.kind]: None for one in catalogues.differences(message, strings)}
    for form, string in enumerate(strings):
        if _tags(string) != _tags(text.english(form)):
            yield Fault(Kind.MARKUP, form)
            found.pop(Kind.MARKUP, None)
    yield from map(Fault, found)


def _tags(text: str) -> Counter[str]:
    """Whole tags, and signs that could begin or end one."""
    return Counter(_TAG.findall(text)) + Counter(sign for sign in _TAG.sub("", text) if sign in "<>")


def turns(string: str) -> bool:
    """Whether a text has signs that turn the direction of writing, which nobody sees."""
    return _TURNS.search(html.unescape(string)) is not None


def _signs(english: str, string: str, language: str) -> Iterator[Kind]:
    shown = html.unescape(string)
    if turns(string):
        yield Kind.DIRECTION
    if any(_is_unseen(sign, language) for sign in shown if sign not in english):
        yield Kind.UNSEEN
    if string.startswith(FORMULAS) and string[0] != english[:1]:
        yield Kind.FORMULA
    if '"' in _TAG.sub("", string) and '"' not in _TAG.sub("", english):
        yield Kind.QUOTE


def _told(english: str, string: str, *, plural: bool) -> Iterator[Kind]:
    """Where a reader is led, and what numbers they read. A form of a number may say it in its own way."""
    before, now = _plain(english), _plain(string)
    links = Counter(_LINK.findall(now)) - Counter(_LINK.findall(before))
    if links or _calls(now) - _calls(before):
        yield Kind.LINK
    if not plural and not _same_numbers(before, now):
        yield Kind.NUMBER


def _plain(text: str) -> str:
    """As it is read: without tags and what stands for values, entities and other scripts' digits as plain signs."""
    bare = catalogues.without_placeholders(_TAG.sub(" ", text))
    return unicodedata.normalize("NFKC", html.unescape(bare)).lower()


def _calls(text: str) -> set[str]:
    """What a telephone would dial: five digits or more, whatever stands between them."""
    return {digits for one in _DIAL.findall(_THOUSANDS.sub("", text)) if len(digits := "".join(map(_digit, one))) >= 5}


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign, ""))


def _same_numbers(english: str, string: str) -> bool:
    """One and two are said as words in many languages, and an hour, too; a child is under 18."""
    told, here = _numbers(english), _numbers(string)
    hours = _numbers(" ".join(_HOUR.findall(english)))
    in_words = Counter({number: told[number] for number in (0, 1, 2)}) + hours
    may_add = Counter({18: 9}) if "child" in english else Counter[int]()
    return not (told - here - in_words) and not (here - told - may_add)


def _numbers(text: str) -> Counter[int]:
    return Counter(map(int, _NUMBER.findall(_THOUSANDS.sub("", text))))


def _is_unseen(sign: str, language: str) -> bool:
    if _TURNS.match(sign) or sign in "\n\t":
        return False
    if sign in _MARKS:
        return language not in _RIGHT_TO_LEFT
    return unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"} and language not in _JOINERS.get(
        sign, ()
    )


def _size(english: str, string: str) -> Iterator[Kind]:
    """Of all translations that ship none is longer, or shorter."""
    if len(string) > 2 * len(english) + 60:
        yield Kind.LONG
    if len(english) > 60 and 4 * len(string) < len(english):
        yield Kind.SHORT


def _words(text: Text, string: str, language: str, form: int, known: Rules) -> Iterator[Fault]:
    """Terms are known in three languages; in the others an English one is found that was left between its words."""
    audience = "child" if text.for_children else ""
    judged = language if language in LANGUAGES else catalogues.SOURCE
    allowed = {one.term for one in check_text(text.english(form), catalogues.SOURCE, rules=known, audience=audience)}
    allowed |= {term for note in text.notes if "language: allow" in note for term in re.findall(r"\bT\d\d\b", note)}
    terms = check_text(string, judged, rules=known, audience=audience)
    said = [one.say for one in terms if one.level == "block" and one.term not in allowed]
    if said:
        yield Fault(Kind.TERM, form, said[0])
    if language in readability.LANGUAGES:
        read = readability.reading_age(string, language)
        if read.reliable and read.age > limit(text):
            yield Fault(Kind.AGE, form)


def limit(text: Text) -> int:
    """How old a reader of a text may have to be."""
    return CHILD_AGE if text.for_children else AGE
