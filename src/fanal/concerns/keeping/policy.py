"""Who may do which deed of keeping and erasing, and who opens the reporter's part once triage has closed it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.concerns.access_terms import OPENERS, opens
from fanal.concerns.keeping.texts import KEPT
from fanal.concerns.models import Concern
from fanal.concerns.retention import BY_LAW, DEFAULTS, ROOM
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

DEEDS = {
    "concerns.open_reporter": lazy("Opened who told us"),
    "concerns.seen_reporter": lazy("Looked at who opened it, and why"),
    "concerns.copy_facts": lazy("Copied the coded facts for a case"),
    "concerns.hold": lazy("Put it under a legal hold"),
    "concerns.release": lazy("Ended the legal hold"),
    "concerns.ask_erase": lazy("Asked to erase it early"),
    "concerns.erase": lazy("Erased it"),
    "concerns.erase_reporter": lazy("Erased who told us"),
    "concerns.keep_reporter": lazy("Kept who told us longer"),
    "concerns.close": lazy("Closed it"),
}


def _custodian(actor: Actor, thing: object) -> Answer:
    """The custodian opens the reporter's part once triage has closed it, and never sooner."""
    if isinstance(thing, Concern) and not thing.reporter_closed:
        return Refused("not_closed", _("The intake team still holds this. It comes to you when they decide."))
    return Allowed("concerns.open_reporter")


# "concerns.copy_facts" is done no more; what was opened by it counts after an incident
for _deed in ("concerns.copy_facts", "concerns.hold", "concerns.ask_erase"):
    access.allow(_deed, *OPENERS, check=opens, opens=True)
for _deed in ("concerns.release", "concerns.erase", "concerns.close"):
    access.allow(_deed, *OPENERS, check=opens)
for _code in BY_LAW:
    access.keeping.record_class(access.keeping.RecordClass(_code, ROOM, lazy(KEPT[_code]), DEFAULTS[_code]))
access.allow("concerns.open_reporter", Role.CUSTODIAN, check=_custodian, opens=True)
access.allow("concerns.keep_reporter", Role.CUSTODIAN, check=_custodian)
access.allow("concerns.seen_reporter", Role.SAFEGUARDING_LEAD)
