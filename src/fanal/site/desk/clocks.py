"""How long tasks have: the times of the house, and those that the organisation set for itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from fanal.access.api import Event, NotHere, history, may
from fanal.clocks.api import DutyKind, Own, rules
from fanal.clocks.models import ClockRule
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

SEE = "desk.clocks"


@dataclass(frozen=True, slots=True)
class Set:
    """One kind of task, and the rule of the organisation where it has one."""

    kind: DutyKind
    rule: ClockRule | None

    @property
    def limit(self) -> timedelta:
        return timedelta(minutes=self.rule.minutes) if self.rule else self.kind.limit


def span(limit: timedelta) -> str:
    """A time in hours or minutes, as people say it."""
    minutes = int(limit.total_seconds()) // 60
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": web.digits(hours)}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": web.digits(minutes)}


def _all(actor: Actor) -> list[Set]:
    ours = rules.of(actor.org)
    return [Set(kind, ours.get(kind.code)) for kind in rules.settable()]


def _found(actor: Actor, code: str) -> Set:
    found = next((one for one in _all(actor) if one.kind.code == code), None)
    if found is None:
        raise NotHere
    return found


_MOST = int(rules.LONGEST.total_seconds()) // 60
"""The longest time in minutes; which is too long in hours `rules` says."""


class Time(web.Page):
    """How long, and why where it is longer than the time of the house."""

    number = forms.IntegerField(label=lazy("How long?"), min_value=1, max_value=_MOST)
    unit = forms.ChoiceField(
        label=lazy("Of what?"),
        choices=[("60", lazy("hours")), ("1", lazy("minutes"))],
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose hours or minutes.")},
    )
    reason = forms.ChoiceField(
        label=lazy("Why is it longer?"),
        help_text=lazy("Only where it is longer than the time of the house."),
        widget=forms.RadioSelect,
        required=False,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Set this time")),)

    def __init__(self, one: Set, data: Any = None) -> None:
        minutes = int(one.limit.total_seconds()) // 60
        whole = minutes % 60 == 0
        super().__init__(data, initial={"number": minutes // 60 if whole else minutes, "unit": "60" if whole else "1"})
        web.offer(self, "reason", [(code.value, words) for code, words in rules.REASONS.items()])
        if one.kind.own is not Own.ANY:
            del self.fields["reason"]


@deeds.page(SEE)
@require_GET
def clocks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every time that may be set, with what holds and why."""
    able = bool(may(actor, rules.SET))
    found = _all(actor)
    rows = [_row(one, able=able) for one in found]
    told: list[Event] = [event for one in found if one.rule for event in history(actor, one.rule.pk)]
    context = {
        "rows": rows,
        "columns": [_("Task"), _("Time of the house"), _("Ours"), _("Since")],
        "events": sorted(told, key=lambda event: event.line.mark, reverse=True),
    }
    return render(request, "desk/clocks.html", context)


def _row(one: Set, *, able: bool) -> dict[str, object]:
    rule, words = one.rule, _(one.kind.words)
    since = f"{web.day_words(rule.since)}, {rule.by.name}" if rule else ""
    why = str(rules.REASONS[rules.Reason(rule.reason)]) if rule and rule.reason else ""
    row: dict[str, object] = {"cells": [words, span(one.kind.limit), span(one.limit), web.dots(since, why)]}
    return row | {"url": reverse("desk:clock-set", args=[one.kind.code]), "open": words} if able else row


def _set(actor: Actor, one: Set, data: dict[str, Any], now: datetime) -> None:
    wanted = timedelta(minutes=data["number"] * int(data["unit"]))
    rules.set_limit(actor, one.kind.code, wanted, data.get("reason", ""), now)


def _lede(one: Set) -> str:
    words = _("The time of the house is %(span)s. Tasks that run keep the time that they began with.")
    return words % {"span": span(one.kind.limit)}


CLOCKS = Things(find=_found, url=lambda _one: reverse("desk:clocks"), back=lazy("Times of tasks"), asks=True)
PATHS = CLOCKS.paths(
    "clocks/<slug:code>/",
    "",
    {
        "clock-set": Act(
            deed=rules.SET,
            title=lazy("Set the time of a task"),
            heading=lambda one: _(one.kind.words),
            lede=_lede,
            form=lambda request, _actor, one: Time(one, deeds.posted(request)),
            call=_set,
            done=lazy("The time is set. It holds for what comes from now on."),
            slug="set",
        )
    },
)
