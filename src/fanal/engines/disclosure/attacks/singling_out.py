"""A5: do children who are alone with their codes reappear in synthetic rows more often when their row was used?

Singling out in the sense of Giomi et al. 2023, with the children whose rows were never used as the measure.
"""

import numpy as np

from fanal.engines.disclosure.attacks.report import Outcome, failed, passed
from fanal.engines.disclosure.attacks.synthetic import Trial, upper, whole

CODE = "A5"
MOST = 0.01


def attack(trial: Trial) -> Outcome:
    """Two shares and the upper 95 % limit of their difference."""
    used, unused = trial.alone_fitted, trial.alone_held_out
    if not len(used) or not len(unused):
        return passed(CODE, "No child is alone with its codes.")
    shares = [float(np.isin(whole(one), whole(trial.made)).mean()) for one in (used, unused)]
    if upper(shares[0], shares[1], len(used), len(unused)) > MOST:
        words = "Children who are alone with their codes may reappear in synthetic rows because their row was used."
        return failed(CODE, words, ("synthetic.csv",), "Fewer variables, coarser classes, or a smaller rho.")
    return passed(CODE, "Children who are alone with their codes reappear no more often than by chance.")
