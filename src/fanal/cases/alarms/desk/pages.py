"""Alarms, as the safeguarding lead sees them: who, what was noticed, when, which files. Nothing that a file holds."""

from collections.abc import Collection
from typing import ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import visible
from fanal.cases.alarms import alarms
from fanal.cases.alarms.alarms import Kind
from fanal.cases.alarms.policy import HEAR, NOTE
from fanal.cases.models import Alarm, Case
from fanal.network.contracts import Actor
from fanal.web import api as web

KINDS: dict[str, web.Words] = {
    Kind.WITH_REASON: lazy("Opened several files of others within a day, each with a reason"),
    Kind.OTHER_TEAM: lazy("Opened a file of another team, without a reason"),
    Kind.TRIED: lazy("Asked for files that are not theirs, and got none"),
    Kind.OFF_DUTY: lazy("Opened a file on call while somebody else was on duty"),
    Kind.SEARCHES: lazy("Looked for files again and again within a day, and opened none"),
}
OUTCOMES: dict[str, web.Words] = {
    "in_order": lazy("It is in order"),
    "talked": lazy("I talked with the person: it is in order"),
    "acted": lazy("It is not in order: I act on it"),
}


class Outcome(web.Page):
    """What the safeguarding lead says of it."""

    outcome = forms.ChoiceField(
        label=lazy("What do you find?"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep it")),)
    use_required_attribute = False


@web.deeds.page(HEAR)
@require_GET
def all_(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was noticed, what nobody looked at first."""
    heard = alarms.heard(actor)
    rows = [
        {"cells": [one.person.name, KINDS.get(one.kind, ""), web.day_words(one.raised_at), _state(one)],
         "url": reverse("cases:alarm", args=[one.pk]), "open": one.person.name}
        for one in heard[: alarms.LISTED]
    ]  # fmt: skip
    columns = [lazy("Who"), lazy("What was noticed"), lazy("When"), lazy("Found")]
    most = alarms.LISTED if len(heard) > alarms.LISTED else 0
    return render(request, "cases/alarms/alarms.html", {"columns": columns, "rows": rows, "most": most})


def _state(row: Alarm) -> object:
    return OUTCOMES[row.outcome] if row.outcome else web.tag(_("open"), "soon")


def _facts(row: Alarm) -> list[tuple[str, object]]:
    told: list[tuple[str, object]] = [
        (_("Who"), row.person.name),
        (_("What was noticed"), str(KINDS.get(row.kind, ""))),
        (_("When"), f"{web.day_words(row.raised_at)} {web.time_words(row.raised_at)}"),
        (_("How often"), web.digits(row.count)),
    ]
    return [*told, (_("Found"), str(OUTCOMES[row.outcome]))] if row.outcome else told


def _files(actor: Actor, cases: Collection[str]) -> list[tuple[str, str]]:
    """The numbers of the files, with the page that says who opened each."""
    rows = visible(actor, Case.objects.all()).filter(pk__in=list(map(UUID, cases))).values_list("pk", "number")
    return [(number, reverse("cases:history", args=[pk])) for pk, number in rows.order_by("number")]


ALARMS = web.Things(
    find=alarms.alarm_of, url=lambda _row: reverse("cases:alarms"), back=lazy("Back to the list"), asks=True
)
ACTS = {
    "alarm": web.Act(
        deed=NOTE,
        title=lazy("An alarm"),
        lede=lazy("Neither the person nor whoever leads them heard of it. There may be a good reason: ask."),
        facts=_facts,
        form=Outcome,
        call=lambda actor, row, data, now: alarms.note(actor, row.pk, data["outcome"], now),
        done=lazy("Kept."),
        template="cases/alarms/alarm.html",
        more=lambda _request, actor, row: {"files": _files(actor, row.cases)},
        slug="look",
    ),
}
