"""Who gives a concern into the hands of the safeguarding lead alone, and back, and to another intake team."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.concerns.access_terms import INTAKE, OPENERS, opens
from fanal.concerns.conflict.conflict import CLEAR, MARK
from fanal.concerns.conflict.teams import GIVE
from fanal.concerns.models import Concern
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

DEEDS = {
    MARK: lazy("Gave it to the safeguarding lead alone"),
    CLEAR: lazy("Gave it back to the intake team"),
    GIVE: lazy("Gave it to another intake team"),
}


def _lead_of(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, Concern) and not thing.restricted:
        return Refused("not_restricted", _("The intake team has this one."))
    return Allowed(CLEAR)


def _open_to_a_team(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, Concern) and thing.restricted:
        return Refused("restricted", _("Only the safeguarding lead opens this one."))
    return opens(actor, thing)


access.allow(MARK, *OPENERS, check=opens, opens=True)
access.allow(GIVE, *INTAKE, check=_open_to_a_team, opens=True)
access.allow(CLEAR, Role.SAFEGUARDING_LEAD, check=_lead_of, opens=True)
