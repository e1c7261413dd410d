"""Clocks of the room (docs/research.md, "Running it"): gate 14 days, review 10, objection 10, the maker 14; stale after
24 months."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from fanal.access.contracts import Line, LineState
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network import api as network
from fanal.network.contracts import OrgKind, RingKind, Role
from fanal.research.contracts import MAKER, REVIEWER
from fanal.vocabulary.words import gettext_noop

_AT_ONCE, _WEEK = timedelta(0), timedelta(days=7)
_MANAGER = Target.role(Role.MANAGER)
GATE_DAYS, REVIEW_DAYS, OBJECTION_DAYS, MAKER_DAYS, STALE_MONTHS = 14, 10, 10, 14, 24

GATE = register(
    DutyKind(
        "research_gate",
        gettext_noop("A plan to count children waits at the ethics gate: say yes or no"),
        timedelta(days=GATE_DAYS),
        Target.role(Role.DATA_PROTECTION_OFFICER),
        (Step(_AT_ONCE, _MANAGER), Step(_WEEK, Target.network(Role.ANALYST))),
    )
)
GATE_ETHICS = register(
    DutyKind(
        "research_gate_ethics",
        gettext_noop("A plan to count children waits for the ethics reviewer"),
        timedelta(days=GATE_DAYS),
        Target.role(Role.ETHICS_REVIEWER),
        (Step(_AT_ONCE, Target.network(Role.ANALYST)),),
    )
)
GATE_ADVISER = register(
    DutyKind(
        "research_gate_adviser",
        gettext_noop("A plan to count children waits for the survivor adviser"),
        timedelta(days=GATE_DAYS),
        Target.role(Role.SURVIVOR_ADVISER),
        (Step(_AT_ONCE, Target.network(Role.ANALYST)),),
    )
)
REVIEW = register(
    DutyKind(
        "research_review",
        gettext_noop("Tables wait for a second person to review them"),
        timedelta(days=REVIEW_DAYS),
        Target.grant(REVIEWER),
        (Step(_AT_ONCE, _MANAGER),),
    )
)
ASSENT_ETHICS = register(
    DutyKind(
        "research_assent_ethics",
        gettext_noop("A release waits for the ethics reviewer: say yes or no"),
        timedelta(days=REVIEW_DAYS),
        Target.role(Role.ETHICS_REVIEWER),
        (Step(_AT_ONCE, Target.network(Role.ANALYST)),),
    )
)
ASSENT_ADVISER = register(
    DutyKind(
        "research_assent_adviser",
        gettext_noop("A release waits for the survivor adviser: say yes or no"),
        timedelta(days=REVIEW_DAYS),
        Target.role(Role.SURVIVOR_ADVISER),
        (Step(_AT_ONCE, Target.network(Role.ANALYST)),),
    )
)
OBJECTION = register(
    DutyKind(
        "research_objection",
        gettext_noop("A release over several members: object now if it would harm"),
        timedelta(days=OBJECTION_DAYS),
        _MANAGER,
        (Step(_AT_ONCE, Target.role(Role.DATA_PROTECTION_OFFICER)),),
    )
)
TO_SIGN = register(
    DutyKind(
        "research_sign",
        gettext_noop("A release waits for the signature of a key keeper"),
        timedelta(days=REVIEW_DAYS),
        Target.role(Role.KEY_KEEPER),
        (Step(_AT_ONCE, _MANAGER),),
    )
)
STALE = register(
    DutyKind(
        "research_stale",
        gettext_noop("A release is two years old: replace it, or say that it is old"),
        timedelta(days=730),
        Target.team(RingKind.STATISTICS),
        (Step(_AT_ONCE, _MANAGER),),
        announce=False,
    )
)


def of_maker(code: str, words: str, *, announce: bool = True) -> DutyKind:
    """What waits for the person who made a plan, study or run, until they did it: on their day, and where they have
    left, with all who make releases. Not announced where it follows at once on a deed of theirs."""
    kind = DutyKind(
        f"research_{code}", words, timedelta(days=MAKER_DAYS), Target.grant(MAKER), (Step(_AT_ONCE, _MANAGER),),
        announce=announce,
    )  # fmt: skip
    return register(kind)


REFUSED = of_maker(
    "plan_refused", gettext_noop("The ethics gate said no to your plan: read why, then change it or stop it")
)
PASSED = of_maker("plan_passed", gettext_noop("Your plan has passed the ethics gate: make its tables"))
SENT = of_maker("plan_sent", gettext_noop("Every member has sent its share of your plan: add them up"))
LESS = of_maker(
    "plan_less", gettext_noop("Your tables would tell too much: show less, or change the plan"), announce=False
)
MADE = of_maker("plan_made", gettext_noop("Your tables withstood all attacks: send them to review"), announce=False)
RETURNED = of_maker("plan_returned", gettext_noop("Your tables were sent back: read what must change"))
VETOED = of_maker("plan_vetoed", gettext_noop("An adviser stopped your tables: read why"))
APPROVED = of_maker("plan_approved", gettext_noop("Everybody agreed to your tables: publish them"))
MAKERS = (REFUSED, PASSED, SENT, LESS, MADE, RETURNED, VETOED, APPROVED)
"""For what a plan comes back to whoever made it."""
SHARE = register(
    DutyKind(
        "research_plan_share",
        gettext_noop("A plan over several members waits for your organisation: take part, then send your share"),
        timedelta(days=MAKER_DAYS),
        Target.grant(MAKER),
        (Step(_AT_ONCE, _MANAGER),),
    )
)
type ByRole = Mapping[str, DutyKind]
GATES: ByRole = {
    Role.DATA_PROTECTION_OFFICER: GATE, Role.ETHICS_REVIEWER: GATE_ETHICS, Role.SURVIVOR_ADVISER: GATE_ADVISER,
}  # fmt: skip
"""Who answers at the gate of a plan, and the duty of each."""
AGREE: ByRole = {
    REVIEWER: REVIEW, Role.ETHICS_REVIEWER: ASSENT_ETHICS, Role.SURVIVOR_ADVISER: ASSENT_ADVISER,
}  # fmt: skip
"""Who must agree before a release is published, and the duty of each."""


def wait_at_gate(kinds: ByRole, subject: UUID, contributors: Iterable[UUID], now: datetime) -> None:
    """The gate's clocks run: at each contributing member, and where ethics reviewer and survivor adviser work."""
    for role, kind in kinds.items():
        for house in contributors if role == Role.DATA_PROTECTION_OFFICER else _advised():
            clocks.start(kind, house, subject, now=now)


def _advised() -> list[UUID]:
    """Where advisers work, who answer for every member."""
    return [house.id for house in network.orgs(OrgKind.SECRETARIAT)]


def ask_to_agree(kinds: ByRole, subject: UUID, org: UUID, lines: Iterable[Line], now: datetime) -> None:
    """It was sent to review: everybody who has not said yes to it is asked. `lines`: who must agree, and how each
    stands."""
    for role in (line.role for line in lines if line.state is not LineState.PASSED):
        for house in [org] if role == REVIEWER else _advised():
            clocks.start(kinds[role], house, subject, now=now)


def answered(kinds: ByRole, subject: UUID, role: str, org: UUID, now: datetime) -> None:
    """Somebody answered in a role, and nobody else need; but an officer answers for their own member only."""
    clocks.stop(subject, kinds[role], now=now, org=org if role == Role.DATA_PROTECTION_OFFICER else None)


def over(kinds: ByRole, subject: UUID, now: datetime) -> None:
    """Nobody is asked any more: it is through, or back with its maker."""
    for kind in kinds.values():
        clocks.stop(subject, kind, now=now, done=False)
