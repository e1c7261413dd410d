"""What the tests of the clocks share: kinds of duties, an organisation without keys, and listeners."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import OrgKind, PersonState, RingKind, Role
from fanal.network.models import Organisation, Person, RoleHeld, Team, TeamMember

NOW = datetime(2026, 11, 25, 10, 7, 31, tzinfo=UTC)  # a Wednesday, at no round time
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
INTAKE = Target.team(RingKind.INTAKE)
MANAGER = Target.role(Role.MANAGER)

DANGER = clocks.register(
    clocks.DutyKind(
        "test_acknowledge",
        "Open a concern about danger",
        10 * MINUTE,
        Target.team(RingKind.ONCALL),
        chain=(Step(timedelta(0), Target.role(Role.DUTY_PERSON)), Step(20 * MINUTE, MANAGER)),
        alert=True,
    )
)
DECIDE = clocks.register(
    clocks.DutyKind(
        "test_decide", "Decide on a concern", DAY, INTAKE, chain=(Step(HOUR, Target.role(Role.SUPERVISOR)),)
    )
)
ANSWER = clocks.register(
    clocks.DutyKind(
        "test_answer",
        "Answer a handover",
        3 * DAY,
        INTAKE,
        chain=(Step(DAY, Target.network(Role.REFERRAL_DESK)),),
        remind=True,
    )
)
CALENDAR = clocks.register(clocks.DutyKind("test_calendar", "Look again", 7 * DAY, INTAKE, calendar=True))


@dataclass
class Heard:
    """What the signals of the duties said, in order: (what, kind, subject, step)."""

    news: list[tuple[str, str, UUID, int | None]] = field(default_factory=list)

    def of(self, subject: UUID) -> list[tuple[str, int | None]]:
        """(what, step) about one subject, in order."""
        return [(what, step) for what, _, about, step in self.news if about == subject]


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear every signal of the duties until the end of the block."""
    heard = Heard()

    def ear(what: str) -> Any:
        def hear(sender: Any, *, duty: Any, step: int | None = None, **_more: Any) -> None:
            assert sender.code == duty.kind
            heard.news.append((what, duty.kind, duty.subject, step))

        return hear

    ears = {
        clocks.duty_reminder: ear("reminder"),
        clocks.duty_late: ear("late"),
        clocks.duty_step: ear("step"),
    }
    for signal, hear in ears.items():
        signal.connect(hear)
    try:
        yield heard
    finally:
        for signal, hear in ears.items():
            signal.disconnect(hear)


def keyless_org(*people: tuple[str, Role]) -> tuple[UUID, dict[str, UUID]]:
    """An organisation and its people as rows, without keys: for tests whose database is emptied after them."""
    day = NOW.date()
    org = Organisation.objects.create(
        name="Keyless", kind=OrgKind.MEMBER, country="XA", identity=b"", recovery=b"", kit_test=b"", installation=b"",
        founded_on=day,
    )  # fmt: skip
    team = Team.objects.create(org=org, kind=RingKind.INTAKE)
    made = {}
    for name, role in people:
        person = Person.objects.create(
            org=org, username=name, name=name, email=f"{name}@mail.test", state=PersonState.ACTIVE, joined_on=day
        )
        RoleHeld.objects.create(person=person, role=role, since=day)
        if role is Role.INTAKE_OFFICER:
            TeamMember.objects.create(team=team, person=person, since=day)
        made[name] = person.id
    return org.id, made


def together(count: int, work: Callable[[], object]) -> list[object]:
    """Run the same work in several threads at once, each on its own connection; returns what they gave."""
    results: list[object] = []
    barrier = Barrier(count)

    def run() -> None:
        try:
            barrier.wait()
            results.append(work())
        except Exception as error:  # shown by the assertion on the results
            results.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def wait_over() -> None:
    """Let the wait of every task before its next try be over."""
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
