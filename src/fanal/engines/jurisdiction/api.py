"""The door to what evaluates, counts and plans: arrays come with it. What law and answers are is in `contracts`."""

from fanal.engines.jurisdiction.comparing.diff import law_diff
from fanal.engines.jurisdiction.counting import space
from fanal.engines.jurisdiction.counting.boxes import LIMIT as MOST_BOXES
from fanal.engines.jurisdiction.counting.boxes import Certificate, certificates
from fanal.engines.jurisdiction.counting.closings import Closing
from fanal.engines.jurisdiction.counting.predicates import count_gaps, world_states
from fanal.engines.jurisdiction.deciding import flips
from fanal.engines.jurisdiction.deciding.changes import Change
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.reform.plans import ReformPlan, country_reforms

__all__ = [
    "MOST_BOXES", "Certificate", "Change", "Closing", "ReformPlan", "certificates", "count_gaps", "country_reforms",
    "evaluate", "flips", "law_diff", "space", "world_states",
]  # fmt: skip
