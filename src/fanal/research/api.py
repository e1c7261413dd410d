"""The door of research: what a site puts together, and through what higher rooms reach it.

Numbers leave the room as signed files, which are read with `engines.disclosure.bundles`; nothing here gives one.
"""

from fanal.research.calculating import keeps_evidence
from fanal.research.contracts import MAKER, REVIEWER, STATISTICIAN, Source
from fanal.research.proved import unproved
from fanal.research.records.sources import Asked, Rows, StatRows, registered
from fanal.research.records.sources import register as register_source

__all__ = [
    "MAKER",
    "REVIEWER",
    "STATISTICIAN",
    "Asked",
    "Rows",
    "Source",
    "StatRows",
    "keeps_evidence",
    "register_source",
    "registered",
    "unproved",
]
