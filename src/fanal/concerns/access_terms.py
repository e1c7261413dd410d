"""Who opens a concern: the intake team; where our own people may be concerned only the safeguarding lead.

The keys say the same: a role without the ring opens nothing, whatever stands here.
"""

from django.utils.translation import gettext as _

from fanal.access.contracts import RecordRef
from fanal.concerns.models import Concern
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

INTAKE = (Role.INTAKE_OFFICER, Role.DUTY_PERSON, Role.SUPERVISOR)
"""Roles whose ring every concern is granted to, unless it is restricted."""
OPENERS = (*INTAKE, Role.SAFEGUARDING_LEAD)
TRAINED = "training:triage"
"""The clearance of whoever decides on concerns."""
KIND = "concern"


def ref_of(concern: Concern) -> RecordRef:
    """The sealed record of a concern."""
    return RecordRef(concern.org_id, concern.pk, KIND)


def opens(actor: Actor, thing: object) -> Answer:
    """Whether the person's role opens this very concern."""
    if not isinstance(thing, Concern):
        return Allowed("concerns.open")
    if thing.practice:
        return Refused("practice", _("This was practice. Nobody opens it, and it goes after a day."))
    if thing.restricted:
        if actor.has(Role.SAFEGUARDING_LEAD):
            return Allowed("concerns.open")
        return Refused("restricted", _("Only the safeguarding lead opens this one."))
    if actor.has(*INTAKE):
        return Allowed("concerns.open")
    return Refused("role", _("Only the intake team opens this one."))
