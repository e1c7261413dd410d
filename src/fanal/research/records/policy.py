"""Who says whose records may be counted, and who reads a file in for that."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, OrgKind, Role
from fanal.research.contracts import MAKER, Source
from fanal.research.models import ImportedTable, Population, Spend
from fanal.research.policy import HOUSES, reads_all
from fanal.vocabulary.results import Allowed, Answer, Refused

OPEN_POPULATION, CLOSE_POPULATION = "research.open_population", "research.close_population"
READ_IN, ERASE_IMPORT = "research.read_in", "research.erase_import"
OPEN_PLAN, WORK, SPEND = "research.open_plan", "research.work", "research.spend"
"""What is done with records for a plan. Who may, `plans.policy` says."""

DEEDS = {
    OPEN_POPULATION: lazy("Said whose records may be counted"),
    CLOSE_POPULATION: lazy("Ended the counting of a population and destroyed its secret"),
    READ_IN: lazy("Read a file in for counting"),
    ERASE_IMPORT: lazy("Erased a file that was read in for counting"),
}


def opens(actor: Actor, thing: object) -> Answer:
    """A member counts its own records; plans over several members are opened at the secretariat."""
    if isinstance(thing, Population) and (thing.source == Source.POOLED) != (actor.org_kind is OrgKind.SECRETARIAT):
        return Refused("kind", _("Your organisation does not do this."))
    if actor.org_kind is OrgKind.MEMBER and MAKER not in actor.grants:
        return Refused("role", _("Your role does not include this. Ask your manager who can."))
    return Allowed(OPEN_PLAN)


def _populations(actor: Actor, rows: QuerySet[Population]) -> QuerySet[Population]:
    return rows if reads_all(actor) else rows.filter(org_id=actor.org)


access.scope(Population, _populations)
access.scope(ImportedTable, lambda actor, rows: rows.filter(org_id=actor.org))
access.scope(Spend, lambda actor, rows: rows.filter(population__in=_populations(actor, Population.objects.all())))
access.allow(OPEN_POPULATION, Role.ANALYST, grant=MAKER, kinds=HOUSES, check=opens)
access.allow(CLOSE_POPULATION, Role.MANAGER, grant=MAKER, kinds=HOUSES)
access.allow(READ_IN, grant=MAKER)
access.allow(ERASE_IMPORT, Role.MANAGER, Role.DATA_PROTECTION_OFFICER, grant=MAKER)
