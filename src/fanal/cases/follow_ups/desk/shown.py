"""Follow-ups on the page of a file: those of the year that are due, and what came of each contact."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from fanal.access.api import may
from fanal.cases.codes import ENDED
from fanal.cases.files.files import File, Read
from fanal.cases.follow_ups.policy import FOLLOW_UP, REACH
from fanal.cases.model import words
from fanal.cases.models import FollowUp
from fanal.network.contracts import Actor
from fanal.web import api as web


def shown(actor: Actor, found: File, now: datetime) -> Mapping[str, Any]:
    """What is due, and what was."""
    case = found.case
    own = bool(may(actor, FOLLOW_UP, case)) and case.status not in ENDED
    rows = sorted(found.of(FollowUp), key=lambda one: one.row.due or one.row.made_at)
    return {
        "rows": [_line(one, case, now, own=own) for one in rows],
        "may": own,
        "reach": bool(may(actor, REACH, case)),
    }


def _line(one: Read, case: Any, now: datetime, *, own: bool) -> dict[str, Any]:
    row = one.row
    kind = words.code("milestone", row.milestone) if row.milestone else words.code("followup_type", row.type)
    return {
        "kind": kind,
        "due": web.due_tag(row.due, now) if row.due and not row.result else "",
        "result": words.code("followup_result", row.result) if row.result else "",
        "on": row.done_on,
        "situation": words.code("situation", one.said["situation"]) if one.said.get("situation") else "",
        "note": one.said.get("note", ""),
        "url": reverse("cases:follow_up", args=[case.pk, row.pk]) if own and not row.result else "",
    }
