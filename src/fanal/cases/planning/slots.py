"""Where concerns above stand beside a piece of help: where it is passed on to its provider."""

from collections.abc import Callable
from typing import Final

from fanal.cases.models import Case, Service
from fanal.web.api import Words

type Link = tuple[str, Words]
type Refers = Callable[[Case, Service], Link | None]
"""Where help is asked for of its provider, or where it stands that it is: address and words; None: nowhere."""

_REFERS: Final[list[Refers]] = []


def refers(link: Refers) -> None:
    """Called once when the room starts, by the concern that passes help on."""
    _REFERS.append(link)


def refer(case: Case, row: Service) -> Link | None:
    """The link, or none."""
    return next((found for link in _REFERS if (found := link(case, row))), None)
