"""Lists of files: one's own, those of the teams, those that are closed. No content, no name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import may
from fanal.cases.codes import Risk, Stage
from fanal.cases.files import lists
from fanal.cases.files.desk import words
from fanal.cases.files.lists import Filters, Page
from fanal.cases.models import Holding
from fanal.cases.policy import LIST
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.countries import country_name
from fanal.web import api as web


class Narrow(forms.Form):
    """Narrows a list by clear columns; there is no box for a person."""

    risk = web.Narrow(label=lazy("Risk"))
    stage = web.Narrow(label=lazy("Step"))
    owner = web.Narrow(label=lazy("Worker"))

    def __init__(self, workers: Mapping[UUID, str], data: Any) -> None:
        super().__init__(data)
        self._offer("risk", [(one.value, words.code("risk_level", one)) for one in Risk])
        self._offer("stage", [(one.value, words.code("stage", one)) for one in Stage])
        if workers:
            self._offer("owner", [(str(pk), name) for pk, name in workers.items()])
        else:
            del self.fields["owner"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        web.offer(self, name, web.all_or(choices))

    def filters(self, *, closed: bool) -> Filters:
        """What was chosen; a value that is no choice narrows nothing."""
        self.full_clean()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        owner = UUID(said.pop("owner")) if "owner" in said else None
        return Filters(**said, owner=owner, closed=closed)


@web.deeds.page(LIST)
@require_GET
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The files of which the person is the worker."""
    return _drawn(request, actor, "mine", lists.mine(actor), _("My files"))


@web.deeds.page(LIST)
@require_GET
def team(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The files of the teams, or all that a supervisor sees."""
    return _drawn(request, actor, "team", lists.teams(actor), _("Files of the team"))


@web.deeds.page(LIST)
@require_GET
def closed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Files that are closed."""
    return _drawn(request, actor, "closed", lists.teams(actor), _("Closed files"))


def _drawn(request: HttpRequest, actor: Actor, name: str, rows: QuerySet[Holding], title: str) -> HttpResponse:
    now, own = web.deeds.at(request), name == "mine"
    workers = {} if own else _workers(actor)
    narrow = Narrow(workers, request.GET)
    filters = narrow.filters(closed=name == "closed")
    cut = lists.own_ranges(actor) if own else lists.ranges(actor, filters)
    found = lists.page(filters.on(rows), request.GET.get("after", ""), cut)
    left = {row.owner_id for row in found.rows} - workers.keys() if not own else ()
    workers |= network.names(left) if left else {}
    chosen = {key: value for key, value in request.GET.items() if key != "after" and value}
    here = reverse(f"cases:{name}")
    columns = [
        _("Next"),
        _("Number"),
        _("Risk"),
        _("Step"),
        _("Country"),
        _("Opened on"),
        *([] if own else [_("Worker")]),
    ]
    context = {
        "title": title,
        "name": name,
        "tabs": tabs(actor, name),
        "columns": columns,
        "rows": [_row(one, now, workers) for one in found.rows],
        "count": _count(found),
        "narrow": narrow,
        "narrowed": bool(chosen),
        "first": f"{here}?{urlencode(chosen)}" if request.GET.get("after") else "",
        "following": f"{here}?{urlencode({**chosen, 'after': found.following})}" if found.following else "",
    }
    return render(request, "cases/files/list.html", context)


def _workers(actor: Actor) -> dict[UUID, str]:
    """Who works with children here, by name."""
    people = network.persons(actor.org)
    return {one.id: one.name for one in people if one.roles & {Role.CASEWORKER, Role.SUPERVISOR}}


def _count(found: Page) -> str:
    most = lists.MOST_COUNTED
    return _("more than {n}").format(n=web.digits(most)) if found.count > most else web.digits(found.count)


def _row(one: Holding, now: datetime, workers: Mapping[UUID, str]) -> dict[str, object]:
    """`workers`: names, where the list says whose each file is."""
    reach = words.unsafe(one.safe_to_contact)
    cells = [
        web.due_tag(one.next_due, now) if one.next_due else web.tag(_("nothing is due"), "late"),
        web.named(_("Number"), web.dots(one.number, reach) if reach else one.number),
        web.named(_("Risk"), words.risk(one.risk)),
        words.code("stage", one.stage),
        country_name(one.country_of_harm, web.locale()) if len(one.country_of_harm) == 2 else "",
        web.day_words(one.opened_on),
    ]
    return {
        "cells": [*cells, workers[one.owner_id]] if workers else cells,
        "url": reverse("cases:file", args=[one.case_id]),
        "open": _("file {number}").format(number=one.number),
    }


TABS: Final[dict[str, tuple[web.Words, str]]] = {}
"""Lists of concerns above: by name of the page, the words and the deed that opens it. Each adds its own when the room
starts."""


def tabs(actor: Actor, current: str) -> list[dict[str, object]]:
    """The lists that this person sees, as links."""
    shown = [("mine", _("My files"))] if actor.has(Role.CASEWORKER, Role.SUPERVISOR) else []
    shown.append(("team", _("Files of the team")))
    shown += [(name, str(words)) for name, (words, deed) in TABS.items() if may(actor, deed)]
    shown.append(("closed", _("Closed files")))
    return [{"label": label, "url": reverse(f"cases:{name}"), "current": name == current} for name, label in shown]
