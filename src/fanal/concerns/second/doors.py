"""Where the second yes of a partner shows itself: on the day of whoever answers, and of whoever asked.

Of one thing that waits for a partner there is one task, which says what is true now: to ask them, that they were asked
and until when, or what they answered.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from fanal.access.api import visible
from fanal.clocks.api import DutyKind
from fanal.concerns.duties import DECIDE
from fanal.concerns.handovers import duties as duties_handover
from fanal.concerns.models import Decision, Handover, SecondOpinion
from fanal.concerns.second import duties, ending, record, texts
from fanal.concerns.second.matters import What
from fanal.concerns.triage import duties as duties_triage
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import Triage
from fanal.web import api as web

type Matters = Mapping[UUID, tuple[str, UUID, UUID]]
"""What waits for a second person: by the subject of its duty what is asked, of which row, of which concern."""
type Finds = Callable[[Actor, Collection[UUID]], Matters]


def open_doors() -> None:
    """Called once when the room starts, after triage and handovers."""
    for kind in (duties.ANSWER, duties.NEWS):
        web.day.lead(kind, lambda subject: reverse("concerns:opinion", args=[subject]), about=_about)
    for waits, finds in ((duties_triage.SECOND, _decisions), (duties_handover.SECOND, _drafts)):
        _amend(waits, finds)
    ending.listen()


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    rows = visible(actor, SecondOpinion.objects.filter(pk__in=subjects)).select_related("org", "partner")
    told = {}
    for row in rows:
        if row.org_id == actor.org:
            about = web.day.About(texts.WHAT.get(row.what, ""), task=texts.news(row), covers=_deciding(row.concern_id))
        else:
            words = gettext("from %(partner)s") % {"partner": row.org.name}
            about = web.day.About(web.dots(words, str(texts.WHAT.get(row.what, ""))))
        told[row.pk] = about
    return told


def _deciding(concern: UUID) -> tuple[str, UUID]:
    """The duty to decide, which ends with what waits for the partner."""
    return DECIDE.code, concern


def _amend(kind: DutyKind, finds: Finds) -> None:
    """The duty of a second person leads to the partner where a partner is it."""
    lead = web.day.lead_of(kind.code)
    assert lead is not None
    assert lead.about is not None
    web.day.lead(kind, lead.address, about=partial(_waits, lead.about, finds), deed=lead.deed)


def _waits(before: web.day.Tells, finds: Finds, actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    told = dict(before(actor, subjects))
    waiting = finds(actor, [one for one in subjects if one in told])
    rows = {row.subject: row for row in _asked(actor, waiting)}
    is_small = network.org_holds(actor.org) and network.small.is_small(actor.org)
    for subject, (what, row_id, concern) in waiting.items():
        row = rows.get(row_id)
        if is_small or row is not None:
            told[subject] = replace(_says(told[subject], what, row_id, row), covers=_deciding(concern))
    return told


def _asked(actor: Actor, waiting: Matters) -> list[SecondOpinion]:
    """What a partner was asked of these, oldest first."""
    rows = SecondOpinion.objects.filter(
        org_id=actor.org, subject__in=[row for _what, row, _concern in waiting.values()]
    )
    return list(visible(actor, rows).select_related("partner").order_by("asked_at", "pk"))


def _says(about: web.day.About, what: str, subject: UUID, row: SecondOpinion | None) -> web.day.About:
    """How it stands: to ask, asked, or answered, which the duty to go on says."""
    if row is not None and row.state in record.TO_GO_ON:
        return replace(about, said=True)
    if row is not None and row.state == record.ASKED:
        ends = {"day": web.day_words(row.due_at), "time": web.time_words(row.due_at)}
        words = web.dots(str(about.words), gettext("they can answer until %(day)s, %(time)s") % ends)
        task = gettext("%(partner)s was asked for the second yes") % {"partner": row.partner.name}
        there = reverse("concerns:opinion", args=[row.pk])
        return replace(about, words=words, task=task, url=there, theirs=row.due_at)
    words = web.dots(str(about.words), str(texts.WHAT.get(what, "")))
    there = reverse("concerns:ask_partner", args=[what, subject])
    return replace(about, words=words, task=gettext("Ask your partner for the second yes"), url=there)


def _decisions(_actor: Actor, concerns: Collection[UUID]) -> Matters:
    rows = Decision.objects.filter(concern__in=concerns, needs_second=True).order_by("at", "pk")
    return {row.concern_id: (row.finding or row.code, row.pk, row.concern_id) for row in rows}


def _drafts(actor: Actor, handovers: Collection[UUID]) -> Matters:
    """But those that go at once, since somebody telephoned in an emergency."""
    rows = list(visible(actor, Handover.objects.filter(pk__in=handovers, org_id=actor.org)))
    at_once = _called(row.concern_id for row in rows)
    return {
        row.pk: (What.TO_AUTHORITY, row.pk, row.concern_id)
        for row in rows
        if row.concern_id and row.concern_id not in at_once
    }


def _called(concerns: Iterable[UUID | None]) -> set[UUID]:
    called = Decision.objects.filter(concern__in=list(concerns), code=Triage.URGENT_RESPONSE)
    return set(called.values_list("concern_id", flat=True))
