"""What staff read beside the codes of a concern: message ids by code, translated where they are shown.

Words on adults follow their status (DNH-24): in a concern there is a "person suspected" or "the adult", nothing more.
"""

from collections.abc import Mapping

from fanal.vocabulary.codes import (
    DeclineReason,
    Finding,
    HandoverOutcome,
    ReportChannel,
    TransitionState,
    Triage,
)
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
STATE: Mapping[str, str] = {
    TransitionState.DRAFT: gettext_noop("Draft"),
    TransitionState.OFFERED: gettext_noop("Sent, waiting for an answer"),
    TransitionState.ACCEPTED: gettext_noop("Accepted"),
    TransitionState.DECLINED: gettext_noop("Declined"),
    TransitionState.EXPIRED: gettext_noop("Not answered in time"),
    TransitionState.WITHDRAWN: gettext_noop("Withdrawn"),
    TransitionState.COMPLETED: gettext_noop("Outcome told"),
    TransitionState.REVOKED: gettext_noop("Access ended"),
    TransitionState.PURGED: gettext_noop("Erased at the recipient"),
}
DECLINE: Mapping[str, str] = {
    DeclineReason.NO_CAPACITY: gettext_noop("We cannot take it on now"),
    DeclineReason.NOT_ELIGIBLE: gettext_noop("Not what we do"),
    DeclineReason.WRONG_AREA: gettext_noop("Another area"),
    DeclineReason.CONSENT_MISSING: gettext_noop("Consent is missing"),
    DeclineReason.INFORMATION_MISSING: gettext_noop("Information is missing"),
    DeclineReason.CONFLICT_OF_INTEREST: gettext_noop("Conflict of interest"),
    DeclineReason.OTHER: gettext_noop("Another reason"),
}
OUTCOME: Mapping[str, str] = {
    HandoverOutcome.HELPED: gettext_noop("A child was helped"),
    HandoverOutcome.PASSED_ON: gettext_noop("Passed on"),
    HandoverOutcome.NOT_POSSIBLE: gettext_noop("Not possible"),
    HandoverOutcome.NOT_FOUND: gettext_noop("Not found"),
    HandoverOutcome.OPEN: gettext_noop("Still open"),
}
ROUTING: Mapping[str, str] = {
    "place": gettext_noop("It happened in {country}."),
    "place_unknown": gettext_noop("We do not know where it happened. Ask the person who told us."),
    "place_online": gettext_noop("It happened only online. Ask where the child or the adult may be."),
    "place_ship_or_aircraft": gettext_noop(
        "It happened on a ship or aircraft. Ask under which flag, and the next port."
    ),
    "lives_in": gettext_noop("The adult lives in {country}."),
    "comes_from": gettext_noop("The adult comes from {country}."),
    "travels_to": gettext_noop("The adult travels to {country}."),
    "child_home": gettext_noop("The child's home is in {country}."),
    "authority_agreement": gettext_noop("We have an agreement with this authority of {country}."),
    "authority_duty": gettext_noop("The law of {country} makes us report this."),
    "online": gettext_noop("There is material online. Point to the hotline; nothing is stored or sent."),
}
"""Why a proposal stands here, by rule; {country} is its name in the reader's language."""

ROLE: Mapping[str, str] = {
    "keep": gettext_noop("We keep it"),
    "place": gettext_noop("Member where it happened"),
    "sending": gettext_noop("Member where the adult lives, comes from or goes"),
    "child_home": gettext_noop("Member in the child's home country"),
    "authority": gettext_noop("Authority"),
    "hotline_signpost": gettext_noop("Hotline"),
}
NOBODY = gettext_noop("There is no member for this country. Nobody else takes the place of one.")

LAW: Mapping[str, str] = {
    "open": gettext_noop("This state can act."),
    "open_on_condition": gettext_noop("This state can act on a condition."),
    "cannot_say": gettext_noop("Cannot say."),
    "barred": gettext_noop("This state is barred."),
    "none": gettext_noop("This state has no ground to act."),
}

ADDITION: Mapping[str, str] = {
    "unknown": gettext_noop("This always stays here."),
    "no_reason": gettext_noop("Please say why this must go too."),
    "not_covered": gettext_noop("The agreement does not cover this."),
    "empty": gettext_noop("Nothing was told here."),
}
"""Why something may not be added to a handover, by the code of `payload.NotAddable`."""

KEPT: Mapping[str, str] = {
    "practice": gettext_noop("Practice"),
    "spam": gettext_noop("Spam"),
    "out_of_scope": gettext_noop("Not for us"),
    "concern_unfounded": gettext_noop("Unfounded"),
    "concern_not_enough_information": gettext_noop("Not enough information"),
    "concern_closed": gettext_noop("Closed"),
    "as_case": gettext_noop("Kept with the case"),
    "reporter_identity": gettext_noop("Who told us"),
    "handover_copy": gettext_noop("Copy of a handover"),
    "handover_words": gettext_noop("What partners wrote to each other about a handover"),
}
"""Retention classes in words."""
