"""The door of concerns: what higher rooms hear and may count. What was told goes through here only to whoever takes on
the case (`told`)."""

from fanal.concerns.counting.cells import CountCell
from fanal.concerns.counting.counting import Sealed as CountedConcern
from fanal.concerns.counting.counting import of as count_cells
from fanal.concerns.counting.counting import purpose as count_purpose
from fanal.concerns.desk.words import in_words
from fanal.concerns.form.questions import defects as question_defects
from fanal.concerns.gate.gate import lost_without as pages_without
from fanal.concerns.gate.small import lacks as agreements_lack
from fanal.concerns.handovers.kept import end_for_child
from fanal.concerns.keeping.keeping import erase_with_file
from fanal.concerns.proved import unproved
from fanal.concerns.public.place import named_on_duty
from fanal.concerns.public.volume import NOTICE as MANY_UNVERIFIED
from fanal.concerns.public.volume import fullest as fullest_of_unverified
from fanal.concerns.routing.care import register as register_care
from fanal.concerns.routing.care import register_ground
from fanal.concerns.routing.legal import Library as LawLibrary
from fanal.concerns.routing.legal import register as register_law
from fanal.concerns.signals import (
    concern_accepted,
    concern_linked,
    concern_restricted,
    concern_taken_back,
    handover_answered,
)
from fanal.concerns.triage.accepting import Told, hand_on, register_cases, told

__all__ = [
    "MANY_UNVERIFIED",
    "CountCell",
    "CountedConcern",
    "LawLibrary",
    "Told",
    "agreements_lack",
    "concern_accepted",
    "concern_linked",
    "concern_restricted",
    "concern_taken_back",
    "count_cells",
    "count_purpose",
    "end_for_child",
    "erase_with_file",
    "fullest_of_unverified",
    "hand_on",
    "handover_answered",
    "in_words",
    "named_on_duty",
    "pages_without",
    "question_defects",
    "register_care",
    "register_cases",
    "register_ground",
    "register_law",
    "told",
    "unproved",
]
