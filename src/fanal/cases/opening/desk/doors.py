"""Where the opening of files shows itself: the line on the worker's day, until the file is open."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.cases import duties
from fanal.cases.files.desk import lists
from fanal.cases.files.desk.doors import about
from fanal.cases.models import Accepted, Case
from fanal.cases.policy import TO_OPEN
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    lists.TABS["to_open"] = (lazy("To open"), TO_OPEN)
    web.day.lead(duties.FIRST_CONTACT, _where, about=_about, deed=TO_OPEN)


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    """The file; where there is none yet, that it is to be opened: nobody reached these children, so they come first."""
    rows = Accepted.objects.filter(concern__in=subjects, case=None, org_id=actor.org)
    first = {row.concern_id: web.day.About(_("No file yet"), danger=True, thing=row) for row in rows}
    return {**first, **about(actor, subjects)}


def _where(subject: UUID) -> str:
    """How the child may be reached, or where the file is opened."""
    is_file = Case.objects.filter(pk=subject).exists()
    return reverse("cases:reach" if is_file else "cases:open", args=[subject])
