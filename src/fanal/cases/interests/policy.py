"""Who writes down what is best for a child, and gives a panel what it needs: whoever works with the child. Who decided
stands in it; who sits on a panel opens their own seat and no file (`seats.policy`)."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.policy import weighs, works

INTERESTS = "cases.best_interests"
GIVE_PACK, HEAR = "cases.give_panel", "cases.hear_panel"
DEEDS = {
    INTERESTS: lazy("Wrote down what is best for the child"),
    GIVE_PACK: lazy("Gave the panel what it needs to decide"),
    HEAR: lazy("Read what the panel thinks"),
}

access.allow(INTERESTS, *WORKERS, needs=CLEARED, check=works, opens=True)
access.allow(GIVE_PACK, *WORKERS, needs=CLEARED, check=works, opens=True)
access.allow(HEAR, *WORKERS, needs=CLEARED, check=weighs, opens=True)
