"""Where memberships of companies show themselves."""

from collections.abc import Collection, Mapping
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fanal.access.api import visible
from fanal.network.contracts import Actor
from fanal.tourism.desk.acts import titled
from fanal.tourism.membership import duties, keeping
from fanal.tourism.models import Membership
from fanal.tourism.policy import OFFICE_READ, READ
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Travel"), "travel:home", READ, place=40)
    web.register(_("Travel"), "travel:office", OFFICE_READ, place=40, part=web.Part.OFFICE)
    web.register_open(_("Travel"), "promises:programmes", place=50)
    for kind in (*duties.KINDS, keeping.GOES):
        to = "travel:report" if kind in {duties.REPORT, duties.READ_REPORT} else "travel:membership"
        web.day.lead(kind, partial(_to, to), about=_about, paper=True)


def _to(address: str, subject: UUID) -> str:
    return reverse(address, args=[subject])


def _about(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    rows = visible(actor, Membership.objects.filter(pk__in=subjects).select_related("org"))
    return {row.pk: web.day.About(titled(row)) for row in rows}
