"""What waits for a supervisor, one line each; and for the manager, who approves whose work. No content, no names of
children."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fanal.access.api import NotNow
from fanal.cases.approvals import approvals
from fanal.cases.approvals.policy import EACH_OTHER, TO_APPROVE
from fanal.cases.files.desk import words
from fanal.cases.files.desk.lists import tabs
from fanal.cases.model.words import code
from fanal.clocks import api as clocks
from fanal.network.contracts import Actor
from fanal.web import api as web

MOST = 200


@web.deeds.page(TO_APPROVE)
@require_GET
def waiting(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What workers asked this supervisor and the others to look at, what is due first on top."""
    now, found = web.deeds.at(request), list(approvals.waiting(actor).order_by("made_at", "pk")[: MOST + 1])
    rows = found[:MOST]
    due = {one.subject: one.due_at for one in clocks.open_duties(org=actor.org, subjects=[row.pk for row in rows])}
    rows.sort(key=lambda row: (row.pk not in due, due.get(row.pk, row.made_at)))
    shown = [
        {
            "cells": [
                web.due_tag(due[row.pk], now) if row.pk in due else "",
                code("approval_kind", row.kind),
                web.named(_("Number"), row.case.number),
                words.risk(row.case.risk),
                row.made_by.name,
                web.day_words(row.made_at),
            ],
            "url": reverse("cases:approval_decide", args=[row.case_id, row.pk]),
            "open": _("what waits of file {number}").format(number=row.case.number),
        }
        for row in rows
    ]
    columns = [_("Due"), _("What"), _("Number"), _("Risk"), _("Asked by"), _("Asked on")]
    more = web.digits(MOST) if len(found) > MOST else ""
    context = {"rows": shown, "columns": columns, "tabs": tabs(actor, "to_approve"), "more": more}
    return render(request, "cases/approvals/list.html", context)


@web.deeds.page(EACH_OTHER)
@require_GET
def each_other(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Two people who approve each other's work, for whoever is told."""
    rows = [
        {
            "pk": row.pk,
            "who": [row.decided_by.name if row.decided_by else "", row.made_by.name],
            "what": code("approval_kind", row.kind),
            "on": row.decided_at,
        }
        for row in approvals.each_other(actor)
    ]
    return render(request, "cases/approvals/each_other.html", {"rows": rows})


@web.deeds.page(EACH_OTHER)
@require_POST
def noted(request: HttpRequest, actor: Actor, approval_id: UUID) -> HttpResponse:
    """They looked at it."""
    try:
        approvals.noted(actor, approval_id, web.deeds.at(request))
        messages.success(request, _("Noted that you looked at it."))
    except NotNow as why:
        messages.error(request, why.words)
    return HttpResponseRedirect(reverse("cases:each_other"))
