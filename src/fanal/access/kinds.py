"""The kinds of clearances: what somebody must have before they do work that could harm a child. Rooms declare theirs
when they start; a rule of the policy names those that its deed needs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.network.contracts import Role


@dataclass(frozen=True, slots=True)
class ClearanceKind:
    """One kind. `name`: what it is called; `roles`: whose work asks for it."""

    code: str
    name: str | Promise
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Taught:
    """A course that gives a clearance in an organisation: its title, and the page from which one gets to it."""

    title: str
    url: str


type Teaches = Callable[[UUID, str, date], Taught | None]
"""The course by which people of an organisation get a clearance on a day; None where it gives none."""

_kinds: dict[str, ClearanceKind] = {}
_teaches: list[Teaches] = []


def clearance_kind(kind: ClearanceKind) -> ClearanceKind:
    """Declare a kind; called when a room starts. Raises ValueError when it is declared already."""
    if kind.code in _kinds:
        raise ValueError(f"the clearance {kind.code} is declared twice")
    _kinds[kind.code] = kind
    return kind


def clearance_kinds() -> dict[str, ClearanceKind]:
    """Every declared kind by code, in the order in which rooms declared them."""
    return dict(_kinds)


def taught_by(teaches: Teaches) -> None:
    """Say which courses give clearances; called once when the room of courses starts."""
    _teaches[:] = [teaches]


def taught(org: UUID, codes: Iterable[str], today: date) -> list[Taught]:
    """The courses of these clearances that an organisation gives."""
    return [found for code in codes for teaches in _teaches if (found := teaches(org, code, today))]


def names(codes: Iterable[str]) -> list[str]:
    """What these are called."""
    return [str(_kinds[code].name) for code in codes]


clearance_kind(ClearanceKind("vetting", lazy("Vetting")))
clearance_kind(ClearanceKind("conduct", lazy("Code of conduct")))
