"""The page of how a child may be reached: the agreed way with its words, and why another is refused."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import ask, may
from fanal.cases.files import files
from fanal.cases.files.desk.file import told_to_us
from fanal.cases.follow_ups import reaching
from fanal.cases.follow_ups.policy import CALL, FOLLOW_UP, REACH
from fanal.cases.model import words
from fanal.cases.models import Case
from fanal.cases.policy import WRITE
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web


@web.deeds.page(REACH)
@require_GET
def reach(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """How a child may be reached now."""
    now = web.deeds.at(request)
    case = files.case_of(actor, case_id)
    ask(actor, REACH, case)
    shown = before(actor, case, now)
    return render(request, "cases/follow_ups/reach.html", {**shown, "case": case})


def before(actor: Actor, case: Case, now: datetime) -> Mapping[str, Any]:
    """What stands above each form about a contact: what was agreed, the ways that are safe, and why others are not."""
    found = files.look(actor, case.pk, now)
    every = reaching.ways(found, network.day_at(case.org_id, now))
    refused = [one for one in every if not one.answer]
    same = {_(one.answer.words) for one in refused}
    return {
        "agreed": reaching.agreed(found),
        "level": words.code("safe_contact", case.child.safe_to_contact),
        "ways": [
            (words.code("contact_channel", one.channel), [_number(number) for number in one.contacts])
            for one in every
            if one.answer
        ],
        "concerns": told_to_us(actor, found),
        "refused": sorted(same) if len(refused) == len(every) else (),
        "may": {"call": bool(may(actor, CALL, case)), "write": bool(may(actor, WRITE, case)),
                "follow_up": bool(may(actor, FOLLOW_UP, case))},
    }  # fmt: skip


def _number(one: Any) -> str:
    return web.dots(one.value, one.whose) if one.whose else str(one.value)
