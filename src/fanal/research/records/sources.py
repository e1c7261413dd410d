"""The port `stat_rows`: whoever keeps records gives coded rows of them to one person, in memory, for one plan.

`working` asks here and nowhere else (a contract test holds that). Each source opens what the actor's own keys open;
rows carry class codes and record keys, no identifier.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import numpy as np
from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.engines.disclosure.contracts import ClassSet, CodedTable, record_keys
from fanal.network.contracts import Actor
from fanal.research.contracts import Source
from fanal.research.models import Population


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows are asked for. `secret`: of the population, for record keys; it goes nowhere."""

    population: Population
    cohorts: tuple[int, ...]
    classes: ClassSet
    secret: bytes = field(repr=False)
    now: datetime


@dataclass(frozen=True, slots=True)
class Rows:
    """Coded rows, one table a cohort in the order asked for, and how many children opted out."""

    tables: tuple[CodedTable, ...]
    opted_out: int = 0

    @property
    def count(self) -> int:
        return sum(table.rows for table in self.tables)


class StatRows(Protocol):
    """What whoever keeps records gives."""

    def rows(self, actor: Actor, asked: Asked) -> Rows:
        """Rows that the actor's keys open. Raises `NotNow`, `NotAllowed`."""

    def at_most(self, population: Population, cohorts: tuple[int, ...]) -> int | None:
        """How many rows there are at most, as far as that is known without opening any; None: not known."""


_sources: dict[Source, StatRows] = {}


def register(source: Source, rows: StatRows) -> None:
    """Say who gives the rows of a source. Raises ValueError where somebody does already."""
    if source in _sources:
        raise ValueError(f"the source {source} is registered twice")
    _sources[source] = rows


def registered() -> frozenset[Source]:
    """The sources from which rows can be asked for here."""
    return frozenset(_sources)


def stat_rows(actor: Actor, asked: Asked) -> Rows:
    """The coded rows of a population, asked of whoever keeps them."""
    source = _sources.get(Source(asked.population.source))
    if source is None:
        raise NotNow(_("These records cannot be counted here yet."))
    return source.rows(actor, asked)


def at_most(population: Population, cohorts: tuple[int, ...]) -> int | None:
    """How many rows there are at most, without opening any; None: not known."""
    source = _sources.get(Source(population.source))
    return None if source is None else source.at_most(population, cohorts)


def coded(
    classes: ClassSet, cohort: int, rows: Sequence[Sequence[int]], ids: Sequence[bytes], secret: bytes
) -> CodedTable:
    """Rows of code numbers with their identifiers as a table of the engine; the identifiers become record keys."""
    width = len(classes.variables)
    codes = np.array(rows, dtype=np.uint8).reshape(len(rows), width)
    return CodedTable(classes, cohort, codes, record_keys(secret, ids))
