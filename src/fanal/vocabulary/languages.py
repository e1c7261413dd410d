"""Languages by their ISO 639-3 codes, with the names that CLDR has for them."""

from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global

_OTHERS = frozenset(
    {"alb", "arm", "baq", "bur", "chi", "cze", "dut", "fre", "geo", "ger", "gre", "ice", "mac", "mao", "may", "per",
     "rum", "slo", "tib", "wel", "prp", "twi"}
)  # fmt: skip
"""Codes of three letters that CLDR reads as a language which has another one in ISO 639-3."""


def languages() -> tuple[str, ...]:
    """Every language that has a name, by its code of three letters."""
    return tuple(_codes())


def language_name(code: str, language: str) -> str:
    """The name of a language, of two or three letters, in a language; the English one, else its code."""
    return _names(language).get(code) or _names("en").get(code, code)


def tag(code: str) -> str:
    """How a page marks words of a language of three letters: the shortest code that there is (BCP 47, RFC 5646
    section 2.2.1)."""
    return _codes().get(code, code)


def language_of(text: str, language: str) -> str:
    """The code of three letters of a language that somebody wrote by its name, by its English name, by the name that it
    has for itself or by a code; empty where there is none."""
    wanted = " ".join(text.split()).casefold()
    return _written(language).get(wanted) or _written("en").get(wanted) or _by_itself().get(wanted, "")


@cache
def _codes() -> Mapping[str, str]:
    """By code of three letters, how CLDR calls it."""
    known: Mapping[str, str] = Locale.parse("en").languages
    aliases = [(str(three), str(code)) for three, code in get_global("language_aliases").items()]
    short = {code: three for three, code in aliases if len(three) == 3 and len(code) == 2 and three not in _OTHERS}
    three = {code: code for code in known if len(code) == 3}
    return {**three, **{code: two for two, code in short.items() if two in known}, "tgl": "tl", "twi": "tw"}


@cache
def _names(language: str) -> Mapping[str, str]:
    """By code of two and of three letters."""
    try:
        known = Locale.parse(language.replace("-", "_")).languages
    except (UnknownLocaleError, ValueError):
        return {}
    by_three = {three: str(known[code]) for three, code in _codes().items() if code in known}
    return {**{code: str(name) for code, name in known.items() if len(code) == 2}, **by_three}


@cache
def _written(language: str) -> Mapping[str, str]:
    codes = _codes()
    by_code = {**{short: three for three, short in codes.items()}, **{three: three for three in codes}}
    names = _names(language)
    return {**by_code, **{names[three].casefold(): three for three in codes if three in names}}


@cache
def _by_itself() -> Mapping[str, str]:
    """By the name that each language has for itself; of two that write it alike, the first."""
    found: dict[str, str] = {}
    for three, short in _codes().items():
        if name := _names(short).get(three) if localedata.exists(short) else None:
            found.setdefault(name.casefold(), three)
    return found
