"""Words of the life of what is passed on: message ids by code, translated where staff read them."""

from collections.abc import Mapping

from fanal.passing.ending import RENEW_REASONS, REVOKE_REASONS
from fanal.vocabulary.codes import DeclineReason, HandoverOutcome
from fanal.vocabulary.codes import TransitionState as State
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

ADDITION: Mapping[str, str] = {
    "unknown": gettext_noop("This always stays here."),
    "no_reason": gettext_noop("Please say why this must go too."),
    "not_covered": gettext_noop("The agreement does not cover this."),
    "empty": gettext_noop("Nothing was told here."),
}
"""Why something may not be added, by the code of `NotAddable`."""

STATE: Mapping[str, str] = {
    State.DRAFT: gettext_noop("Draft"),
    State.OFFERED: gettext_noop("Sent, waiting for an answer"),
    State.ACCEPTED: gettext_noop("Accepted"),
    State.DECLINED: gettext_noop("Declined"),
    State.EXPIRED: gettext_noop("Not answered in time"),
    State.WITHDRAWN: gettext_noop("Withdrawn"),
    State.COMPLETED: gettext_noop("Outcome told"),
    State.REVOKED: gettext_noop("Access ended"),
    State.PURGED: gettext_noop("Erased at the recipient"),
}
"""How far it is, in lists and on cards."""


EVENTS: Mapping[str, str] = {
    "draft": gettext_noop("Drafted"),
    "read_note": gettext_noop("Note on the authorities read"),
    "confirm": gettext_noop("Confirmed; a second person follows"),
    "offer": gettext_noop("Sent"),
    "accept": gettext_noop("Accepted"),
    "decline": gettext_noop("Declined"),
    "expire": gettext_noop("Not answered in time; the copy was taken back"),
    "withdraw": gettext_noop("Withdrawn"),
    "release": gettext_noop("What was added was sent"),
    "complete": gettext_noop("Outcome told"),
    "still_open": gettext_noop("Still open"),
    "renew": gettext_noop("Longer access given"),
    "revoke": gettext_noop("Access ended"),
    "lapse": gettext_noop("Access ended by itself"),
    "purge": gettext_noop("Erased at the recipient"),
    "settle": gettext_noop("Another way was found"),
    "call": gettext_noop("The referral desk telephoned"),
    "ask": gettext_noop("Asked a question"),
    "tell": gettext_noop("Wrote"),
    "names": gettext_noop("Who the child is was sent"),
}
TONES: Mapping[str, str] = {
    State.OFFERED: "soon",
    State.ACCEPTED: "ok",
    State.COMPLETED: "ok",
    State.DECLINED: "late",
    State.EXPIRED: "late",
}
WAITS = gettext_noop("Waits for your answer")
REASONS: Mapping[str, str] = {**DECLINE, **OUTCOME, **RENEW_REASONS, **REVOKE_REASONS}
"""Why, in the path, by the code of a step."""
