"""What is done with a plan: one row a deed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotHere
from fanal.network.contracts import Actor
from fanal.tourism import known
from fanal.tourism.desk import forms as desk_forms
from fanal.tourism.desk import plan_forms as forms
from fanal.tourism.desk.acts import titled
from fanal.tourism.membership import rows
from fanal.tourism.membership.policy import GO_OVER
from fanal.tourism.models import Action, Membership, PlanComment
from fanal.tourism.planning import actions, reviewing
from fanal.tourism.planning import policy as deeds
from fanal.tourism.planning.actions import Planned
from fanal.tourism.plans import plans
from fanal.tourism.plans.plans import SEND, SETTLE
from fanal.tourism.programmes.model import Criterion, Requirement
from fanal.tourism.said import said
from fanal.web import api as web

_SENT = web.deeds.posted
_BACK = lazy("The plan")


def url_of(row: Membership) -> str:
    """The page of a plan."""
    return reverse("travel:plan", args=[row.pk])


def criterion_of(row: Membership, name: str) -> Criterion | None:
    """The criterion to which a requirement belongs."""
    criteria = known.criteria(row).criteria
    return next((one for one in criteria if any(asked.id == name for asked in one.requirements)), None)


def place_of(row: Membership, name: str) -> str:
    """Where in a plan a requirement stands; what is the company's own stands on the page of the plan."""
    criterion = criterion_of(row, name)
    if criterion is None:
        return url_of(row)
    return f"{reverse('travel:criterion', args=[row.pk, criterion.number])}#{name}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion, or one requirement of it, within the plan of a membership."""

    row: Membership
    criterion: Criterion
    requirement: Requirement | None = None

    @property
    def org_id(self) -> UUID:
        return self.row.org_id


def criterion(actor: Actor, pk: UUID, number: int) -> Asked:
    """A criterion of a plan. Raises `NotHere`."""
    row = rows.find(actor, pk)
    found = next((one for one in known.criteria(row).criteria if one.number == number), None)
    if found is None:
        raise NotHere
    return Asked(row, found)


def _requirement(actor: Actor, pk: UUID, name: str) -> Asked:
    row = rows.find(actor, pk)
    found, asked = criterion_of(row, name), known.criteria(row).requirement(name)
    if found is None or asked is None:
        raise NotHere
    return Asked(row, found, asked)


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said of a plan. `pk`: its own, by which it is pressed."""

    comment: PlanComment

    @property
    def pk(self) -> UUID:
        return self.comment.pk

    @property
    def org_id(self) -> UUID:
        return self.comment.membership.org_id


def _said(actor: Actor, pk: UUID, comment: UUID) -> Said:
    one = reviewing.comment_of(actor, comment)
    if one.membership_id != pk:
        raise NotHere
    return Said(one)


# ---- forms ----


def offered(row: Membership, number: int, on: Any) -> list[tuple[Requirement, Any]]:
    """What of a criterion is proposed, with the day until when."""
    today = on.date()
    found = criterion_names(row, number)
    return [
        (one, today + timedelta(days=one.default_due_days)) for one in actions.proposed(row, today) if one.id in found
    ]


def criterion_names(row: Membership, number: int) -> set[str]:
    """The requirements of a criterion."""
    return {
        asked.id for one in known.criteria(row).criteria if one.number == number for asked in one.requirements
    }  # fmt: skip


def _adopt_form(request: HttpRequest, actor: Actor, one: Asked) -> forms.Adopt:
    here = offered(one.row, one.criterion.number, web.deeds.at(request))
    return forms.Adopt(one.row, here, actor.person, _SENT(request))


def _choices(actor: Actor, row: Membership, action: Action | None, name: str, today: Any) -> list[Any]:
    """What an action can be for: what it serves, the rest of the criterion, and all of other programmes."""
    near = {name, *(plans.serves(action, row) if action else ())}
    numbers = {found.number for one in near if (found := criterion_of(row, one))}
    here = {asked for number in numbers for asked in criterion_names(row, number)}
    own = [(row.programme, one) for one in plans.required(row, plans.company_of(row, today)) if one.id in here]
    others = [
        (other.programme, one)
        for other in actions.others(actor, row)
        for one in plans.required(other, plans.company_of(other, today))
    ]
    return own + others


def _doing(request: HttpRequest, actor: Actor, row: Membership, action: Action | None, name: str = "") -> forms.Doing:
    today = web.deeds.at(request).date()
    asked = known.criteria(row).requirement(name)
    due = today + timedelta(days=asked.default_due_days) if asked else None
    return forms.Doing(row, action, _choices(actor, row, action, name, today), _SENT(request), due=due, name=name)


def _keep(actor: Actor, row: Membership, data: dict[str, Any], action: Action | None, now: Any) -> Any:
    return actions.keep(actor, row.pk, {"serves": []} | data, action, now)


def _far(request: HttpRequest, one: Planned) -> forms.HowFar:
    today = web.deeds.at(request).date()
    here = actions.places(one.row, one.action, today)
    return forms.HowFar(today, _SENT(request), places=here != [""])


def _first(one: Planned) -> str:
    return next(iter(plans.serves(one.action, one.row)), "")


# ---- the table of deeds ----

PLANS = web.Things(find=rows.find, url=url_of, back=_BACK, asks=True)
PLAN_ACTS = {
    "add_own": web.Act(
        deed=plans.PLAN,
        title=lazy("Something of your own"),
        lede=lazy("It stands in your plan and in your reports, and never in a score."),
        form=lambda request, actor, row: _doing(request, actor, row, None),
        call=lambda actor, row, data, now: _keep(actor, row, data, None, now),
        done=lazy("Kept."),
    ),
    "send_plan": web.Act(
        deed=SEND,
        title=lazy("Send the plan in"),
        lede=lazy("Whoever looks at it reads it as it stands now. What stands is kept as a version."),
        button=lazy("Send it in"),
        call=lambda actor, row, _data, now: reviewing.send(actor, row.pk, now),
        done=lazy("It was sent in."),
        slug="send",
    ),
    "approve_plan": web.Act(
        deed=SETTLE,
        title=lazy("Approve the plan"),
        button=lazy("Approve it"),
        call=lambda actor, row, _data, now: reviewing.approve(actor, row.pk, now),
        done=lazy("Approved. The company reads it."),
        slug="approve",
    ),
    "return_plan": web.Act(
        deed=SETTLE,
        title=lazy("Give the plan back"),
        lede=lazy("The company reads what has to change at each requirement of which you said it."),
        button=lazy("Give it back"),
        call=lambda actor, row, _data, now: reviewing.give_back(actor, row.pk, now),
        done=lazy("The company reads what has to change."),
        slug="return",
    ),
    "go_over": web.Act(
        deed=GO_OVER,
        title=lazy("Go over to the new criteria"),
        lede=lazy("What you do goes on for what is asked in its place. Your membership stays as it is."),
        button=lazy("Go over"),
        call=lambda actor, row, _data, now: reviewing.go_over(actor, row.pk, now),
        done=lazy("Your plan is by the new criteria now."),
    ),
}
CRITERIA = web.Things(
    find=criterion, back=lambda one: said(one.criterion.title), asks=True,
    url=lambda one: reverse("travel:criterion", args=[one.row.pk, one.criterion.number]),
)  # fmt: skip
CRITERION_ACTS = {
    "adopt": web.Act(
        deed=plans.PLAN,
        title=lazy("What is proposed"),
        lede=lazy("Each that you tick becomes an action of your plan. You can change it afterwards."),
        form=_adopt_form,
        call=lambda actor, one, data, now: actions.adopt(actor, one.row.pk, data["names"], data["owner"], now),
        done=lazy("It stands in your plan."),
    ),
}
REQUIREMENTS = web.Things(
    find=_requirement, back=lambda one: said(one.criterion.title), asks=True,
    url=lambda one: place_of(one.row, one.requirement.id),
)  # fmt: skip
REQUIREMENT_ACTS = {
    "add_action": web.Act(
        deed=plans.PLAN,
        title=lambda one: _("What do you do for %(name)s?") % {"name": one.requirement.id},
        lede=lambda one: said(one.requirement.text),
        form=lambda request, actor, one: _doing(request, actor, one.row, None, one.requirement.id),
        call=lambda actor, one, data, now: _keep(actor, one.row, data, None, now),
        done=lazy("Kept."),
        slug="add",
    ),
    "comment": web.Act(
        deed=deeds.COMMENT,
        title=lambda one: _("Say something of %(name)s") % {"name": one.requirement.id},
        lede=lambda one: said(one.requirement.text),
        form=lambda request, _actor, _one: forms.Comment(_SENT(request)),
        call=lambda actor, one, data, now: reviewing.comment(
            actor, one.row.pk, one.requirement.id, None, data["words"], data["blocking"], now
        ),
        done=lazy("The company reads it."),
    ),
}
ACTIONS = web.Things(
    find=actions.planned, url=lambda one: place_of(one.row, _first(one)), back=lambda one: titled(one.row), asks=True
)
ACTION_ACTS = {
    "change_action": web.Act(
        deed=plans.PLAN,
        title=lazy("What do you do?"),
        form=lambda request, actor, one: _doing(request, actor, one.row, one.action),
        call=lambda actor, one, data, now: _keep(actor, one.row, data, one.action, now),
        done=lazy("Kept."),
        slug="change",
    ),
    "how_far": web.Act(
        deed=plans.SAY,
        title=lazy("How far is it?"),
        lede=lambda one: one.action.text or _asked(one),
        form=lambda request, _actor, one: _far(request, one),
        call=lambda actor, one, data, now: actions.say(
            actor, one.row.pk, one.action.pk, int(data["level"]), data["as_of"], data.get("sites", []), now
        ),
        done=lazy("Kept. What was said before stays in the history."),
    ),
    "end_action": web.Act(
        deed=plans.PLAN,
        title=lazy("We do it no more"),
        lede=lambda one: one.action.text or _asked(one),
        button=lazy("Take it out of the plan"),
        call=lambda actor, one, _data, now: actions.end(actor, one.row.pk, one.action.pk, now),
        done=lazy("It counts no more from today on."),
        slug="end",
    ),
    "comment_action": web.Act(
        deed=deeds.COMMENT,
        title=lazy("Say something of this action"),
        lede=lambda one: one.action.text or _asked(one),
        form=lambda request, _actor, _one: forms.Comment(_SENT(request)),
        call=lambda actor, one, data, now: reviewing.comment(
            actor, one.row.pk, _first(one), one.action.pk, data["words"], data["blocking"], now
        ),
        done=lazy("The company reads it."),
        slug="comment",
    ),
}
COMMENTS = web.Things(
    find=_said, back=lambda one: titled(one.comment.membership), asks=True,
    url=lambda one: place_of(one.comment.membership, one.comment.requirement),
)  # fmt: skip
COMMENT_ACTS = {
    "reply_on_plan": web.Act(
        deed=deeds.REPLY,
        title=lazy("Answer what was said"),
        lede=lambda one: one.comment.words,
        form=lambda request, _actor, _one: desk_forms.Words(
            lazy("Your answer"), lazy("Send the answer"), _SENT(request)
        ),
        call=lambda actor, one, data, now: reviewing.reply(actor, one.comment.pk, data["words"], now),
        done=lazy("Your answer is there to read."),
        slug="reply",
    ),
    "settle_comment": web.press(
        deeds.SETTLE_COMMENT, reviewing.settle_comment, lazy("It blocks nothing any more."), slug="settle"
    ),
}


def _asked(one: Planned) -> str:
    """What an action without words of its own is for."""
    asked = known.criteria(one.row).requirement(_first(one))
    return f"{asked.id} {said(asked.text)}" if asked else ""
