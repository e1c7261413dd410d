"""Lists of handovers: sent, received, and for the referral desk the unanswered ones. Clear columns only."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import may, staff, visible
from fanal.concerns import handovers_clock, handovers_kept, queries, staff_texts
from fanal.concerns.desk.handover import TONES, WAITS
from fanal.concerns.desk.handover_words import ROLES
from fanal.concerns.desk.queue import more_tabs, tabs
from fanal.concerns.desk.telling import at
from fanal.concerns.desk.words import country
from fanal.concerns.handover_steps import NotNow
from fanal.concerns.models import Handover
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import TransitionState as State
from fanal.web import api as web
from fanal.web import day
from fanal.web.templatetags.parts import due as due_tag
from fanal.web.templatetags.parts import tag

PAGE = 50
_WAITING = (State.DRAFT.value, State.OFFERED.value)


@staff("concerns.handovers")
@require_GET
def sent(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What we drafted and sent."""
    rows = visible(actor, Handover.objects.filter(org_id=actor.org)).select_related("recipient")
    return _drawn(request, actor, rows, sent=True)


@staff("concerns.handovers")
@require_GET
def received(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What partners sent to us."""
    rows = visible(actor, Handover.objects.filter(recipient_id=actor.org)).select_related("org")
    return _drawn(request, actor, rows, sent=False)


def _drawn(request: HttpRequest, actor: Actor, rows: QuerySet[Handover], *, sent: bool) -> HttpResponse:
    """A page of one of the lists: what waits first, then the newest; three statements however long it is."""
    after, now = _parsed(request.GET.get("after", "")), at(request)
    rows = rows.annotate(
        band=Case(When(state__in=_WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
    )
    if after is not None:
        band, pk = after
        rows = rows.filter(Q(band__gt=band) | Q(band=band, pk__lt=pk))
    found: list[Any] = list(rows.order_by("band", "-pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    name = "handovers_sent" if sent else "handovers_received"
    here = reverse(f"concerns:{name}")
    following = f"{here}?{urlencode({'after': f'{last.band}_{last.pk}'})}" if last else ""
    shown = _lists(actor, name)
    context = {
        "title": _("Handovers sent") if sent else _("Handovers received"),
        "sent": sent,
        "columns": [_("To") if sent else _("From"), _("Why"), _("State"), _("Answer"), _("Readable until")],
        "rows": [_row(row, now, sent=sent) for row in found[:PAGE]],
        "tabs": shown if len(shown) > 1 else [],
        "first": here if after is not None else "",
        "following": following,
    }
    return render(request, "concerns/desk/handovers.html", context)


def _lists(actor: Actor, current: str) -> list[dict[str, object]]:
    if may(actor, "concerns.queue"):
        return tabs(actor, current, queries.counts(actor))
    return more_tabs(actor, current)


def _row(row: Handover, now: datetime, *, sent: bool) -> dict[str, object]:
    other = row.recipient if sent else row.org
    waits = row.state == State.OFFERED
    answer = due_tag(row.answer_due, now) if waits else web.day_words(row.offered_at)
    until = row.access_until if row.state in {State.ACCEPTED, State.COMPLETED} else None
    return {
        "cells": [
            f"{other.name}, {other.country}",
            _(ROLES.get(row.role, row.role))
            if sent
            else _("It happened in {country}").format(country=country(row.country_from)),
            tag(_(WAITS) if waits and not sent else _(staff_texts.STATE[row.state]), TONES.get(State(row.state), "")),
            answer,
            web.day_words(until),
        ],
        "url": reverse("concerns:handover", args=[row.pk]),
        "open": f"{other.name}, {web.day_words(row.offered_at)}",
    }


def _parsed(text: str) -> tuple[int, UUID] | None:
    band, _sep, pk = text.partition("_")
    try:
        return int(band), UUID(pk)
    except ValueError:
        return None


# ---- the referral desk ----


@staff("concerns.unanswered")
@require_http_methods(["GET", "POST"])
def unanswered(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Handovers that nobody answered: from where to where, since which day. No record can be opened from here."""
    if request.method == "POST":
        try:
            handovers_kept.called(actor, UUID(request.POST.get("which", "")), at(request))
            messages.success(request, _("Noted."))
        except (NotNow, ValueError):
            messages.info(request, _("This was answered or settled meanwhile."))
        return HttpResponseRedirect(reverse("concerns:unanswered"))
    rows = [{"id": one.id, "words": _unanswered(one), "called": one.called_on} for one in handovers_clock.unanswered()]
    return render(request, "concerns/desk/unanswered.html", {"rows": rows})


def _unanswered(one: handovers_clock.Unanswered) -> str:
    return _("Handover unanswered, {place} → {to}, {day}").format(
        place=country(one.country_from), to=country(one.country_to), day=web.day_words(one.day)
    )


def desk_section(actor: Actor, now: datetime) -> day.Section:
    """The same list on the day of the referral desk."""
    rows = [day.Row(_unanswered(one), reverse("concerns:unanswered")) for one in handovers_clock.unanswered()]
    return day.Section(_("Handovers that nobody answered"), rows, _("Every handover was answered in time."))
