"""Who asks a child how it is, who looks up how the child may be reached, and who calls where life is in danger."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.policy import answers, answers_for, works
from fanal.network.contracts import Role

FOLLOW_UP, REACH, CALL = "cases.follow_up", "cases.reach", "cases.call_in_danger"
HEARD = "cases.heard_of_crisis"

DEEDS = {
    FOLLOW_UP: lazy("Asked the child how it is"),
    REACH: lazy("Looked up how the child may be reached"),
    HEARD: lazy("Heard that a child is in crisis, and said what follows"),
    CALL: lazy("Called although the child did not agree, since life was in danger"),
}

access.allow(FOLLOW_UP, *WORKERS, needs=CLEARED, check=works, opens=True)
access.allow(REACH, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(HEARD, Role.SUPERVISOR, needs=CLEARED, check=answers_for, opens=True)
access.allow(CALL, Role.SUPERVISOR, needs=CLEARED, check=answers_for, opens=True)
