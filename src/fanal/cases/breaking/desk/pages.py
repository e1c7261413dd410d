"""The pages of who is on call: a file is found by its number alone, read for an hour, and looked at afterwards."""

from typing import ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.cases.breaking import breaking
from fanal.cases.breaking.policy import BREAK, LOOK, REVIEW
from fanal.cases.files.desk import file
from fanal.cases.models import Emergency
from fanal.network.contracts import Actor
from fanal.web import api as web

REASONS: dict[str, web.Words] = {
    "danger": lazy("A child is in danger now"),
    "child_asks": lazy("The child came or rang, and nobody of the file is there"),
    "authority": lazy("A hospital, the police or a court needs an answer now"),
    "asked": lazy("The worker or the supervisor asked me to"),
}
OUTCOMES: dict[str, web.Words] = {
    "needed": lazy("It was needed"),
    "talked": lazy("I talked with the person: it is in order"),
    "not_needed": lazy("It was not needed: I follow it up"),
}


class Open(web.Page):
    """Which file, and why."""

    number = web.StaffLine(
        label=lazy("Number of the file"), help_text=lazy("It is on the child’s papers, or a colleague knows it."),
        max_length=40,
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=lazy("Why do you open it now?"), choices=list(REASONS.items()), widget=forms.RadioSelect
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Open the file for an hour")),)
    use_required_attribute = False


class Outcome(web.Page):
    """What the review found."""

    outcome = forms.ChoiceField(
        label=lazy("What do you find?"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep it")),)
    use_required_attribute = False


@web.deeds.page(BREAK)
@require_http_methods(["GET", "POST"])
def on_call(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open a file by its number. There is no list, and no search."""
    form = Open(web.deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with web.deeds.telling(form):
            data = form.cleaned_data
            row = breaking.break_glass(actor, data["number"], data["reason"], web.deeds.at(request))
            return HttpResponseRedirect(reverse("cases:emergency", args=[row.pk]))
    return render(request, "cases/breaking/on_call.html", {"form": form})


@web.deeds.page(LOOK)
@require_GET
def emergency(request: HttpRequest, actor: Actor, row_id: UUID) -> HttpResponse:
    """The file, while the hour lasts. Nothing can be written here."""
    now = web.deeds.at(request)
    with breaking.looking(actor, row_id, now) as (row, found):
        context = file.shown(actor, found, now, alone=True)
        return render(request, "cases/files/file.html", {**context, "until": row.ends_at})


@web.deeds.page(REVIEW)
@require_GET
def reviews(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every opening on call of the organisation: who, when, why, and what was found."""
    columns = [lazy("Who"), lazy("File"), lazy("When"), lazy("Why"), lazy("Found")]
    past = breaking.past(actor)
    rows = [
        {"cells": [one.made_by.name, one.case.number, web.day_words(one.made_at), REASONS.get(one.reason, ""),
                   OUTCOMES.get(one.outcome, web.tag(lazy("open"), "soon"))],
         "url": reverse("cases:emergency_review", args=[one.pk]), "open": one.case.number}
        for one in past[: breaking.LISTED]
    ]  # fmt: skip
    most = breaking.LISTED if len(past) > breaking.LISTED else 0
    return render(request, "cases/breaking/reviews.html", {"columns": columns, "rows": rows, "most": most})


def _facts(row: Emergency) -> list[tuple[str, object]]:
    told: list[tuple[str, object]] = [
        (_("Who"), row.made_by.name),
        (_("File"), row.case.number),
        (_("From"), f"{web.day_words(row.made_at)} {web.time_words(row.made_at)}"),
        (_("Until"), f"{web.day_words(row.ends_at)} {web.time_words(row.ends_at)}"),
        (_("Why"), str(REASONS.get(row.reason, ""))),
    ]
    return [*told, (_("Found"), str(OUTCOMES[row.outcome]))] if row.outcome else told


OPENINGS = web.Things(
    find=breaking.of, url=lambda _row: reverse("cases:emergencies"), back=lazy("Back to the list"), asks=True
)
ACTS = {
    "emergency_review": web.Act(
        deed=REVIEW,
        title=lazy("A file was opened on call"),
        lede=lazy("Talk with the person. What was read stands in the file, under “Who has opened this”."),
        facts=_facts,
        form=Outcome,
        call=lambda actor, row, data, now: breaking.review(actor, row.pk, data["outcome"], now),
        done=lazy("Kept."),
        slug="review",
    ),
}
