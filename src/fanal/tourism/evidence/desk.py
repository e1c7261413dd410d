"""The pages of documents: what a company named, and what was said of it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import may, stated
from fanal.network.contracts import Actor
from fanal.tourism import known, words
from fanal.tourism.backing import ACCEPTED, ADD, PENDING, REVIEW, TAKE_BACK, believed, until
from fanal.tourism.desk.acts import MEMBERSHIPS, titled
from fanal.tourism.evidence import evidence, forms
from fanal.tourism.membership import rows
from fanal.tourism.models import Evidence, Site
from fanal.tourism.policy import SEE
from fanal.tourism.said import said
from fanal.web import api as web

_SENT = web.deeds.posted


def url_of(one: Evidence) -> str:
    """The page of a document."""
    return reverse("travel:document", args=[one.pk])


NEW_ACTS = {
    "add_evidence": web.Act(
        deed=ADD,
        title=lazy("A document"),
        lede=lazy("It stays with the company. Here stand its title, its hash, and where it is."),
        form=lambda request, actor, row: forms.Document(actor, row, web.deeds.at(request).date(), _SENT(request)),
        call=lambda actor, row, data, now: evidence.add(actor, row.pk, data, now),
        leads=url_of,
        done=lazy("Kept. Show the document to whoever reviews it."),
        slug="evidence/add",
    ),
}
DOCUMENTS = web.Things(find=evidence.document, url=url_of, back=lambda one: one.title, asks=True)
ACTS = {
    "review_evidence": web.Act(
        deed=REVIEW,
        title=lazy("Say whether it was seen"),
        lede=lazy("The company shows you the document: there, on a call, or in a share of its own."),
        form=lambda request, _actor, _one: forms.Review(_SENT(request)),
        template="tourism/evidence/review.html",
        more=lambda _request, _actor, _one: {"unread": web.UNREAD},
        call=lambda actor, one, data, now: evidence.review(
            actor, one.pk, data["outcome"] == ACCEPTED, data["seen_how"], data["seen_on"], data["reason"], now
        ),
        done=lazy("Kept. The company reads it."),
        slug="review",
    ),
    "take_evidence_back": web.Act(
        deed=TAKE_BACK,
        title=lazy("Take the document back"),
        lede=lazy("Nothing rests on it any more. That it was here stays."),
        button=lazy("Take it back"),
        call=lambda actor, one, _data, now: evidence.take_back(actor, one.pk, now),
        done=lazy("Taken back."),
        slug="take-back",
    ),
}


@web.deeds.page(SEE)
@require_GET
def documents(request: HttpRequest, actor: Actor, membership: UUID) -> HttpResponse:
    """The documents of a company for a programme."""
    row = rows.find(actor, membership)
    lines = [
        {
            "cells": [one.title, web.listed(one.requirements), _period(one), _tag(one)],
            "url": url_of(one), "open": one.title,
        }
        for one in evidence.documents(actor, row)
    ]  # fmt: skip
    context = {
        "rows": lines,
        "columns": [_("Document"), _("What it proves"), _("Period"), _("State")],
        "url": MEMBERSHIPS.url(row),
        "back": titled(row),
        "add": reverse("travel:add_evidence", args=[row.pk]) if may(actor, ADD, row) else "",
    }
    return render(request, "tourism/evidence/documents.html", context)


def _period(one: Evidence) -> str:
    return f"{web.day_words(one.starts)} – {web.day_words(one.ends)}"


def _tag(one: Evidence) -> Any:
    return web.tag(*words.DOCUMENTS[one.state])


@web.deeds.page(SEE)
@require_GET
def document(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One document: what it proves, where it is, who saw it."""
    one = evidence.document(actor, pk)
    row, holds = one.membership, bool(believed([one]))
    context = {
        "one": one,
        "changed": "" if holds else stated.words(),
        "tag": _tag(one),
        "facts": _facts(actor, one) if holds else (),
        "url": reverse("travel:documents", args=[row.pk]),
        "back": titled(row),
        "buttons": _buttons(actor, one) if holds else (),
    }
    return render(request, "tourism/evidence/document.html", context)


def _buttons(actor: Actor, one: Evidence) -> list[dict[str, Any]]:
    names = {PENDING: ("review_evidence", QUIET), ACCEPTED: (QUIET,)}.get(one.state, ())
    return [
        {"label": ACTS[name].titled(one), "url": reverse(f"travel:{name}", args=[one.pk]), "quiet": name == QUIET}
        for name in names
        if may(actor, ACTS[name].deed, one.membership)
    ]


QUIET = "take_evidence_back"


def _facts(actor: Actor, one: Evidence) -> list[tuple[str, object]]:
    asked = {each.id: each for each in known.criteria(one.membership).requirements}
    places = Site.objects.filter(org_id=one.org_id, pk__in=one.sites).order_by("code")
    ends = [until(one, asked[name].renew_months) for name in one.requirements if name in asked]
    proves = [f"{name} {said(asked[name].text)}" if name in asked else name for name in one.requirements]
    lines = [
        (_("What it proves"), web.listed(proves)),
        (_("Places"), web.listed([place.name for place in places]) or _("all")),
        (_("Where the company keeps it"), one.kept_at),
        (_("Period"), _period(one)),
        (_("Counts until"), web.day_words(min(ends)) if ends else ""),
        ("SHA-256", one.sha256),
    ]
    if one.reviewer is not None:
        who = rows.named(actor, one.reviewer)
        how = str(words.SEEN.get(one.seen_how, ""))
        lines += [
            (_("Looked at by"), web.dots(who, web.day_words(one.reviewed_at))),
            (_("Seen"), web.dots(how, web.day_words(one.seen_on)) if how else ""),
            (_("Why it does not count"), one.reason),
        ]
    return [line for line in lines if line[1]]
