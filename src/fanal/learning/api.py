"""The door of learning: `offers`, `invite` and `show_cards` for rooms that send somebody to a course."""

from fanal.learning.courses.model import Audience
from fanal.learning.people.desk.sheet import show as show_cards
from fanal.learning.people.inviting import Offer, invite, offers
from fanal.learning.people.people import Made

__all__ = ["Audience", "Made", "Offer", "invite", "offers", "show_cards"]
