"""The page on which help is planned or changed: what, for whom, by when; and, in the same form, whom to ask, with the
reasons. What is looked for stands in no address."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from fanal.access.api import NotHere, ask
from fanal.cases import push
from fanal.cases.codes import Push
from fanal.cases.codes import Service as Kind
from fanal.cases.directory import directory, keeping
from fanal.cases.directory.desk import find
from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.files import File, Read
from fanal.cases.model import words
from fanal.cases.models import Case, Service
from fanal.cases.planning import helping
from fanal.cases.planning.desk import acts
from fanal.cases.planning.plans import Whole
from fanal.cases.planning.policy import HELP
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.results import Refused
from fanal.web import api as web

FIELDS = (
    "type", "for_whom", "push_factors", "goal", "phase", "timeframe", "appointment", "action", "provider",
)  # fmt: skip
LOOK = "look"


class Help(filled.Filled):
    """`area`: where help is looked for; it is not kept."""

    area = forms.ChoiceField(label=lazy("Where help is looked for"), required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (
        web.Button(lazy("Plan this help")),
        web.Button(lazy("See who can give it"), LOOK, "yes"),
    )


@web.deeds.page(HELP)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Plan a piece of help."""
    case = files.case_of(actor, case_id)
    ask(actor, HELP, case)
    return _page(request, actor, case, None)


@web.deeds.page(HELP)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, actor: Actor, case_id: UUID, help_id: UUID) -> HttpResponse:
    """Change what is planned."""
    row = helping.help_of(actor, case_id, help_id)
    ask(actor, HELP, row)
    return _page(request, actor, row.case, row)


def _page(request: HttpRequest, actor: Actor, case: Case, row: Service | None) -> HttpResponse:
    now = web.deeds.at(request)
    today = network.day_at(actor.org, now)
    found, whole = acts.whole_of(request, actor, case.pk)
    read = next((one for one in whole.helps if row is not None and one.row.pk == row.pk), None)
    if row is not None and read is None:
        raise NotHere
    entries = keeping.entries(actor.org, today)
    form = _form(request, whole, read, entries, today)
    looked = None
    if request.method == "POST" and LOOK in request.POST:
        looked = find.shown(directory.suggest(entries, _wanted(form, found), today))
        _offer(form, looked)
    elif request.method == "POST" and form.is_valid():
        with web.deeds.telling(form):
            filled.named(_keep)(actor, (case, row), form.cleaned_data | {"asked": form.asked()}, now)
            messages.success(request, _("The help is in the plan."))
            return HttpResponseRedirect(acts.url_of(case))
    context = {"form": form, "case": case, "row": row, "looked": looked, "suggested": _suggested(request, whole)}
    return render(request, "cases/planning/help.html", context)


def _keep(actor: Actor, pair: tuple[Case, Service | None], data: Any, now: Any) -> None:
    case, row = pair
    said = filled.of("service", data)
    if row is None:
        helping.add(actor, case.pk, said, now)
    else:
        helping.change(actor, case.pk, row.pk, said, data["version"], now)


def _form(request: HttpRequest, whole: Whole, read: Read | None, entries: Any, today: Any) -> Help:
    held = filled.by_path("service", read) | acts.clear(read, "phase", "timeframe", "push_factors")
    held["service.goal"] = str(read.row.goal_id or "") if read else request.GET.get("goal", "")
    wanted = request.GET.get("for", "")
    if read is None and wanted in dict(acts.pushes(whole)):
        held["service.push_factors"] = (wanted,)
    goals = [(str(one.row.pk), one.said["goal"]) for one in whole.standing]
    if read is None and held["service.goal"] not in dict(goals):
        del held["service.goal"]
    helping_now = [(str(one.id), _named(one, today)) for one in entries if directory.may_help(one, today)]
    form = Help(
        filled.fields("service", *FIELDS), web.deeds.posted(request), values=held,
        required=[f"service.{name}" for name in helping.NEEDED], initial={"version": read.row.version if read else 0},
        given={"service.push_factors": acts.pushes(whole), "service.goal": goals, "service.provider": helping_now},
    )  # fmt: skip
    areas = sorted({area for one in entries for area in one.areas})
    web.offer(form, "area", [("", _("Anywhere")), *((area, area) for area in areas)])
    if not areas:
        del form.fields["area"]
    return form


def _named(entry: directory.Entry, today: date) -> str:
    """A provider with the help that they give, and whether data may go there."""
    kinds = sorted(words.code("service_type", one) for one in entry.services)
    usable = directory.usable(entry, today)
    return web.dots(entry.name, web.listed(kinds), _(usable.words) if isinstance(usable, Refused) else "")


def _wanted(form: Help, found: File) -> directory.Wanted:
    """What is looked for: of the child what the file knows, and no name."""
    form.is_valid()
    said, child = form.cleaned_data, found.child.said
    kind = said.get("service_type")
    return directory.Wanted(
        service=Kind(kind) if kind else Kind.OTHER,
        area=said.get("area") or "",
        age=child["age_at_intake"] if said.get("service_for_whom") == "child" else None,
        sex=child["sex"] if said.get("service_for_whom") == "child" else "",
        languages=frozenset(child["languages"]),
        urgent=said.get("service_timeframe") in {"within_1_hour", "within_3_hours", "within_1_day"},
    )


def _offer(form: Help, looked: find.Shown) -> None:
    """Those who can give it stand first, with the reasons. What is not filled in yet is no error."""
    form.errors.clear()
    if "service_provider" in form.fields:
        field: Any = form.fields["service_provider"]
        first = {one.id: web.dots(one.name, *one.reasons) for one in looked.suggested}
        _none, *others = field.choices
        none = ("", _("Nobody yet, or we ourselves"))
        web.offer(form, "service_provider", [none, *first.items(), *(one for one in others if one[0] not in first)])


def _suggested(request: HttpRequest, whole: Whole) -> list[str]:
    """What may help against the circumstance for which one came, in words."""
    wanted = request.GET.get("for", "")
    codes = [Push(one.said["code"]) for one in whole.factors if str(one.row.pk) == wanted and one.said["code"]]
    return [suggestion(one) for one in push.suggestions(codes)]


def suggestion(one: push.Suggestion) -> str:
    """A kind of help with what is said beside it."""
    return web.dots(words.code("service_type", one.type), _(push.WORDS[one.beside]) if one.beside else "")
