"""The source `concerns`: count cells of what ended at the door, which the room of concerns seals for counting.

A cohort is the year in which a concern or handover ended. The cell's identifier is random within its day and leads to
no concern; it makes the record key.
"""

from collections.abc import Mapping
from dataclasses import asdict

from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotAllowed, NotNow
from fanal.access.contracts import BadContent
from fanal.concerns import api as concerns
from fanal.engines.disclosure.contracts import MISSING, CodedTable
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind
from fanal.research.contracts import Source
from fanal.research.models import Population
from fanal.research.records import mapping, sources
from fanal.research.records.sources import Asked, Rows
from fanal.vocabulary.results import Refused

PLAIN = frozenset({"online", "ship_or_aircraft", "unknown"})


class Concerns:
    """Count cells as coded rows."""

    def rows(self, actor: Actor, asked: Asked) -> Rows:
        ring = network.rings.principal(actor.org, RingKind.STATISTICS)
        own = frozenset(network.org(actor.org).mandates) | {network.org(actor.org).country}
        found: dict[int, list[tuple[list[int], bytes]]] = {cohort: [] for cohort in asked.cohorts}
        for sealed in concerns.count_cells(actor.org):
            cohort = _cohort(sealed.quarter)
            if cohort in found:
                cell = _opened(actor, ring.id, sealed)
                found[cohort].append((mapping.row_of(asked.classes, codes_of(cell, own)), sealed.id.bytes))
        return Rows(tuple(_table(asked, cohort, rows) for cohort, rows in found.items()))

    def at_most(self, population: Population, cohorts: tuple[int, ...]) -> int | None:
        return sum(_cohort(sealed.quarter) in cohorts for sealed in concerns.count_cells(population.org_id))


def _cohort(quarter: str) -> int:
    return int(quarter[:4])


def _opened(actor: Actor, ring: bytes, sealed: concerns.CountedConcern) -> concerns.CountCell:
    try:
        seed = actor.keyring.seed_of("ring", ring, sealed.ring_version)
        purpose = concerns.count_purpose(sealed.org, sealed.id)
        return concerns.CountCell.from_json(vault.open_sealed(seed, purpose, sealed.cell).decode())
    except vault.NotGranted:
        words = _("Your keys do not open what is counted. Ask whoever leads the team.")
        raise NotAllowed(Refused("not_granted", words)) from None
    except (vault.CannotOpen, BadContent, UnicodeDecodeError):  # without it the count is too small and says so nowhere
        words = _("Something that is counted cannot be read. Ask whoever runs the server, then try again.")
        raise NotNow(words) from None


def codes_of(cell: concerns.CountCell, own: frozenset[str]) -> dict[str, str]:
    """The class codes of a cell. `own`: countries of the member; every other country is `other`."""
    given = asdict(cell)
    if cell.country not in PLAIN:
        given["country"] = "own" if cell.country in own else "other"
    return {column.variable: _code(column.values, given[column.name]) for column in mapping.shape("concerns").columns}


def _code(values: Mapping[str, str] | None, value: str) -> str:
    return (values or {}).get(value, MISSING)


def _table(asked: Asked, cohort: int, rows: list[tuple[list[int], bytes]]) -> CodedTable:
    codes, ids = [row for row, _ in rows], [one for _, one in rows]
    return sources.coded(asked.classes, cohort, codes, ids, asked.secret)


sources.register(Source.CONCERNS, Concerns())
