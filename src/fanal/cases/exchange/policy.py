"""Who takes tables in and data out."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases import sight
from fanal.cases.access_terms import CLEARED, SCREENED, WORKERS
from fanal.cases.models import Export, ImportBatch, OwnMap
from fanal.cases.policy import works
from fanal.cases.sight_table import Deed, Eye
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

IMPORTS, BEGIN_IMPORT, KEEP_MAP = "cases.imports", "cases.begin_import", "cases.keep_map"
IMPORT, APPROVE_IMPORT, UNDO_IMPORT = "cases.import", "cases.approve_import", "cases.undo_import"
CONFIRM_IMPORTED = "cases.confirm_imported"
EXPORTS, EXPORT_ONE, ASK_EXPORT = "cases.exports", "cases.export_one", "cases.ask_export"
MAKE_EXPORT, OPEN_EXPORT, OPENED = "cases.make_export", "cases.open_export", "cases.export_opened"
ERASE_EXPORT = "cases.erase_export"
EXPORTING = frozenset({EXPORT_ONE, ASK_EXPORT, MAKE_EXPORT, OPENED})
"""Deeds that name an export as they left it."""
IMPORTING = frozenset({BEGIN_IMPORT, IMPORT, APPROVE_IMPORT, UNDO_IMPORT})
"""Deeds that name a table as they left it."""

DEEDS = {
    KEEP_MAP: lazy("Said what the questions of an own form become"),
    BEGIN_IMPORT: lazy("Began to take files in"),
    IMPORT: lazy("Took files in from another system"),
    APPROVE_IMPORT: lazy("Agreed that files are taken in"),
    UNDO_IMPORT: lazy("Took an import back"),
    CONFIRM_IMPORTED: lazy("Confirmed what came from another system"),
    EXPORT_ONE: lazy("Took data of this child out"),
    ASK_EXPORT: lazy("Asked for data of several children"),
    MAKE_EXPORT: lazy("Agreed that data leave, and made them"),
    OPEN_EXPORT: lazy("Opened data that were taken out"),
    OPENED: lazy("An opening was counted"),
    ERASE_EXPORT: lazy("Data that were taken out are gone"),
}


def _by_sight(actor: Actor, eye: Eye, deed: Deed) -> Answer:
    """What the table of deeds says of somebody (`sight_table.DEEDS`)."""
    return sight.may(sight.Look(eye, cleared=actor.grants.issuperset(SCREENED), ground=True), deed)


def _takes_in(actor: Actor, _thing: object) -> Answer:
    return _by_sight(actor, Eye.SUPERVISOR, Deed.IMPORT)


def _agrees(actor: Actor, thing: object) -> Answer:
    """Another supervisor than whoever brings the table."""
    if isinstance(thing, ImportBatch) and thing.asked_by_id == actor.person:
        return Refused("conflict", _("You bring this table. Ask another supervisor to agree to it."))
    return Allowed(APPROVE_IMPORT)


def _takes_out(actor: Actor, thing: object) -> Answer:
    """Whoever works with this very child."""
    return works(actor, thing) and _by_sight(actor, Eye.OWNER, Deed.EXPORT_ONE)


def _asks_out(actor: Actor, _thing: object) -> Answer:
    return _by_sight(actor, Eye.DPO if actor.has(Role.DATA_PROTECTION_OFFICER) else Eye.MANAGER, Deed.EXPORT_MANY)


def _makes(actor: Actor, thing: object) -> Answer:
    """Another person than whoever asked, whose keys open the files."""
    if isinstance(thing, Export) and thing.asked_by_id == actor.person:
        return Refused("conflict", _("You asked for this. Ask another supervisor to agree and make it."))
    return Allowed(MAKE_EXPORT)


def _opens(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, Export) and actor.person not in {thing.asked_by_id, thing.made_by_id}:
        return Refused("no_relation", _("Only the two who took this out open it. Ask them."))
    return Allowed(OPEN_EXPORT)


def _exports(actor: Actor, rows: QuerySet[Export]) -> QuerySet[Export]:
    mine = Q(asked_by=actor.person) | Q(made_by=actor.person)
    waiting = Q(made_by=None) if actor.has(Role.SUPERVISOR) else Q(pk=None)
    return rows.filter(mine | waiting, org_id=actor.org)


def _of_supervisors(actor: Actor, rows: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
    return rows.filter(org_id=actor.org) if actor.has(Role.SUPERVISOR) else rows.none()


access.scope(ImportBatch, _of_supervisors)
access.scope(OwnMap, lambda actor, rows: rows.filter(org_id=actor.org) if actor.has(Role.SUPERVISOR) else rows.none())
access.scope(Export, _exports)
access.allow(IMPORTS, Role.SUPERVISOR)
access.allow(KEEP_MAP, Role.SUPERVISOR)
access.allow(BEGIN_IMPORT, Role.SUPERVISOR, needs=CLEARED)
access.allow(IMPORT, Role.SUPERVISOR, needs=CLEARED, check=_takes_in, opens=True)
access.allow(APPROVE_IMPORT, Role.SUPERVISOR, needs=CLEARED, check=_agrees)
access.allow(UNDO_IMPORT, Role.SUPERVISOR, needs=CLEARED)
access.allow(CONFIRM_IMPORTED, *WORKERS, needs=CLEARED, check=works, opens=True)
access.allow(EXPORTS, *WORKERS, Role.MANAGER, Role.DATA_PROTECTION_OFFICER)
access.allow(EXPORT_ONE, *WORKERS, needs=CLEARED, check=_takes_out, opens=True)
access.allow(ASK_EXPORT, Role.MANAGER, Role.DATA_PROTECTION_OFFICER, needs=SCREENED, check=_asks_out)
access.allow(MAKE_EXPORT, Role.SUPERVISOR, needs=CLEARED, check=_makes, opens=True)
access.allow(
    OPEN_EXPORT, *WORKERS, Role.MANAGER, Role.DATA_PROTECTION_OFFICER, needs=SCREENED, check=_opens, opens=True
)
