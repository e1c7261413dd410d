"""Where seats show themselves: on the page of an incident, who opened which. What the child takes back ends them."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import incident
from fanal.cases.files import apart
from fanal.cases.grounds.grounds import taken_back
from fanal.cases.models import Seat
from fanal.cases.seats import seats


def open_doors() -> None:
    """Called once when the room starts."""
    kind = apart.KINDS[Seat]
    incident.register(kind, words={kind: lazy("Seat on a panel or at a conference about a child")}, find=_told_of)
    taken_back.connect(seats.on_taken_back, dispatch_uid="cases.seats_taken_back")


def _told_of(_org: UUID, records: Collection[UUID]) -> Iterator[incident.Found]:
    rows = Seat.objects.filter(pk__in=records)
    for pk, at, place, number in rows.values_list("pk", "made_at", "case__country_of_harm", "case__number"):
        yield incident.Found(pk, apart.KINDS[Seat], at.date(), frozenset({pk}), place, number=number)
