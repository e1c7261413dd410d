"""A plan for whoever approves it: what the child says to it first, then goal by goal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fanal.cases.approvals.approvals import Shown
from fanal.cases.codes import Assent
from fanal.cases.directory import keeping
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.models import Case
from fanal.web import api as web

_PLAN = ("child_words", "caregiver_agreed", "starts", "ends_planned")
_GOAL = ("domain", "need", "goal", "indicator", "baseline", "target", "who", "action", "due")
_HELP = ("for_whom", "phase", "timeframe", "action")


def shown(case: Case, content: Mapping[str, Any]) -> Shown:
    """A plan in words, from plain values."""
    plan, goals, helps = content["plan"], content["goals"], content["helps"]
    names = keeping.called(case.org_id, (one["provider"] for one in helps.values() if one["provider"]))
    of = {goal: [one for one in helps.values() if one["goal_id"] == goal] for goal in goals}
    sections = [(_("The plan"), _told("plan", plan, _PLAN))]
    sections += [
        (_("Goal"), [*_told("goal", goal, _GOAL), *_answers(goal), *(_help(one, names) for one in of[pk])])
        for pk, goal in goals.items()
    ]
    others = [_help(one, names) for one in helps.values() if one["goal_id"] not in goals]
    sections += [(_("Other help"), others)] if others else []
    agreed = _told("plan", plan, ("child_agreed",))
    return Shown(sections, plan["child_agreed_why"], agreed if plan["child_agreed"] != Assent.AGREED else ())


def _told(entity: str, said: Mapping[str, Any], names: tuple[str, ...]) -> list[tuple[str, str]]:
    fields = model().entities[entity].fields
    found = ((fields[name], said[name]) for name in names if said[name])
    return [
        (words.label(one), words.told(one, date.fromisoformat(value) if one.kind == "date" else value))
        for one, value in found
    ]


def _answers(one: Mapping[str, Any]) -> list[tuple[str, str]]:
    said = web.listed(words.code("push_factor", code) for code in one["push_factors"])
    return [(words.label(model().field("goal.push_factors")), said)] if said else []


def _help(one: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, str]:
    told = [said for _label, said in (*_told("service", one, _HELP), *_answers(one))]
    return words.code("service_type", one["type"]), web.dots(names.get(one["provider"], ""), *told)
