"""Releases as staff see them: what each says, where it is cited, and withdrawing it."""

from typing import ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access import api as access
from fanal.engines.disclosure.contracts import NotWhole
from fanal.network.contracts import Actor
from fanal.research import table_words, words
from fanal.research.contracts import ReleaseState
from fanal.research.models import Release
from fanal.research.releases import dois, policy, releases, uses
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds


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
            "cells": [release.title, release.number, release.org.name,
                      _state(release, stale=releases.is_stale(release, now)), web.day_words(release.published_at)],
            "url": reverse("research:release", args=[release.pk]),
            "open": release.title,
        }
        for release in releases.releases_of(actor)
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
    release = releases.release_of(actor, release_id)
    tables = _tables(release)
    live, noted = release.state == ReleaseState.PUBLISHED, uses.uses_of(actor, release)
    context = {
        "one": release,
        "state": _state(release, stale=releases.is_stale(release, deeds.at(request))),
        "verified": releases.verified(release),
        "tables": tables,
        "page_url": _page_url(release) if release.audience == "public" else "",
        "facts": [
            (_("Number"), f"{release.number} · {_('version')} {web.digits(release.version)}"),
            (_("For whom"), str(words.AUDIENCES[release.audience])),
            (_("Published"), web.day_words(release.published_at)),
            (_("Cited, as far as we know"), web.digits(uses.count(release))),
            *([("DOI", release.doi)] if release.doi else ()),
        ],
        "uses": [{"cells": [row.where, web.day_words(row.on), row.entered_by.name]} for row in noted],
        "use_columns": [_("Where"), _("Day"), _("Noted by")],
        "may_use": bool(access.may(actor, policy.ENTER_USE, release)),
        "may_doi": release.audience == "public" and bool(access.may(actor, policy.ENTER_DOI, release)),
        "may_correct": live and release.plan_id is not None and bool(access.may(actor, policy.CORRECT, release)),
        "may_withdraw": release.state != ReleaseState.WITHDRAWN and bool(access.may(actor, policy.WITHDRAW, release)),
        "events": access.history(actor, release.pk),
    }  # fmt: skip
    return render(request, "research/releases/release.html", context)


def _page_url(one: Release) -> str:
    return reverse("evidence:release_version", args=[web.spoken(), one.number, one.version])


def _tables(one: Release) -> list[table_words.Table]:
    """Its tables; none where its bytes were changed, which the page says."""
    try:
        return [table_words.table(table) for table in releases.bundle_of(one).tables]
    except NotWhole:
        return []


RELEASES = Things(
    find=releases.release_of,
    url=lambda release: reverse("research:release", args=[release.pk]),
    back=lambda release: release.title,
)
ACTS = {
    "cited": Act(
        deed=policy.ENTER_USE,
        title=lazy("Where it is cited"),
        heading=lazy("Where is this release cited?"),
        form=Cited,
        call=lambda actor, release, data, now: uses.enter(actor, release.pk, data["where"], data["on"], now),
        done=lazy("Noted."),
    ),
    "doi": Act(
        deed=policy.ENTER_DOI,
        title=lazy("DOI"),
        heading=lazy("Which DOI has this release?"),
        form=lambda request, _actor, release: Doi(deeds.posted(request), initial={"doi": release.doi}),
        template="research/releases/doi.html",
        more=lambda request, _actor, release: {"there": request.build_absolute_uri(_page_url(release))},
        call=lambda actor, release, data, now: dois.enter(actor, release.pk, data["doi"], now),
        done=lazy("Noted."),
    ),
    "withdraw": Act(
        deed=policy.WITHDRAW,
        title=lazy("Withdraw a release"),
        heading=lazy("Withdraw this release?"),
        lede=lazy("At once. Its files stay with whoever has them; every reader sees the word, and why."),
        form=Because,
        button=lazy("Withdraw it"),
        call=lambda actor, release, data, now: releases.withdraw(actor, release.pk, data["reason"], now),
        done=lazy("Withdrawn. Every reader sees it from now on."),
    ),
}
