"""How long records are kept by the law of each country: what holds, what was typed, what a second person confirmed."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from fanal.access import api as access
from fanal.access.api import Event, KeepingRule, may
from fanal.access.api import keeping as rules
from fanal.contacts.desk.words import country as country_words
from fanal.network.contracts import Actor
from fanal.site import keeping as clocked
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.keeping import Period, Start
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

STARTS: dict[Start, str | Promise] = {
    "arrival": lazy("from the day on which it came"),
    "closing": lazy("from the day on which it is closed"),
    "acceptance": lazy("from the day on which it was taken"),
}

_LONG = 36


def span(period: Period) -> str:
    """A time of keeping as people say it: from three years on in years, where they are whole."""
    parts, months = [], period.months
    if months >= _LONG and not months % 12:
        years = months // 12
        parts.append(ngettext("%(count)s year", "%(count)s years", years) % {"count": web.digits(years)})
    elif months:
        parts.append(ngettext("%(count)s month", "%(count)s months", months) % {"count": web.digits(months)})
    if period.days:
        parts.append(ngettext("%(count)s day", "%(count)s days", period.days) % {"count": web.digits(period.days)})
    return web.listed(parts)


# ---- looking ----


@deeds.page(rules.LIST)
@require_GET
def keeping(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every class of records by country: how long, until when that was compared with the law."""
    today = deeds.at(request).date()
    found = rules.all_ruled(actor)
    places = {one.country: [_row(row, today) for row in found if row.country == one.country] for one in found}
    context = {
        "columns": [_("Records"), _("Kept"), _("Rests on"), _("State")],
        "places": [(country_words(code), rows) for code, rows in places.items()],
        "changed": any(one.changed for one in found),
    }
    return render(request, "desk/keeping.html", context)


def _row(one: rules.Ruled, today: date) -> dict[str, object]:
    holds = one.rule is not None and one.rule.stale_on >= today
    rests = one.rule.source if one.rule and holds else _("the time of the house: no law was named")
    return {
        "cells": [str(one.kind.words), span(one.period(today)), rests, _state(one, today)],
        "url": reverse("desk:keeping-rule", args=[one.country, one.kind.code]),
        "open": str(one.kind.words),
    }


def _state(one: rules.Ruled, today: date) -> object:
    if one.changed:
        return web.tag(_("changed past Fanal"), "danger")
    if one.waiting:
        return web.tag(_("waits for a second person"), "soon")
    if one.rule is None:
        return web.tag(_("not compared with the law"), "late")
    until = _("until %(day)s") % {"day": web.day_words(one.rule.stale_on)}
    if one.rule.stale_on < today:
        return web.tag(_("ended"), "late")
    return web.tag(until, "soon" if one.rule.stale_on <= today + rules.SOON else "ok")


@deeds.page(rules.LIST)
@require_GET
def rule(request: HttpRequest, actor: Actor, country: str, code: str) -> HttpResponse:
    """One class of records in a country: what holds, what waits, what was typed before."""
    one, today = rules.ruled(actor, country, code), deeds.at(request).date()
    told: list[Event] = [event for row in one.every for event in access.history(actor, row.pk)]
    context = {
        "one": one,
        "country": country_words(country),
        "state": _state(one, today),
        "holds": [(_("Kept"), span(one.period(today))), (_("Time of the house"), span(one.kind.period))],
        "facts": _facts(one.rule) if one.rule else [],
        "waiting": _facts(one.waiting) if one.waiting else [],
        "may_type": bool(may(actor, rules.TYPE)),
        "may_confirm": bool(one.waiting and may(actor, rules.CONFIRM, one.waiting)),
        "may_return": bool(may(actor, rules.GIVE_BACK)),
        "events": sorted(told, key=lambda event: event.line.mark, reverse=True),
        "returned": [row for row in one.every if row.note],
    }
    return render(request, "desk/keeping_rule.html", context)


def _facts(row: KeepingRule) -> list[tuple[str, object]]:
    start = STARTS.get(row.start, "")  # type: ignore[call-overload]
    return [
        (_("Kept"), web.dots(span(rules.period_of(row)), str(start))),
        (_("By which law"), row.source),
        (
            _("Compared with the law by"),
            web.dots(row.reviewer, str(rules.REVIEWERS[rules.Reviewer(row.reviewer_kind)])),
        ),
        (_("On"), web.day_words(row.reviewed_on)),
        (_("Holds until"), web.day_words(row.stale_on)),
        (_("Typed by"), row.typed_by.name),
        *([(_("Confirmed by"), row.confirmed_by.name)] if row.confirmed_by else []),
    ]


# ---- typing ----


class Typed(web.Page):
    """How long, by which law, and who compared it with the law."""

    start = forms.ChoiceField(label=lazy("From where is it counted?"), widget=forms.RadioSelect)
    months = forms.IntegerField(label=lazy("Months"), min_value=0, max_value=rules.MOST_MONTHS)
    days = forms.IntegerField(label=lazy("And days"), min_value=0, max_value=366)
    source = forms.CharField(
        label=lazy("By which law?"),
        help_text=lazy("Its name and section, as everybody can look it up."),
        max_length=300,
        error_messages={"required": lazy("Write the law, with its section. A rule without a source does not count.")},
    )
    reviewer = forms.CharField(label=lazy("Who compared it with the law?"), max_length=120)
    reviewer_kind = forms.ChoiceField(
        label=lazy("Who is that?"), widget=forms.RadioSelect, error_messages={"required": lazy("Say who that is.")}
    )
    reviewed_on = web.Day(label=lazy("When?"))
    stale_on = web.Day(
        label=lazy("Until when does that hold?"),
        help_text=lazy("At most twenty-four months after it was compared. Then the time of the house holds again."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    groups = (web.Group(("months", "days"), lazy("How long is it kept?")),)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep it for a second person")),)
    use_required_attribute = False

    def __init__(self, one: rules.Ruled, today: date, data: Any = None) -> None:
        row = one.waiting or one.rule
        period = rules.period_of(row) if row else one.kind.period
        last = months_later(today, rules.REVIEW_MONTHS)
        initial: dict[str, Any] = {
            "start": period.start,
            "months": period.months,
            "days": period.days,
            "version": one.newest,
        }
        initial |= {"reviewed_on": today, "stale_on": last}
        if row:
            names = ("source", "reviewer", "reviewer_kind", "reviewed_on", "stale_on")
            initial |= {name: getattr(row, name) for name in names}
        super().__init__(data, initial=initial)
        web.offer(self, "start", [(start, STARTS[start]) for start in one.kind.begins])
        web.offer(self, "reviewer_kind", [(kind.value, words) for kind, words in rules.REVIEWERS.items()])
        if len(one.kind.begins) == 1:
            del self.fields["start"]
        self._start = one.kind.period.start

    def asked(self) -> rules.Wanted:
        """The rule that was typed."""
        data = self.cleaned_data
        period = Period(data.get("start", self._start), data["months"], data["days"])
        names = ("source", "reviewer", "reviewer_kind", "reviewed_on", "stale_on")
        return rules.Wanted(period, *(data[name] for name in names))


def _form(request: HttpRequest, _actor: Actor, one: rules.Ruled) -> Typed:
    return Typed(one, deeds.at(request).date(), deeds.posted(request))


def _type(actor: Actor, one: rules.Ruled, data: dict[str, Any], now: datetime) -> KeepingRule:
    return clocked.type_rule(actor, one, data["asked"], data["version"], now)


def _of(one: rules.Ruled) -> str:
    return web.dots(str(one.kind.words), country_words(one.country))


def _address(one: rules.Ruled) -> str:
    return reverse("desk:keeping-rule", args=[one.country, one.kind.code])


TYPING = Things(find=rules.ruled, url=_address, back=_of, asks=True)
TYPE = {
    "keeping-type": Act(
        deed=rules.TYPE,
        title=lazy("How long is it kept?"),
        heading=_of,
        lede=lambda one: (
            _("The time of the house is %(span)s: our own, until a law is named.") % {"span": span(one.kind.period)}
        ),
        note=lazy("It holds for what is decided from then on. A day that stands in a record already stays as it is."),
        form=_form,
        call=_type,
        done=lazy("Kept. It counts once a second person has confirmed it; until then, what held before."),
        slug="type",
    )
}


# ---- the second person ----


class GiveBack(web.Page):
    """What is not so."""

    note = web.StaffText(label=lazy("What is not so?"), max_length=300, rows=3)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Give it back")),)
    use_required_attribute = False


def _rule(actor: Actor, rule_id: UUID) -> KeepingRule:
    return access.found(actor, KeepingRule, rule_id, "typed_by", "confirmed_by")


def _lede(row: KeepingRule) -> str:
    return web.dots(rules.words_of(row.record_class), country_words(row.country))


RULES = Things(
    find=_rule,
    url=lambda row: reverse("desk:keeping-rule", args=[row.country, row.record_class]),
    back=_lede,
    fits=lambda _actor, row, _name: rules.waits(row),
    asks=True,
    gone=lazy("This does not wait any more."),
)
SECOND = {
    "keeping-confirm": Act(
        deed=rules.CONFIRM,
        title=lazy("Confirm a time of keeping"),
        heading=lazy("Is that what the law says?"),
        lede=_lede,
        facts=_facts,
        note=lazy(
            "Read the law yourself. What is erased too early is gone, and what is kept too long can harm a child."
        ),
        button=lazy("I compared it: it counts from now on"),
        call=lambda actor, row, _data, now: clocked.confirm(actor, row.pk, now),
        done=lazy("It counts from now on. Days that stand in records already stay as they are."),
        slug="confirm",
    ),
    "keeping-return": Act(
        deed=rules.GIVE_BACK,
        title=lazy("Give a time of keeping back"),
        lede=_lede,
        facts=_facts,
        form=GiveBack,
        call=lambda actor, row, data, now: clocked.give_back(actor, row.pk, data["note"], now),
        done=lazy("Given back. What held before goes on to hold."),
        slug="return",
    ),
}
PATHS = [
    *RULES.paths("keeping/rules/<uuid:rule_id>/", "", SECOND),
    *TYPING.paths("keeping/<str:country>/<slug:code>/", "", TYPE),
]
