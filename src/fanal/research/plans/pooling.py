"""Plans over several members: each adds noise and masks at home, the secretariat adds up, nobody sees the parts.

Who is first of each pair (by identifier) makes the seed of their masks and seals it to the other; it keeps a copy
sealed to itself. A run has a name of its own, and no member sends twice under it: a second vector under the same masks
would give away the difference. Where a run is void, its parts go, and the next one has another name; what was spent
stays spent, in the ledger of each member's own population.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask
from fanal.engines.disclosure.contracts import (
    Coverage,
    Cube,
    Given,
    NotReleased,
    Protected,
    Run,
    Void,
    bundles,
    combine,
    pooled,
)
from fanal.journal import api as journal
from fanal.network.contracts import Actor, NetworkError
from fanal.research import calculating, deciding, engine_words, sealed_parts, turns
from fanal.research.contracts import ContributionState, PlanState, Source
from fanal.research.models import Contribution, Draft, Extraction, Plan, Population, SealedPart
from fanal.research.plans import attacking, duties, forms, gates, plans, repeating, working
from fanal.research.plans import turns as turns_plans
from fanal.research.plans.policy import ADD_UP, AGREE, SEND_SHARE
from fanal.research.records import coverages, importing, ledger, populations

KIND = "mask"
_RUNNING = frozenset({PlanState.GATED, PlanState.EXTRACTING})


def run_of(plan: Plan) -> Run:
    """What all members agree on. Its name changes with every version of the plan."""
    members = tuple(str(one) for one in plans.contributors(plan))
    classes = populations.classes_of(plan.population)
    name = f"{plan.pk}/{plan.version}"
    return Run(name, members, classes, tuple(plan.cohorts), forms.specs_of(plan), forms.policy_of(plan))


@transaction.atomic
def agree(actor: Actor, plan_id: UUID, now: datetime) -> None:
    """A member takes part: its seeds of masks are sealed to the others. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    plan, mine = _mine(actor, plan_id, AGREE, ContributionState.ASKED, now)
    repeating.demand(plan)
    try:
        pooled.variance(run_of(plan))
        _seal_seeds(plan, actor.org, now)
    except NotReleased as refused:
        raise NotNow(engine_words.refused(refused.refusals), "policy") from None
    except NetworkError as error:
        raise NotNow(str(error)) from None
    _become(mine, ContributionState.AGREED, actor, now)
    turns_plans.ready(plan, now)
    journal.write(plan.pk, actor.signatory(), AGREE, at=now)


def send_share(actor: Actor, plan_id: UUID, now: datetime) -> None:
    """Count at home, add noise and masks, and send what is uniform noise to everybody.

    Nothing is spent where another member that has not sent, or the sum, has no room for the run. The ledger of the
    member's own population is written first. Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    with transaction.atomic():
        plan, _row = _mine(actor, plan_id, SEND_SHARE, ContributionState.AGREED, now)
        run, own = run_of(plan), own_population(actor, plan)
        if plan.contributions.filter(state=ContributionState.ASKED).exists():
            raise NotNow(_("Another member has not agreed yet. Shares are sent once all have."))
        if importing.not_here(own, plan.cohorts):
            raise NotNow(_("The table is not here any more. Read it in again first: nothing is spent before."))
        repeating.demand(plan)
        ledger.spend(actor, plan, pooled.spends(run), now, own)
    with transaction.atomic():
        plan, mine = _mine(actor, plan_id, SEND_SHARE, ContributionState.AGREED, now)
        cube = _counted(actor, plan, own, now)
        shares = pooled.noise_share(cube, run_of(plan), secrets.token_bytes)
        mine.vector = pooled.mask(shares, str(actor.org), _seeds(actor, plan), run_of(plan))
        _become(mine, ContributionState.SENT, actor, now)
        plan.state = PlanState.EXTRACTING
        plan.save(update_fields=["state"])
        turns_plans.ready(plan, now)
        journal.write(plan.pk, actor.signatory(), SEND_SHARE, at=now)


def add_up(actor: Actor, plan_id: UUID, now: datetime) -> Draft:
    """Add up what all sent, attack it, and keep the draft; vectors and seeds go.

    Where tables would hide or say too much (X5, X6) the draft says so and nothing else, the run is void, and members
    begin anew: narrower, or with the written assent of both advisers. Raises `NotHere`, `NotAllowed`, `NotNow`; where
    the masks do not cancel the run is void too.
    """
    plan = _all_sent(actor, plan_id, now)
    run = run_of(plan)
    vectors = {str(member.org_id): bytes(member.vector) for member in plan.contributions.all()}
    given = Given(earlier=attacking.published_before(plan), assents=working.group_assents(plan))
    ledger.spend(actor, plan, pooled.spends(run), now)
    try:
        tables = pooled.add(vectors, run, given)
    except NotReleased as refused:
        return _refused(actor, plan, refused, now)
    except Void:
        _void(plan, now)
        turns_plans.ready(plan, now)
        raise NotNow(
            _("The parts do not fit together. Nothing was learnt, and all were thrown away. Begin again.")
        ) from None
    files = bundles.bundle(tables, None, _coverage(plan, tables), (), working.about(plan, now))
    report = attacking.attack(plan, bundles.read(files, draft=True), None, ())
    with transaction.atomic():
        draft = working.keep(actor, plan, now, files, report)
        _forget(plan)
        journal.write(plan.pk, actor.signatory(), ADD_UP, at=now)
    return draft


@transaction.atomic
def _refused(actor: Actor, plan: Plan, why: NotReleased, now: datetime) -> Draft:
    """Keep why, and none of the numbers; what was spent stays spent."""
    draft = working.keep_refused(actor, plan, now, why)
    _void(plan, now)
    turns_plans.nobody(plan, now)  # nobody counts again what would be refused again
    turns.back(plan, duties.LESS, now)
    journal.write(plan.pk, actor.signatory(), ADD_UP, at=now)
    return draft


@transaction.atomic
def begin_again(actor: Actor, plan_id: UUID, now: datetime) -> None:
    """Declare a run void, for instance where a member does not send: nothing was learnt from the others' parts.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    plan = plans.plan_of(actor, plan_id, lock=True)
    ask(actor, ADD_UP, plan)
    if plan.state not in _RUNNING or plan.population.source != Source.POOLED:
        raise NotNow(_("No run of this plan is under way."))
    _void(plan, now)
    turns_plans.ready(plan, now)
    journal.write(plan.pk, actor.signatory(), ADD_UP, at=now)


def dominated(actor: Actor, plan_id: UUID, now: datetime) -> tuple[tuple[int, int, int], ...]:
    """(table, row, column), from 0, in which the other members have fewer than k: for this member's eyes only.

    It may object, and need not say why. Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    plan = plans.plan_of(actor, plan_id)
    ask(actor, SEND_SHARE, plan)
    draft = working.draft_of(plan)
    if plan.population.source != Source.POOLED or draft is None or not draft.packed:
        raise NotNow(_("There are no tables to look at yet."))
    calculating.demand()
    tables = bundles.read(bundles.unpacked(bytes(draft.packed)), draft=True).tables
    with transaction.atomic():
        cube = _counted(actor, plan, own_population(actor, plan), now)
    return pooled.dominated(cube, tables, forms.policy_of(plan).k)


def own_population(actor: Actor, plan: Plan) -> Population:
    """The member's own population with the classes of a pooled plan. Raises `NotNow`."""
    return repeating.own_population(actor.org, plan)


# ---- parts ----


def _mine(actor: Actor, plan_id: UUID, deed: str, state: ContributionState, now: datetime) -> tuple[Plan, Contribution]:
    plan = plans.plan_of(actor, plan_id, lock=True)
    ask(actor, deed, plan)
    if plan.state not in _RUNNING or not gates.passed(plan):
        words = _("The ethics gate has not passed this plan. Nothing can be opened before.")
        raise NotNow(deciding.missing(plan.pk) or words)
    calculating.demand()
    working.check_time(plan, now)
    mine = plan.contributions.filter(org_id=actor.org).first()
    if mine is None or mine.state != state:
        raise NotNow(_("Your organisation has done this already, or something comes before it."))
    return plan, mine


def _become(mine: Contribution, state: ContributionState, actor: Actor, now: datetime) -> None:
    mine.state, mine.by_id, mine.at = state, actor.person, now
    mine.save(update_fields=["state", "by", "at", "vector"])


def _seal_seeds(plan: Plan, own: UUID, now: datetime) -> None:
    """Seeds for those after me in the order of identifiers: one to each, and all of them to myself."""
    made = {str(one): secrets.token_bytes(pooled.SEED) for one in plans.contributors(plan) if str(one) > str(own)}
    for other, seed in made.items():
        sealed_parts.put(plan.pk, KIND, own, UUID(other), seed, now)
    kept = json.dumps({other: seed.hex() for other, seed in sorted(made.items())})
    sealed_parts.put(plan.pk, KIND, own, own, kept.encode(), now)


def _seeds(actor: Actor, plan: Plan) -> dict[str, bytes]:
    """The seed with each other member, opened with the actor's keys."""
    found: dict[str, bytes] = {}
    for part in SealedPart.objects.filter(about=plan.pk, kind=KIND, recipient_id=actor.org):
        opened = sealed_parts.take(actor, part)
        if part.sender_id == actor.org:
            found |= {other: bytes.fromhex(seed) for other, seed in json.loads(opened).items()}
        else:
            found[str(part.sender_id)] = opened
    return found


def _counted(actor: Actor, plan: Plan, own: Population, now: datetime) -> Cube:
    """The member's own rows, counted in memory; the journal of its population and of the plan say so."""
    from fanal.engines.disclosure.api import count  # compiled code comes with it

    rows = working.rows_of(actor, own, tuple(plan.cohorts), now)
    Extraction.objects.create(
        plan=plan, org_id=actor.org, by_id=actor.person, at=now,
        rows=coverages.rounded(rows.count), opted_out=coverages.rounded(rows.opted_out),
    )  # fmt: skip
    return combine([count(table, working.WAYS) for table in rows.tables])


@transaction.atomic
def _all_sent(actor: Actor, plan_id: UUID, now: datetime) -> Plan:
    plan = plans.plan_of(actor, plan_id, lock=True)
    ask(actor, ADD_UP, plan)
    waits = plan.contributions.exclude(state=ContributionState.SENT).exists()
    if plan.state != PlanState.EXTRACTING or plan.population.source != Source.POOLED or waits:
        raise NotNow(_("Not every member has sent its part. If one does not, begin again: nothing was learnt."))
    calculating.demand()
    working.check_time(plan, now)
    return plan


def _coverage(plan: Plan, tables: Sequence[Protected]) -> Coverage:
    members = plan.contributions.count()
    opted_out = sum(plan.extractions.values_list("opted_out", flat=True))
    return Coverage(members, members, opted_out, coverages.missing_of(tables))


@transaction.atomic
def _void(plan: Plan, now: datetime) -> None:
    """Everything that was sent goes; the next run has another name. The gate's yes stays, the plan says the same."""
    fresh = Plan.objects.select_for_update().get(pk=plan.pk)
    fresh.version += 1
    fresh.state = PlanState.GATED
    fresh.save(update_fields=["version", "state"])
    _forget(plan)
    fresh.contributions.update(state=ContributionState.ASKED, at=now)


def _forget(plan: Plan) -> None:
    """Seeds and vectors are of no use any more."""
    SealedPart.objects.filter(about=plan.pk, kind=KIND).delete()
    plan.contributions.update(vector=b"")
    transaction.on_commit(sealed_parts.scrub)
