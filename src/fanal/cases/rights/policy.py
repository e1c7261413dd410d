"""Who takes down what a person asks about what is kept of them, and who answers.

The data protection officer opens the request, which is a record of its own, and never the file: what is kept is put
together by whoever works on it, and lies in the request.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, SCREENED, WORKERS
from fanal.cases.models import Case, SubjectRequest
from fanal.cases.policy import answers, case_of, reaches
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

REQUESTS, REGISTER, ASKED = "cases.requests", "cases.register_request", "cases.asked_by_code"
LOOK, CHECK, PACK = "cases.look_request", "cases.check_identity", "cases.pack_request"
DECIDE, PAPER = "cases.answer_request", "cases.request_paper"
_OFFICER = Role.DATA_PROTECTION_OFFICER

DEEDS = {
    REGISTER: lazy("Took down what the person asks of us"),
    ASKED: lazy("The person asked, by the own code"),
    LOOK: lazy("Opened a request"),
    CHECK: lazy("Made sure who asks"),
    PACK: lazy("Put together what is kept of the person"),
    DECIDE: lazy("Answered a request"),
    PAPER: lazy("Took along what the person gets"),
}


def hears(actor: Actor, thing: object) -> Answer:
    """Whether somebody reads this very request: who answers requests, and whoever the file is open to."""
    case = case_of(thing)
    if case is None or (actor.has(_OFFICER) and case.org_id == actor.org):
        return Allowed(LOOK)
    return reaches(actor, thing)


def decides(actor: Actor, thing: object) -> Answer:
    """Whether somebody answers this very request: not who works on the file it is about."""
    case = case_of(thing)
    if case is not None and actor.person in {case.owner_id, case.supervisor_id}:
        return Refused("conflict", _("This is your own work. Somebody else must decide."))
    return hears(actor, thing)


def _seen(actor: Actor, rows: QuerySet[SubjectRequest]) -> QuerySet[SubjectRequest]:
    files = Q(case__in=access.visible(actor, Case.objects.all()).values("pk"))
    office = Q(case__org_id=actor.org) if actor.has(_OFFICER) else Q(pk=None)
    return rows.filter(files | office)


access.scope(SubjectRequest, _seen)
access.allow(REQUESTS, _OFFICER)
access.allow(REGISTER, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(LOOK, _OFFICER, *WORKERS, Role.SAFEGUARDING_LEAD, needs=SCREENED, check=hears, opens=True)
access.allow(PACK, *WORKERS, needs=CLEARED, check=answers, opens=True)
for _deed in (CHECK, DECIDE, PAPER):
    access.allow(_deed, _OFFICER, needs=SCREENED, check=decides, opens=True)
