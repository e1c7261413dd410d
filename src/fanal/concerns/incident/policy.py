"""Who may look at who is affected by an incident."""

from django.utils.translation import gettext_lazy

from fanal.access import api as access
from fanal.network.contracts import Role

DEEDS = {
    "concerns.incident": gettext_lazy("Looked at who is affected by an incident"),
}
access.allow("concerns.incident", Role.DATA_PROTECTION_OFFICER, Role.SAFEGUARDING_LEAD)
