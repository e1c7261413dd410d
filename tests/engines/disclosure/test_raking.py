"""Consistent counts, the network, and row weights that fit: what synthetic rows are built with."""

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from fanal.engines.disclosure.consistency import NoisedMargin, consistent, on_simplex, total_of
from fanal.engines.disclosure.network import Node, learn
from fanal.engines.disclosure.raking import Target, counts_of, rake

pytestmark = pytest.mark.once


@settings(max_examples=60)
@given(
    counts=st.lists(st.floats(-500, 500), min_size=1, max_size=9),
    total=st.floats(0, 800),
)
def test_the_projection_is_the_nearest_point_with_that_sum(counts: list[float], total: float) -> None:
    """Nearest means: no feasible direction, from one cell to another, comes nearer (the conditions of Karush)."""
    given_counts = np.array(counts)
    found = on_simplex(given_counts, np.array(total))
    assert found.min() >= 0
    assert found.sum() == pytest.approx(total, abs=1e-9)
    gradient = found - given_counts
    held = found > 1e-9
    if held.any():
        assert gradient[held].max() <= gradient.min() + 1e-6


def test_projection_by_hand() -> None:
    """(5, 3, -2) to a sum of 6: the negative cell goes, the others give 1 each."""
    assert on_simplex(np.array([5.0, 3.0, -2.0]), np.array(6.0)).tolist() == [4.0, 2.0, 0.0]


def exact(codes: np.ndarray, sizes: tuple[int, ...], ways: int, sigma2: int = 1) -> list[NoisedMargin]:
    made = []
    for chosen in combinations(range(len(sizes)), ways):
        n = np.zeros([sizes[place] for place in chosen], np.int64)
        np.add.at(n, tuple(codes[:, place] for place in chosen), 1)
        made.append(NoisedMargin(chosen, n, Fraction(sigma2)))
    return made


SIZES = (3, 4, 2, 3)


def chain(rows: int, seed: int) -> np.ndarray:
    """Variable 1 follows 0, 2 follows 1, 3 follows 2, each in nine of ten rows."""
    random = np.random.default_rng(seed)
    columns = [random.integers(0, SIZES[0], rows)]
    for size in SIZES[1:]:
        follows = random.random(rows) < 0.9
        columns.append(np.where(follows, columns[-1] % size, random.integers(0, size, rows)))
    return np.column_stack(columns).astype(np.uint8)


def test_counts_without_noise_stay_as_they_are() -> None:
    codes = chain(2_000, 1)
    margins = exact(codes, SIZES, 2) + exact(codes, SIZES, 3)[:1]
    for target in consistent(margins, frozenset()):
        n = np.zeros(target.counts.shape)
        np.add.at(n, tuple(codes[:, place] for place in target.variables), 1)
        assert np.abs(target.counts - n).max() < 1e-9
    assert total_of(margins) == 2_000


def noisy(seed: int) -> list[NoisedMargin]:
    random = np.random.default_rng(seed)
    codes = chain(2_000, seed)
    made = []
    for one in exact(codes, SIZES, 2, 400) + exact(codes, SIZES, 3, 100)[:2]:
        noise = np.round(random.normal(0, float(one.sigma2) ** 0.5, one.n.shape)).astype(np.int64)
        made.append(NoisedMargin(one.variables, one.n + noise, one.sigma2))
    return made


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_noised_counts_agree_with_each_other_and_come_nearer_to_the_truth(seed: int) -> None:
    codes, margins = chain(2_000, seed), noisy(seed)
    made = {one.variables: one for one in consistent(margins, frozenset())}
    total = total_of(margins)
    off_before, off_after = 0.0, 0.0
    for one in margins:
        truth = np.zeros(one.n.shape)
        np.add.at(truth, tuple(codes[:, place] for place in one.variables), 1)
        off_before += np.abs(one.n - truth).sum()
        off_after += np.abs(made[one.variables].counts - truth).sum()
    assert off_after < 0.8 * off_before
    for held, target in made.items():
        assert target.counts.min() >= 0
        assert target.counts.sum() == pytest.approx(total, rel=1e-6)
        for place, at in enumerate(held):
            others = tuple(axis for axis in range(len(held)) if axis != place)
            assert np.abs(target.counts.sum(axis=others) - made[at,].counts).max() < 0.02 * total


def test_the_mean_is_weighed_by_precision() -> None:
    """One variable in two margins: variance 2 * 1 and 3 * 4 for its sums, hence 1 / (1/2 + 1/12) = 12/7."""
    margins = [
        NoisedMargin((0, 1), np.full((2, 2), 10), Fraction(1)),
        NoisedMargin((0, 2), np.array([[10, 10, 10], [10, 10, 10]]), Fraction(4)),
    ]
    made = {one.variables: one for one in consistent(margins, frozenset())}
    assert made[0,].sigma == pytest.approx((12 / 7) ** 0.5)
    # sums 20 and 30 with weights 6/7 and 1/7, moved to the total: 40 and 60 with weights 1/4 and 1/24
    assert total_of(margins) == round((40 / 4 + 60 / 24) / (1 / 4 + 1 / 24))
    assert made[0,].counts.tolist() == [21.5, 21.5]


def test_nobody_is_where_nobody_can_be() -> None:
    never = frozenset({frozenset({(0, 1), (1, 3)})})
    made = {one.variables: one for one in consistent(noisy(4), never)}
    assert made[0, 1].counts[1, 3] == 0
    assert made[0, 1].counts.sum() == pytest.approx(made[0,].counts.sum(), rel=0.02)
    assert (made[0, 1, 2].counts[1, 3] == 0).all()


def test_the_network_finds_a_chain() -> None:
    codes = chain(20_000, 5)
    pairs = {(m.variables[0], m.variables[1]): m.n.astype(float) for m in exact(codes, SIZES, 2)}
    nodes = learn(pairs, SIZES)
    assert sorted(node.variable for node in nodes) == [0, 1, 2, 3]
    assert [len(node.parents) for node in nodes] == [0, 1, 2, 2]
    known: set[int] = set()
    for node in nodes:
        assert set(node.parents) <= known
        known.add(node.variable)
    assert {nodes[0].variable, nodes[1].variable} == {0, 1}  # most codes that follow each other: they tell most
    assert (nodes[2].variable, nodes[2].parents[0]) == (2, 1)
    assert (nodes[3].variable, nodes[3].parents[0]) == (3, 2)


def test_small_networks() -> None:
    assert learn({}, (3,)) == (Node(0, ()),)
    assert learn({(0, 1): np.ones((2, 2))}, (2, 2)) == (Node(0, ()), Node(1, (0,)))


def test_the_triple_of_largest_entropy_is_that_of_a_solver() -> None:
    """Entropy given three pairs, maximised by SciPy over all joints of 2 x 2 x 2 with these pairs."""
    from fanal.engines.disclosure.synthesis_kernels import triple_entropies

    random = np.random.default_rng(7)
    joint = random.dirichlet(np.ones(8)).reshape(2, 2, 2)
    axes = {(0, 1): joint.sum(2), (0, 2): joint.sum(1), (1, 2): joint.sum(0)}
    # the only freedom: + t at cells of even parity, - t at the others
    sign = np.array([1 if (a + b + c) % 2 == 0 else -1 for a, b, c in product(range(2), repeat=3)]).reshape(2, 2, 2)

    def loss(shift: float) -> float:
        moved = joint + shift * sign
        return float((moved * np.log(moved)).sum())

    low, high = -joint[sign > 0].min(), joint[sign < 0].min()
    best = optimize.minimize_scalar(loss, bounds=(low + 1e-9, high - 1e-9), method="bounded", options={"xatol": 1e-12})
    starts = np.zeros((3, 3), np.int64)
    starts[0, 2], starts[1, 2] = 4, 8
    flat = np.concatenate([axes[pair].ravel() for pair in ((0, 1), (0, 2), (1, 2))])
    found = np.zeros(1)
    triple_entropies(flat, starts, np.array([2, 2, 2]), np.array([[0, 1, 2]]), found)
    assert found[0] == pytest.approx(-best.fun, abs=2e-3)


def test_noise_free_margins_are_met_within_one_percent() -> None:
    """The rows that are weighted come from other children than the margins do."""
    pool, truth = chain(60_000, 11), chain(8_000, 12)
    truth[:3_000, 3] = 0  # and these are of another kind
    targets = [
        Target(one.variables, one.n.astype(float), 0.0) for ways in (2, 3) for one in exact(truth, SIZES, ways)[:3]
    ]
    columns = np.ascontiguousarray(pool.T)
    before = np.full(60_000, 8_000 / 60_000)
    weights = rake(columns, before, targets, np.random.default_rng(0))
    assert weights.sum() == pytest.approx(8_000, rel=0.01)
    for target in targets:
        off = np.abs(counts_of(columns, weights, target.variables, target.counts.shape) - target.counts).sum()
        was = np.abs(counts_of(columns, before, target.variables, target.counts.shape) - target.counts).sum()
        assert off < 0.01 * target.counts.sum()
        assert off < was


def test_one_step_by_hand() -> None:
    """Two cells with weights 3 and 1, wanted 7 and 1, noise 1: factors (8/4)^0.7 and 1; then a limit of 5."""
    codes = np.array([[0, 0, 0, 1]], np.uint8)
    made = rake(codes, np.ones(4), [Target((0,), np.array([7.0, 1.0]), 1.0)], np.random.default_rng(0), sweeps=1)
    assert made.tolist() == pytest.approx([2**0.7, 2**0.7, 2**0.7, 1.0])
    far = rake(codes, np.ones(4), [Target((0,), np.array([1e6, 0.0]), 0.0)], np.random.default_rng(0), sweeps=1)
    assert far.tolist() == pytest.approx([5.0, 5.0, 5.0, 0.2])


@settings(max_examples=25, deadline=None)
@given(rows=st.integers(0, 41), seed=st.integers(0, 99), chosen=st.sampled_from([(0,), (1, 3), (0, 1, 2), (1, 2, 3)]))
def test_weighted_counts_are_sums(rows: int, seed: int, chosen: tuple[int, ...]) -> None:
    codes = chain(rows, seed)
    weights = np.random.default_rng(seed).random(rows)
    plain = np.zeros([SIZES[place] for place in chosen])
    np.add.at(plain, tuple(codes[:, place] for place in chosen), weights)
    found = counts_of(np.ascontiguousarray(codes.T), weights, chosen, plain.shape)
    assert np.allclose(found, plain)
