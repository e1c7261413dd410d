"""Who reads the directory of providers, keeps it, and stops one. No child is in it."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.models import Provider
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

READ, KEEP, SUSPEND = "cases.directory", "cases.keep_directory", "cases.suspend_provider"
READERS = (
    Role.CASEWORKER, Role.SUPERVISOR, Role.INTAKE_OFFICER, Role.DIRECTORY_KEEPER, Role.SAFEGUARDING_LEAD, Role.LAWYER,
)  # fmt: skip

DEEDS = {
    KEEP: lazy("Wrote in the directory"),
    SUSPEND: lazy("Stopped a provider, or allowed it again"),
}


def _own(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, Provider) and thing.org_id != actor.org:
        return Refused("no_relation", _("Another organisation keeps this entry. Ask them."))
    return Allowed(KEEP)


def _seen(actor: Actor, rows: QuerySet[Provider]) -> QuerySet[Provider]:
    return rows.filter(org_id=actor.org)


access.scope(Provider, _seen)
access.allow(READ, *READERS, check=_own)
access.allow(KEEP, Role.DIRECTORY_KEEPER, check=_own)
access.allow(SUSPEND, Role.SAFEGUARDING_LEAD, check=_own)
