"""The short code of a certificate, or of a membership: ten signs that people read out, the last of which checks the
others.

31 signs without look-alikes, a prime number of them: by the weighted sum that the last sign is, one sign that is
another, and two neighbours that changed places, are found.
"""

import secrets
from typing import Final

SIGNS: Final = "123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10
_FORGIVEN: Final = str.maketrans({"I": "1", "L": "1"})


def new() -> str:
    """A code that nobody can guess among those that are given: 44 random bits."""
    body = "".join(SIGNS[secrets.randbelow(len(SIGNS))] for _ in range(LENGTH - 1))
    return body + _check(body)


def _check(body: str) -> str:
    return SIGNS[sum((at + 2) * SIGNS.index(sign) for at, sign in enumerate(body)) % len(SIGNS)]


def tidied(typed: str) -> str:
    """The code that somebody typed, or nothing where it is none: wrong length, wrong sign, wrong check."""
    kept = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_FORGIVEN)
    if len(kept) != LENGTH or any(sign not in SIGNS for sign in kept) or _check(kept[:-1]) != kept[-1]:
        return ""
    return kept


def grouped(code: str) -> str:
    """As it is shown."""
    return f"{code[:5]}-{code[5:]}"
