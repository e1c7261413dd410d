"""The door of learning: `offers`, `invite` and `show_cards` for rooms that send somebody to a course; `certified`,
`supervised`, `practised` and `gain` for rooms that count."""

from fanal.learning.counts import By, Practised, certified, gain, practised, supervised
from fanal.learning.courses.model import Audience
from fanal.learning.people.desk.sheet import show as show_cards
from fanal.learning.people.inviting import Offer, invite, offers
from fanal.learning.people.people import Made

__all__ = [
    "Audience",
    "By",
    "Made",
    "Offer",
    "Practised",
    "certified",
    "gain",
    "invite",
    "offers",
    "practised",
    "show_cards",
    "supervised",
]
