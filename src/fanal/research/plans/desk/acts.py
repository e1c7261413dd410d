"""What is done with a plan: the gate, making the tables, showing less, review, assent, objection, publishing."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor
from fanal.research import words
from fanal.research.contracts import Verdict
from fanal.research.desk.saying import PUBLISHED, SAID, Because, Said, SaidAs, assenting
from fanal.research.models import Draft, Plan
from fanal.research.plans import attacking, gates, plans, policy, pooling, publishing, reviewing, working
from fanal.research.plans.desk import leaves, view
from fanal.research.policy import GATE_ROLES
from fanal.research.releases import desk as releases
from fanal.research.releases.policy import CORRECT
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds, press


def address(plan: Plan) -> str:
    """The page of the plan."""
    return reverse("research:plan", args=[plan.pk])


PLANS = Things(find=plans.plan_of, url=address, back=lambda plan: plan.title)


class Review(Said):
    """Each table is ticked against the question."""

    ticks = forms.MultipleChoiceField(
        label=lazy("Which tables answer the question, and nothing else?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ("ticks", "verdict", "reasons")

    def __init__(self, numbers: list[tuple[str, str]], choices: Any, data: Any = None) -> None:
        super().__init__(choices, data)
        web.offer(self, "ticks", numbers)
        self.fields["ticks"].needed = True  # type: ignore[attr-defined]  # to approve; not to send it back


class Objection(web.Page):
    """A member objects; it need not say why."""

    reasons = web.StaffText(
        label=lazy("Why, if you want to say it"), help_text=lazy("Nobody needs a reason."), max_length=1000, rows=3,
        required=False,
    )  # fmt: skip
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Object")),)


def _gate(request: HttpRequest, actor: Actor, _plan: Plan) -> SaidAs:
    choices = {
        Verdict.PASSED: web.two_lines(_("Yes"), _("these rows may be opened for these tables")),
        Verdict.REFUSED: web.two_lines(_("No"), _("the author reads why and can change it")),
    }
    return SaidAs([role for role in GATE_ROLES if actor.has(role)], choices, deeds.posted(request))


def _review(request: HttpRequest, _actor: Actor, plan: Plan) -> Review:
    shown = view.shown(working.draft_of(plan))
    numbers = [(number, table.title) for number, table in shown["tables"]] if shown else []
    if plan.synthetic:
        numbers.append((working.ROWS, _("Synthetic rows")))
    choices = {
        Verdict.APPROVED: web.two_lines(_("Approve it"), _("it answers the question, and points at nobody")),
        Verdict.RETURNED: web.two_lines(_("Send it back"), _("the maker reads why")),
    }
    return Review(numbers, choices, deeds.posted(request))


def _shown(_request: HttpRequest, _actor: Actor, plan: Plan) -> dict[str, Any]:
    return {"shown": view.shown(working.draft_of(plan))}


def _leaves(_request: HttpRequest, _actor: Actor, plan: Plan) -> dict[str, Any]:
    draft: Draft | None = working.draft_of(plan)
    return {
        "shown": view.shown(draft),
        "stays": leaves.stays(plan),
        "changes": [{"cells": line} for line in leaves.differences(plan, draft)],
        "change_columns": [_("Where"), _("Before"), _("Now")],
        "about": view.facts(plan),
    }


_REVIEW: dict[str, Any] = {
    "title": lazy("Review"),
    "heading": lazy("May this be published?"),
    "lede": lazy(
        "Read it as somebody who knows much about one child and looks for the rest. Does it answer its question and "
        "nothing else?"
    ),
    "template": "research/plans/review.html",
    "more": _leaves,
    "done": SAID,
}
_PUBLISH: dict[str, Any] = {
    "title": lazy("Publish"),
    "lede": lazy(
        "All attacks run once more on the final bytes, with all earlier releases. After that, everybody can read it, "
        "and nothing of it changes."
    ),
    "button": lazy("Publish it"),
    "fresh": True,
    "template": "research/plans/as_published.html",
    "more": _shown,
}


def _worked(_plan: Plan, draft: Draft) -> tuple[int, str]:
    if draft.passed:
        return messages.SUCCESS, _("The tables withstood every attack. Look at them, then send them to review.")
    return messages.ERROR, _("Nothing is released: see below why, and what would help.")


def _narrow(actor: Actor, here: tuple[Plan, int], _data: dict[str, Any], now: datetime) -> None:
    plan, place = here
    draft = working.draft_of(plan)
    found = attacking.proposals(draft) if draft else ()
    access.as_seen(place < len(found))
    plans.narrow(actor, plan.pk, plan.version, found[place].tables, now, found[place].leave_out)


PROPOSALS = Things(
    find=lambda actor, plan_id, place: (plans.plan_of(actor, plan_id), place),
    url=lambda here: address(here[0]),
    back=lambda here: here[0].title,
)
NARROW = Act(
    deed=policy.REVISE_PLAN, form=None, call=_narrow, done=lazy("Changed. Make the tables again."),
    slug="<int:place>",
)  # fmt: skip
ACTS = {
    "work": Act(deed=policy.WORK, form=None, call=web.plain(working.work), done=_worked, slug="tables"),
    "answer": Act(
        deed=policy.PASS_GATE,
        slug="gate",
        title=lazy("The ethics gate"),
        heading=lazy("May these rows be opened for these tables?"),
        lede=lazy(
            "Could the answer harm children, families, a community, your organisation or staff? Say no where you are "
            "not sure, and write why."
        ),
        form=_gate,
        template="research/plans/answer.html",
        more=lambda _request, _actor, plan: {"protocol": view.protocol(plan), "about": view.facts(plan)},
        call=lambda actor, plan, data, now: gates.pass_gate(
            actor, plan.pk, data["role"], data["verdict"], data["reasons"], now
        ),
        done=SAID,
    ),
    "agree": press(policy.AGREE, pooling.agree, lazy("You take part. Send your share once everybody does.")),
    "share": press(policy.SEND_SHARE, pooling.send_share, lazy("Sent. To everybody else it is noise.")),
    "sum": press(policy.ADD_UP, pooling.add_up, lazy("Added up. Look below at what came of it.")),
    "again": press(policy.ADD_UP, pooling.begin_again, lazy("Void. Nothing was learnt; everybody is asked again.")),
    "submit": press(policy.SUBMIT, reviewing.submit, lazy("It is in review.")),
    "review": Act(
        deed=policy.REVIEW,
        form=_review,
        call=lambda actor, plan, data, now: reviewing.review(
            actor, plan.pk, data["verdict"], data["ticks"], data["reasons"], now
        ),
        **_REVIEW,
    ),
    "assent": Act(
        deed=policy.ASSENT,
        form=assenting,
        call=lambda actor, plan, data, now: reviewing.assent(
            actor, plan.pk, data["role"], data["verdict"], data["reasons"], now
        ),
        **_REVIEW,
    ),
    "object": Act(
        deed=policy.OBJECT,
        title=lazy("Object"),
        heading=lazy("Object to this release?"),
        lede=lazy("It is published no more. You need not say why, and the others are not told."),
        form=Objection,
        template="research/plans/as_published.html",
        more=_shown,
        call=lambda actor, plan, data, now: reviewing.object_(actor, plan.pk, data["reasons"], now),
        done=SAID,
    ),
    "publish": Act(
        deed=policy.PUBLISH,
        heading=lambda plan: _("Publish the tables “%(title)s”?") % {"title": plan.title},
        call=web.plain(publishing.publish),
        done=lambda plan, made: PUBLISHED if made else words.waits_for_signature(plan.org_id),
        **_PUBLISH,
    ),
    "sign": Act(
        deed=policy.SIGN,
        heading=lambda plan: _("Sign the tables “%(title)s” for your organisation?") % {"title": plan.title},
        call=web.plain(publishing.sign),
        done=PUBLISHED,
        **_PUBLISH,
    ),
    "stop": Act(
        deed=policy.STOP_PLAN,
        title=lazy("Stop a plan"),
        heading=lazy("Stop this plan?"),
        lede=lazy("What was decided is kept and can be read. An unwelcome result is no reason to stop."),
        form=Because,
        call=lambda actor, plan, data, now: plans.stop(actor, plan.pk, data["because"], now),
        done=lazy("Stopped."),
    ),
}
OF_RELEASES = {
    "correct": Act(
        deed=CORRECT,
        title=lazy("Correct a release"),
        heading=lazy("What is wrong with this release?"),
        lede=lazy(
            "A plan for the next version opens and goes the whole way again. This version stays readable and says that "
            "there is a newer one."
        ),
        form=releases.Because,
        button=lazy("Open the plan"),
        call=lambda actor, release, data, now: publishing.correct(actor, release.pk, data["reason"], now),
        done=lazy("A plan for the next version is open. It goes the whole way again."),
        leads=lambda plan: reverse("research:plan", args=[plan.pk]),
    ),
}
