"""The door of concerns: what higher rooms hear and may count. What was told is not passed through here."""

from fanal.concerns.counting import Sealed as CountedConcern
from fanal.concerns.counting import of as count_cells
from fanal.concerns.counting import purpose as count_purpose
from fanal.concerns.signals import concern_accepted, handover_answered

__all__ = ["CountedConcern", "concern_accepted", "count_cells", "count_purpose", "handover_answered"]
