"""A9: title, definition, notes, descriptions and pictures have nothing that points at one child.

Names and places that are known (`names`, `places` of the case), what looks like a name or a place below a country,
addresses, exact days, small numbers of people in words or digits, and terms to avoid. Codes and labels of the class set
were reviewed before and may have capital letters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from typing import Any

from fanal.engines.disclosure.attacks.places import folded, named_places
from fanal.engines.disclosure.attacks.report import Case, Outcome, failed, passed, undecided
from fanal.engines.disclosure.bundle_parts import ESTIMATE_PICTURE, RELEASE, Bundle
from fanal.engines.disclosure.model import ClassSet
from fanal.vocabulary.countries import countries, country_name

CODE = "A9"
DRAWN = re.compile(r"<(title|desc|text)\b[^>]*>([^<]*)<")
LANGUAGES = ("en", "fr", "es", "pt", "ar")
FREE = ("title", "definition", "notes", "reason", "publisher", "note")
"""Fields that a person wrote."""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


ONE_TO_NINE = _set(
    "one two three four five six seven eight nine single sole deux trois quatre cinq sept huit neuf seul seule dos "
    "tres cuatro cinco seis siete ocho nueve único única dois duas três quatro sete oito nove 1 2 3 4 5 6 7 8 9 "
    "واحد واحدة اثنان اثنتان ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثماني تسعة تسع"
)
"""Articles ("un", "una") are left out: they are in every sentence."""
PEOPLE = _set(
    "child children girl girls boy boys baby babies infant infants sibling siblings sister sisters brother brothers "
    "family families survivor survivors victim victims person persons people pupil pupils case cases file files "
    "enfant enfants fille filles garçon garçons bébé bébés famille familles frère frères sœur sœurs victime victimes "
    "personne personnes cas dossier dossiers niño niños niña niñas bebé bebés familia familias hermano hermanos "
    "hermana hermanas víctima víctimas persona personas caso casos criança crianças menina meninas menino meninos "
    "طفل طفلة أطفال طفلين فتاة فتيات ولد أولاد أسرة أسر عائلة عائلات ضحية ضحايا شخص أشخاص حالة حالات"
)
MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|janvier|février|mars|avril|"
    "mai|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    "septiembre|octubre|noviembre|diciembre"
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+|https?://|\bwww\.|\d{1,3}\.\d{3,}\s*,\s*-?\d")
TELEPHONE = re.compile(r"\+?\d[\d ()/.-]{6,}\d")
YEARS = re.compile(r"(?:(?:19|20)\d\d\W*)+")
DAY = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|er)?\.?\s+(?:of\s+|de\s+)?(?:{MONTHS})\b|\b(?:{MONTHS})\s+\d{{1,2}}\b"
    r"|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b",
    re.IGNORECASE,
)
PARTICLES = r"(?:(?:de|del|la|van|von|al|el|bin|ben)\s+)*"
CAPITALS = re.compile(rf"(?<![.!?:;]\s)(?<!^)\b([^\W\d_]\w+)\s+{PARTICLES}(?=([^\W\d_]\w+))")


def attack(case: Case) -> Outcome:
    """Without a linter of terms it is undecided; without lists of names it still finds what looks like one."""
    if case.lint is None:
        return undecided(CODE, "Nobody looked for terms to avoid.", "Give the linter of terms.")
    places = [f"{where}: {what}" for where, text in texts(case.candidate) for what in found(case, where, text)]
    if places:
        words = "A text could point at somebody, or has a term to avoid."
        return failed(CODE, words, places, "Write the text again without names, places, days and small numbers.")
    return passed(CODE, "No text has names, places below a country, small numbers in words or terms to avoid.")


def texts(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """(where, text) of everything in a release that people read, but for cells and reviewed codes."""
    yield from _strings(bundle.document, RELEASE)
    for name, data in sorted(bundle.files.items()):
        if name.endswith(".svg"):
            for kind, words in DRAWN.findall(data.decode(errors="replace")):
                yield f"{name}, {kind}", unescape(words)
        elif name.endswith("-metadata.json"):
            yield from _strings(json.loads(data), name)


def _strings(value: Any, where: str, field: str = "") -> Iterator[tuple[str, str]]:
    """All text values of a JSON document, with the name of their field; not those of class set and file list."""
    if isinstance(value, str):
        yield f"{where}, {field}" if field else where, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name not in {"files", "classes", "signature", "sha256", "published_on", "decided_on", "licence", "@id",
                            "@context", "spec", "statistician"}:  # fmt: skip
                yield from _strings(part, where, name)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part, where, field)


def found(case: Case, where: str, text: str) -> Iterator[str]:
    """What is wrong with a text, without repeating it."""
    plain = folded(text)
    if any(re.search(rf"(?<!\w){re.escape(folded(name))}(?!\w)", plain) for name in case.names if name):
        yield "a known name"
    if any(re.search(rf"(?<!\w){re.escape(folded(place))}(?!\w)", plain) for place in case.places if place):
        yield "a place"
    if written(where):
        if small(text):
            yield "a small number of people"
        if ADDRESS.search(text) or telephone(text):
            yield "an address or number of a person or place"
        if DAY.search(text):
            yield "an exact day"
        known = reviewed(case.candidate.classes, str(case.candidate.document.get("publisher", "")))
        if named(text, known):
            yield "what looks like a name"
        if named_places(text, known):
            yield "what looks like a place below a country"
    if case.lint is not None and case.lint(text):
        yield "a term to avoid"


def written(where: str) -> bool:
    """Whether a person wrote the text. The rest is made from reviewed codes and sentences of this engine (A1 looks
    whether it still is), but for the picture of an estimate, which comes from outside."""
    file, _, name = where.rpartition(", ")
    return file == ESTIMATE_PICTURE or (file == RELEASE and name in FREE)


def small(text: str) -> bool:
    """Whether a number of people from one to nine is named: `three of the girls`, `2 children`, `the only child`."""
    words = re.findall(r"[\w-]+|[^\w\s]", text.casefold())
    for at, word in enumerate(words):
        alone = word == "only" and at > 0 and words[at - 1] == "the"
        if word not in ONE_TO_NINE and not alone:
            continue
        after = words[at + 1 : at + 5]
        stop = next((place for place, one in enumerate(after) if not re.match(r"\w", one)), len(after))
        if any(one in PEOPLE for one in after[:stop]):
            return True
    return False


def telephone(text: str) -> bool:
    """Whether there is a number of nine digits or more that is no list of years."""
    return any(
        sum(letter.isdigit() for letter in one) >= 9 and not YEARS.fullmatch(one) for one in TELEPHONE.findall(text)
    )


def reviewed(classes: ClassSet | None, publisher: str) -> frozenset[str]:
    """Words (folded) that may look like a name: those of the class set, and of the publisher."""
    known = {"fanal", *re.findall(r"\w+", folded(publisher))}
    for variable in classes.variables if classes else ():
        for label in (variable.label, *variable.labels, *variable.codes):
            known |= set(re.findall(r"\w+", folded(label)))
    return frozenset(known)


def named(text: str, known: frozenset[str]) -> bool:
    """Whether two words with capitals follow each other inside a sentence, which are no words that are known."""
    return any(
        one[0].isupper() and other[0].isupper() and not {folded(one), folded(other)} <= known
        for one, other in CAPITALS.findall(_countries().sub("country", text))
    )


@cache
def _countries() -> re.Pattern[str]:
    """Names of countries with several words, which may stand in a text."""
    names = {
        country_name(one.alpha2, language) for one in countries(demonstration=True) for language in LANGUAGES
    }  # fmt: skip
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if " " in name))
