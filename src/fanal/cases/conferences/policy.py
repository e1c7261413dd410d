"""Who plans a case conference and writes down what came of it: whoever works with the child (CM-54). Who attends opens
their own seat and no file (`seats.policy`)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.policy import stands
from fanal.cases.sight_table import DEEDS as TABLE
from fanal.cases.sight_table import Deed
from fanal.network.contracts import Actor
from fanal.vocabulary.results import Answer

PLAN, GIVE = "cases.plan_conference", "cases.give_conference"
HELD, CALL_OFF = "cases.held_conference", "cases.call_off_conference"
DEEDS = {
    PLAN: lazy("Planned a case conference"),
    GIVE: lazy("Gave whoever attends a conference what they read"),
    HELD: lazy("Wrote down what a case conference decided"),
    CALL_OFF: lazy("Called a case conference off"),
}


def leads(actor: Actor, thing: object) -> Answer:
    """Whether somebody leads this very file."""
    words = _("Whoever works with the child plans a conference. Ask them.")
    return stands(actor, thing, TABLE[Deed.CONFERENCE].who, words)


for deed in DEEDS:
    access.allow(deed, *WORKERS, needs=CLEARED, check=leads, opens=True)
