"""The door of concerns: what higher rooms hear and may count. What was told is not passed through here."""

from fanal.concerns.counting.cells import CountCell
from fanal.concerns.counting.counting import Sealed as CountedConcern
from fanal.concerns.counting.counting import of as count_cells
from fanal.concerns.counting.counting import purpose as count_purpose
from fanal.concerns.form.questions import defects as question_defects
from fanal.concerns.proved import unproved
from fanal.concerns.public.place import named_on_duty
from fanal.concerns.public.volume import NOTICE as MANY_UNVERIFIED
from fanal.concerns.public.volume import fullest as fullest_of_unverified
from fanal.concerns.routing.legal import Library as LawLibrary
from fanal.concerns.routing.legal import register as register_law
from fanal.concerns.signals import concern_accepted, handover_answered

__all__ = [
    "MANY_UNVERIFIED",
    "CountCell",
    "CountedConcern",
    "LawLibrary",
    "concern_accepted",
    "count_cells",
    "count_purpose",
    "fullest_of_unverified",
    "handover_answered",
    "named_on_duty",
    "question_defects",
    "register_law",
    "unproved",
]
