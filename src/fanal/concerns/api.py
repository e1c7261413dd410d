"""The door of concerns: what higher rooms hear and may count. What was told is not passed through here."""

from fanal.concerns.counting import Sealed as CountedConcern
from fanal.concerns.counting import of as count_cells
from fanal.concerns.counting import purpose as count_purpose
from fanal.concerns.gate import MACHINE as GATE_ITEMS
from fanal.concerns.gate import gate, look_by_machine
from fanal.concerns.legal import Library as LawLibrary
from fanal.concerns.legal import register as register_law
from fanal.concerns.signals import concern_accepted, handover_answered

__all__ = [
    "GATE_ITEMS",
    "CountedConcern",
    "LawLibrary",
    "concern_accepted",
    "count_cells",
    "count_purpose",
    "gate",
    "handover_answered",
    "look_by_machine",
    "register_law",
]
