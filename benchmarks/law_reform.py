"""Reforms of 195 states: scenario tensors, greedy, and the budgeted plan proved optimal
(docs/benchmarks.md, "The law").

The law is synthetic: yes and no from a seed, which say nothing about the world. 84 cells (12 profiles, 7 ages), the
traveller's scenarios (S1): 195 × 194 × 84 × 2. CPU seconds.
"""

from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figure, best_of
from fanal.engines.jurisdiction.counting.coupled import ELSEWHERE, HERE, NOWHERE
from fanal.engines.jurisdiction.counting.space import Predicates, SpaceCell
from fanal.engines.jurisdiction.model import CONDUCTS, Profile
from fanal.engines.jurisdiction.reform.clauses import Clausebook, spread
from fanal.engines.jurisdiction.reform.cover import Clauses, greedy
from fanal.engines.jurisdiction.reform.families import FAMILIES, tensors
from fanal.engines.jurisdiction.reform.milp import MOST_CLAUSES, optimum
from fanal.engines.jurisdiction.reform.worlds import READ, C, D, E, Kinds, P, Reformed
from fanal.engines.jurisdiction.values import Truth
from fanal.site.console import Progress

TITLE = "Reforms: 195 states, 84 cells of synthetic law, travellers"
STATES, AGES, BUDGET = 195, 7, 40
PROFILES = tuple(Profile(conduct, conduct, {"medium": ("in_person",)}) for conduct in CONDUCTS)
CELLS = AGES * len(PROFILES)
DAY = date(2000, 1, 1)
type Bools = NDArray[np.bool_]


def run(step: Progress) -> list[Figure]:
    """All rows; `step` hears how many of them are done."""
    reformed, family = synthetic(), FAMILIES["S1"]
    taken = best_of(3, lambda: tensors(reformed, family, Truth.T))
    found = tensors(reformed, family, Truth.T)
    step(1, 4)
    book = Clausebook(reformed, {})
    weights = spread(found, None)
    gathered = best_of(1, lambda: book.clauses([found], [weights]))
    clauses: Clauses = book.clauses([found], [weights])
    step(2, 4)
    plan: list[int] = []
    quick = best_of(3, lambda: plan.__setitem__(slice(None), greedy(clauses, BUDGET)))
    step(3, 4)
    solved = best_of(1, lambda: optimum(clauses, BUDGET))
    heaviest = clauses.part(np.arange(min(MOST_CLAUSES, len(clauses.weight))))
    best = optimum(heaviest, BUDGET, start=plan)
    step(4, 4)
    total = float(clauses.weight.sum())
    return [
        Figure(f"tensors of {found.gaps.size:,} scenarios, {int(found.gaps.sum()):,} gaps", taken, "s", 2.0),
        Figure(f"their {len(clauses.weight):,} clauses", gathered, "s"),
        Figure(f"greedy at budget {BUDGET}", quick, "s", 1.0),
        Figure("… closes of what can be closed", 100 * clauses.value(plan) / total, "%"),
        Figure(f"plan for the {len(heaviest.weight):,} heaviest clauses, proved", solved, "s", 5.0),
        Figure("… closes of what can be closed", 100 * clauses.value(best.chosen) / total, "%"),
        Figure("… its distance from the proved bound", 100 * (1 - best.value / best.bound), "%", 0.01),
        Figure("… and from that of the relaxation", 100 * (1 - best.value / best.relaxed), "%"),
    ]


def synthetic(seed: int = 1) -> Reformed:
    """Each state punishes an act below some age or not at all; its rules for acts abroad hold for what it punishes."""
    draw = np.random.default_rng(seed)
    limit = draw.integers(0, AGES + 4, (STATES, len(PROFILES)))  # often every age, sometimes none
    punished = (np.arange(AGES) < limit[..., None]).reshape(STATES, CELLS)
    rules = {name: draw.random((2, STATES, 1)) < share for name, share in
             {"an": 0.35, "hr": 0.25, "pp": 0.15, "pr": 0.15}.items()}  # fmt: skip
    for held in rules.values():
        held[1] |= held[0]  # what needs no offence at the place holds with one
    reach = draw.random((2, STATES, STATES)) < 0.5
    read = {kinds: _read(kinds, punished, rules, reach) for kinds in READ}
    return Reformed(PROFILES, read[frozenset()].states, read)


def _read(kinds: Kinds, punished: Bools, rules: dict[str, Bools], reach: Bools) -> Predicates:
    home = np.ones_like(punished) if C in kinds else punished
    held = {name: found | ((name in {"an", "hr"} and P in kinds) or (name == "pr" and E in kinds))
            for name, found in rules.items()}  # fmt: skip
    abroad = np.zeros((2, 2, 2, 3, 2, STATES, CELLS), np.int8)
    for there, present, of, lives, tied in product((0, 1), (0, 1), (0, 1), (NOWHERE, ELSEWHERE, HERE), (0, 1)):
        at = 1 if D in kinds else there
        linked = (("an", of), ("hr", lives == HERE), ("pp", tied), ("pr", present))
        some = [held[name][at] for name, does in linked if does]
        open_ = np.logical_or.reduce(some) if some else np.zeros((STATES, 1), np.bool_)
        abroad[there, present, of, lives, tied] = 2 * (open_ & home)
    cells = tuple(SpaceCell(one.id, (age, age), DAY, DAY) for one in PROFILES for age in range(AGES))
    layers = np.repeat(np.arange(len(PROFILES)), AGES)
    given = np.repeat(2 * reach.astype(np.int8)[None, :, None], 2, axis=2)
    truths = 2 * home.astype(np.int8)
    names = tuple(f"S{number:03}" for number in range(STATES))
    surrender = np.full((STATES, CELLS), 2, np.int8)
    return Predicates(names, cells, truths, truths, abroad, np.repeat(given, len(PROFILES), axis=0), layers, surrender)
