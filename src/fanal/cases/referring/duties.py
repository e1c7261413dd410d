"""The clocks of help that is asked for: the answer, another way, what came of it, and that nothing is left."""

from datetime import timedelta
from typing import Final

from fanal.cases import limits
from fanal.cases.models import Provider
from fanal.clocks.api import DutyKind, Own, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary import codes
from fanal.vocabulary.words import gettext_noop

_AT_ONCE, _DAY = timedelta(0), timedelta(days=1)
_TEAM = Target.team(RingKind.CASEWORK)
_LEAD, _MANAGER = Target.role(Role.SUPERVISOR), Target.role(Role.MANAGER)
_SAFEGUARDING = Target.role(Role.SAFEGUARDING_LEAD)

# Its lateness is the end of the offer: `clock` hears of it.
ANSWER: Final = register(
    DutyKind(
        "referral_answer", gettext_noop("Ring the provider: the answer is due"), timedelta(hours=72), _TEAM,
        (Step(_AT_ONCE, _LEAD),), remind=True, own=Own.SHORTER,
    )
)  # fmt: skip
BACK: Final = register(
    DutyKind(
        "referral_back", gettext_noop("Find another way: a provider did not say yes"), _DAY, _TEAM,
        (Step(_AT_ONCE, _LEAD), Step(_DAY, _MANAGER)), own=Own.SHORTER,
    )
)  # fmt: skip
OUTCOME: Final = register(
    DutyKind(
        "referral_outcome", gettext_noop("Ask the provider what came of the help"), timedelta(days=90), _TEAM,
        (Step(_DAY, _LEAD), Step(7 * _DAY, _MANAGER)), announce=False, calendar=True,
    )
)  # fmt: skip
PURGE: Final = register(
    DutyKind(
        "purge_confirmation", gettext_noop("Ring the provider: they delete what they know, and write that they did"),
        timedelta(hours=72), _TEAM, (Step(_AT_ONCE, _SAFEGUARDING),), remind=True, own=Own.SHORTER,
    )
)  # fmt: skip
ALL: Final = (ANSWER, BACK, OUTCOME, PURGE)


def time_to_answer(provider: Provider, *, urgent: bool) -> timedelta:
    """How long a provider has: the house's hours, or the provider's own where they are fewer."""
    hours = limits.span(codes.DutyKind.REFERRAL_ANSWER, urgent=urgent).hours
    own = provider.answer_hours_urgent if urgent else provider.answer_hours
    return timedelta(hours=max(1, min(hours, own)))
