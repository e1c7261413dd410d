"""The list of documents, one with its blocks, what can be added, how it will read, its files; statements of people."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import NotAllowed, NotHere, deciding, may, reviews, stated
from fanal.justice import api as justice
from fanal.network.contracts import Actor
from fanal.progress.composing import checking, composing, documents, leaving, printing, reviewing, voices
from fanal.progress.composing.blocks import shelf
from fanal.progress.composing.checking import Composed
from fanal.progress.composing.desk import acts
from fanal.progress.composing.kinds import Block, Kind, Output, State
from fanal.progress.composing.policy import ADD_VOICE, BEGIN, END_VOICE, EXPORT, PROPOSE, RETURN, WRITE
from fanal.progress.composing.words import ADDS, KINDS, MARKS, NOTHING, OUTPUTS, STATES
from fanal.progress.desk.pages import changed
from fanal.progress.models import Document, Voice
from fanal.progress.policy import READ
from fanal.progress.proved import lines, ours
from fanal.vocabulary.countries import country_choices, country_name, is_country
from fanal.vocabulary.results import NotDone
from fanal.web import api as web

_MOST = 50
_FILES = (("html", lazy("For a browser (HTML)")), ("pdf", lazy("To print (PDF)")), ("json", lazy("Its sources (JSON)")))
_MEDIA = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "json": "application/json"}


@web.deeds.page(READ)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The documents of the organisation, the newest first."""
    now = web.deeds.at(request)
    context = {
        "rows": lines(partial(_line, now), documents.documents(actor), 4),
        "columns": [_("Document"), _("What it is"), _("State"), _("Since it left")],
        "begin": reverse("progress:begin_document") if may(actor, BEGIN) else "",
    }
    return render(request, "progress/composing/list.html", context)


def _line(now: datetime, one: Document) -> dict[str, Any]:
    return {
        "cells": [
            one.title, web.dots(str(OUTPUTS[Output(one.output)]), country_name(one.country, web.spoken())),
            web.tag(*STATES[State(one.state)]),
            _("evidence changed since") if one.state == State.EXPORTED and leaving.changed(one, now) else "",
        ],
        "url": acts.url_of(one), "open": one.title,
    }  # fmt: skip


class Find(django_forms.Form):
    """Of which country."""

    country = web.Narrow(label=lazy("Country"))


@web.deeds.page(BEGIN)
@require_GET
def reforms(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """The published reforms of a country, from each of which a brief can be begun."""
    form = Find({"country": request.GET.get("country", "")})
    web.offer(form, "country", [("", _("Choose")), *country_choices(web.spoken(), not settings.PRODUCTION)])
    form.is_valid()
    country = form.cleaned_data.get("country", "")
    found = justice.published_reforms(country) if country and is_country(country) else ()
    rows = [
        {
            "cells": [one.title, one.org, web.day_words(one.on)],
            "url": reverse("progress:begin_brief", args=[country, one.id]), "open": one.title,
        }
        for one in found
    ]  # fmt: skip
    context = {"form": form, "country": country, "rows": rows, "columns": [_("Reform"), _("Published by"), _("Day")]}
    return render(request, "progress/composing/reforms.html", context)


@web.deeds.page(READ)
@require_GET
def document(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One document: its sections with their blocks, what stands against its leaving, who must read it, what left."""
    row, now = documents.document(actor, pk), web.deeds.at(request)
    if not documents.is_believed(row):
        return changed(request, _("Documents"), reverse("progress:documents"))
    made = composing.composed(row, now)
    faults = checking.faults(made)
    context = {
        "row": row,
        "tag": web.tag(*STATES[State(row.state)]),
        "about": _about(actor, row),
        "buttons": _buttons(actor, row),
        "faults": [_fault(one) for one in faults] if row.state == State.DRAFT else [],
        "sections": list(_sections(actor, made, faults)),
        "lines": _read_by(made, row, now.date()),
        "left": list(_left(row)),
        "changed": leaving.changed(row, now),
        "preview": reverse("progress:document_preview", args=[row.pk]),
    }  # fmt: skip
    return render(request, "progress/composing/document.html", context)


def _about(actor: Actor, row: Document) -> list[tuple[str, object]]:
    asked = dict(acts.asks_of(actor)).get(str(row.ask_id), "")
    to_ask = (
        format_html('<a href="{}" dir="auto">{}</a>', reverse("progress:ask", args=[row.ask_id]), asked)
        if asked
        else ""
    )
    lines: list[tuple[str, object]] = [
        (_("What it is"), OUTPUTS[Output(row.output)]),
        (_("Country"), country_name(row.country, web.spoken())),
        (_("To which office?"), row.addressee),
        (_("Answer wished until"), web.day_words(row.answer_by) if row.answer_by else ""),
        (_("Ask"), to_ask),
    ]
    return [line for line in lines if line[1]]


def _buttons(actor: Actor, row: Document) -> list[dict[str, Any]]:
    held = {
        State.DRAFT: (("propose_document", PROPOSE), ("describe_document", WRITE)),
        State.PROPOSED: (("export_document", EXPORT), ("return_document", RETURN)),
        State.EXPORTED: (("return_document", RETURN),),
    }[State(row.state)]
    return [
        {"label": acts.ACTS[name].titled(row), "url": reverse(f"progress:{name}", args=[row.pk]), "quiet": place > 0}
        for place, (name, deed) in enumerate(held)
        if may(actor, deed, row)
    ]


def _fault(one: checking.Fault) -> dict[str, object]:
    return {"words": one.words, "block": one.block}


def _sections(actor: Actor, made: Composed, faults: list[checking.Fault]) -> Iterator[dict[str, Any]]:
    row, spoken = made.row, web.spoken()
    writes = row.state == State.DRAFT and bool(may(actor, WRITE, row))
    for section in made.skeleton.sections:
        adds = [
            {"label": ADDS[kind], "url": reverse("progress:document_add", args=[row.pk, section.code, kind])}
            for kind in section.kinds
            if kind is not Kind.TEXT
        ]
        yield {
            "code": section.code,
            "heading": section.heading[row.language],
            "asks": section.asks.get(spoken, section.asks["en"]),
            "blocks": [_block(made, one, faults, writes=writes) for one in made.of(section.code)],
            "adds": adds if writes else [],
            "write": f"{reverse('progress:write_text', args=[row.pk])}?section={section.code}"
            if writes and Kind.TEXT in section.kinds
            else "",
        }


def _block(made: Composed, one: Block, faults: list[checking.Fault], *, writes: bool) -> dict[str, Any]:
    piece = made.pieces.get(one.id)
    urls = {
        name: reverse(f"progress:{name}", args=[made.row.pk, one.id]) if writes else ""
        for name in ("block_up", "block_down", "block_out")
    }
    return {
        "id": one.id,
        "kind": KINDS[one.kind],
        "named": one.kind is not Kind.TEXT,
        "piece": piece,
        "marks": [web.tag(MARKS[mark], "soon") for mark, _words in piece.marks] if piece else [],
        "text": marked(one.text, made.unbound.get(one.id, ())) if one.kind is Kind.TEXT else "",
        "faults": [fault.words for fault in faults if fault.block == one.id],
        "helps": helps(made, one),
        "rewrite": reverse("progress:rewrite_text", args=[made.row.pk, one.id])
        if writes and one.kind is Kind.TEXT
        else "",
        **urls,
    }


def marked(text: str, found: Any) -> SafeString:
    """A text in which each number and article that is not bound is marked."""
    parts, at = [], 0
    for one in found:
        token = one.token
        parts += [conditional_escape(text[at : token.start]), format_html("<mark>{}</mark>", token.words)]
        at = token.end
    parts.append(conditional_escape(text[at:]))
    return mark_safe("".join(parts).replace("\n", "<br>"))  # noqa: S308 - each part was escaped


def helps(made: Composed, one: Block) -> list[str]:
    """Which block to name behind what is not bound, where one of the document shows it."""
    return [
        _("“%(words)s” stands in %(blocks)s.")
        % {"words": each.token.words, "blocks": web.listed(f"[{number}]" for number in each.helps)}
        for each in made.unbound.get(one.id, ())
        if each.helps
    ]


def _read_by(made: Composed, row: Document, today: Any) -> list[tuple[str, object]]:
    """Who must read it, and whether they did; of a document that was proposed."""
    found = reviewing.standing(made, today) if row.state == State.PROPOSED else None
    if found is None:
        return []
    said = {deciding.LineState.PASSED: _("yes"), deciding.LineState.REFUSED: _("no")}
    return [(str(reviews.REVIEWERS[line.role]), said.get(line.state, _("waits"))) for line in found.lines]


def _left(row: Document) -> Iterator[dict[str, Any]]:
    for one in documents.versions(row):
        yield {
            "number": web.digits(one.number),
            "at": one.at,
            "files": [(words, reverse("progress:document_file", args=[row.pk, one.number, kind]), one.digests[kind])
                      for kind, words in _FILES],
        }  # fmt: skip


@web.deeds.page(WRITE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, actor: Actor, pk: UUID, section: str, kind: str) -> HttpResponse:
    """What can be added of a kind: only what everybody may read stands here."""
    row, now = documents.document(actor, pk), web.deeds.at(request)
    if kind not in set(Kind) - {Kind.TEXT}:
        raise NotHere
    if request.method == "POST":
        try:
            documents.add(actor, pk, Kind(kind), request.POST.get("ref", ""), section, now)
        except (NotAllowed, NotHere):
            raise
        except NotDone as why:
            messages.error(request, why.words)
        return HttpResponseRedirect(f"{acts.url_of(row)}#s{section}")
    wanted = request.GET.get("find", "")[:100]
    with override(row.language):
        found = shelf.offered(composing.about(row, now), Kind(kind), wanted)
    context = {
        "row": row, "url": f"{acts.url_of(row)}#s{section}", "title": ADDS[Kind(kind)], "wanted": wanted,
        "offers": found[:_MOST], "more": len(found) > _MOST, "nothing": NOTHING[Kind(kind)],
    }  # fmt: skip
    return render(request, "progress/composing/add.html", context)


@web.deeds.page(READ)
@require_GET
def preview(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """How it will read."""
    row, now = documents.document(actor, pk), web.deeds.at(request)
    if not documents.is_believed(row):
        raise NotHere
    memo = printing.memo(composing.composed(row, now), len(documents.versions(row)) + 1, now.date())
    return render(request, "progress/composing/preview.html", {"row": row, "memo": memo, "url": acts.url_of(row)})


@web.deeds.page(READ)
@require_GET
def file(_request: HttpRequest, actor: Actor, pk: UUID, number: int, kind: str) -> HttpResponse:
    """A file as it left."""
    row = documents.document(actor, pk)
    content = leaving.file_of(row, number, kind)
    name = f"fanal-{row.output}-{row.country.lower()}-{number}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=_MEDIA[kind], headers=headers)


@web.deeds.page(READ)
@require_GET
def statements(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The statements that people let be used, the newest first."""
    now = web.deeds.at(request)

    def card(one: Voice) -> dict[str, Any]:
        return {
            "row": one,
            "title": acts.voice_titled(one),
            "uses": web.listed(str(OUTPUTS[Output(use)]) for use in one.uses),
            "lacks": _lacks(one, now),
            "end": reverse("progress:end_voice", args=[one.pk]) if may(actor, END_VOICE, one) and not one.ended_on
            else "",
        }  # fmt: skip

    nothing = {"title": stated.words()}
    rows = [next(ours(card, [one]), nothing) for one in voices.voices(actor)]
    context = {"rows": rows, "add": reverse("progress:add_voice") if may(actor, ADD_VOICE) else ""}
    return render(request, "progress/composing/voices.html", context)


def _lacks(one: Any, now: Any) -> str:
    """Why it cannot be used now, for any of the documents for which it was cleared."""
    return voices.lacks(one, Output(one.uses[0]), now)
