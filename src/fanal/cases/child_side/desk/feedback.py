"""The page *Feedback*: what children say of our help, unsafe first."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fanal.access.api import may
from fanal.cases.child_side import child_side, pages, policy, reading
from fanal.cases.child_side.reading import Heard
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import Words


@web.deeds.page(policy.FEEDBACK)
@require_GET
def waiting(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits to be read, of all files that the person answers for."""
    found, more = reading.waiting(actor, web.deeds.at(request))
    context = {"heard": [_shown(actor, one) for one in found], "more": more}
    return render(request, "cases/child_side/feedback.html", context)


@web.deeds.page(policy.FEEDBACK)
@require_GET
def of_file(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """All that one child said."""
    case, found = reading.of_file(actor, case_id, web.deeds.at(request))
    context = {"case": case, "heard": [_shown(actor, one) for one in found]}
    return render(request, "cases/child_side/feedback.html", context)


def _shown(actor: Actor, one: Heard) -> Mapping[str, Any]:
    return {
        "row": one.row,
        "unsafe": one.unsafe and not one.row.done_on,
        "about": words.code("feedback_about", one.row.about),
        "mode": words.code("feedback_mode", one.row.mode),
        "answered": one.row.answered == "answered",
        "answer": words.code("feedback_answered", one.row.answered),
        "facts": _facts(one),
        "words": _words(one),
        "other": bool(one.said.get("wants_other_worker")),
        "done": one.said.get("done", ""),
        "unreadable": one.unreadable,
        "may_do": bool(may(actor, policy.DONE, one.row)),
    }


def _facts(one: Heard) -> list[tuple[Words, str]]:
    asked = [(name, one.said.get(name)) for name in child_side.QUESTIONS]
    fields = model().entities["feedback"].fields
    return [(words.label(fields[name]), words.code("child_scale", said)) for name, said in asked if said]


def _words(one: Heard) -> str:
    said = str(one.said.get("words", ""))
    if one.row.about == child_side.STOP_SHARING:
        return web.listed([str(pages.WHOM[whom]) for whom in said.split(", ") if whom in pages.WHOM])
    return said
