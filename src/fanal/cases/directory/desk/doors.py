"""Where the directory shows itself: in the navigation, and where its clocks are settled."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import visible
from fanal.cases.directory import directory, duties, keeping
from fanal.cases.directory.policy import READ
from fanal.cases.gate import gate
from fanal.cases.models import Provider
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Directory"), "cases:directory", READ, place=63, part=web.Part.OFFICE)
    gate.providers_from(_checked)
    web.day.lead(duties.VETTING, lambda row: reverse("cases:provider", args=[row]), about=_about, paper=True, deed=READ)


def _checked(org: UUID, on: date) -> frozenset[str]:
    """The kinds of help for which there is a provider that is checked, for the list before the first file."""
    return frozenset(kind for one in keeping.entries(org, on) if directory.may_help(one, on) for kind in one.services)


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    rows = visible(actor, Provider.objects.filter(pk__in=subjects)).values_list("pk", "name")
    return {pk: web.day.About(name) for pk, name in rows}
