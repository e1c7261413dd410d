"""The door of travel: counts alone, for the room that tells what changes. Never a company, a place or a person."""

from fanal.tourism.membership.counts import changes, members

__all__ = ["changes", "members"]
