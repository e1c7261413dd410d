"""The case question: a form of a few pages, asked inside a matter. Nothing is kept until the question is put."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fanal.access.api import NotNow, ask
from fanal.engines.jurisdiction.contracts import FactsError, parse_facts
from fanal.justice.matters import asking, matters, policy, training
from fanal.justice.matters.desk import facts_draft
from fanal.justice.matters.desk.facts_draft import Draft, values_of
from fanal.justice.matters.desk.facts_fields import PAGES, TITLES
from fanal.justice.matters.desk.facts_form import CHECK, CheckForm, FactsForm, answers
from fanal.justice.models import Matter
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import deeds

ALL = (*PAGES, CHECK)


@deeds.page(policy.ASK)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, actor: Actor, matter_id: UUID) -> HttpResponse:
    """Ask about an act. An exercise begins with the facts of its case."""
    matter = _matter(actor, matter_id)
    case = training.BY_CODE.get(matter.training)
    if request.method == "POST":
        return _posted(request, actor, matter)
    start = CHECK if case else PAGES[0]
    return _page(request, matter, facts_draft.read(values_of(case.facts if case else {})), start, tell=False)


@deeds.page(policy.ASK)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, actor: Actor, question_id: UUID) -> HttpResponse:
    """The same question with other facts: a new question, prefilled. `?page=`: where to begin."""
    matter = asking.question_of(actor, question_id).matter
    ask(actor, policy.ASK, matter)
    if request.method == "POST":
        return _posted(request, actor, matter)
    given = asking.read(actor, question_id, deeds.at(request))
    wanted = request.GET.get("page", CHECK)
    start = wanted if wanted in ALL else CHECK
    return _page(request, matter, facts_draft.read(values_of(given.facts)), start, tell=False)


def _matter(actor: Actor, matter_id: UUID) -> Matter:
    matter = matters.matter_of(actor, matter_id)
    ask(actor, policy.ASK, matter)
    return matter


def _posted(request: HttpRequest, actor: Actor, matter: Matter) -> HttpResponse:
    """Go on, back, stay for another line, jump to a page, or ask."""
    values = dict(request.POST.lists())
    here = _one(values, "page") if _one(values, "page") in ALL else PAGES[0]
    go = _one(values, "go") or "next"
    draft = facts_draft.read(values)
    _not_later(draft, deeds.at(request).date())
    if go == "ask":
        return _put(request, actor, matter, draft)
    if go == "next" and here != CHECK:
        if draft.first_wrong([here]):
            return _page(request, matter, draft, here, tell=True)
        return _page(request, matter, draft, ALL[ALL.index(here) + 1], tell=False)
    if go == "back":
        return _page(request, matter, draft, ALL[max(0, ALL.index(here) - 1)], tell=False)
    draft.more = 1 if go == "stay" else 0
    return _page(request, matter, draft, go if go in ALL else here, tell=False)


def _put(request: HttpRequest, actor: Actor, matter: Matter, draft: Draft) -> HttpResponse:
    as_of = _as_of(draft, deeds.at(request).date())
    wrong = draft.first_wrong(PAGES)
    if wrong:
        return _page(request, matter, draft, wrong, tell=True)
    if as_of is None:
        draft.errors["as_of"] = _("Write a day that exists.")
        return _page(request, matter, draft, CHECK, tell=True)
    try:
        version = next(iter(draft.typed("version")), "")
        row = asking.put_question(actor, matter.pk, draft.facts, as_of, deeds.at(request), version=version)
    except NotNow as why:
        draft.errors["as_of" if why.field else ""] = why.words  # what is later than today was refused before
        return _page(request, matter, draft, CHECK, tell=True)
    except FactsError:
        draft.errors[""] = str(facts_draft.OTHERWISE)
        return _page(request, matter, draft, CHECK, tell=True)
    return HttpResponseRedirect(reverse("justice:answer", args=[row.pk]))


def _not_later(draft: Draft, today: date) -> None:
    """An act that lies in the future is a slip of the pen: it is said at its field."""
    if draft.errors:
        return
    try:
        asking.in_time(parse_facts(draft.facts), today)
    except NotNow as why:
        draft.errors[why.field or ""] = why.words


def _as_of(draft: Draft, today: date) -> date | None:
    typed = draft.typed("as_of")
    if not typed:
        return today
    try:
        return date.fromisoformat(typed[0])
    except ValueError:
        return None


def _one(values: dict[str, list[Any]], name: str) -> str:
    return str(next(iter(values.get(name, ())), ""))


def _page(request: HttpRequest, matter: Matter, draft: Draft, where: str, *, tell: bool) -> HttpResponse:
    form: FactsForm
    if where == CHECK:
        if not draft.typed("as_of"):
            draft.values = {**draft.values, "as_of": [deeds.at(request).date().isoformat()]}
        form = CheckForm(draft, tell=tell, versions=law_choices())
    else:
        form = FactsForm(draft, where, tell=tell)
    context = {
        "form": form,
        "matter": matter,
        "case": training.BY_CODE.get(matter.training),
        "title": TITLES[where],
        "number": ALL.index(where) + 1,
        "whole": len(ALL),
        "check": where == CHECK,
        "answers": answers(draft) if where == CHECK else (),
    }
    return render(request, "justice/matters/question.html", context)


def law_choices() -> list[tuple[str, str]]:
    """The laws that answered here before, by their day; the newest is what is in force unless it changed since."""
    return [
        (
            version,
            _("the law that first answered on {day} ({version})").format(day=web.day_words(day), version=version[:12]),
        )
        for version, day in asking.versions()
    ]
