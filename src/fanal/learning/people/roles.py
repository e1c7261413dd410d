"""The work that people who learn do, by codes that courses and posts share. Pure."""

from collections.abc import Mapping

from fanal.vocabulary.words import gettext_noop as _

ROLES: Mapping[str, str] = {
    "front_desk": _("Front desk"),
    "reception": _("Reception"),
    "housekeeping": _("Housekeeping"),
    "food_drinks": _("Food and drinks"),
    "security": _("Security"),
    "manager": _("Manager"),
    "human_resources": _("Human resources"),
    "driver": _("Driver"),
    "guide": _("Guide"),
    "cabin_crew": _("Cabin crew"),
    "call_centre": _("Call centre"),
    "caregiver": _("Caregiver"),
    "caseworker": _("Caseworker"),
    "supervisor": _("Supervisor"),
    "intake_officer": _("Intake officer"),
    "duty_person": _("Duty person"),
    "other": _("Other work"),
}
"""By code, in English; whoever shows it translates."""
