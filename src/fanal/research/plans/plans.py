"""Plans: opened with a question, changed by their author, stopped with a reason."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, as_seen, ask, found, need, visible
from fanal.clocks import api as clocks
from fanal.engines.disclosure.contracts import TableSpec
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind
from fanal.research import duties, wording
from fanal.research.contracts import ENDED, PlanForm, PlanState, Source
from fanal.research.models import Contribution, Plan, Population, Release
from fanal.research.plans import asking, forms, synthetic, turns
from fanal.research.plans import duties as duties_plans
from fanal.research.plans.policy import REVISE_PLAN, STOP_PLAN
from fanal.research.questions import catalogue
from fanal.research.records import importing, populations
from fanal.research.records.policy import OPEN_PLAN

_TRIES = 1000
_CHANGES = frozenset({PlanState.DRAFT, PlanState.GATED, PlanState.PROTECTED, PlanState.ATTACKED})
FEWEST_MEMBERS = 3
"""Members of a pooled plan: with two, each learns the other's numbers from the sum."""


def plan_of(actor: Actor, plan_id: UUID, *, lock: bool = False) -> Plan:
    """A plan that the actor may see. Raises `NotHere`."""
    return found(actor, Plan, plan_id, "population", "org", lock=lock)


def plans_of(actor: Actor) -> list[Plan]:
    """The plans that the actor may see, newest first."""
    rows = visible(actor, Plan.objects.all()).select_related("population", "org", "made_by")
    return list(rows.order_by("-made_at", "pk"))


def contributors(plan: Plan) -> list[UUID]:
    """The organisations whose records are counted in a plan."""
    if plan.population.source != Source.POOLED:
        return [plan.org_id]
    return list(plan.contributions.order_by("org_id").values_list("org_id", flat=True))


# ---- deeds ----


@transaction.atomic
def open_plan(actor: Actor, form: PlanForm, now: datetime) -> Plan:
    """Open a plan: it waits at the gate from now on. Raises `NotAllowed`, `NotHere`, `NotNow`."""
    population = populations.population_of(actor, form.population)
    ask(actor, OPEN_PLAN, population)
    plan = Plan(org_id=actor.org, population=population, made_by_id=actor.person, made_at=now)
    _filled(plan, form, population, now)
    _numbered(plan, now)
    _members(plan, form)
    journal.write(plan.pk, actor.signatory(), OPEN_PLAN, at=now)
    duties.wait_at_gate(duties_plans.GATES, plan.pk, contributors(plan), now)
    return plan


@transaction.atomic
def revise(actor: Actor, plan_id: UUID, version: int, form: PlanForm, now: datetime) -> Plan:
    """Change a plan before it is reviewed; the gate decides anew. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    plan = plan_of(actor, plan_id, lock=True)
    ask(actor, REVISE_PLAN, plan)
    as_seen(plan.version == version, plan.version)
    if plan.state not in _CHANGES:
        raise NotNow(_("This plan is in review or ended. It cannot be changed now."))
    if form.population != plan.population_id:
        raise NotNow(_("A plan stays with its records. Open another plan for others."), "population")
    _filled(plan, replace(form, members=()), plan.population, now)
    plan.state, plan.gated_as, plan.version = PlanState.DRAFT, "", plan.version + 1
    plan.save()
    journal.write(plan.pk, actor.signatory(), REVISE_PLAN, at=now)
    turns.nobody(plan, now)
    duties.over(duties_plans.GATES, plan.pk, now)
    duties.wait_at_gate(duties_plans.GATES, plan.pk, contributors(plan), now)
    return plan


@transaction.atomic
def narrow(
    actor: Actor,
    plan_id: UUID,
    version: int,
    tables: Sequence[TableSpec],
    now: datetime,
    leave_out: Collection[str] = (),
) -> Plan:
    """Show less, as a proposal after an attack says: whole tables or their sums are left out. The gate's yes stays.

    `leave_out`: variables that synthetic rows lose; with fewer than two left there are none. Raises `NotHere`,
    `NotAllowed`, `NotNow`.
    """
    plan = plan_of(actor, plan_id, lock=True)
    ask(actor, REVISE_PLAN, plan)
    as_seen(plan.version == version and plan.state in {PlanState.PROTECTED, PlanState.GATED, PlanState.ATTACKED})
    fewer = forms.tables_json(tuple(tables))
    if not tables or not all(_within(table, plan) for table in fewer):
        raise NotNow(_("This would show more than the gate agreed to. Change the plan instead."), "tables")
    plan.gated_as = plan.gated_as or forms.digest_of(plan)
    plan.tables, plan.state, plan.version = fewer, PlanState.GATED, plan.version + 1
    plan.synthetic = forms.rows_json(synthetic.fewer(forms.rows_of(plan), leave_out))
    plan.save(update_fields=["gated_as", "tables", "synthetic", "state", "version"])
    journal.write(plan.pk, actor.signatory(), REVISE_PLAN, at=now)
    turns.ready(plan, now)
    return plan


def _within(table: dict[str, object], plan: Plan) -> bool:
    """Whether a table is one of the plan's, or one without its sums."""
    return any(table in (one, one | {"totals": False}) for one in plan.tables)


@transaction.atomic
def stop(actor: Actor, plan_id: UUID, because: str, now: datetime) -> None:
    """Stop a plan before it is published, with a reason. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    plan = plan_of(actor, plan_id, lock=True)
    ask(actor, STOP_PLAN, plan)
    if plan.state in ENDED:
        raise NotNow(_("This plan has ended."))
    need((not because.strip(), _("Write why it is stopped."), "because"))
    wording.no_person(actor.org, because=because)
    plan.state, plan.stopped_because = PlanState.STOPPED, because.strip()[:300]
    plan.save(update_fields=["state", "stopped_because"])
    journal.write(plan.pk, actor.signatory(), STOP_PLAN, at=now)
    over(plan, now)


def over(plan: Plan, now: datetime) -> None:
    """A plan ended: its clocks stop, and what was read in for it is erased where no other plan needs it."""
    clocks.stop(plan.pk, now=now, done=plan.state == PlanState.PUBLISHED)
    importing.erase_unneeded(plan.population, now)


# ---- how a plan is filled ----


def _filled(plan: Plan, form: PlanForm, population: Population, now: datetime) -> None:
    if population.closed_on is not None:
        raise NotNow(_("These records are counted no more. Choose others."), "population")
    asking.check(form, population, populations.classes_of(population), now)
    question = catalogue.question(form.question)
    assert question is not None
    plan.question, plan.question_version = question.id, question.version
    plan.title, plan.sentence, plan.language = form.title.strip(), form.sentence.strip(), form.language
    plan.cohorts, plan.tables = sorted(form.cohorts), forms.tables_json(form.tables)
    plan.policy, plan.protocol = forms.policy_json(form.policy), forms.protocol_json(form.protocol)
    plan.synthetic = forms.rows_json(form.synthetic)


def _numbered(plan: Plan, now: datetime) -> None:
    """The number that the release will have: country or NET, year, count. Two who open at once meet here."""
    if plan.number:
        plan.save(force_insert=True)
        return
    org = network.org(plan.org_id)
    prefix = f"{'NET' if org.kind is OrgKind.SECRETARIAT else org.country}-{now.year}-"
    for _attempt in range(_TRIES):
        taken = Plan.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True)
        last = taken.first()
        plan.number = f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04}"
        try:
            with transaction.atomic():
                plan.save(force_insert=True)
            return
        except IntegrityError:
            continue
    raise NotNow(_("Too many open plans at once. Try again in a minute."))


def _members(plan: Plan, form: PlanForm) -> None:
    """Who is asked to contribute to a pooled plan."""
    if plan.population.source != Source.POOLED:
        if form.members:
            raise NotNow(_("Only a plan over several members names them."), "members")
        return
    known = {one.id for one in network.orgs(OrgKind.MEMBER)}
    if len(set(form.members)) < FEWEST_MEMBERS or not set(form.members) <= known:
        raise NotNow(_("Choose at least three members: with two, each could work out the other's numbers."), "members")
    Contribution.objects.bulk_create(Contribution(plan=plan, org_id=one) for one in sorted(set(form.members)))


def correction(release: Release, actor: Actor, now: datetime) -> Plan:
    """The plan that leads to the next version of a release; the caller asked the policy and writes the journal."""
    assert release.plan is not None
    last = release.plan
    plan = Plan(org_id=last.org_id, population=last.population, made_by_id=actor.person, made_at=now)
    for name in ("question", "question_version", "title", "sentence", "language", "cohorts", "tables", "policy",
                 "synthetic"):  # fmt: skip
        setattr(plan, name, getattr(last, name))
    plan.protocol, plan.number, plan.release_version = last.protocol, last.number, release.version + 1
    plan.supersedes = release
    try:
        with transaction.atomic():
            _numbered(plan, now)
    except IntegrityError:
        raise NotNow(_("Somebody corrects this release already.")) from None
    if last.population.source == Source.POOLED:
        Contribution.objects.bulk_create(Contribution(plan=plan, org_id=org) for org in contributors(last))
    duties.wait_at_gate(duties_plans.GATES, plan.pk, contributors(plan), now)
    return plan
