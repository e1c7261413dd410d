"""Who may do which deed with what happened and with persons suspected. The keys say the same."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.policy import answers, case_of, stands, works
from fanal.cases.sight_table import Eye
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

SUSPECTS, SUSPECT, SETTLE, ASK_LAW = "cases.suspects", "cases.suspect", "cases.suspect_settle", "cases.ask_law"

DEEDS = {
    SUSPECTS: lazy("Read who is suspected"),
    SUSPECT: lazy("Wrote about a person suspected"),
    SETTLE: lazy("Acted on an alarm about our own people or other children"),
    ASK_LAW: lazy("Asked the law about an act"),
}


def reads(actor: Actor, thing: object) -> Answer:
    """Whether somebody reads who is suspected in this very file: worker, supervisor, safeguarding lead."""
    words = _("This part of a file is for few. Ask the supervisor.")
    return stands(actor, thing, {Eye.OWNER, Eye.SUPERVISOR, Eye.SAFEGUARDING}, words)


def watches(actor: Actor, thing: object) -> Answer:
    """Whether somebody acts on alarms of this very file, past whoever leads the worker."""
    case = case_of(thing)
    if case is None or actor.has(Role.SAFEGUARDING_LEAD):
        return Allowed(SETTLE)
    return Refused("no_role", _("Only the safeguarding lead does this. Ask them."))


access.allow(SUSPECTS, *WORKERS, Role.SAFEGUARDING_LEAD, needs=CLEARED, check=reads, opens=True)
access.allow(SUSPECT, *WORKERS, needs=CLEARED, check=works, opens=True)
access.allow(SETTLE, Role.SAFEGUARDING_LEAD, check=watches)
access.allow(ASK_LAW, *WORKERS, needs=CLEARED, check=answers, opens=True)
