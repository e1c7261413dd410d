"""The page of a plan: push by push, what answers it; and its part of the page of a file."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere, ask, may
from fanal.cases import push
from fanal.cases.codes import Assent, GoalState, ServiceState
from fanal.cases.codes import Service as Kind
from fanal.cases.directory import keeping
from fanal.cases.files import files
from fanal.cases.files.approving import Stand
from fanal.cases.files.files import File, Read
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.planning import duties, facts, helping, planning, plans, slots
from fanal.cases.planning.desk.help import suggestion
from fanal.cases.planning.plans import Whole
from fanal.cases.planning.policy import HELP, PLAN, SEE
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

_FACTS = ("need", "indicator", "baseline", "target", "who", "action")
STANDS = {
    Stand.NOT_ASKED: ("", lazy("draft")),
    Stand.ASKED: ("soon", lazy("waits for the supervisor")),
    Stand.APPROVED: ("ok", lazy("approved")),
    Stand.SENT_BACK: ("late", lazy("sent back")),
    Stand.LAPSED: ("late", lazy("changed since: not approved any more")),
}


class Drawn:
    """The rows of one plan in words, with the clocks of its help."""

    def __init__(self, found: File, whole: Whole, now: datetime) -> None:
        self.found, self.whole, self.now = found, whole, now
        case = found.case
        named = (one.said["provider"] for one in whole.helps if one.said["provider"])
        self.names = keeping.called(case.org_id, named)
        self.due = duties.running(case, found.of_case)
        self.factors = {one.id: one for one in plans.factors(whole)}
        self.actions = plans.actions(whole)

    def help(self, one: Read) -> dict[str, object]:
        """One piece of help."""
        row = one.row
        due = self.due.get(row.pk)
        changes = row.state in helping.TO_CHANGE
        given = row.delivered_on and web.day_words(row.delivered_on)
        return {
            "row": row,
            "what": words.code("service_type", one.said["type"]),
            "who": self.names.get(one.said["provider"], ""),
            "note": one.said["action"],
            "state": words.code("service_state", row.state),
            "tone": "ok" if row.state == ServiceState.DELIVERED else "" if plans.stands(one) else "late",
            "due": web.due_tag(due, self.now) if due else "",
            "for_whom": words.code("service_for", one.said["for_whom"]) if one.said["for_whom"] != "child" else "",
            "given": given or "",
            "appointment": one.said["appointment"],
            "outcome": words.code("service_outcome", one.said["outcome"]) if one.said["outcome"] else "",
            "is_open": row.state in helping.OPEN,
            "changes": changes,
            "refer": slots.refer(self.found.case, row) if changes else None,
        }

    def goal(self, one: Read) -> dict[str, object]:
        """One goal with its help."""
        fields = model().entities["goal"].fields
        told = [(words.label(fields[name]), words.told(fields[name], one.said[name])) for name in _FACTS]
        return {
            "row": one.row,
            "words": one.said["goal"],
            "domain": words.code("wellbeing_domain", one.said["domain"]),
            "state": words.code("goal_state", one.said["state"]),
            "tone": "ok" if one.said["state"] == GoalState.MET else "",
            "stands": plans.stands(one),
            "acted": plans.is_acted_on(self.whole, one),
            "facts": [pair for pair in told if pair[1]],
            "helps": [self.help(help_) for help_ in plans.helps_of(self.whole, one)],
        }

    def pairs(self) -> list[dict[str, object]]:
        """What pushes the child, and what answers it: what nothing answers first, then as it was noted."""
        made = [self._pair(one) for one in self.whole.factors if one.row.pk in self.factors]
        return sorted(made, key=lambda one: one["kind"] != "open")

    def _pair(self, one: Read) -> dict[str, object]:
        factor = self.factors[one.row.pk]
        goals = [goal for goal in self.whole.goals if factor.id in plans.ids(goal)]
        mine = [help_ for help_ in self.whole.helps if factor.id in plans.ids(help_)]
        with_goal = {help_.row.pk for goal in goals for help_ in plans.helps_of(self.whole, goal)}
        is_answered = push.answered_by(factor, self.actions)
        asks = factor.state in push.ASKS_FOR_ANSWER
        kind = "" if is_answered or not asks else "said" if factor.no_action else "open"
        return {
            "row": one.row,
            "words": words.code("push_factor", factor.code),
            "notes": web.dots(
                words.code("push_factor_state", factor.state), words.code("factor_level", one.said["level"]),
                words.code("factor_source", one.said["source"]),
            ),
            "kind": kind,
            "asks": asks,
            "reason": words.code("no_action_reason", factor.no_action) if factor.no_action else "",
            "twice": factor.no_action is not None and is_answered,
            "goals": [self.goal(goal) for goal in goals],
            "helps": [self.help(help_) for help_ in mine if help_.row.pk not in with_goal],
            "suggested": [suggestion(one) for one in push.suggestions([factor.code])] if kind == "open" else [],
        }  # fmt: skip

    def others(self) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
        """Goals and help that answer nothing of what pushes the child; help of a goal stands with its goal."""
        goals = [one for one in self.whole.goals if not plans.ids(one) & set(self.factors)]
        served = {one.row.pk for goal in self.whole.goals for one in plans.helps_of(self.whole, goal)}
        helps = [one for one in self.whole.helps if one.row.pk not in served and not plans.ids(one) & set(self.factors)]
        return [self.goal(one) for one in goals], [self.help(one) for one in helps]


# ---- pages ----


@web.deeds.page(SEE)
@require_GET
def plan(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The plan of a file as it is now, with what is still missing."""
    case = files.case_of(actor, case_id)
    ask(actor, SEE, case)
    now = web.deeds.at(request)
    with files.looking(actor, case_id, now) as found:
        return render(request, "cases/planning/plan.html", _shown(actor, found, now))


def _shown(actor: Actor, found: File, now: datetime) -> dict[str, Any]:
    case, whole = found.case, plans.of(found)
    drawn = Drawn(found, whole, now)
    pairs = drawn.pairs()
    goals, helps = drawn.others()
    answered = [one for one in pairs if one["asks"]]
    return {
        "case": case,
        "wishes": found.work.said["wishes"],
        "plan": whole.plan.row if whole.plan else None,
        "tag": stand_tag(found, whole),
        "pairs": pairs,
        "count": web.digits(len(answered)),
        "answered": web.digits(sum(one["kind"] != "open" for one in answered)),
        "goals": goals,
        "helps": helps,
        "checks": [
            {"title": said, "done": is_there}
            for is_there, said in checks(found, whole, network.day_at(case.org_id, now))
        ],
        "agreed": agreed(whole),
        "safety": whole.plan.said["safety_plan"] if whole.plan else "",
        "earlier": [one.row for one in whole.earlier],
        "is_fixed": whole.plan is not None and planning.was_approved(found.of_case, case, whole.plan.row.pk),
        "stand": facts.standing(found.of_case, case, whole),
        "to_ask": (Stand.NOT_ASKED, Stand.SENT_BACK, Stand.LAPSED),
        "may": {"plan": bool(may(actor, PLAN, case)), "help": bool(may(actor, HELP, case))},
    }


def stand_tag(found: File, whole: Whole) -> object:
    """Where the approval stands, as a tag."""
    tone, said = STANDS[facts.standing(found.of_case, found.case, whole)]
    return web.tag(said, tone)


def agreed(whole: Whole) -> list[tuple[str, str]]:
    """What the child and the caregiver say to the plan."""
    if whole.plan is None or not whole.plan.said["child_agreed"]:
        return []
    fields = model().entities["plan"].fields
    names = ("child_agreed", "child_agreed_why", "caregiver_agreed")
    told = [(words.label(fields[name]), words.told(fields[name], whole.plan.said[name])) for name in names]
    return [pair for pair in told if pair[1]]


def checks(found: File, whole: Whole, today: date) -> list[tuple[bool, str]]:
    """What must be there before the plan can be acted on, and whether it is (`flow` asks the same)."""
    child, opened = found.child.said, found.case.opened_on
    open_ = push.unanswered(plans.factors(whole), plans.actions(whole))
    said = whole.plan.said["child_agreed"] if whole.plan else ""
    return [
        (bool(found.work.said["wishes"]), _("What the child wants stands on top")),
        (bool(whole.standing), _("There is a goal")),
        (not planning.unserved(whole), _("Each goal has help, or somebody who does it")),
        (plans.has_help(whole), _("At least one goal has a piece of help of its own")),
        (not open_, _("Each thing that pushes the child has an answer")),
        (not facts.needs_school(whole, child, opened, today), _("School: a goal, or a reason at “out of school”")),
        (not facts.needs_means(whole), _("Means of the household: something, or a reason")),
        (bool(said) and said != Assent.NOT_ASKED, _("The child was asked")),
    ]


@web.deeds.page(SEE)
@require_GET
def earlier(request: HttpRequest, actor: Actor, case_id: UUID, number: int) -> HttpResponse:
    """A plan that another one followed, as it was."""
    case = files.case_of(actor, case_id)
    ask(actor, SEE, case)
    now = web.deeds.at(request)
    with files.looking(actor, case_id, now) as found:
        whole = plans.of(found)
        read = next((one for one in whole.earlier if one.row.number == number), None)
        if read is None:
            raise NotHere
        goals = tuple(one for one in whole.old_goals if one.row.plan_id == read.row.pk)
        drawn = Drawn(found, Whole(read, goals, whole.helps, whole.factors), now)
        context = {
            "case": case,
            "plan": read.row,
            "words": read.said["child_words"],
            "agreed": agreed(drawn.whole),
            "goals": [drawn.goal(one) for one in goals],
        }
        return render(request, "cases/planning/earlier.html", context)


@web.deeds.page(SEE)
@require_GET
def paper(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The plan for the child, to take along: plain words, no name, no number, nobody's address."""
    case = files.case_of(actor, case_id)
    ask(actor, SEE, case)
    now = web.deeds.at(request)
    with files.looking(actor, case_id, now) as found:
        whole = plans.of(found)
        if whole.plan is None:
            raise NotHere
        table = for_child(whole, now.date())
    form = web.papers.form_of(request.GET.get("as", "pdf"))
    return web.papers.answer(web.papers.made(table, form), form, "paper")


TELLING = frozenset(
    {
        Kind.SAFE_SHELTER,
        Kind.EMERGENCY_PROTECTION,
        Kind.POST_RAPE_CARE,
        Kind.MENTAL_HEALTH,
        Kind.LEGAL,
        Kind.POLICE_PROTECTION,
        Kind.CHILD_PROTECTION,
        Kind.SUBSTANCE_USE,
        Kind.SUPPORT_AFTER_HARMFUL_BEHAVIOUR,
        Kind.RECOVERY_LABOUR_EXPLOITATION,
        Kind.RECOVERY_SEXUAL_EXPLOITATION,
        Kind.REPATRIATION,
        Kind.OTHER,
    }
)
"""Help whose kind alone tells a stranger what happened: it stands on no paper that a child takes along."""


def for_child(whole: Whole, today: date) -> web.papers.Table:
    """What was agreed, in plain words. A stranger who finds it learns no name, no number, no organisation, no provider,
    no circumstance, and no help that tells what happened."""
    assert whole.plan is not None
    rows = [
        (one.said["goal"], _done(whole, one), words.code("action_owner", one.said["who"]), web.day_words(one.row.due))
        for one in whole.standing
    ]
    notes = [
        _("This is what you said you want: {words}").format(words=whole.plan.said["child_words"]),
        _("You can change your mind at any time. Tell the person who works with you."),
    ]
    columns = (_("What shall change"), _("What we do"), _("Who"), _("By when"))
    return web.papers.Table(
        _("What we agreed"), columns, rows, mark=web.day_words(today), language=web.spoken(), notes=notes
    )


def _done(whole: Whole, goal: Read) -> str:
    helps = [one.said["type"] for one in plans.helps_of(whole, goal) if plans.stands(one)]
    named = [words.code("service_type", one) for one in helps if one not in TELLING]
    said = [goal.said["action"], web.listed(named)]
    return web.apart(filter(None, said)) or _("Somebody helps with this.")


# ---- on the page of a file ----


def part(actor: Actor, found: File, now: datetime) -> Mapping[str, Any] | None:
    """The plan on the page of its file."""
    whole = plans.of(found)
    drawn = Drawn(found, whole, now)
    goals, helps = (
        [drawn.goal(one) for one in whole.goals],
        [drawn.help(one) for one in whole.helps if not one.row.goal_id],
    )
    return {
        "plan": whole.plan.row if whole.plan else None,
        "tag": stand_tag(found, whole),
        "goals": goals,
        "helps": helps,
        "may_see": bool(may(actor, SEE, found.case)),
    }


def answers(found: File) -> Mapping[UUID, list[str]]:
    """What answers each circumstance, in words, for the page of the file."""
    whole = plans.of(found)
    made: dict[UUID, list[str]] = {}
    for one in (*whole.goals, *whole.helps):
        if plans.stands(one):
            said = one.said["goal"] if "goal" in one.said else words.code("service_type", one.said["type"])
            for factor in plans.ids(one):
                made.setdefault(factor, []).append(said)
    return made
