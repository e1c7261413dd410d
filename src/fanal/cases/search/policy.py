"""Who looks for files: whoever works with children, answers for the work, or leads safeguarding; among those that are
theirs to see. There is no search for anybody suspected, and nobody else's data are looked at (DNH-25, CM-60)."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.network.contracts import Role

SEARCH = "cases.search"
DEEDS = {SEARCH: lazy("Looked for a file")}

access.allow(SEARCH, *WORKERS, Role.SAFEGUARDING_LEAD, needs=CLEARED)
