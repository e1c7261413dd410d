"""How old must a reader be? Formulas for English, French and Spanish, and what they mean as a reading age.

Formulas see the length of words and sentences and nothing else: they find a text that is too hard, they do not prove
that one is easy. Limits (DNH-17): public texts 14, the child's door 11.

=========  ====================================================================  =====================================
language   formula (W words, S sentences, Y syllables)                           source
=========  ====================================================================  =====================================
en         grade = 0.39 W/S + 11.8 Y/W − 15.59                                   Kincaid, Fishburne, Rogers, Chissom:
                                                                                 Derivation of new readability
                                                                                 formulas, US Navy report 8-75, 1975
fr         ease = 207 − 1.015 W/S − 73.6 Y/W                                     Kandel, Moles: Application de
                                                                                 l'indice de Flesch à la langue
                                                                                 française, 1958
es         ease = 206.84 − 1.02 W/S − 60 Y/W                                     Fernández Huerta: Medidas sencillas de
                                                                                 lecturabilidad, 1959, in the corrected
                                                                                 reading: F is words a sentence, not
                                                                                 sentences a hundred words (G. Law,
                                                                                 LINGUIST List 22.2332, 2011)
=========  ====================================================================  =====================================

A school grade g begins at age g + 5 (grade 1 at 6). The ease scores are read on the scale of their authors. Kandel
and Moles kept Flesch's: 100–90 is grade 5, 90–80 grade 6, 80–70 grade 7, 70–60 grades 8–9, 60–50 grades 10–12, 50–30
college, below 30 a degree. Fernández Huerta's lies a grade lower: 100–90 is grade 4, 90–80 grade 5, 80–70 grade 6,
70–60 grades 7–8, 60–50 before university, 50–30 entrance courses, below 30 a degree. Between the edges of a band the
age is drawn straight: the easy edge is the age at which its grade begins, the hard edge the age at which it ends.
"""

import itertools
import re
from dataclasses import dataclass

from fanal.engines.language import syllables
from fanal.engines.language.readers import BREAK, GAP

LANGUAGES = ("en", "fr", "es")
FORMULAS = {"en": "Flesch–Kincaid grade", "fr": "Kandel–Moles ease", "es": "Fernández Huerta ease"}
FEW_WORDS = 60
"""Below this many words the figure depends on single words; it is given, but marked as not reliable."""
YOUNGEST, OLDEST = 5.0, 25.0

# (ease, age) at the edges of the bands; above the last edge a year is ten points, as within the easiest band.
_AGE_OF_EASE = {
    "fr": ((0.0, 25.0), (30.0, 22.0), (50.0, 18.0), (60.0, 15.0), (70.0, 13.0), (80.0, 12.0), (90.0, 11.0)),
    "es": ((0.0, 25.0), (30.0, 20.0), (50.0, 18.0), (60.0, 14.0), (70.0, 12.0), (80.0, 11.0), (90.0, 10.0)),
}
_YEARS_A_POINT = 0.1

_PLACEHOLDER = re.compile(rf"%\([^)]*\)[a-zA-Z]|%[sd]|\{{[^{{}}\s]*\}}|{GAP}+")
_NEUTRAL = {"en": "Lena", "fr": "Léna", "es": "Lena"}
"""Stands for what a placeholder will hold: one word of two syllables, as names and days mostly are."""
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|etc|mr|mrs|ms|dr|no(?=\.\s*\d)|art|p\. ?ex|m|mme|sr|sra|dra|ud|uds|p\. ?ej|núm|n\.º)\.", re.I
)
_DOT_WITHIN = re.compile(r"(?<=\w)\.(?=\w)")
_SENTENCE_END = re.compile(
    rf"[.!?…。؟]+[\"'”’»)\]]*(?=\s|$)|[¿¡]|{BREAK}+|\n[ \t]*\n|\n(?=[ \t]*(?:[-*•]|\d+[.)])[ \t])"
)
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


@dataclass(frozen=True, slots=True)
class ReadingAge:
    """``age`` in years (5–25). ``score`` is what the formula gives: a grade in English, ease (0–100) in fr and es.

    ``reliable`` is false below 60 words. A text without words has age 5 and score 0.
    """

    language: str
    age: float
    score: float
    formula: str
    words: int
    sentences: int
    syllables: int
    reliable: bool


def reading_age(text: str, language: str) -> ReadingAge:
    """The reading age of a text in en, fr or es; ``LookupError`` for other languages, which have no formula here.

    Placeholders (``{member}``, ``%(member)s``) count as one word of two syllables, numbers as one syllable. A line
    break between paragraphs or list items ends a sentence, as headings and buttons have no full stop.
    """
    if language not in LANGUAGES:
        raise LookupError(f"no readability formula for language {language!r}")
    neutral = {_NEUTRAL[language]}  # a sentence of placeholders alone is not ours to judge
    parts = [words for sentence in sentences(text, language) if set(words := _WORD.findall(sentence)) - neutral]
    number = sum(len(words) for words in parts)
    spoken = sum(syllables.count(word, language) for words in parts for word in words)
    score = _score(number, len(parts), spoken, language) if number else 0.0
    age = YOUNGEST if not number else score + 5 if language == "en" else _age_of_ease(score, language)
    return ReadingAge(
        language,
        round(min(OLDEST, max(YOUNGEST, age)), 1),
        round(score, 1),
        FORMULAS[language],
        number,
        len(parts),
        spoken,
        number >= FEW_WORDS,
    )


def sentences(text: str, language: str) -> list[str]:
    """The sentences of a text, with placeholders filled in; abbreviations and decimals do not end one."""
    filled = _PLACEHOLDER.sub(_NEUTRAL[language], text)
    whole = _DOT_WITHIN.sub("·", _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), filled))
    return [" ".join(part.split()) for part in _SENTENCE_END.split(whole) if part.strip()]


def hardest(text: str, language: str, number: int = 3) -> list[tuple[float, str]]:
    """The sentences that raise the reading age most, hardest first, each with its own age."""
    aged = [(reading_age(sentence, language).age, sentence) for sentence in sentences(text, language)]
    return sorted(aged, key=lambda pair: -pair[0])[:number]


def _score(words: int, number: int, spoken: int, language: str) -> float:
    length, weight = words / number, spoken / words
    if language == "en":
        return 0.39 * length + 11.8 * weight - 15.59
    if language == "fr":
        return 207 - 1.015 * length - 73.6 * weight
    return 206.84 - 1.02 * length - 60 * weight


def _age_of_ease(ease: float, language: str) -> float:
    if ease <= 0:
        return OLDEST
    for (low, older), (high, younger) in itertools.pairwise(_AGE_OF_EASE[language]):
        if ease <= high:
            return older + (younger - older) * (ease - low) / (high - low)
    last, age = _AGE_OF_EASE[language][-1]
    return age - (ease - last) * _YEARS_A_POINT
