"""Follow-ups on the page of a file: those of the year, and how the child was at first and is now, in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access.api import may
from fanal.cases.codes import Domain
from fanal.cases.files.files import File, Read
from fanal.cases.files.record import ENDED
from fanal.cases.follow_ups.policy import FOLLOW_UP, REACH
from fanal.cases.model import words
from fanal.cases.models import Assessment, FollowUp
from fanal.network.contracts import Actor
from fanal.web import api as web


def shown(actor: Actor, found: File, now: datetime) -> Mapping[str, Any]:
    """What is due, what was, and the change."""
    case = found.case
    own = bool(may(actor, FOLLOW_UP, case)) and case.status not in ENDED
    rows = sorted(found.of(FollowUp), key=lambda one: one.row.due or one.row.made_at)
    change = list(_change(found))
    return {
        "rows": [_line(one, case, now, own=own) for one in rows],
        "columns": [_("Part of life"), _("At first"), _("Now")],
        "change": change,
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


def _change(found: File) -> Iterator[Mapping[str, Any]]:
    """Each part of life in the words that were chosen first and last. They are words and are never counted."""
    looks = [*found.of(Assessment), *(one for one in found.of(FollowUp) if one.row.result)]
    looks.sort(key=lambda one: (one.row.done_on if isinstance(one.row, FollowUp) else one.row.started_on, one.row.pk))
    said = [{pair.key: pair.value for pair in one.said["wellbeing"]} for one in looks]
    for domain in Domain:
        of = [one[domain] for one in said if one.get(domain)]
        if len(of) > 1:
            first, last = (words.code("wellbeing_state", one) for one in (of[0], of[-1]))
            yield {"cells": [words.code("wellbeing_domain", domain), first, last]}
