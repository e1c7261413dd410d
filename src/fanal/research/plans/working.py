"""From a plan that the gate passed to a draft: rows are opened, counted, protected and attacked in one session.

Only protected numbers are stored. With differential privacy the ledger is written first: what was looked at is spent.
What is counted lives in memory until the function returns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, as_seen, ask
from fanal.access.contracts import LineState, Seat
from fanal.engines.disclosure.contracts import (
    About,
    AttackReport,
    Cube,
    DisclosureError,
    Files,
    NotReleased,
    Protected,
    Refusal,
    bundles,
    combine,
    dp,
    protect,
    refusals,
)
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.research import calculating, deciding, turns
from fanal.research.contracts import PlanState, Source, Stage, release_id
from fanal.research.models import Draft, Extraction, Plan, Population
from fanal.research.plans import asking, attacking, duties, forms, gates, plans, synthetic
from fanal.research.records import coverages, importing, ledger, populations, sources
from fanal.research.records.policy import WORK
from fanal.research.records.sources import Asked, Rows

READY = frozenset({PlanState.GATED, PlanState.EXTRACTING, PlanState.PROTECTED, PlanState.ATTACKED})
WAYS = 3
ROWS = "synthetic"
"""Stands for the synthetic rows among the numbers of tables."""

type Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Counted:
    """What was opened and counted for a plan. It goes nowhere but through `protect` and `attack`."""

    rows: Rows = field(repr=False)
    cubes: tuple[Cube, ...] = field(repr=False)
    """One a cohort; `cube` is their sum."""
    cube: Cube = field(repr=False)


def draft_of(plan: Plan) -> Draft | None:
    """The last draft of a plan."""
    return plan.drafts.select_related("made_by", "plan").order_by("-made_at", "-pk").first()


def ticked(draft: Draft) -> set[str]:
    """What a reviewer looks at one by one: the tables by number, and the synthetic rows."""
    return {str(one["number"]) for one in draft.tables} | ({ROWS} if draft.plan.synthetic else set())


def work(actor: Actor, plan_id: UUID, now: datetime, tell: Tell | None = None) -> Draft:
    """Open, count, protect, attack, and keep what withstood or why not. Raises `NotHere`, `NotAllowed`, `NotNow`.

    `tell` hears `open`, `protect` and `attack` as each begins. A draft whose `passed` is false says in `attacks` what
    stands in the way; `attacking.proposals` what would help.
    """
    say = tell or (lambda step: None)
    plan = _may_work(actor, plan_id, now)
    _spend(actor, plan, now)
    say("open")
    counted = _opened(actor, plan_id, now)
    say("protect")
    try:
        tables = _protected(plan, counted)
        rows = synthetic.made(plan, counted.cube)
    except NotReleased as refused:
        return keep_refused(actor, plan, now, refused)
    except DisclosureError as error:
        return keep(actor, plan, now, attacks=[_refused(Refusal("", str(error), ""))])
    files = bundles.bundle(tables, rows, coverages.of(plan, tables, counted.rows), (), about(plan, now))
    say("attack")
    report = attacking.attack(plan, bundles.read(files, draft=True), counted.cubes, counted.rows.tables)
    return keep(actor, plan, now, files, report)


def about(plan: Plan, now: datetime) -> About:
    """What the release says it is. The day is that of publication, or of the draft."""
    classes, old = populations.classes_of(plan.population), plan.supersedes
    return About(
        id=release_id(plan.number, plan.release_version),
        title=plan.title,
        population=classes.population,
        definition=plan.population.definition,
        publisher=network.org(plan.org_id).name,
        published_on=now.date(),
        version=plan.release_version,
        question=plan.question,
        supersedes=None if old is None else release_id(old.number, old.version),
        reason="" if old is None else old.reason,
        notes=(plan.sentence, *_notes(plan)),
    )


def _notes(plan: Plan) -> list[str]:
    return [f"Countries: {', '.join(plan.population.countries)}."] if plan.population.countries else []


# ---- the steps ----


def _may_work(actor: Actor, plan_id: UUID, now: datetime) -> Plan:
    plan = plans.plan_of(actor, plan_id)
    ask(actor, WORK, plan)
    if plan.population.source == Source.POOLED:
        raise NotNow(_("Each member sends its own part of this plan; then they are added up."))
    if plan.state not in READY or not gates.passed(plan):
        words = _("The ethics gate has not passed this plan. Nothing can be opened before.")
        raise NotNow(deciding.missing(plan.pk) or words)
    calculating.demand()
    check_time(plan, now)
    if forms.policy_of(plan).method == "dp" and importing.not_here(plan.population, plan.cohorts):
        raise NotNow(_("The table is not here any more. Read it in again first: nothing is spent before."))
    return plan


def check_time(plan: Plan, now: datetime) -> None:
    """Raises `NotNow` where the plan has ended by its own date, or a year is too fresh."""
    ends_on = forms.protocol_of(plan).ends_on
    if ends_on is not None and ends_on < now.date():
        raise NotNow(_("This plan has ended by its own date. Open another one."))
    months = forms.policy_of(plan).delay_months
    if not all(asking.old_enough(cohort, months, now.date()) for cohort in plan.cohorts):
        raise NotNow(_("A year is counted once it ended six months ago. Choose an earlier one."))


def _spend(actor: Actor, plan: Plan, now: datetime) -> None:
    policy = forms.policy_of(plan)
    if policy.method == "dp":
        classes = populations.classes_of(plan.population)
        costs = dp.spends(classes, tuple(plan.cohorts), forms.specs_of(plan), policy)
        ledger.spend(actor, plan, [*costs, *synthetic.spends(plan)], now)


@transaction.atomic
def _opened(actor: Actor, plan_id: UUID, now: datetime) -> Counted:
    plan = plans.plan_of(actor, plan_id, lock=True)
    as_seen(plan.state in READY)
    counted = opened(actor, plan, now)
    plan.state = PlanState.EXTRACTING
    plan.save(update_fields=["state"])
    return counted


def opened(actor: Actor, plan: Plan, now: datetime) -> Counted:
    """The rows of a plan, counted. One entry in the journal of the population and one in that of the plan."""
    from fanal.engines.disclosure.api import count  # compiled code comes with it

    rows = rows_of(actor, plan.population, tuple(plan.cohorts), now)
    Extraction.objects.create(
        plan=plan, org_id=actor.org, by_id=actor.person, at=now,
        rows=coverages.rounded(rows.count), opted_out=coverages.rounded(rows.opted_out),
    )  # fmt: skip
    journal.write(plan.pk, actor.signatory(), WORK, at=now, purpose=populations.PURPOSE)
    cubes = tuple(count(table, WAYS) for table in rows.tables)
    return Counted(rows, cubes, combine(cubes))


def rows_of(actor: Actor, population: Population, cohorts: tuple[int, ...], now: datetime) -> Rows:
    """Coded rows in memory: the one place that asks for them. Raises `NotAllowed`, `NotNow`."""
    classes = populations.classes_of(population)
    with populations.opened_secret(actor, population, now) as secret:
        return sources.stat_rows(actor, Asked(population, cohorts, classes, secret, now))


def _protected(plan: Plan, counted: Counted) -> tuple[Protected, ...]:
    given = asking.given_for(plan.population, plan.cohorts, forms.specs_of(plan))
    given = replace(given, earlier=attacking.published_before(plan), assents=group_assents(plan))
    return protect.protect(counted.cube, forms.specs_of(plan), forms.policy_of(plan), token_bytes, given)


def group_assents(plan: Plan) -> frozenset[str]:
    """Who said in writing that what is true of (nearly) all of a group may be shown (X6)."""
    about = plan.gated_as or forms.digest_of(plan)
    seats = [Seat(Stage.GROUP, role) for role in sorted(refusals.BOTH_ASSENT)]
    lines = deciding.standing(plan.pk, seats, about=about, own=[plan.made_by_id])
    return frozenset(line.role for line in lines if line.state is LineState.PASSED)


def group_agreed(plan: Plan) -> bool:
    """Whether both advisers said so."""
    return group_assents(plan) >= refusals.BOTH_ASSENT


def keep_refused(actor: Actor, plan: Plan, now: datetime, why: NotReleased) -> Draft:
    """A draft without numbers that says why there are none."""
    return keep(actor, plan, now, attacks=[_refused(one) for one in why.refusals])


def _refused(one: Refusal) -> dict[str, Any]:
    return {
        "code": one.code, "name": "", "limit": "", "state": "refused",
        "reason": one.words, "places": [], "advice": one.advice,
    }  # fmt: skip


@transaction.atomic
def keep(
    actor: Actor,
    plan: Plan,
    now: datetime,
    files: Files | None = None,
    report: AttackReport | None = None,
    attacks: Sequence[dict[str, Any]] = (),
) -> Draft:
    """Store the draft, if nobody changed the plan meanwhile."""
    fresh = plans.plan_of(actor, plan.pk, lock=True)
    as_seen(fresh.state == PlanState.EXTRACTING and fresh.version == plan.version)
    draft = Draft(plan=fresh, made_by_id=actor.person, made_at=now, attacks=list(attacks), digest="")
    if files is not None and report is not None:
        document = bundles.read(files, draft=True).document
        draft.packed = bundles.packed(files)
        draft.digest = sha256(draft.packed).hexdigest()
        draft.tables, draft.coverage = document["tables"], document["coverage"]
        draft.attacks, draft.passed = report.to_json()["attacks"], report.passed
        draft.earlier = attacking.earlier_ids(fresh)
    draft.save(force_insert=True)
    fresh.state = _next(files is not None, draft.passed)
    fresh.save(update_fields=["state"])
    turns.back(fresh, duties.MADE if draft.passed else duties.LESS, now)
    return draft


def _next(made: bool, passed: bool) -> PlanState:
    if not made:
        return PlanState.GATED
    return PlanState.ATTACKED if passed else PlanState.PROTECTED
