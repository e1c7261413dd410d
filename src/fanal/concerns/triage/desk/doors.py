"""Where concerns show themselves: their place in the navigation, and where their duties are done."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fanal.access.api import visible
from fanal.concerns import duties
from fanal.concerns.desk import words
from fanal.concerns.models import UNDECIDED, Concern
from fanal.concerns.triage.desk import words as wording
from fanal.concerns.triage.desk.pausing import pause_page
from fanal.concerns.triage.duties import SECOND
from fanal.concerns.triage.triage import PauseFirst
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import Danger
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.deeds.show(PauseFirst, pause_page)
    web.register(_("Concerns"), "concerns:queue", "concerns.queue", place=50)
    for kind in (duties.ACKNOWLEDGE, duties.DECIDE_URGENT, duties.DECIDE, duties.ANSWER_REPORTER, SECOND):
        web.day.lead(kind, _concern, about=_about, deed="concerns.open")
    decide = (duties.DECIDE_URGENT, duties.DECIDE)
    web.figures.show(web.figures.Figure("decide", _("Concerns to decide"), decide))
    web.figures.show(web.figures.Figure("answer", _("Answers to people who told us"), (duties.ANSWER_REPORTER,)))
    web.day.lead(duties.MANY_UNVERIFIED, lambda _org: reverse("concerns:unverified"))


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    """Where it happened and how it came, as in the queue; an undecided concern with danger comes first."""
    rows = visible(actor, Concern.objects.all()).filter(pk__in=subjects)
    found = rows.values_list("pk", "country_of_harm", "channel", "language", "danger", "child_door", "triage")
    return {
        pk: web.day.About(
            web.dots(words.country(country), wording.channel(channel, language)),
            triage in UNDECIDED and (danger == Danger.YES or child_door),
        )
        for pk, country, channel, language, danger, child_door, triage in found
    }


def _concern(subject: UUID) -> str:
    return reverse("concerns:concern", args=[subject])
