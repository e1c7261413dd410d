"""What a snapshot of the register holds, and what whoever keeps some of them finds wrong with them, without asking us:
one that was changed, one that is missing, one that was made over, an old one that is given for a new one. Pure.

Each names the hash of the one before. So whoever kept one sees whether what is told today goes on from it.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

SCHEMA: Final = "fanal.tourism.register.snapshot/1"
HOLDS: Final = timedelta(days=3)
"""One is made each night; for so long the newest holds where a night is missed."""
_AHEAD: Final = timedelta(days=1)
_HASH: Final = re.compile(r"[0-9a-f]{64}")

type Opened = Callable[[str], tuple[str, Mapping[str, Any]]]
"""The id of the key that signed a token, and what it says. Raises ValueError where none that is known did."""


class Wrong(ValueError):
    """What is wrong with one file, for whoever gave it."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One, as it was signed. `before`: the hash of the one before it, none of the first; `shared`: others may know the
    key that signed it."""

    name: str
    number: int
    sha256: str
    before: str | None
    taken_at: datetime
    holds_until: datetime
    companies: int
    shared: bool = False

    def __str__(self) -> str:
        return f"{self.number} ({self.name})"


def hash_of(token: str) -> str:
    """What the next one names: SHA-256 of the token."""
    return hashlib.sha256(token.encode()).hexdigest()


def said(number: int, before: str | None, issuer: str, companies: Sequence[Any], now: datetime) -> dict[str, Any]:
    """What is signed."""
    return {
        "schema": SCHEMA,
        "iss": issuer,
        "number": number,
        "before": before,
        "taken_at": _stamp(now),
        "holds_until": _stamp(now + HOLDS),
        "companies": companies,
    }


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def read(name: str, token: str, opened: Opened, shared: frozenset[str] = frozenset()) -> Snapshot:
    """One, of a file of this name. `shared`: keys that others may know. Raises `Wrong`."""
    token = token.strip()
    try:
        kid, told = opened(token)
    except ValueError as why:
        raise Wrong(f"{name} was changed, or this register did not sign it: {why}") from None
    if told.get("schema") != SCHEMA:
        known = f"this version of fanal knows {SCHEMA}"
        raise Wrong(f"{name} is signed, but it is no snapshot of a register, or of a newer format: {known}")
    try:
        return _of(name, token, told, kid in shared)
    except (KeyError, TypeError, ValueError):
        raise Wrong(f"{name} is signed, but does not say what a snapshot says") from None


def _of(name: str, token: str, told: Mapping[str, Any], shared: bool) -> Snapshot:
    number, before = told["number"], told["before"]
    if type(number) is not int or number < 1 or not (before is None or _HASH.fullmatch(before)):
        raise ValueError
    taken, until = datetime.fromisoformat(told["taken_at"]), datetime.fromisoformat(told["holds_until"])
    if taken.tzinfo is None or until.tzinfo is None:
        raise ValueError
    return Snapshot(name, number, hash_of(token), before, taken, until, len(told["companies"]), shared)


def faults(found: Sequence[Snapshot], now: datetime) -> list[str]:
    """All that is wrong with those that somebody has, in words; nothing where they are one chain and the newest
    holds."""
    rows = sorted({one.sha256: one for one in reversed(found)}.values(), key=lambda one: (one.number, one.name))
    if not rows:
        return ["there is no snapshot"]
    return [*_links(rows), *_keys(rows), *_age(rows[-1], now)]


def _links(rows: Sequence[Snapshot]) -> Iterator[str]:
    for one, other in pairwise(rows):
        if one.number == other.number:
            yield (
                f"{one} and {other} have one number and say different things: the register was made over, or put back "
                "from a backup. Ask whoever keeps it"
            )
        elif other.number > one.number + 1:
            gap = f"{one.number + 1}" + (f" to {other.number - 1}" if other.number > one.number + 2 else "")
            yield f"{gap} missing between {one} and {other}: whether these belong together cannot be seen"
        elif other.before != one.sha256:
            yield f"{other} does not go on from {one}: one of them was made over. Ask whoever keeps the register"
        elif other.taken_at < one.taken_at:
            yield f"{other} says that it was made before {one}"
        elif other.taken_at.date() == one.taken_at.date():
            yield f"{one} and {other} say that they were made on one day, and one is made a day"


def _keys(rows: Sequence[Snapshot]) -> Iterator[str]:
    """By a key that others may know only what a later one names counts, which no such key signed."""
    named = None
    for one in reversed(rows):
        holds = not one.shared or one.sha256 == named
        if not holds:
            yield f"{one} was signed by a key that others may know, and none that follows here names it"
        named = one.before if holds else None


def _age(newest: Snapshot, now: datetime) -> Iterator[str]:
    if now > newest.holds_until:
        yield (
            f"{newest} is old: it was made on {newest.taken_at:%Y-%m-%d} and held until {newest.holds_until:%Y-%m-%d}. "
            "Fetch a new one; where this is what you were given as the newest, do not rely on it"
        )
    if newest.taken_at > now + _AHEAD:
        day = f"{newest.taken_at:%Y-%m-%d}"
        yield f"{newest} says that it was made on {day}, which is still to come: look at your clock"
