"""The ethics gate (design of research, section 5): three roles say yes, each about the exact plan, before any row is
opened. Nobody answers in two roles, and the author in none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, NotNow, ask
from fanal.journal import api as journal
from fanal.network.contracts import Actor, Role
from fanal.research import deciding, duties, turns
from fanal.research.contracts import GateLine, LineState, PlanState, Stage, Verdict
from fanal.research.models import Decision, Plan
from fanal.research.plans import forms, plans
from fanal.research.policy import ASSENT_ROLES, GATE_ROLES, PASS_GATE, acted_as
from fanal.vocabulary.results import Refused


def standing(plan: Plan) -> list[GateLine]:
    """Who must agree at the gate, and how each stands: ethics reviewer, survivor adviser, one officer of each member.

    A decision counts for the plan as it was; after a change it waits again.
    """
    about = plan.gated_as or forms.digest_of(plan)
    rows = deciding.held(plan.pk, Stage.GATE, about=about)
    due = (plan.made_at + timedelta(days=duties.GATE_DAYS)).date()
    shared = [line_of(Stage.GATE, role.value, None, rows, due) for role in ASSENT_ROLES]
    officer = Role.DATA_PROTECTION_OFFICER.value
    return shared + [line_of(Stage.GATE, officer, org, rows, due) for org in plans.contributors(plan)]


def line_of(stage: Stage, role: str, org: UUID | None, rows: Iterable[Decision], due: date | None = None) -> GateLine:
    """The last word of a role (of one organisation, or of any) among decisions in order of time."""
    last = None
    for row in rows:
        if row.role == role and org in {None, row.org_id}:
            last = row
    if last is None:
        return GateLine(stage, role, org, LineState.WAITING, due=due)
    yes = last.verdict in {Verdict.PASSED, Verdict.ASSENT}
    state = LineState.PASSED if yes else LineState.REFUSED
    return GateLine(stage, role, last.org_id, state, last.verdict, last.person_id, last.reasons, last.at, due)


def said_yes(actor: Actor, lines: Iterable[GateLine]) -> set[str]:
    """The stages in which every line that this person answers for stands at yes, by their own word."""
    mine = [line for line in lines if line.person == actor.person]
    no = {line.stage.value for line in mine if line.state is not LineState.PASSED}
    return {line.stage.value for line in mine} - no


def passed(plan: Plan) -> bool:
    """Whether everybody said yes to the plan as it is."""
    return all(line.state is LineState.PASSED for line in standing(plan))


def one_role(actor: Actor, plan: Plan, role: str, deed: str) -> None:
    """Nobody acts in two capacities in one plan. Raises `NotAllowed`; `NotNow` for a role that the actor has not."""
    if role not in {one.value for one in GATE_ROLES if actor.has(one)}:
        raise NotNow(_("Choose a role that you have."), "role")
    if acted_as(plan, actor.person) - {role}:
        words = _("You acted in this plan already. Somebody else does this.")
        raise NotAllowed(Refused("self", words, (deed,)))


@transaction.atomic
def pass_gate(actor: Actor, plan_id: UUID, role: str, verdict: str, reasons: str, now: datetime) -> None:
    """Say yes or no at the gate, in one's role. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    plan = plans.plan_of(actor, plan_id, lock=True)
    ask(actor, PASS_GATE, plan)
    one_role(actor, plan, role, PASS_GATE)
    if plan.state not in {PlanState.DRAFT, PlanState.GATED}:
        raise NotNow(_("This plan does not wait at the gate."))
    if role == Role.DATA_PROTECTION_OFFICER and actor.org not in plans.contributors(plan):
        raise NotNow(_("Only officers of members whose records are counted answer here."), "role")
    if verdict not in {Verdict.PASSED, Verdict.REFUSED}:
        raise NotNow(_("Say yes or no."), "verdict")
    if verdict == Verdict.REFUSED and not reasons.strip():
        raise NotNow(_("Write why not, so that it can be changed."), "reasons")
    about = plan.gated_as or forms.digest_of(plan)
    said = deciding.decide(actor, plan.pk, Stage.GATE, role, verdict, reasons, about, now)
    journal.write(plan.pk, actor.signatory(), PASS_GATE, at=now, items=[said])
    duties.answered(duties.GATES, plan.pk, role, actor.org, now)
    _settled(plan, now)


def _settled(plan: Plan, now: datetime) -> None:
    """Through once everybody said yes; a no brings it back to its maker."""
    states = {line.state for line in standing(plan)}
    yes = states == {LineState.PASSED}
    plan.state = PlanState.GATED if yes else PlanState.DRAFT
    plan.save(update_fields=["state"])
    if yes:
        turns.ready(plan, now)
    else:
        turns.nobody(plan, now)
        turns.back(plan, duties.REFUSED if LineState.REFUSED in states else None, now)
