"""What an ask asks of people: each that is open has a next step, and a day for it. A clock moves no state."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Final
from uuid import UUID

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Step, Target
from fanal.justice.api import reform_proposed
from fanal.network.contracts import Role
from fanal.progress.asks import flow, ledger
from fanal.progress.asks.flow import State
from fanal.progress.asks.ledger import Held
from fanal.progress.asks.policy import REVIEW
from fanal.progress.models import Ask
from fanal.progress.policy import ADVOCATE
from fanal.progress.proved import ours
from fanal.vocabulary.words import gettext_noop

_OF_ADVOCATES: Final = Target.grant(ADVOCATE)


def _kind(code: str, words: str, limit: timedelta, owner: Target = _OF_ADVOCATES) -> clocks.DutyKind:
    chain = (Step(timedelta(0), Target.role(Role.MANAGER)),)
    return clocks.register(clocks.DutyKind(f"progress_ask_{code}", words, limit, owner, chain, calendar=True))


_DAYS: Final = timedelta(days=1)
READ: Final = _kind("read", gettext_noop("Read an ask that somebody wrote"), 14 * _DAYS, Target.deed(REVIEW))
SEND: Final = _kind("send", gettext_noop("Send an ask to the office"), 14 * _DAYS)
ANSWER: Final = _kind("answer", gettext_noop("See whether an ask was answered"), flow.DEFAULT)
FOLLOW: Final = _kind("follow", gettext_noop("See how an ask stands on which an office works"), 90 * _DAYS)
SILENT: Final = _kind("silent", gettext_noop("Go on with an ask that nobody answered"), 30 * _DAYS)
MOVED: Final = _kind("moved", gettext_noop("Write down what moved since an ask was adopted"), 90 * _DAYS)
REFORM: Final = _kind("reform", gettext_noop("Ask an office for a reform of law that was published"), 30 * _DAYS)
BY_STATE: Final = {
    State.DRAFT: READ, State.REVIEWED: SEND, State.SENT: ANSWER, State.ACKNOWLEDGED: ANSWER, State.IN_PROCESS: FOLLOW,
    State.NO_ANSWER: SILENT, State.ADOPTED: MOVED, State.PARTLY_ADOPTED: MOVED,
}  # fmt: skip
KINDS: Final = tuple(dict.fromkeys(BY_STATE.values()))


def _owed(held: Held) -> Iterator[clocks.Owed]:
    kind = BY_STATE.get(held.state)
    if kind is None or (kind is MOVED and held.fates):
        return
    options: dict[str, Any] = {}
    if kind is ANSWER:
        options = {"limit": flow.ANSWER_WITHIN.get(flow.Addressee(held.wording.addressee_kind), flow.DEFAULT)}
    yield clocks.Owed(held.row.org_id, held.row.pk, (kind,), options)


def follow(held: Held, now: datetime) -> None:
    """End what was owed before the step that was done now, and begin what is owed since."""
    for kind in KINDS:
        clocks.stop(held.row.pk, kind, now=now)
    for one in _owed(held):
        clocks.start(one.kinds[0], one.org, one.subject, now=now, **one.options)


@clocks.owes
def _owes(_now: datetime) -> Iterable[clocks.Owed]:
    over = [State.WITHDRAWN, State.STOPPED]
    rows = Ask.objects.exclude(steps__state__in=over).order_by("pk")
    return chain.from_iterable(ours(lambda held: list(_owed(held)), ledger.many(rows)))


def reform_published(reform: UUID, org: UUID, now: datetime, **_sent: Any) -> None:
    """A member published a reform of law: its advocates ask an office for it."""
    clocks.start(REFORM, org, reform, now=now)


def asked(reform: UUID, org: UUID, now: datetime) -> None:
    """Somebody of the organisation wrote an ask for a reform."""
    clocks.stop(reform, REFORM, now=now, org=org)


def listen() -> None:
    """Called once when the room starts."""
    reform_proposed.connect(reform_published, dispatch_uid="progress.reform_published")
