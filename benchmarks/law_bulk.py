"""Acts put to the law (`jurisdiction.md` §10): one rule for a million cases, one case with its trees, what decides.

The law is synthetic and says nothing about the world. OpenFisca-core answers the same rule on the same cases, with two
values where the engine has three, and must find the same. CPU seconds.
"""

from __future__ import annotations

import statistics
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from tests.engines.jurisdiction.test_decisive import many_unknown, sure
from tests.engines.jurisdiction.worlds import synthetic

from benchmarks import peers
from benchmarks.figures import Figure, best_of
from fanal.engines.jurisdiction import grids
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.expressions import Ground, weigh
from fanal.engines.jurisdiction.facts import Age, Facts, Link, Links, Moments, Place
from fanal.engines.jurisdiction.model import Expr, Law
from fanal.engines.jurisdiction.values import Value
from fanal.site.console import Progress
from fanal.vocabulary.dates import Interval

TITLE = "Acts put to the law: a million cases of one rule, one case with its trees, what decides"
COUNT, CASES = 1_000_000, 40
AS_OF = date(2026, 11, 25)
_PEER = Path(__file__).parent / "law_bulk_peers" / "openfisca.py.txt"


def run(step: Progress) -> list[Figure]:
    """All rows; `step` hears how many of them are done."""
    steps = (_bulk, _traced, _deciding)
    figures: list[Figure] = []
    for done, part in enumerate(steps):
        step(done, len(steps))
        figures += part()
    step(len(steps), len(steps))
    return figures


def _bulk() -> list[Figure]:
    """A child below 18, paid, by a national: OpenFisca's three conditions, and ours with unknown facts among them."""
    draw = np.random.default_rng(1)
    known = {
        "age": draw.integers(5, 25, COUNT),
        "paid": draw.integers(0, 2, COUNT),
        "national": draw.integers(0, 2, COUNT),
    }
    codes = {
        "child.age": (known["age"] - 5).astype(np.uint8),
        "act.commercial": known["paid"].astype(np.uint8),
        "suspect.nationality": known["national"].astype(np.uint8),
    }
    rule = _rule()
    found = rule(codes)
    seconds = best_of(9, lambda: rule(codes))
    plain = best_of(9, lambda: (known["age"] < 18) & (known["paid"] != 0) & (known["national"] != 0))
    given = {name: column.tolist() for name, column in known.items()} | {"count": COUNT}
    answer = peers.ask(["openfisca-core==46.0.1"], _PEER.read_text("utf-8"), given)
    figures = [Figure("bound: plain NumPy, two values", COUNT / plain / 1e6, "M cases/s")]
    goal = None
    if answer is None:
        figures.append(Figure("OpenFisca-core: absent, it could not be installed here", 0, ""))
    else:
        if answer["found"] != int((found == 2).sum()):
            raise RuntimeError(f"OpenFisca-core finds {answer['found']} cases, not {int((found == 2).sum())}")
        goal = COUNT / answer["bulk"] / 1e6 / 2
        name = f"OpenFisca-core {answer['version']}"
        figures.append(Figure(f"{name}: one rule, {COUNT:,} cases", 2 * goal, "M cases/s"))
        figures.append(Figure(f"{name}: one rule of one country, one case, traced", answer["traced"] * 1000, "ms"))
    return [
        Figure(f"one rule, {COUNT:,} cases, three values", COUNT / seconds / 1e6, "M cases/s", goal, False),
        *figures,
    ]


def _rule() -> grids.Node:
    ages = tuple((None, Age(low, low)) for low in range(5, 25))
    nationalities = tuple((Links((Link(state),)),) for state in ("XB", "XA"))
    values = {
        "child.age": (*ages, (None, None)),
        "act.commercial": ((False,), (True,), (None,)),
        "suspect.nationality": (*nationalities, (None,)),
    }
    law, day = Law("XA", {}, {}, {}, {}, {}, {}), Interval(date(2016, 2, 1), date(2016, 2, 1))
    moments = Moments(day, day, AS_OF)

    def ask(expr: Expr, facts: Facts) -> Value:
        return weigh(expr, Ground(law, "xa.x", facts, moments))

    leaves = (Expr("child_age_lt", 18), Expr("commercial", True), Expr("suspect_national", "act"))
    return grids.compiled(grids.Table(sure("2016-02-01"), values), Expr("all_of", children=leaves), ask)


def _traced() -> list[Figure]:
    """A case of which all is known, with ties to five states, against every file; different cases in turn."""
    corpus = synthetic(states=195, provisions=60).corpus
    codes = sorted(corpus.laws)
    taken = []
    for number in range(CASES):
        here = [codes[(number * 17 + at * 31) % len(codes)] for at in range(5)]
        facts = _case(here)
        taken.append(best_of(1, lambda facts=facts: evaluate(corpus, facts, AS_OF)))  # type: ignore[misc]
    ordered = sorted(taken)
    return [
        Figure("one case, 195 jurisdictions, with trees: median", statistics.median(ordered) * 1000, "ms", 20),
        Figure("… 95th of a hundred", ordered[int(0.95 * len(ordered))] * 1000, "ms", 50),
    ]


def _case(states: list[str]) -> Facts:
    place, national, lives, child, found = (Links((Link(state),)) for state in states)
    facts = sure("2016-02-01", act_places=(Place(place.links[0].state),), act_commercial=True)
    suspect = replace(facts.suspect, nationality=national, residence=lives, presence=found)
    return replace(facts, suspect=suspect, child=replace(facts.child, nationality=child))


def _deciding() -> list[Figure]:
    taken = min(many_unknown({"child_age_lt": 14})[2] for _ in range(3))
    return [Figure("what decides: 12 unknown facts, 4,096 completions, 25 routes", taken, "s", 1)]
