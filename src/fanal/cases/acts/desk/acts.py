"""What happened to the child, on the page of the file: the acts, and the forms that add and change them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.access.api import NotHere
from fanal.cases.acts import acts, suspects, told
from fanal.cases.acts.desk import law
from fanal.cases.acts.policy import ASK_LAW, SUSPECTS
from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import facts, url_of
from fanal.cases.files.files import File, Read
from fanal.cases.model import words
from fanal.cases.models import Act, Case
from fanal.cases.policy import TOLD, WRITE
from fanal.concerns import api as concerns
from fanal.justice.contracts import QuestionRef
from fanal.network.contracts import Actor
from fanal.web import api as web

_SHORT = ("kind", "forms", "happened_from", "country", "place_type")
"""What stands of an act before one opens it."""


def shown(actor: Actor, found: File, _now: datetime) -> Mapping[str, Any] | None:
    """The part of the page of a file."""
    case = found.case
    answers = law.answers(actor, found)
    return {
        "acts": [_act(one, answers.get(str(one.row.pk), [])) for one in found.of(Act)],
        "may_write": bool(access.may(actor, WRITE, case)),
        "may_ask": bool(access.may(actor, ASK_LAW, case)) and not case.restricted,
        "may_read_persons": bool(access.may(actor, SUSPECTS, case)),
    }


def _act(one: Read, answers: list[QuestionRef]) -> dict[str, object]:
    kind = words.code("act_kind", one.said["kind"]) if one.said["kind"] else _("Not written down yet")
    but = ("kind", "account", "persons")
    return {
        "row": one.row,
        "kind": kind,
        "facts": facts(one, but=(*but, *(name for name in one.said if name not in _SHORT))),
        "more": facts(one, but=(*but, *_SHORT)),
        "account": one.said["account"],
        "answers": answers,
        "unreadable": one.unreadable,
    }


# ---- forms ----


def _new(request: HttpRequest, actor: Actor, case: Case) -> filled.Filled:
    found = files.look(actor, case.pk, web.deeds.at(request))
    concern = found.told[0] if found.told and not found.of(Act) else None
    return _form(request, actor, found, None, concern)


def _change(request: HttpRequest, actor: Actor, row: Act) -> filled.Filled:
    found = files.look(actor, row.case_id, web.deeds.at(request))
    read = found.one(Act, row.pk)
    form = _form(request, actor, found, read, row.concern_id if not read.said["kind"] else None)
    if read.said["account"]:
        form.fields["more"] = web.StaffText(
            label=_("Is there anything to add?"), required=False, max_length=1000,
            help_text=_("What the child told stands above. Do not ask again."),
        )  # fmt: skip
        form.groups = (*form.groups, web.Group(("more",)))  # type: ignore[misc]
        form.account = read.said["account"]  # type: ignore[attr-defined]  # its template shows it
    return form


def _form(request: HttpRequest, actor: Actor, found: File, read: Read | None, concern: UUID | None) -> filled.Filled:
    account = ("account",) if read and read.said["account"] else ()
    fields = filled.filled_in("act", but=account)
    persons = [
        (str(one.row.pk), web.dots(suspects.word(one.said["status"]), web.listed(one.said["names"])))
        for one in suspects.entries(found)
    ]
    if persons and (read is None or read.row.made_by_id == actor.person):
        fields = [*fields, *filled.fields("act", "persons")]
    form = filled.form(
        lazy("Keep it"), fields, web.deeds.posted(request), required=("act.kind",),
        held={**_of_concern(request, actor, found, concern), **_said(read)}, version=read.row.version if read else 0,
        given={"act.persons": persons},
    )  # fmt: skip
    form.fields["concern"] = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=concern)
    return form


def _said(read: Read | None) -> dict[str, Any]:
    return {path: value for path, value in filled.by_path("act", read).items() if value not in (None, "", ())}


def _of_concern(request: HttpRequest, actor: Actor, found: File, concern: UUID | None) -> dict[str, Any]:
    """What was told or answered already, for the first act: it stands filled in until the worker keeps it (CM-5)."""
    if concern is None or request.method != "GET" or not access.may(actor, TOLD, found.case):
        return {}
    case = found.work.said
    answered = {"act.forms": case["forms"], "act.travel_tourism": case["travel_tourism"]}
    try:
        held = told.first_act(concerns.told(actor, concern, web.deeds.at(request)))
    except (access.NotAllowed, NotHere):  # it became the safeguarding lead's alone
        held = {}
    return {path: value for path, value in {**answered, **held}.items() if value}


FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
ONE = web.Things(find=acts.act_of, url=lambda row: url_of(row.case), back=lazy("Back to the file"), asks=True)
_LEDE = lazy("As far as the child chose to tell. What is not known stays open; no details of the abuse.")
NEW = {
    "act": web.Act(
        deed=WRITE,
        title=lazy("What the child went through"),
        heading=lazy("What happened?"),
        lede=_LEDE,
        form=_new,
        call=filled.named(
            lambda actor, case, data, now: acts.add(actor, case.pk, filled.of("act", data), now, data["concern"])
        ),
        done=lazy("Kept."),
        slug="acts/new",
    ),
}
ACTS = {
    "act_change": web.Act(
        deed=WRITE,
        title=lazy("What the child went through"),
        heading=lazy("What is known now?"),
        lede=_LEDE,
        form=_change,
        call=filled.named(
            lambda actor, row, data, now: acts.change(
                actor, row.case_id, row.pk, filled.of("act", data), data.get("more", ""), data["version"], now
            )
        ),
        done=lazy("Kept."),
        template="cases/acts/act.html",
        slug="change",
    ),
}
