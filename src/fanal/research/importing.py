"""Files that a member reads in for counting: coded at once, sealed, erased when no plan needs them."""

from __future__ import annotations

from datetime import datetime

from fanal.research import populations
from fanal.research.contracts import ENDED
from fanal.research.models import ImportedTable, Population


def erase_unneeded(population: Population, now: datetime) -> None:
    """Where no plan counts a population any more, what was read in for it goes."""
    if population.plans.exclude(state__in=ENDED).exists():
        return
    for row in ImportedTable.objects.filter(population=population):
        populations.erase_import(row, now)
