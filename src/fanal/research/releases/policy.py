"""Who reads, cites, corrects and withdraws a release."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, Role
from fanal.research.contracts import MAKER
from fanal.research.models import Release, Use
from fanal.research.policy import ASSENT_ROLES, BOTH, HOUSES, READERS, reads_all
from fanal.vocabulary.results import Allowed, Answer, Refused

RELEASES = "research.releases"
CORRECT, WITHDRAW = "research.correct", "research.withdraw"
ENTER_USE, ENTER_DOI = "research.enter_use", "research.enter_doi"

DEEDS = {
    CORRECT: lazy("Began to correct a release"),
    WITHDRAW: lazy("Withdrew a release"),
    ENTER_USE: lazy("Noted where a release is cited"),
    ENTER_DOI: lazy("Noted the DOI of a release"),
}


def _withdraws(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, Release) and thing.org_id != actor.org and not reads_all(actor):
        return Refused("foreign", _("This belongs to another organisation."))
    return Allowed(WITHDRAW)


def _releases(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """What is for a named reader stays with the organisation; the rest of the network reads what is for members."""
    open_to = ("public", "members") if actor.org_kind in HOUSES else ("public",)
    return rows.filter(Q(org_id=actor.org) | Q(audience__in=open_to))


access.scope(Release, _releases)
access.scope(Use, lambda actor, rows: rows.filter(org_id=actor.org))
access.allow(RELEASES, *READERS, grants=BOTH, kinds=HOUSES, own_only=False)
access.allow(CORRECT, Role.ANALYST, grant=MAKER, kinds=HOUSES)
access.allow(WITHDRAW, *ASSENT_ROLES, grants=BOTH, kinds=HOUSES, own_only=False, check=_withdraws)
access.allow(ENTER_USE, *READERS, grants=BOTH, kinds=HOUSES, own_only=False)
access.allow(ENTER_DOI, Role.MANAGER, Role.ANALYST, grant=MAKER, kinds=HOUSES)
