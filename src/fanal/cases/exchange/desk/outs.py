"""Taking data out: of one child from its file, of more by two people, and where it is opened for some days."""

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
from fanal.access.api import NotNow
from fanal.cases.codes import ConsentPurpose, Risk, Stage
from fanal.cases.exchange import exporting, policy
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import File, case_of
from fanal.cases.model import words
from fanal.cases.models import Export
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import RecipientCategory
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

SHAPES = {
    "htcds": (lazy("HTCDS 2.0, as CSV"), lazy("the case data standard of IOM")),
    "primero": (lazy("For Primero, as JSON"), lazy("cases as its interface takes them")),
    "list": (lazy("The list, as CSV"), lazy("numbers, steps and days; no name and nothing that was told")),
}
RECIPIENTS = {
    RecipientCategory.NONE: lazy("Ourselves, in another system"),
    RecipientCategory.MEMBER_ORG: lazy("Another member"),
    RecipientCategory.SERVICE_PROVIDER: lazy("Who gives help"),
    RecipientCategory.UNHCR: lazy("UNHCR"),
}
PURPOSES = (
    ConsentPurpose.CASE_MANAGEMENT, ConsentPurpose.REFERRAL, ConsentPurpose.TRANSFER, ConsentPurpose.LEGAL_ACTION,
)  # fmt: skip


class One(web.Page):
    """In which format, what for, to whom."""

    shape = forms.ChoiceField(label=lazy("In which format?"), widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=lazy("What is it for?"))
    recipient = forms.ChoiceField(label=lazy("To whom does it go?"))
    reason = web.StaffText(label=lazy("Why is it needed? Name nobody."), max_length=300, rows=2)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Take it out")),)
    shapes: ClassVar[tuple[str, ...]] = exporting.SHAPES

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "shape", [(name, web.two_lines(*SHAPES[name])) for name in self.shapes])
        web.offer(self, "purpose", [(one.value, words.code("consent_purpose", one)) for one in PURPOSES])
        web.offer(self, "recipient", [(one.value, said) for one, said in RECIPIENTS.items()])


class Many(One):
    """Also which files."""

    risk = forms.ChoiceField(label=lazy("Only of this risk"), required=False)
    stage = forms.ChoiceField(label=lazy("Only in this step"), required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Ask for it")),)
    shapes: ClassVar[tuple[str, ...]] = (*exporting.SHAPES, exporting.LIST)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for name, codes, of in (("risk", Risk, "risk_level"), ("stage", Stage, "stage")):
            web.offer(self, name, web.all_or((one.value, words.code(of, one.value)) for one in codes))


class Agree(web.Page):
    """Nothing to fill in. `seen`: which files these were on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Agree, and make it")),)
    was_seen = ""

    def asked(self) -> str:
        """What was seen when it was sent; the form shows what there is now."""
        return self.was_seen


def _agree(request: HttpRequest, actor: Actor, row: Export) -> Agree:
    data, seen = deeds.posted(request), exporting.seen(actor, row)
    form = Agree({**data.dict(), "seen": seen} if data is not None else None, initial={"seen": seen})
    form.was_seen = data.get("seen", "") if data is not None else ""
    return form


@deeds.page(policy.EXPORTS)
@require_GET
def outs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was taken out, and what waits for a second person."""
    now = deeds.at(request)
    rows = [
        {
            "cells": [_state(one, now), str(SHAPES[one.shape][0]), one.asked_by.name,
                      web.digits(one.children) if one.made_at else "", web.day_words(one.until)],
            "url": reverse("cases:out", args=[one.pk]),
            "open": _("what was asked for on {day}").format(day=web.day_words(one.asked_at)),
        }
        for one in exporting.exports(actor)
    ]  # fmt: skip
    columns = [_("State"), _("Format"), _("Asked by"), _("Children"), _("Gone on")]
    more = {"rows": rows, "columns": columns, "may_ask": bool(access.may(actor, policy.ASK_EXPORT))}
    return render(request, "cases/exchange/outs.html", more)


def _state(one: Export, now: datetime) -> str:
    if exporting.is_over(one, now):
        return _("its days are over")
    return _("can be opened") if one.made_at else _("waits for a second person")


@deeds.page(policy.EXPORTS)
@require_GET
def out(request: HttpRequest, actor: Actor, export_id: UUID) -> HttpResponse:
    """One of them."""
    row, now = exporting.export_of(actor, export_id), deeds.at(request)
    waits = row.made_at is None and not exporting.is_over(row, now)
    may_make = waits and bool(access.may(actor, policy.MAKE_EXPORT, row))
    facts = [
        *_what(row),
        (_("Mark in every row"), exporting.mark_of(row)),
        (_("Opened, times"), web.digits(row.openings)),
        (_("Gone on"), web.day_words(row.until)),
    ]
    if may_make:
        facts.append(_many(actor, row))
    if row.made_at:
        facts.append((_("Children in it"), web.digits(row.children)))
    open_ = row.made_at is not None and not exporting.is_over(row, now)
    context = {
        "one": row, "state": _state(row, now), "facts": facts, "may_make": may_make, "waits": waits,
        "may_open": open_ and bool(access.may(actor, policy.OPEN_EXPORT, row)),
        "events": access.history(actor, row.pk),
    }  # fmt: skip
    return render(request, "cases/exchange/out.html", context)


def _what(row: Export) -> list[tuple[str, object]]:
    """What leaves, what for and to whom."""
    told = web.listed(words.code("data_category", one) for one in exporting.kinds(row.shape))
    return [
        (_("Format"), str(SHAPES[row.shape][0])),
        (_("What can be in it"), told or str(SHAPES[row.shape][1])),
        (_("What for"), words.code("consent_purpose", row.purpose)),
        (_("To whom"), str(RECIPIENTS.get(RecipientCategory(row.recipient), ""))),
        (_("Why"), row.reason),
    ]


def _many(actor: Actor, row: Export) -> tuple[str, object]:
    """How many files it is about now, by the question that makes it (CM-55)."""
    return (_("Files that it asks for"), web.digits(exporting.wanted(actor, row).count()))


@deeds.page(policy.OPEN_EXPORT)
@require_POST
def open_(request: HttpRequest, actor: Actor, export_id: UUID) -> HttpResponseBase:
    """The data themselves, once more."""
    try:
        name, text = exporting.open_(actor, export_id, deeds.at(request))
    except NotNow as why:
        messages.error(request, why.words)
        return HttpResponseRedirect(reverse("cases:out", args=[export_id]))
    kind = "application/json" if name.endswith("json") else "text/csv; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type=kind, headers=headers)


def shown(actor: Actor, found: File, _now: datetime) -> dict[str, str] | None:
    """The way out, on the page of a file."""
    if not access.may(actor, policy.EXPORT_ONE, found.case):
        return None
    return {"url": reverse("cases:export_one", args=[found.case.pk])}


def _url(row: Export) -> str:
    return reverse("cases:out", args=[row.pk])


def _asked(data: Any) -> dict[str, str]:
    return {name: data[name] for name in ("purpose", "recipient", "reason")}


_POINTS = (
    lazy("Only what the child allowed for this goes out, and nothing of a person suspected."),
    lazy("It is sealed to whoever takes it, for seven days. Each opening is counted, each row is marked."),
    lazy("To give a file to another organisation, pass it on instead: then you can end it."),
)
FILES = Things(find=case_of, url=url_of, back=lazy("Back to the file"), asks=True)
OF_FILES = {
    "export_one": Act(
        deed=policy.EXPORT_ONE,
        title=lazy("Take data out"),
        points=_POINTS,
        form=One,
        call=lambda actor, case, data, now: exporting.one(actor, case.pk, data["shape"], _asked(data), now),
        leads=_url,
        slug="take-out",
    )
}
LIST = web.below(lazy("Take data out"), "cases:outs")
NEW = {
    "new": Act(
        deed=policy.ASK_EXPORT,
        title=lazy("Take data out"),
        lede=lazy("You ask, a supervisor agrees and makes it. Neither of you can do it alone."),
        points=_POINTS,
        form=Many,
        call=lambda actor, _none, data, now: exporting.many(
            actor, data["shape"], {"risk": data["risk"], "stage": data["stage"]}, _asked(data), now
        ),
        leads=_url,
    )
}
OUTS = Things(find=exporting.export_of, url=_url, back=lazy("Back"), asks=True)
ACTS = {
    "make": Act(
        deed=policy.MAKE_EXPORT,
        title=lazy("Agree that data leave"),
        heading=lambda one: _("May {who} take these data out?").format(who=one.asked_by.name),
        lede=lazy("You make it with your keys. It is sealed to the two of you."),
        points=(
            lazy(
                "Of each child only what the child allowed for this goes out; a child who allowed nothing is not in it."
            ),
            lazy("A file for named people only stays out, where whoever asks is not named in it."),
        ),
        more=lambda _request, actor, one: {
            "facts": [(_("Asked by"), one.asked_by.name), _many(actor, one), *_what(one)]
        },
        form=_agree,
        call=lambda actor, row, data, now: exporting.make(actor, row.pk, now, data["asked"]),
        done=lazy("Made. It can be opened for seven days after it was asked for."),
    )
}
