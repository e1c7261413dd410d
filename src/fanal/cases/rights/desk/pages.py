"""The queue of whoever answers requests, one request, and the paper that the person gets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from fanal.access.api import may, visible
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.models import SubjectRequest
from fanal.cases.rights import policy, rights
from fanal.clocks import api as clocks
from fanal.network.contracts import Actor
from fanal.vocabulary.results import NotDone
from fanal.web import api as web

_MOST = 100


@web.deeds.page(policy.REQUESTS)
@require_GET
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is asked and not answered, by due time; then what was answered last."""
    now = web.deeds.at(request)
    rows = visible(actor, SubjectRequest.objects.all()).select_related("case")
    waiting = list(rows.filter(answered_on=None).order_by("received_on", "pk")[: _MOST + 1])
    done = list(rows.exclude(answered_on=None).order_by(F("answered_on").desc(), "-pk")[:25])
    due = {one.subject: one for one in clocks.open_duties(org=actor.org, subjects=[row.pk for row in waiting])}
    columns = [lazy("Asked"), lazy("File"), lazy("Received"), lazy("State"), lazy("Due")]
    context = {
        "columns": columns,
        "waiting": [
            _row(row, web.due_tag(due[row.pk].due_at, now) if row.pk in due else "") for row in waiting[:_MOST]
        ],
        "more": web.digits(_MOST) if len(waiting) > _MOST else "",
        "done": [_row(row, "") for row in done],
    }
    return render(request, "cases/rights/queue.html", context)


def _row(row: SubjectRequest, due: object) -> dict[str, Any]:
    cells = [kind_of(row), row.case.number, web.day_words(row.received_on), state_of(row), due]
    named = _("Request of %(day)s") % {"day": web.day_words(row.received_on)}
    return {"cells": cells, "url": reverse("cases:subject_request", args=[row.pk]), "open": named}


def kind_of(row: SubjectRequest) -> str:
    return words.code("subject_request_kind", row.kind)


def state_of(row: SubjectRequest) -> str:
    if row.decision:
        return words.code("request_decision", row.decision)
    return _("put together") if row.packed_on else _("open")


@web.deeds.page(policy.LOOK)
@require_GET
def one(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """One request: what is asked, by whom, what was done, and what comes next."""
    found = rights.look(actor, request_id, web.deeds.at(request))
    row = found.row
    fields = model().entities["subject_request"].fields
    shown = ("by", "identity_checked", "decision_reason")
    facts = [(words.label(fields[name]), words.told(fields[name], found.said.get(name))) for name in shown]
    pack = [(pair.key, pair.value) for pair in found.said.get("pack") or () if pair.value]
    context = {
        "row": row,
        "kind": kind_of(row),
        "state": state_of(row),
        "facts": [(what, said) for what, said in facts if said],
        "statement": found.said.get("statement", ""),
        "pack": pack,
        "texts": _texts(found.said),
        "may": {name: bool(not row.answered_on and may(actor, deed, row)) for name, deed in _MAY.items()},
        "paper": bool(row.packed_on and row.decision and row.decision != rights.REFUSED)
        and bool(may(actor, policy.PAPER, row)),
        "to_pack": row.kind == rights.SEE and not row.answered_on,
        "queue": bool(may(actor, policy.REQUESTS)),
        "file": actor.person in {row.case.owner_id, row.case.supervisor_id},
    }
    return render(request, "cases/rights/request.html", context)


_MAY = {"check": policy.CHECK, "pack": policy.PACK, "decide": policy.DECIDE}


def _texts(said: Mapping[str, Any]) -> list[str]:
    return [pair.key for pair in said.get("pack") or () if not pair.value]


@web.deeds.page(policy.PAPER)
@require_POST
def paper(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """What the person gets, on paper: nothing of anybody else stands in it."""
    now = web.deeds.at(request)
    try:
        found = rights.paper(actor, request_id, now)
        form = web.papers.form_of(request.POST.get("form", ""))
        return web.papers.answer(web.papers.made(_table(found, now), form), form, "information")
    except web.papers.NoFont as why:
        return _without_font(request, request_id, why)


def _without_font(request: HttpRequest, request_id: UUID, why: NotDone) -> HttpResponse:
    messages.error(request, why.words)
    return HttpResponseRedirect(reverse("cases:subject_request", args=[request_id]))


def _table(found: rights.Request, now: datetime) -> web.papers.Table:
    lines = [(pair.key, pair.value) for pair in found.said.get("pack") or () if pair.value]
    notes = [
        _("Nothing that we wrote about others stands here; your own words do."),
        _("What you told us of our help is not on this paper. If you want it, tell us, and we look how."),
    ]
    if texts := _texts(found.said):
        kinds = web.listed(texts)
        notes.append(
            _("We also keep texts that we wrote: {kinds}. Ask us to go through them with you.").format(kinds=kinds)
        )
    if reason := found.said.get("decision_reason"):
        notes.append(str(reason))
    return web.papers.Table(
        title=_("What we keep about you"),
        columns=[_("What"), _("What it says")],
        rows=lines,
        mark=web.day_words(now.date()),
        language=web.spoken(),
        notes=notes,
    )


def statements(actor: Actor, case: Any, now: datetime) -> list[dict[str, Any]]:
    """The person's own words, as the page of a file shows them."""
    found = rights.statements(actor, case, now)
    return [{"row": one.row, "kind": kind_of(one.row), "words": one.said["statement"]} for one in found]
