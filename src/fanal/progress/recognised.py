"""By which signs one child could be known from a text, in English, French, Spanish, German and Arabic. Pure. A list of
words is no reader: whoever writes is asked, and a second person reads it."""

import re
from typing import Final
from unicodedata import decimal

_ONE: Final = (
    r"girl|boy|child|daughter|son|baby|teenager|pupil|minor|fille|fillette|garçon|enfant|bébé|élève|mineure?"
    r"|niñ[oa]|chic[oa]|hij[oa]|menor|alumn[oa]|Mädchen|Junge|Kind|Tochter|Sohn|Säugling|Schüler(?:in)?"
)
_SOME: Final = rf"(?:{_ONE}|girls|boys|children)"
_CHILD: Final = rf"(?<!\w)(?:{_ONE})(?!\w)"
_ARABIC: Final = r"(?<!\w)[وبل]?(?:ال|ل)?(?:طفلة?|فتاة|فتى|صبية?|بنت|ولد|ابنة?|رضيعة?|تلميذة?)(?!\w)"
# fmt: off
_WORDS: Final = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen",
    "deux", "trois", "quatre", "cinq", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze",
    "seize", "dix-sept",
    "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce",
    "dieciséis", "diecisiete",
    "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn", "vierzehn",
    "fünfzehn", "sechzehn", "siebzehn",
)
# fmt: on
_RANGE: Final = r"(?! ?(?:to|and|or|à|ou|a|y|o|bis|und|oder|[-–/]) ?\d)"
_AGE: Final = rf"(?:(?:1[0-7]|\d)(?!\d| ?%)|(?:{'|'.join(_WORDS)})(?!\w)){_RANGE}"
"""Of one child: a contract of five years, whoever must be eighteen, and those of 12 to 17 show nobody."""
_SIGN: Final = re.compile(
    rf"(?<!\w){_SOME}(?!\w)[^.!?\n]{{0,40}}?(?<!\w)(?:named|called|nommée?s?|appelée?s?|llamad[oa]s?|namens|heißt)(?!\w)"
    rf"|{_CHILD}[^.!?\n]{{0,40}}?(?<!\w)(?:aged?|âgée? de) {_AGE}"
    rf"|{_CHILD} (?:of|de|von|im Alter von) {_AGE}"
    rf"|{_CHILD}[,;]? ?[(,] ?{_AGE} ?(?:[),.;]|years|ans|años|Jahre)"
    rf"|(?<!\w){_AGE}[- ]?years?[- ]?old(?!\w)|(?<!\w)âgée? de {_AGE} ans"
    rf"|(?<!\w)(?:eine?[rnms]?|der|die|das|dem|den) (?:1[0-7]|\d|{'|'.join(_WORDS)})[- ]?jährige[rsnm]?(?!\w)"
    rf"|{_CHILD}[^.!?\n]{{0,30}}?(?<!\w)de {_AGE} años"
    rf"|{_CHILD}[^.!?\n]{{0,30}}?(?<!\w)(?:lives?|goes to|habite|vit|vive|wohnt|lebt) (?:at|in|on|à|au|en)(?!\w)"
    rf"|{_ARABIC}[^.!?؟\n]{{0,30}}?(?<!\w)(?:عمرها|عمره|تبلغ|يبلغ|اسمها|اسمه|تدعى|يدعى)(?!\w)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(rf"(?<!\w)[A-ZÀ-Þ][a-zß-ÿ]+, (?:aged )?{_AGE}(?:,| of | from | years| ans| años| Jahre|$)")
"""A name with an age: there the capital letter says that it is one."""


def child_in(text: str) -> str:
    """The words by which one child could be known; empty where there are none."""
    plain = "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in " ".join(text.split()))
    found = _SIGN.search(plain) or _NAMED.search(plain)
    return found[0] if found else ""
