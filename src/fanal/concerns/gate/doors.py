"""Where the public page shows itself: in the navigation, on the day of whoever can open it, where its duty is done."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fanal.concerns.desk.words import country
from fanal.concerns.gate import duties, pages
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Public page"), "concerns:pages", "concerns.pages", place=60, part=web.Part.OFFICE)
    for duty in (duties.PAGE_CLOSED, duties.LANGUAGE_OUT):
        web.day.lead(duty, lambda subject: reverse("concerns:page", args=[subject]))
    web.day.section(pages.MAKE, _to_open)


def _to_open(actor: Actor, _now: datetime) -> web.day.Section:
    """What is still to do before people can tell the organisation something: of one that was just founded, all."""
    made = pages.pages_of(actor)
    rows = [
        web.day.Row(
            gettext("Public page for %(country)s") % {"country": country(one.country)},
            reverse("concerns:page", args=[one.pk]),
            note=gettext("closed: it says what is still to do"),
        )
        for one in made
        if not one.published
    ]
    if not made and pages.free_countries(actor):
        rows = [web.day.Row(gettext("Begin the page where people tell you"), reverse("concerns:pages"))]
    return web.day.Section(_("Before people can tell you"), rows, work=True)
