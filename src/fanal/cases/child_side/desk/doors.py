"""Where the child's own side shows itself: the page of codes, the list of whoever answers for the work, the page of a
file."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import incident, may, visible
from fanal.cases.child_side import codes, duties, pages, policy
from fanal.cases.files import apart
from fanal.cases.files.desk import parts
from fanal.cases.files.desk.doors import about
from fanal.cases.files.files import File
from fanal.cases.models import Feedback, OwnCode
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    pages.open_doors()
    web.register(lazy("Feedback"), "cases:feedback", policy.DONE, place=65, part=web.Part.OFFICE)
    for kind in duties.TO_READ:
        web.day.lead(kind, _where, about=_about, deed=policy.FEEDBACK, danger=kind is duties.NOT_SAFE)
    web.day.lead(duties.OFFER, lambda case: reverse("cases:ask_child", args=[case]), about=about, deed=policy.OFFER)
    parts.add(parts.Part(30, "cases/child_side/part.html", _part, beside=True), asks=[(OwnCode, "case")])
    said = {apart.KINDS[Feedback]: lazy("What a child says of us"), apart.KINDS[OwnCode]: lazy("Own code of a child")}
    incident.register(*said, words=said, find=_told_of)


def _where(row: UUID) -> str:
    """What this child said."""
    case = Feedback.objects.filter(pk=row).values_list("case", flat=True).first()
    return reverse("cases:feedback_of", args=[case]) if case else reverse("cases:feedback")


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    rows = visible(actor, Feedback.objects.filter(pk__in=subjects)).values_list("pk", "case__number")
    return {pk: web.day.About(_("File {number}").format(number=number)) for pk, number in rows}


def _told_of(_org: UUID, records: Collection[UUID]) -> Any:
    for table in (Feedback, OwnCode):
        rows = table.objects.filter(pk__in=records).values_list(
            "pk", "made_at", "case__country_of_harm", "case__number"
        )
        for pk, at, place, number in rows:
            yield incident.Found(pk, apart.KINDS[table], at.date(), frozenset({pk}), place, number=number)


def _part(actor: Actor, found: File, _now: datetime) -> Mapping[str, Any] | None:
    """What can be done with the child; what the child said stands on a page of its own."""
    case = found.case
    can = {name: bool(may(actor, deed, case)) for name, deed in _MAY.items()}
    if not any(can.values()):
        return None
    return {"may": can, "code": next(iter(codes.live(case)), None) if can["code"] and found.has(OwnCode) else None}


_MAY = {"code": policy.CODE, "ask": policy.OFFER, "read": policy.FEEDBACK}
