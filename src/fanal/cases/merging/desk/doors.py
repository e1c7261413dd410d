"""Where two files of one child show themselves: on the pages of both, and on the day of the second person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from fanal.access.api import may, visible
from fanal.cases.codes import Status
from fanal.cases.files.desk import parts
from fanal.cases.files.desk.doors import about
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import File
from fanal.cases.merging import merging
from fanal.cases.merging.duties import SECOND
from fanal.cases.merging.policy import APART, ASK_JOIN, ASK_PART, JOIN, PART
from fanal.cases.models import Case, CaseLink
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.day.lead(SECOND, lambda case: reverse("cases:file", args=[case]), about=about, deed=JOIN)
    parts.add(parts.Part(82, "cases/merging/part.html", _shown, beside=True), CaseLink, asks=[(CaseLink, "to_case")])


def _shown(actor: Actor, found: File, _now: datetime) -> Mapping[str, Any] | None:
    case = found.case
    seen = visible(actor, Case.objects.all())
    live = [one.row for one in found.of(CaseLink) if one.said["kind"] == merging.KIND and one.row.undone_at is None]
    into = seen.filter(pk__in=[one.to_case_id for one in live])
    links = CaseLink.objects.filter(to_case=case, undone_at=None).values("case")
    joined = seen.filter(status=Status.VOID, pk__in=links) if found.has(CaseLink, "to_case") else ()
    of = [one for one in joined if merging.joined_on(one)]
    void, what = case.status == Status.VOID, merging.asked(case)
    shown = {
        "into": [(one.number, url_of(one)) for one in into] if void else (),
        "of": [(one.number, url_of(one)) for one in of],
        "ask": not what and not void and bool(may(actor, ASK_JOIN, case)),
        "undo": not what and void and bool(live) and bool(may(actor, ASK_PART, case)),
        "join": what == ASK_JOIN and bool(may(actor, JOIN, case)),
        "part": what == ASK_PART and bool(may(actor, PART, case)),
        "asked": what,
        "apart": bool(what) and bool(may(actor, APART, case)),
    }
    return shown if any(shown.values()) else None
