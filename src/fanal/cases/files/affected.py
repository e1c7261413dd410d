"""Files of children, as the page of an incident tells of them: from clear columns (docs/gate-and-incident.md)."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import incident, may
from fanal.cases.access_terms import CASE, CHILD
from fanal.cases.models import Case
from fanal.cases.policy import LOOK
from fanal.columns import sealed
from fanal.network.contracts import Actor


def files(_org: UUID, records: Collection[UUID]) -> Iterator[incident.Found]:
    """The record of a child and that of the work for it are one file."""
    asked = set(records)
    rows = Case.objects.filter(pk__in=asked) | Case.objects.filter(child__in=asked)
    for pk, child, day, place, number in rows.values_list("pk", "child", "opened_on", "country_of_harm", "number"):
        yield incident.Found(pk, CASE, day, frozenset({pk, child} & asked), place, number=number)


def _pages(actor: Actor, things: Collection[UUID]) -> Mapping[UUID, str]:
    rows = Case.objects.filter(pk__in=things, org_id=actor.org).defer(*sealed(Case))
    return {row.pk: reverse("cases:file", args=[row.pk]) for row in rows if may(actor, LOOK, row)}


def declare() -> None:
    """Called once when the room starts."""
    incident.register(CASE, CHILD, words={CASE: lazy("File of a child")}, find=files, pages=_pages)
