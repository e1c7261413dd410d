"""What whoever leads the work sees of it in numbers: rooms say which duties are one kind of work. The page is the
desk's."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from fanal.clocks.api import DutyKind
from fanal.network.contracts import Actor


@dataclass(frozen=True, slots=True)
class Figure:
    """One kind of work. `kinds`: its duties, of the actor's organisation; with `subjects` those about these records
    instead, whoever answers."""

    code: str
    title: str | Promise
    kinds: Collection[DutyKind]
    subjects: Callable[[Actor], QuerySet[Any]] | None = None


_figures: dict[str, Figure] = {}


def show(figure: Figure) -> None:
    """Add a kind of work; call it from `AppConfig.ready`. Again with the same code it takes the place of the first."""
    _figures[figure.code] = figure


def figures() -> list[Figure]:
    """Every kind of work, in the order in which rooms added them."""
    return list(_figures.values())
