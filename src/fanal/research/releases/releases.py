"""Published releases: read, checked, listed, withdrawn. What is published leaves in one way, as these signed files."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow, ask, found, visible
from fanal.clocks import api as clocks
from fanal.engines.disclosure.contracts import Bundle, DisclosureError, Files, NotWhole, bundles
from fanal.journal import api as journal
from fanal.network.api import identities, trusted
from fanal.network.contracts import Actor
from fanal.research import wording
from fanal.research.contracts import PlanState, ReleaseState, Stage
from fanal.research.models import Decision, Plan, Population, Release, Study
from fanal.research.records import populations
from fanal.research.releases import duties
from fanal.research.releases.policy import WITHDRAW
from fanal.research.signals import releases_changed
from fanal.vocabulary.dates import months_later

STALE_MONTHS = 24


def packed_of(release: Release) -> bytes:
    """The bytes as they were published. Raises `NotWhole` where one of them was changed."""
    packed = bytes(release.packed)
    if sha256(packed).hexdigest() != release.sha256:
        raise NotWhole("The stored release was changed after it was published. It must not be shown.")
    return packed


def bundle_of(release: Release) -> Bundle:
    """The release as the engine reads it. Raises `NotWhole` where a byte of it was changed."""
    return bundles.read(bundles.unpacked(packed_of(release)))


def verified(release: Release) -> bool:
    """Whether it is whole, and signed by the identity that is pinned for its organisation."""
    try:
        bundle = bundle_of(release)
        signature = bundles.signed(bundle.files, vault.verify)
    except DisclosureError:
        return False
    return identities.signs_for(release.org_id, signature.key)


def bytes_to_sign(subject: UUID, deed: str, made_at: Callable[[datetime], Iterable[Files]]) -> Files | None:
    """The bytes that a maker published and that wait for a signature, or None where they cannot be told: of those that
    are made anew from what everybody agreed to, the ones that the maker's signed entry names. An entry of 0.1.0 names
    none, and the row beside it must."""
    row = Decision.objects.filter(subject=subject, stage=Stage.PUBLISH).order_by("at", "pk").last()
    told = journal.told(subject, {deed}, trusted.Signers())
    if row is None or told.torn or not told.said or told.said[-1][0].actor != row.person_id:
        return None
    line, items = told.said[-1]
    for files in made_at(line.at):
        packed = bundles.packed(files)
        if vault.item_hash(packed) in items if items else sha256(packed).hexdigest() == row.about:
            return files
    return None


def release_of(actor: Actor, release_id: UUID, *, lock: bool = False) -> Release:
    """A release that the actor may see. Raises `NotHere`."""
    return found(actor, Release, release_id, "org", lock=lock)


def releases_of(actor: Actor) -> list[Release]:
    """The releases that the actor may see, newest first."""
    rows = visible(actor, Release.objects.all()).select_related("org").defer("packed")
    return list(rows.order_by("-published_at", "number"))


def is_stale(release: Release, now: datetime) -> bool:
    """Two years old: read with care, and to be replaced."""
    return months_later(release.published_at.date(), STALE_MONTHS) <= now.date()


def earlier(population: Population) -> list[Release]:
    """Every release of the records of a population, whatever became of it: who read it has it. Oldest first.

    Those of a population before this one, too, where its classes are the same: others cannot be compared.
    """
    same = populations.of_same_records(population).filter(class_set_sha256=population.class_set_sha256)
    return list(Release.objects.filter(population__in=same).order_by("published_at", "pk"))


def bundles_of(rows: Sequence[Release]) -> list[Bundle]:
    """The same as the engine reads them."""
    return [bundle_of(one) for one in rows]


@transaction.atomic
def withdraw(actor: Actor, release_id: UUID, reason: str, now: datetime) -> None:
    """Withdraw a release at once, and say why. Its bytes stay with whoever has them; every reader sees the word.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    release = release_of(actor, release_id, lock=True)
    ask(actor, WITHDRAW, release)
    if release.state == ReleaseState.WITHDRAWN:
        return
    if not reason.strip():
        raise NotNow(_("Write why it is withdrawn. Everybody reads this."), "reason")
    wording.check("reason", reason, "en", wording.known_to(actor.org, [release.org_id]))
    wording.check_last("reason", reason, [release.org_id])
    release.state, release.reason, release.withdrawn_by_id = ReleaseState.WITHDRAWN, reason.strip()[:300], actor.person
    release.save(update_fields=["state", "reason", "withdrawn_by"])
    if release.plan_id is not None:
        Plan.objects.filter(pk=release.plan_id).update(state=PlanState.WITHDRAWN)
    if release.study_id is not None:
        Study.objects.filter(pk=release.study_id).update(state=PlanState.WITHDRAWN)
    clocks.stop(release.pk, duties.STALE, now=now, done=False)
    journal.write(release.pk, actor.signatory(), WITHDRAW, at=now)
    releases_changed.send(sender=Release, now=now)
