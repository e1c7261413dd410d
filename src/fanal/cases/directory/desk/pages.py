"""The directory as a list, and one entry."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import history, may
from fanal.cases.directory import answers, directory, duties, keeping
from fanal.cases.directory.desk import find
from fanal.cases.directory.directory import Entry
from fanal.cases.directory.policy import KEEP, READ, SUSPEND
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.models import Provider
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

_TOLD = (
    "areas", "sexes", "languages", "access", "free", "cost", "contact", "capacity_free", "capacity_as_of",
    "answer_hours_urgent", "answer_hours", "vetted_until", "source", "checked_on", "ended_on",
)  # fmt: skip


@web.deeds.page(READ)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All entries by name: what they offer, where, and whether somebody can be sent there."""
    today = network.day_at(actor.org, web.deeds.at(request))
    rows, entries = keeping.providers(actor), {one.id: one for one in keeping.entries(actor.org, today)}
    context = {
        "columns": [_("Provider"), _("Help"), _("Areas"), _("State")],
        "rows": [_row(row, entries[row.pk], today) for row in rows if row.pk in entries],
        "may_keep": bool(may(actor, KEEP)),
    }
    return render(request, "cases/directory/list.html", context)


def _row(row: Provider, entry: Entry, today: date) -> dict[str, object]:
    offered = [words.code("service_type", one) for one in row.services]
    return {
        "cells": [
            row.name,
            web.listed(offered[:3]) + ("…" if offered[3:] else ""),
            web.listed(row.areas),
            state(entry, today),
        ],
        "url": reverse("cases:provider", args=[row.pk]),
        "open": row.name,
    }


def state(entry: Entry, today: date) -> object:
    """Whether somebody can be sent there, as a tag."""
    answer = directory.usable(entry, today)
    if not answer and answer.reason_code != "agreement":
        return web.tag(find.PASSED[answer.reason_code], "late")
    if not directory.is_verified(entry, today):
        return web.tag(_("not verified"), "late")
    if not answer:
        return web.tag(_("no agreement: no data may go"), "soon")
    soon = entry.vetted_until <= today + duties.BEFORE
    return web.tag(_("checked until {day}").format(day=web.day_words(entry.vetted_until)), "soon" if soon else "ok")


@web.deeds.page(READ)
@require_GET
def provider(request: HttpRequest, actor: Actor, provider_id: UUID) -> HttpResponse:
    """One entry, with who checked it and who changed it."""
    today = network.day_at(actor.org, web.deeds.at(request))
    row = keeping.provider_of(actor, provider_id)
    entry = keeping.entry_of(row, today)
    context = {
        "row": row,
        "state": state(entry, today),
        "usable": directory.usable(entry, today),
        "services": [words.code("service_type", one) for one in row.services],
        "facts": list(_facts(row, entry)),
        "events": history(actor, row.pk),
        "answers": figures(row.pk, today),
        "may": {name: bool(may(actor, deed, row)) for name, deed in (("keep", KEEP), ("suspend", SUSPEND))},
    }
    return render(request, "cases/directory/provider.html", context)


def figures(provider_id: UUID, today: date) -> str:
    """How fast a provider answered in the last twelve months, in words; nothing below ten requests."""
    found = answers.figures(provider_id, today)
    if found is None:
        return ""
    said = _("Of {n} requests in the last 12 months, {m} stayed without answer.")
    told = said.format(n=web.digits(found.asked), m=web.digits(found.unanswered))
    if found.hours is None:
        return told
    return f"{told} {_('Half of the answers came within {n} hours.').format(n=web.digits(found.hours))}"


def _facts(row: Provider, entry: Entry) -> Any:
    fields = model().entities["provider"].fields
    if row.organisation:
        yield words.label(fields["organisation"]), row.organisation.name
    yield words.label(fields["ages"]), _("{a} to {b}").format(a=web.digits(row.age_from), b=web.digits(row.age_to))
    for name in _TOLD:
        value = getattr(row, name)
        if told := words.told(fields[name], tuple(value) if isinstance(value, list) else value):
            yield words.label(fields[name]), told
    for day, spans in row.hours.items():
        yield web.DAY_WORDS[day], web.listed(spans)
    yield _("Checked by"), row.vetted_by.name
    yield _("Looked at by"), row.checked_by.name
    if entry.agreement_until:
        yield words.label(fields["agreement_until"]), web.day_words(entry.agreement_until)
