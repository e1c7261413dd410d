"""What can be done with the plan of a file, its goals and its help, one row a deed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotHere
from fanal.cases.codes import Assent, GoalState, NoAction
from fanal.cases.files import files, writing
from fanal.cases.files.desk import filled
from fanal.cases.files.files import Read
from fanal.cases.model import words
from fanal.cases.models import Case, Goal, PushFactor, Service
from fanal.cases.planning import helping, planning, plans
from fanal.cases.planning.plans import Whole
from fanal.cases.planning.policy import HELP, PLAN
from fanal.network.contracts import Actor
from fanal.web import api as web

GOAL = ("domain", "need", "goal", "indicator", "baseline", "target", "due", "who", "action", "push_factors")


def url_of(case: Case) -> str:
    """The address of the plan of a file."""
    return reverse("cases:plan", args=[case.pk])


def whole_of(request: HttpRequest, actor: Actor, case_id: UUID) -> tuple[files.File, Whole]:
    """The open file and its plan."""
    found = files.look(actor, case_id, web.deeds.at(request))
    return found, plans.of(found)


def clear(read: Read | None, *names: str) -> dict[str, Any]:
    """What the clear columns of a row hold, by path."""
    if read is None:
        return {}
    entity = files.ENTITY[type(read.row)]
    return {f"{entity}.{name}": getattr(read.row, name) for name in names}


def pushes(whole: Whole) -> list[tuple[str, str]]:
    """What can be answered, in words."""
    return [(str(one.row.pk), words.code("push_factor", one.said["code"])) for one in whole.factors]


def _one(reads: tuple[Read, ...], row: Any) -> Read:
    read = next((one for one in reads if one.row.pk == row.pk), None)
    if read is None:
        raise NotHere
    return read


# ---- the plan ----


def _words(request: HttpRequest, actor: Actor, case: Case) -> filled.Filled:
    found, whole = whole_of(request, actor, case.pk)
    held = filled.by_path("plan", whole.plan) | clear(whole.plan, "starts", "ends_planned")
    return filled.form(
        lazy("Keep it"), filled.fields("plan", "child_words", "starts", "ends_planned"), web.deeds.posted(request),
        held={"plan.child_words": found.work.said["wishes"]} | held,
        version=whole.plan.row.version if whole.plan else 0, required=("plan.child_words", "plan.starts"),
    )  # fmt: skip


def _agreement(request: HttpRequest, actor: Actor, case: Case) -> filled.Filled:
    _found, whole = whole_of(request, actor, case.pk)
    form = filled.form(
        lazy("Keep what the child says"), filled.fields("plan", "child_agreed", "child_agreed_why", "caregiver_agreed"),
        web.deeds.posted(request), held=filled.by_path("plan", whole.plan),
        version=whole.plan.row.version if whole.plan else 0, required=("plan.child_agreed", "plan.child_agreed_why"),
    )  # fmt: skip
    caregiver: Any = form.fields["plan_caregiver_agreed"]
    caregiver.choices = [one for one in caregiver.choices if one[0] != Assent.TOO_YOUNG]
    return form


def _safety(request: HttpRequest, actor: Actor, case: Case) -> filled.Filled:
    _found, whole = whole_of(request, actor, case.pk)
    return filled.form(
        lazy("Keep it"), filled.fields("plan", "safety_plan"), web.deeds.posted(request),
        held=filled.by_path("plan", whole.plan), version=whole.plan.row.version if whole.plan else 0,
    )  # fmt: skip


def _goal_form(request: HttpRequest, whole: Whole, read: Read | None) -> filled.Filled:
    held = filled.by_path("goal", read) | clear(read, "due", "push_factors")
    wanted = request.GET.get("for", "")
    if read is None and wanted in dict(pushes(whole)):
        held["goal.push_factors"] = (wanted,)
    return filled.form(
        lazy("Keep this goal"), filled.fields("goal", *GOAL), web.deeds.posted(request), held=held,
        version=read.row.version if read else 0, required=[f"goal.{name}" for name in planning.NEEDED],
        given={"goal.push_factors": pushes(whole)},
    )  # fmt: skip


def _goal(request: HttpRequest, actor: Actor, case: Case) -> filled.Filled:
    return _goal_form(request, whole_of(request, actor, case.pk)[1], None)


def _goal_change(request: HttpRequest, actor: Actor, row: Goal) -> filled.Filled:
    _found, whole = whole_of(request, actor, row.case_id)
    return _goal_form(request, whole, _one(whole.goals, row))


def _goal_state(request: HttpRequest, actor: Actor, row: Goal) -> filled.Filled:
    _found, whole = whole_of(request, actor, row.case_id)
    return filled.form(
        lazy("Keep it"), filled.fields("goal", "state"), web.deeds.posted(request),
        held=filled.by_path("goal", _one(whole.goals, row)), version=row.version, required=("goal.state",),
    )  # fmt: skip


CASES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the plan"), asks=True)
GOALS = web.Things(find=planning.goal_of, url=lambda row: url_of(row.case), back=lazy("Back to the plan"), asks=True)
HELPS = web.Things(find=helping.help_of, url=lambda row: url_of(row.case), back=lazy("Back to the plan"), asks=True)
PUSHES = web.Things(find=writing.push_of, url=lambda row: url_of(row.case), back=lazy("Back to the plan"), asks=True)

CASE_ACTS = {
    "begin": web.Act(
        deed=PLAN,
        title=lazy("Begin the plan"),
        lede=lazy("Begin with what the child wants. It stands on top of the file, and of the plan."),
        form=_words,
        call=filled.said("plan", planning.begin),
        done=lazy("The plan has begun. Answer each thing that pushes the child."),
    ),
    "words": web.Act(
        deed=PLAN,
        title=lazy("What the child wants, and when"),
        form=_words,
        call=filled.kept("plan", planning.change),
        done=lazy("Kept."),
    ),
    "agreement": web.Act(
        deed=PLAN,
        title=lazy("Does the child agree?"),
        lede=lazy(
            "Go through the plan together. If the child does not agree, we may still protect; the supervisor sees it."
        ),
        form=_agreement,
        call=filled.kept("plan", planning.agree),
        done=lazy("Kept."),
    ),
    "safety_plan": web.Act(
        deed=PLAN,
        title=lazy("How the child stays safe"),
        form=_safety,
        seal=lazy(
            "You, the supervisor of this file and the safeguarding lead can read this. So can a colleague to whom you "
            "hand the whole file, or who helps with all of it. Write where the child sleeps here, or as the address of "
            "a placement, nowhere else."
        ),
        call=filled.named(
            lambda actor, case, data, now: planning.set_safety(
                actor, case.pk, data["asked"]["plan.safety_plan"], data["version"], now
            )
        ),
        done=lazy("Kept, sealed."),
        slug="safe",
    ),
    "goal": web.Act(
        deed=PLAN,
        title=lazy("A goal"),
        lede=lazy("One change. What the child needs, what shall change, and how we will see it."),
        form=_goal,
        call=filled.said("goal", planning.add_goal),
        done=lazy("The goal is in the plan."),
    ),
    "ask_plan": web.Act(
        deed=PLAN,
        form=None,
        call=lambda actor, case, _data, now: planning.ask(actor, case.pk, now),
        done=lazy("The supervisor is asked."),
        slug="ask",
    ),
}
GOAL_ACTS = {
    "goal_change": web.Act(
        deed=PLAN,
        title=lazy("Change a goal"),
        form=_goal_change,
        call=filled.kept("goal", planning.change_goal),
        done=lazy("Kept."),
        slug="change",
    ),
    "goal_state": web.Act(
        deed=PLAN,
        title=lazy("How far a goal is"),
        lede=lazy("The approval of the plan stays. Not reached is no failure: it says what to do next."),
        form=_goal_state,
        call=filled.named(
            lambda actor, row, data, now: planning.say_goal(
                actor, row.case_id, row.pk, GoalState(data["asked"]["goal.state"]), data["version"], now
            )
        ),
        done=lazy("Kept."),
        slug="state",
    ),
}


# ---- help ----


def _given(request: HttpRequest, actor: Actor, row: Service) -> filled.Filled:
    return _ended(request, actor, row, ("state", "delivered_on", "outcome"), helping.GIVEN)


def _not_given(request: HttpRequest, actor: Actor, row: Service) -> filled.Filled:
    return _ended(request, actor, row, ("state", "action"), helping.NOT_GIVEN)


def _ended(request: HttpRequest, actor: Actor, row: Service, names: tuple[str, ...], states: Any) -> filled.Filled:
    _found, whole = whole_of(request, actor, row.case_id)
    read = _one(whole.helps, row)
    form = filled.form(
        lazy("Keep it"), filled.fields("service", *names), web.deeds.posted(request),
        held=filled.by_path("service", read) | clear(read, "delivered_on") | {"service.state": ""}, version=row.version,
        required=("service.state",),
    )  # fmt: skip
    web.offer(form, "service_state", [(one.value, words.code("service_state", one)) for one in states])
    return form


def _lacking(request: HttpRequest, actor: Actor, case: Case) -> filled.Filled:
    _found, whole = whole_of(request, actor, case.pk)
    wanted = request.GET.get("for", "")
    held = {"service.push_factors": (wanted,)} if wanted in dict(pushes(whole)) else {}
    return filled.form(
        lazy("Note that there is none"), filled.fields("service", "type", "for_whom", "push_factors"),
        web.deeds.posted(request), held=held, required=("service.type", "service.for_whom"),
        given={"service.push_factors": pushes(whole)},
    )  # fmt: skip


def _reason(request: HttpRequest, actor: Actor, row: PushFactor) -> filled.Filled:
    _found, whole = whole_of(request, actor, row.case_id)
    read = _one(whole.factors, row)
    return filled.form(
        lazy("Keep it"), filled.fields("push_factor", "no_action_reason"), web.deeds.posted(request),
        held=filled.by_path("push_factor", read), version=row.version,
    )  # fmt: skip


def _reason_of(data: Mapping[str, Any]) -> NoAction | None:
    said = data["asked"]["push_factor.no_action_reason"]
    return NoAction(said) if said else None


CASE_ACTS["lacking"] = web.Act(
    deed=HELP,
    title=lazy("There is no such help"),
    lede=lazy("It is counted by its kind, so that those who plan for a place learn what is missing there."),
    form=_lacking,
    call=filled.said("service", helping.lacking),
    done=lazy("Noted."),
)
HELP_ACTS = {
    "help_given": web.Act(
        deed=HELP,
        title=lazy("What came of this help"),
        form=_given,
        call=filled.kept("service", helping.give),
        done=lazy("Kept."),
        slug="given",
    ),
    "help_ended": web.Act(
        deed=HELP,
        title=lazy("This help will not be given"),
        lede=lazy("That the child does not want it is an answer, and no failure."),
        form=_not_given,
        call=filled.kept("service", helping.end),
        done=lazy("Kept. Look at what it should have answered."),
        slug="ended",
    ),
}
PUSH_ACTS = {
    "push_reason": web.Act(
        deed=HELP,
        title=lazy("Why nothing is done about it now"),
        form=_reason,
        call=filled.named(
            lambda actor, row, data, now: helping.give_reason(
                actor, row.case_id, row.pk, _reason_of(data), data["version"], now
            )
        ),
        done=lazy("Kept."),
        slug="reason",
    ),
}  # fmt: skip
