"""The source `cases`: one coded row a file, which the room of cases seals for counting.

A cohort is the year in which a file was opened. The file's identifier makes the record key and goes nowhere. Whoever
opted out has no row.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotAllowed, NotNow
from fanal.cases import api as cases
from fanal.engines.disclosure.contracts import MISSING, CodedTable
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind
from fanal.research.contracts import Source
from fanal.research.models import Population
from fanal.research.questions import catalogue
from fanal.research.records import mapping, sources
from fanal.research.records.mapping import Column
from fanal.research.records.sources import Asked, Rows
from fanal.vocabulary.results import Refused

SEVERAL = "several"


class Cases:
    """Files as coded rows."""

    def rows(self, actor: Actor, asked: Asked) -> Rows:
        ring = network.rings.principal(actor.org, RingKind.STATISTICS)
        found: dict[int, list[tuple[list[int], bytes]]] = {cohort: [] for cohort in asked.cohorts}
        for sealed in cases.files_to_count(actor.org, asked.cohorts):
            codes = codes_of(_opened(actor, ring.id, sealed))
            found[sealed.cohort].append((mapping.row_of(asked.classes, codes), sealed.case.bytes))
        return Rows(tuple(_table(asked, cohort, rows) for cohort, rows in found.items()))

    def at_most(self, population: Population, cohorts: tuple[int, ...]) -> int | None:
        return cases.count_files(population.org_id, cohorts)


def _opened(actor: Actor, ring: bytes, sealed: cases.CountedFile) -> Mapping[str, Sequence[str]]:
    try:
        return cases.open_stat_row(actor, ring, sealed)
    except vault.NotGranted:
        words = _("Your keys do not open what is counted. Ask whoever leads the team.")
        raise NotAllowed(Refused("not_granted", words)) from None
    except (vault.CannotOpen, ValueError):  # without it the count is too small and says so nowhere
        words = _("Something that is counted cannot be read. Ask whoever runs the server, then try again.")
        raise NotNow(words) from None


def codes_of(row: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The class codes of a file. Where two fields speak of one variable, yes wins over no, and no over missing."""
    found: dict[str, set[str]] = {}
    for column in mapping.shape("case").columns:
        for variable, code in _of_column(column, row.get(column.name, ())):
            found.setdefault(variable, set()).add(code)
    return {variable: _one(codes - {MISSING}, several=variable in _with_several()) for variable, codes in found.items()}


@cache
def _with_several() -> frozenset[str]:
    return frozenset(one.name for one in catalogue.class_set("case").variables if SEVERAL in one.codes)


def _one(codes: set[str], *, several: bool) -> str:
    if len(codes) > 1:
        return SEVERAL if several else "yes" if "yes" in codes else sorted(codes)[0]
    return next(iter(codes), MISSING)


def _of_column(column: Column, told: Sequence[str]) -> Iterator[tuple[str, str]]:
    plain = [one.rpartition("=")[2] for one in told]
    if column.several is not None:
        yes = {name for one in plain for name in column.several.get(one, ())}
        if any(column.several.get(one) for one in plain):  # what is known to be unknown tells nothing
            for name in {name for names in column.several.values() for name in names}:
                yield name, "yes" if name in yes else "no"
    elif column.bands:
        for one in plain:
            yield from ((column.variable, band.code) for band in column.bands if band.holds(int(one)))
    else:
        yield from ((column.variable, (column.values or {}).get(one, MISSING)) for one in plain)


def _table(asked: Asked, cohort: int, rows: list[tuple[list[int], bytes]]) -> CodedTable:
    return sources.coded(asked.classes, cohort, [row for row, _ in rows], [one for _, one in rows], asked.secret)


sources.register(Source.CASES, Cases())
