"""What people decide about finished tables: review by a second person, assent or veto, objection of a member.

A decision is about the exact draft. No vote overrules a veto: only the same role lifts it. An objection needs no
reason and is final for the plan.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask
from fanal.access.contracts import Line, LineState, Seat
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.research import deciding, duties, turns
from fanal.research.contracts import REVIEWER, ContributionState, PlanState, Source, Stage, Verdict
from fanal.research.deciding import ASSENT, OBJECT, REVIEW
from fanal.research.models import Draft, Plan
from fanal.research.plans import attacking, forms, gates, plans, working
from fanal.research.plans import duties as duties_plans
from fanal.research.plans import turns as turns_plans
from fanal.research.plans.policy import SUBMIT
from fanal.research.policy import ASSENT_ROLES
from fanal.vocabulary.words import gettext_noop

OPEN = frozenset({PlanState.IN_REVIEW, PlanState.APPROVED, PlanState.TO_SIGN})
OBJECTED = gettext_noop("A member objected.")
"""Why a plan ended, as it is kept: shown in the language of whoever reads it."""
NO_ASSENT = "named"
"""The audience whose text no adviser needs to agree to: a closed, named reader under contract."""


def standing(plan: Plan) -> list[Line]:
    """Who must still agree before the last draft is published: the second person, and for readers beyond a contract the
    survivor adviser and the ethics reviewer."""
    draft = working.draft_of(plan)
    due = (draft.made_at + timedelta(days=duties.REVIEW_DAYS)).date() if draft else None
    seats = [Seat(Stage.REVIEW, REVIEWER, None, due)]
    if forms.policy_of(plan).audience != NO_ASSENT:
        seats += deciding.advisers(Stage.ASSENT, due)
    return deciding.standing(plan.pk, seats, about=draft.digest if draft else "", own=[plan.made_by_id])


@transaction.atomic
def submit(actor: Actor, plan_id: UUID, now: datetime) -> None:
    """Send what withstood all attacks to review. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    plan = plans.plan_of(actor, plan_id, lock=True)
    ask(actor, SUBMIT, plan)
    draft = working.draft_of(plan)
    if plan.state != PlanState.ATTACKED or draft is None or not draft.passed:
        raise NotNow(_("There are no tables that withstood the attacks. Make them first."))
    if draft.earlier != attacking.earlier_ids(plan):
        raise NotNow(_("Another release was published meanwhile. Make the tables again."))
    plan.state = PlanState.IN_REVIEW
    plan.save(update_fields=["state"])
    duties.ask_to_agree(duties_plans.AGREE, plan.pk, plan.org_id, standing(plan), now)
    if plan.population.source == Source.POOLED:
        for org in plans.contributors(plan):
            clocks.start(duties_plans.OBJECTION, org, plan.pk, now=now)
    turns.back(plan, None, now)
    journal.write(plan.pk, actor.signatory(), SUBMIT, at=now)


@transaction.atomic
def review(actor: Actor, plan_id: UUID, verdict: str, ticks: Collection[str], reasons: str, now: datetime) -> None:
    """The second person approves, having ticked each table against the question, or returns the draft.

    `ticks`: numbers of the tables looked at. Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    plan = plans.plan_of(actor, plan_id, lock=True)
    ask(actor, REVIEW, plan)
    draft = _in_review(plan)
    if verdict not in {Verdict.APPROVED, Verdict.RETURNED}:
        raise NotNow(_("Approve the tables, or send them back."), "verdict")
    numbers = working.ticked(draft)
    if verdict == Verdict.APPROVED and not numbers <= set(ticks):
        raise NotNow(_("Look at each table and tick it: does it answer the question, and nothing else?"), "ticks")
    if verdict == Verdict.RETURNED and not reasons.strip():
        raise NotNow(_("Write what must change."), "reasons")
    looked = sorted(numbers & set(ticks))
    said = deciding.decide(actor, plan.pk, Stage.REVIEW, REVIEWER, verdict, reasons, draft.digest, now, looked)
    journal.write(plan.pk, actor.signatory(), REVIEW, at=now, items=[said])
    duties.answered(duties_plans.AGREE, plan.pk, REVIEWER, actor.org, now)
    _settled(plan, now, back=verdict == Verdict.RETURNED)


@transaction.atomic
def assent(actor: Actor, plan_id: UUID, role: str, verdict: str, reasons: str, now: datetime) -> None:
    """Say yes, or stop it, in one's role; a veto has a reason, and only the same role lifts it.

    Before review, where a table was refused because it says something of (nearly) all of a group, the yes is about
    that, and written. Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    plan = plans.plan_of(actor, plan_id, lock=True)
    ask(actor, ASSENT, plan)
    gates.one_role(actor, plan, role, ASSENT)
    if role not in {adviser.value for adviser in ASSENT_ROLES}:
        raise NotNow(_("Choose a role that you have."), "role")
    if verdict not in {Verdict.ASSENT, Verdict.VETO}:
        raise NotNow(_("Say yes or no."), "verdict")
    whole = of_group(plan)
    if (verdict == Verdict.VETO or whole) and not reasons.strip():
        raise NotNow(_("Write why."), "reasons")
    about = plan.gated_as or forms.digest_of(plan) if whole else _in_review(plan).digest
    stage = Stage.GROUP if whole else Stage.ASSENT
    said = deciding.decide(actor, plan.pk, stage, role, verdict, reasons, about, now)
    journal.write(plan.pk, actor.signatory(), ASSENT, at=now, items=[said])
    if whole and working.group_agreed(plan):
        turns_plans.ready(plan, now)
    if not whole:
        duties.answered(duties_plans.AGREE, plan.pk, role, actor.org, now)
        _settled(plan, now, back=False)


@transaction.atomic
def object_(actor: Actor, plan_id: UUID, reasons: str, now: datetime) -> None:
    """A contributing member objects, with or without a reason: this plan is published no more (X8).

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    plan = plans.plan_of(actor, plan_id, lock=True)
    ask(actor, OBJECT, plan)
    draft = working.draft_of(plan)
    if plan.state not in OPEN or draft is None:
        raise NotNow(_("Nothing of this plan waits to be published."))
    said = deciding.decide(actor, plan.pk, Stage.OBJECTION, "member", Verdict.OBJECTS, reasons, draft.digest, now)
    plan.contributions.filter(org_id=actor.org).update(state=ContributionState.OBJECTED, by=actor.person, at=now)
    plan.state = PlanState.STOPPED
    plan.stopped_because = OBJECTED
    plan.save(update_fields=["state", "stopped_because"])
    journal.write(plan.pk, actor.signatory(), OBJECT, at=now, items=[said])
    plans.over(plan, now)


def of_group(plan: Plan) -> bool:
    """Whether the last tables were refused because they say something of (nearly) all of a group (X6): two may assent
    in writing before they are made again."""
    draft = working.draft_of(plan) if plan.state == PlanState.GATED else None
    return draft is not None and any(one["code"] == "X6" for one in draft.attacks)


def objections_until(plan: Plan) -> datetime | None:
    """Until when members may object to a pooled plan; None where there is nobody else to object."""
    draft = working.draft_of(plan)
    if plan.population.source != Source.POOLED or draft is None:
        return None
    return draft.made_at + timedelta(days=duties_plans.OBJECTION_DAYS)


def _in_review(plan: Plan) -> Draft:
    draft = working.draft_of(plan)
    if plan.state not in OPEN or draft is None:
        raise NotNow(_("This plan is not in review."))
    return draft


def _settled(plan: Plan, now: datetime, *, back: bool) -> None:
    """Approved once everybody said yes; a veto or a return takes it back."""
    states = {line.state for line in standing(plan)}
    waits = duties_plans.VETOED if LineState.REFUSED in states else None
    if back:
        plan.state, waits = PlanState.ATTACKED, duties_plans.RETURNED
    elif states == {LineState.PASSED}:
        plan.state, waits = PlanState.APPROVED, duties_plans.APPROVED
    else:
        plan.state = PlanState.IN_REVIEW
    plan.save(update_fields=["state"])
    turns.back(plan, waits, now)
    if back:
        duties.over(duties_plans.AGREE, plan.pk, now)
