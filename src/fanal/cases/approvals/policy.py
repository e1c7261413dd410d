"""Who asks for an approval, who decides, and who hears that two people approve each other's work."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.policy import answers_for, works
from fanal.network.contracts import Role

ASK, TO_APPROVE, DECIDE = "cases.ask_approval", "cases.to_approve", "cases.decide_approval"
EACH_OTHER = "cases.approved_each_other"

DEEDS = {
    ASK: lazy("Asked the supervisor for approval"),
    DECIDE: lazy("Approved it, or sent it back"),
    EACH_OTHER: lazy("Looked at two people who approve each other’s work"),
}

access.allow(ASK, *WORKERS, needs=CLEARED, check=works, opens=True)
access.allow(TO_APPROVE, Role.SUPERVISOR)
access.allow(DECIDE, Role.SUPERVISOR, needs=CLEARED, check=answers_for, opens=True)
access.allow(EACH_OTHER, Role.MANAGER, Role.SAFEGUARDING_LEAD)
