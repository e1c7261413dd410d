"""What the page of a linkage run shows: how far it is, whose turn it is, lists and links, what was agreed, each step.

People of another organisation appear under its name alone. No row, no pair, no two lists.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from fanal.access import api as access
from fanal.access.contracts import Line, LineState
from fanal.cases import api as cases
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.research import engine_words, words
from fanal.research.models import LinkageRun, RunStep
from fanal.research.runs import policy as policy_runs
from fanal.research.runs import turns
from fanal.research.runs import words as run_words
from fanal.research.runs.turns import STAGES, RunState, Stage
from fanal.research.studies import policy as policy_studies
from fanal.research.studies import words as study_words
from fanal.web import api as web


def shown(actor: Actor, run: LinkageRun, steps: Sequence[RunStep], gate: Sequence[Line]) -> dict[str, Any]:
    """The context of the page, without what this person can do."""
    return {
        "state": run_words.STATES[run.state],
        "tone": run_words.TONES.get(run.state, ""),
        "stopped": engine_words.in_words(run.stopped_because),
        "waits": turn(actor, run, steps),
        "facts": facts(run),
        "path": _path(actor, run, steps, gate),
        "gate": words.lines(list(gate)),
        "gate_columns": [_("Who"), _("Answer"), _("Why"), _("Day")],
        "lists": _lists(run, steps),
        "list_columns": [_("Organisation"), _("Children on the list"), _("In the register"), _("Script")],
        "steps": [{"cells": _step(actor, step)} for step in steps],
        "step_columns": [_("Organisation"), _("Step"), _("Who"), _("When"), _("Hash")],
        "sees": run_words.SEES,
        "sees_not": run_words.SEES_NOT,
        "quality": _quality(run),
        "differs": run.quality.get("differs", False),
        "study": _study(actor, run),
    }


def turn(actor: Actor, one: LinkageRun, steps: Sequence[RunStep]) -> str:
    """Whose turn it is, the own organisation as such."""
    orgs = turns.awaited(one, steps)
    named = _names(steps) | {one.unit_id: one.unit.name}
    return web.listed(_("your organisation") if org == actor.org else named[org] for org in orgs)


def _names(steps: Sequence[RunStep]) -> dict[UUID, str]:
    return {step.org_id: step.org.name for step in steps}


def facts(one: LinkageRun) -> list[tuple[str, object]]:
    """What was agreed."""
    first, last = (web.day_words(date.fromisoformat(one.period[name])) for name in ("first", "last"))
    return [
        (_("Who is counted"), one.population),
        (_("Period"), f"{first} – {last}"),
        (_("Opened by"), one.org.name),
        (_("Unit that computes"), one.unit.name),
        (_("Day of deletion"), web.day_words(one.delete_by)),
        (_("Which study it serves"), one.protocol["use"]),
        (_("Whom it could harm"), one.protocol["harms"]),
    ]


# ---- how far it is ----


def _path(actor: Actor, one: LinkageRun, steps: Sequence[RunStep], gate: Sequence[Line]) -> list[dict[str, object]]:
    """The stages from the opening to the last receipt, each with who has done it and for whom it waits."""
    opened = _who(actor, one.org_id, one.org.name, one.made_by_id, network.names([one.made_by_id]), one.made_at)
    made = [_stage(actor, one, stage, steps) for stage in STAGES]
    return [{"title": _("Opened"), "note": opened, "done": True}, made[0], _gate(gate), *made[1:]]


def _gate(gate: Sequence[Line]) -> dict[str, object]:
    waits = [words.role(line.role) for line in gate if line.state is not LineState.PASSED]
    days = [line.at for line in gate if line.at is not None]
    note = _("still: %(who)s") % {"who": web.listed(dict.fromkeys(waits))} if waits else web.day_words(max(days))
    return {"title": _("The ethics gate says yes"), "note": note, "done": not waits}


def _stage(actor: Actor, one: LinkageRun, stage: Stage, steps: Sequence[RunStep]) -> dict[str, object]:
    owing = turns.owing(one, stage, steps)
    named = _names(steps) | {one.unit_id: one.unit.name}
    done = [step for step in steps if step.step == stage.steps[-1]]
    notes = [_who(actor, one.org_id, one.org.name, one.by_id, {one.by_id: one.by.name}, one.at) for one in done]
    if one.state == stage.state and owing:
        notes.append(_("still: %(who)s") % {"who": web.listed(named[org] for org in owing)})
    return {"title": run_words.STAGES[stage.state], "note": " · ".join(notes), "done": not owing}


def _who(actor: Actor, org: UUID, name: str, person: UUID, people: dict[UUID, str], at: Any) -> str:
    who = f"{name} ({people.get(person, '')})" if org == actor.org else name
    return f"{who}, {web.day_words(at)}"


# ---- lists, links, steps ----


def _lists(one: LinkageRun, steps: Sequence[RunStep]) -> list[dict[str, Any]]:
    """How long each list is, once two people signed it."""
    most = {step.org_id: step.rows for step in steps if step.step == "joined"}
    scripts = one.protocol.get("scripts", {})
    signed = [step for step in steps if step.step == "signed"]
    return [
        {"cells": [step.org.name, web.digits(step.rows or 0), web.digits(most.get(step.org_id) or 0),
                   str(run_words.SCRIPTS.get(scripts.get(str(step.org_id), ""), ""))]}
        for step in signed
    ]  # fmt: skip


def _step(actor: Actor, step: RunStep) -> list[Any]:
    who = step.by.name if step.by.org_id == actor.org and step.org_id == actor.org else ""
    digest = f"{step.digest[:12]}…" if step.digest else ""
    return [step.org.name, str(run_words.STEPS[step.step]), who, web.day_words(step.at), digest]


def _quality(one: LinkageRun) -> list[tuple[str, object]]:
    """How many links are missed or false, each with its limits: never a rate alone."""
    named = (("missed", _("Missed links")), ("false", _("False links, as a share of persons")))
    found: list[tuple[str, object]] = []
    for name, label in named:
        if name in one.quality:
            point, lower, upper = (study_words.share(value) for value in one.quality[name])
            limits = {"point": point, "lower": lower, "upper": upper}
            found.append((label, _("%(point)s, between %(lower)s and %(upper)s") % limits))
    return found


def _study(actor: Actor, one: LinkageRun) -> list[tuple[str, object]]:
    """The study that the run serves: until it is registered nothing is counted."""
    study = one.studies.order_by("made_at", "pk").last()
    if study is None:
        waits = _("none yet: whoever opened the run opens it, and registers it before the unit counts")
        return [(_("Study"), waits)] if one.state not in {RunState.STOPPED, RunState.CLOSED} else []
    title: object = study.title
    if access.may(actor, policy_studies.LOOK, study):
        title = format_html('<a href="{}">{}</a>', reverse("research:study", args=[study.pk]), study.title)
    day = study.registered_at
    registered = _("registered %(day)s") % {"day": web.day_words(day)} if day else _("not registered yet")
    return [(_("Study"), title), (_("Method and checks"), registered)]


# ---- what this person can do ----

_STEPS: dict[str, tuple[str, RunState, str]] = {
    "gate": (policy_runs.GATE, RunState.DRAFT, ""),
    "join": (policy_runs.JOIN, RunState.DRAFT, "joined"),
    "key": (policy_runs.KEY, RunState.AGREED, "key"),
    "declare": (policy_runs.DECLARE, RunState.KEYED, "declared"),
    "countersign": (policy_runs.COUNTERSIGN, RunState.KEYED, "signed"),
    "send": (policy_runs.SEND, RunState.DECLARED, "sent"),
    "commit": (policy_runs.COMMIT, RunState.SENT, "committed"),
    "reveal": (policy_runs.REVEAL, RunState.COMMITTED, "revealed"),
    "count": (policy_runs.COUNT, RunState.REVEALED, "counted"),
    "deleted": (policy_runs.DELETED, RunState.COUNTED, "deleted"),
}


def can(actor: Actor, run: LinkageRun, steps: Sequence[RunStep], gate: Sequence[Line]) -> dict[str, bool]:
    """What the policy, the state of the run, and what their organisation did already let this person do."""
    done = {step.step for step in steps if step.org_id == actor.org}
    allowed = {
        name: run.state == state and step not in done and bool(access.may(actor, deed, run))
        for name, (deed, state, step) in _STEPS.items()
    }
    allowed["gate"] = allowed["gate"] and any(_owes(actor, line) for line in gate)
    allowed["countersign"] = allowed["countersign"] and "declared" in done
    allowed["files"] = (allowed["declare"] or allowed["send"]) and bool(cases.may_list_for_linkage(actor))
    allowed["any"] = any(allowed.values())
    open_ = run.state not in {RunState.COUNTED, RunState.CLOSED, RunState.STOPPED}
    allowed["stop"] = open_ and bool(access.may(actor, policy_runs.STOP, run))
    return allowed


def _owes(actor: Actor, line: Line) -> bool:
    """Whether somebody can still answer a line of the gate: an answer of no can be changed, a yes stands."""
    mine = line.role in {role.value for role in actor.roles} and line.org in {None, actor.org}
    return mine and line.state is not LineState.PASSED
