"""A3: whether noise averages out, over tables, derivations (sums, differences) and releases.

The attacker takes every shown number as the truth plus independent noise and solves for all cells at once by least
squares; where one cell was published with different numbers he takes their mean. Keyed noise is the same in every
release, so that only derivations help him.
"""

from collections.abc import Sequence

import numpy as np

from fanal.engines.arrays import Reals, Whole
from fanal.engines.disclosure.attacks.published import Seen, exact, noisy
from fanal.engines.disclosure.attacks.report import Case, Outcome, failed, passed, undecided
from fanal.engines.disclosure.attacks.system import System, system
from fanal.engines.disclosure.cellkey import rounded
from fanal.engines.disclosure.model import Policy
from fanal.engines.disclosure.perturbation import table as perturbation

CODE = "A3"
POINTS = 0.05
SURE = 0.999
"""With few cells chance alone finds more of them: so sure must be that it is not chance."""
FIRM = 30.0
"""How much more a common margin weighs than a published number: it is certain."""


def attack(case: Case) -> Outcome:
    """Raises `DisclosureError` where the counts of a cohort are missing."""
    from scipy.stats import binom

    policy = case.candidate.tables[0].policy
    if noisy(policy):
        return passed(CODE, "Differential privacy: noise that averages out is counted in what was spent.")
    if policy.method == "suppress":
        return passed(CODE, "The numbers are exact by agreement with their readers; there is no noise to average.")
    if case.truth is None:
        return undecided(CODE, "It can only be carried out beside the counts.", "Attack at the member, before release.")
    keyed = [table for table in case.seen if table.table.policy.method == "cellkey"]
    made = system(case.candidate.tables[0].classes, keyed)
    rows, values, weights = observed(made, keyed)
    if not len(rows):
        return passed(CODE, "No number is shown.")
    n = _truth(case, keyed, made)[rows]
    right = int((np.abs(estimates(made, rows, values, weights) - n) <= 0.5).sum())
    allowed = float(np.mean(chance(n, policy))) + POINTS
    if right > binom.ppf(SURE, len(rows), min(allowed, 1.0)):
        words = "The exact number behind what is shown can be found too often from all tables and releases together."
        return failed(
            CODE, words, advice="Publish with the record keys of the population, and fewer overlapping tables."
        )
    return passed(CODE, "All tables and releases together find exact numbers no more often than the noise allows.")


def observed(made: System, tables: Sequence[Seen]) -> tuple[Whole, Reals, Reals]:
    """(rows of the system that are shown, ascending; the mean of their numbers; their weights by standard error)."""
    rows = np.concatenate(
        [numbers[table.shown & ~table.never] for table, numbers in zip(tables, made.row_of, strict=True)]
    )
    values = np.concatenate([table.values[table.shown & ~table.never] for table in tables])
    distinct, at, times = np.unique(rows, return_inverse=True, return_counts=True)
    means = np.bincount(at, weights=values, minlength=len(distinct)) / times
    spread = np.bincount(at, weights=np.abs(values - means[at]), minlength=len(distinct))
    return distinct, means, np.where(spread > 0, np.sqrt(times), 1.0)


def estimates(made: System, rows: Whole, values: Reals, weights: Reals) -> Reals:
    """The best linear estimate of each shown row: (rows,)."""
    from scipy.sparse import csr_array, diags_array, vstack
    from scipy.sparse.linalg import lsmr

    shown = csr_array(made.rows[rows])
    free = np.ones(made.unknown)
    free[made.zero] = 0.0
    matrix = vstack([diags_array(weights) @ shown, FIRM * made.links]) @ diags_array(free)
    aim = np.concatenate([weights * values, np.zeros(made.links.shape[0])])
    found = lsmr(matrix, aim, atol=1e-10, btol=1e-10, maxiter=4 * min(matrix.shape))[0]
    return np.asarray(shown @ (free * found), dtype=np.float64)


def chance(n: Whole, policy: Policy) -> Reals:
    """How often one release shows exactly n, by the perturbation table and the rounding alone: (cells,)."""
    made = perturbation(policy.D, policy.V)
    changes = np.arange(-policy.D, policy.D + 1)
    hit = rounded(n[:, None] + changes, policy.base) == n[:, None]
    return np.asarray((made.probability[np.minimum(n, policy.D)] * hit).sum(axis=1), dtype=np.float64)


def _truth(case: Case, tables: Sequence[Seen], made: System) -> Whole:
    n = np.zeros(made.rows.shape[0], dtype=np.int64)
    for table, numbers in reversed(list(zip(tables, made.row_of, strict=True))):
        n[numbers] = exact(table, case.truth_of(table))[0]  # the candidate comes last: it is what counts now
    return n
