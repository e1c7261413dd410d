"""One's own training card: whether it is linked, what one holds by it, and which courses one's work asks for."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import clearing
from fanal.learning import reviewing
from fanal.learning.certificates import refreshing
from fanal.learning.courses import library
from fanal.learning.staff import cards
from fanal.learning.staff.policy import LINK
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary import short_codes
from fanal.web import api as web


class CardForm(web.Page):
    """Card and PIN, as where one signs in with them."""

    card = web.StaffLine(
        label=lazy("The code on your card"),
        help_text=lazy("16 letters and digits. Small and capital letters are the same."),
        max_length=60,
    )
    pin = forms.CharField(
        label=lazy("Your PIN"),
        max_length=20,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    buttons = (web.Button(lazy("This card is mine")),)


@web.deeds.page(LINK)
@require_GET
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What there is of one's own learning that others see: certificates, and what one's work asks for."""
    today = web.deeds.at(request).date()
    learner = cards.learner_of(actor.person)
    held = cards.held(learner, today) if learner else []
    first = cards.first_ones(learner, today) if learner else []
    context = {
        "linked": learner,
        "certificates": [
            {"cells": [one.title, until, short_codes.grouped(one.row.code)]}
            for one, until in (
                *((one, web.day_words(one.last)) for one in held),
                *((one, web.tag(_("counts no more"), "soon")) for one in first),
            )
        ],
        "first": refreshing.FIRST if first else "",
        "certificate_columns": [_("Course"), _("Until"), _("Code")],
        "courses": _asked(actor, today),
        "course_columns": [_("Course"), _("Minutes"), _("You have it")],
        "learn": reverse("learner:mine", args=[web.spoken()]),
    }
    return render(request, "learning/staff/mine.html", context)


def _asked(actor: Actor, today: date) -> list[dict[str, Any]]:
    """The courses that one's work asks for, and that are given here."""
    held, rows = clearing.held_in(actor.org).get(actor.person, {}), []
    for code in clearing.asked_of(network.person(actor.person)):
        title, row = reviewing.title(actor.org, cards.course_of(code), today), held.get(code)
        if not title:
            continue
        course = library.shipped()[cards.course_of(code)]
        until = _until(row.until, today) if row else web.tag(_("not yet"), "danger")
        url = reverse("learner:course", args=[web.spoken(), course.code])
        rows.append({"cells": [title, web.digits(course.minutes), until], "url": url, "open": title})
    return rows


def _until(day: date, today: date) -> SafeString:
    kind = "danger" if day < today else "soon" if day <= today + clearing.SOON else "ok"
    return web.tag(_("until %(day)s") % {"day": web.day_words(day)}, kind)


ACTS = {
    "link": web.Act(
        deed=LINK,
        title=lazy("Link my training card"),
        lede=lazy(
            "Once: what you passed with this card, and pass from now on, gives you the clearances for your work."
        ),
        note=lazy("Nobody sees what you answer, here as little as elsewhere. That the card is yours stays so."),
        form=CardForm,
        call=lambda actor, _none, data, now: cards.link(actor, data["card"], data["pin"], now),
        done=lazy("The card is linked to your account."),
        forgets=True,
    ),
}
MINE = web.below(lazy("My training card"), "staff:mine")
