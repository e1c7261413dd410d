"""Law that is drafted here: the form that takes a text whole or not at all, the files, and their withdrawal."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import history, may
from fanal.engines.jurisdiction.contracts import Defect
from fanal.justice.law import drafting, library, policy
from fanal.justice.law import words as law_words
from fanal.justice.models import LawFile
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import Things, deeds, press

LONGEST = 300_000
"""Characters of a law file; the largest that Fanal ships has a fifth of that."""
_EXAMPLE = "schema: fanal.law/1\njurisdiction: XX\nnames: {en: }\nsources:\n"


class LawText(forms.CharField):
    """A text of law as it was typed: nothing is stripped, lines end as on the screen."""

    def __init__(self, *, longest: int = LONGEST, rows: int = 30, **kwargs: Any) -> None:
        shown = {"rows": rows, "spellcheck": "false", "autocapitalize": "off", "dir": "ltr", "wrap": "off"}
        super().__init__(strip=False, max_length=longest, widget=forms.Textarea(attrs=shown), **kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class DraftForm(web.Page):
    """The whole law of one jurisdiction."""

    base = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = LawText(
        label=lazy("The law of one country, as a whole"),
        help_text=lazy("In the form “fanal.law/1”. What you write of reviews is not counted: others review it here."),
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Check it, and put it into force")),)


@deeds.page(policy.DRAFT)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a text. Every defect is shown with its line; nothing is half stored, and nothing that was typed is lost."""
    now = deeds.at(request)
    form = DraftForm(request.POST) if request.method == "POST" else DraftForm(initial=_begin(request))
    defects: tuple[Defect, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            with deeds.telling(form):
                made = drafting.draft(actor, form.cleaned_data["text"], form.cleaned_data["base"], now)
                messages.success(request, stored(made))
                return HttpResponseRedirect(reverse("justice:draft_file", args=[made.file.pk]))
        except drafting.NotTaken as refused:
            defects = refused.defects
            form.add_error("text", _("Nothing was stored. Mend what stands below, and send it again."))
    code = request.GET.get("from", "")
    code = code if library.text_in_force(code, now) else ""
    context = {"form": form, "defects": defects, "code": code, "name": law_words.state_name(code) if code else ""}
    return render(request, "justice/law/draft.html", context)


def stored(made: drafting.Drafted) -> str:
    """What is told once a text is in force."""
    words = _("In force. What changed waits for somebody else to compare it: %(number)s.")
    return words % {"number": web.digits(len(made.changed))}


def _begin(request: HttpRequest) -> dict[str, object]:
    """The text to begin from: that of a jurisdiction which is in force, or the first lines of a new one."""
    code = request.GET.get("from", "")
    now = deeds.at(request)
    own = library.in_force(now).get(code)
    return {"text": library.text_in_force(code, now) or _EXAMPLE, "base": own.pk if own else None}


@deeds.page(policy.READ)
@require_GET
def drafts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All that was drafted here, newest first."""
    now = deeds.at(request)
    held = {row.pk for row in library.in_force(now).values()}
    rows = [
        {
            "cells": [
                law_words.state_name(row.jurisdiction),
                web.day_words(row.drafted_at),
                who(actor, row),
                _stands(row, held, now),
            ],
            "url": reverse("justice:draft_file", args=[row.pk]),
            "open": row.jurisdiction,
        }
        for row in drafting.files(actor)
    ]
    columns = [_("Country"), _("Drafted on"), _("By"), _("State")]
    context = {"rows": rows, "columns": columns, "may_draft": bool(may(actor, policy.DRAFT))}
    return render(request, "justice/law/drafts.html", context)


def who(actor: Actor, row: LawFile) -> str:
    """Who drafted it."""
    return law_words.known_as(actor, row.drafted_by.name, row.drafted_by.org_id)


def _stands(row: LawFile, held: set[UUID], now: datetime) -> str:
    draft = library.draft_of(row, now)
    if draft is None:
        return _("not in force: it was changed in the database, or nobody drafted it")
    if draft.until:
        return _("withdrawn on %(day)s") % {"day": web.day_words(draft.until)}
    return _("in force") if row.pk in held else _("replaced by a newer one")


@deeds.page(policy.READ)
@require_GET
def draft_file(request: HttpRequest, actor: Actor, file_id: UUID) -> HttpResponse:
    """One file as it was drafted, in force or not."""
    row, now = drafting.file_of(actor, file_id), deeds.at(request)
    held = {file.pk for file in library.in_force(now).values()}
    draft = library.draft_of(row, now)
    context = {
        "file": row,
        "name": law_words.state_name(row.jurisdiction),
        "who": who(actor, row),
        "stands": _stands(row, held, now),
        "in_force": row.pk in held,
        "may_withdraw": draft is not None and draft.until is None and bool(may(actor, policy.WITHDRAW, row)),
        "history": history(actor, row.pk),
    }
    return render(request, "justice/law/draft_file.html", context)


FILES = Things(
    find=drafting.file_of, url=lambda row: reverse("justice:draft_file", args=[row.pk]), back=lazy("Law drafted here")
)
ACTS = {
    "withdraw": press(
        policy.WITHDRAW, drafting.withdraw, lazy("Withdrawn. What was in force before it is in force again.")
    ),
}
