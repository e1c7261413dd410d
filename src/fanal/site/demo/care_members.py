"""Children for whom another member is asked, in the demonstration: a piece of help, and the whole care."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from fanal.cases.codes import ConsentPurpose
from fanal.cases.codes_work import Passed
from fanal.cases.grounds import grounds
from fanal.cases.members import arriving, members
from fanal.cases.members.coming import prefill
from fanal.cases.members.kind import kind_of
from fanal.cases.members.seen import Wanted
from fanal.cases.models import Service, Transition
from fanal.network.contracts import Actor
from fanal.passing.api import receiving
from fanal.site.demo import care_words as words
from fanal.site.demo.care_steps import BOTH, Walk
from fanal.vocabulary.codes import HandoverOutcome
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.ids import day_id

_SOON: Final = timedelta(minutes=10)
_OTHERS: Final = {"XA": ("nordlys", "oda", "signe"), "XB": ("aurora", "bao", "marek")}
"""By the country of the sender: the other member, who answers for the work there, who takes it on."""
_PLENTY: Final = ("existence", "contact", "services", "story", "identity")


def asks_member(walk: Walk, now: datetime) -> None:
    """The child agrees, and the other member is asked for a piece of help of the plan."""
    help_ = Service.objects.filter(case=walk.case, state="planned").order_by("made_at").first()
    if help_ is not None:
        _offer(walk, Wanted(Passed.REFERRAL, _org(walk), help=help_.pk), ConsentPurpose.REFERRAL, words.ASKED_FOR, now)


def hands_over(walk: Walk, now: datetime) -> None:
    """The family moves; the child agrees that the other member takes the work on. Worker, then supervisor confirm."""
    row = _offer(walk, Wanted(Passed.TRANSFER, _org(walk)), ConsentPurpose.TRANSFER, words.MOVES, now)
    at = now + 3 * _SOON
    seen = members.look_again(walk.supervisor(), row.pk, at)[0].preview.hash
    members.confirm(walk.supervisor(), row.pk, seen, at)


def _offer(walk: Walk, wanted: Wanted, purpose: ConsentPurpose, said: dict[str, str], now: datetime) -> Transition:
    worker = walk.worker()
    allowed: dict[str, Any] = BOTH | {"recipients": ("member_org",), "categories": _PLENTY}
    grounds.give(worker, walk.case, purpose, allowed, now)
    row = members.draft(worker, walk.case, wanted, said, day_id(now + _SOON), now + _SOON)
    seen = members.look_again(worker, row.pk, now + _SOON)[0].preview.hash
    return members.confirm(worker, row.pk, seen, now + 2 * _SOON)


def _org(walk: Walk) -> Any:
    return walk.stage.orgs[_OTHERS[walk.country][0]]


def _theirs(walk: Walk, place: int) -> Actor:
    return walk.stage.actor(_OTHERS[walk.country][place])


type _Step = Callable[[Walk, Transition, datetime], object]


def _on(state: State, step: _Step) -> Callable[[Walk, datetime], None]:
    """A step on what is offered of the file, where it stands so."""

    def does(walk: Walk, now: datetime) -> None:
        row = Transition.objects.filter(case=walk.case, state=state).order_by("-pk").first()
        if row is not None:
            step(walk, row, now)

    return does


def _take_over(walk: Walk, row: Transition, now: datetime) -> None:
    worker, supervisor = _theirs(walk, 2), _theirs(walk, 1)
    arriving.accept(supervisor, row.pk, worker.person, supervisor.person, now)


def _names(walk: Walk, row: Transition, now: datetime) -> None:
    _row, _made, seen = arriving.look_at_names(walk.worker(), row.pk, now)
    arriving.send_names(walk.worker(), row.pk, seen, now)


def _open(walk: Walk, row: Transition, now: datetime) -> None:
    worker = _theirs(walk, 2)
    answers = dict(prefill(arriving.came(worker, row.pk, now)).values)
    answers |= {"case.standing": "victim", "case.risk": walk.row().risk}
    arriving.open_file(worker, row.pk, answers, words.CAME, now)


they_say_yes = _on(State.OFFERED, lambda walk, row, now: receiving.accept(kind_of(row), _theirs(walk, 1), row.pk, now))
they_take_over = _on(State.OFFERED, _take_over)
sends = _on(State.ACCEPTED, lambda walk, row, now: members.release(walk.worker(), row.pk, now))
tells_names = _on(State.ACCEPTED, _names)
they_open = _on(State.ACCEPTED, _open)
they_met = _on(State.ACCEPTED, lambda walk, row, now: arriving.arrived(_theirs(walk, 2), row.pk, now))
ends_file = _on(State.COMPLETED, lambda walk, row, now: arriving.close(walk.worker(), row.pk, now))
they_helped = _on(
    State.ACCEPTED,
    lambda walk, row, now: receiving.complete(kind_of(row), _theirs(walk, 1), row.pk, HandoverOutcome.HELPED, now),
)
