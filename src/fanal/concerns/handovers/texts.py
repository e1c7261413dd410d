"""Words of the life of a handover: message ids by code, translated where staff read them."""

from collections.abc import Mapping

from fanal.vocabulary.codes import DeclineReason, HandoverOutcome
from fanal.vocabulary.words import gettext_noop

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

ROLE: Mapping[str, str] = {
    "keep": gettext_noop("We keep it"),
    "place": gettext_noop("Member where it happened"),
    "sending": gettext_noop("Member where the adult lives, comes from or goes"),
    "child_home": gettext_noop("Member in the child's home country"),
    "authority": gettext_noop("Authority"),
    "hotline_signpost": gettext_noop("Hotline"),
}

ADDITION: Mapping[str, str] = {
    "unknown": gettext_noop("This always stays here."),
    "no_reason": gettext_noop("Please say why this must go too."),
    "not_covered": gettext_noop("The agreement does not cover this."),
    "empty": gettext_noop("Nothing was told here."),
}
"""Why something may not be added to a handover, by the code of `payload.NotAddable`."""
