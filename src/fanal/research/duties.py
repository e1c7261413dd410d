"""What the clocks of plans, studies and runs share (docs/research.md, "Running it"): who is asked at a gate and before
something is published, and what waits for its maker."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from fanal.access.contracts import Line, LineState
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind, register
from fanal.clocks.contracts import Step, Target
from fanal.network import api as network
from fanal.network.contracts import OrgKind, Role
from fanal.research.contracts import MAKER, REVIEWER

GATE_DAYS, REVIEW_DAYS, MAKER_DAYS = 14, 10, 14
type ByRole = Mapping[str, DutyKind]
MAKERS: dict[str, DutyKind] = {}
"""For what a plan, study or run comes back to whoever made it, by code."""


def of_house(code: str, words: str, days: int, owner: Target, *then: Step, announce: bool = True) -> DutyKind:
    """A duty of somebody in a house: where it is late its manager hears, `then` others."""
    steps = (Step(timedelta(0), Target.role(Role.MANAGER)), *then)
    return register(DutyKind(f"research_{code}", words, timedelta(days=days), owner, steps, announce=announce))


def of_adviser(code: str, words: str, days: int, role: Role) -> DutyKind:
    """A duty of ethics reviewer or survivor adviser: where it is late the analysts of the network hear."""
    steps = (Step(timedelta(0), Target.network(Role.ANALYST)),)
    return register(DutyKind(f"research_{code}", words, timedelta(days=days), Target.role(role), steps))


def of_maker(code: str, words: str, *, announce: bool = True) -> DutyKind:
    """What waits for the person who made a plan, study or run, until they did it: on their day, and where they have
    left, with all who make releases. Not announced where it follows at once on a deed of theirs."""
    kind = MAKERS[f"research_{code}"] = of_house(code, words, MAKER_DAYS, Target.grant(MAKER), announce=announce)
    return kind


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
