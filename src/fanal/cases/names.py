"""Names as a file is found by them: what each word is looked for by, and how like two names are. Pure.

How a name is read (script, marks, titles, transliteration) is `engines.linkage`'s; here stands what sounds alike, and
what a slip of the pen leaves. A person compares what is found and decides.
"""

import itertools
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from typing import Final

from fanal.engines.linkage import api as linkage

MOST_WORDS: Final = 40
"""So many words of a name are read; more are no name."""
_SHORTEST: Final = 4
"""A word is found with a letter missing from so many letters on: below that, everything would be like everything."""
_LONGEST: Final = 24
"""And to so many: a longer one is a whole name written as one word, and found by its sound."""
_HOME: Final = 8
"""So many digits at the end of a telephone number are the same from home and from abroad, mostly (own)."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_ALIKE: Final = 0.34
"""From this share of pairs of letters on (Dice), two words may be one name (own)."""

# Letters of Latin transcriptions that stand for one sound in one language or the other, and are written for each other.
_TOGETHER: Final = (
    ("shch", "s"), ("tch", "s"), ("sch", "s"), ("chh", "s"), ("tsh", "s"), ("ch", "s"), ("sh", "s"), ("zh", "s"),
    ("dj", "s"), ("dz", "s"), ("ts", "s"), ("kh", "k"), ("gh", "k"), ("ph", "p"), ("th", "t"), ("dh", "t"), ("bh", "p"),
    ("qu", "k"), ("ck", "k"), ("ng", "n"), ("gn", "n"), ("x", "ks"),
)  # fmt: skip
_ALONE: Final = str.maketrans("bfvwdgqczj", "ppppt" + "kkkss")
_UNSAID: Final = re.compile(r"[aeiouyh]")
_TWICE: Final = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: as it is read in Latin letters, first as its script has it, then as languages do. `run`: it
    is a whole name without spaces."""

    forms: tuple[str, ...]
    run: bool = False

    @property
    def tokens(self) -> frozenset[str]:
        """What it is looked for by: its forms, how they sound, and each form with one letter missing."""
        return frozenset().union(*(_tokens(form, missing=not self.run) for form in self.forms))


def words(*names: str) -> tuple[Word, ...]:
    """The words of names, each once, in any order. Empty where nothing is known."""
    found: dict[str, Word] = {}
    for name in names:
        readings = linkage.readings(name)
        for place, form in enumerate(readings[0]):
            others = (one[place] for one in readings[1:] if len(one) == len(readings[0]))
            found.setdefault(form, Word(tuple(dict.fromkeys([form, *others]))))
    return tuple(found.values())[:MOST_WORDS]


def held(given: str, middle: str, family: str, others: Collection[str] = ()) -> tuple[Word, ...]:
    """The words by which a child is found. Where spaces mean nothing (Burmese), the whole name is one word more, in
    either order."""
    parts = [one for one in (given, middle, family) if one]
    found = words(*parts, *others)
    whole = words(" ".join(parts), " ".join(reversed(parts)))
    return (*found, *(Word(one.forms, run=True) for one in whole if one not in found))[:MOST_WORDS]


def asked(name: str) -> tuple[tuple[Word, ...], ...]:
    """What somebody typed as a name, in the ways in which it may be read: as it stands; where spaces mean nothing, also
    in two at each of them."""
    parts = name.split()[:MOST_WORDS]
    ways = [words(name)]
    if len(ways[0]) < len(parts):
        ways += [words(" ".join(parts[:place]), " ".join(parts[place:])) for place in range(1, len(parts))]
    return tuple(dict.fromkeys(way for way in ways if way))


def initials(*names: str) -> str:
    """The first letter of each name that is known."""
    return " ".join(f"{first}." for first in (_first(name) for name in names) if first)


def _first(name: str) -> str:
    """Its first letter with the marks on it: without them it would be another one, or none."""
    found = _LETTER.search(unicodedata.normalize("NFC", name))
    if found is None:
        return ""
    marks = itertools.takewhile(lambda sign: unicodedata.category(sign)[0] == "M", name[found.end() :])
    return (found.group() + "".join(marks)).upper()


def exact(value: str, *, rung: bool = True) -> frozenset[str]:
    """What a number, an address or a name in an app is looked for by: its letters and digits. `rung`: it may be a
    telephone number, which is also found by the end that is the same from home and from abroad. Nothing else is found
    by a part of it."""
    folded = unicodedata.normalize("NFKC", value).casefold()
    signs = "".join(_digit(sign) for sign in folded if sign.isalnum() or sign in "@_")
    if not signs:
        return frozenset()
    said = {"x:" + signs}
    if rung and signs.isdigit() and len(signs) >= _HOME:
        said.add("p:" + signs[-_HOME:])
    return frozenset(said)


def _digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign


def sound(word: str) -> str:
    """What is left of how a word sounds, whoever wrote it down: its consonants by kind. Vowels are written as one hears
    them, or not at all (Arabic)."""
    said = word
    for letters, one in _TOGETHER:
        said = said.replace(letters, one)
    said = said.translate(_ALONE)
    return _TWICE.sub(r"\1", _UNSAID.sub("", said))


def _tokens(form: str, *, missing: bool) -> frozenset[str]:
    found = {"w:" + form}
    if missing and _SHORTEST <= len(form) <= _LONGEST:
        found |= {"w:" + form[:place] + form[place + 1 :] for place in range(len(form))}
    heard = sound(form)
    return frozenset(found | ({"s:" + heard} if len(heard) > 1 else set()))


type Alike = Callable[[str, str], float]
"""How like two words are, from 0 to 1."""


def comparing() -> Alike:
    """Letters and sound: equal is 1, of one sound at least 0.8 of it. For one search: what it takes apart once, it
    remembers."""
    heard, pairs = cache(sound), cache(lambda word: linkage.pairs([word]))

    def alike(one: str, other: str) -> float:
        if one == other:
            return 1.0
        mine, theirs = pairs(one), pairs(other)
        share = 2 * len(mine & theirs) / (len(mine) + len(theirs))
        if heard(one) and heard(one) == heard(other):
            share = max(share, 0.8)
        return min(share, 0.99)

    return alike


def likeness(ways: Collection[Collection[Word]], found: Collection[str], alike: Alike | None = None) -> float:
    """How like what is asked is to the words of a file, from 0 to 1, in the way in which it is most like it: each asked
    word with the one that is most like it, each of those once. `alike`: that of the search."""
    alike = alike or comparing()
    return max((_alike_in(way, found, alike) for way in ways), default=0.0)


def _alike_in(way: Collection[Word], found: Collection[str], alike: Alike) -> float:
    left = list(found)
    total = 0.0
    for word in way:
        likest = ((max(alike(form, one) for form in word.forms), one) for one in left)
        share, best = max(likest, default=(0.0, ""))
        if share >= _ALIKE:
            total += share
            left.remove(best)
    return total / len(way)
