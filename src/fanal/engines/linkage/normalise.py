"""Names as they are compared: words in small Latin letters, without marks, titles, particles
(docs/linkage.md, "Encoding").

NFKC and case folding after Unicode Standard Annex 15 and section 3.13 of the standard; then each word is read by
the table of its script (`scripts`). A script without a table stays as it is, without marks. Used by the network
search too.
"""

import unicodedata
from itertools import groupby

from fanal.engines.linkage.scripts import Script, by_code, by_unicode, folded, is_mark, languages_of, script_of

type Word = tuple[str, Script | None]
"""A word and the table by which it is read."""

WITHIN = frozenset("'’‘ʼʻʹ`´＇־")
"""What stands inside a word without ending it."""


def normalise(name: str, script: str | None = None) -> tuple[str, ...]:
    """The words of a name. `script`: an ISO 15924 code, with a language as `Cyrl-uk` has it, in which letters of that
    script are read; else it is seen from the letters. Empty where nothing but a word for "not known" is left.

    Titles and particles fall, unless nothing else is left. What comes out goes in again unchanged.
    Raises LinkageError for a script without a table.
    """
    reader = by_code(script) if script else None
    words = [(word, _table(word, reader)) for word in _words(folded(name), digits=False)]
    latin = by_unicode("LATIN")
    read = [(_latin(word, reader), latin) for word in _joined(_named(words))]
    return tuple(word for word, _ in _named([(word, table) for word, table in read if word]))


def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name as `normalise` reads them, and as each language reads them that has letters of its own in the
    scripts of the name; each reading once, that of the script first."""
    scripts = dict.fromkeys(script_of(sign) for sign in folded(name))
    codes = [code for script in scripts for code in languages_of(script)]
    return tuple(dict.fromkeys([normalise(name), *(normalise(name, code) for code in codes)]))


def plain(text: str) -> str:
    """A place as it is compared: its letters, in Latin ones, and digits, without spaces."""
    return "".join(_latin(word, None) for word in _words(folded(text), digits=True))


def _words(text: str, digits: bool) -> list[str]:
    kept = "".join(_kept(sign, digits) for sign in text)
    return kept.split()


def _kept(sign: str, digits: bool) -> str:
    """The character, nothing where it stands inside a word unseen, or a space where it ends one."""
    kind = unicodedata.category(sign)
    if kind in {"Cf", "Lm"} or sign in WITHIN:
        return ""
    if kind[0] in "LM":
        return sign
    if kind == "Nd" and digits:
        return str(unicodedata.digit(sign))
    return " "


def _table(word: str, reader: Script | None) -> Script | None:
    """The table for the script of the first letter of a word."""
    name = next((script_of(sign) for sign in word if not is_mark(sign)), "")
    return reader if reader and reader.unicode == name else by_unicode(name)


def _latin(word: str, reader: Script | None) -> str:
    """A word in Latin letters; one of several scripts piece by piece, a mark with the letter before it."""
    pieces: list[list[str]] = []
    for sign in word:
        if pieces and (is_mark(sign) or script_of(sign) == script_of(pieces[-1][0])):
            pieces[-1].append(sign)
        else:
            pieces.append([sign])
    return "".join(_read("".join(piece), reader) for piece in pieces)


def _read(piece: str, reader: Script | None) -> str:
    if table := _table(piece, reader):
        return table.latin(piece)
    bare = (sign for sign in unicodedata.normalize("NFD", piece) if not _is_accent(sign))
    return unicodedata.normalize("NFKC", "".join(bare))


def _is_accent(sign: str) -> bool:
    """A mark that any script may have (accents); not one that is a vowel of its script."""
    return is_mark(sign) and script_of(sign) == "COMBINING"


def _named(words: list[Word]) -> list[Word]:
    """Words with the table of each, without titles and particles unless nothing else is left; nothing where they say
    that no name is known."""
    kept = [word for place, word in enumerate(words) if not _falls(*word, place)] or words
    whole = " ".join(word for word, _ in kept)
    return [] if any(table and whole in table.nobody for _, table in kept) else kept


def _falls(word: str, table: Script | None, place: int) -> bool:
    """Where a space may stand between any two syllables, a syllable like a title is one only at the beginning."""
    return bool(table and word in table.drop and not (table.joined and place))


def _joined(words: list[Word]) -> list[str]:
    """Words that follow each other in a script where spaces mean nothing are one."""
    groups = groupby(words, key=lambda pair: pair[1] if pair[1] and pair[1].joined else None)
    return [text for table, group in groups for text in _together([word for word, _ in group], table)]


def _together(words: list[str], table: Script | None) -> list[str]:
    return ["".join(words)] if table else words
