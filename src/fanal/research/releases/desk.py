"""Releases as staff see them: what each says, where it is cited, and withdrawing or correcting it."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access import api as access
from fanal.engines.disclosure.contracts import NotWhole
from fanal.network.contracts import Actor
from fanal.research import policy, table_words, words
from fanal.research.contracts import ReleaseState
from fanal.research.models import Release
from fanal.research.plans import publishing
from fanal.research.releases import dois, releases, uses
from fanal.web import api as web
from fanal.web.api import deeds


class Because(web.Page):
    """Why: everybody reads it."""

    reason = web.StaffText(
        label=lazy("Why?"), help_text=lazy("Everybody reads this beside the release. No names of persons."),
        max_length=300, rows=3, error_messages={"required": lazy("Write why.")},
    )  # fmt: skip
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Do it")),)


class Cited(web.Page):
    """Where a release is cited, and since when."""

    where = forms.CharField(
        label=lazy("Where is it cited?"),
        help_text=lazy("A publication, a speech, a bill. No names of persons."),
        max_length=300,
        error_messages={"required": lazy("Write where it is cited.")},
    )
    on = web.Day(label=lazy("On which day?"), error_messages={"required": lazy("Choose a day.")})
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Note it")),)


class Doi(web.Page):
    """The DOI that a registrar gave."""

    doi = forms.CharField(
        label=lazy("Which DOI?"),
        help_text=lazy("As in 10.5281/zenodo.1234567, or its address. Leave it empty to take away a wrong one."),
        max_length=300,
        required=False,
        widget=forms.TextInput({"dir": "ltr"}),
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Note it")),)


@deeds.page(policy.RELEASES)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every release that this person may see, newest first."""
    now = deeds.at(request)
    rows = [
        {
            "cells": [one.title, one.number, one.org.name, _state(one, stale=releases.is_stale(one, now)),
                      web.day_words(one.published_at)],
            "url": reverse("research:release", args=[one.pk]),
            "open": one.title,
        }
        for one in releases.releases_of(actor)
    ]  # fmt: skip
    columns = [_("Title"), _("Number"), _("Organisation"), _("State"), _("Day")]
    return render(request, "research/releases/releases.html", {"rows": rows, "columns": columns})


def _state(one: Release, *, stale: bool) -> str:
    if stale and one.state == ReleaseState.PUBLISHED:
        return _("published; older than two years: replace it")
    return str(words.RELEASES[one.state])


@deeds.page(policy.RELEASES)
@require_GET
def release(request: HttpRequest, actor: Actor, release_id: UUID) -> HttpResponse:
    """One release: its tables, whether its signature fits, where it is cited, what can be done."""
    one = releases.release_of(actor, release_id)
    tables = _tables(one)
    live, noted = one.state == ReleaseState.PUBLISHED, uses.uses_of(actor, one)
    context = {
        "one": one,
        "state": _state(one, stale=releases.is_stale(one, deeds.at(request))),
        "verified": releases.verified(one),
        "tables": tables,
        "page_url": _page_url(one) if one.audience == "public" else "",
        "facts": [
            (_("Number"), f"{one.number} · {_('version')} {web.digits(one.version)}"),
            (_("For whom"), str(words.AUDIENCES[one.audience])),
            (_("Published"), web.day_words(one.published_at)),
            (_("Cited, as far as we know"), web.digits(uses.count(one))),
            *([("DOI", one.doi)] if one.doi else ()),
        ],
        "uses": [{"cells": [row.where, web.day_words(row.on), row.entered_by.name]} for row in noted],
        "use_columns": [_("Where"), _("Day"), _("Noted by")],
        "may_use": bool(access.may(actor, policy.ENTER_USE, one)),
        "may_doi": one.audience == "public" and bool(access.may(actor, policy.ENTER_DOI, one)),
        "may_correct": live and one.plan_id is not None and bool(access.may(actor, policy.CORRECT, one)),
        "may_withdraw": one.state != ReleaseState.WITHDRAWN and bool(access.may(actor, policy.WITHDRAW, one)),
        "events": access.history(actor, one.pk),
    }  # fmt: skip
    return render(request, "research/releases/release.html", context)


def _page_url(one: Release) -> str:
    return reverse("evidence:release_version", args=[get_language() or "en", one.number, one.version])


def _tables(one: Release) -> list[table_words.Table]:
    """Its tables; none where its bytes were changed, which the page says."""
    try:
        return [table_words.table(table) for table in releases.bundle_of(one).tables]
    except NotWhole:
        return []


@deeds.page(policy.ENTER_USE)
@require_http_methods(["GET", "POST"])
def cited(request: HttpRequest, actor: Actor, release_id: UUID) -> HttpResponse:
    """Note where it is cited."""
    one, form = releases.release_of(actor, release_id), Cited(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            uses.enter(actor, one.pk, form.cleaned_data["where"], form.cleaned_data["on"], deeds.at(request))
            messages.success(request, _("Noted."))
            return HttpResponseRedirect(reverse("research:release", args=[one.pk]))
    return render(request, "research/releases/cited.html", {"form": form, "one": one})


@deeds.page(policy.ENTER_DOI)
@require_http_methods(["GET", "POST"])
def doi(request: HttpRequest, actor: Actor, release_id: UUID) -> HttpResponse:
    """Note its DOI."""
    one = releases.release_of(actor, release_id)
    form = Doi(deeds.posted(request), initial={"doi": one.doi})
    there = request.build_absolute_uri(_page_url(one))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            dois.enter(actor, one.pk, form.cleaned_data["doi"], deeds.at(request))
            messages.success(request, _("Noted."))
            return HttpResponseRedirect(reverse("research:release", args=[one.pk]))
    return render(request, "research/releases/doi.html", {"form": form, "one": one, "there": there})


@deeds.page(policy.CORRECT)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, actor: Actor, release_id: UUID) -> HttpResponse:
    """Begin the next version; it goes the whole way again."""
    one, form = releases.release_of(actor, release_id), Because(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            plan = publishing.correct(actor, one.pk, form.cleaned_data["reason"], deeds.at(request))
            messages.success(request, _("A plan for the next version is open. It goes the whole way again."))
            return HttpResponseRedirect(reverse("research:plan", args=[plan.pk]))
    return render(request, "research/releases/correct.html", {"form": form, "one": one})


@deeds.page(policy.WITHDRAW)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, actor: Actor, release_id: UUID) -> HttpResponse:
    """Withdraw it at once."""
    one, form = releases.release_of(actor, release_id), Because(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            publishing.withdraw(actor, one.pk, form.cleaned_data["reason"], deeds.at(request))
            messages.success(request, _("Withdrawn. Every reader sees it from now on."))
            return HttpResponseRedirect(reverse("research:release", args=[one.pk]))
    return render(request, "research/releases/withdraw.html", {"form": form, "one": one})
