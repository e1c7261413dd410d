"""Where releases are cited: a publication, a speech, a bill (feeds indicator K03). No person in it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, visible
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.research.models import Release, Use
from fanal.research.releases import releases
from fanal.research.releases.policy import ENTER_USE


def uses_of(actor: Actor, release: Release) -> list[Use]:
    """The uses of a release that the own organisation noted, newest first."""
    rows = visible(actor, Use.objects.filter(release=release)).select_related("entered_by")
    return list(rows.order_by("-on", "pk"))


def count(release: Release) -> int:
    """How often a release is cited, as far as anybody noted."""
    return Use.objects.filter(release=release).count()


@transaction.atomic
def enter(actor: Actor, release_id: UUID, where: str, on: date, now: datetime) -> Use:
    """Note where a release is cited. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    release = releases.release_of(actor, release_id)
    ask(actor, ENTER_USE, release)
    if not where.strip():
        raise NotNow(_("Write where it is cited."), "where")
    if not release.published_at.date() <= on <= now.date():
        raise NotNow(_("Choose a day from its publication to today."), "on")
    row = Use(release=release, org_id=actor.org, where=where.strip()[:300], on=on, entered_by_id=actor.person)
    row.save(force_insert=True)
    journal.write(release.pk, actor.signatory(), ENTER_USE, at=now)
    return row
