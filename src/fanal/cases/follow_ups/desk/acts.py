"""Writing down how the child is: for a follow-up that is due, or any other contact. What was seen today is never chosen
beforehand; what may stay is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.codes import PushState
from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import File
from fanal.cases.follow_ups import follow_ups, reaching
from fanal.cases.follow_ups.desk import reach
from fanal.cases.follow_ups.duties import CRISIS
from fanal.cases.follow_ups.policy import CALL, FOLLOW_UP, HEARD
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.model.inputs import Choices
from fanal.cases.model.parts import Pair
from fanal.cases.models import Case, FollowUp, Goal, Plan, PushFactor
from fanal.clocks import api as clocks
from fanal.network.contracts import Actor
from fanal.web import api as web

_ASKED = (
    "result", "mode", "child_seen", "child_seen_alone", "situation", "wellbeing", "push_factors_review",
    "goals_review", "note", "next_due",
)  # fmt: skip


_FIELDS = model().entities["follow_up"].fields


def _form(request: HttpRequest, actor: Actor, thing: Case | FollowUp) -> filled.Filled:
    case = thing if isinstance(thing, Case) else thing.case
    found = files.look(actor, case.pk, web.deeds.at(request))
    pushes, goals = _pushes(found), _goals(found)
    form = filled.form(
        lazy("Keep it"), filled.fields("follow_up", *_ASKED), web.deeds.posted(request),
        required=("follow_up.result",), sometimes=("follow_up.child_seen",), version=follow_ups.stood(case),
        held={
            "follow_up.push_factors_review": tuple(Pair(key, state) for key, _label, state in pushes),
            "follow_up.goals_review": tuple(Pair(key, state) for key, _label, state in goals),
        },
        given={
            "follow_up.push_factors_review": _choices(pushes),
            "follow_up.goals_review": _choices(goals),
        },
    )  # fmt: skip
    result: Any = form.fields["follow_up_result"]
    result.choices = [one for one in result.choices if one[0] != "not_due"]
    return form


type _Stand = tuple[str, str, str]


def _choices(rows: list[_Stand]) -> Choices:
    return [(key, label) for key, label, _state in rows]


def _pushes(found: File) -> list[_Stand]:
    """What pushes the child still, with how it was last."""
    rows = [one for one in found.of(PushFactor) if one.said["state"] != PushState.ENDED and one.said["code"]]
    return [(str(one.row.pk), words.code("push_factor", one.said["code"]), one.said["state"]) for one in rows]


def _goals(found: File) -> list[_Stand]:
    """The goals of the newest plan, with how far they were last."""
    plan = max((one.row for one in found.of(Plan)), key=lambda row: row.number, default=None)
    rows = [one for one in found.of(Goal) if plan is not None and one.row.plan_id == plan.pk and one.said["goal"]]
    return [(str(one.row.pk), one.said["goal"], one.said["state"]) for one in rows]


def _more(request: HttpRequest, actor: Actor, thing: Case | FollowUp) -> Mapping[str, Any]:
    case = thing if isinstance(thing, Case) else thing.case
    return reach.before(actor, case, web.deeds.at(request))


def _keep(actor: Actor, thing: Case | FollowUp, data: Mapping[str, Any], now: datetime) -> FollowUp:
    case_id, row_id = (thing.pk, None) if isinstance(thing, Case) else (thing.case_id, thing.pk)
    said = filled.of("follow_up", data)
    return follow_ups.record_one(actor, case_id, row_id, said, now, version=data["version"])


def _done(_thing: object, row: FollowUp) -> tuple[int, web.Words]:
    if clocks.open_duties(org=row.case.org_id, subjects=[row.pk], kinds=[CRISIS]):
        words_ = lazy("Kept. The supervisor is told now. Call them too, stay with the child, and set the risk.")
        return messages.WARNING, words_
    if row.result == "child_declined":
        return messages.SUCCESS, lazy("Kept. That the child did not want it is an answer.")
    return messages.SUCCESS, lazy("Kept. If the child is not safe today, set the risk and call the supervisor now.")


def _act(title: web.Words | Any, slug: str = "") -> web.Act:
    return web.Act(
        deed=FOLLOW_UP,
        title=title,
        lede=lazy("About two minutes. What nobody knows stays open."),
        form=_form,
        call=filled.named(_keep),
        done=_done,
        template="cases/follow_ups/follow_up.html",
        more=_more,
        slug=slug,
    )


def _title(row: FollowUp) -> web.Words:
    return words.code("milestone", row.milestone) if row.milestone else words.code("followup_type", row.type)


ROWS = web.Things(
    find=follow_ups.row_of,
    url=lambda row: url_of(row.case),
    back=lazy("Back to the file"),
    asks=True,
    fits=lambda _actor, row, _name: not row.result,
    gone=lazy("This was written down already."),
)
ROW_ACTS = {"follow_up": _act(_title, "ask")}


# ---- a child in crisis ----


class Heard(web.Page):
    """What was done, in a few words."""

    body = web.StaffText(label=lazy("What was done, and what follows?"), max_length=2000)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep it")),)


def _seen(request: HttpRequest, actor: Actor, row: FollowUp) -> Mapping[str, Any]:
    """What the worker wrote of this contact."""
    found = files.look(actor, row.case_id, web.deeds.at(request))
    held = found.one(FollowUp, row.pk)
    names = ("situation", "wellbeing", "note")
    facts = [(words.label(_FIELDS[name]), words.told(_FIELDS[name], held.said[name])) for name in names]
    return {"facts": [one for one in facts if one[1]]}


CRISES = web.Things(
    find=follow_ups.row_of,
    url=lambda row: url_of(row.case),
    back=lazy("Back to the file"),
    asks=True,
    fits=lambda actor, row, _name: bool(clocks.open_duties(org=actor.org, subjects=[row.pk], kinds=[CRISIS])),
    gone=lazy("This was written down already."),
)
CRISIS_ACTS = {
    "crisis": web.Act(
        deed=HEARD,
        title=lazy("A child is in crisis"),
        lede=lazy("Call the worker first, and see that the child is safe. Then write what was done."),
        form=Heard,
        call=lambda actor, row, data, now: follow_ups.heard(actor, row.case_id, row.pk, data["body"], now),
        done=lazy("Kept in the file. Look at the risk."),
        more=_seen,
    ),
}

# ---- any time ----


def _called(request: HttpRequest, made: tuple[Case, str, Actor]) -> HttpResponse:
    case, why, actor = made
    now = web.deeds.at(request)
    found = files.look(actor, case.pk, now)
    numbers = reaching.in_danger(found, now, why)
    return render(
        request,
        "cases/follow_ups/call.html",
        {"case": case, "numbers": numbers, "agreed": reaching.agreed(found)},
    )


def _call(actor: Actor, case: Case, data: Mapping[str, Any], now: datetime) -> tuple[Case, str, Actor]:
    why = data["asked"]["note.body"]
    reaching.call_in_danger(actor, case.pk, why, now)
    return case, why, actor


def _why(request: HttpRequest, _actor: Actor, _case: Case) -> filled.Filled:
    form = filled.form(
        lazy("Keep the reason, and show the number"), filled.fields("note", "body"), web.deeds.posted(request),
        required=("note.body",),
    )  # fmt: skip
    form.fields["note_body"].label = lazy("What is the danger to the child’s life?")
    form.fields["note_body"].help_text = lazy("It stands in the file, with your name.")
    return form


FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
FILE_ACTS = {
    "contact_now": _act(lazy("A contact with the child"), "contact"),
    "call_in_danger": web.Act(
        deed=CALL,
        title=lazy("Call although nothing was agreed"),
        lede=lazy("Only where the child’s life is in danger now, and only by telephone. Else the child decides."),
        form=_why,
        call=_call,
        answer=_called,
        slug="call",
    ),
}
