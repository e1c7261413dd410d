"""Rules for passwords: long enough, and not what a guesser tries first. No rules of composition."""

import re
import unicodedata
from itertools import pairwise
from typing import Final

from ._errors import WeakPassword

SHORTEST: Final = 12
LONGEST: Final = 256
OWN: Final = 6
ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "qwertzuiop", "yxcvbnm", "1234567890")
# Words that guessers combine first, in the languages of the interface; digits and signs around them do not help.
COMMON: Final = (
    "password", "passwort", "passe", "motdepasse", "contrasena", "contraseña", "clave", "senha", "secret", "secreto",
    "welcome", "bienvenue", "bienvenido", "letmein", "iloveyou", "jetaime", "teamo", "monkey", "dragon", "sunshine",
    "princess", "football", "baseball", "superman", "batman", "admin", "administrator", "login", "master", "user",
    "test", "guest", "changeme", "default", "temporary", "computer", "internet", "fanal", "spring", "summer", "autumn",
    "winter", "january", "monday", "please",
)  # fmt: skip
LOOKALIKE: Final = str.maketrans("0134578@$!€", "oleastbasle")
NEIGHBOURS: Final = frozenset(pair for row in ROWS for line in (row, row[::-1]) for pair in pairwise(line))


def check_password_rules(password: str, *known: str) -> None:
    """Raise WeakPassword unless the password has 12 to 256 signs and at least 6 of its own.

    Own are the signs that are left without words that guessers try first, without `known` words (name, address,
    organisation), repetitions, and runs as on a keyboard or in an alphabet. `reason` says what was wrong.
    """
    text = unicodedata.normalize("NFKC", password).casefold()
    if len(text) < SHORTEST:
        raise WeakPassword("short")
    if len(text) > LONGEST:
        raise WeakPassword("long")
    if _own(_without(text, COMMON)) < OWN:
        raise WeakPassword("common")
    if _own(_without(text, (*COMMON, *_words(known)))) < OWN:
        raise WeakPassword("known")


def _words(known: tuple[str, ...]) -> list[str]:
    folded = unicodedata.normalize("NFKC", " ".join(known)).casefold()
    return [word for word in re.split(r"[\W_]+", folded) if len(word) >= 3]


def _without(text: str, words: tuple[str, ...]) -> str:
    """The text without the words, also where they are written with look-alike digits."""
    plain = text.translate(LOOKALIKE)
    gone: set[int] = set()
    for word in words:
        for form in (text, plain):
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
