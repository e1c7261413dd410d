"""Where reports to authorities show themselves: on the page of a file, where a supervisor signs, on the day."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access import api as access
from fanal.cases.approvals import approvals
from fanal.cases.approvals.approvals import Shown
from fanal.cases.codes_work import ReportState as State
from fanal.cases.files.desk import parts
from fanal.cases.files.desk.doors import about as about_files
from fanal.cases.files.files import File
from fanal.cases.grounds.desk.ledger import CATEGORIES
from fanal.cases.grounds.grounds import taken_back
from fanal.cases.model import words
from fanal.cases.models import Case, Report
from fanal.cases.packed import PackContent
from fanal.cases.passing_on.desk import leaves
from fanal.cases.reporting import duties, policy, reporting
from fanal.cases.reporting.desk.acts import url_of
from fanal.network.contracts import Actor
from fanal.web import api as web

_TONES = {State.ANSWERED.value: "ok", State.TAKEN_BACK.value: "late"}
_OVER = {State.WITHDRAWN.value, State.ENDED.value}


def open_doors() -> None:
    """Called once when the room starts."""
    approvals.register(
        reporting.KIND,
        content=reporting.content,
        shown=_signed,
        url=lambda _case, row: reverse("cases:report", args=[row]),
        by=reporting.own_work,
        decided=reporting.decided,
        ended=True,
    )
    parts.add(parts.Part(39, "cases/reporting/part.html", _shows, beside=True), Report)
    for kind in duties.ALL:
        web.day.lead(kind, lambda row: reverse("cases:report", args=[row]), about=_about, deed=policy.SEE)
    taken_back.connect(reporting.on_taken_back, dispatch_uid="cases.reports_taken_back")


def _signed(_case: Case, content: Any) -> Shown:
    """What a supervisor signs. The person suspected stands on the page of the report alone."""
    whom = [
        (_("Whom"), str(CATEGORIES[content["recipient"]])),
        (_("Which authority"), web.dots(content["authority"], words.country(content["country"]))),
        (_("What the child knows"), content["told_child"]),
        (
            _("Before you sign"),
            _("Open the report: read the note on the authorities, and what is told of whoever is suspected."),
        ),
    ]
    told = leaves.pack_facts(PackContent.from_json(content["pack"]).items)
    return Shown([(_("To whom"), whom), (_("What they are told"), told)])


def _about(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    rows = dict(access.visible(actor, Report.objects.filter(pk__in=subjects)).values_list("pk", "case"))
    known = about_files(actor, set(rows.values()))
    return {one: known[case] for one, case in rows.items() if case in known}


def _shows(actor: Actor, found: File, _now: datetime) -> dict[str, object] | None:
    reads = [one for one in found.of(Report) if one.row.state not in _OVER]
    may = bool(access.may(actor, policy.PREPARE, found.case)) and found.grounded
    if not access.may(actor, policy.SEE, found.case) or not (reads or may):
        return None
    rows = [
        {
            "url": url_of(one.row),
            "name": one.said["authority"] or str(CATEGORIES[one.row.recipient]),
            "state": words.code("report_state", one.row.state),
            "tone": _TONES.get(one.row.state, ""),
        }
        for one in reads
    ]
    return {"rows": rows, "may": may}
