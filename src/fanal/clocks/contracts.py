"""What the clocks take and give."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from fanal.network.contracts import RingKind, Role, Which


class DutyState(StrEnum):
    """Where a duty stands. `LATE` is still open: a duty ends by being done or stopped, never by time."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    STOPPED = "stopped"  # no longer needed

    @property
    def is_open(self) -> bool:
        return self in OPEN_STATES


OPEN_STATES = (DutyState.OPEN, DutyState.LATE)


class Deferral(StrEnum):
    """Why a duty was put off."""

    AUTHORITY = "authority"
    PERSON = "person"
    NOT_SAFE = "not_safe"
    FEW_PEOPLE = "few_people"


class Way(StrEnum):
    """How a notice reaches somebody."""

    MAIL = "mail"
    MESSAGE = "message"  # by the gateway of FANAL_NOTICE_HOOK


class TargetKind(StrEnum):
    """Ways to name who is meant."""

    TEAM = "team"
    ROLE = "role"
    GRANT = "grant"  # a narrow duty that people hold until a day
    DEED = "deed"  # whoever the policy lets do that deed
    PERSON = "person"
    NETWORK = "network"  # a role at the secretariat


@dataclass(frozen=True, slots=True)
class Target:
    """Who owns a duty or hears of it. Its text (`role:manager`, `team:intake`, `team:<uuid>` of a named team,
    `grant:research.release_reviewer`, `deed:progress.review_ask`, `person:<uuid>`) is what tables keep."""

    kind: TargetKind
    value: str

    @classmethod
    def team(cls, which: Which) -> Self:
        """Everybody in the organisation's main team of that kind, or in that very team."""
        return cls(TargetKind.TEAM, str(which))

    @classmethod
    def role(cls, role: Role) -> Self:
        """Everybody in the organisation who holds that role."""
        return cls(TargetKind.ROLE, role.value)

    @classmethod
    def grant(cls, code: str) -> Self:
        """Everybody in the organisation who holds that grant."""
        return cls(TargetKind.GRANT, code)

    @classmethod
    def deed(cls, code: str) -> Self:
        """Everybody in the organisation whom the policy lets do that deed, by role or by grant."""
        return cls(TargetKind.DEED, code)

    @classmethod
    def person(cls, person: UUID) -> Self:
        """One person."""
        return cls(TargetKind.PERSON, str(person))

    @classmethod
    def second(cls, roles: Collection[Role]) -> Self:
        """Who is asked about what somebody with these roles did: the manager; of a manager's own the safeguarding
        lead."""
        return cls.role(Role.SAFEGUARDING_LEAD if Role.MANAGER in roles else Role.MANAGER)

    @classmethod
    def network(cls, role: Role) -> Self:
        """Everybody at the secretariat who holds that role."""
        return cls(TargetKind.NETWORK, role.value)

    @classmethod
    def parse(cls, text: str) -> Self:
        """What `str` wrote. Raises ValueError for anything else."""
        kind, _, value = text.partition(":")
        target = cls(TargetKind(kind), value)
        match target.kind:
            case TargetKind.TEAM:
                _ = target.which
            case TargetKind.PERSON:
                UUID(value)
            case TargetKind.GRANT | TargetKind.DEED:
                if not value:
                    raise ValueError("a grant or a deed has a code")
            case _:
                Role(value)
        return target

    @property
    def which(self) -> Which:
        """The team that is meant. Raises ValueError where none is."""
        return RingKind(self.value) if self.value in set(RingKind) else UUID(self.value)

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain: how long after the due time who is told. With a `share`, so many hundredths of the limit
    after it, and never sooner than `after`: a chain that follows a limit of an organisation's own."""

    after: timedelta
    to: Target
    share: int = 0

    def __post_init__(self) -> None:
        if self.after < timedelta(0) or self.after % timedelta(minutes=1) or self.share < 0:
            raise ValueError("a step comes whole minutes after the due time")

    def minutes(self, limit: timedelta) -> int:
        """After so many minutes it comes, of a duty with this limit."""
        return max(self.after, limit * self.share / 100) // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DutyRef:
    """A duty as other rooms see it.

    `about` is the file that its subject belongs to, or the subject. `owner` is the team, role or grant that answers for
    it, `person` who holds it now (None: anyone of the owner). `due_at` is rounded up while the duty is open, and
    midnight of its day once it has ended. `late` stays true when a late duty is done; `step` counts the steps of the
    chain that have passed, `next` hears of it then: None at its end. `deferred`: why it was put off, the last time.
    """

    id: UUID
    org: UUID
    kind: str
    subject: UUID
    owner: Target
    person: UUID | None
    due_at: datetime
    state: DutyState
    alert: bool
    late: bool
    step: int
    next: Target | None = None
    about: UUID | None = None
    deferred: Deferral | None = None


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep passed: reminders, duties now late, steps. What `failed` was put off and stands in `problems`."""

    reminded: int = 0
    late: int = 0
    stepped: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of the clocks that does not work: a code, how often, and in words what to do (for `fanal check`)."""

    code: str
    count: int
    words: str
