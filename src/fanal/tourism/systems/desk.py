"""The pages on which a company lets its programs in."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from fanal.network.contracts import Actor
from fanal.tourism.models import Token
from fanal.tourism.systems import tokens
from fanal.tourism.systems.policy import END, LET_IN
from fanal.web import api as web


def _days() -> list[tuple[str, str]]:
    return [(str(days), ngettext("%d day", "%d days", days) % days) for days in tokens.DAYS]


class LetIn(web.Page):
    """A token: what for, how long."""

    name = web.StaffLine(
        label=lazy("What is it for?"),
        help_text=lazy("What you call the program, such as: list of staff."),
        max_length=60,
    )
    days = forms.TypedChoiceField(
        label=lazy("How long may it send?"), choices=_days, coerce=int, widget=forms.RadioSelect, initial="90"
    )
    buttons = (web.Button(lazy("Make the token")),)


@web.deeds.page(LET_IN)
@require_GET
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The programs that are let in, and where they send."""
    now = web.deeds.at(request)
    lines = [
        {
            "cells": [one.name, one.made_by.name, web.day_words(one.made_at), _state(one, now)],
            "url": reverse("systems:end_token", args=[one.pk]), "open": _("End %(name)s") % {"name": one.name},
        }
        for one in tokens.tokens(actor)
    ]  # fmt: skip
    addresses = [web.once.address(request, name) for name in ("systems:sites", "systems:posts")]
    columns = [_("What for"), _("Made by"), _("When"), _("State")]
    return render(request, "tourism/systems/page.html", {"rows": lines, "columns": columns, "addresses": addresses})


def _state(one: Token, now: Any) -> Any:
    if not tokens.is_open(one, now):
        return web.tag(_("does not work"), "warn")
    return web.tag(_("until %(day)s") % {"day": web.day_words(one.until)}, "ok")


NEW = web.below(lazy("Programs that send tables"), "systems:page", guards=True)
NEW_ACTS = {
    "let_in": web.Act(
        deed=LET_IN,
        title=lazy("Let a program in"),
        lede=lazy(
            "It sends your places and posts by itself. It can do nothing else in your name, and reads nothing here."
        ),
        form=lambda request, _actor, _none: LetIn(web.deeds.posted(request)),
        call=lambda actor, _none, data, now: tokens.let_in(actor, data["name"], data["days"], now),
        answer=lambda request, token: web.once.show(request, web.once.TOKEN, token, reverse("systems:page")),
        slug="add",
    ),
}
ONE = web.Things(
    find=tokens.token, url=lambda _one: reverse("systems:page"), back=lazy("Programs that send tables"), asks=True
)
ONE_ACTS = {
    "end_token": web.Act(
        deed=END,
        title=lambda one: _("End %(name)s") % {"name": one.name},
        lede=lazy("From now on nothing comes by it. What it brought stays."),
        button=lazy("End it"),
        call=lambda actor, one, _data, now: tokens.end(actor, one.pk, now),
        done=lazy("Ended."),
        slug="end",
    ),
}
