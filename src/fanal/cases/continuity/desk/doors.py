"""Where questions between two members show themselves: on the page of a file, and where their duties are done."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import incident, may, visible
from fanal.cases.codes import ENDED
from fanal.cases.continuity import continuity, duties
from fanal.cases.continuity.continuity import State
from fanal.cases.continuity.policy import ANSWER, ASK, READ
from fanal.cases.files.desk import parts
from fanal.cases.files.files import File
from fanal.cases.models import NETWORK_SEARCH, NetworkSearch
from fanal.cases.policy import HISTORY
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.day.lead(duties.ANSWER, lambda row: reverse("cases:answer_member", args=[row]), about=_about, deed=ANSWER)
    for kind in (duties.ANSWERED, duties.UNANSWERED):
        web.day.lead(kind, lambda row: reverse("cases:member_asked", args=[row]), about=_about, deed=READ)
    web.day.lead(duties.SERIES, lambda case: reverse("cases:history", args=[case]), paper=True, deed=HISTORY)
    parts.add(parts.Part(60, "cases/continuity/part.html", _part, beside=True), asks=[(NetworkSearch, "case")])
    incident.register(
        NETWORK_SEARCH,
        words={NETWORK_SEARCH: lazy("Question to another member about a child")},
        find=_told_of_questions,
    )
    clocks.duty_late.connect(continuity.on_late, sender=duties.ANSWER, dispatch_uid="cases.continuity_late")
    clocks.duty_coming.connect(continuity.on_coming, sender=duties.ANSWER, dispatch_uid="cases.continuity_coming")
    network.agreement_ended.connect(continuity.on_agreement_ended, dispatch_uid="cases.continuity_agreement")


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    """Of ours the number of the file; of another member's its name alone."""
    rows = visible(actor, NetworkSearch.objects.filter(pk__in=subjects)).values_list(
        "pk", "case__org", "case__number", "case__org__name", "partner__name"
    )
    return {
        pk: web.day.About(web.dots(_("File {number}").format(number=number), to) if org == actor.org else asks)
        for pk, org, number, asks, to in rows
    }


def _told_of_questions(org: UUID, records: Collection[UUID]) -> Any:
    rows = NetworkSearch.objects.filter(pk__in=records)
    for pk, at, asks, to in rows.values_list("pk", "made_at", "case__org", "partner"):
        yield incident.Found(pk, NETWORK_SEARCH, at.date(), frozenset({pk}), partner=to if asks == org else asks)


def _part(actor: Actor, found: File, now: datetime) -> Mapping[str, Any] | None:
    """Whom we asked, and what they said; for whom there is somebody to ask, the way to ask."""
    case = found.case
    rows = continuity.of_file(actor, case) if found.has(NetworkSearch) else []
    can = case.status not in ENDED and bool(may(actor, ASK, case))
    ask = can and bool(continuity.partners(actor, now))
    if not rows and not ask:
        return None
    due = {one.subject for one in clocks.open_duties(org=actor.org, subjects=[row.pk for row in rows])}
    reads = bool(may(actor, READ, case))
    return {"asked": [(row, said(row), reads and row.pk in due) for row in rows], "ask": ask}


def said(row: NetworkSearch) -> str:
    """What whoever asked is told, and nothing else."""
    words = {
        State.ASKED: _("asked"),
        State.NO_HIT: _("no hit"),
        State.POSSIBLE_HIT: _("possible hit: contact the focal point of {member}").format(member=row.partner.name),
        State.UNANSWERED: _("not answered in time; you may ask again"),
    }
    return words[State(row.state)]
