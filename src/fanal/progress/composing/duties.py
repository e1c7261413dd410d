"""What a document asks of people: a second person lets it leave, or gives it back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Step, Target
from fanal.network.contracts import Role
from fanal.progress.composing.kinds import State
from fanal.progress.composing.policy import EXPORT
from fanal.progress.models import Document
from fanal.vocabulary.words import gettext_noop

READ_IT: Final = clocks.register(
    clocks.DutyKind(
        "progress_document",
        gettext_noop("Read a document, and let it leave or give it back"),
        timedelta(days=14),
        Target.deed(EXPORT),
        (Step(timedelta(0), Target.role(Role.MANAGER)),),
        calendar=True,
    )
)
KINDS: Final = (READ_IT,)


def follow(row: Document, now: datetime) -> None:
    """Begin what is owed now, and end what is owed no more."""
    if row.state == State.PROPOSED:
        clocks.start(READ_IT, row.org_id, row.pk, now=now)
    else:
        clocks.stop(row.pk, READ_IT, now=now)


@clocks.owes
def _owes(_now: datetime) -> Iterable[clocks.Owed]:
    for row in Document.objects.filter(state=State.PROPOSED).order_by("pk"):
        yield clocks.Owed(row.org_id, row.pk, (READ_IT,))
