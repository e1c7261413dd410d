"""The review queue: what of the law waits for a check or a review, by country."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import staff
from fanal.justice import library, policy, queue
from fanal.justice.desk.telling import at
from fanal.justice.queue import Waits
from fanal.network.contracts import Actor
from fanal.web import api as web


@staff(policy.READ)
@require_GET
def law(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The law in force here, and how far its review is, by country."""
    found = queue.lines(library.corpus(at(request)), at(request).date(), library.steps(at(request)))
    columns = [_("Country"), _("To check"), _("To review"), _("Ends soon or has ended"), _("No text read")]
    rows = [{"cells": [line.law.names.get("en", ""), *_numbers(line)]} for line in found]
    return render(request, "justice/desk/law.html", {"rows": rows, "columns": columns})


def _numbers(line: queue.Line) -> list[str]:
    ending = line.counts[Waits.EXPIRED] + line.counts[Waits.EXPIRES]
    shown = (line.counts[Waits.CHECK], line.counts[Waits.REVIEW], ending, line.counts[Waits.TEXT])
    return [web.digits(number) for number in shown]
