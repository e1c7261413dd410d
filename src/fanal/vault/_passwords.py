"""Rules for passwords: long enough, and not what a guesser tries first. No rules of composition."""

import re
import unicodedata
from itertools import pairwise, product
from typing import Final

from ._errors import WeakPassword

SHORTEST: Final = 12
LONGEST: Final = 256
OWN: Final = 6
ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "qwertzuiop", "yxcvbnm", "1234567890")
# Words that guessers combine first, in the languages of the interface; digits and signs around them do not help.
COMMON: Final = (
    "password", "passwort", "passe", "motdepasse", "contrasena", "clave", "senha", "secret", "secreto",
    "welcome", "bienvenue", "bienvenido", "letmein", "iloveyou", "jetaime", "teamo", "monkey", "dragon", "sunshine",
    "princess", "football", "baseball", "superman", "batman", "admin", "administrator", "login", "master", "user",
    "test", "guest", "changeme", "default", "temporary", "computer", "internet", "fanal", "spring", "summer", "autumn",
    "winter", "january", "monday", "please",
)  # fmt: skip
LOOKALIKES: Final = (str.maketrans("0134578@$!|", "oleastbasil"), str.maketrans("0134578@$!|", "oieastbasll"))
NEIGHBOURS: Final = frozenset(pair for row in ROWS for line in (row, row[::-1]) for pair in pairwise(line))


def check_password_rules(password: str, *known: str) -> None:
    """Raise WeakPassword unless the password has 12 to 256 signs and at least 6 of its own.

    Own are the signs that are left without words that guessers try first, without `known` words (name, address,
    organisation), repetitions, and runs as on a keyboard or in an alphabet. `reason` says what was wrong.
    """
    length = len(unicodedata.normalize("NFKC", password))
    if length < SHORTEST:
        raise WeakPassword("short")
    if length > LONGEST:
        raise WeakPassword("long")
    text = _folded(password)
    if _own(_without(text, COMMON)) < OWN:
        raise WeakPassword("common")
    if _own(_without(text, (*COMMON, *_words(known)))) < OWN:
        raise WeakPassword("known")


def _words(known: tuple[str, ...]) -> list[str]:
    return [word for word in re.split(r"[\W_]+", _folded(" ".join(known))) if len(word) >= 3]


def _folded(text: str) -> str:
    """Case and marks do not make a word another word."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _without(text: str, words: tuple[str, ...]) -> str:
    """The text without the words, also where they are written with look-alike digits."""
    forms = (text, *(text.translate(table) for table in LOOKALIKES))
    gone: set[int] = set()
    for word, form in product(words, forms):
        for found in re.finditer(re.escape(word), form):
            gone.update(range(*found.span()))
    return "".join(sign for at, sign in enumerate(text) if at not in gone)


def _own(text: str) -> int:
    """How many signs are left when a repeated block counts once and the rest of a run not at all."""
    once = re.sub(r"(.+?)\1+", r"\1", text)
    starts = [now for before, now in zip(" " + once, once, strict=False) if not _runs(before, now)]
    return len(starts)


def _runs(before: str, now: str) -> bool:
    return abs(ord(now) - ord(before)) <= 1 or (before, now) in NEIGHBOURS
