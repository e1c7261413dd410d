"""Where decisions show themselves: on the page of a file, where the supervisor approves, on the day of the review."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import incident, may
from fanal.cases.approvals import approvals
from fanal.cases.files import apart
from fanal.cases.files.desk import parts
from fanal.cases.files.desk.doors import about_rows
from fanal.cases.files.files import File
from fanal.cases.interests import interests
from fanal.cases.interests.desk import pages
from fanal.cases.interests.duties import REVIEW, SAID, SEAT
from fanal.cases.interests.policy import INTERESTS, SIT
from fanal.cases.model.words import code
from fanal.cases.models import BestInterests, PanelSeat
from fanal.cases.policy import LOOK
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    approvals.register(
        interests.KIND,
        content=interests.content,
        shown=pages.shown,
        url=lambda case, row: reverse("cases:interests", args=[case.pk, row]),
        by=interests.whose,
    )
    web.day.lead(REVIEW, _where, about=about_rows(BestInterests), deed=LOOK)
    web.day.lead(SAID, _where, about=about_rows(BestInterests), deed=LOOK)
    web.day.lead(SEAT, lambda seat: reverse("cases:seat", args=[seat]), deed=SIT)
    kind = apart.KINDS[PanelSeat]
    incident.register(kind, words={kind: lazy("Seat on a panel for a child")}, find=_told_of)
    parts.add(parts.Part(30, "cases/interests/part.html", _shown), BestInterests)


def _told_of(_org: UUID, records: Collection[UUID]) -> Any:
    rows = PanelSeat.objects.filter(pk__in=records)
    for pk, at, place, number in rows.values_list("pk", "made_at", "case__country_of_harm", "case__number"):
        yield incident.Found(pk, apart.KINDS[PanelSeat], at.date(), frozenset({pk}), place, number=number)


def _where(decision: UUID) -> str:
    row = BestInterests.objects.filter(pk=decision).only("case_id").first()
    return pages.url_of(row) if row else reverse("cases:mine")


def _shown(actor: Actor, found: File, _now: datetime) -> Mapping[str, Any] | None:
    lines = [
        {
            "row": one.row,
            "trigger": code("best_interests_trigger", one.said["trigger"]),
            "kind": code("best_interests_kind", one.row.kind),
            "url": pages.url_of(one.row),
            "told": one.said["child_told_on"],
        }
        for one in found.of(BestInterests)
    ]
    writes = bool(may(actor, INTERESTS, found.case)) and found.grounded
    return {"lines": lines, "may": writes} if lines or writes else None
