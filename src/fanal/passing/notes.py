"""The note on the authorities of a country is read before anything goes to them, by each person who confirms, in this
visit (DNH-30). That somebody read it is an entry of the journal."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from fanal.journal import api as journal
from fanal.network.api import trusted

HOLDS: Final = timedelta(hours=12)
"""How long a note counts as read: the longest that one visit lasts (docs/network.md, "Signing in")."""


def was_read(record: UUID, deed: str, person: UUID, now: datetime, purpose: str = "") -> bool:
    """Whether a person has read the note in this visit, as the chain of a record says. `purpose`: of which note, where
    one chain holds several."""
    since = (now - HOLDS).replace(microsecond=0)
    lines = journal.told(record, {deed}, trusted.Signers()).lines
    return any(one.actor == person and one.at >= since and purpose in {"", one.purpose} for one in lines)
