"""A conference on the page of its file, on a page of its own, and for whoever attends."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import may
from fanal.cases.codes import ENDED
from fanal.cases.conferences import conferences
from fanal.cases.conferences.policy import CALL_OFF, GIVE, PLAN
from fanal.cases.files import files, ledger
from fanal.cases.files.files import File, Read, ReasonFirst
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.models import Conference
from fanal.cases.passing_on.desk import leaves
from fanal.cases.policy import LOOK
from fanal.cases.seats import seats
from fanal.cases.seats.policy import SIT, over
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

_FIELDS = model().entities["conference"].fields
_TOLD = ("guests", "child_part", "decisions")


def url_of(row: Conference) -> str:
    """The page of one."""
    return reverse("cases:conference", args=[row.case_id, row.pk])


@web.deeds.page(LOOK)
@require_GET
def conference(request: HttpRequest, actor: Actor, case_id: UUID, conference_id: UUID) -> HttpResponse:
    """What is planned, or what was decided."""
    row, now = conferences.conference_of(actor, case_id, conference_id), web.deeds.at(request)
    try:
        with files.looking(actor, case_id, now) as found:
            read = found.one(Conference, row.pk)
            return render(request, "cases/conferences/conference.html", _shown(actor, found, read))
    except ReasonFirst:
        return HttpResponseRedirect(reverse("cases:file", args=[case_id]))


def _shown(actor: Actor, found: File, read: Read) -> dict[str, Any]:
    row, case = read.row, found.case
    plans = _open(found, row) and bool(may(actor, PLAN, case))
    return {
        "case": case,
        "row": row,
        "facts": _facts(read),
        "views": read.said["child_views"],
        "unreadable": read.unreadable,
        "may": plans and found.grounded,
        "may_give": plans and found.grounded and not case.restricted and bool(may(actor, GIVE, case)),
        "may_end": plans and bool(may(actor, CALL_OFF, case)),
        "said_no": plans and read.said["guests"] and _no(found, row),
        "seats": [{"name": one.person.name, "over": one.ended_at} for one in _newest(row)],
    }


def _no(found: File, row: Conference) -> date | None:
    return ledger.no_to_others(ledger.read(found.of_child, found.case.child), row.made_at)


def _open(found: File, row: Conference) -> bool:
    return over(row) is None and found.case.status not in ENDED


def _newest(row: Conference) -> Iterable[Any]:
    """The seat of each who attends, the last one."""
    last = {one.person_id: one for one in sorted(seats.of(row), key=lambda one: one.made_at)}
    return sorted(last.values(), key=lambda one: one.person.name)


def _facts(read: Read) -> list[tuple[str, str]]:
    row = read.row
    days = [(words.label(_FIELDS[name]), getattr(row, name)) for name in ("planned_for", "held_on", "called_off_on")]
    said = [(words.label(_FIELDS[name]), words.told(_FIELDS[name], read.said[name])) for name in _TOLD]
    facts = [
        *((label, web.day_words(day)) for label, day in days if day),
        (_("Who of the staff came") if row.held_on else words.label(_FIELDS["attendees"]), _names(row)),
        *said,
    ]
    return [(label, value) for label, value in facts if value]


def _names(row: Conference) -> str:
    return web.listed(sorted(network.names(map(UUID, row.attendees)).values()))


def part(actor: Actor, found: File, _now: datetime) -> Mapping[str, Any] | None:
    """All of a file, the newest first; for whoever leads it, the way to plan one."""
    lines = [{"row": one.row, "url": url_of(one.row)} for one in found.of(Conference)]
    planned = any(over(one.row) is None and not one.unreadable for one in found.of(Conference))
    plans = found.case.status not in ENDED and found.grounded and bool(may(actor, PLAN, found.case))
    return {"lines": lines, "may": plans and not planned} if lines or plans else None


# ---- whoever attends ----


@web.deeds.page(SIT)
@require_GET
def seat(request: HttpRequest, actor: Actor, seat_id: UUID) -> HttpResponse:
    """What was made for somebody who attends."""
    sat = seats.look(actor, seat_id, Conference, web.deeds.at(request))
    row = sat.seat.conference
    assert row is not None
    context = {
        "day": row.planned_for,
        "who": _names(row),
        "summary": sat.given.summary,
        "gets": leaves.pack_facts(sat.given.items),
    }
    return render(request, "cases/conferences/seat.html", context)
