"""Who assesses: whoever works with the child. Others read it as they read the file."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.policy import works

ASSESS = "cases.assess"
DEEDS = {ASSESS: lazy("Worked on an assessment")}

access.allow(ASSESS, *WORKERS, needs=CLEARED, check=works, opens=True)
