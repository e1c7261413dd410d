"""Where handovers show themselves: lists, navigation, where duties are done."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fanal.access.api import visible
from fanal.concerns.handovers import duties, talk
from fanal.concerns.handovers.desk.lists import desk_section
from fanal.concerns.handovers.steps import is_urgent
from fanal.concerns.models import Handover
from fanal.concerns.triage.desk import queue
from fanal.network.contracts import Actor
from fanal.passing.api import texts
from fanal.vocabulary.codes import TransitionState
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    for name, label, count in (
        ("handovers_sent", _("Handovers sent"), _new_of_sent),
        ("handovers_received", _("Handovers received"), _new_of_received),
    ):
        queue.add_tab(name, f"concerns:{name}", label, "concerns.handovers", count)
    web.register(_("Handovers"), "concerns:handovers_received", "concerns.handovers_as_authority", place=50)
    web.register(_("Unanswered"), "concerns:unanswered", "concerns.unanswered", place=50)
    for kind in duties.DUTIES.every:
        web.day.lead(kind, _handover, about=_about, paper=kind in duties.PAPER)
    web.day.section("concerns.unanswered", desk_section)
    answer = (duties.ANSWER_DUTY,)
    web.figures.show(web.figures.Figure("received", _("Handovers that came to us"), answer))
    web.figures.show(web.figures.Figure("partners", _("Handovers that partners answer"), answer, _sent))


def _sent(actor: Actor) -> QuerySet[Handover]:
    return visible(actor, Handover.objects.filter(org_id=actor.org))


def _new_of_sent(actor: Actor) -> int:
    return visible(actor, Handover.objects.filter(pk__in=talk.marks(actor), org_id=actor.org)).count()


def _new_of_received(actor: Actor) -> int:
    return visible(actor, Handover.objects.filter(pk__in=talk.marks(actor), recipient_id=actor.org)).count()


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    """Between whom it goes and how it stands; an urgent one comes first until it is answered, and when it came back."""
    rows = visible(actor, Handover.objects.all()).filter(pk__in=subjects).select_related("org", "recipient")
    told: dict[UUID, web.day.About] = {}
    for row in rows:
        ours = row.org_id == actor.org
        other = row.recipient if ours else row.org
        words = gettext("to %(partner)s, %(country)s") if ours else gettext("from %(partner)s, %(country)s")
        about = words % {"partner": other.name, "country": other.country}
        if row.state not in {TransitionState.DRAFT, TransitionState.OFFERED}:
            about = web.dots(about, gettext(texts.STATE[row.state]))
        told[row.pk] = web.day.About(about, is_urgent(row, actor.org))
    return told


def _handover(subject: UUID) -> str:
    return reverse("concerns:handover", args=[subject])
