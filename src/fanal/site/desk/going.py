"""What is erased within sixty days, for those who see to it that nothing goes which must stay."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import kept
from fanal.contacts.desk.words import country
from fanal.network.contracts import Actor
from fanal.vocabulary.countries import is_country
from fanal.web import api as web
from fanal.web.api import deeds

SEE = "desk.going"
MOST = 200
"""Rows of the page; what follows is told as a number."""


@deeds.page(SEE)
@require_GET
def going(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every record that goes soon, by day: its class, whose country, whether a hold keeps it."""
    today = deeds.at(request).date()
    found = list(kept.next_to_go(actor, today + kept.AHEAD))
    context = {
        "columns": [_("Erased on"), _("Records"), _("Number"), _("Country"), _("Legal hold")],
        "rows": [_row(one, today) for one in found[:MOST]],
        "more": max(len(found) - MOST, 0),
    }
    return render(request, "desk/going.html", context)


def _row(one: kept.Going, today: date) -> dict[str, object]:
    is_held = one.held_until is not None and one.held_until >= today
    hold = web.tag(_("until %(day)s") % {"day": web.day_words(one.held_until)}, "info") if is_held else _("none")
    place = country(one.country) if is_country(one.country) else _("not known")
    row: dict[str, object] = {"cells": [web.day_words(one.day), one.what, one.number, place, hold]}
    return row | {"url": one.url, "open": web.dots(one.what, one.number)} if one.url else row
