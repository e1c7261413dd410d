"""Who writes down what is best for a child: whoever works with the child. Who decided stands in it. Who sits on a panel
opens their own seat and no file."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.models import PanelSeat
from fanal.cases.policy import weighs, works
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

INTERESTS = "cases.best_interests"
GIVE_PACK, SIT, HEAR, LEFT = "cases.give_panel", "cases.sit_on_panel", "cases.hear_panel", "cases.left_panel"
SITS = (Role.CASEWORKER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, Role.LAWYER)
"""Who can sit on a panel."""
DEEDS = {
    INTERESTS: lazy("Wrote down what is best for the child"),
    GIVE_PACK: lazy("Gave the panel what it needs to decide"),
    SIT: lazy("Sat on a panel: read what it was given, or said what they think"),
    HEAR: lazy("Read what the panel thinks"),
    LEFT: lazy("A seat on a panel ended"),
}


def sits(actor: Actor, thing: object) -> Answer:
    """Whether somebody sits in this very seat: while nothing is decided, and they are named on the panel."""
    if not isinstance(thing, PanelSeat) or _is_theirs(actor, thing):
        return Allowed(SIT)
    return Refused("no_relation", _("You do not sit on this panel. Ask whoever prepared it."))


def _is_theirs(actor: Actor, seat: PanelSeat) -> bool:
    named = seat.person_id == actor.person and str(actor.person) in seat.decision.panel
    over = seat.ended_at is not None or seat.decision.decided_on is not None or seat.case.restricted
    return named and not over and seat.case.org_id == actor.org


def _seen(actor: Actor, rows: QuerySet[PanelSeat]) -> QuerySet[PanelSeat]:
    """One's own seats, while they last."""
    return rows.filter(person_id=actor.person, ended_at=None, case__org_id=actor.org, case__restricted=False)


access.scope(PanelSeat, _seen)
access.allow(INTERESTS, *WORKERS, needs=CLEARED, check=works, opens=True)
access.allow(GIVE_PACK, *WORKERS, needs=CLEARED, check=works, opens=True)
access.allow(SIT, *SITS, needs=CLEARED, check=sits, opens=True)
access.allow(HEAR, *WORKERS, needs=CLEARED, check=weighs, opens=True)
