"""The page that asks for a pause: whoever opened many concerns, or for long, rests before the next."""

from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as lazy

from fanal.concerns.triage.desk import words as wording
from fanal.concerns.triage.triage import PauseFirst
from fanal.web import api as web


class PauseReason(web.Page):
    """Why somebody goes on where a child may be in danger now."""

    reason = forms.ChoiceField(
        label=lazy("A child may be in danger now. Why do you open it?"),
        choices=list(wording.PAUSE_REASONS.items()),
        widget=forms.RadioSelect,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Open it"), "pause", "go"),)


def pause_page(request: HttpRequest, pause: PauseFirst) -> HttpResponse:
    """Asks for a pause, kindly; says when one can go on, and what cannot wait."""
    asked = request.method == "POST" and "pause" in request.POST
    form = PauseReason(request.POST if asked else None) if pause.reason_will_do else None
    context = {"form": form, "count": pause.count, "until": pause.until, "now": web.deeds.at(request)}
    return render(request, "concerns/triage/pause.html", context, status=429)
