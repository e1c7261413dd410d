"""What people sign before the first file of a child is opened, and how the lines of the gate are called."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import gate as gates
from fanal.network.contracts import Role

_OFFICE: Final = (Role.MANAGER, Role.DATA_PROTECTION_OFFICER)
_CARE: Final = (Role.SAFEGUARDING_LEAD, Role.MANAGER)

STATEMENTS: Final[Mapping[str, gates.Item]] = {
    "procedure": gates.Item(
        lazy("There is a written procedure for the care of a child, and everybody who works here has read it."),
        lazy("Write the procedure, have everybody read it, and sign that it holds."),
        _CARE, 12, lazy("Where it lies, and its date"),
    ),
    "framework": gates.Item(
        lazy("The framework of data protection for files of children is signed."),
        lazy("Sign the framework of data protection with those whom it binds."),
        _OFFICE, 12, lazy("Where it lies, and its date"),
    ),
    "clocks": gates.Item(
        lazy("The times of tasks were looked at, and we can keep them."),
        lazy("Look at the times of tasks, shorten what your rules ask for, and sign that you can keep them."),
        _CARE, 12,
    ),
    "duty_hours": gates.Item(
        lazy("A child in danger reaches somebody of us at the hours that the child was told."),
        lazy("Say who can be reached when, and sign it."),
        _CARE, 12, lazy("Which hours, and by which number"),
    ),
    "self_assessment": gates.Item(
        lazy("The safeguarding self-assessment is done."),
        lazy("Do the self-assessment, and let the safeguarding lead sign it."),
        (Role.SAFEGUARDING_LEAD,), 12,
    ),
    "no_safe_shelter": gates.Item(
        lazy("No checked provider of safe shelter exists for our children."),
        lazy("Find one and have it checked, or sign that none exists: each plan then says what you do instead."),
        _CARE, 6, lazy("Whom you asked, and when"),
    ),
    "no_medical": gates.Item(
        lazy("No checked provider of medical care exists for our children."),
        lazy("Find one and have it checked, or sign that none exists: each plan then says what you do instead."),
        _CARE, 6, lazy("Whom you asked, and when"),
    ),
    "no_psychosocial": gates.Item(
        lazy("No checked provider of psychosocial help exists for our children."),
        lazy("Find one and have it checked, or sign that none exists: each plan then says what you do instead."),
        _CARE, 6, lazy("Whom you asked, and when"),
    ),
    "no_legal": gates.Item(
        lazy("No checked provider of legal help exists for our children."),
        lazy("Find one and have it checked, or sign that none exists: each plan then says what you do instead."),
        _CARE, 6, lazy("Whom you asked, and when"),
    ),
}  # fmt: skip
"""Who signs what, and for how many months it holds. That there is no provider is asked twice a year."""

TITLES: Final[Mapping[str, Promise]] = {
    "begun": lazy("Begun"),
    "whole": lazy("Nothing changed past Fanal"),
    "casework": lazy("Caseworkers"),
    "supervisors": lazy("Supervisors"),
    "cleared": lazy("Vetting and code of conduct"),
    "trained": lazy("Course in casework"),
    "safeguarding_lead": lazy("Safeguarding lead"),
    "dpo": lazy("Data protection officer"),
    "on_call": lazy("Who is on call"),
    "kit": lazy("Recovery kit"),
    "law": lazy("Duty to report"),
    "retention": lazy("Times of keeping"),
    "procedure": lazy("Procedure"),
    "framework": lazy("Data protection"),
    "clocks": lazy("Times of tasks"),
    "duty_hours": lazy("Hours"),
    "self_assessment": lazy("Self-assessment"),
    "no_safe_shelter": lazy("Safe shelter"),
    "no_medical": lazy("Medical care"),
    "no_psychosocial": lazy("Psychosocial help"),
    "no_legal": lazy("Legal help"),
}
