"""Where requests show themselves: the queue, the page of a file, and where their duties are done."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import incident, may, visible
from fanal.cases.files import apart
from fanal.cases.files.desk import parts
from fanal.cases.files.files import File
from fanal.cases.models import SubjectRequest
from fanal.cases.rights import duties, policy
from fanal.cases.rights.desk import pages
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Requests"), "cases:requests", policy.REQUESTS, place=64, part=web.Part.OFFICE)
    for kind in (duties.ANSWER, duties.PACK, duties.ERASE):
        web.day.lead(
            kind, lambda row: reverse("cases:subject_request", args=[row]), about=_about, deed=policy.LOOK
        )  # fmt: skip
    parts.add(parts.Part(40, "cases/rights/part.html", _part), asks=[(SubjectRequest, "case")])
    kind_ = apart.KINDS[SubjectRequest]
    incident.register(kind_, words={kind_: lazy("What somebody asks about what we keep")}, find=_told_of)


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    rows = visible(actor, SubjectRequest.objects.filter(pk__in=subjects)).values_list("pk", "case__number")
    return {pk: web.day.About(_("File {number}").format(number=number)) for pk, number in rows}


def _told_of(_org: UUID, records: Collection[UUID]) -> Any:
    rows = SubjectRequest.objects.filter(pk__in=records)
    kind = apart.KINDS[SubjectRequest]
    for pk, day, place, number in rows.values_list("pk", "received_on", "case__country_of_harm", "case__number"):
        yield incident.Found(pk, kind, day, frozenset({pk}), place, number=number)


def _part(actor: Actor, found: File, now: datetime) -> Mapping[str, Any] | None:
    """The person's own words beside the record, and what they ask."""
    case = found.case
    seen = visible(actor, SubjectRequest.objects.filter(case=case)).order_by("-made_at", "-pk")
    rows = list(seen) if found.has(SubjectRequest) else []
    register = bool(may(actor, policy.REGISTER, case))
    if not rows and not register:
        return None
    asked = [{"row": row, "kind": pages.kind_of(row), "state": pages.state_of(row)} for row in rows]
    return {"asked": asked, "own_words": pages.statements(actor, case, now) if rows else (), "register": register}
