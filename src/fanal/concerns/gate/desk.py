"""The public page of a member: how the gate stands, settings, statements to sign, open and close, shield, practice."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fanal.access.api import NotNow, keeping, languages, may
from fanal.access.api import gate as gates
from fanal.concerns.desk.words import country
from fanal.concerns.gate import gate, spoken
from fanal.concerns.gate import pages as deeds
from fanal.concerns.gate import practice as deeds_practice
from fanal.concerns.gate.statements import TITLES
from fanal.concerns.models import ReportingPage
from fanal.concerns.retention import ROOM
from fanal.contacts.api import country_info
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind, Which
from fanal.vocabulary.hours import DAYS
from fanal.web import api as web

_ELSEWHERE: tuple[tuple[str, str, web.Words, tuple[str, ...]], ...] = (
    ("contacts.read", "contacts:file", gettext_lazy("Open the file of the country"),
     ("contact", "law", "authority_note", "exit_target")),
    (deeds.SET, "concerns:page_settings", gettext_lazy("Settings"),
     ("hours", "duty_person", "deputy", "language", "language_out")),
    (keeping.LIST, "desk:keeping", gettext_lazy("Times of keeping"), ("retention",)),
    ("desk.people", "desk:people", gettext_lazy("People"),
     ("intake", "keepers", "custodian", "safeguarding_lead", "trained", "small")),
    ("desk.people", "desk:teams", gettext_lazy("Teams"), ("rota",)),
    ("desk.keys", "desk:keys", gettext_lazy("Keys"), ("kit",)),
    ("desk.agreements", "desk:agreements", gettext_lazy("Agreements"),
     ("agreements", "conflict_partner", "second_person", "only_partner")),
)  # fmt: skip
"""Where lines of the gate are answered: for whom the policy lets do what, the page, its words."""


class SettingsForm(web.Page):
    """What a manager sets."""

    team = forms.ChoiceField(
        label=gettext_lazy("Which intake team reads what comes?"),
        help_text=gettext_lazy(
            "Its people and the supervisors open it. What partners hand over goes to the main team."
        ),
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of the form"),
        help_text=gettext_lazy("Only languages that a named native speaker has reviewed."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    duty_person = forms.ChoiceField(
        label=gettext_lazy("Who is on duty?"),
        help_text=gettext_lazy("Hears at once when a child is in danger."),
        required=False,
    )
    deputy = forms.ChoiceField(label=gettext_lazy("Who is deputy?"), required=False)
    alerts_outside_hours = forms.BooleanField(
        label=gettext_lazy("Alert the person on duty outside the hours too"), required=False
    )
    outside_address = forms.CharField(
        label=gettext_lazy("Where can people write who are worried about somebody in your organisation?"),
        help_text=gettext_lazy("An address outside your organisation. Everybody can read it."),
        max_length=200,
        required=False,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Keep these settings")),)

    def __init__(self, actor: Actor, data: Any = None, *, page: ReportingPage) -> None:
        super().__init__(data, initial=_initial(page))
        zone = network.org(actor.org).time_zone
        web.offer(self, "languages", _languages(page))
        named = network.teams.named(actor.org, RingKind.INTAKE)
        web.offer(self, "team", [("", _("The main team")), *((str(one.id), one.name) for one in named)])
        if not named:
            del self.fields["team"]
        teams: list[Which] = [RingKind.INTAKE, *(one.id for one in named)]
        able = network.names(person for team in teams for person in network.team_people(actor.org, team))
        people = sorted(((str(person), name) for person, name in able.items()), key=lambda pair: pair[1])
        for field in ("duty_person", "deputy"):
            web.offer(self, field, [("", _("Nobody")), *people])
        for day in DAYS:
            self.fields[f"hours_{day}"] = web.HoursField(label=web.DAY_WORDS[day], required=False, max_length=80)
            self.fields[f"hours_{day}"].needed = True  # type: ignore[attr-defined]  # on one day at least; the hint says so
        hint = _("In the time of %(zone)s. Like 08:00-12:00, 13:00-20:00. Leave a day empty when nobody reads.")
        group = web.Group(tuple(f"hours_{day}" for day in DAYS), _("When does somebody read?"), hint % {"zone": zone})
        self.groups = (group,)  # type: ignore[misc]

    def asked(self) -> deeds.Settings:
        """The settings that were typed."""
        data = self.cleaned_data
        hours = {day: data[f"hours_{day}"] for day in DAYS if data[f"hours_{day}"]}
        return deeds.Settings(
            hours=hours,
            languages=tuple(data["languages"]),
            duty_person=UUID(data["duty_person"]) if data["duty_person"] else None,
            deputy=UUID(data["deputy"]) if data["deputy"] else None,
            alerts_outside_hours=data["alerts_outside_hours"],
            outside_address=data["outside_address"],
            team=UUID(data["team"]) if data.get("team") else None,
        )


def _languages(page: ReportingPage) -> list[tuple[str, str]]:
    """What is offered here, and what was chosen before, so that it can be taken out."""
    codes = dict.fromkeys((*languages.offered(), *page.languages))
    out = spoken.unspoken(codes, country_info(page.country))
    said = _("%(language)s (not on the form: %(why)s)")
    named = {code: spoken.name(code) for code in codes}
    return [(code, said % {"language": own, "why": out[code]} if code in out else own) for code, own in named.items()]


def _asks_again(request: HttpRequest, _actor: Actor, page: ReportingPage) -> dict[str, object]:
    """What keeping the settings of an open page would do: the lines that do not hold close it."""
    today = web.deeds.at(request).date()
    found = gate.look(page.org_id, page.country, today) if page.published else []
    lapsed = [f"{TITLES[line.code]}: {line.words}" for line in found if not line.ok]
    return {"published": page.published, "lapsed": lapsed}


def _initial(page: ReportingPage) -> dict[str, Any]:
    found = {
        "languages": page.languages or (_to_offer(page) if not page.hours else []),
        "duty_person": str(page.duty_person_id or ""),
        "deputy": str(page.deputy_id or ""),
        "alerts_outside_hours": page.alerts_outside_hours,
        "outside_address": page.outside_address,
        "team": str(page.team_id or ""),
    }
    return found | {f"hours_{day}": page.hours.get(day, []) for day in DAYS}


def _to_offer(page: ReportingPage) -> list[str]:
    """What a page that nobody has set yet begins with: the languages that the organisation was founded with."""
    return [code for code in network.org(page.org_id).languages if code in languages.offered()]


class Begin(web.Page):
    """For which country."""

    country = forms.ChoiceField(label=gettext_lazy("For which country?"))
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(gettext_lazy("Begin the page")),)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "country", ((code, country(code)) for code in deeds.free_countries(actor)))


@web.deeds.page("concerns.pages")
@require_http_methods(["GET", "POST"])
def pages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The pages of the organisation, and the beginning of another one."""
    may_make = bool(may(actor, deeds.MAKE)) and bool(deeds.free_countries(actor))
    form = Begin(actor, web.deeds.posted(request)) if may_make else None
    if form is not None and request.method == "POST" and form.is_valid():
        with web.deeds.telling(form):
            made = deeds.make(actor, form.cleaned_data["country"], web.deeds.at(request))
            return HttpResponseRedirect(reverse("concerns:page_settings", args=[made.pk]))
    rows = [_page_row(one, request) for one in deeds.pages_of(actor)]
    columns = [_("Country"), _("State"), _("Still to do"), _("Last looked at")]
    context = {"rows": rows, "columns": columns, "form": form, "taken": bool(may(actor, deeds.MAKE)) and not may_make}
    return render(request, "concerns/gate/pages.html", context)


def _page_row(page: ReportingPage, request: HttpRequest) -> dict[str, object]:
    lapsed = [line for line in gate.look(page.org_id, page.country, web.deeds.at(request).date()) if not line.ok]
    return {
        "cells": [
            country(page.country),
            web.tag(_("open"), "ok") if page.published else web.tag(_("closed")),
            web.digits(len(lapsed)) if lapsed else _("nothing"),
            web.day_words(page.checked_on),
        ],
        "url": reverse("concerns:page", args=[page.pk]),
        "open": country(page.country),
    }


@web.deeds.page("concerns.pages")
@require_GET
def page_(request: HttpRequest, actor: Actor, page_id: UUID) -> HttpResponse:
    """One page: how each line of the gate stands, and what this person can do about it."""
    page, today = deeds.page_of(actor, page_id), web.deeds.at(request).date()
    shown = spoken.languages_shown(page, today)
    is_there = page.published and bool(shown)
    context = {
        "one": page,
        "country": country(page.country),
        "gate": _lines(actor, page, today),
        "may_set": bool(may(actor, deeds.SET, page)),
        "may_publish": bool(may(actor, deeds.PUBLISH, page)),
        "may_shield": bool(may(actor, deeds_practice.SHIELD, page)),
        "may_practise": bool(may(actor, deeds_practice.LINK, page)),
        "shield": page.shield_until is not None and page.shield_until > web.deeds.at(request),
        "address": reverse("public:entry", args=[_language(shown), page.country.lower()]) if is_there else "",
        "may_be_practised": bool(shown),
    }
    return render(request, "concerns/gate/page.html", context)


def _language(shown: Sequence[str]) -> str:
    """Of the languages of the form that of whoever looks, or the first."""
    here = get_language()
    return here if here in shown else shown[0]


def _lines(actor: Actor, page: ReportingPage, today: date) -> dict[str, list[dict[str, object]]]:
    named: dict[str, list[Any]] = {"contacts:file": [page.country], "concerns:page_settings": [page.pk]}
    elsewhere = {
        code: (reverse(name, args=named.get(name)), words)
        for deed, name, words, codes in _ELSEWHERE
        if may(actor, deed)
        for code in codes
    }
    return web.gates.shown(
        actor,
        ROOM,
        page,
        gate.look(page.org_id, page.country, today),
        lambda item: reverse("concerns:page_sign", args=[page.pk, item]),
        elsewhere,
    )


def _kept(_one: ReportingPage, lapsed: list[gates.Line]) -> str | tuple[int, str]:
    if lapsed:
        return messages.WARNING, _("Kept. The page no longer passes the gate, so it was closed.")
    return _("Kept.")


def _shield(done: web.Words, *, up: bool) -> web.Act:
    def switch(actor: Actor, one: ReportingPage, _data: dict[str, Any], now: datetime) -> None:
        deeds_practice.shield(actor, one.country, up=up, now=now)

    return web.Act(deed=deeds_practice.SHIELD, form=None, call=switch, done=done)


def _for_country(one: ReportingPage) -> str:
    return _("Public page for %(country)s") % {"country": country(one.country)}


PAGES = web.Things(find=deeds.page_of, url=lambda one: reverse("concerns:page", args=[one.pk]), back=_for_country)
ACTS = {
    "settings": web.Act(
        deed=deeds.SET,
        title=gettext_lazy("Public page"),
        heading=gettext_lazy("Settings of the page"),
        template="concerns/gate/settings.html",
        more=_asks_again,
        form=lambda request, actor, one: SettingsForm(actor, web.deeds.posted(request), page=one),
        call=lambda actor, one, data, now: deeds.change(actor, one.pk, data["asked"], now),
        done=_kept,
    ),
    "open": web.press(deeds.PUBLISH, deeds.publish, gettext_lazy("Open. People can tell you now.")),
    "close": web.Act(
        deed=deeds.UNPUBLISH,
        title=gettext_lazy("Public page"),
        heading=lambda one: _("Close the page for %(country)s?") % {"country": country(one.country)},
        points=(
            gettext_lazy("Nobody can tell you anything there until it is open again. The numbers to call stay."),
            gettext_lazy("Who is writing now cannot send it. They keep their words and read whom to call."),
            gettext_lazy("Who has a code can still come back with it."),
        ),
        button=gettext_lazy("Close the page"),
        call=web.plain(deeds.unpublish),
        done=gettext_lazy("Closed. Who has a code can still come back with it."),
    ),
    "shield_up": _shield(gettext_lazy("The shield is up for six hours."), up=True),
    "shield_down": _shield(gettext_lazy("The shield is down."), up=False),
}


STATING, SIGN = web.gates.signing(
    ROOM,
    deeds.STATE,
    title=gettext_lazy("Public page"),
    find=deeds.page_of,
    country=lambda one: one.country,
    url=lambda one: reverse("concerns:page", args=[one.pk]),
    back=_for_country,
)


@web.deeds.page(deeds_practice.LINK)
@require_POST
def practice(request: HttpRequest, actor: Actor, page_id: UUID) -> HttpResponse:
    """A practice link, shown once, in the language of whoever makes it where the class can have that."""
    one, now = deeds.page_of(actor, page_id), web.deeds.at(request)
    here = reverse("concerns:page", args=[one.pk])
    try:
        token = deeds_practice.make_link(actor, one.country, now)
    except NotNow as why:  # the page was changed meanwhile
        messages.error(request, why.words)
        return HttpResponseRedirect(here)
    language = _language(spoken.languages_shown(one, now.date()))
    link = web.once.address(request, "public:practice", language, one.country.lower(), token)
    return web.once.show(request, web.once.PRACTICE, link, here)
