"""The work that people who learn do, by codes that courses and posts share: another is refused in either. Pure."""

from collections.abc import Collection, Mapping

from fanal.learning.courses.model import Course
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
    "ground_staff": _("Ground staff"),
    "call_centre": _("Call centre"),
    "caregiver": _("Caregiver"),
    "caseworker": _("Caseworker"),
    "supervisor": _("Supervisor"),
    "intake_officer": _("Intake officer"),
    "duty_person": _("Duty person"),
    "other": _("Other work"),
}
"""By code, in English; whoever shows it translates."""


def nearness(course: Course, work: Collection[str], given: Collection[Course]) -> int:
    """How near a course is to what somebody does: 0 where it is for that work, or comes before one that is; 1 where it
    is for everybody; 2 where it is for others."""
    if any(not {*one.roles}.isdisjoint(work) for one in given if one is course or course.code in one.requires):
        return 0
    return 2 if course.roles else 1
