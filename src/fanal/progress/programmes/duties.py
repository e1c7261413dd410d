"""What a programme asks of people: a second person reads what is to be published."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import Role
from fanal.progress.models import Programme
from fanal.progress.programmes.kinds import WAITING, State
from fanal.progress.programmes.policy import PUBLISH
from fanal.vocabulary.words import gettext_noop

READ_IT: Final = clocks.register(
    clocks.DutyKind(
        "progress_programme",
        gettext_noop("Read a programme of prevention, and publish it or give it back"),
        timedelta(days=14),
        Target.deed(PUBLISH),
        (Step(timedelta(0), Target.role(Role.MANAGER)),),
        calendar=True,
    )
)
KINDS: Final = (READ_IT,)


def follow(row: Programme, now: datetime) -> None:
    """Begin what is owed now, and end what is owed no more."""
    if State(row.state) in WAITING:
        clocks.start(READ_IT, row.org_id, row.pk, now=now)
    else:
        clocks.stop(row.pk, READ_IT, now=now)


@clocks.owes
def _owes(_now: datetime) -> Iterable[clocks.Owed]:
    for row in Programme.objects.filter(state__in=WAITING).order_by("pk"):
        yield clocks.Owed(row.org_id, row.pk, (READ_IT,))
