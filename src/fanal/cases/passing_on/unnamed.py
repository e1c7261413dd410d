"""Words that are written for others say nothing of who the child is: that leaves, if at all, by a ground of its own,
field by field. A person reads them before they go; this finds what slips in."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from fanal.access.api import need
from fanal.cases.files.files import File
from fanal.columns import sealed
from fanal.web import api as web

_APART: Final = re.compile(r"(?<=\d)[\s().\-/‐-―]+(?=\d)")
_NUMBER: Final = 6
"""Digits that a number has at least: fewer are a year or a house (own)."""
_HOME: Final = 7
"""The end of a telephone number that is the same from home and from abroad."""


def need_unnamed(file: File, said: Mapping[str, Any], *fields: str) -> None:
    """Raises `NotNow` at each field in which a name, a number or an address of the child stands, a hidden name too.
    What the file holds is not said again: it may be more than this person reads. Inside `files.looking`."""
    names, values = _known(file)
    held = {name: [*named(text, names), *_told(text, values)] for name in fields if (text := str(said.get(name) or ""))}
    words = _("Write it without what says who the child is: {words}.")
    need(*((bool(one), words.format(words=web.listed(one)), name) for name, one in held.items()))


def _told(text: str, values: Iterable[str]) -> list[str]:
    return [_("a number or an address of the child")] if reached(text, values) else []


def _known(file: File) -> tuple[list[str], list[str]]:
    child = file.case.child
    held = [content for box in sealed(child) if (content := file.of_child.try_read(child, box)) is not None]

    def every(name: str) -> Any:
        return next((value for one in held if (value := getattr(one, name, None))), ())

    names = [every(name) for name in ("given_name", "middle_name", "family_name")]
    return (
        [*(one for one in names if one), *every("other_names")],
        [one.value for name in ("contacts", "identifiers") for one in every(name)],
    )


def named(text: str, names: Iterable[str]) -> Sequence[str]:
    """The words of a name that stand in a text, as it writes them. A name in letters that are large and small counts
    where it begins with a large one, since many are words as well (Hope, Will)."""
    parts = {_folded(part) for name in names for part in _words(name)}
    # Scripts without large and small letters join words to what is around them, or have no spaces.
    joined = [part for part in parts if len(part) > 1 and part.upper() == part]
    hits = [one for one in _words(text) if _folded(one) in parts or any(part in _folded(one) for part in joined)]
    return list(dict.fromkeys(one for one in hits if not one[0].islower()))


def reached(text: str, values: Iterable[str]) -> bool:
    """Whether a number or an address stands in a text, however it is written."""
    text = unicodedata.normalize("NFKC", text)
    return any(_stands(one, text) for one in values)


def _words(text: str) -> list[str]:
    """Its letters, with the marks that belong to them."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(sign if unicodedata.category(sign)[0] in "LM" else " " for sign in text).split()


def _stands(value: str, text: str) -> bool:
    digits = "".join(_digits(value))
    if len(digits) >= _NUMBER and len(digits) * 2 > len(value.strip()):
        return digits[-_HOME:] in "".join(_digits(_APART.sub("", text), " "))
    return len(value) > 3 and value.casefold() in text.casefold()


def _digits(text: str, other: str = "") -> Iterator[str]:
    """Decimal digits of any script; in place of other signs `other`."""
    return (str(unicodedata.decimal(sign)) if sign.isdecimal() else other for sign in text)


def _folded(text: str) -> str:
    """Without large letters and marks."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
