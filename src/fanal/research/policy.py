"""Who may plan, review and publish. Nobody acts in two capacities in one plan; whoever may stop a plan always may.

Rows are opened by holders of the grant `research.release_maker` at the member that holds them, and by nobody else.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, OrgKind, Role
from fanal.research.contracts import MAKER, REVIEWER, Source, Stage
from fanal.research.models import (
    Contribution,
    Decision,
    Draft,
    Extraction,
    ImportedTable,
    Plan,
    Population,
    Release,
    SealedPart,
    Spend,
    Use,
)
from fanal.vocabulary.results import Allowed, Answer, Refused

PLANS, RELEASES, POPULATIONS = "research.plans", "research.releases", "research.populations"
OPEN_POPULATION, CLOSE_POPULATION = "research.open_population", "research.close_population"
REVIEW_CLASSES = "research.review_classes"
READ_IN, ERASE_IMPORT = "research.read_in", "research.erase_import"
OPEN_PLAN, REVISE_PLAN, STOP_PLAN = "research.open_plan", "research.revise_plan", "research.stop_plan"
PASS_GATE, WORK, SPEND, SUBMIT = "research.pass_gate", "research.work", "research.spend", "research.submit"
REVIEW, ASSENT, OBJECT = "research.review", "research.assent", "research.object"
PUBLISH, SIGN, CORRECT, WITHDRAW = "research.publish", "research.sign", "research.correct", "research.withdraw"
ENTER_USE, ENTER_DOI = "research.enter_use", "research.enter_doi"
AGREE, SEND_SHARE, ADD_UP = "research.agree", "research.send_share", "research.add_up"

DEEDS = {
    REVIEW_CLASSES: lazy("Reviewed the classes in which children are counted"),
    OPEN_POPULATION: lazy("Said whose records may be counted"),
    CLOSE_POPULATION: lazy("Ended the counting of a population and destroyed its secret"),
    READ_IN: lazy("Read a file in for counting"),
    ERASE_IMPORT: lazy("Erased a file that was read in for counting"),
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
    CORRECT: lazy("Began to correct a release"),
    WITHDRAW: lazy("Withdrew a release"),
    ENTER_USE: lazy("Noted where a release is cited"),
    ENTER_DOI: lazy("Noted the DOI of a release"),
    AGREE: lazy("Agreed to add up with other members"),
    SEND_SHARE: lazy("Sent a masked share"),
    ADD_UP: lazy("Added up masked shares"),
}

_HOUSES = (OrgKind.MEMBER, OrgKind.SECRETARIAT)
_READERS = (
    Role.MANAGER,
    Role.ANALYST,
    Role.DATA_PROTECTION_OFFICER,
    Role.SURVIVOR_ADVISER,
    Role.ETHICS_REVIEWER,
    Role.KEY_KEEPER,
    Role.AUDITOR,
)
GATE_ROLES = (Role.ETHICS_REVIEWER, Role.SURVIVOR_ADVISER, Role.DATA_PROTECTION_OFFICER)
ASSENT_ROLES = (Role.SURVIVOR_ADVISER, Role.ETHICS_REVIEWER)


def reads_all(actor: Actor) -> bool:
    """Reviewers of the secretariat look at plans of every member: plans hold no record."""
    return actor.org_kind is OrgKind.SECRETARIAT and actor.has(*ASSENT_ROLES)


def acted_as(plan: Plan, person: UUID) -> set[str]:
    """In which capacities a person acted in a plan: `maker`, or the role in which they decided."""
    made = plan.made_by_id == person or plan.drafts.filter(made_by_id=person).exists()
    return acted(plan.pk, person, {MAKER: made or plan.extractions.filter(by_id=person).exists()})


def acted(subject: UUID, person: UUID, parts: Mapping[str, bool]) -> set[str]:
    """In which roles a person decided about something, and which other parts they had in it.

    An objection, like a stop, is no approval: it takes nothing from anybody.
    """
    said = Decision.objects.filter(subject=subject, person_id=person).exclude(stage=Stage.OBJECTION)
    return {*said.values_list("role", flat=True), *(name for name, had in parts.items() if had)}


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


def _opens(actor: Actor, thing: object) -> Answer:
    """A member counts its own records; plans over several members are opened at the secretariat."""
    if isinstance(thing, Population) and (thing.source == Source.POOLED) != (actor.org_kind is OrgKind.SECRETARIAT):
        return Refused("kind", _("Your organisation does not do this."))
    if actor.org_kind is OrgKind.MEMBER and MAKER not in actor.grants:
        return Refused("role", _("Your role does not include this. Ask your manager who can."))
    return Allowed(OPEN_PLAN)


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


def _withdraws(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, Release) and thing.org_id != actor.org and not reads_all(actor):
        return _foreign()
    return Allowed(WITHDRAW)


# ---- what somebody sees ----


def _plans(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the own organisation, those to which it contributes; reviewers of the secretariat see all."""
    if reads_all(actor):
        return rows
    if not actor.has(*_READERS) and actor.grants.isdisjoint({MAKER, REVIEWER}):
        return rows.none()
    shared = Contribution.objects.filter(org_id=actor.org).values("plan_id")
    return rows.filter(Q(org_id=actor.org) | Q(pk__in=shared))


def _of_plans(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(plan__in=_plans(actor, Plan.objects.all()))


def _own(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(org_id=actor.org)


def _populations(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows if reads_all(actor) else rows.filter(org_id=actor.org)


def _releases(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """What is for a named reader stays with the organisation; the rest of the network reads what is for members."""
    open_to = ("public", "members") if actor.org_kind in _HOUSES else ("public",)
    return rows.filter(Q(org_id=actor.org) | Q(audience__in=open_to))


def _declare_scopes() -> None:
    access.scope(Plan, _plans)
    access.scope(Population, _populations)
    access.scope(ImportedTable, _own)
    access.scope(Draft, _of_plans)
    access.scope(Extraction, _of_plans)
    access.scope(Contribution, _of_plans)
    access.scope(Decision, lambda actor, rows: rows.filter(subject__in=_plans(actor, Plan.objects.all()).values("pk")))
    access.scope(Spend, lambda actor, rows: rows.filter(population__in=_populations(actor, Population.objects.all())))
    access.scope(SealedPart, lambda actor, rows: rows.filter(recipient_id=actor.org))
    access.scope(Release, _releases)
    access.scope(Use, _own)


def _declare() -> None:
    both = (MAKER, REVIEWER)
    for deed in (PLANS, RELEASES, POPULATIONS):
        access.allow(deed, *_READERS, grants=both, kinds=_HOUSES, own_only=False)
    access.allow(REVIEW_CLASSES, *ASSENT_ROLES, kinds=_HOUSES)
    access.allow(OPEN_POPULATION, Role.ANALYST, grant=MAKER, kinds=_HOUSES, check=_opens)
    access.allow(CLOSE_POPULATION, Role.MANAGER, grant=MAKER, kinds=_HOUSES)
    access.allow(READ_IN, grant=MAKER)
    access.allow(ERASE_IMPORT, Role.MANAGER, Role.DATA_PROTECTION_OFFICER, grant=MAKER)
    access.allow(OPEN_PLAN, Role.ANALYST, grant=MAKER, kinds=_HOUSES, check=_opens)
    access.allow(REVISE_PLAN, Role.ANALYST, grant=MAKER, kinds=_HOUSES, check=_revises)
    access.allow(STOP_PLAN, Role.MANAGER, Role.ANALYST, grant=MAKER, kinds=_HOUSES)
    access.allow(PASS_GATE, *GATE_ROLES, kinds=_HOUSES, own_only=False, check=_gates)
    for deed in (WORK, SPEND, SUBMIT):
        access.allow(deed, grant=MAKER, kinds=_HOUSES, check=_works)
    access.allow(REVIEW, grant=REVIEWER, kinds=_HOUSES, own_only=False, check=_reviews)
    access.allow(ASSENT, *ASSENT_ROLES, kinds=_HOUSES, own_only=False, check=_assents)
    access.allow(OBJECT, Role.MANAGER, Role.DATA_PROTECTION_OFFICER, kinds=_HOUSES, own_only=False, check=_objects)
    access.allow(PUBLISH, grant=MAKER, kinds=_HOUSES, check=_publishes)
    access.allow(SIGN, Role.KEY_KEEPER, kinds=_HOUSES)
    access.allow(CORRECT, Role.ANALYST, grant=MAKER, kinds=_HOUSES)
    access.allow(WITHDRAW, *ASSENT_ROLES, grants=both, kinds=_HOUSES, own_only=False, check=_withdraws)
    access.allow(ENTER_USE, *_READERS, grants=both, kinds=_HOUSES, own_only=False)
    access.allow(ENTER_DOI, Role.MANAGER, Role.ANALYST, grant=MAKER, kinds=_HOUSES)
    for deed in (AGREE, SEND_SHARE):
        access.allow(deed, grant=MAKER, own_only=False, check=_shares)
    access.allow(ADD_UP, Role.ANALYST, grant=MAKER, kinds=(OrgKind.SECRETARIAT,), check=_works)


_declare_scopes()
_declare()
