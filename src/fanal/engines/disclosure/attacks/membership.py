"""A7: can one tell from synthetic rows whose rows were used? The nearest synthetic row of each child is its score.

Area under the ROC curve of that score for children whose rows were used against those whose were not (0.5: no
better than a coin), with its upper 95 % limit by the variance of Hanley and McNeil (1982).
"""

import numpy as np

from fanal.engines.arrays import Whole
from fanal.engines.compiled import spread
from fanal.engines.disclosure.attacks.report import Outcome, failed, passed
from fanal.engines.disclosure.attacks.synthetic import SURE, Codes, Trial

CODE = "A7"
MOST = 0.53


def attack(trial: Trial) -> Outcome:
    """Passes where the upper limit of the area is at most 0.53."""
    used, unused = (nearest(children, trial.made) for children in (trial.fitted, trial.held_out))
    area = auc(used, unused)
    if area + SURE * deviation(area, len(used), len(unused)) > MOST:
        words = "It may be told from synthetic rows whose rows were used."
        return failed(CODE, words, ("synthetic.csv",), "Fewer variables, coarser classes, or a smaller rho.")
    return passed(CODE, "It cannot be told from synthetic rows whose rows were used.")


def nearest(children: Codes, made: Codes) -> Whole:
    """For each child in how many codes the nearest synthetic row differs."""
    from fanal.engines.disclosure.attacks.kernels import distances

    distance = np.full(len(children), children.shape[1], dtype=np.int64)
    given, rows = np.ascontiguousarray(children), np.ascontiguousarray(made)
    spread(lambda first, last: distances(given, rows, distance, first, last), len(children), 500)
    return distance


def auc(used: Whole, unused: Whole) -> float:
    """The chance that a used row is nearer than an unused one; ties count half."""
    most = int(max(used.max(), unused.max())) + 1
    one, other = np.bincount(used, minlength=most), np.bincount(unused, minlength=most)
    farther = other[::-1].cumsum()[::-1] - other
    return float((one * (farther + other / 2)).sum() / (len(used) * len(unused)))


def deviation(area: float, n: int, m: int) -> float:
    """Standard error of an area from n used and m unused rows."""
    one, two = area / (2 - area), 2 * area * area / (1 + area)
    square = area * (1 - area) + (n - 1) * (one - area * area) + (m - 1) * (two - area * area)
    return float(np.sqrt(square / (n * m)))
