"""Talks about the work: the supervisor sees whose turn it is and keeps what was agreed; the worker reads their own."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import may
from fanal.cases.files.desk import filled
from fanal.cases.follow_ups.follow_ups import GOAL, Reached, cohort
from fanal.cases.model.declared import model
from fanal.cases.model.words import label
from fanal.cases.supervision import supervision
from fanal.cases.supervision.policy import HOLD, LIST, READ
from fanal.cases.supervision.supervision import Worker
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

_ASKED = ("held_on", "cases", "wellbeing_asked", "agreed", "next_due")


@web.deeds.page(LIST)
@require_GET
def all_(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whose turn it is, and one's own talks."""
    now = web.deeds.at(request)
    holds = bool(may(actor, HOLD))
    people = supervision.workers(actor, now) if holds else []
    context = {
        "people": [_person(one) for one in people],
        "people_columns": [lazy("Who"), lazy("Open files"), lazy("Late tasks"), lazy("Last talk"), lazy("Next talk")],
        "talks": [
            {"cells": [one.worker.name, one.supervisor.name, web.day_words(one.held_on)],
             "url": reverse("cases:talk", args=[one.pk]), "open": web.day_words(one.held_on)}
            for one in supervision.talks(actor)
        ],
        "columns": [lazy("Worker"), lazy("Supervisor"), lazy("When")],
        "reached": _reached(cohort(actor.org, network.day_at(actor.org, now))) if holds else "",
    }  # fmt: skip
    return render(request, "cases/supervision/talks.html", context)


def _reached(found: Reached) -> str:
    if not found.due:
        return ""
    said = _("Follow-ups that were due: {due}; with a result: {answered}. The network wants at least {goal} of 100.")
    return said.format(due=web.digits(found.due), answered=web.digits(found.answered), goal=web.digits(int(GOAL * 100)))


def _person(one: Worker) -> dict[str, Any]:
    last, following = (web.day_words(day) if day else "" for day in (one.last, one.next))
    return {
        "cells": [one.name, web.digits(one.files), web.digits(one.late), last, following],
        "url": reverse("cases:talk_new", args=[one.id]),
        "open": one.name,
    }


@web.deeds.page(READ)
@require_GET
def one(request: HttpRequest, actor: Actor, row_id: UUID) -> HttpResponse:
    """One talk."""
    found = supervision.look(actor, row_id, web.deeds.at(request))
    row, fields = found.row, model().entities["supervision"].fields
    facts = [
        (_("Worker"), row.worker.name),
        (_("Supervisor"), row.supervisor.name),
        (label(fields["held_on"]), web.day_words(row.held_on)),
        (label(fields["cases"]), web.listed(found.numbers)),
        (label(fields["wellbeing_asked"]), _("Yes") if row.wellbeing_asked else _("No")),
        (label(fields["next_due"]), web.day_words(row.next_due)),
    ]
    context = {"facts": [pair for pair in facts if pair[1]], "agreed": found.agreed}
    return render(request, "cases/supervision/talk.html", context)


def _form(request: HttpRequest, actor: Actor, worker: Worker) -> filled.Filled:
    files = [(str(pk), number) for pk, number in supervision.files_of(actor, worker.id).items()]
    return filled.form(
        lazy("Keep it"), filled.fields("supervision", *_ASKED), web.deeds.posted(request),
        required=[f"supervision.{name}" for name in _ASKED if name != "cases"], given={"supervision.cases": files},
    )  # fmt: skip


WORKERS = web.Things(
    find=supervision.worker_of, dated=True, url=lambda _worker: reverse("cases:supervision"), asks=True,
    back=lazy("Back to the list"),
)  # fmt: skip
ACTS = {
    "talk_new": web.Act(
        deed=HOLD,
        title=lazy("A talk about the work"),
        lede=lazy("First ask how the worker is. Then the files that weigh most; nothing of a child is written here."),
        facts=lambda worker: [
            (_("Worker"), worker.name),
            (_("Open files"), web.digits(worker.files)),
            (_("Late tasks"), web.digits(worker.late)),
        ],
        form=_form,
        call=filled.named(
            lambda actor, worker, data, now: supervision.hold(actor, worker.id, filled.of("supervision", data), now)
        ),
        done=lazy("Kept. You and the worker read it, nobody else."),
        seal=lazy("You and the worker read what you agreed. That you talked, other supervisors see."),
        slug="talk",
    ),
}
