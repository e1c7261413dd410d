"""Who may do what with the plan of a file and with the help in it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.policy import stands, works
from fanal.cases.sight_table import Eye
from fanal.network.contracts import Actor
from fanal.vocabulary.results import Answer

SEE, PLAN, HELP = "cases.see_plan", "cases.plan", "cases.plan_help"

DEEDS = {
    SEE: lazy("Looked at the plan"),
    PLAN: lazy("Wrote in the plan"),
    HELP: lazy("Wrote what help is planned or given"),
}


def sees(actor: Actor, thing: object) -> Answer:
    """Whether somebody opens the plan by itself: whoever works with the child or answers for it. A colleague reads the
    file, with a reason."""
    words = _("The plan is for whoever works with the child. Ask them.")
    return stands(actor, thing, {Eye.OWNER, Eye.SUPERVISOR}, words)


access.allow(SEE, *WORKERS, needs=CLEARED, check=sees, opens=True)
access.allow(PLAN, *WORKERS, needs=CLEARED, check=works, opens=True)
access.allow(HELP, *WORKERS, needs=CLEARED, check=works, opens=True)
