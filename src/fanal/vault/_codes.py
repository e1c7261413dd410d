"""Codes that people copy by hand: 32 signs without look-alikes (Crockford's base 32), digits of any script."""

import unicodedata
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FORGIVEN: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})


def written(value: int, length: int) -> str:
    """A number as `length` signs, most significant first."""
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(length)))


def read(signs: str) -> int:
    """The number of its signs. Raises ValueError if one is not of the alphabet."""
    value = 0
    for sign in signs:
        value = value << 5 | ALPHABET.index(sign)
    return value


def grouped(signs: str, size: int) -> str:
    """The signs in groups, joined by hyphens."""
    return "-".join(signs[start : start + size] for start in range(0, len(signs), size))


def tidied(text: str) -> str:
    """What somebody typed, as upper-case signs with plain digits; spaces, punctuation and invisible signs fall away.

    `I`, `L` and `O` are read as the digits that they look like.
    """
    if text.isascii() and text.isalnum():
        return text.upper().translate(FORGIVEN)
    signs = unicodedata.normalize("NFKC", text)
    kept = (_plain(sign) for sign in signs if unicodedata.category(sign)[0] not in "ZPC")
    return "".join(kept).upper().translate(FORGIVEN)


def _plain(sign: str) -> str:
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)
