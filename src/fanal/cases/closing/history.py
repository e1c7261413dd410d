"""What a file knows of danger: who set which risk when, and when a child was in crisis. Whoever asks to end a file says
nothing else, and whoever approves it sees it."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from fanal.access.api import Opened
from fanal.cases.files import files, rows
from fanal.cases.follow_ups import follow_ups
from fanal.cases.models import Case, FollowUp, Note

LOW_FOR: Final = timedelta(days=90)
"""So long the risk was low before a file ends."""


def risks(opened: Opened, case: Case) -> list[tuple[datetime, str, UUID | None]]:
    """When the risk became which, by whom; the newest first."""
    return [(row.made_at, row.risk, row.made_by_id) for row in rows.of(opened, Note, case) if row.risk]


def crises(opened: Opened, case: Case) -> list[date]:
    """The days on which a follow-up found that somebody must act at once, or a child in crisis."""
    found = ((row, files.content(opened, row, "content")) for row in rows.of(opened, FollowUp, case))
    return [row.done_on for row, said in found if row.done_on and follow_ups.in_crisis(said.situation, said.wellbeing)]
