"""Pages of matters: the list, one matter, begin, exercises, label, close, erase."""

from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access import api as access
from fanal.clocks import api as clocks
from fanal.clocks.contracts import DutyRef
from fanal.justice.matters import matters, policy, training
from fanal.justice.matters.desk import proceeding_words as wording
from fanal.justice.models import Matter
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds, press

SHOWN = 50


class Label(web.Page):
    """What colleagues call a matter."""

    label = forms.CharField(
        label=lazy("What do you call it?"),
        help_text=lazy("Never the name of a person. Whoever works on matters here reads it."),
        max_length=120,
        required=False,
    )
    note = web.StaffText(
        label=lazy("A note for colleagues. Do not name anyone."), max_length=500, rows=3, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep this")),)
    use_required_attribute = False


class Begin(Label):
    """Begin a matter."""

    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Begin the matter")),)


@deeds.page(policy.LIST)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The matters that this person may see. The list shows no content."""
    rows = access.visible(actor, Matter.objects.all()).order_by("closed_on", "-opened_on", "-pk")
    shown = list(
        rows.annotate(asked=Count("questions", distinct=True), filed=Count("proceedings", distinct=True))[:SHOWN]
    )
    names = network.names(row.opened_by_id for row in shown)
    due = clocks.next_of([row.pk for row in shown])
    columns = [_("Begun on"), _("By"), _("Kind"), _("Questions"), _("Proceedings"), _("Next due")]
    context = {
        "columns": columns,
        "rows": [_row(row, names, due) for row in shown],
        "may_open": bool(access.may(actor, policy.OPEN)),
    }
    return render(request, "justice/matters/matters.html", context)


def _row(row: Matter, names: dict[UUID, str], due: dict[UUID, DutyRef]) -> dict[str, object]:
    return {
        "cells": [
            web.day_words(row.opened_on),
            names.get(row.opened_by_id, ""),
            _kind(row),
            web.digits(row.asked),  # type: ignore[attr-defined]
            web.digits(row.filed),  # type: ignore[attr-defined]
            web.day_words(due[row.pk].due_at) if row.pk in due else "",
        ],
        "url": reverse("justice:matter", args=[row.pk]),
        "open": _("matter of {day}").format(day=web.day_words(row.opened_on)),
    }


def _kind(row: Matter) -> object:
    if row.training:
        case = training.BY_CODE.get(row.training)
        return f"{_('Exercise')}: {case.title}" if case else _("Exercise")
    if row.closed_on:
        return web.tag(pgettext("a matter", "closed"))
    return web.tag(_("somebody asked to erase it"), "late") if row.erase_asked_by_id else _("matter")


@deeds.page(policy.TRAIN)
@require_http_methods(["GET", "POST"])
def exercises(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The fixed list of training cases; each begins a matter of one's own."""
    if request.method == "POST":
        case = training.BY_CODE.get(request.POST.get("case", ""))
        if case is None:
            raise access.NotHere
        made = matters.open_matter(actor, deeds.at(request), training=case.code)
        return HttpResponseRedirect(reverse("justice:question_new", args=[made.pk]))
    return render(request, "justice/matters/exercises.html", {"cases": training.CASES})


@deeds.page(policy.LOOK)
@require_GET
def matter(request: HttpRequest, actor: Actor, matter_id: UUID) -> HttpResponse:
    """One matter: its questions and its proceedings."""
    file = matters.look(actor, matter_id, deeds.at(request))
    row = file.matter
    asked_by = network.names([row.erase_asked_by_id]) if row.erase_asked_by_id else {}
    context = {
        "file": file,
        "matter": row,
        "case": training.BY_CODE.get(row.training),
        "proceedings": [_filed(filed) for filed in file.proceedings],
        "asks_erase": asked_by.get(row.erase_asked_by_id, "") if row.erase_asked_by_id else "",
        "hold": _hold(file) if row.hold_until else "",
        "own_wish": row.erase_asked_by_id == actor.person,
        "may": {
            name: bool(access.may(actor, deed, row))
            for name, deed in (
                ("ask", policy.ASK),
                ("enter", policy.ENTER),
                ("label", policy.LABEL),
                ("close", policy.CLOSE),
                ("erase", policy.ERASE),
                ("hold", policy.HOLD),
            )
        },
        "works": actor.has(*policy.WORKERS),
    }
    return render(request, "justice/matters/matter.html", context)


def _hold(file: matters.File) -> str:
    row = file.matter
    who = network.names([row.hold_owner_id]).get(row.hold_owner_id, "") if row.hold_owner_id else ""
    words = _("Under a legal hold until %(day)s: %(name)s answers for it.")
    return words % {"day": web.day_words(row.hold_until), "name": who}


def _filed(one: matters.Filed) -> dict[str, object]:
    content = one.content
    return {
        "row": one.row,
        "title": wording.title(content),
        "state": one.unreadable or wording.result(content),
        "limit": content.limitation_date,
    }


def _who(row: Matter) -> str:
    names = network.names([row.erase_asked_by_id]) if row.erase_asked_by_id else {}
    who = names.get(row.erase_asked_by_id, "") if row.erase_asked_by_id else ""
    return _("%(who)s asked for it.") % {"who": who} if who else ""


def _label(request: HttpRequest, actor: Actor, row: Matter) -> Label:
    file = matters.look(actor, row.pk, deeds.at(request))
    shown = {"label": file.content.label, "note": file.content.note, "version": file.matter.version}
    return Label(deeds.posted(request), initial=shown)


def _address(row: Matter) -> str:
    return reverse("justice:matter", args=[row.pk])


LIST = web.below(lazy("Matters"), "justice:matters")
NEW = Act(
    deed=policy.OPEN,
    title=lazy("Begin a matter"),
    form=Begin,
    call=lambda actor, _none, data, now: matters.open_matter(actor, now, label=data["label"], note=data["note"]),
    leads=_address,
    seal=lazy(
        "Caseworkers, supervisors and lawyers of your organisation can open it. What is between lawyer and child opens "
        "for the lawyers alone."
    ),
)
MATTERS = Things(find=matters.matter_of, url=_address, back=lazy("Back to the matter"))
ACTS = {
    "label": Act(
        deed=policy.LABEL,
        title=lazy("What it is called"),
        heading=lazy("What is it called?"),
        form=_label,
        call=lambda actor, row, data, now: matters.relabel(
            actor, row.pk, data["version"], data["label"], data["note"], now
        ),
        done=lazy("Kept."),
    ),
    "close": press(policy.CLOSE, matters.close, lazy("Closed. It can be read, and opened again."), "do/close"),
    "release": press(policy.RELEASE, matters.release, lazy("The hold has ended."), "do/release"),
    "reopen": press(policy.REOPEN, matters.reopen, lazy("Open again."), "do/reopen"),
    "ask_erase": press(
        policy.ASK_ERASE, matters.ask_erase, lazy("Asked. A second person erases it, or keeps it."), "do/ask-erase"
    ),
    "keep": press(policy.KEEP, matters.keep, lazy("It is kept."), "do/keep"),
}
STRICT = replace(MATTERS, asks=True)
"""Where whoever may not do a deed does not see its page."""
STRICT_ACTS = {
    "hold": Act(
        deed=policy.HOLD,
        title=lazy("Legal hold"),
        lede=lazy("It is kept until that day, whatever else runs out. You answer for it."),
        form=web.Hold,
        call=lambda actor, row, data, now: matters.hold(actor, row.pk, data["until"], data["reason"], now),
        done=lazy("It is kept until that day, whatever else runs out."),
    ),
    "erase": Act(
        deed=policy.ERASE,
        title=lazy("Erase a matter"),
        heading=lazy("Erase it for good?"),
        lede=_who,
        note=lazy("Questions, answers and proceedings go, with their clocks. Nobody can bring them back."),
        button=lazy("Erase it for good"),
        call=web.plain(matters.erase),
        done=lazy("Erased. Nobody can bring it back."),
        leads=lambda _made: reverse("justice:matters"),
    ),
}


@deeds.page(policy.LOOK)
@require_GET
def history(request: HttpRequest, actor: Actor, matter_id: UUID) -> HttpResponse:
    """Who opened or changed it, from the journal, without opening it."""
    row = matters.matter_of(actor, matter_id)
    context = {"matter": row, "events": access.history(actor, row.pk)}
    return render(request, "justice/matters/matter_history.html", context)
