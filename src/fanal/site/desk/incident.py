"""Incident: who is affected if an account, a device or a team's key fell into other hands."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fanal import vault
from fanal.access.api import incident as deeds
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

SHOWN = 200


class About(web.Page):
    """What happened, and since when."""

    about = forms.ChoiceField(
        label=gettext_lazy("Whose account or device, or the key of which team?"),
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    since = web.Day(
        label=gettext_lazy("Since when may somebody else have had it?"),
        help_text=gettext_lazy("If you do not know, choose the last day on which it was surely safe."),
        error_messages={"required": gettext_lazy("Choose a day.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Show who is affected")),)

    def __init__(self, actor: Actor, today: date, data: Any = None) -> None:
        super().__init__(data)
        self.today = today
        people = [(f"person:{one.id}", one.name) for one in network.persons(actor.org)]
        people += [
            (f"left:{who}", web.dots(name, _("left on %(day)s") % {"day": web.day_words(day)}))
            for who, name, day in network.queries.former(actor.org)
        ]
        teams = [(f"team:{team.id}", network.words.team(team)) for team in network.teams.of(actor.org)]
        teams += [
            (f"closed:{team.id}", web.dots(network.words.team(team), _("closed")))
            for team in network.teams.closed(actor.org)
        ]
        groups = [(_("Account or device of"), people), (_("Key of the team"), teams)]
        web.offer(self, "about", [("", "—"), *groups])

    def clean_since(self) -> date:
        """A day that is not still to come."""
        since: date = self.cleaned_data["since"]
        if since > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return since


@web.deeds.page(deeds.INCIDENT)
@require_http_methods(["GET", "POST"])
def incident(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask, and see who is affected by class. Looking stands in the journal; nothing is opened."""
    form = About(actor, web.deeds.at(request).date(), web.deeds.posted(request))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context |= _shown(request, actor, form)
    return render(request, "desk/incident.html", context)


def _shown(request: HttpRequest, actor: Actor, form: About) -> dict[str, Any]:
    kind, _sep, which = form.cleaned_data["about"].partition(":")
    since, now = form.cleaned_data["since"], web.deeds.at(request)
    tell = deeds.of_team if kind in {"team", "closed"} else deeds.of_account
    report = tell(actor, UUID(which), since, now)
    shown = report.records[:SHOWN]
    pages = deeds.pages(actor, shown)
    names = {org.id: org.name for org in network.orgs()}
    return {
        "report": report,
        "total": len(report.records),
        "opened": report.opened,
        "act": {
            "person": (_("Sign this person out everywhere"), reverse("desk:person", args=[which])),
            "team": (_("Make a new key for the team"), reverse("desk:rotate", args=[which])),
        }.get(kind),  # of who left every session has ended; a closed team has no key any more
        "classes": [_class(name, report) for name in vault.COMPARTMENTS if report.counts(name)[0]],
        "class_columns": [_("What"), _("Class"), _("Could be opened"), _("Was opened")],
        "columns": [_("Record"), _("Number"), _("Day"), _("Country"), _("What of it"), _("Opened")],
        "rows": [_row(record, pages.get(record.id, "")) for record in shown],
        "more": max(len(report.records) - SHOWN, 0),
        "partners": [names.get(partner, _("a former partner")) for partner in report.partners],
    }


def _class(name: str, report: deeds.Report) -> dict[str, object]:
    could, opened = report.counts(name)
    return {"cells": [str(deeds.COMPARTMENTS[name]), vault.COMPARTMENTS[name], web.digits(could), web.digits(opened)]}


def _row(one: deeds.Affected, url: str) -> dict[str, object]:
    return {
        "cells": [
            one.what,
            one.number,
            web.day_words(one.day),
            one.where,
            web.listed(str(deeds.COMPARTMENTS[name]) for name in one.compartments) or _("it opens no more"),
            web.tag(_("opened"), "late") if one.opened else _("no entry"),
        ],
        "url": url,
        "open": web.dots(one.what, one.number),
    }
