"""Populations, files that were read in, and studies, as the page of an incident tells of them: from clear columns
(docs/gate-and-incident.md)."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import incident
from fanal.research.models import ImportedTable, Population, Study
from fanal.research.records import importing, populations
from fanal.research.studies import registering


def _populations(_org: UUID, records: Collection[UUID]) -> Iterator[incident.Found]:
    for pk, day in Population.objects.filter(pk__in=records).values_list("pk", "opened_on"):
        yield incident.Found(pk, populations.KIND, day, frozenset({pk}))


def _imports(_org: UUID, records: Collection[UUID]) -> Iterator[incident.Found]:
    for pk, day in ImportedTable.objects.filter(pk__in=records).values_list("pk", "imported_on"):
        yield incident.Found(pk, importing.KIND, day, frozenset({pk}))


def _studies(org: UUID, records: Collection[UUID]) -> Iterator[incident.Found]:
    """That of another organisation, at which a statistician from here looks, too."""
    for pk, house, at in Study.objects.filter(pk__in=records).values_list("pk", "org_id", "made_at"):
        partner = None if house == org else house
        yield incident.Found(pk, registering.KIND, at.date(), frozenset({pk}), partner=partner)


def declare() -> None:
    """Called once when the room starts."""
    for kind, words, find in (
        (populations.KIND, lazy("Secret of a population"), _populations),
        (importing.KIND, lazy("File that was read in for counting"), _imports),
        (registering.KIND, lazy("Capture table of a study"), _studies),
    ):
        incident.register(kind, words={kind: words}, find=find)
