"""Who passes the care of a child on inside the organisation (docs/cases.md, "From hand to hand")."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS, offered
from fanal.cases.models import HandOn
from fanal.cases.policy import answers, case_of, of_files
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

OFFER, ACCEPT, DECLINE = "cases.offer_file", "cases.accept_file", "cases.decline_file"
TAKE_BACK, END_HELP, HAND_ONS = "cases.take_back_offer", "cases.end_help", "cases.hand_ons"
OFFER_ALL, WHAT_LEAVES = "cases.offer_all_files", "cases.what_leaves"

DEEDS = {
    OFFER: lazy("Offered a file to a colleague"),
    ACCEPT: lazy("Accepted a file"),
    DECLINE: lazy("Declined a file"),
    TAKE_BACK: lazy("Took back the offer of a file"),
    END_HELP: lazy("The help on a file ended"),
}


def is_asked(actor: Actor, thing: object) -> Answer:
    """Whether this very file is offered to them, or was until they said yes a moment ago."""
    case = case_of(thing)
    if case is None or (case.org_id == actor.org and actor.person in {case.owner_id, case.supervisor_id}):
        return Allowed(ACCEPT)
    if case.org_id == actor.org and offered(case, actor.person) is not None:
        return Allowed(ACCEPT)
    return Refused("no_relation", _("Nobody offers you this file now. Look at your day."))


access.scope(HandOn, of_files)
access.allow(HAND_ONS, *WORKERS)
access.allow(OFFER, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(WHAT_LEAVES, *WORKERS, needs=CLEARED, check=answers)
access.allow(OFFER_ALL, Role.SUPERVISOR, needs=CLEARED)
access.allow(ACCEPT, *WORKERS, needs=CLEARED, check=is_asked, opens=True)
access.allow(DECLINE, *WORKERS, check=is_asked, opens=True)
access.allow(TAKE_BACK, *WORKERS, check=answers, opens=True)
access.allow(END_HELP, *WORKERS, check=answers, opens=True)
