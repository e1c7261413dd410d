"""Who talks with a worker about the work, and who reads what was agreed: those two."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.models import Supervision
from fanal.cases.sight_table import WORDS, Why
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

LIST, HOLD, READ = "cases.supervision", "cases.hold_supervision", "cases.read_supervision"

DEEDS = {
    HOLD: lazy("Talked with a worker about the work"),
    READ: lazy("Read what was agreed about the work"),
}


def reads(actor: Actor, thing: object) -> Answer:
    """Whether somebody reads what was agreed in this very talk: the two who talked."""
    if not isinstance(thing, Supervision) or actor.person in {thing.worker_id, thing.supervisor_id}:
        return Allowed(READ)
    return Refused(Why.NO_RELATION, _(WORDS[Why.NO_RELATION]))


def _seen(actor: Actor, rows: QuerySet[Supervision]) -> QuerySet[Supervision]:
    """That a talk was held, supervisors see of all; what was agreed, the keys open to the two."""
    ours = rows.filter(org_id=actor.org)
    if actor.has(Role.SUPERVISOR):
        return ours
    return ours.filter(Q(worker=actor.person) | Q(supervisor=actor.person))


access.scope(Supervision, _seen)
access.allow(LIST, *WORKERS)
access.allow(HOLD, Role.SUPERVISOR, needs=CLEARED)
access.allow(READ, *WORKERS, needs=CLEARED, check=reads, opens=True)
