"""How long what was told is kept (docs/concerns-triage.md, "Keeping"; docs/keeping.md): the classes of concerns, which
one a decision leads to, and the time of each. Erasing is done elsewhere.

Those that a law times are declared as classes of records: a rule of the organisation takes the place of the default.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from fanal.access.api import keeping
from fanal.vocabulary.codes import Finding, RetentionClass, Triage
from fanal.vocabulary.keeping import Keep, Period

ROOM = "concerns"
GRACE = timedelta(days=30)
"""What a new message of the reporter adds at least."""

PRACTICE, SPAM, OUT_OF_SCOPE, AS_CASE = "practice", "spam", "out_of_scope", "as_case"
HANDOVER_COPY, HANDOVER_WORDS = "handover_copy", "handover_words"
SECOND_OPINION = "second_opinion"
"""What a partner was asked: it goes with its concern, whose class counts the concern alone."""

DEFAULTS: Mapping[str, Period] = {
    PRACTICE: Period("arrival", days=1),
    SPAM: Period("arrival", days=7),
    OUT_OF_SCOPE: Period("closing", days=30),
    RetentionClass.CONCERN_UNFOUNDED: Period("closing", months=6),
    RetentionClass.CONCERN_NOT_ENOUGH_INFORMATION: Period("closing", months=24),
    RetentionClass.CONCERN_CLOSED: Period("closing", months=12),
    AS_CASE: Period("case"),
    RetentionClass.REPORTER_IDENTITY: Period("closing", months=6),
    HANDOVER_COPY: Period("acceptance", days=90),
    HANDOVER_WORDS: Period("arrival", days=90),
}

REPORTER = RetentionClass.REPORTER_IDENTITY.value
BY_LAW = (
    OUT_OF_SCOPE,
    RetentionClass.CONCERN_UNFOUNDED.value,
    RetentionClass.CONCERN_NOT_ENOUGH_INFORMATION.value,
    RetentionClass.CONCERN_CLOSED.value,
    REPORTER,
)
"""Those whose time is a question of law. Practice and spam are the house's own, copies go with their agreement."""

_BY_FINDING = {
    Finding.UNFOUNDED: RetentionClass.CONCERN_UNFOUNDED,
    Finding.BAD_FAITH: RetentionClass.CONCERN_UNFOUNDED,
    Finding.NOT_ENOUGH_INFORMATION: RetentionClass.CONCERN_NOT_ENOUGH_INFORMATION,
    Finding.CONFIRMED: RetentionClass.CONCERN_CLOSED,
    Finding.NOT_CONFIRMED: RetentionClass.CONCERN_CLOSED,
}
_BY_TRIAGE = {
    Triage.INFORMATION_ONLY: RetentionClass.CONCERN_CLOSED,
    Triage.ROUTE_ELSEWHERE: RetentionClass.CONCERN_CLOSED,
    Triage.OUT_OF_SCOPE: OUT_OF_SCOPE,
    Triage.OPEN_CASE: AS_CASE,
    Triage.LINK_TO_CASE: AS_CASE,
}


def periods_of(org: UUID, country_of_harm: str, today: date) -> Mapping[str, Period]:
    """How long each class is kept of what is decided today about a child in a country: by the rules of the
    organisation, else as the house does."""
    return {**DEFAULTS, **keeping.periods(org, country_of_harm, today)}


def retention_for(
    triage: Triage,
    finding: Finding | None = None,
    *,
    practice: bool = False,
    spam: bool = False,
    periods: Mapping[str, Period] = DEFAULTS,
) -> Keep | None:
    """The class and period of a concern; None while nothing is decided that could start a period.

    Raises ValueError for a closing without a finding, and for a finding without that closing.
    """
    if practice or spam:
        code = PRACTICE if practice else SPAM
        return Keep(code, periods[code])
    if (finding is not None) != (triage is Triage.CLOSED_NO_CASE):
        raise ValueError("a finding belongs to a concern that is closed without a case")
    kept = _BY_FINDING[finding] if finding is not None else _BY_TRIAGE.get(triage)
    return Keep(str(kept), periods[kept]) if kept else None


def with_grace(erase_on: date, message_on: date) -> date:
    """The end after a new message of the reporter: never earlier, at least thirty days from the message."""
    return max(erase_on, message_on + GRACE)
