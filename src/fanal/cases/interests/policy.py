"""Who writes down what is best for a child: whoever works with the child. Who decided stands in it."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.policy import works

INTERESTS = "cases.best_interests"
DEEDS = {INTERESTS: lazy("Wrote down what is best for the child")}

access.allow(INTERESTS, *WORKERS, needs=CLEARED, check=works, opens=True)
