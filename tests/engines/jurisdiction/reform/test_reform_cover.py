"""Coverage: greedy, the MILP and the list of minimum sets against trying every set of atoms."""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.engines.jurisdiction.reform.cover import NONE, Clauses, greedy, merged
from fanal.engines.jurisdiction.reform.milp import minimum_sets, optimum

pytestmark = pytest.mark.once

ATOMS = 6


@st.composite
def clauses(draw: st.DrawFn) -> Clauses:
    """Up to twelve clauses over six atoms, each with up to three single atoms and two pairs."""
    count = draw(st.integers(0, 12))
    atom = st.integers(NONE, ATOMS - 1)
    singles = [[draw(atom) for _ in range(3)] for _ in range(count)]
    pairs = []
    for _ in range(count):
        drawn = [draw(st.sets(st.integers(0, ATOMS - 1), min_size=2, max_size=2)) for _ in range(2)]
        pairs.append([sorted(one) if draw(st.booleans()) else [NONE, NONE] for one in drawn])
    weight = [draw(st.integers(1, 9)) for _ in range(count)]
    cost = [draw(st.integers(1, 3)) for _ in range(ATOMS)]
    return merged(
        np.array(singles, np.int64).reshape(count, 3), np.array(pairs, np.int64).reshape(count, 2, 2),
        np.array(weight, float), np.array(cost, float),
    )  # fmt: skip


def every_set() -> list[tuple[int, ...]]:
    return list(chain.from_iterable(combinations(range(ATOMS), size) for size in range(ATOMS + 1)))


def value(found: Clauses, chosen: tuple[int, ...]) -> float:
    """By hand, clause by clause."""
    total = 0.0
    for singles, pairs, weight in zip(found.singles.tolist(), found.pairs.tolist(), found.weight, strict=True):
        options = [{one} for one in singles if one != NONE] + [set(pair) for pair in pairs if NONE not in pair]
        total += weight if any(option <= set(chosen) for option in options) else 0.0
    return total


def cost(found: Clauses, chosen: tuple[int, ...]) -> float:
    return float(sum(found.cost[one] for one in chosen))


@given(clauses(), st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_the_best_set_within_a_budget_is_the_best_of_all_sets(found: Clauses, budget: int):
    best = max(value(found, chosen) for chosen in every_set() if cost(found, chosen) <= budget)
    one = optimum(found, budget)
    assert value(found, one.chosen) == pytest.approx(best) == pytest.approx(one.value)
    assert cost(found, one.chosen) <= budget
    assert one.bound >= best - 1e-6
    plan = tuple(greedy(found, budget))
    assert cost(found, plan) <= budget
    assert value(found, plan) <= best


@given(clauses())
@settings(max_examples=60, deadline=None)
def test_all_minimum_sets_are_listed_and_no_others(found: Clauses):
    whole = float(found.weight.sum())
    closing = [chosen for chosen in every_set() if value(found, chosen) == whole] if len(found.weight) else []
    least = min((cost(found, chosen) for chosen in closing), default=0)
    assert minimum_sets(found) == sorted(chosen for chosen in closing if cost(found, chosen) == least)


def test_at_most_so_many_sets_are_listed():
    singles = np.arange(ATOMS)[None]  # any of six atoms closes it
    found = merged(singles, np.zeros((1, 0, 2), np.int64), np.ones(1), np.ones(ATOMS))
    assert len(minimum_sets(found)) == ATOMS
    assert len(minimum_sets(found, 4)) == 4


def test_clauses_with_the_same_options_are_one_and_the_heaviest_is_first():
    singles = np.array([[0, 1], [2, NONE], [0, 1], [NONE, NONE]])
    found = merged(singles, np.zeros((4, 0, 2), np.int64), np.array([1.0, 2.0, 3.0, 9.0]), np.ones(3))
    assert found.singles.tolist() == [[1, 0], [2, NONE]]
    assert found.weight.tolist() == [4.0, 2.0]


def test_what_was_left_out_is_in_the_bound():
    singles = np.array([[0], [1], [2]])
    found = merged(singles, np.zeros((3, 0, 2), np.int64), np.array([5.0, 3.0, 1.0]), np.ones(3))
    one = optimum(found, 1, most=1)
    assert (one.chosen, one.value, one.bound) == ((0,), 5.0, 9.0)


def test_an_option_a_side_has_a_whole_linear_optimum():
    """König: the relaxation of vertex cover in a bipartite graph is integral, so that the bound is the value."""
    draw = np.random.default_rng(3)
    edges = np.argwhere(draw.random((8, 8)) < 0.3)
    found = merged(edges + np.array([0, 8]), np.zeros((len(edges), 0, 2), np.int64), np.ones(len(edges)), np.ones(16))
    least = len(minimum_sets(found, 1)[0])
    one = optimum(found, least)
    assert one.value == one.bound == len(edges)
    assert one.relaxed == pytest.approx(len(edges))


def test_greedy_takes_a_pair_that_neither_half_would_earn():
    pairs = np.array([[[0, 1]], [[NONE, NONE]]])
    found = merged(np.array([[NONE], [2]]), pairs, np.array([10.0, 1.0]), np.ones(3))
    assert greedy(found, 2) == [0, 1]
