"""Who takes tables in and data out."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases import sight
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.models import Export, ImportBatch, OwnMap
from fanal.cases.policy import works
from fanal.cases.sight_table import Deed, Eye
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

IMPORTS, BEGIN_IMPORT, KEEP_MAP = "cases.imports", "cases.begin_import", "cases.keep_map"
IMPORT, APPROVE_IMPORT, UNDO_IMPORT = "cases.import", "cases.approve_import", "cases.undo_import"
CONFIRM_IMPORTED = "cases.confirm_imported"
IMPORTING = frozenset({BEGIN_IMPORT, IMPORT, APPROVE_IMPORT, UNDO_IMPORT})
"""Deeds that name a table as they left it."""

DEEDS = {
    KEEP_MAP: lazy("Said what the questions of an own form become"),
    BEGIN_IMPORT: lazy("Began to take files in"),
    IMPORT: lazy("Took files in from another system"),
    APPROVE_IMPORT: lazy("Agreed that files are taken in"),
    UNDO_IMPORT: lazy("Took an import back"),
    CONFIRM_IMPORTED: lazy("Confirmed what came from another system"),
}


def _by_sight(actor: Actor, eye: Eye, deed: Deed, *, ground: bool = True) -> Answer:
    """What the table of deeds says of somebody (`sight_table.DEEDS`)."""
    return sight.may(sight.Look(eye, cleared=actor.grants.issuperset(CLEARED), ground=ground), deed)


def _takes_in(actor: Actor, _thing: object) -> Answer:
    return _by_sight(actor, Eye.SUPERVISOR, Deed.IMPORT)


def _agrees(actor: Actor, thing: object) -> Answer:
    """Another supervisor than whoever brings the table."""
    if isinstance(thing, ImportBatch) and thing.asked_by_id == actor.person:
        return Refused("self", _("You bring this table. Another supervisor agrees to it."))
    return Allowed(APPROVE_IMPORT)


def _of_supervisors(actor: Actor, rows: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
    return rows.filter(org_id=actor.org) if actor.has(Role.SUPERVISOR) else rows.none()


access.scope(ImportBatch, _of_supervisors)
access.scope(OwnMap, lambda actor, rows: rows.filter(org_id=actor.org) if actor.has(Role.SUPERVISOR) else rows.none())
access.scope(Export, lambda actor, rows: rows.filter(Q(asked_by=actor.person) | Q(made_by=actor.person)))
access.allow(IMPORTS, Role.SUPERVISOR)
access.allow(KEEP_MAP, Role.SUPERVISOR)
access.allow(BEGIN_IMPORT, Role.SUPERVISOR, needs=CLEARED)
access.allow(IMPORT, Role.SUPERVISOR, needs=CLEARED, check=_takes_in, opens=True)
access.allow(APPROVE_IMPORT, Role.SUPERVISOR, needs=CLEARED, check=_agrees)
access.allow(UNDO_IMPORT, Role.SUPERVISOR, needs=CLEARED)
access.allow(CONFIRM_IMPORTED, *WORKERS, needs=CLEARED, check=works, opens=True)
