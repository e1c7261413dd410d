"""The lists of concerns. They show clear columns only: nothing of what was told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from fanal.access.api import may, staff, visible
from fanal.concerns.desk import words
from fanal.concerns.desk.numbers import Number
from fanal.concerns.form.form import FIELDS
from fanal.concerns.models import Concern
from fanal.concerns.triage import practising, queries
from fanal.concerns.triage import texts as triage_texts
from fanal.concerns.triage.desk import words as wording
from fanal.concerns.triage.queries import Filters, Row
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind, Role
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.ids import short
from fanal.web import api as web

type List = Callable[[Actor], QuerySet[Concern]]


class Narrow(forms.Form):
    """Narrows a list by clear columns. There is no box for a person (DNH-25)."""

    country = web.Narrow(label=lazy("Country"))
    danger = web.Narrow(label=lazy("Danger"))
    channel = web.Narrow(label=lazy("Came by"))
    triage = web.Narrow(label=lazy("Decision"))
    number = Number()
    day = web.Day(label=lazy("Came on"), required=False)

    def __init__(self, actor: Actor, data: Any, *, decided: bool = False) -> None:
        super().__init__(data)
        rows = visible(actor, Concern.objects.all()).order_by("country_of_harm")
        found = rows.values_list("country_of_harm", flat=True).distinct()
        self._choices("country", [(code, words.country(code)) for code in found])
        self._choices("danger", [(code, words.answer("danger", code)) for code in FIELDS["danger"].codes])
        self._choices("channel", words.rows(triage_texts.CHANNEL))
        known = {code: label for code, label in triage_texts.TRIAGE.items() if code != Triage.NEW}
        self._choices("triage", words.rows(known))
        if not decided:
            del self.fields["triage"], self.fields["number"], self.fields["day"]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        web.offer(self, name, web.all_or(choices))

    @property
    def filters(self) -> Filters:
        """What was chosen; a value that is no choice narrows nothing."""
        self.full_clean()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})


@staff("concerns.queue")
@require_GET
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for a decision, in the order in which it counts. Who has another list only is led there."""
    shown = tabs(actor, "queue", queries.Counts())
    if shown and not any(one["current"] for one in shown):
        return HttpResponseRedirect(str(shown[0]["url"]))
    return _queued(request, actor, "queue", queries.waiting, _("Concerns to decide"))


@staff("concerns.queue")
@require_GET
def unverified(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What came too fast, or from a source that sent much."""
    return _queued(request, actor, "unverified", queries.unverified, _("Unverified concerns"))


@staff("concerns.restricted")
@require_GET
def restricted(request: HttpRequest, actor: Actor) -> HttpResponse:
    """About our own people: for the safeguarding lead."""
    return _queued(request, actor, "restricted", queries.restricted, _("About our own people"))


def _queued(request: HttpRequest, actor: Actor, name: str, rows: List, title: str) -> HttpResponse:
    now = web.deeds.at(request)
    narrow = Narrow(actor, request.GET)
    page = queries.queue(rows(actor), now, after=request.GET.get("after", ""), filters=narrow.filters)
    opens = bool(may(actor, "concerns.open"))
    teams = {one.id: one.name for one in network.teams.named(actor.org, RingKind.INTAKE)}
    columns = [_("Due"), _("Danger"), _("Country"), _("Came by"), _("Why it stands here"), _("Held by")]
    listed: list[dict[str, object]] = [
        {
            "cells": [
                web.due_tag(row.due, now),
                _danger(row),
                words.country(row.country),
                wording.channel(row.channel, row.language),
                web.dots(teams.get(row.team, "") if row.team else "", _why(row)),
                _held(row, now),
            ],
            "url": reverse("concerns:concern", args=[row.id]) if opens else "",
            "open": _("concern of {day}").format(day=web.day_words(row.received_on)),
        }
        for row in page.rows
    ]
    return _drawn(request, actor, name, title, columns, listed, page.following, narrow)


def _danger(row: Row) -> object:
    word = words.answer("danger", row.danger)
    shown = web.tag(word, "danger") if row.danger == "yes" else word
    return web.named(_("Danger"), shown)


def _why(row: Row) -> str:
    found = wording.why(row.why)
    if row.same > 0:
        found += ", " + _("{n} more with the same text").format(n=web.digits(row.same))
    if row.triage == Triage.URGENT_RESPONSE:
        found += ", " + _("was acted on by phone")
    return found


def _held(row: Row, now: datetime) -> object:
    if not row.held_by or row.held_until is None:
        return ""
    held = _("{name}, until {time}").format(name=row.held_by, time=web.time_words(row.held_until))
    return web.named(_("Held by"), held)


# ---- lists by day ----


@staff("concerns.queue")
@require_GET
def decided(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was decided, newest first, with the days that are left before it is erased."""
    return _by_day(request, actor, "decided", queries.decided, _("Decided concerns"))


@staff("concerns.open")
@require_GET
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the person holds, decided or handed over themselves."""
    return _by_day(request, actor, "mine", lambda who: queries.mine(who, web.deeds.at(request)), _("My concerns"))


@staff("concerns.open_reporter")
@require_GET
def reporters(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whose contact the custodian holds: the day and the decision, nothing more."""
    return _by_day(request, actor, "reporters", queries.closed_reporters, _("Who told us"))


@staff("concerns.practise")
@require_GET
def practice(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was told for practice, decided or not."""
    return _by_day(request, actor, "practice", practising.rows, _("Practice"))


_OTHERS = {
    "reporters": ("concerns:reporter", "concerns.open_reporter"),
    "practice": ("concerns:practise", "concerns.practise"),
}
"""Lists whose lines lead elsewhere than to a concern: whereto, and who opens that."""


def _by_day(request: HttpRequest, actor: Actor, name: str, rows: List, title: str) -> HttpResponse:
    now = web.deeds.at(request)
    narrow = Narrow(actor, request.GET, decided=True)
    page = queries.by_day(rows(actor), now, after=request.GET.get("after", ""), filters=narrow.filters)
    target, deed = _OTHERS.get(name, ("concerns:concern", "concerns.open"))
    opens = bool(may(actor, deed))
    columns = [_("Number"), _("Came on"), _("Country"), _("Came by"), _("Decision"), _("Erased in")]
    listed: list[dict[str, object]] = [
        {
            "cells": [
                short(row.id),
                web.day_words(row.received_on),
                words.country(row.country),
                wording.channel(row.channel, row.language),
                _decision(row),
                _left(row),
            ],
            "url": reverse(target, args=[row.id]) if opens else "",
            "open": _("concern of {day}").format(day=web.day_words(row.received_on)),
        }
        for row in page.rows
    ]
    return _drawn(request, actor, name, title, columns, listed, page.following, narrow)


def _decision(row: Row) -> object:
    found = wording.triage(row.triage, row.finding)
    return format_html("{} {}", found, web.tag(_("new message"), "soon")) if row.new_message else found


def _left(row: Row) -> object:
    if row.days_left is None:
        return ""
    return web.tag(ngettext("{n} day", "{n} days", row.days_left).format(n=web.digits(row.days_left)), "soon", "clock")


# ---- what all lists share ----


def tabs(actor: Actor, current: str, counts: queries.Counts) -> list[dict[str, object]]:
    """The lists that this person sees, as links."""
    shown = [("queue", _("Waiting"), counts.waiting), ("unverified", _("Unverified"), counts.unverified)]
    shown.append(("decided", _("Decided"), 0))
    if not actor.has(Role.INTAKE_OFFICER, Role.DUTY_PERSON, Role.SUPERVISOR, Role.MANAGER):
        shown = []
    if may(actor, "concerns.open"):
        shown.append(("mine", _("Mine"), 0))
    if may(actor, "concerns.restricted"):
        shown.append(("restricted", _("About our own people"), counts.restricted))
    if may(actor, "concerns.open_reporter"):
        shown.append(("reporters", _("Who told us"), 0))
    if may(actor, "concerns.practise"):
        shown.append(("practice", _("Practice"), 0))
    tabs = [_tab(f"concerns:{name}", label, n, name == current) for name, label, n in shown]
    return [tab for tab in tabs if tab] + more_tabs(actor, current)


def _tab(url_name: str, label: str, count: int, current: bool) -> dict[str, object]:
    words_ = _("{label} ({n})").format(label=label, n=web.digits(count)) if count else label
    return {"label": words_, "url": reverse(url_name), "current": current}


type Count = Callable[[Actor], int]

_MORE: list[tuple[str, str, object, str, Count]] = []


def add_tab(name: str, url_name: str, label: object, deed: str, count: Count) -> None:
    """One more list beside these, for whom the policy lets do `deed`. `name` is what its page passes as `current`,
    `count` how much in it is new for a person."""
    if name not in {one[0] for one in _MORE}:
        _MORE.append((name, url_name, label, deed, count))


def more_tabs(actor: Actor, current: str) -> list[dict[str, object]]:
    """The lists that were added and that open for this person."""
    shown = [one for one in _MORE if may(actor, one[3])]
    return [_tab(url, str(label), count(actor), name == current) for name, url, label, _deed, count in shown]


def _drawn(
    request: HttpRequest,
    actor: Actor,
    name: str,
    title: str,
    columns: list[str],
    listed: list[dict[str, object]],
    following: str,
    narrow: Narrow,
) -> HttpResponse:
    counts = queries.counts(actor)
    chosen = {key: value for key, value in request.GET.items() if key != "after" and value}
    here = reverse(f"concerns:{name}")
    context = {
        "name": name,
        "title": title,
        "columns": columns,
        "rows": listed,
        "tabs": tabs(actor, name, counts),
        "narrow": narrow,
        "narrowed": bool(chosen),
        "first": f"{here}?{urlencode(chosen)}" if request.GET.get("after") else "",
        "following": f"{here}?{urlencode({**chosen, 'after': following})}" if following else "",
        "may_enter": bool(may(actor, "concerns.enter")),
        "opens": bool(may(actor, "concerns.open")),
    }
    return render(request, "concerns/triage/queue.html", context)
