"""My day: what waits for this person, due first, each with the reason why it stands there."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from fanal.access.api import may, signed_in, staff
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.site.desk import agenda, ended
from fanal.web import day as days
from fanal.web.api import deeds


@signed_in("only leads on to the day")
@require_GET
def root(request: HttpRequest) -> HttpResponse:
    """`/desk/` leads to the day."""
    return HttpResponseRedirect(reverse("desk:day"))


@staff("desk.day")
@require_GET
def day(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Duties, colleagues who wait, and what rooms add."""
    now = deeds.at(request)
    duties = agenda.waiting_for(actor, agenda.MOST)
    lines = agenda.lines_of(duties, actor)
    papers = [line for line in lines if line.paper]
    papers = papers if len(papers) < len(lines) else []  # whoever has nothing else has it as their work
    groups = agenda.groups([line for line in lines if line not in papers], now)
    added = [build(actor, now) for deed, build in days.sections() if may(actor, deed)]
    work, paper = agenda.sections(added, papers)
    waiting = network.queries.waiting_for(actor) if may(actor, "network.admit") else []
    context = {
        "now": now,
        "groups": groups,
        "summary": agenda.summary(groups),
        "full": len(duties) == agenda.MOST,
        "waiting": waiting,
        "work": work,
        "quiet": not groups and not waiting and not any(section["lines"] for section in work),
        "paper": paper,
        "kept": ended.waits(request, actor),
    }
    return render(request, "desk/day.html", context)
