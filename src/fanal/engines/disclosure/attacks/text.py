"""A9: title, definition, notes, descriptions and pictures have nothing that points at one child.

Names and places that are known (`names`, `places` of the case), what looks like a name or a place below a country,
addresses, exact days, small numbers of people in words or digits, and terms to avoid. Codes and labels of the class set
were reviewed before and may have capital letters; so may names of organisations that take part (`known`).

`findings` says the same of one text, with its words: whoever writes a text hears it while the text can be changed.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from fanal.engines.disclosure.attacks.persons import is_reference, names, without_identifiers
from fanal.engines.disclosure.attacks.places import folded, named_places
from fanal.engines.disclosure.attacks.report import Case, Outcome, failed, passed, undecided
from fanal.engines.disclosure.bundle_parts import ESTIMATE_PICTURE, RELEASE, SOURCE, Bundle
from fanal.engines.disclosure.codebook import CODEBOOK
from fanal.engines.disclosure.model import ClassSet

CODE = "A9"
DRAWN = re.compile(r"<(title|desc|text)\b[^>]*>([^<]*)<")
FREE = ("title", "definition", "notes", "reason", "publisher", "note", "affiliation")
"""Fields that a person wrote."""
STATISTICIAN = "statistician"


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


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a text: the kind in words, and what stands there."""

    kind: str
    words: str


KNOWN, PLACE, SMALL = "a known name", "a place", "a small number of people"
ADDRESSED, DATED = "an address or number of a person or place", "an exact day"
NAMED, BELOW, TERM = "what looks like a name", "what looks like a place below a country", "a term to avoid"


def attack(case: Case) -> Outcome:
    """Without a linter of terms it is undecided; without lists of names it still finds what looks like one."""
    if case.lint is None:
        return undecided(CODE, "Nobody looked for terms to avoid.", "Give the linter of terms.")
    known = case.known | reviewed(case.candidate.classes, str(case.candidate.document.get("publisher", "")))
    places = [f"{where}: {what}" for where, text in texts(case.candidate) for what in found(case, where, text, known)]
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
        elif name == CODEBOOK:
            yield from ((f"{name}, line", line) for line in data.decode(errors="replace").splitlines())


def _strings(value: Any, where: str, field: str = "") -> Iterator[tuple[str, str]]:
    """All text values of a JSON document, with the name of their field; not those of class set and file list."""
    if isinstance(value, str):
        yield f"{where}, {field}" if field else where, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name == STATISTICIAN:  # who signs is named; where they work is their own words
                yield from _strings({"affiliation": part["affiliation"]} if part else {}, where)
            elif name not in {"files", "classes", "signature", "sha256", "published_on", "decided_on", "licence", "@id",
                            "@context", "spec"}:  # fmt: skip
                yield from _strings(part, where, name)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part, where, field)


def found(case: Case, where: str, text: str, known: Collection[str]) -> Iterator[str]:
    """What is wrong with a text, without repeating it. `known`: words (folded) that may be names."""
    seen = of_people(text, case.names, case.places)
    if written(where):
        seen += findings(text.removeprefix(SOURCE), known, reference=text.startswith(SOURCE))
    yield from dict.fromkeys(one.kind for one in seen)
    if case.lint is not None and case.lint(text):
        yield TERM


def of_people(text: str, names: Collection[str], places: Collection[str] = ()) -> list[Finding]:
    """The names and places in a text that are known."""
    plain = folded(text)

    def stands(word: str) -> bool:
        return bool(word) and re.search(rf"(?<!\w){re.escape(folded(word))}(?!\w)", plain) is not None

    return [Finding(kind, word) for kind, known in ((KNOWN, names), (PLACE, places)) for word in known if stands(word)]


def findings(text: str, known: Collection[str] = (), *, reference: bool = False) -> list[Finding]:
    """What could point at somebody in a text that a person wrote. `reference`: it says where a table was published,
    so that it has names of authors and a title, which are public. `known`: words (folded) that may be names."""
    public = reference and is_reference(text)
    plain = without_identifiers(text, public)
    seen = [Finding(ADDRESSED, words) for words in (*ADDRESS.findall(plain), *telephones(plain))]
    seen += [Finding(DATED, day[0]) for day in DAY.finditer(plain)]
    if not public:
        seen += [Finding(SMALL, words) for words in small(plain)]
        seen += [
            Finding(BELOW if one.located else NAMED, one.words) for one in names(plain, known, reference=reference)
        ]
    return seen + [Finding(BELOW, words) for words in named_places(plain, known)]


def written(where: str) -> bool:
    """Whether a person wrote the text. The rest is made from reviewed codes and sentences of this engine (A1 looks
    whether it still is), but for the picture of an estimate, which comes from outside."""
    file, _, name = where.rpartition(", ")
    return file == ESTIMATE_PICTURE or (file == RELEASE and name in FREE)


def small(text: str) -> list[str]:
    """Where a number of people from one to nine is named: `three of the girls`, `2 children`, `the only child`."""
    words = re.findall(r"[\w-]+|[^\w\s]", text)
    plain = [word.casefold() for word in words]
    named = []
    for at, word in enumerate(plain):
        alone = word == "only" and at > 0 and plain[at - 1] == "the"
        if word not in ONE_TO_NINE and not alone:
            continue
        after = plain[at + 1 : at + 5]
        stop = next((place for place, part in enumerate(after) if not re.match(r"\w", part)), len(after))
        if last := next((place for place, part in enumerate(after[:stop]) if part in PEOPLE), -1) + 1:
            named.append(" ".join(words[at : at + last + 1]))
    return named


def telephones(text: str) -> list[str]:
    """Numbers of nine digits or more that are no list of years."""
    found = TELEPHONE.findall(text)
    return [one for one in found if sum(letter.isdigit() for letter in one) >= 9 and not YEARS.fullmatch(one)]


def reviewed(classes: ClassSet | None, publisher: str) -> frozenset[str]:
    """Words (folded) that may look like a name: those of the class set, and of the publisher."""
    labels = [label for one in (classes.variables if classes else ()) for label in (one.label, *one.labels, *one.codes)]
    return words_of(("fanal", publisher, *labels))


def words_of(texts: Collection[str]) -> frozenset[str]:
    """All words of some texts, folded."""
    return frozenset(word for text in texts for word in re.findall(r"\w+", folded(text)))
