"""The short statement in the code for a camera: what a certificate says, small enough to be printed. Pure.

A whole credential would need a code too dense for paper. The statement is a compact JWS by the same keys, and stands
behind the # of an address, which no browser sends: the page there looks at it on the device (`offline`).
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fanal.learning.certificates import forms, jws

VERSION: Final = 1
_EPOCH: Final = date(1970, 1, 1)
_MARK: Final = 9
"""Bytes of the name's hash: too few to be told from those of some other names, enough that a wrong one does not fit."""


@dataclass(frozen=True, slots=True)
class Stated:
    """`code`: the short code; `course`: its code; `list_number`, `index`: its place in a status list."""

    code: str
    course: str
    version: int
    language: str
    issuer: str
    issued: date
    expires: date
    list_number: int
    index: int


def name_mark(name: str, code: str) -> str:
    """By which a name is compared on the device: the beginning of a hash of the tidied name and the short code."""
    return jws.encoded(hashlib.sha256((forms.tidied_name(name) + code).encode()).digest()[:_MARK])


def payload(one: Stated, name: str) -> dict[str, Any]:
    """What is signed. Days are counted from 1970; keys are short, since each sign makes the code denser."""
    return {
        "v": VERSION, "s": one.code, "c": one.course, "cv": one.version, "l": one.language,
        "i": (one.issued - _EPOCH).days, "e": (one.expires - _EPOCH).days, "x": [one.list_number, one.index],
        "n": name_mark(name, one.code), "o": one.issuer,
    }  # fmt: skip
