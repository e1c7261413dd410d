"""From an approved draft to a signed release, and what becomes of it later: corrected, never changed.

The final bytes are the tables of the draft, byte for byte, with the reviews and the day. They are attacked again beside
the rows and all earlier releases before anybody signs. The organisation's identity signs: whoever keeps its key signs
at once, else the bytes wait for a key keeper. The release is one row, written in one transaction: whole or not at all.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow, ask, languages
from fanal.access.api import deciding as rule
from fanal.clocks import api as clocks
from fanal.engines.disclosure.contracts import RELEASE, SIGNATURE, Files, Review, Signature, bundles
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, NetworkError
from fanal.research import calculating, deciding, engine_words, turns
from fanal.research.contracts import MAKER, PlanState, ReleaseState, Source, Stage, Verdict
from fanal.research.models import Draft, Plan, Population, Release
from fanal.research.plans import attacking, forms, gates, plans, reviewing, synthetic, working
from fanal.research.plans import duties as duties_plans
from fanal.research.plans.policy import PUBLISH, SIGN
from fanal.research.releases import duties as duties_releases
from fanal.research.releases import releases
from fanal.research.releases.policy import CORRECT
from fanal.research.signals import releases_changed


def publish(actor: Actor, plan_id: UUID, now: datetime) -> Release | None:
    """The maker publishes what was approved; None where it waits for the signature of a key keeper.

    The view asks for password and second step first. Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    files, plan = _final(actor, plan_id, now)
    with transaction.atomic():
        plan = _still(actor, plan.pk, PlanState.APPROVED)
        draft = _draft(plan)
        _attacked_with_all(plan, draft)
        about = sha256(bundles.packed(files)).hexdigest()
        deciding.decide(actor, plan.pk, Stage.PUBLISH, MAKER, Verdict.SIGNS, "", about, now)
        signer = _identity(actor, plan)
        if signer is not None:
            return _released(actor, plan, files, signer, now)
        _waits(actor, plan, files, now)
    return None


@transaction.atomic
def sign(actor: Actor, plan_id: UUID, now: datetime) -> Release:
    """A key keeper signs the exact bytes that wait. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    plan = plans.plan_of(actor, plan_id, lock=True)
    ask(actor, SIGN, plan)
    if plan.state != PlanState.TO_SIGN:
        raise NotNow(_("Nothing of this plan waits for a signature."))
    _agreed(plan, now)
    signer = _identity(actor, plan)
    if signer is None:
        raise NotNow(_("This needs a key keeper. Ask one of your key keepers to do it."))
    return _released(actor, plan, _waiting(plan), signer, now)


@transaction.atomic
def correct(actor: Actor, release_id: UUID, reason: str, now: datetime) -> Plan:
    """Begin the next version of a release; it goes the whole way again. The old one stays and is marked then.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    release = releases.release_of(actor, release_id, lock=True)
    ask(actor, CORRECT, release)
    if release.plan is None or release.state == ReleaseState.SUPERSEDED:
        raise NotNow(_("Correct the newest version."))
    if not reason.strip():
        raise NotNow(_("Write what is wrong with it."), "reason")
    release.reason = reason.strip()[:300]
    release.save(update_fields=["reason"])
    plan = plans.correction(release, actor, now)
    journal.write(plan.pk, actor.signatory(), CORRECT, at=now)
    return plan


# ---- the final bytes ----


def _final(actor: Actor, plan_id: UUID, now: datetime) -> tuple[Files, Plan]:
    """The bytes to be signed, attacked beside the rows. Raises `NotNow` where anything stands in the way."""
    with transaction.atomic():
        plan = plans.plan_of(actor, plan_id, lock=True)
        ask(actor, PUBLISH, plan)
        if plan.state != PlanState.APPROVED:
            raise NotNow(_("This plan is not approved. See who has still to answer."))
        _agreed(plan, now)
        calculating.demand()
        working.check_time(plan, now)
        _reviewed_words(plan)
        draft, pooled = _draft(plan), plan.population.source == Source.POOLED
        _attacked_with_all(plan, draft)
        counted = None if pooled else working.opened(actor, plan, now)
    files = final_files(plan, draft, now)
    truth = (counted.cubes, counted.rows.tables) if counted else (None, ())
    report = attacking.attack(plan, bundles.read(files), *truth)
    if not report.passed:
        _failed(actor, plan, draft, report.to_json()["attacks"], now)
        raise NotNow(engine_words.refused(report.refusals))
    return files, plan


def final_files(plan: Plan, draft: Draft, now: datetime) -> Files:
    """The draft with reviews and day: every other byte is the one that was reviewed. Raises `NotNow` where not."""
    reviewed = bundles.unpacked(bytes(draft.packed))
    whole = bundles.read(reviewed, draft=True)
    rows = synthetic.kept(plan, reviewed)
    beside = bundles.CODEBOOK in reviewed  # drafts of 0.1.0 have none
    reviews, about = _reviews(plan), working.about(plan, now)
    made = bundles.bundle(whole.tables, rows, whole.coverage, reviews, about, beside=beside)
    if {name: data for name, data in made.items() if name != RELEASE} != {
        name: data for name, data in reviewed.items() if name != RELEASE
    }:
        raise NotNow(_("These are not the bytes that were reviewed. Make the tables again."))
    return made


def _draft(plan: Plan) -> Draft:
    """The reviewed draft, untouched. Raises `NotNow`: a byte was changed after the attacks (DNH-42)."""
    draft = working.draft_of(plan)
    if draft is None or not draft.passed:
        raise NotNow(_("There are no tables that withstood the attacks. Make them first."))
    if sha256(bytes(draft.packed)).hexdigest() != draft.digest:
        raise NotNow(_("The stored tables were changed after the attacks. Nothing is published. Make them again."))
    return draft


def _attacked_with_all(plan: Plan, draft: Draft) -> None:
    """Raises `NotNow` where another release of these records was published since the attacks (DNH-42).

    The population stays locked until the transaction ends: of two plans that are published at once one waits here.
    """
    Population.objects.select_for_update().get(pk=plan.population_id)
    if draft.earlier != attacking.earlier_ids(plan):
        raise NotNow(_("Another release was published meanwhile. Make the tables again."))


def _reviews(plan: Plan) -> list[Review]:
    """Roles and days of the gate, the review and the assents; never a name."""
    lines = [*gates.standing(plan), *reviewing.standing(plan)]
    found = {(line.role.removeprefix("research."), line.at.date()) for line in lines if line.at is not None}
    return [Review(role, day) for role, day in sorted(found)]


def _agreed(plan: Plan, now: datetime) -> None:
    """Everybody said yes to exactly this, and nobody objected (DNH-46)."""
    gone = deciding.missing(plan.pk)
    lines = [*reviewing.standing(plan), *(gates.standing(plan) if gone else ())]
    if not rule.agreed(lines):
        raise NotNow(gone or _("Not everybody has agreed. Nothing is published before."))
    if deciding.objected(plan.pk):
        raise NotNow(_("A member objected."))
    until = reviewing.objections_until(plan)
    if until is not None and now < until:
        raise NotNow(_("Members may still object. It can be published after that day."))


def _reviewed_words(plan: Plan) -> None:
    """Languages that were reviewed only (DNH-52). What must be said in another way is found by A9, which takes the plan
    back to its maker, who can change it (DNH-51)."""
    if plan.language not in languages.offered():
        raise NotNow(_("Nobody who grew up with this language reviewed it. Choose another."))


@transaction.atomic
def _failed(actor: Actor, plan: Plan, draft: Draft, attacks: list[dict[str, Any]], now: datetime) -> None:
    """Back to the maker, with what was found."""
    fresh = plans.plan_of(actor, plan.pk, lock=True)
    draft.attacks, draft.passed = attacks, False
    draft.save(update_fields=["attacks", "passed"])
    fresh.state = PlanState.PROTECTED
    fresh.save(update_fields=["state"])
    turns.back(fresh, duties_plans.LESS, now)


# ---- signature and storage ----


def _still(actor: Actor, plan_id: UUID, state: PlanState) -> Plan:
    """The plan, locked, if it is still as it was: two who publish at once meet here."""
    plan = plans.plan_of(actor, plan_id, lock=True)
    if plan.state != state:
        raise NotNow(_("A colleague was faster. Look at it again."))
    return plan


def _identity(actor: Actor, plan: Plan) -> vault.Signer | None:
    """The organisation's identity, for a key keeper; None for anybody else."""
    try:
        return network.rings.identity_signer(plan.org, actor.keyring)
    except NetworkError:
        return None


def _waits(actor: Actor, plan: Plan, files: Files, now: datetime) -> None:
    """The final bytes wait for a key keeper: not they are kept, but what the maker signed of them."""
    plan.state = PlanState.TO_SIGN
    plan.save(update_fields=["state"])
    clocks.start(duties_plans.TO_SIGN, plan.org_id, plan.pk, now=now)
    turns.back(plan, None, now)
    journal.write(plan.pk, actor.signatory(), PUBLISH, at=now, items=[bundles.packed(files)])


def _waiting(plan: Plan) -> Files:
    """The exact bytes that the maker published. Raises `NotNow` where one was changed, or they are out of date."""
    draft = _draft(plan)
    _attacked_with_all(plan, draft)
    files = releases.bytes_to_sign(plan.pk, PUBLISH, lambda at: [final_files(plan, draft, at)])
    if files is None:
        raise NotNow(_("These are not the bytes that the maker published. Nothing is signed."))
    return files


def _released(actor: Actor, plan: Plan, files: Files, signer: vault.Signer, now: datetime) -> Release:
    """Sign and store: one row, in the caller's transaction."""
    signature = Signature(network.org(plan.org_id).name, signer.public, signer.sign(bundles.PURPOSE, files[RELEASE]))
    whole = {**files, SIGNATURE: bundles.signature_file(signature)}
    packed = bundles.packed(whole)
    release = Release(
        number=plan.number, version=plan.release_version, org_id=plan.org_id, plan=plan,
        population=plan.population, question=plan.question, kind="tables",
        audience=forms.policy_of(plan).audience, title=plan.title, sentence=plan.sentence,
        countries=plan.population.countries, synthetic=bundles.SYNTHETIC in files, packed=packed,
        sha256=sha256(packed).hexdigest(),
        signature=_shown(signature), supersedes=plan.supersedes, published_by_id=_maker(plan), published_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            release.save(force_insert=True)
    except IntegrityError:
        raise NotNow(_("A colleague was faster. Look at it again.")) from None
    _superseded(plan)
    plan.state = PlanState.PUBLISHED
    plan.save(update_fields=["state"])
    journal.write(release.pk, actor.signatory(), SIGN, at=now, items=[packed])
    journal.write(plan.pk, actor.signatory(), PUBLISH, at=now)
    clocks.start(duties_releases.STALE, plan.org_id, release.pk, now=now)
    plans.over(plan, now)
    releases_changed.send(sender=Release, now=now)
    return release


def _shown(signature: Signature) -> Mapping[str, str]:
    return {"identity": signature.identity, "key": signature.key.hex(), "signature": signature.signature.hex()}


def _maker(plan: Plan) -> UUID:
    draft = working.draft_of(plan)
    assert draft is not None
    return draft.made_by_id


def _superseded(plan: Plan) -> None:
    """The version before stays, and is marked; one that was withdrawn stays withdrawn."""
    old = plan.supersedes
    if old is None or old.state == ReleaseState.WITHDRAWN:
        return
    Release.objects.filter(pk=old.pk).update(state=ReleaseState.SUPERSEDED)
    if old.plan_id is not None:
        Plan.objects.filter(pk=old.plan_id).update(state=PlanState.SUPERSEDED)
