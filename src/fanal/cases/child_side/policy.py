"""Who reads what a child says of us, and who makes a code with the child. The keys say the same."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS, relation
from fanal.cases.files import ledger
from fanal.cases.models import Case, Feedback, OwnCode
from fanal.cases.policy import case_of, reaches, works
from fanal.cases.sight_table import Eye
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

OFFER, GIVEN, STOP = "cases.offer_feedback", "cases.child_said", "cases.child_stops_sharing"
FEEDBACK, READ, DONE = "cases.feedback", "cases.read_feedback", "cases.feedback_done"
CODE, CODE_LOOK, CODE_END = "cases.own_code", "cases.own_code_look", "cases.own_code_end"

DEEDS = {
    OFFER: lazy("Offered the child to say how it is"),
    GIVEN: lazy("The child said how it is"),
    STOP: lazy("The child wants us to share no more"),
    READ: lazy("Read what the child says of our help"),
    DONE: lazy("Wrote what was done about what the child says"),
    CODE: lazy("Made or changed the child’s own code"),
    CODE_LOOK: lazy("The own code was used"),
    CODE_END: lazy("The own code was thrown away"),
}
_HEAR = (Role.SUPERVISOR, Role.SAFEGUARDING_LEAD)


def hears(actor: Actor, thing: object) -> Answer:
    """Whether somebody reads these very answers: never whoever works with the child, unless the child says so."""
    case = case_of(thing)
    if case is None:
        return Allowed(READ)
    eye = relation(actor, case)
    if eye in {Eye.SUPERVISOR, Eye.SAFEGUARDING}:
        return Allowed(READ)
    if eye is Eye.OWNER and (isinstance(thing, Case) or getattr(thing, "worker_may_read", False)):
        return Allowed(READ)
    refused = Refused("class", _("The child does not let the worker read this. Ask the supervisor."))
    return reaches(actor, thing) and refused


def acts_on(actor: Actor, thing: object) -> Answer:
    """Whether somebody does something about them: as `hears`, and never the worker."""
    case = case_of(thing)
    if case is not None and relation(actor, case) is Eye.OWNER:
        return Refused("conflict", _("Nobody answers for their own work. Ask a supervisor."))
    return hears(actor, thing)


def _seen(actor: Actor, rows: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """Of files that they see; of their own files, and without such a role, what the child lets the worker read."""
    mine = Q(case__owner=actor.person)
    allowed = mine & Q(worker_may_read=True)
    heard = ~mine if actor.has(*_HEAR) else Q(pk=None)
    return rows.filter(allowed | heard, case__in=access.visible(actor, Case.objects.all()).values("pk"))


def _seen_codes(actor: Actor, rows: QuerySet[OwnCode]) -> QuerySet[OwnCode]:
    return rows.filter(case__in=access.visible(actor, Case.objects.all()).values("pk"))


ledger.says_no(STOP)
access.scope(Feedback, _seen)
access.scope(OwnCode, _seen_codes)
access.allow(OFFER, *WORKERS, needs=CLEARED, check=works)
access.allow(CODE, *WORKERS, needs=CLEARED, check=works, opens=True)
access.allow(FEEDBACK, *WORKERS, Role.SAFEGUARDING_LEAD, needs=CLEARED, check=hears)
access.allow(READ, *WORKERS, Role.SAFEGUARDING_LEAD, needs=CLEARED, check=hears, opens=True)
access.allow(DONE, *_HEAR, needs=CLEARED, check=acts_on, opens=True)
