"""Who may do which deed of keeping and erasing files. Whoever answers for the work and the safeguarding lead hold a
file and ask that it goes early; the second person may be the data protection officer, who opens nothing."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.access.api import NotHere
from fanal.cases.access_terms import CLEARED, relation
from fanal.cases.models import Case
from fanal.cases.policy import case_of
from fanal.cases.sight_table import Eye
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

SEE = "cases.keeping"
HOLD, RELEASE = "cases.hold", "cases.release"
ASK_ERASE, KEEP, ERASE, FOLLOW = "cases.ask_erase", "cases.keep", "cases.erase", "cases.follow"
_KEEPERS = (Role.SUPERVISOR, Role.SAFEGUARDING_LEAD)

DEEDS = {
    HOLD: lazy("Put it under a legal hold"),
    RELEASE: lazy("Ended the legal hold"),
    ASK_ERASE: lazy("Asked to erase a file early"),
    KEEP: lazy("Kept a file that somebody asked to erase"),
    ERASE: lazy("Erased a file"),
    FOLLOW: lazy("What it was opened again from is erased"),
}


def may_go(actor: Actor, rows: QuerySet[Case]) -> QuerySet[Case]:
    """The files of an organisation of which somebody hears what goes next: clear columns only. A restricted one is of
    the safeguarding lead and of whoever answers for it."""
    theirs = Q(restricted=False) | Q(supervisor=actor.person)
    return rows if actor.has(Role.SAFEGUARDING_LEAD) else rows.filter(theirs)


def case_to_erase(actor: Actor, case_id: UUID) -> Case:
    """A file that somebody asked to erase, held. Raises `NotHere`."""
    rows = Case.objects.select_for_update(of=("self",)).filter(org_id=actor.org, pk=case_id)
    found = may_go(actor, rows).first()
    if found is None:
        raise NotHere
    return found


def _keeps(actor: Actor, thing: object) -> Answer:
    case = case_of(thing)
    if case is None or relation(actor, case) in {Eye.SUPERVISOR, Eye.SAFEGUARDING}:
        return Allowed(HOLD)
    return Refused("no_relation", _("Ask whoever answers for the work, or the safeguarding lead."))


def _erases(actor: Actor, thing: object) -> Answer:
    case = case_of(thing)
    if case is not None and actor.has(Role.DATA_PROTECTION_OFFICER) and actor.org == case.org_id:
        return Allowed(ERASE) if not case.restricted else _keeps(actor, thing)
    return _keeps(actor, thing)


for _deed in (HOLD, ASK_ERASE):
    access.allow(_deed, *_KEEPERS, needs=CLEARED, check=_keeps, opens=True)
access.allow(RELEASE, *_KEEPERS, check=_keeps)
for _deed in (SEE, KEEP, ERASE):
    access.allow(_deed, *_KEEPERS, Role.DATA_PROTECTION_OFFICER, check=_erases)
