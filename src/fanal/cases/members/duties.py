"""The clocks of what goes from member to member: kinds of duty and who hears of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from fanal.cases import duties
from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.passing.api import Duties, states
from fanal.vocabulary.words import gettext_noop

_AT_ONCE, _HOUR, _DAY = timedelta(0), timedelta(hours=1), timedelta(days=1)
TEAM: Final = Target.team(RingKind.CASEWORK)
SAFEGUARDING: Final = Target.role(Role.SAFEGUARDING_LEAD)
_LEAD, _MANAGER = Target.role(Role.SUPERVISOR), Target.role(Role.MANAGER)

SECOND: Final = register(
    DutyKind(
        "member_second", gettext_noop("Confirm as the second person that another member takes a child over"), _DAY,
        Target.team(RingKind.SUPERVISORS), (Step(_AT_ONCE, _LEAD), Step(_DAY, _MANAGER)),
    )
)  # fmt: skip
# Its lateness is the end of the offer: `clock` hears of it and takes the copy back.
ANSWER: Final = register(
    DutyKind(
        "transfer_answer", gettext_noop("Another member asks about a child: say yes or no"), states.ANSWER, TEAM,
        (Step(_AT_ONCE, _LEAD),), remind=True,
    )
)  # fmt: skip
BACK: Final = register(
    DutyKind(
        "member_back", gettext_noop("Find another way: another member did not say yes"), _DAY, TEAM,
        (Step(_AT_ONCE, _LEAD), Step(_DAY, _MANAGER)),
    )
)  # fmt: skip
UNANSWERED: Final = register(
    DutyKind(
        "member_unanswered", gettext_noop("Find another way: another member did not answer about a child"),
        states.DESK_AFTER, _MANAGER, (Step(_AT_ONCE, Target.network(Role.REFERRAL_DESK)),),
    )
)  # fmt: skip
RELEASE: Final = register(
    DutyKind(
        "member_release", gettext_noop("Another member said yes: send what they may know"), _DAY, TEAM,
        (Step(_AT_ONCE, _LEAD), Step(_DAY, _MANAGER)), remind=True,
    )
)  # fmt: skip
OUTCOME: Final = register(
    DutyKind(
        "member_outcome", gettext_noop("Say what came of the help for a child of another member"),
        states.OUTCOME_AFTER, TEAM, (Step(_AT_ONCE, _LEAD), Step(7 * _DAY, _MANAGER)), announce=False, calendar=True,
    )
)  # fmt: skip
ASK_OUTCOME: Final = register(
    DutyKind(
        "member_ask", gettext_noop("Ask the other member what came of the help"), 7 * _DAY, TEAM,
        (Step(_AT_ONCE, _LEAD),), calendar=True, put_off=30 * _DAY,
    )
)  # fmt: skip
QUESTION: Final = register(
    DutyKind(
        "member_question", gettext_noop("Answer what another member asks about a child"), _DAY, TEAM,
        (Step(_AT_ONCE, _LEAD), Step(_DAY, _MANAGER)), remind=True,
    )
)  # fmt: skip
NEWS: Final = register(
    DutyKind(
        "member_news", gettext_noop("Read what another member did about a child"), 3 * _DAY, TEAM,
        (Step(_AT_ONCE, _LEAD),),
    )
)  # fmt: skip
# Its lateness erases the copy by the clock.
PURGE: Final = register(
    DutyKind(
        "member_purge", gettext_noop("Confirm that nothing is left of what another member told you"), 3 * _DAY, TEAM,
        (Step(_AT_ONCE, SAFEGUARDING),),
    )
)  # fmt: skip
REFERRAL: Final = Duties(
    second=SECOND, answer=ANSWER, came_back=BACK, unanswered=UNANSWERED, release=RELEASE, outcome=OUTCOME,
    ask_outcome=ASK_OUTCOME, question=QUESTION, news=NEWS, purge=PURGE,
)  # fmt: skip

# ---- a child who goes to another member ----

ARRIVAL: Final = register(
    DutyKind(
        "arrival_confirmation", gettext_noop("Meet the child whom another member hands to you, and say so"), 7 * _DAY,
        TEAM, (Step(_AT_ONCE, SAFEGUARDING),), remind=True,
    )
)  # fmt: skip
NOT_ARRIVED: Final = register(
    DutyKind(
        "arrival_missing", gettext_noop("The other member has not met the child yet: ask them today"), _HOUR, TEAM,
        (Step(_AT_ONCE, SAFEGUARDING),), alert=True,
    )
)  # fmt: skip
TRANSFER: Final = replace(REFERRAL, outcome=ARRIVAL, ask_outcome=NOT_ARRIVED)
NAMES: Final = register(
    DutyKind(
        "transfer_names", gettext_noop("Tell the other member who the child is"), _DAY, TEAM,
        (Step(_AT_ONCE, _LEAD), Step(_DAY, _MANAGER)), remind=True,
    )
)  # fmt: skip
OPEN: Final = register(
    DutyKind(
        "transfer_open", gettext_noop("Open the file of a child whom another member hands to you"), _DAY, TEAM,
        duties.CHAIN_A,
    )
)  # fmt: skip
CLOSE: Final = register(
    DutyKind(
        "transfer_close", gettext_noop("The other member met the child: end your file"), _DAY, TEAM, duties.CHAIN_B
    )
)  # fmt: skip
OF_TRANSFER: Final = (ARRIVAL, NOT_ARRIVED, NAMES, OPEN, CLOSE)

# ---- a member that asks for a child ----

OFFER_IT: Final = register(
    DutyKind(
        "transfer_offer", gettext_noop("You said yes to another member: offer them the child, or say why not"),
        7 * _DAY, TEAM, (Step(_AT_ONCE, _LEAD), Step(7 * _DAY, _MANAGER)),
    )
)  # fmt: skip
REQUEST: Final = replace(REFERRAL, outcome=OFFER_IT)
ALL: Final = (*REFERRAL.every, *OF_TRANSFER, OFFER_IT)
PAPER: Final = (OUTCOME, ASK_OUTCOME, PURGE)
"""What no child waits for."""
