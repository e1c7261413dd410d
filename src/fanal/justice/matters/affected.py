"""Matters and exercises, as the page of an incident tells of them: from clear columns (docs/gate-and-incident.md)."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import incident
from fanal.justice.matters.matters import KIND
from fanal.justice.models import Matter


def matters(_org: UUID, records: Collection[UUID]) -> Iterator[incident.Found]:
    """The questions and proceedings of a matter lie in its record."""
    for pk, day, training in Matter.objects.filter(pk__in=records).values_list("pk", "opened_on", "training"):
        yield incident.Found(pk, "exercise" if training else KIND, day, frozenset({pk}))


def declare() -> None:
    """Called once when the room starts."""
    incident.register(KIND, words={KIND: lazy("Matter"), "exercise": lazy("Exercise")}, find=matters)
