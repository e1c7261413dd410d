"""What waits to be opened, what was told, and the form that opens a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import NotHere, NotNow, ask, may, stated, visible
from fanal.cases import readiness
from fanal.cases.files.desk.lists import tabs
from fanal.cases.model.declared import Field, model
from fanal.cases.model.forms import Declared
from fanal.cases.models import Case
from fanal.cases.opening.accepted import accepted, waiting
from fanal.cases.opening.desk import same
from fanal.cases.opening.desk.same import AGAIN, BACK, CHOSEN, NEW, SEEN, Same
from fanal.cases.opening.opening import NEEDED, THEN, Answers, check, is_adult, open_file
from fanal.cases.opening.prefill import Prefill, prefill
from fanal.cases.opening.same import add_to, alike, ask_again, asked_again
from fanal.cases.policy import OPEN_FILE, TO_OPEN, TOLD
from fanal.clocks import api as clocks
from fanal.concerns import api as concerns
from fanal.network.contracts import Actor
from fanal.web import api as web

MOST = 200
"""So many stand on the list."""
GROUPS: tuple[tuple[web.Words, tuple[str, ...]], ...] = (
    (
        lazy("The child"),
        ("child.given_name", "child.family_name", "child.birth_date", "child.age_at_intake", THEN, "child.sex",
         "child.languages", "child.interpreter_needed", "child.home_area"),
    ),
    (lazy("How to reach the child"), ("child.safe_to_contact",)),
    (
        lazy("What happened"),
        ("case.standing", "case.risk", "case.country_of_harm", "case.travel_tourism", "case.forms",
         "case.first_identified_by"),
    ),
    (
        lazy("On what ground we work"),
        ("consent.child_assented", "consent.given_by", "consent.basis", "consent.basis_reason"),
    ),
)  # fmt: skip


def asked(*, adult: bool = False, grounded: bool = True) -> tuple[Field, ...]:
    """The fields of the form: what the model marks as intake, and why without consent; of an adult also the age at the
    time when it happened. `grounded`: a ground is asked for."""
    paths = [path for _legend, group in GROUPS for path in group if grounded or not path.startswith("consent.")]
    return tuple(model().field(path) for path in paths if adult or path != THEN)


class Open(Declared):
    """At most twenty answers; what was told stands filled in, or beside the question."""

    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Open the file")),)
    new = True

    def __init__(self, filled: Prefill, data: Any = None, *, grounded: bool = True) -> None:
        age = str((data or {}).get(_name("child.age_at_intake"), ""))
        adult = is_adult(int(age) if age.isdecimal() and len(age) < 4 else None)
        super().__init__(asked(adult=adult, grounded=grounded), data, values=filled.values, required=(*NEEDED, THEN))
        named = ((legend, [name for name in map(_name, paths) if name in self.fields]) for legend, paths in GROUPS)
        self.groups = tuple(web.Group(tuple(names), legend) for legend, names in named if names)  # type: ignore[misc]
        for path, words in filled.told.items():
            field = self.fields.get(_name(path), forms.Field())  # what nothing can be chosen in is not asked
            told = _("Told: {words}").format(words=words)
            field.help_text = web.dots(told, str(field.help_text)) if field.help_text else told


def _name(path: str) -> str:
    return path.replace(".", "_")


@web.deeds.page(TO_OPEN)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What somebody was asked to take on and has no file yet."""
    now, rows = web.deeds.at(request), list(waiting(actor)[: MOST + 1])
    due = clocks.next_of([row.concern_id for row in rows], org=actor.org)
    asked = asked_again(actor.org, list(due))
    shown = [
        {
            "cells": [
                web.due_tag(due[row.concern_id].due_at, now) if row.concern_id in due else "",
                web.day_words(row.accepted_on),
                row.worker.name,
                web.dots(row.supervisor.name, _("asked to open the file again") if row.concern_id in asked else ""),
            ],
            "url": reverse("cases:open", args=[row.concern_id]) if may(actor, OPEN_FILE, row) else "",
            "open": _("the file for the concern of {day}").format(day=web.day_words(row.accepted_on)),
        }
        for row in rows[:MOST]
    ]
    context = {
        "rows": shown,
        "more": web.digits(MOST) if len(rows) > MOST else "",
        "columns": [_("Due"), _("Decided on"), _("Worker"), _("Answers for it")],
        "tabs": tabs(actor, "to_open"),
    }
    return render(request, "cases/opening/list.html", context)


@web.deeds.page(OPEN_FILE)
@require_http_methods(["GET", "POST"])
def open_(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """Open the file of a child."""
    now = web.deeds.at(request)
    row = accepted(actor, concern_id)
    if row.case_id is not None:
        return HttpResponseRedirect(reverse("cases:file", args=[row.case_id]))
    ask(actor, OPEN_FILE, row)
    told = concerns.told(actor, concern_id, now)
    form = Open(prefill(told), web.deeds.posted(request))
    if request.method == "POST" and form.is_valid() and BACK not in request.POST:
        ways = Ways(
            check,
            lambda answers: open_file(actor, concern_id, answers, now),
            lambda case: add_to(actor, concern_id, case, now),
            lazy("The concern is added to the file of this child."),
            lambda case: ask_again(actor, concern_id, case, now),
        )
        with web.deeds.telling(form):
            return go_on(request, actor, form, ways, now)
    context = {
        "form": form,
        "row": row,
        "note": told.note,
        "words": told.content.words or told.content.happening,
        "ready": readiness.may_open(row.org_id, now.date()),
        "asked": bool(asked_again(row.org_id, [concern_id])),
    }
    return render(request, "cases/opening/open.html", context)


@dataclass(frozen=True, slots=True)
class Ways:
    """What the form leads to: a new file, or one of this child that is there, of which `said` is told; or a request to
    open one `again` that ended."""

    check: Callable[[Answers], None]
    new: Callable[[Answers], Case]
    known: Callable[[UUID], Case]
    said: web.Words
    again: Callable[[UUID], Case] | None = None


def go_on(request: HttpRequest, actor: Actor, form: Open, ways: Ways, now: datetime) -> HttpResponse:
    """The file; before it, where files of a child who is alike are there, whether it is one of them."""
    with _at_its_field():
        ways.check(form.values())
    chosen = request.POST if CHOSEN in request.POST or SEEN in request.POST else None
    try:
        found = alike(actor, form.values(), now, again=chosen is not None)
    except Error:  # nothing alike would be read as: there is no such child (CM-57)
        return web.problem(request, 503)
    answer = Same(actor, found, chosen, again=ways.again is not None)
    if found and not (chosen is not None and answer.is_valid()):
        return render(request, "cases/opening/same.html", same.context(actor, found, answer, request.POST))
    which = answer.cleaned_data[CHOSEN] if found else NEW
    if which != NEW:
        with web.deeds.telling(answer):
            if ways.again is not None and which.startswith(AGAIN):
                case = ways.again(UUID(which.removeprefix(AGAIN)))
                messages.success(
                    request,
                    _("The supervisor is asked to open file {number} again. Until then the concern stays here.").format(
                        number=case.number
                    ),
                )
                return HttpResponseRedirect(reverse("cases:to_open"))
            return _led(request, ways.said, ways.known(UUID(which)))
        return render(request, "cases/opening/same.html", same.context(actor, found, answer, request.POST))
    with _at_its_field():
        case = ways.new(form.values())
    return _led(request, _("The file is open. First: reach the child in a safe way."), case)


def _led(request: HttpRequest, words: web.Words, case: Case) -> HttpResponse:
    messages.success(request, str(words))
    return HttpResponseRedirect(reverse("cases:file", args=[case.pk]))


@contextmanager
def _at_its_field() -> Iterator[None]:
    """Errors stand at the fields of the form."""
    try:
        yield
    except NotNow as why:
        for one in (why, *why.others):
            if one.field:
                one.field = one.field.replace(".", "_")
        raise


@web.deeds.page(TOLD)
@require_GET
def told(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """What was told, for whoever takes it on, also after the file is open."""
    case = Case.objects.filter(told__concern=concern_id, pk__in=visible(actor, Case.objects.all())).first()
    row = accepted(actor, concern_id) if case is None else None
    if row is not None and row.case_id is not None:
        raise NotHere
    ask(actor, TOLD, case or row)
    found = concerns.told(actor, concern_id, web.deeds.at(request))
    hidden = case is not None and (case.child.protected_name or not stated.stands(case.child))
    facts = [(label, words) for label, words in _facts(found, hidden=hidden) if words]
    words = [text for text in (found.content.words, found.content.happening, found.content.more) if text]
    words += [found.content.worker_words] if found.content.worker_words else []
    return render(
        request, "cases/opening/told.html", {"row": row, "case": case, "told": found, "facts": facts, "words": words}
    )


def _facts(told: concerns.Told, *, hidden: bool) -> list[tuple[str, str]]:
    say = concerns.in_words
    child = (
        ("children", told.content.children),
        ("age", told.personal.age),
        ("child_is", told.personal.child_is),
    )
    return [
        (_("What"), say("what", told.content.what)),
        (_("Child"), web.dots(*(say(question, given) for question, given in child))),
        (_("What helps to find the child"), _("The name is hidden.") if hidden else told.identity.child_words),
        (_("Where"), web.dots(say("place_type", told.personal.place_type), told.content.place)),
        (_("When"), web.dots(say("when", told.content.when), told.content.when_words)),
        (_("Safe contact"), told.safe_contact),
        (_("From whoever decided"), told.note),
    ]
