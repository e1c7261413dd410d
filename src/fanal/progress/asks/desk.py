"""The pages of those who ask offices for what should change, and keep what became of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import may
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.progress.asks import flow, forms, ledger, reviewing, shown, starting, words
from fanal.progress.asks.acts import ACTS, titled, url_of
from fanal.progress.asks.flow import State
from fanal.progress.asks.ledger import Held
from fanal.progress.asks.policy import WRITE
from fanal.progress.asks.telling import facts, fates, sources, story
from fanal.progress.composing import leaving
from fanal.progress.desk.pages import changed
from fanal.progress.policy import READ
from fanal.progress.proved import lines, ours
from fanal.vocabulary.countries import country_choices, country_name, is_country
from fanal.web import api as web

_OFFERED = {
    State.DRAFT: ("review_ask", "correct_ask", "translate_ask", "withdraw_ask"),
    State.REVIEWED: ("send_ask", "correct_ask", "translate_ask", "withdraw_ask"),
    State.SENT: ("note_ask", "note_ask_silence", "withdraw_ask"),
    State.ACKNOWLEDGED: ("note_ask", "note_ask_silence", "withdraw_ask"),
    State.IN_PROCESS: ("note_ask", "withdraw_ask"),
    State.NO_ANSWER: ("note_ask", "withdraw_ask"),
    State.ADOPTED: ("note_fate",),
    State.PARTLY_ADOPTED: ("note_fate", "note_ask"),
    State.REFUSED: ("note_ask",),
    State.WITHDRAWN: (),
    State.STOPPED: (),
}


def day_of(held: Held) -> date | None:
    """By which day somebody goes on: with what an office answers. None where no office is waited for."""
    return held.silent_on if held.state in flow.AWAITED else None


@web.deeds.page(READ)
@require_GET
def asks_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The asks of the organisation: those with a day first, the nearest first, then those that are worked on, then the
    others."""
    held = sorted(ledger.asks(actor), key=lambda one: next(ours(_clock, [one]), _CHANGED))
    part, first, following = web.paged(request, request.path, held)
    context = {
        "rows": lines(_line, part, 5),
        "first": first,
        "following": following,
        "columns": [_("Ask"), _("Who is asked"), _("State"), _("Next step"), _("Until")],
        "begin": reverse("progress:ask_start") if may(actor, WRITE) else "",
        "public": reverse("asks:all", args=[web.spoken()]),
    }
    return render(request, "progress/asks/list.html", context)


def _line(one: Held) -> dict[str, Any]:
    state = web.tag(*words.STATES[one.state])
    return {
        "cells": [titled(one), one.wording.addressee, state, _next(one), web.day_words(day_of(one))],
        "url": url_of(one), "open": titled(one),
    }  # fmt: skip


_CHANGED = (0, date.min)
"""An ask that somebody changed stands first."""


def _clock(held: Held) -> tuple[int, date]:
    day = day_of(held)
    if day is not None:
        return 0, day
    is_open = held.state in flow.OPEN | flow.WORKED_ON
    return (1 if is_open else 2), held.row.at.date()


def _next(held: Held) -> str:
    done = held.state in flow.MET and held.fates
    return "" if done else str(words.NEXT.get(held.state, ""))


@web.deeds.page(WRITE)
@require_GET
def start_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """From what an ask starts: a reform or a practice that was published in the country, or nothing here."""
    home = network.org(actor.org).country
    form = forms.Choose({"country": request.GET.get("country", home or "")})
    web.offer(form, "country", [("", _("Choose")), *country_choices(web.spoken(), not settings.PRODUCTION)])
    form.is_valid()
    country = form.cleaned_data["country"]
    here = is_country(country)
    context = {
        "form": form,
        "country": country_name(country, web.spoken()) if here else "",
        "reforms": [
            (one, reverse("progress:ask_reform", args=[country, one.id])) for one in starting.reforms(country)
        ] if here else [],
        "practices": [
            (one, reverse("progress:ask_practice", args=[one.pk])) for one in starting.cases(country)
        ] if here else [],
        "by_hand": reverse("progress:ask_by_hand", args=[country]) if here else "",
    }  # fmt: skip
    return render(request, "progress/asks/start.html", context)


@web.deeds.page(READ)
@require_GET
def ask(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One ask: what is asked, how it went on, what moved, and what one can do now."""
    held = ledger.ask(actor, pk)
    now = web.deeds.at(request)
    today = now.date()
    if not ledger.is_believed(held):
        return changed(request, _("Asks"), reverse("progress:asks"))
    same = ledger.same(held)
    into = shown.merged_into(held)
    context = {
        "title": titled(held),
        "tag": web.tag(*words.STATES[held.state]),
        "next": _next(held),
        "until": web.day_words(day_of(held)),
        "lacks": [said for lacks, said, _field in reviewing.lacks(held, today) if lacks]
        if held.state is State.REVIEWED else [],
        "buttons": _buttons(actor, held, same, today),
        "texts": [(lang, held.text(lang)) for lang in held.wording.texts],
        "facts": facts(held, inside=True),
        "sources": sources(held),
        "story": story(held, inside=True),
        "fates": fates(shown.told(held, today), inside=True),
        "same": [(one.text(web.spoken())["title"], one.row.org.name, _where(actor, one)) for one in same],
        "documents": [(row.title, reverse("progress:document", args=[row.pk]), since)
                      for row, since in leaving.of_ask(actor, held.row.pk, now)],
        "into": reverse("progress:ask", args=[into]) if into else "",
        "public": reverse("asks:ask", args=[web.spoken(), held.row.pk]) if held.is_public else "",
    }  # fmt: skip
    return render(request, "progress/asks/ask.html", context)


def _where(actor: Actor, held: Held) -> str:
    own = held.row.org_id == actor.org
    return url_of(held) if own else reverse("asks:ask", args=[web.spoken(), held.row.pk])


def _buttons(actor: Actor, held: Held, same: list[Held], today: date) -> list[dict[str, Any]]:
    names = [*_OFFERED[held.state]]
    if "send_ask" in names and any(lacks for lacks, _said, _field in reviewing.lacks(held, today)):
        names.remove("send_ask")
    if "note_ask_silence" in names and today < held.silent_on:
        names.remove("note_ask_silence")
    mine = any(one.row.org_id == actor.org for one in same)
    if mine and State.WITHDRAWN in flow.WAYS[held.state]:
        names.append("merge_ask")
    if held.state is not State.STOPPED:
        names.append("stop_ask")
    wrote = held.wrote(actor.person)
    return [
        {"label": ACTS[name].titled(held), "url": reverse(f"progress:{name}", args=[held.row.pk]), "quiet": place > 0}
        for place, name in enumerate(one for one in names if one != "review_ask" or not wrote)
        if may(actor, ACTS[name].deed, held.row)
    ]
