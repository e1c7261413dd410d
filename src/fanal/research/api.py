"""The door of research: what a site puts together, and through what higher rooms reach it.

Numbers leave the room as signed files alone (`public`, `bundle_of`), which are read with `engines.disclosure.bundles`.
"""

from fanal.research.calculating import keeps_evidence
from fanal.research.contracts import MAKER, REVIEWER, STATISTICIAN, Source
from fanal.research.proved import unproved
from fanal.research.public.given import Given, bundle_of, public
from fanal.research.records.sources import Asked, Rows, StatRows, registered
from fanal.research.records.sources import register as register_source
from fanal.research.signals import releases_changed

__all__ = [
    "MAKER",
    "REVIEWER",
    "STATISTICIAN",
    "Asked",
    "Given",
    "Rows",
    "Source",
    "StatRows",
    "bundle_of",
    "keeps_evidence",
    "public",
    "register_source",
    "registered",
    "releases_changed",
    "unproved",
]
