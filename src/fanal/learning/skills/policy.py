"""Who marks what somebody does in practice: whoever trains them, and learned to see it; never one's own."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import OrgKind, Role

OBSERVE = "learning.observe"
TRAINED = "training:observer"
"""The clearance of an observer: a manager gives it."""

DEEDS = {OBSERVE: lazy("Marked what somebody who learns does in practice")}

access.clearance_kind(access.ClearanceKind(TRAINED, lazy("Training: seeing skills in practice")))
access.allow(
    OBSERVE, Role.CAREGIVER_TRAINER, Role.MANAGER, kinds=(OrgKind.MEMBER, OrgKind.SECRETARIAT), needs=(TRAINED,),
    own_only=False,
)  # fmt: skip
