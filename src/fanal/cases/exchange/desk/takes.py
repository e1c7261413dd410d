"""Taking files in: from where and for whom, the table itself, who agrees, what came of it, and how to take it back."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access import api as access
from fanal.cases.exchange import importing, maps, own, policy, sheets, words
from fanal.cases.files.desk.lists import tabs
from fanal.cases.model.declared import model
from fanal.cases.model.words import label
from fanal.cases.models import ImportBatch
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

SOURCES = {
    "htcds": (lazy("HTCDS 2.0"), lazy("the case data standard of IOM, as CSV")),
    "primero": (lazy("Primero"), lazy("cases as JSON or CSV")),
    "kenya_cpims": (lazy("Kenya CPIMS"), lazy("cases as CSV")),
    "oscar": (lazy("OSCaR"), lazy("clients as CSV")),
}


class Begin(web.Page):
    """From where, and for whom."""

    source = forms.ChoiceField(label=lazy("Where do the files come from?"), widget=forms.RadioSelect)
    worker = forms.ChoiceField(label=lazy("Who works with these children?"))
    supervisor = forms.ChoiceField(label=lazy("Who answers for the work?"))
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Go on")),)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        known = [(name, web.two_lines(*SOURCES[name])) for name in maps.SHIPPED]
        mine = [(str(one.pk), web.two_lines(one.name, _("a form of our own"))) for one in own.maps_of(actor)]
        web.offer(self, "source", [*known, *mine])
        web.offer(self, "worker", [("", _("choose")), *_named(importing.workers(actor.org))])
        web.offer(self, "supervisor", _named(importing.supervisors(actor.org)))
        self.initial["supervisor"] = str(actor.person)


def _named(people: Any) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in people]


class OwnForm(web.Page):
    """What the questions of a form of one's own become."""

    name = web.StaffLine(label=lazy("What do you call this form?"), max_length=80)
    text = forms.CharField(
        label=lazy("Paste a table: question, choice, field, code"),
        help_text=lazy("One row a question, and one a choice. For example: sex,girl,child.sex,female."),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
        max_length=100_000,
        strip=False,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep this form")),)


@deeds.page(policy.IMPORTS)
@require_GET
def takes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tables that were taken in, and those that wait."""
    rows = [
        {
            "cells": [_state(one), importing.title(one), one.worker.name, one.asked_by.name,
                      web.digits(one.children) if one.children else "", web.day_words(one.asked_at)],
            "url": reverse("cases:take", args=[one.pk]),
            "open": _("the table of {day}").format(day=web.day_words(one.asked_at)),
        }
        for one in importing.batches(actor)
    ]  # fmt: skip
    columns = [_("State"), _("From"), _("Worker"), _("Brought by"), _("Files"), _("Day")]
    context = {
        "rows": rows,
        "columns": columns,
        "tabs": tabs(actor, "takes"),
        "may_begin": bool(access.may(actor, policy.BEGIN_IMPORT)),
        "forms": own.maps_of(actor),
    }
    return render(request, "cases/exchange/takes.html", context)


def _state(one: ImportBatch) -> object:
    if one.undone_at:
        return web.tag(_("taken back"))
    if one.taken_at:
        return web.tag(_("taken in"), "ok")
    if one.digest and importing.needs_second(one):
        return web.tag(_("waits for a second supervisor"), "soon")
    return web.tag(_("not taken in yet"))


@deeds.page(policy.IMPORTS)
@require_GET
def take(request: HttpRequest, actor: Actor, batch_id: UUID) -> HttpResponse:
    """One table."""
    row, now = importing.batch_of(actor, batch_id), deeds.at(request)
    waits = row.taken_at is None and bool(row.digest) and importing.needs_second(row)
    context = {
        "one": row,
        "state": _state(row),
        "facts": _facts(row),
        "may_paste": row.taken_at is None and bool(access.may(actor, policy.IMPORT, row)),
        "waits": waits,
        "may_approve": waits and bool(access.may(actor, policy.APPROVE_IMPORT, row)),
        "may_undo": importing.may_undo(row, now) and bool(access.may(actor, policy.UNDO_IMPORT, row)),
        "alone": sheets.ALONE,
        "events": access.history(actor, row.pk),
    }
    return render(request, "cases/exchange/take.html", context)


def _facts(row: ImportBatch) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("From"), importing.title(row)),
        (_("Works with the children"), row.worker.name),
        (_("Answers for the work"), row.supervisor.name),
        (_("Brought by"), row.asked_by.name),
    ]
    return [*facts, (_("Files"), web.digits(row.children))] if row.children else facts


@deeds.page(policy.IMPORTS)
@require_GET
def fields(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The names that a form of one's own can use, with what they mean."""
    found = [one for one in model().fields if maps.is_open(one.path)]
    lists = model().lists
    rows = [
        {"cells": [one.path, label(one), " · ".join(lists[one.lists[-1]].codes) if one.lists else ""]} for one in found
    ]
    headings = [{"cells": [name, _(said)]} for name, said in words.HEADINGS.items()]
    context = {
        "rows": rows,
        "columns": [_("Field"), _("What it is"), _("Codes")],
        "headings": headings,
        "heading_columns": [_("Field"), _("What stands above it in the note")],
    }
    return render(request, "cases/exchange/fields.html", context)


def _url(one: ImportBatch) -> str:
    return reverse("cases:take", args=[one.pk])


def _undo(actor: Actor, one: ImportBatch, _key: UUID) -> str:
    return reverse("cases:take_undo", args=[one.pk]) if access.may(actor, policy.UNDO_IMPORT, one) else ""


def _kept(data: Any) -> tuple[str, UUID, UUID]:
    return data["source"], UUID(data["worker"]), UUID(data["supervisor"])


LIST = web.below(lazy("Take files in"), "cases:takes")
NEW = {
    "new": Act(
        deed=policy.BEGIN_IMPORT,
        title=lazy("Take files in"),
        lede=lazy("Files of another system become files here: in their first step, without a ground, to be confirmed."),
        points=(
            lazy("First every row is looked at. Nothing is stored before you press the button."),
            lazy("No picture, no sound, no document and no point on a map comes in."),
            lazy("No consent comes in. The worker asks each child anew within seven days."),
            lazy("It can be taken back for seven days."),
        ),
        form=lambda request, actor, _none: Begin(actor, deeds.posted(request)),
        call=lambda actor, _none, data, now: importing.begin(actor, *_kept(data), now),
        leads=lambda row: reverse("cases:take_in", args=[row.pk]),
    ),
    "form": Act(
        deed=policy.KEEP_MAP,
        title=lazy("A form of our own"),
        lede=lazy("Say once which question becomes which field. Then its answers can be taken in, again and again."),
        form=lambda request, _actor, _none: OwnForm(deeds.posted(request)),
        template="cases/exchange/own.html",
        call=lambda actor, _none, data, now: own.keep(actor, data["name"], data["text"], now),
        done=lazy("Kept. It can be chosen when you take files in."),
        leads=lambda _made: reverse("cases:takes"),
    ),
}
BATCHES = Things(find=importing.batch_of, url=_url, back=lazy("Back to the table"), asks=True)
ACTS = {
    "approve": Act(
        deed=policy.APPROVE_IMPORT,
        title=lazy("Agree to an import"),
        heading=lambda one: _("May {who} take in {count} files?").format(
            who=one.asked_by.name, count=web.digits(one.children)
        ),
        lede=lazy("You agree to this very table. If a cell of it changes, you are asked anew."),
        facts=_facts,
        button=lazy("Agree"),
        call=web.plain(importing.approve),
        done=lazy("Agreed. Whoever brought the table presses the button once more."),
    ),
    "undo": Act(
        deed=policy.UNDO_IMPORT,
        title=lazy("Take an import back"),
        heading=lazy("Take these files back?"),
        lede=lazy("The files go for good. Those on which somebody works already stay."),
        button=lazy("Take them back"),
        call=web.plain(importing.undo),
        done=lambda _one, made: made.words,
    ),
}
TABLE = web.tables.TableIn(
    deed=policy.IMPORT,
    address="cases:take_in",
    find=importing.batch_of,
    kind=importing.kind_of,
    take=lambda actor, one, taken, key, now: importing.take_in(actor, one.pk, taken, key, now),
    url=_url,
    back=importing.title,
    title=lazy("Take files in"),
    done=lazy("The files are here"),
    seal=lazy(
        "What is taken in is sealed to the team of the worker. Until then the text waits sealed in your session and "
        "goes with it; the table is kept nowhere."
    ),
    hint=lazy("CSV, TSV or JSON with its headings, 100 children at most."),
    undo=_undo,
    undo_words=lazy("Take it back"),
)
