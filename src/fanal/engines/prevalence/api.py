"""The door to what estimates. Compiled code comes with it: import it where it is called."""

from fanal.engines.prevalence.comparison import compare
from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.methods import resolved
from fanal.engines.prevalence.sensitivity import FALSE, MISSED, heterogeneity_sensitivity, linkage_sensitivity
from fanal.engines.prevalence.stability import choices, internal_consistency, leave_one_list_out, pair_table

__all__ = [
    "FALSE", "MISSED", "choices", "compare", "estimate", "heterogeneity_sensitivity", "internal_consistency",
    "leave_one_list_out", "linkage_sensitivity", "pair_table", "resolved",
]  # fmt: skip
