"""What a practice asks of people: each open one has a next step, and a day for it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import Role
from fanal.progress.models import Practice
from fanal.progress.policy import PRACTICE_OFFICER
from fanal.progress.practices import policy
from fanal.progress.practices.flow import OPEN, WITHIN, State
from fanal.progress.proved import ours
from fanal.vocabulary.words import gettext_noop

_WORDS: Final = {
    State.PROPOSED: gettext_noop("Check a practice that somebody wrote down"),
    State.CHECKED: gettext_noop("Send the letter about a practice"),
    State.LETTER_SENT: gettext_noop("See whether a practice was answered"),
    State.ANSWERED: gettext_noop("Go on with a practice that was answered"),
    State.NO_ANSWER: gettext_noop("Go on with a practice that nobody answered"),
    State.ESCALATED: gettext_noop("See what came of a practice that was taken further"),
}
BY_STATE: Final = {
    state: clocks.register(
        clocks.DutyKind(
            f"progress_practice_{state}",
            words,
            WITHIN[state],
            Target.deed(policy.CHECK) if state is State.PROPOSED else Target.grant(PRACTICE_OFFICER),
            (Step(timedelta(0), Target.role(Role.MANAGER)),),
            calendar=True,
        )
    )
    for state, words in _WORDS.items()
}
PUBLISH: Final = clocks.register(
    clocks.DutyKind(
        "progress_practice_publish",
        gettext_noop("Read a practice that is to be published, and publish it or not"),
        timedelta(days=14),
        Target.deed(policy.PUBLISH),
        (Step(timedelta(0), Target.role(Role.MANAGER)),),
        calendar=True,
    )
)
KINDS: Final = (*BY_STATE.values(), PUBLISH)


def _owed(row: Practice) -> Iterator[clocks.Owed]:
    if (state := State(row.state)) in OPEN:
        yield clocks.Owed(row.org_id, row.pk, (BY_STATE[state],))
    if row.public == "proposed":
        yield clocks.Owed(row.org_id, row.pk, (PUBLISH,))


def follow(row: Practice, now: datetime) -> None:
    """Begin what is owed now, and end what is owed no more."""
    owed = list(_owed(row))
    for kind in KINDS:
        if kind not in {kind for one in owed for kind in one.kinds}:
            clocks.stop(row.pk, kind, now=now)
    for one in owed:
        clocks.start(one.kinds[0], one.org, one.subject, now=now)


@clocks.owes
def _owes(_now: datetime) -> Iterable[clocks.Owed]:
    over = [state for state in State if state not in OPEN]
    rows = Practice.objects.exclude(state__in=over, public="").order_by("pk")
    return chain.from_iterable(ours(lambda row: list(_owed(row)), rows))
