"""Plans, decisions about them, releases, studies and linkage runs (docs/research.md, "Where the bytes are"). No record
of anyone is clear here: coded rows, secrets and histories are sealed to the counting team of the member that they
belong to.

Questions, class sets and context are files of the corpus with a hash; rows here refer to them.
"""

from fanal.research.models.plans import (
    Contribution,
    Decision,
    Draft,
    Extraction,
    ImportedTable,
    Plan,
    Population,
    SealedPart,
    Spend,
)
from fanal.research.models.releases import DataRequest, Release, Use
from fanal.research.models.studies import Correction, LinkageRun, RunStep, Study

__all__ = [
    "Contribution",
    "Correction",
    "DataRequest",
    "Decision",
    "Draft",
    "Extraction",
    "ImportedTable",
    "LinkageRun",
    "Plan",
    "Population",
    "Release",
    "RunStep",
    "SealedPart",
    "Spend",
    "Study",
    "Use",
]
