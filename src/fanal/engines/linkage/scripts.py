"""How each script is read: its letters in Latin ones, from the tables in `corpus/names/`.

The tables are small on purpose: one value a letter, so that a name comes out the same wherever it was written down, not
so that it reads well. Every scalar of them is a text.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from fanal.engines.linkage.model import LinkageError
from fanal.vocabulary.corpus import CORPUS

FOLDER = CORPUS / "names"
SCRIPTS = ("latin", "arabic", "cyrillic", "devanagari", "thai", "khmer", "lao", "myanmar")
"""The tables, by file name."""
NEVER = re.compile("(?!)()()")
"""Matches nothing."""

type Letters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Script:
    """One script, or one language written in it. `code`: ISO 15924, then the language; `unicode`: how Unicode names of
    its letters begin.

    `consonants`, `medials` (after a consonant), `vowels` (signs after it), `letters` (all others) in Latin letters;
    `first`: other values at the beginning of a word; `inherent`: the vowel of a consonant without sign, `last`:
    whether at the end of a word too ("always", "never", "after two" consonants); `killer`: signs that take it away;
    `silenced`: what is written and not said; `before`: vowels written before the consonant they follow; `prefixes`:
    what falls where so many letters are left; `joined`: spaces mean nothing; `drop`: titles and particles; `nobody`:
    what stands where no name is known; `signs`: all that the table names.
    """

    code: str
    unicode: str
    consonants: Letters
    medials: Letters
    vowels: Letters
    letters: Letters
    first: Letters
    inherent: str
    last: str
    killer: str
    silenced: re.Pattern[str]
    before: re.Pattern[str]
    parts: re.Pattern[str]
    prefixes: tuple[tuple[str, int], ...]
    joined: bool
    drop: frozenset[str]
    nobody: frozenset[str]
    signs: frozenset[str]

    def latin(self, word: str) -> str:
        """A word of this script in Latin letters; letters that the table does not have stay as they are."""
        word = self.before.sub(r"\2\1", self.silenced.sub("", self._bare(self._cut(word))))
        said: list[str] = []
        waiting = killed = tied = False  # a consonant waits for its vowel; it had none; the one before it had none
        for place, part in ((token.start(), token.group()) for token in self.parts.finditer(word)):
            if part in self.consonants:
                said += [self.inherent] * waiting
                said.append(self._value(self.consonants, part, place))
                waiting, killed, tied = True, False, killed
            elif part in self.medials:
                said.append(self.medials[part])
            elif part in self.vowels:
                said.append(self.vowels[part])
                waiting = killed = False
            elif part in self.killer:
                waiting, killed = False, True
            else:
                said += [self.inherent] * waiting
                said.append(self._value(self.letters, part, place))
                waiting = killed = False
        stays = self.last == "always" or (self.last == "after two" and tied)
        return "".join([*said, self.inherent * (waiting and stays)])

    def _value(self, letters: Letters, part: str, place: int) -> str:
        """In Latin letters; a letter without a value stays, a mark without one falls."""
        said = letters.get(part, "" if is_mark(part[0]) else part)
        return self.first.get(part, said) if place == 0 else said

    def _cut(self, word: str) -> str:
        """The word without the first prefix that leaves enough of it."""
        for prefix, least in self.prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= least:
                return word[len(prefix) :]
        return word

    def _bare(self, word: str) -> str:
        """The word without marks that the table does not name; a letter that it does not name without its marks."""
        kept: list[str] = []
        for sign in word:
            if sign in self.signs:
                kept.append(sign)
            elif not is_mark(sign):
                base = [part for part in unicodedata.normalize("NFD", sign) if not is_mark(part)]
                kept.append(unicodedata.normalize("NFC", "".join(base)))
        return "".join(kept)


def is_mark(sign: str) -> bool:
    """Whether a character is a mark on another (Unicode category M)."""
    return unicodedata.category(sign)[0] == "M"


def script_of(sign: str) -> str:
    """How the Unicode name of a character begins: LATIN, ARABIC …; empty where it has no name."""
    return unicodedata.name(sign, "").partition(" ")[0]


def by_unicode(name: str) -> Script | None:
    """The table of a script as its letters are named; None where there is none."""
    return _tables()[0].get(name)


def by_code(code: str) -> Script:
    """The table of an ISO 15924 code, with a language as `Cyrl-uk` has it. Raises LinkageError."""
    known = _tables()[1]
    if code not in known:
        raise LinkageError(f"no table of names for the script {code!r}; there are {', '.join(sorted(known))}")
    return known[code]


def languages_of(unicode: str) -> tuple[str, ...]:
    """The codes of languages that read some letters of a script otherwise."""
    return tuple(code for code, script in _tables()[1].items() if "-" in code and script.unicode == unicode)


def read_table(name: str) -> dict[str, Any]:
    """One file of `corpus/names/`; each scalar a text, since `no` and `on` are syllables here."""
    read: dict[str, Any] = yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return read


@lru_cache(1)
def _tables() -> tuple[dict[str, Script], dict[str, Script]]:
    """By the beginning of Unicode names and by code."""
    made: dict[str, Script] = {}
    for name in SCRIPTS:
        table = read_table(name)
        made[table["script"]] = _script(table, table["script"])
        for language, letters in table.get("languages", {}).items():
            code = f"{table['script']}-{language}"
            made[code] = _script({**table, "letters": {**table["letters"], **letters}}, code)
    return {script.unicode: script for code, script in made.items() if "-" not in code}, made


def _script(table: Mapping[str, Any], code: str) -> Script:
    consonants, medials, vowels = ({folded(k): v for k, v in table.get(part, {}).items()} for part in
                                   ("consonants", "medials", "vowels"))  # fmt: skip
    letters = {folded(k): v for k, v in table.get("letters", {}).items()}
    killer, silencer = table.get("killer", ""), table.get("silencer", "")
    letter, signs = _any(consonants), _any(vowels)
    return Script(
        code,
        table["unicode"],
        consonants,
        medials,
        vowels,
        letters,
        table.get("first", {}),
        table.get("inherent", ""),
        table.get("last", "never"),
        killer,
        re.compile(f"(?:{letter})?(?:{signs})?{silencer}") if silencer else NEVER,
        re.compile(f"([{table['before']}])({letter})") if "before" in table else NEVER,
        re.compile(_any([*consonants, *medials, *vowels, *letters]) + "|."),
        tuple(sorted(((k, int(v)) for k, v in table.get("prefixes", {}).items()), key=lambda pair: -len(pair[0]))),
        table.get("joined") == "true",
        frozenset(folded(word) for word in table.get("drop", [])),
        frozenset(folded(words) for words in table.get("nobody", [])),
        frozenset("".join([*consonants, *medials, *vowels, *letters, *table.get("first", {}), killer, silencer])),
    )


def folded(text: str) -> str:
    """NFKC, case folding, NFKC again, since folding can take letters apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _any(texts: Iterable[str]) -> str:
    """An expression for any of the texts, the longest first."""
    return "|".join(re.escape(text) for text in sorted(texts, key=lambda text: (-len(text), text))) or "(?!)"
