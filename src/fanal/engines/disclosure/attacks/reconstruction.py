"""A2: what follows with certainty from all published numbers together.

Linear programs over the cells that nobody sees (Fischetti, Salazar 2001, turned into an attack); in whole children
where the linear one leaves a cell less than the threshold wide. Tables with noise of differential privacy have no
certain ranges and are left out; what they give away is bounded by rho.
"""

import numpy as np

from fanal.engines.arrays import Reals, Whole
from fanal.engines.disclosure.attacks.published import Seen, exact, noisy
from fanal.engines.disclosure.attacks.report import Case, Outcome, failed, passed
from fanal.engines.disclosure.attacks.system import System, system
from fanal.engines.disclosure.model import DisclosureError

CODE = "A2"
MOST_NARROW = 0.05
"""Share of the hidden cells that may be narrower than k - 1."""
ADVICE = "Join two classes of the variable, leave out the total, or take the table out."


def attack(case: Case) -> Outcome:
    """Raises `DisclosureError`: no population fits, too many cells, counts of a cohort are missing."""
    from fanal.engines.disclosure.attacks.solver import NEAR

    certain = [table for table in case.seen if not noisy(table.table.policy)]
    if noisy(case.candidate.tables[0].policy):
        return _covered(case)
    made = system(case.candidate.tables[0].classes, certain)
    targets = _targets(case, certain, made)
    if not len(targets):
        return passed(CODE, "No cell that holds children is hidden.")
    k = case.candidate.tables[0].policy.k
    width = widths(made, targets, k)
    narrow, tight = width < k - 1 - NEAR, width < k / 2 - NEAR
    if tight.any():
        words = "A hidden number can be worked out from the others, to within a few children."
        return failed(CODE, words, _places(certain, made, targets[tight]), ADVICE)
    if narrow.mean() > MOST_NARROW:
        words = "Too many hidden numbers can be narrowed down from the others."
        return failed(CODE, words, _places(certain, made, targets[narrow]), ADVICE)
    return passed(CODE, "No hidden number can be worked out from all that is published.")


def widths(made: System, targets: Whole, k: int) -> Reals:
    """How wide each row of the system is known to be: (targets,), below k a limit from above, by linear program over
    everything and integer program over the blocks of the row; else k or more (or its whole own range).

    Raises `DisclosureError` where no population fits.
    """
    from fanal.engines.disclosure.attacks.solver import NEAR, Widths

    program = Widths(made, targets)
    own = (made.most - made.least)[targets].astype(np.float64)
    need = np.minimum(own, float(k))
    program.shake(need)
    width = program.seen.copy()
    for at in np.flatnonzero(width < need - NEAR):
        width[at] = program.width(int(at), float(need[at]))
        if width[at] < k - NEAR:
            width[at] = min(width[at], program.whole(int(at)))
    return width


def _targets(case: Case, tables: list[Seen], made: System) -> Whole:
    """Rows of hidden cells; beside the counts those of 1 to k - 1 children."""
    rows = []
    for table, numbers in zip(tables, made.row_of, strict=True):
        wanted = table.hidden
        if case.truth is not None:
            n = exact(table, case.truth_of(table))[0]
            wanted = wanted & (n > 0) & (n < table.table.policy.k)
        rows.append(numbers[wanted])
    return np.unique(np.concatenate(rows)) if rows else np.empty(0, dtype=np.int64)


def _places(tables: list[Seen], made: System, rows: Whole) -> list[str]:
    wanted = set(rows.tolist())
    found: dict[int, str] = {}
    for table, numbers in zip(tables, made.row_of, strict=True):
        for cell, row in enumerate(numbers.tolist()):
            if row in wanted and table.hidden[cell]:
                found.setdefault(row, table.place(cell))
    return [found[row] for row in sorted(found)]


def _covered(case: Case) -> Outcome:
    """Under differential privacy: whether every table says what it spent, and all together no more than is allowed."""
    spent = [table.spent for table in case.candidate.tables]
    rho = case.candidate.tables[0].policy.rho
    if rho is None or not all(spent):
        raise DisclosureError("a table under differential privacy does not say what it spent")
    cohorts = {one.cohort for table in spent for one in table}
    for cohort in sorted(cohorts):
        if sum(one.rho for table in spent for one in table if one.cohort == cohort) > rho:
            return failed(CODE, f"The tables spend more on cohort {cohort} than the release says.")
    return passed(CODE, "Differential privacy: what all numbers together give away is bounded by what was spent.")
