"""Who hides the name of a child, and who may read one that is hidden. What is hidden `sight` says."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.policy import answers, stands
from fanal.cases.sight_table import DEEDS as TABLE
from fanal.cases.sight_table import WORDS, Deed, Why
from fanal.network.contracts import Actor
from fanal.vocabulary.results import Answer

HIDE, UNHIDE, SHOW = "cases.hide_name", "cases.unhide_name", "cases.reveal_name"

DEEDS = {
    HIDE: lazy("Hid the name of a child"),
    UNHIDE: lazy("Hid the name of a child no longer"),
    SHOW: lazy("Read a name that is hidden, with a reason"),
}


def reveals(actor: Actor, thing: object) -> Answer:
    """Whether a name of this very file may be shown to somebody who says why."""
    return stands(actor, thing, TABLE[Deed.REVEAL_NAME].who, _(WORDS[Why.CLASS]), Why.CLASS)


access.allow(HIDE, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(UNHIDE, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(SHOW, *WORKERS, needs=CLEARED, check=reveals, opens=True)
