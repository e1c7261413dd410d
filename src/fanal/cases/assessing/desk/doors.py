"""Where assessments show themselves: on the page of a file, and where the supervisor approves."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access.api import may
from fanal.cases.approvals import approvals
from fanal.cases.assessing import content, instruments, known, lowering
from fanal.cases.assessing.desk import pages
from fanal.cases.assessing.policy import ASSESS
from fanal.cases.files import writing
from fanal.cases.files.desk import parts, words
from fanal.cases.files.files import File, Read
from fanal.cases.model.words import code, said_by
from fanal.cases.models import Approval, Assessment, FollowUp
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    approvals.register(
        lowering.KIND,
        content=content.content,
        shown=content.shown,
        url=lambda case, row: reverse("cases:assessment", args=[case.pk, row]),
        by=lambda case, row: Assessment.objects.filter(pk=row, case=case).values_list("made_by", flat=True),
    )
    said_by("instrument", _sign)
    writing.keeps_risk(lowering.keeps)
    parts.add(parts.Part(20, "cases/assessing/part.html", _shown), Assessment, FollowUp, Approval)


def _sign(code: str) -> str:
    """A sign of danger in words, also where it was carried without its instrument: those that have the code may mean
    two things by it, and whoever reads it sees both."""
    signs = (one.signs[code].say for one in instruments.shipped().values() if code in one.signs)
    return " / ".join(dict.fromkeys(map(_, signs))) or code


def _shown(actor: Actor, found: File, _now: datetime) -> Mapping[str, Any]:
    rows = found.of(Assessment)
    days, lines = known.change(_points(found))
    return {
        "lines": [_line(actor, found, one) for one in rows],
        "columns": [_("Part of life"), *map(web.day_words, days)],
        "rows": [
            {
                "cells": [
                    code("wellbeing_domain", domain),
                    *(one and code("wellbeing_state", one) for one in said),
                ]
            }
            for domain, said in lines.items()
        ],
        "may": bool(may(actor, ASSESS, found.case)) and found.grounded,
    }


def _points(found: File) -> Iterator[tuple[date, Mapping[str, str]]]:
    """On which days somebody chose words of wellbeing."""
    for table, day in ((Assessment, "completed_on"), (FollowUp, "done_on")):
        for one in found.of(table):
            if getattr(one.row, day) and one.said["wellbeing"]:
                yield getattr(one.row, day), known.words_of(one.said["wellbeing"])


def _line(actor: Actor, found: File, one: Read) -> dict[str, Any]:
    row, case = one.row, found.case
    asks = row.completed_on and row.risk in lowering.GRAVE and may(actor, ASSESS, case) and found.grounded
    unasked = asks and all(approval.row.subject != row.pk for approval in found.of(Approval))
    return {
        "kind": code("assessment_kind", row.kind),
        "url": pages.url_of(row),
        "day": row.completed_on or row.started_on,
        "done": bool(row.completed_on),
        "risk": words.risk(row.risk) if row.risk else "",
        "against": pages.against(one) if one.said["danger_signs"] else (),
        "ask": reverse("cases:approval_ask", args=[case.pk, lowering.KIND, row.pk]) if unasked else "",
    }
