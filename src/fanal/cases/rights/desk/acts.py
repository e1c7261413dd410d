"""What is done with a request: taken down, made sure of, put together, answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.acts import FILES
from fanal.cases.files.files import Looker, Reading
from fanal.cases.model import words
from fanal.cases.models import Caregiver, CareLink, Case, SubjectRequest
from fanal.cases.rights import policy, rights
from fanal.network.contracts import Actor
from fanal.web import api as web

NOBODY = ""


class Register(filled.Filled):
    """What is asked, by whom, and in whose own words. `speaks`: who speaks for them, of the people around the child."""

    speaks = forms.ChoiceField(label=lazy("Who speaks for them"), required=False)


def _register(request: HttpRequest, actor: Actor, case: Case) -> Register:
    fields = filled.fields("subject_request", "kind", "by", "identity_checked", "statement")
    form = Register(
        fields, web.deeds.posted(request), required=("subject_request.kind", "subject_request.by"), initial={}
    )
    form.buttons = (web.Button(lazy("Take it down")),)  # type: ignore[misc]
    web.offer(form, "speaks", [(NOBODY, _("somebody else, or nobody")), *_around(request, actor, case)])
    return form


def _around(request: HttpRequest, actor: Actor, case: Case) -> list[tuple[str, str]]:
    """The people around the child, as far as this person reads them."""
    with files.looking(actor, case.pk, web.deeds.at(request)) as found:
        by = Looker(actor.person, found.eye, reasoned=False)
        reading = Reading(found.of_child, found.of_case, case, by, found.grounded)
        names = {one.row.pk: one.said.get("name", "") for one in reading.rows(Caregiver)}
        links = reading.rows(CareLink)
    kinds = {one.row.pk: words.code("relationship", one.said.get("relationship") or "") for one in links}
    return [(str(one.row.pk), web.dots(kinds[one.row.pk], names.get(one.row.caregiver_id, ""))) for one in links]


def _take_down(actor: Actor, case: Case, data: Mapping[str, Any], now: datetime) -> object:
    said = filled.of("subject_request", data)
    kind = said.pop("kind")
    speaks = UUID(data["speaks"]) if data["speaks"] else None
    return rights.register(actor, case.pk, kind, said, speaks, now)


ACTS = {
    "request": web.Act(
        deed=policy.REGISTER,
        title=lazy("Somebody asks what we keep"),
        lede=lazy("The child, the person now grown up, or who speaks for them. It is answered within a month."),
        form=_register,
        call=filled.named(_take_down),
        done=lazy("It is taken down. The data protection officer answers it."),
    ),
}
"""On a file."""


# ---- on a request ----


def _check(request: HttpRequest, _actor: Actor, _row: SubjectRequest) -> filled.Filled:
    asked = filled.fields("subject_request", "identity_checked")
    required = ("subject_request.identity_checked",)
    return filled.form(lazy("It is the person"), asked, web.deeds.posted(request), required=required)


def _decide(request: HttpRequest, _actor: Actor, _row: SubjectRequest) -> filled.Filled:
    asked = filled.fields("subject_request", "decision", "decision_reason")
    required = ("subject_request.decision",)
    return filled.form(lazy("Answer it"), asked, web.deeds.posted(request), required=required)


REQUESTS = web.Things(
    find=rights.request_of,
    url=lambda row: reverse("cases:subject_request", args=[row.pk]),
    back=lazy("Back to the request"),
    asks=True,
)
REQUEST_ACTS = {
    "request_check": web.Act(
        deed=policy.CHECK,
        title=lazy("Who asks"),
        heading=lazy("How do we know who it is?"),
        lede=lazy("A code may be found, and anybody can say a name. No copy of a document is kept."),
        form=_check,
        call=filled.named(
            lambda actor, row, data, now: rights.check(
                actor, row.pk, data["asked"]["subject_request.identity_checked"], now
            )
        ),
        done=lazy("Kept."),
        slug="identity",
    ),
    "request_pack": web.press(
        policy.PACK, rights.put_together, lazy("It is put together. The data protection officer can answer."), "pack"
    ),
    "request_decide": web.Act(
        deed=policy.DECIDE,
        title=lazy("Answer a request"),
        lede=lazy("The person reads the reason. Say also where they can complain."),
        form=_decide,
        call=filled.named(
            lambda actor, row, data, now: rights.decide(
                actor, row.pk, data["asked"]["subject_request.decision"],
                data["asked"]["subject_request.decision_reason"], now,
            )
        ),
        done=lazy("It is answered."),
        slug="answer",
    ),
}  # fmt: skip
__all__ = ["ACTS", "FILES", "REQUESTS", "REQUEST_ACTS"]
