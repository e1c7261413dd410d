"""The DOI of a release: a registrar gives it after publication. It stands beside the signed bytes, never in them."""

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.research.models import Release
from fanal.research.releases import releases
from fanal.research.releases.policy import ENTER_DOI

RESOLVER = "https://doi.org/"
LONGEST = 120
_BEFORE = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[-._;()/:A-Za-z0-9]+")


def parsed(text: str) -> str:
    """The DOI as `10.x/…`, also from an address of doi.org; empty where nothing was typed. Raises `NotNow`."""
    doi = _BEFORE.sub("", text.strip())
    if doi and (len(doi) > LONGEST or not _DOI.fullmatch(doi)):
        raise NotNow(_("This is no DOI. A DOI begins with 10. and has a slash, as in 10.5281/zenodo.1234567."), "doi")
    return doi


@transaction.atomic
def enter(actor: Actor, release_id: UUID, text: str, now: datetime) -> None:
    """Note the DOI of an own release, another one, or none. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    release = releases.release_of(actor, release_id, lock=True)
    ask(actor, ENTER_DOI, release)
    if release.audience != "public":
        raise NotNow(_("A DOI leads to a page for everybody. This release has none."), "doi")
    doi = parsed(text)
    others = Release.objects.filter(org_id=actor.org, doi__iexact=doi).exclude(number=release.number)
    if doi and others.exists():
        raise NotNow(_("Another release has this DOI already."), "doi")
    if doi == release.doi:
        return
    release.doi = doi
    release.save(update_fields=["doi"])
    journal.write(release.pk, actor.signatory(), ENTER_DOI, at=now, items=[doi.encode()])
