"""Where asks show themselves."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import may, visible
from fanal.justice import api as justice
from fanal.network.contracts import Actor
from fanal.progress.asks import duties, flow, ledger, reviewing, shown, telling
from fanal.progress.asks.acts import titled
from fanal.progress.asks.flow import State
from fanal.progress.asks.policy import WRITE
from fanal.progress.models import Ask
from fanal.progress.public import parts
from fanal.web import api as web

MOST = 20
"""So many stand on the page of a country; all of them are a list of their own."""


def open_doors() -> None:
    """Called once when the room starts."""
    web.register_open(lazy("Asks"), "asks:all", place=47, under="board:board")
    for kind in duties.KINDS:
        web.day.lead(kind, lambda subject: reverse("progress:ask", args=[subject]), about=_about, paper=True)
    web.day.lead(duties.REFORM, lambda _subject: reverse("progress:ask_start"), paper=True)
    justice.lead_on(justice.ReformWay(lazy("Ask for it"), WRITE, _ask_for))
    parts.register(parts.ASKS, lazy("Asks, open and answered"), _of_country)
    parts.register_place(lazy("Asks that are open"), _of_place)
    parts.register_open(shown.open_by_place)


def _ask_for(state: str, reform: UUID) -> str:
    return reverse("progress:ask_reform", args=[state, reform])


def _about(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, web.day.About]:
    rows, today = visible(actor, Ask.objects.filter(pk__in=subjects)), timezone.now().date()
    return {held.row.pk: _of(actor, held, today) for held in ledger.many(rows)}


def _of(actor: Actor, held: ledger.Held, today: date) -> web.day.About:
    """Until a second person has read it, it is theirs; then of those who read it among the reviews, and of whoever
    wrote it anew where one of these said no."""
    waits = reviewing.waits(held, today) if held.state is State.REVIEWED else None
    if held.refused or waits is False:
        anew = _("Correct an ask: one of those who must read it said no")
        return web.day.About(titled(held), task=anew, barred=not may(actor, WRITE))
    return web.day.About(titled(held), barred=waits is True or (held.state is State.DRAFT and held.wrote(actor.person)))


def _drawn(found: list[ledger.Held], on: date, country: str) -> SafeString:
    if not found:
        return SafeString("")
    lines = [telling.line(held, shown.told(held, on)) for held in found[:MOST]]
    every = f"{reverse('asks:all', args=[web.spoken()])}?country={country}" if len(found) > MOST else ""
    return render_to_string("progress/asks/public/part.html", {"lines": lines, "every": every})


def _of_country(country: str, on: date) -> SafeString:
    return _drawn(shown.of_country(country), on, country)


def _of_place(country: str, item: str, on: date) -> SafeString:
    every = shown.of_country(country)
    about = [held for held in every if held.state in flow.OPEN and item in held.wording.commitments]
    return _drawn(about, on, country)
