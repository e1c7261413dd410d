"""Where concerns above stand beside a piece of help: the address at which it is passed on to its provider."""

from collections.abc import Callable
from typing import Final

from fanal.cases.models import Case, Service

type Refers = Callable[[Case, Service], str]
"""The address where help is asked for of its provider; empty where nothing is to be asked there."""

_REFERS: Final[list[Refers]] = []


def refers(address: Refers) -> None:
    """Called once when the room starts, by the concern that passes help on (`directory.keeping.usable` first)."""
    _REFERS.append(address)


def refer(case: Case, row: Service) -> str:
    """The address, or none."""
    return next((url for address in _REFERS if (url := address(case, row))), "")
