"""Where talks about the work show themselves: in the navigation, and where their duty is done."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import incident
from fanal.cases.models import Supervision
from fanal.cases.supervision import supervision
from fanal.cases.supervision.duties import SESSION
from fanal.cases.supervision.policy import HOLD, LIST
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Supervision"), "cases:supervision", LIST, place=57, part=web.Part.OFFICE)
    web.day.lead(SESSION, lambda worker: reverse("cases:talk_new", args=[worker]), about=_about, paper=True, deed=HOLD)
    incident.register(
        supervision.KIND, words={supervision.KIND: lazy("What a worker and a supervisor agreed")}, find=_told_of
    )


def _about(_actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    return {person: web.day.About(name) for person, name in network.names(subjects).items()}


def _told_of(_org: UUID, records: Collection[UUID]) -> Iterator[incident.Found]:
    for pk, day in Supervision.objects.filter(pk__in=records).values_list("pk", "held_on"):
        yield incident.Found(pk, supervision.KIND, day, frozenset({pk}), "", number="")
