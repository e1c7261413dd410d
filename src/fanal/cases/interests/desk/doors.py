"""Where decisions show themselves: on the page of a file, where the supervisor approves, on the day of the review."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from fanal.access.api import may
from fanal.cases.approvals import approvals
from fanal.cases.files.desk import parts
from fanal.cases.files.desk.doors import about_rows
from fanal.cases.files.files import File
from fanal.cases.interests import interests
from fanal.cases.interests.desk import pages
from fanal.cases.interests.duties import REVIEW, SAID
from fanal.cases.interests.policy import INTERESTS
from fanal.cases.model.words import code
from fanal.cases.models import BestInterests
from fanal.cases.policy import LOOK
from fanal.cases.seats.duties import SEAT
from fanal.cases.seats.policy import SIT
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
    parts.add(parts.Part(30, "cases/interests/part.html", _shown), BestInterests)


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
