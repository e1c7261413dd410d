"""Where help by others shows itself: beside a piece of help, on the page of a file, on the day."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.files import apart
from fanal.cases.files.desk import parts
from fanal.cases.files.desk.doors import about_rows
from fanal.cases.files.files import File
from fanal.cases.grounds.grounds import taken_back
from fanal.cases.model import words
from fanal.cases.models import Case, ProviderPage, Referral, Service
from fanal.cases.planning import slots
from fanal.cases.planning.helping import ASKABLE, LIVE
from fanal.cases.referring import clock, duties, visiting
from fanal.cases.referring.desk import acts
from fanal.cases.referring.policy import SEE
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import TransitionState as State
from fanal.web import api as web

_OVER = {State.WITHDRAWN.value, State.PURGED.value}
_TONES = {State.ACCEPTED.value: "ok", State.EXPIRED.value: "late", State.REVOKED.value: "late"}


def open_doors() -> None:
    """Called once when the room starts."""
    page_kind = apart.KINDS[ProviderPage]
    access.incident.register(page_kind, words={page_kind: lazy("Page of a provider by a code")}, find=_told_of)
    slots.refers(_refers)
    parts.add(parts.Part(38, "cases/referring/part.html", _shows, beside=True), Referral, Service)
    for kind in duties.ALL:
        web.day.lead(kind, lambda row: reverse("cases:referral", args=[row]), about=about_rows(Referral), deed=SEE)
    taken_back.connect(clock.on_taken_back, dispatch_uid="cases.referrals_taken_back")
    clock.listen()
    visiting.open_doors()


def _told_of(_org: UUID, records: Collection[UUID]) -> Iterator[access.incident.Found]:
    rows = ProviderPage.objects.filter(pk__in=records)
    for pk, at, place, number in rows.values_list("pk", "made_at", "case__country_of_harm", "case__number"):
        yield access.incident.Found(pk, apart.KINDS[ProviderPage], at.date(), frozenset({pk}), place, number=number)


def _refers(case: Case, row: Service) -> slots.Link | None:
    live = row.transition and Referral.objects.filter(pk=row.transition, service=row, state__in=LIVE).exists()
    if live:
        return reverse("cases:referral", args=[row.transition]), _("What was asked")
    return (reverse("cases:refer", args=[case.pk, row.pk]), _("Ask them")) if row.state in ASKABLE else None


def _shows(actor: Actor, found: File, _now: datetime) -> dict[str, object] | None:
    reads = [one for one in found.of(Referral) if one.row.state not in _OVER]
    if not reads or not access.may(actor, SEE, found.case):
        return None
    names = acts.names_of(found.case, reads)
    return {
        "rows": [
            {
                "url": acts.url_of(one.row),
                "name": names.get(one.said["provider"], ""),
                "state": words.code("referral_state", one.row.state),
                "tone": _TONES.get(one.row.state, ""),
            }
            for one in reads
        ]
    }
