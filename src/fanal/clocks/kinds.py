"""Kinds of duties. Each room registers its own when its app is ready."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from fanal.clocks.contracts import Step, Target

MOST_STEPS = 4
"""So many steps at most has a chain."""


class Own(StrEnum):
    """How an organisation may set the time of a kind for itself (`rules`)."""

    NO = ""
    SHORTER = "shorter"
    ANY = "any"


@dataclass(frozen=True, slots=True, weakref_slot=True)
class DutyKind:
    """A kind of duty, and the `sender` of its signals.

    `code` is what tables keep, `words` the message id of what a person reads ("Decide on a concern"); `limit`, `owner`
    and `chain` are defaults. `alert`: people are told at once, not in batches. `remind`: the owner hears at half time.
    `announce`: the owner hears when the duty begins. `own`: whether an organisation may set another time. `calendar`:
    the limit is whole days, and ends with the last hour of the last of them where the organisation is, as periods of
    days do in law (Regulation (EEC, Euratom) No 1182/71, art. 3). `put_off`: by how much at most it may be put off.
    """

    code: str
    words: str
    limit: timedelta
    owner: Target
    chain: tuple[Step, ...] = ()
    alert: bool = False
    remind: bool = False
    announce: bool = True
    own: Own = Own.NO
    calendar: bool = False
    put_off: timedelta | None = None

    def __post_init__(self) -> None:
        if not self.code.replace("_", "").isalnum() or len(self.code) > 40:
            raise ValueError("the code of a duty has at most forty letters, digits and underscores")
        if self.limit <= timedelta(0):
            raise ValueError("a duty has a limit")
        if self.calendar and self.limit % timedelta(days=1):
            raise ValueError("a limit of calendar days is whole days")
        if self.put_off is not None and not self.calendar:
            raise ValueError("what is put off is put off by days")
        check_chain(self.chain)


_KINDS: dict[str, DutyKind] = {}


def register(kind: DutyKind) -> DutyKind:
    """Make a kind known. Registering the same again changes nothing; another one under its code is a ValueError."""
    if _KINDS.setdefault(kind.code, kind) != kind:
        raise ValueError(f"two kinds of duty are called {kind.code}")
    return _KINDS[kind.code]


def get(code: str) -> DutyKind:
    """The kind of that code. Raises KeyError."""
    return _KINDS[code]


def all_kinds() -> tuple[DutyKind, ...]:
    """Every registered kind, by code."""
    return tuple(_KINDS[code] for code in sorted(_KINDS))


def check_chain(chain: tuple[Step, ...]) -> None:
    """Raises ValueError unless the steps are few and stand in order of time."""
    if len(chain) > MOST_STEPS:
        raise ValueError("a chain has at most four steps")
    if list(chain) != sorted(chain, key=lambda step: step.after):
        raise ValueError("the steps of a chain stand in order of time")
