"""The clocks of handovers: kinds of duty and who hears of them."""

from datetime import timedelta

from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import RingKind, Role
from fanal.passing.api import Duties, states
from fanal.vocabulary.words import gettext_noop

_AT_ONCE, _DAY = timedelta(0), timedelta(days=1)
INTAKE, SAFEGUARDING = Target.team(RingKind.INTAKE), Target.role(Role.SAFEGUARDING_LEAD)
_LEAD, _MANAGER = Target.role(Role.SUPERVISOR), Target.role(Role.MANAGER)

SECOND = register(
    DutyKind(
        "handover_second",
        gettext_noop("Confirm a handover as the second person"),
        timedelta(hours=24),
        INTAKE,
        (Step(_AT_ONCE, _LEAD), Step(_DAY, _MANAGER)),
    )
)
# Its lateness is the end of the handover: `clock` hears of it and takes the copy back.
ANSWER_DUTY = register(
    DutyKind("handover_answer", gettext_noop("Answer a handover"), states.ANSWER, INTAKE, (), remind=True)
)
CAME_BACK = register(
    DutyKind(
        "handover_back",
        gettext_noop("Choose another way: a handover came back"),
        timedelta(hours=24),
        INTAKE,
        (Step(_AT_ONCE, _LEAD), Step(_DAY, _MANAGER)),
    )
)
UNANSWERED = register(
    DutyKind(
        "handover_unanswered",
        gettext_noop("Find another way: nobody answered a handover"),
        states.DESK_AFTER,
        _MANAGER,
        (Step(_AT_ONCE, Target.network(Role.REFERRAL_DESK)),),
    )
)
RELEASE = register(
    DutyKind(
        "handover_release",
        gettext_noop("Send what was added: the handover was accepted"),
        timedelta(hours=24),
        INTAKE,
        (Step(_AT_ONCE, _LEAD),),
        remind=True,
    )
)
OUTCOME = register(
    DutyKind(
        "handover_outcome",
        gettext_noop("Say what came of a handover"),
        states.OUTCOME_AFTER,
        INTAKE,
        (Step(_AT_ONCE, _LEAD), Step(timedelta(days=7), _MANAGER)),
        announce=False,
        calendar=True,
    )
)
ASK_OUTCOME = register(
    DutyKind(
        "handover_ask",
        gettext_noop("Ask the partner what came of a handover"),
        timedelta(days=7),
        INTAKE,
        (Step(_AT_ONCE, _MANAGER),),
        calendar=True,
        put_off=timedelta(days=30),
    )
)
QUESTION = register(
    DutyKind(
        "handover_question",
        gettext_noop("Answer a partner’s question about a handover"),
        timedelta(hours=24),
        INTAKE,
        (Step(_AT_ONCE, _LEAD), Step(_DAY, _MANAGER)),
        remind=True,
    )
)
NEWS = register(
    DutyKind(
        "handover_news",
        gettext_noop("Read the news of a handover"),
        timedelta(hours=72),
        INTAKE,
        (Step(_AT_ONCE, _LEAD),),
    )
)
# Its lateness erases the copy by the clock.
PURGE = register(
    DutyKind(
        "handover_purge",
        gettext_noop("Confirm that nothing is left of a handover"),
        timedelta(days=7),
        INTAKE,
        (Step(_AT_ONCE, _MANAGER),),
    )
)
DUTIES = Duties(
    second=SECOND,
    answer=ANSWER_DUTY,
    came_back=CAME_BACK,
    unanswered=UNANSWERED,
    release=RELEASE,
    outcome=OUTCOME,
    ask_outcome=ASK_OUTCOME,
    question=QUESTION,
    news=NEWS,
    purge=PURGE,
)
PAPER = (OUTCOME, ASK_OUTCOME, PURGE)
"""What no child waits for. However late it is, it stands below what somebody must answer or read."""
