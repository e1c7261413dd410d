"""Who may plan, review and publish. Nobody acts in two capacities in one plan; whoever may stop a plan always may."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, OrgKind, Role
from fanal.research import deciding
from fanal.research.contracts import MAKER, REVIEWER, Source
from fanal.research.models import Contribution, Decision, Draft, Extraction, Plan, SealedPart
from fanal.research.policy import ASSENT_ROLES, BOTH, GATE_ROLES, HOUSES, READERS, acted, reads_all
from fanal.research.records import policy as records
from fanal.vocabulary.results import Allowed, Answer, Refused

PLANS = "research.plans"
OPEN_PLAN, WORK, SPEND = records.OPEN_PLAN, records.WORK, records.SPEND
PASS_GATE, REVIEW, ASSENT, OBJECT = deciding.PASS_GATE, deciding.REVIEW, deciding.ASSENT, deciding.OBJECT
REVISE_PLAN, STOP_PLAN = "research.revise_plan", "research.stop_plan"
SUBMIT, PUBLISH, SIGN = "research.submit", "research.publish", "research.sign"
AGREE, SEND_SHARE, ADD_UP = "research.agree", "research.send_share", "research.add_up"

DEEDS = {
    OPEN_PLAN: lazy("Opened a plan for a release"),
    REVISE_PLAN: lazy("Changed a plan for a release"),
    STOP_PLAN: lazy("Stopped a plan for a release"),
    PASS_GATE: lazy("Answered at the ethics gate"),
    WORK: lazy("Opened rows for counting, and protected what was counted"),
    SPEND: lazy("Spent privacy loss of a cohort"),
    SUBMIT: lazy("Sent tables to review"),
    REVIEW: lazy("Reviewed the tables of a plan"),
    ASSENT: lazy("Said yes or no to a text before it is published"),
    OBJECT: lazy("Objected to a release"),
    PUBLISH: lazy("Published a release"),
    SIGN: lazy("Signed a release for the organisation"),
    AGREE: lazy("Agreed to add up with other members"),
    SEND_SHARE: lazy("Sent a masked share"),
    ADD_UP: lazy("Added up masked shares"),
}


def acted_as(plan: Plan, person: UUID) -> set[str]:
    """In which capacities a person acted in a plan: `maker`, or the role in which they decided."""
    made = plan.made_by_id == person or plan.drafts.filter(made_by_id=person).exists()
    return acted(plan.pk, person, {MAKER: made or plan.extractions.filter(by_id=person).exists()})


def contributes(org: UUID, plan: Plan) -> bool:
    """Whether the records of an organisation are counted in a plan."""
    if plan.population.source != Source.POOLED:
        return plan.org_id == org
    return plan.contributions.filter(org_id=org).exists()


def _self(deed: str, taken: set[str], allowed: set[str]) -> Answer:
    if taken - allowed:
        return Refused("self", _("You acted in this plan already. Somebody else does this."))
    return Allowed(deed)


def _foreign() -> Refused:
    return Refused("foreign", _("This belongs to another organisation."))


def _revises(actor: Actor, thing: object) -> Answer:
    """The author changes it, nobody else: whoever wrote it never judges it."""
    if isinstance(thing, Plan) and thing.made_by_id != actor.person:
        return Refused("self", _("Whoever opened this plan changes it."))
    return Allowed(REVISE_PLAN)


def _gates(actor: Actor, thing: object) -> Answer:
    if not isinstance(thing, Plan):
        return Allowed(PASS_GATE)
    if not (contributes(actor.org, thing) or thing.org_id == actor.org or reads_all(actor)):
        return _foreign()
    return _self(PASS_GATE, acted_as(thing, actor.person), {one.value for one in GATE_ROLES})


def _assents(actor: Actor, thing: object) -> Answer:
    if not isinstance(thing, Plan):
        return Allowed(ASSENT)
    if not (thing.org_id == actor.org or contributes(actor.org, thing) or reads_all(actor)):
        return _foreign()
    return _self(ASSENT, acted_as(thing, actor.person), {one.value for one in ASSENT_ROLES})


def _works(actor: Actor, thing: object) -> Answer:
    return _self(WORK, acted_as(thing, actor.person), {MAKER}) if isinstance(thing, Plan) else Allowed(WORK)


def _reviews(actor: Actor, thing: object) -> Answer:
    """A second person of the organisation that publishes, or of a member whose records are counted."""
    if not isinstance(thing, Plan):
        return Allowed(REVIEW)
    if not (thing.org_id == actor.org or contributes(actor.org, thing)):
        return _foreign()
    return _self(REVIEW, acted_as(thing, actor.person), {REVIEWER})


def _publishes(actor: Actor, thing: object) -> Answer:
    """Whoever made the tables publishes them."""
    last = thing.drafts.order_by("-made_at", "-pk").first() if isinstance(thing, Plan) else None
    if last is not None and last.made_by_id != actor.person:
        return Refused("self", _("Whoever made these tables publishes them."))
    return Allowed(PUBLISH)


def _shares(actor: Actor, thing: object) -> Answer:
    """A member's own share in a plan over several members."""
    if isinstance(thing, Plan):
        if not contributes(actor.org, thing):
            return _foreign()
        return _self(SEND_SHARE, acted_as(thing, actor.person), {MAKER})
    return Allowed(SEND_SHARE)


def _objects(actor: Actor, thing: object) -> Answer:
    return _foreign() if isinstance(thing, Plan) and not contributes(actor.org, thing) else Allowed(OBJECT)


# ---- what somebody sees ----


def _plans(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the own organisation, those to which it contributes; reviewers of the secretariat see all."""
    if reads_all(actor):
        return rows
    if not actor.has(*READERS) and actor.grants.isdisjoint({MAKER, REVIEWER}):
        return rows.none()
    shared = Contribution.objects.filter(org_id=actor.org).values("plan_id")
    return rows.filter(Q(org_id=actor.org) | Q(pk__in=shared))


def _of_plans(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(plan__in=_plans(actor, Plan.objects.all()))


access.scope(Plan, _plans)
access.scope(Draft, _of_plans)
access.scope(Extraction, _of_plans)
access.scope(Contribution, _of_plans)
access.scope(Decision, lambda actor, rows: rows.filter(subject__in=_plans(actor, Plan.objects.all()).values("pk")))
access.scope(SealedPart, lambda actor, rows: rows.filter(recipient_id=actor.org))
access.allow(PLANS, *READERS, grants=BOTH, kinds=HOUSES, own_only=False)
access.allow(OPEN_PLAN, Role.ANALYST, grant=MAKER, kinds=HOUSES, check=records.opens)
access.allow(REVISE_PLAN, Role.ANALYST, grant=MAKER, kinds=HOUSES, check=_revises)
access.allow(STOP_PLAN, Role.MANAGER, Role.ANALYST, grant=MAKER, kinds=HOUSES)
access.allow(PASS_GATE, *GATE_ROLES, kinds=HOUSES, own_only=False, check=_gates)
access.allow(WORK, grant=MAKER, kinds=HOUSES, check=_works, opens=True)
for _deed in (SPEND, SUBMIT):
    access.allow(_deed, grant=MAKER, kinds=HOUSES, check=_works)
access.allow(REVIEW, grant=REVIEWER, kinds=HOUSES, own_only=False, check=_reviews)
access.allow(ASSENT, *ASSENT_ROLES, kinds=HOUSES, own_only=False, check=_assents)
access.allow(OBJECT, Role.MANAGER, Role.DATA_PROTECTION_OFFICER, kinds=HOUSES, own_only=False, check=_objects)
access.allow(PUBLISH, grant=MAKER, kinds=HOUSES, check=_publishes)
access.allow(SIGN, Role.KEY_KEEPER, kinds=HOUSES)
for _deed in (AGREE, SEND_SHARE):
    access.allow(_deed, grant=MAKER, own_only=False, check=_shares)
access.allow(ADD_UP, Role.ANALYST, grant=MAKER, kinds=(OrgKind.SECRETARIAT,), check=_works)
