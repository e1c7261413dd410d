"""Numbers of files: `PREFIX-XXXX-XXXXC`, eight random characters and one that finds what was misread or swapped.

No running count: nobody learns from a number how many files there are, or when one was opened.
"""

import secrets
from typing import Final

_SAID: Final = "0123456789ABCDEFGHJKMNPQRSTVWXY"  # Crockford's characters but the last: their number is a prime
_PREFIX: Final = 4
_LENGTH: Final = 8


def new_number(prefix: str) -> str:
    """A number for an organisation."""
    drawn = "".join(secrets.choice(_SAID) for _place in range(_LENGTH))
    return f"{prefix}-{drawn[:4]}-{drawn[4:]}{_check(drawn)}"


def prefix_of(name: str) -> str:
    """The letters of an organisation's name with which its numbers begin."""
    letters = [one for one in name.upper() if "A" <= one <= "Z"]
    return "".join(letters[:_PREFIX]) or "FILE"


def parsed(text: str) -> str | None:
    """A number as it was typed or read out, in its one form; None where it is none, or a character is wrong."""
    whole = text.upper().replace(" ", "").replace("-", "")
    prefix, drawn = whole[: -_LENGTH - 1], whole[-_LENGTH - 1 :].translate(str.maketrans("OIL", "011"))
    if not prefix or len(drawn) != _LENGTH + 1 or not set(drawn) <= set(_SAID) or _check(drawn[:-1]) != drawn[-1]:
        return None
    return f"{prefix}-{drawn[:4]}-{drawn[4:]}"


def _check(drawn: str) -> str:
    """Weighted by place, modulo a prime: one wrong character or two swapped ones give another."""
    total = sum(place * _SAID.index(one) for place, one in enumerate(drawn, start=1))
    return _SAID[total % len(_SAID)]
