"""What looks like a person, or a house that points at one, in a text; institutions and published works are none.

Two words with capitals beside each other are a name unless one of them is an ordinary word: `Marta Rossini`, never
`Home Office`, `Royal Statistical Society` or `Nottingham University`. A word for a person or a local house explains
nothing: `Sister Agnes` and `Northfield Hospital` point at somebody. The list of ordinary words has none that is also a
name of people (`corpus/names/ordinary_words.txt`). A name that stands alone is found where a person stands: `the aunt
of Marta`, `told by Marta`, `Marta said`; so is one that is turned, as in `Rossini, Marta`. A pair after `in` or `near`
is told as a place (`in Stung Treng`), a single word where people are said to be (`children in Pattaya`), and a pair
before a word of statistics, as the `Horvitz Thompson estimator`, is the name of a method.

A citation names authors. By family names with the year in brackets (`Van Dijk, Cruyff (2017)`) it may stand in any
text: without brackets nothing tells it from a person, a country and a year. Where a release says where its table is
from, the brackets may be missing, and a whole reference has title and given names.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from fanal.engines.disclosure.attacks.places import folded
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.countries import countries, country_name

LANGUAGES = ("en", "fr", "es", "pt", "ar")
WORDS = CORPUS / "names" / "ordinary_words.txt"


def _set(text: str) -> frozenset[str]:
    return frozenset(folded(text).split())


POINTING = _set(
    "mr mrs ms miss mister dr doctor prof professor sir madam nurse teacher sister brother father mother uncle "
    "aunt auntie cousin grandmother grandfather baby girl boy daughter son wife husband officer caseworker "
    "colleague judge lawyer inspector sergeant detective constable captain pastor priest imam reverend director "
    "headmaster hospital clinic school kindergarten college academy shelter refuge orphanage home house centre "
    "center church mosque temple parish police station prison camp street road avenue lane market hotel hostel "
    "bar club beach port airport river island valley mountain park farm mall village town city district region m "
    "mme mlle monsieur madame mademoiselle docteur professeur infirmière enseignant soeur frère père mère oncle "
    "tante bébé fille garçon juge maître inspecteur commissaire curé directeur directrice hôpital clinique école "
    "collège lycée foyer orphelinat maison église mosquée gendarmerie gare rue boulevard place marché hôtel plage "
    "île rivière vallée sr sra srta señor señora señorita doctora profesor profesora maestra maestro enfermera "
    "hermana hermano padre madre tío tía bebé hija hijo juez jueza abogado abogada comisario cura directora "
    "clínica escuela colegio hogar albergue orfanato casa centro iglesia mezquita comisaría cárcel calle avenida "
    "plaza mercado playa isla río valle "
)
"""Words for a person or for a house or place of a neighbourhood, beside which another word is a name."""
PARTICLE = r"(?:de|del|de la|da|di|du|la|le|van|van der|van den|von|al|el|bin|binti|ben|y|dos)"
CAPITAL = r"[^\W\d_][\w’']+(?:-\w+)*"
PAIR = re.compile(rf"(?<![\w’'-])({CAPITAL})\s+(?:{PARTICLE}\s+)*(?=({CAPITAL}))", re.UNICODE)
OWNER = re.compile(r"[’']s?$")
ABSTRACT = re.compile(r"\w{4,}(?:[st]ions?|isms?|ical|ically|olog(?:y|ies|ie|ia)|ization|isation)")
"""Nouns that no list is long enough for, in three languages."""
METHODS = _set(
    "horvitz-thompson monte-carlo fellegi-sunter lincoln-petersen clopper-pearson metropolis-hastings rao-blackwell "
    "kaplan-meier gauss-newton newton-raphson jaro-winkler dempster-shafer nelder-mead"
)
"""Pairs that are known as names of methods, with a hyphen for the space."""
LEARNED = _set("college-london college-dublin imperial-college king-college max-planck marie-curie trinity-college")
"""Pairs that are known as names of houses of learning."""
OF_A_METHOD = re.compile(
    r"[’']?s?[\s-]+(?:estimat\w+|models?|methods?|tests?|sampl\w+|bounds?|intervals?|distributions?|algorithms?|priors?|"
    r"corrections?|formulas?|statistics?|ind(?:ex|ices)|procedures?)\b",
    re.IGNORECASE,
)
"""What follows the name of a method."""
UNIVERSITY_OF = re.compile(r"\bUniversi\w+\s+(?:of|de|do|da|di|des)\s+(?:la\s+|las\s+|los\s+)?$")
NAMED_UNIVERSITY = re.compile(r"\s+University\b")
SCHOOL_OF = re.compile(r"\s+of\s+(?:Economics|Hygiene|Law|Medicine|Public|Social|Statistics)\b")
"""What stands beside the name of a house of learning, which is neither a person nor points at a neighbourhood."""
LOCATED = re.compile(r"\b(?:in|at|near|around|à|dans|en)\s+(?:the\s+)?$", re.IGNORECASE)
"""What stands before a place."""
PERSON = (
    r"(?:child|girl|boy|baby|aunt|uncle|mother|father|sister|brother|cousin|grandmother|grandfather|daughter|son|wife|"
    r"husband|victim|survivor|pupil|teacher|nurse|caseworker|colleague|family|file|case|diary|interview|"
    r"enfant|fille|garçon|bébé|tante|oncle|mère|père|sœur|soeur|frère|victime|élève|famille|dossier|cas|"
    r"niño|niña|bebé|tía|tío|madre|padre|hermana|hermano|hija|hijo|víctima|alumna|alumno|familia|expediente|caso)"
)
PERSONS = r"(?i:children|girls|boys|babies|siblings|enfants|filles|garçons|niños|niñas)"
TOLD = r"(?i:told|said|says|tells|reported|written|shown|raconté|dit|écrit|contado|contó|dicho|dijo|escrito)"
LONE = tuple(
    re.compile(pattern, re.UNICODE)
    for pattern in (
        rf"\b{PERSON}\s+(?:(?:of|with|called|named|de|du|avec|appelée?|nommée?|con|llamad[oa])\s+|d[’'])?({CAPITAL})",
        rf"\b(?:{TOLD}\s+(?:to|by|par|por|a)|(?:known|connue?s?|conocid[oa]s?)\s+(?:to|by|de|par|a|por))\s+({CAPITAL})",
        rf"(?<![\w’'-])({CAPITAL})\s+(?:a\s+)?{TOLD}\b",
        rf"(?<![\w’'-])({CAPITAL}?)[’']s\s+{PERSON}\b",
        rf"\b{PERSONS}\s+(?:(?:of|with|called|named|whom?|de|llamad[oa]s|nommée?s)\s+|d[’'])({CAPITAL})",
        rf"\b{PERSONS}\s+(?:of|de)\s+{CAPITAL}\s+(?:and|et|y)\s+({CAPITAL})",
        rf"\b{TOLD}\s+(?:to|by)\s+[a-z ]{{1,30}}\band\s+({CAPITAL})",
        rf"(?<![\w.’'-])(?<![A-Z]\.\s)[A-Z]\.\s+({CAPITAL})",
        r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sr|Sra|Mme|Mlle)\.\s+" rf"({CAPITAL})",
    )
)
"""Where a single word with a capital is a person: beside a word for one, and beside a word for telling."""
WHO = (
    rf"(?:{PERSON}|{PERSONS}|(?i:victims|survivors|minors|families|cases|files|victimes|familles|dossiers|víctimas|"
    r"familias|casos|expedientes))"
)
SEEN = (
    r"(?i:recorded|counted|registered|born|seen|found|living|lived|lives|enregistrée?s?|comptée?s?|née?s?|vivant|"
    r"registrad[oa]s?|contad[oa]s?|nacid[oa]s?)"
)
WITHIN = re.compile(
    rf"\b(?:{WHO}\s+(?:[^\W\d_A-ZÀ-Þ]+\s+){{0,3}}|{SEEN}\s+)(?:in|at|near|around|from|à|dans|en|desde)\s+"
    rf"({CAPITAL})(?![\w’'-])(?!\s+[A-ZÀ-Þ])"
)
"""Where a single word with a capital is a place: `Children in Pattaya`, `recorded near Poipet`."""
TURNED = re.compile(rf"(?<![\w’'-])({CAPITAL}),\s+({CAPITAL})(?![\w’'-])(?!\s+[A-ZÀ-Þ])")
"""A name as lists have it: `Rossini, Marta`."""
MONTHS = _set(
    "january february march april may june july august september october november december janvier février mars avril "
    "mai juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre spring summer autumn winter"
)
BEGIN = _set(
    "roma rohingya see voir véase you i he she it we they who il elle on lo la le déjà non oui sí no yo ella él qui "
    "quien"
)
"""Words of a sentence's begin that are in no list, being too short or no word of their own."""
INITIALS = r"(?:[A-Z]\.?[ -]?){1,3}"
FAMILY = rf"(?:(?:{PARTICLE}|Van|De|Von|Der|Den|Le|La|Di|Da|El|Al)\s+)*[A-ZÀ-Þ][\w’'-]+"
AUTHOR = rf"(?:{INITIALS}\s+)?{FAMILY}(?:,?\s+{INITIALS}(?=[,;&\s(]))?"
YEAR = r"(?:18|19|20)\d\d[a-z]?"
CITATION = re.compile(
    rf"(?<![\w’'-])(?:(?:{AUTHOR},?\s*(?:[,;]|&|(?<=[\s,])(?:and|et|y|with)\s)\s*)+{AUTHOR}"
    rf"(?:\s*,?\s*(?:et al\.?|and others))?,?\s*\(?{YEAR}\)?"
    rf"|{FAMILY}\s+(?:et al\.?|and others),?\s*\(?{YEAR}\)?)"
)
"""Two or more family names, or one `and others`, with initials at most, and the year."""
BEFORE = re.compile(rf"({CAPITAL}|[^\W\d_]+)(\.?)\s+$", re.UNICODE)
SOURCE_YEAR = re.compile(rf"\b{YEAR}\b")
IDENTIFIER = re.compile(
    r"(?:https?://)?(?:dx\.)?doi\.org/\S+|\bdoi:?\s*10\.\d{4,9}/\S+|\b10\.\d{4,9}/\S+"
    r"|\barxiv[: ]*\d{4}\.\d{4,5}(?:v\d+)?|\bISBN[: ]*[\d -]{9,16}[\dX]|\bISSN[: ]*\d{4}-\d{3}[\dX]",
    re.IGNORECASE,
)
"""Numbers of published works: no telephone, and no address of anybody."""
ADDRESS_OF_A_WORK = re.compile(r"https?://\S+|\bwww\.\S+")
FEWEST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Name:
    """What looks like a name, as it stands there. `located`: where a place stands."""

    words: str
    located: bool = False


def names(text: str, known: Collection[str] = (), *, reference: bool = False) -> Iterator[Name]:
    """What looks like a name: pairs in their order, then those that stand alone.

    `known`: words (folded) of the class set and of organisations; two of them may stand beside each other.
    `reference`: the text says where something was published.
    """
    plain = CITATION.sub(
        lambda cited: "cited" if _is_citation(cited, bracketed=not reference) else cited[0],
        _countries().sub("country", text),
    )
    for pair in PAIR.finditer(plain):
        first, second = (OWNER.sub("", part) for part in pair.groups())
        if not (first[:1].isupper() and second[:1].isupper() and _is_name(folded(first), folded(second), known)):
            continue
        method = f"{folded(first)}-{folded(second)}" in METHODS or OF_A_METHOD.match(plain, pair.end(2))
        if not method and not _is_learned(plain, pair):
            yield Name(f"{first} {second}", LOCATED.search(plain, 0, pair.start()) is not None)
    alone = list(dict.fromkeys(_alone(plain, known)))
    yield from map(Name, alone)
    yield from (Name(words) for words in _turned(plain, known, alone))
    places = dict.fromkeys(within[1] for within in WITHIN.finditer(plain) if folded(within[1]) not in MONTHS)
    yield from (Name(word, located=True) for word in places if _is_lone(word, known) and word not in alone)


def _is_citation(cited: re.Match[str], *, bracketed: bool) -> bool:
    """Whether these are authors and a year, and not a person, a place and a year: `Marta Rossini, Cambodia, 2019`."""
    text, (start, end) = cited.string, cited.span()
    inside = cited[0].endswith(")") or (text[:start].endswith("(") and text[end : end + 1] == ")")
    parts = {folded(part) for part in re.findall(r"[^\W\d_][\w’'-]*", cited[0])}
    if parts & _single() or (bracketed and not inside):
        return False
    before = BEFORE.search(text, 0, start)
    if before is None:
        return True
    word, stop = OWNER.sub("", before[1]), before[2]
    kind = _kind(folded(word))
    return kind != "pointing" and (bool(stop) or not word[:1].isupper() or kind == "ordinary" or folded(word) in BEGIN)


def _is_learned(plain: str, pair: re.Match[str]) -> bool:
    """Whether a pair is of the name of a university: `University of Buenos Aires`, `London School of Economics`."""
    one, other = (folded(OWNER.sub("", part)) for part in pair.groups())
    school = pair[2] in {"School", "Faculty"} and SCHOOL_OF.match(plain, pair.end(2))
    named = NAMED_UNIVERSITY.match(plain, pair.end(2)) or UNIVERSITY_OF.search(plain, 0, pair.start())
    return bool(f"{one}-{other}" in LEARNED or school or named)


def _turned(plain: str, known: Collection[str], alone: Collection[str]) -> Iterator[str]:
    """Family name first, where neither is a country or stands alone already."""
    for found in TURNED.finditer(plain):
        one, other = map(folded, found.groups())
        proper = found[1][:1].isupper() and found[2][:1].isupper() and not {one, other} & (_single() | BEGIN)
        if proper and _is_name(one, other, known) and not set(found.groups()) & set(alone):
            yield f"{found[1]}, {found[2]}"


def _alone(plain: str, known: Collection[str]) -> Iterator[str]:
    for found in (match for pattern in LONE for match in pattern.finditer(plain)):
        word, after = OWNER.sub("", found[1]), plain[found.end(1) :].lstrip(" ")
        if (plain.isupper() or not word.isupper()) and not after[:1].isupper() and _is_lone(word, known):
            yield word


def _is_lone(word: str, known: Collection[str]) -> bool:
    """Whether a word with a capital is nothing but a name: no country, no word of a sentence."""
    plain = folded(word)
    if not word[:1].isupper() or "’" in word or plain in known:
        return False
    return _kind(plain) == "name" and plain not in _single() | BEGIN


def _is_name(one: str, other: str, known: Collection[str]) -> bool:
    if {one, other} <= set(known):
        return False
    kinds = _kind(one), _kind(other)
    return "name" in kinds and "ordinary" not in kinds


def _kind(word: str) -> str:
    parts = word.split("-")
    if word in POINTING:
        return "pointing"
    return "ordinary" if all(_is_ordinary(part) for part in parts) else "name"


def _is_ordinary(part: str) -> bool:
    return part in ordinary() or part in POINTING or ABSTRACT.fullmatch(part) is not None


@cache
def ordinary() -> frozenset[str]:
    """Words (folded) that are no name."""
    lines = WORDS.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def is_reference(text: str) -> bool:
    """Whether a text says where something was published: some words and a year."""
    return bool(SOURCE_YEAR.search(text)) and len(text.split()) >= FEWEST_WORDS


def without_identifiers(text: str, reference: bool = False) -> str:
    """A text without numbers of published works, and of a reference without addresses of works either."""
    plain = IDENTIFIER.sub(" ", text)
    return ADDRESS_OF_A_WORK.sub(" ", plain) if reference else plain


@cache
def _names_of_countries() -> frozenset[str]:
    return frozenset(
        country_name(one.alpha2, language) for one in countries(demonstration=True) for language in LANGUAGES
    )


@cache
def _single() -> frozenset[str]:
    """Names of countries of one word (folded)."""
    return frozenset(folded(name) for name in _names_of_countries() if " " not in name)


@cache
def _countries() -> re.Pattern[str]:
    """Names of countries with several words, which may stand in a text."""
    several = sorted((name for name in _names_of_countries() if " " in name), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, several)))
