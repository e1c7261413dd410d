"""Where approvals show themselves: the list of supervisors, the lines on the day, and the part of the file page that
says where each approval stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import may
from fanal.cases import duties
from fanal.cases.approvals import approvals
from fanal.cases.approvals.approvals import KINDS
from fanal.cases.approvals.policy import ASK, DECIDE, EACH_OTHER, TO_APPROVE
from fanal.cases.files.approving import Stand
from fanal.cases.files.desk import lists, parts
from fanal.cases.files.desk.doors import about_rows
from fanal.cases.files.files import File, Read
from fanal.cases.model.words import code
from fanal.cases.models import Approval
from fanal.cases.policy import LOOK
from fanal.network.contracts import Actor
from fanal.web import api as web

_WORDS = {
    Stand.ASKED: (lazy("waits for the supervisor"), "soon"),
    Stand.APPROVED: (lazy("approved"), "ok"),
    Stand.SENT_BACK: (lazy("sent back"), "late"),
    Stand.LAPSED: (lazy("changed since: not approved any more"), "late"),
}


def open_doors() -> None:
    """Called once when the room starts."""
    lists.TABS["to_approve"] = (lazy("To approve"), TO_APPROVE)
    web.day.lead(duties.APPROVAL, _where, about=about_rows(Approval), deed=DECIDE)
    web.day.lead(duties.LAPSED, _file, about=about_rows(Approval, "subject"), deed=LOOK)
    web.day.lead(duties.EACH_OTHER, lambda _row: reverse("cases:each_other"), paper=True, deed=EACH_OTHER)
    parts.add(parts.Part(10, "cases/approvals/part.html", _shown), Approval)


def _where(approval: UUID) -> str:
    """The page on which it is decided."""
    row = Approval.objects.filter(pk=approval).only("case_id").first()
    return reverse("cases:approval_decide", args=[row.case_id, approval]) if row else reverse("cases:to_approve")


def _file(subject: UUID) -> str:
    row = Approval.objects.filter(subject=subject).only("case_id").first()
    return reverse("cases:file", args=[row.case_id]) if row else reverse("cases:mine")


def _shown(actor: Actor, found: File, _now: datetime) -> Mapping[str, Any] | None:
    """Where the newest approval of each kind stands, and what waits or lapsed of older rows; what lapsed, first. What
    is looked at does not grow with the file."""
    open_ = {one.subject for one in duties.due(found.case, duties.LAPSED, duties.APPROVAL, opened=found.of_case)}
    newest: dict[tuple[str, UUID], Read] = {}
    for one in found.of(Approval):
        newest.setdefault((one.row.kind, one.row.subject), one)
    kinds: set[str] = set()
    lines: list[dict[str, Any]] = []
    for one in newest.values():
        if one.row.kind in KINDS and (one.row.kind not in kinds or open_ & {one.row.pk, one.row.subject}):
            kinds.add(one.row.kind)
            lines += filter(None, [_line(actor, found, one)])
    return {"lines": sorted(lines, key=lambda one: not one["lapsed"])} if lines else None


def _line(actor: Actor, found: File, one: Read) -> dict[str, Any] | None:
    row, case = one.row, found.case
    where = approvals.stand(found.of_case, case, row.kind, row.subject, found.of(Approval))
    if where is Stand.NOT_ASKED:
        return None
    said, tone = _WORDS[where]
    asks = where in {Stand.LAPSED, Stand.SENT_BACK} and may(actor, ASK, case)
    decides = where is Stand.ASKED and may(actor, DECIDE, case) and actor.person != row.made_by_id
    return {
        "kind": code("approval_kind", row.kind),
        "state": web.tag(str(said), tone),
        "lapsed": where is Stand.LAPSED,
        "note": one.said["note"] if where is Stand.SENT_BACK else "",
        "day": row.decided_at or row.made_at,
        "work": KINDS[row.kind].url(case, row.subject),
        "ask": reverse("cases:approval_ask", args=[case.pk, row.kind, row.subject]) if asks else "",
        "decide": reverse("cases:approval_decide", args=[case.pk, row.pk]) if decides else "",
    }
