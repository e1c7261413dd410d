"""Who brings values in, and who confirms them: two people, whatever brought them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, Role
from fanal.progress.models import Vintage
from fanal.progress.policy import HOUSES

IMPORT, READ_IN, PROPOSE = "progress.import_series", "progress.read_in_series", "progress.propose_series"
CONFIRM, DROP = "progress.confirm_series", "progress.drop_series"
COUNTED, TAKEN, WITHDRAWN = "progress.counted", "progress.release_taken", "progress.release_withdrawn"
DEEDS = {
    IMPORT: lazy("Described a series, to be read in"),
    READ_IN: lazy("A command read a series in"),
    PROPOSE: lazy("Looked at a series, and proposed its values"),
    CONFIRM: lazy("Confirmed the values of a series, as the second person"),
    DROP: lazy("Dropped a series"),
    COUNTED: lazy("Values were counted here"),
    TAKEN: lazy("Took in a release that was published here"),
    WITHDRAWN: lazy("A release was withdrawn"),
}
WORKERS = (Role.ANALYST, Role.CORPUS_EDITOR)


def _every(_actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Where values come from is no secret among those who do the work; places below a country are the owner's."""
    return rows


access.scope(Vintage, _every)
for _deed in (IMPORT, PROPOSE, CONFIRM, DROP, WITHDRAWN):
    access.allow(_deed, *WORKERS, kinds=HOUSES, own_only=False)
