"""Words of what is decided about a concern, and of how it came: message ids by code, translated where staff read them.

Words on adults follow their status (DNH-24): in a concern there is a "person suspected" or "the adult", nothing more.
"""

from collections.abc import Mapping

from fanal.vocabulary.codes import Finding, ReportChannel, Triage
from fanal.vocabulary.words import gettext_noop

TRIAGE: Mapping[str, str] = {
    Triage.NEW: gettext_noop("Not decided yet"),
    Triage.URGENT_RESPONSE: gettext_noop("Act now by phone, then decide"),
    Triage.OPEN_CASE: gettext_noop("Open a case"),
    Triage.LINK_TO_CASE: gettext_noop("Link to a case of ours"),
    Triage.ROUTE_ELSEWHERE: gettext_noop("Hand over"),
    Triage.INFORMATION_ONLY: gettext_noop("Keep as information"),
    Triage.OUT_OF_SCOPE: gettext_noop("Not for us, with a reason"),
    Triage.CLOSED_NO_CASE: gettext_noop("Close without a case, with what we found"),
}

FINDING: Mapping[str, str] = {
    Finding.CONFIRMED: gettext_noop("Confirmed"),
    Finding.NOT_CONFIRMED: gettext_noop("Not confirmed"),
    Finding.NOT_ENOUGH_INFORMATION: gettext_noop("Not enough information"),
    Finding.UNFOUNDED: gettext_noop("Unfounded"),
    Finding.BAD_FAITH: gettext_noop("Made in bad faith, with evidence and a second person"),
}

CHANNEL: Mapping[str, str] = {
    ReportChannel.WEB_FORM: gettext_noop("Web"),
    ReportChannel.KIOSK: gettext_noop("Shared device"),
    ReportChannel.PHONE: gettext_noop("Phone"),
    ReportChannel.MESSAGING: gettext_noop("Message"),
    ReportChannel.IN_PERSON: gettext_noop("In person"),
    ReportChannel.TOURISM_BUSINESS: gettext_noop("Travel or tourism business"),
    ReportChannel.HOTLINE_PARTNER: gettext_noop("Helpline or hotline"),
    ReportChannel.SERVICE_PROVIDER: gettext_noop("Service provider"),
    ReportChannel.POLICE: gettext_noop("Police"),
    ReportChannel.TRANSFER_FROM_MEMBER: gettext_noop("Another member"),
    ReportChannel.OTHER: gettext_noop("Another way"),
}
