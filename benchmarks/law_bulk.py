"""Acts put to the law (docs/benchmarks.md, "The law"): one rule for a million cases, one case with its trees, what
decides.

The law is synthetic and says nothing about the world. OpenFisca-core answers the same rule on the same cases, with two
values where the engine has three, and must find the same. CPU seconds.
"""

import statistics
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from tests.engines.jurisdiction.deciding.test_decisive import many_unknown, sure
from tests.engines.jurisdiction.worlds import synthetic

from benchmarks import peers
from benchmarks.figures import Figure, best_of
from fanal.engines.jurisdiction.deciding import grids
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.facts import Age, Course, Facts, Leg, Link, Links, Moments, Place
from fanal.engines.jurisdiction.files.corpus import compile_documents
from fanal.engines.jurisdiction.model import Corpus, Expr, Law
from fanal.engines.jurisdiction.parts.expressions import Ground, weigh
from fanal.engines.jurisdiction.values import Value
from fanal.site.console import Progress
from fanal.vocabulary.dates import Interval, PartialDate

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
    """Ordinary case files against every law, with trees and with what decides; different cases in turn.

    Two states: a person of one, who lives there and is found there, did the act in the other, whose child it was; some
    facts are not known. As in the thirteen files that were read, one in thirteen has rules for anybody's act anywhere.
    The last rows are what that leaves out: such rules in 152 of 195 files, and a tie that may be to any state.
    """
    usual, crowded = _corpus(everywhere=False), _corpus(everywhere=True)
    known, open_ones = ([_case(usual, number, unknown=unknown) for number in range(CASES)] for unknown in (False, True))
    astray = [replace(facts, child=replace(facts.child, residence=None)) for facts in open_ones[:10]]
    return [
        *_times("one case of two states, 195 jurisdictions, some facts unknown", usual, open_ones, 20, 50),
        *_times("… all facts known", usual, known, 20, 50),
        *_times("… where 152 of 195 states have rules for everybody", crowded, known),
        *_times("… where a child may live in any state", usual, astray),
    ]


def _times(
    name: str, corpus: Corpus, cases: Sequence[Facts], goal: float | None = None, slow: float | None = None
) -> list[Figure]:
    evaluate(corpus, cases[0], AS_OF)
    taken = sorted(best_of(1, lambda facts=facts: evaluate(corpus, facts, AS_OF)) for facts in cases)  # type: ignore[misc]
    return [
        Figure(f"{name}: median", statistics.median(taken) * 1000, "ms", goal),
        Figure("… 95th of a hundred", taken[int(0.95 * len(taken))] * 1000, "ms", slow),
    ]


def _corpus(*, everywhere: bool) -> Corpus:
    documents = synthetic(states=195, provisions=60).documents
    for number, document in enumerate(documents.values()):
        if number % 13 and not everywhere:
            rules = document["jurisdiction_rules"]
            document["jurisdiction_rules"] = [rule for rule in rules if rule["basis"] != "universal"]
    return compile_documents(documents)


def _case(corpus: Corpus, number: int, *, unknown: bool) -> Facts:
    codes = sorted(corpus.laws)
    home, place = codes[number * 17 % len(codes)], codes[(number * 31 + 5) % len(codes)]
    there, back = Links((Link(place),)), Links((Link(home),))
    day = ("2016-02-01", "2014-07-11", "2019-05-20")[number % 3]
    facts = sure(day, act_places=(Place(place),), act_commercial=number % 2 == 1)
    suspect = replace(facts.suspect, nationality=back, residence=back, presence=back)
    suspect = replace(suspect, travel=(Leg(home, place, facts.act.start),))
    child = replace(facts.child, age=Age(10 + number % 7, 10 + number % 7), nationality=there, residence=there)
    facts = replace(facts, suspect=suspect, child=child)
    return _not_known(facts, number) if unknown else facts


def _not_known(facts: Facts, number: int) -> Facts:
    """Means, relation and proceedings never; payment, journeys, the day and the exact age not in every file."""
    month = PartialDate.parse(str(facts.act.start.first)[:7]).interval if facts.act.start else None
    days = month if number % 3 == 1 else facts.act.start
    paid = None if number % 3 == 0 else facts.act.commercial
    return replace(
        facts,
        act=replace(facts.act, means=None, relation=None, commercial=paid, start=days, end=days),
        suspect=replace(facts.suspect, travel=None if number % 2 else facts.suspect.travel),
        child=replace(facts.child, age=Age(12, 13) if number % 4 == 0 else facts.child.age),
        course=Course(),
    )


def _deciding() -> list[Figure]:
    taken = best_of(3, many_unknown({"child_age_lt": 14})[1])
    return [Figure("what decides: 12 unknown facts, 4,096 completions, 25 routes", taken, "s", 1)]
