"""A question between two members that has an end: what came of it, for each side."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fanal.access.api import ask
from fanal.cases.continuity import continuity
from fanal.cases.continuity.desk.doors import said
from fanal.cases.continuity.policy import READ
from fanal.network.contracts import Actor
from fanal.web import api as web


@web.deeds.page(READ)
@require_GET
def one(request: HttpRequest, actor: Actor, search_id: UUID) -> HttpResponse:
    """One question, from either side: its member, its day, how it stands."""
    row = continuity.search_of(actor, search_id)
    ask(actor, READ, row)
    ours = row.case.org_id == actor.org
    state = said(row) if ours or row.state != continuity.State.UNANSWERED else ""
    return render(request, "cases/continuity/asked.html", {"row": row, "ours": ours, "state": state})
