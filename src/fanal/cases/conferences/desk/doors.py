"""Where conferences show themselves: on the page of a file, and on the day of whoever attends or leads it."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access.api import may
from fanal.cases.conferences import conferences
from fanal.cases.conferences.desk import pages
from fanal.cases.conferences.policy import HELD
from fanal.cases.files.desk import parts
from fanal.cases.models import Conference
from fanal.cases.seats import seats
from fanal.cases.seats.policy import SIT
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    parts.add(parts.Part(31, "cases/conferences/part.html", pages.part), Conference)
    web.day.section(SIT, _day)


def _day(actor: Actor, now: datetime) -> web.day.Section:
    """No clock: a conference has its day. The page of each says nothing of the child before it is opened."""
    rows = [
        web.day.Row(
            _("Read what you were given: {day}").format(day=web.day_words(one.conference.planned_for)),  # type: ignore[union-attr]
            reverse("cases:conference_seat", args=[one.pk]),
        )
        for one in seats.mine(actor, now)
    ]
    if may(actor, HELD):
        rows += [
            web.day.Row(
                _("Write down what was decided: {day}").format(day=web.day_words(one.planned_for)),
                pages.url_of(one),
                note=_("File {number}").format(number=one.case.number),
            )
            for one in conferences.to_write_down(actor, now)
        ]
    return web.day.Section(_("Case conferences"), rows, work=True)
