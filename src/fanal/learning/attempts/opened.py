"""When somebody else last made a card anew or opened it, as the journal tells: whoever writes to the database lets
nobody read what was done before.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from fanal.journal import api as journal
from fanal.learning.models import Learner
from fanal.network.api import trusted

CARD, OPEN_CARD = "learning.make_card", "learning.open_card"
_ALWAYS: Final = datetime.max.replace(tzinfo=UTC)
_SECOND: Final = timedelta(seconds=1)
"""The journal keeps whole seconds."""


def opened_at(learner: Learner) -> datetime | None:
    """When; None where nobody did. What the row says counts where it is later: it closes more, and nothing opens by it.
    Where the chain is torn nobody knows, and all of it is closed."""
    told = journal.told(learner.pk, (CARD, OPEN_CARD), trusted.Signers())
    if told.torn:
        return _ALWAYS
    made = [line.at for line in told.lines if line.deed == CARD]
    opened = [line.at for line in told.lines if line.deed == OPEN_CARD]
    # With the first card nothing was done yet.
    last = max([*made[1:], *opened], default=None)
    row = learner.opened_at
    if last is None or (row is not None and row >= last):
        return row
    return last + _SECOND
