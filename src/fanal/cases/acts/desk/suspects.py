"""Persons suspected, on a page of their own: nothing of them stands on the page of a file, in a list or a title."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from fanal.access import api as access
from fanal.access.api import NotHere
from fanal.cases import duties
from fanal.cases.acts import suspects
from fanal.cases.acts.policy import SETTLE, SUSPECT, SUSPECTS
from fanal.cases.acts.suspects import FOR_THE_LAW, NEEDED, UNDER_AGE
from fanal.cases.codes import Service
from fanal.cases.files import files, writing
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import Reason, facts, url_of
from fanal.cases.files.files import ReasonFirst
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.models import AllegedOffender, Case
from fanal.cases.policy import WRITE
from fanal.clocks import api as clocks
from fanal.network.contracts import Actor
from fanal.web import api as web

_ENTITY, _ASKED_FIRST = "alleged_offender", "alleged_offender.adult_at_time"
_FIRST = _ASKED_FIRST.replace(".", "_")


def url_of_persons(case: Case) -> str:
    """Where the persons suspected of a file stand."""
    return reverse("cases:persons", args=[case.pk])


@web.deeds.page(SUSPECTS)
@require_http_methods(["GET", "POST"])
def persons(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The worker reads what they wrote; supervisor and safeguarding lead say why first."""
    now, form = web.deeds.at(request), Reason(web.deeds.posted(request))
    form.buttons = (web.Button(_("Open this part")),)  # type: ignore[misc]
    reason = form.cleaned_data["reason"] if request.method == "POST" and form.is_valid() else ""
    try:
        found = suspects.look(actor, case_id, now, reason)
    except ReasonFirst as first:
        return render(request, "cases/acts/why.html", {"case": first.case, "form": form})
    case, may_write = found.case, bool(access.may(actor, SUSPECT, found.case))
    shown = [
        {
            "row": one.row,
            "word": suspects.word(one.said["status"]),
            "facts": facts(one, but=() if one.said["nationalities"] else FOR_THE_LAW),
            "unreadable": one.unreadable,
            "own": may_write and one.row.made_by_id == actor.person,
        }
        for one in suspects.entries(found)
    ]
    alarms = clocks.open_duties(org=case.org_id, subjects=[case.pk], kinds=duties.ALARMS)
    context = {
        "case": case,
        "persons": shown,
        "may_write": may_write,
        "alarms": [_(clocks.kind(one.kind).words) for one in alarms] if access.may(actor, SETTLE, case) else (),
    }
    return render(request, "cases/acts/persons.html", context)


# ---- entering one: how old the person was is asked first, and a child ends it ----


def _asked(*names: str) -> list[Any]:
    fields = model().entities[_ENTITY].fields.values()
    return [one for one in fields if one.label and one.name not in FOR_THE_LAW and (not names or one.name in names)]


def _first(data: Any) -> filled.Filled:
    form = filled.form(_("Go on"), _asked("adult_at_time"), data, required=(_ASKED_FIRST,))
    field = form.fields[_FIRST]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [*field.choices, (UNDER_AGE, _("No, under 18"))]  # type: ignore[misc]
    return form


def _whole(data: Any, held: dict[str, Any] | None = None, version: int = 0) -> filled.Filled:
    required = [f"{_ENTITY}.{name}" for name in NEEDED]
    return filled.form(_("Keep it"), _asked(), data, held=held, version=version, required=required)


@web.deeds.page(SUSPECT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Enter a person suspected. Whoever was a child then is never entered: the form ends, and another path begins."""
    case = files.case_of(actor, case_id)
    access.ask(actor, SUSPECT, case)
    age = request.POST.get(_FIRST, "")
    if age == UNDER_AGE:
        return HttpResponseRedirect(reverse("cases:another_child", args=[case.pk]))
    form = _first(web.deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        is_sent = "version" in request.POST and f"{_ENTITY}_status" in request.POST
        form = _whole(request.POST if is_sent else None, {_ASKED_FIRST: age})
        if is_sent and form.is_valid():
            with web.deeds.telling(form):
                data = {**form.cleaned_data, "asked": form.asked()}
                filled.named(_add)(actor, case, data, web.deeds.at(request))
                return HttpResponseRedirect(url_of_persons(case))
    return render(request, "cases/acts/person_new.html", {"case": case, "form": form})


def _add(actor: Actor, case: Case, data: dict[str, Any], now: Any) -> object:
    return suspects.add(actor, case.pk, filled.of(_ENTITY, data), now)


# ---- deeds on one, and on the file ----


def _change(request: HttpRequest, actor: Actor, row: AllegedOffender) -> filled.Filled:
    found = suspects.look(actor, row.case_id, web.deeds.at(request))
    read = next((one for one in suspects.entries(found) if one.row.pk == row.pk), None)
    if read is None:
        raise NotHere
    return _whole(web.deeds.posted(request), filled.by_path(_ENTITY, read), row.version)


def _need(request: HttpRequest, _actor: Actor, _case: Case) -> filled.Filled:
    form = filled.form(
        lazy("Note the need"), filled.fields("note", "body"), web.deeds.posted(request), required=("note.body",)
    )
    form.fields["note_body"].label = _("What does that child need?")
    form.fields["note_body"].help_text = _("No name, and not what the child did.")
    return form


def _note_need(actor: Actor, case: Case, data: dict[str, Any], now: Any) -> object:
    need = words.code("service_type", Service.SUPPORT_AFTER_HARMFUL_BEHAVIOUR)
    return writing.add_note(actor, case.pk, "decision", {"body": f"{need}: {data['asked']['note.body']}"}, now)


FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
OF_FILE = {
    "another_child": web.Act(
        deed=WRITE,
        title=lazy("Another child who needs help"),
        lede=lazy("A child is never entered as a person suspected. A child who has harmed somebody needs help, too."),
        points=(
            lazy("Talk to your supervisor today."),
            lazy(
                "With your supervisor, that child gets a file of their own, for named people only: as a child who was "
                "harmed, or who is at risk."
            ),
            lazy("Nothing here says what the child did."),
        ),
        form=_need,
        call=filled.named(_note_need),
        done=lazy("The need is noted. Talk to your supervisor today."),
    ),
    "alarm_seen": web.Act(
        deed=SETTLE,
        form=None,
        call=lambda actor, case, _data, now: suspects.settle(actor, case.pk, now),
        done=lazy("Noted."),
    ),
}
ONE = web.Things(
    find=suspects.suspect_of, url=lambda row: url_of_persons(row.case), back=lazy("Persons suspected"), asks=True
)
ACTS = {
    "person_change": web.Act(
        deed=SUSPECT,
        title=lazy("A person suspected"),
        heading=lazy("What is known now?"),
        form=_change,
        call=filled.kept(_ENTITY, suspects.change),
        done=lazy("Kept."),
        slug="change",
    ),
    "person_child": web.Act(
        deed=SUSPECT,
        title=lazy("This person was under 18 then"),
        lede=lazy(
            "A child is never entered here. All that stands in this entry is taken away, and another path begins."
        ),
        button=lazy("Take the entry away"),
        call=lambda actor, row, _data, now: suspects.take_out(actor, row.case_id, row.pk, now),
        done=lazy("The entry is gone."),
        slug="child",
    ),
}
