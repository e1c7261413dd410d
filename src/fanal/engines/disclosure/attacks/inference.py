"""A6: who knows six codes of a child, does he guess a sensitive one better when the row of the child was used?

He looks for the synthetic rows with the most of the six codes and takes their most frequent sensitive code.
"""

from collections.abc import Iterator

import numpy as np

from fanal.engines.compiled import spread
from fanal.engines.disclosure.attacks.report import Outcome, failed, passed
from fanal.engines.disclosure.attacks.synthetic import Codes, Trial, upper
from fanal.engines.disclosure.model import ClassSet

CODE = "A6"
MOST, KNOWN = 0.05, 6


def attack(trial: Trial, classes: ClassSet) -> Outcome:
    """Every sensitive variable must withstand."""
    guessed = [
        classes.variables[target].name
        for target, known in targets(classes)
        if _better(trial, target, known, len(classes.variables[target].codes))
    ]
    if guessed:
        words = "A sensitive code of a child may be guessed better because its row was used."
        places = [f"synthetic.csv, {name}" for name in guessed]
        return failed(CODE, words, places, "Leave out the variable, coarser classes, or a smaller rho.")
    return passed(CODE, "No sensitive code is guessed better because the row of the child was used.")


def targets(classes: ClassSet) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each sensitive variable, with the six that are known: first those that are not sensitive, in their order."""
    order = sorted(range(len(classes.variables)), key=lambda place: (classes.variables[place].sensitive, place))
    for target, variable in enumerate(classes.variables):
        if variable.sensitive:
            yield target, tuple(place for place in order if place != target)[:KNOWN]


def _better(trial: Trial, target: int, known: tuple[int, ...], codes: int) -> bool:
    shares = [right(children, trial.made, target, known, codes) for children in (trial.fitted, trial.held_out)]
    return upper(shares[0], shares[1], len(trial.fitted), len(trial.held_out)) > MOST


def right(children: Codes, made: Codes, target: int, known: tuple[int, ...], codes: int) -> float:
    """The share of children whose sensitive code is guessed."""
    from fanal.engines.disclosure.attacks.kernels import guesses

    held, others = (np.ascontiguousarray(one[:, known]) for one in (children, made))
    goals = np.ascontiguousarray(made[:, target])
    guess = np.empty(len(children), dtype=np.uint8)
    spread(lambda first, last: guesses(held, others, goals, codes, guess, first, last), len(children), 500)
    return float((guess == children[:, target]).mean())
