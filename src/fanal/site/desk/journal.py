"""The journal of the organisation in words: who did what, when. For those who watch over the work."""

from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from fanal.access.api import Event, events, named_deeds, staff
from fanal.journal import api as entries
from fanal.journal.contracts import Mark
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

PAGE = 50


class Filter(forms.Form):
    """By person, by kind of deed."""

    who = web.Narrow(label=gettext_lazy("Who"))
    deed = web.Narrow(label=gettext_lazy("What"))

    def __init__(self, actor: Actor, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        everybody = [(str(one.id), one.name) for one in network.persons(actor.org)]
        deeds = sorted(((code, str(words)) for code, words in named_deeds().items()), key=lambda pair: pair[1])
        web.offer(self, "who", [("", _("everybody")), *everybody])
        web.offer(self, "deed", [("", _("everything")), *deeds])


def written(mark: Mark) -> str:
    """A mark for an address."""
    at, record, seq = mark
    return f"{int(at.timestamp())}.{record.hex}.{seq}"


def read(text: str) -> Mark | None:
    """A mark from an address; anything else is the first page."""
    try:
        seconds, record, seq = text.split(".")
        return datetime.fromtimestamp(int(seconds), UTC), UUID(record), int(seq)
    except (ValueError, OverflowError, OSError):
        return None


@staff("journal.read")
@require_GET
def journal(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest entries; the next page goes on after the last line of this one."""
    form = Filter(actor, request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    who, deed = chosen.get("who", ""), chosen.get("deed", "")
    before = read(request.GET.get("after", ""))
    lines = entries.read_org(
        actor.org,
        actor=UUID(who) if who else None,
        deeds=[deed] if deed else (),
        before=before,
        limit=PAGE + 1,
    )
    shown = events(actor, lines[:PAGE])
    kept = {name: value for name, value in (("who", who), ("deed", deed)) if value}
    following = f"?{urlencode(kept | {'after': written(lines[PAGE - 1].mark)})}" if len(lines) > PAGE else ""
    first = (f"?{urlencode(kept)}" if kept else request.path) if before else ""
    context = {"form": form, "rows": [_row(event) for event in shown], "first": first, "following": following}
    context["columns"] = [_("When"), _("Who"), _("What"), _("Record")]
    return render(request, "desk/journal.html", context)


def _row(event: Event) -> dict[str, object]:
    when = web.day_words(event.when)
    if isinstance(event.when, datetime):
        when = f"{when}, {web.time_words(event.when)}"
    own = event.line.record == event.line.org
    return {"cells": [when, event.who, event.what, _("the organisation") if own else event.line.record.hex[-8:]]}
