"""What must not stand in a translation that somebody brings. A fault is a code with what it is about; words for people
are made by whoever shows it.

A translation is set into pages as it stands, so that a tag in it is a tag of the page: each must be one of the English,
whole, with its attributes. What readers cannot see, or what turns the order of what they see, is found also where it is
written as an entity.
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


class Kind(StrEnum):
    """What is wrong with a translation."""

    FORMS = "forms"
    PLACEHOLDERS = "placeholders"
    PERCENT = "percent"
    MARKUP = "markup"
    DIRECTION = "direction"
    UNSEEN = "unseen"
    FORMULA = "formula"
    LONG = "long"
    SHORT = "short"
    TERM = "term"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `form`: in which plural form, the first is 0; `about`: what it is about, such as the term to say
    instead."""

    kind: Kind
    form: int = 0
    about: str = ""


def faults(text: Text, strings: Sequence[str], language: str, known: Rules) -> Iterator[Fault]:
    """All that is wrong with the translation of a text, in every plural form of it."""
    forms = forms_of(language) if text.plural else 1
    if len(strings) != forms:
        yield Fault(Kind.FORMS, about=str(forms))
        return
    yield from _lost(text, strings)
    for form, string in enumerate(strings):
        english = text.english(form)
        yield from _signs(english, string, language, form)
        yield from _size(english, string, form)
        yield from _words(text, string, language, form, known)


def forms_of(language: str) -> int:
    """How many plural forms a language has."""
    return int(catalogues.plural_rule(language).split(";")[0].removeprefix("nplurals="))


def _lost(text: Text, strings: Sequence[str]) -> Iterator[Fault]:
    message = Message((text.singular, text.plural) if text.plural else text.singular, context=text.context)
    kinds = {"placeholders": Kind.PLACEHOLDERS, "percent": Kind.PERCENT, "markup": Kind.MARKUP}
    found = {kinds[one.kind]: one.detail for one in catalogues.differences(message, strings)}
    if any(_tags(string) != _tags(text.english(form)) for form, string in enumerate(strings)):
        found[Kind.MARKUP] = ""
    for kind, about in found.items():
        yield Fault(kind, about=about if kind is Kind.PLACEHOLDERS else "")


def _tags(text: str) -> Counter[str]:
    """Whole tags, and signs that could begin or end one."""
    return Counter(_TAG.findall(text)) + Counter(sign for sign in _TAG.sub("", text) if sign in "<>")


def _signs(english: str, string: str, language: str, form: int) -> Iterator[Fault]:
    shown = html.unescape(string)
    if _TURNS.search(shown):
        yield Fault(Kind.DIRECTION, form)
    if any(_is_unseen(sign, language) for sign in shown if sign not in english):
        yield Fault(Kind.UNSEEN, form)
    if string.startswith(FORMULAS) and string[0] != english[:1]:
        yield Fault(Kind.FORMULA, form)


def _is_unseen(sign: str, language: str) -> bool:
    if _TURNS.match(sign) or sign in "\n\t":
        return False
    if sign in _MARKS:
        return language not in _RIGHT_TO_LEFT
    return unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"} and language not in _JOINERS.get(
        sign, ()
    )


def _size(english: str, string: str, form: int) -> Iterator[Fault]:
    """Of all translations that ship none is longer, or shorter."""
    if len(string) > 2 * len(english) + 60:
        yield Fault(Kind.LONG, form)
    if len(english) > 60 and 4 * len(string) < len(english):
        yield Fault(Kind.SHORT, form)


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
            yield Fault(Kind.AGE, form, f"{read.age:g}")


def limit(text: Text) -> int:
    """How old a reader of a text may have to be."""
    return CHILD_AGE if text.for_children else AGE
