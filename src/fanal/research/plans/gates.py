"""The ethics gate: three roles say yes, each about the exact plan, before any row is opened
(docs/research.md, "A release, step by step"). Nobody answers in two roles, and the author in none."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask
from fanal.access.api import deciding as rule
from fanal.access.contracts import Line, LineState
from fanal.journal import api as journal
from fanal.network.contracts import Actor, Role
from fanal.research import deciding, duties, turns
from fanal.research.contracts import PlanState, Stage, Verdict
from fanal.research.deciding import PASS_GATE
from fanal.research.models import Plan
from fanal.research.plans import duties as duties_plans
from fanal.research.plans import forms, plans
from fanal.research.plans import turns as turns_plans
from fanal.research.plans.policy import acted_as
from fanal.research.policy import GATE_ROLES
from fanal.vocabulary.results import Refused


def standing(plan: Plan) -> list[Line]:
    """Who must agree at the gate, and how each stands: ethics reviewer, survivor adviser, one officer of each member.

    A decision counts for the plan as it was; after a change it waits again.
    """
    due = (plan.made_at + timedelta(days=duties.GATE_DAYS)).date()
    about = plan.gated_as or forms.digest_of(plan)
    return deciding.standing(
        plan.pk, deciding.at_gate(plans.contributors(plan), due), about=about, own=[plan.made_by_id]
    )


def passed(plan: Plan) -> bool:
    """Whether everybody said yes to the plan as it is."""
    return rule.agreed(standing(plan))


def one_role(actor: Actor, plan: Plan, role: str, deed: str) -> None:
    """Nobody acts in two capacities in one plan. Raises `NotAllowed`; `NotNow` for a role that the actor has not."""
    twice = Refused("self", _("You acted in this plan already. Somebody else does this."), (deed,))
    deciding.in_one_role(actor, role, GATE_ROLES, acted_as(plan, actor.person), twice)


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
    why = _("Write why not, so that it can be changed.")
    deciding.yes_or_no(verdict, reasons, Verdict.PASSED, Verdict.REFUSED, why)
    about = plan.gated_as or forms.digest_of(plan)
    said = deciding.decide(actor, plan.pk, Stage.GATE, role, verdict, reasons, about, now)
    journal.write(plan.pk, actor.signatory(), PASS_GATE, at=now, items=[said])
    duties.answered(duties_plans.GATES, plan.pk, role, actor.org, now)
    _settled(plan, now)


def _settled(plan: Plan, now: datetime) -> None:
    """Through once everybody said yes; a no brings it back to its maker."""
    states = {line.state for line in standing(plan)}
    yes = states == {LineState.PASSED}
    plan.state = PlanState.GATED if yes else PlanState.DRAFT
    plan.save(update_fields=["state"])
    if yes:
        turns_plans.ready(plan, now)
    else:
        turns_plans.nobody(plan, now)
        turns.back(plan, duties_plans.REFUSED if LineState.REFUSED in states else None, now)
