"""Is prevalence right? Coverage of intervals on simulated populations, and compiled against plain.

The tests do a part of this; here are 1,000 tables with 1,000 replicates each (of the British truth, which lies closest
to its bound, 3,000), and 10,000 random tables of 3 to 5 lists on which the compiled stepwise choice must say what the
plain one says, within 1e-6. It takes ten minutes.
"""

from math import log

import numpy as np
from tests.engines.prevalence.coverage import DEPENDENT, INDEPENDENT, UK, Method, covered
from tests.engines.prevalence.tables import random_table

from benchmarks.figures import Figure
from fanal.engines.prevalence import selection
from fanal.engines.prevalence.fit import NotEstimable
from fanal.engines.prevalence.stepwise import stepwise
from fanal.site.console import Progress

TITLE = "Prevalence: intervals that hold the truth, and compiled beside plain"
TABLES, MORE, REPLICATES, RANDOM = 1_000, 3_000, 1_000, 10_000

# Truth, method, goals at 95 % (our bounds; binomial error 1.4 points).
RUNS = (
    (INDEPENDENT, Method("fixed", "[1,2,3,4]"), 0.93),
    (DEPENDENT, Method("fixed", "[12,3,4]"), 0.93),
    (INDEPENDENT, Method("stepwise"), 0.94),
    (DEPENDENT, Method("stepwise"), 0.94),
    (UK, Method("stepwise"), 0.90),
)


def run(step: Progress) -> list[Figure]:
    """All rows; `step` hears how many parts are done."""
    figures: list[Figure] = []
    for done, (truth, method, goal) in enumerate(RUNS):
        step(done, len(RUNS) + 1)
        figures += _covered(truth, method, goal)
    step(len(RUNS), len(RUNS) + 1)
    figures += _compiled()
    step(len(RUNS) + 1, len(RUNS) + 1)
    return figures


def _covered(truth: str, method: Method, goal: float) -> list[Figure]:
    name = f"{truth}, {method.name}{f' {method.model}' if method.model else ''}"
    figures = []
    for scheme in ("total", "conditional"):
        tables = MORE if truth == UK and scheme == "total" else TABLES
        found = covered(truth, method, tables, REPLICATES, scheme)
        wanted = goal if scheme == "total" else None
        figures.append(Figure(f"{name}, {scheme}: 95 % intervals that hold", found.share(0.95), "", wanted, False))
        figures.append(Figure(f"{name}, {scheme}: 80 % intervals that hold", found.share(0.80), ""))
        if scheme == "total":
            figures.append(Figure(f"{name}: root mean square of log(estimate / truth)", found.log_error, ""))
            figures.append(Figure(f"{name}: mean of estimate / truth − 1", found.bias, ""))
    return figures


def _compiled() -> list[Figure]:
    """The largest relative difference, and in how many tables one form has an estimate and the other has none."""
    rng, worst, apart = np.random.default_rng(1), 0.0, 0
    out, same = np.empty(1), np.empty(1, dtype=np.uint8)
    for number in range(RANDOM):
        table = random_table(rng, 3 + number % 3)
        blank = np.zeros(table.counts.size, dtype=np.uint8)
        start = np.zeros(table.counts.size)
        selection.stepwise_many(table.counts[None, :].copy(), table.k, log(0.02), start, False, blank, out, same)
        try:
            expected = stepwise(table, 0.02).fit.total
        except NotEstimable:
            apart += bool(np.isfinite(out[0]))
            continue
        difference = abs(out[0] / expected - 1)
        apart += not np.isfinite(difference)
        worst = max(worst, difference if np.isfinite(difference) else 0.0)
    return [
        Figure(f"{RANDOM:,} random tables: largest relative difference", worst, "", 1e-6),
        Figure(f"{RANDOM:,} random tables: estimate in one form only", apart, "", 0),
    ]
