"""Tables of gaps to take along: asked for with a reason, approved by a second person above twenty, taken once."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from fanal.access import api as access
from fanal.access.api import NotHere, NotNow
from fanal.justice.gaps import exports, gaps, policy
from fanal.justice.gaps import words as gap_words
from fanal.justice.gaps.desk.gaps import looking
from fanal.justice.law import words as law_words
from fanal.justice.models import GapsCount, GapsExport
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds


class Ask(web.Page):
    """How many, and what for."""

    boxes = forms.TypedChoiceField(label=lazy("How many gaps?"), coerce=int, widget=forms.RadioSelect)
    reason = web.StaffText(
        label=lazy("What is the table needed for?"),
        help_text=lazy("No names of persons."),
        max_length=300,
        rows=3,
        error_messages={"required": lazy("Write what it is needed for.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Ask for the table")),)

    def __init__(self, found: int, data: Any = None) -> None:
        super().__init__(data)
        sizes = sorted({min(found, exports.ALONE), found})
        web.offer(self, "boxes", ((size, _size(size)) for size in sizes))
        self.fields["boxes"].initial = sizes[0]


def _size(size: int) -> str:
    hint = _("you can take it at once") if size <= exports.ALONE else _("another person approves it first")
    return web.two_lines(web.digits(size), hint)


@deeds.page(policy.EXPORTS)
@require_GET
def exports_(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the organisation asked for and took along."""
    rows = [
        {
            "cells": [
                law_words.state_name(row.state), web.digits(row.boxes), row.asked_by.name, _state(request, row),
                web.day_words(row.asked_at),
            ],
            "url": reverse("justice:gaps_taken", args=[row.pk]),
            "open": f"{law_words.state_name(row.state)}, {web.day_words(row.asked_at)}",
        }
        for row in exports.exports_of(actor)
    ]  # fmt: skip
    columns = [_("Country"), _("Gaps"), _("Asked by"), _("State"), _("Day")]
    return render(request, "justice/gaps/exports.html", {"rows": rows, "columns": columns})


def _state(request: HttpRequest, one: GapsExport) -> str:
    if one.taken_at:
        return _("taken")
    if exports.is_over(one, deeds.at(request)):
        return _("not taken in time")
    return _("waits for a second person") if exports.needs_second(one) else _("can be taken")


@deeds.page(policy.EXPORTS)
@require_GET
def export(request: HttpRequest, actor: Actor, export_id: UUID) -> HttpResponse:
    """One table: what for, who approves, and the button to take it."""
    row, now = exports.export_of(actor, export_id), deeds.at(request)
    open_ = not exports.is_over(row, now)
    waits = open_ and exports.needs_second(row)
    facts = [
        (_("Country"), law_words.state_name(row.state)),
        (_("Gaps"), web.digits(row.boxes)),
        (_("What for"), row.reason),
        (_("Mark in every row"), exports.mark_of(row, now)),
    ]
    context = {
        "one": row,
        "facts": facts,
        "state": _state(request, row),
        "waits": waits,
        "may_approve": waits and bool(access.may(actor, policy.APPROVE_EXPORT, row)),
        "may_take": open_ and not waits and bool(access.may(actor, policy.TAKE_EXPORT, row)),
        "events": access.history(actor, row.pk),
    }
    return render(request, "justice/gaps/export.html", context)


def _address(one: GapsExport) -> str:
    return reverse("justice:gaps_taken", args=[one.pk])


def _found(actor: Actor, state: str, now: datetime) -> GapsCount:
    count = gaps.count_of(actor, state, now)
    if count is None or not count.found:
        raise NotHere
    return count


FOUND = Things(
    find=_found,
    dated=True,
    url=lambda count: reverse("justice:gaps_of", args=[count.state]),
    back=lambda count: _("%(name)s: what falls through") % {"name": law_words.state_name(count.state)},
)
ASK = Act(
    deed=policy.ASK_EXPORT,
    title=lazy("A table of gaps"),
    heading=lazy("Take gaps along as a table"),
    lede=lazy(
        "It can be taken once, within a week. Every row carries the name of your organisation, the number of the table "
        "and the day."
    ),
    form=lambda request, _actor, count: Ask(count.found, deeds.posted(request)),
    template="justice/gaps/export_ask.html",
    more=lambda _request, _actor, _count: {"words": gap_words.MEMBERS_ONLY},
    call=lambda actor, count, data, now: exports.ask_for(actor, count.state, data["boxes"], data["reason"], now),
    slug="table",
    leads=_address,
)
EXPORTS = Things(find=exports.export_of, url=_address, back=lazy("Back"))


def _may_take(one: GapsExport) -> str:
    named = {"who": one.asked_by.name, "count": web.digits(one.boxes), "name": law_words.state_name(one.state)}
    return _("May %(who)s take %(count)s gaps of %(name)s along?") % named


ACTS = {
    "approve": Act(  # the second person sees how many and what for, not the gaps
        deed=policy.APPROVE_EXPORT,
        title=lazy("Approve a table"),
        heading=_may_take,
        lede=lazy(
            "A list of what no country can prosecute helps those who look for it, if it is lost. It can be taken once."
        ),
        button=lazy("Approve it"),
        template="justice/gaps/export_approve.html",
        call=web.plain(exports.approve),
        done=lazy("Approved. It can be taken once."),
    )
}


@looking(policy.TAKE_EXPORT)
@require_POST
def take(request: HttpRequest, actor: Actor, export_id: UUID) -> HttpResponseBase:
    """The table itself, once, in the form that the button says."""
    form = web.papers.form_of(request.POST.get("form", ""))
    try:
        content = exports.take(actor, export_id, form, deeds.at(request))
    except (NotNow, web.papers.NoFont) as why:
        messages.error(request, why.words)
        return HttpResponseRedirect(reverse("justice:gaps_taken", args=[export_id]))
    return web.papers.answer(content, form, f"table-{export_id}")
