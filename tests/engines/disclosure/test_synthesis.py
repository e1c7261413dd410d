"""Synthetic rows: what they cost, that only noised counts make them, how near they are, how they are written."""

import json
from dataclasses import fields, replace
from fractions import Fraction
from itertools import combinations
from math import pi, sqrt

import numpy as np
import pytest
from tests.engines.disclosure.brute import classes_of, cube_of, stream

from fanal.engines.disclosure.model import Cube, DisclosureError, NotReleased, Variable
from fanal.engines.disclosure.synthesis import (
    Noised,
    fit_errors,
    measure,
    network,
    noised,
    resample,
    spends,
    synthesise,
)
from fanal.engines.disclosure.synthetic_files import error_json, read_csv, to_csv

pytestmark = pytest.mark.once

SIZES = (3, 4, 2, 3, 3)
CLASSES = classes_of(*SIZES)
RHO = Fraction(1, 5)


def people(rows: int, seed: int = 1) -> np.ndarray:
    """Two kinds of children, and columns that lean on the kind."""
    random = np.random.default_rng(seed)
    kind = random.random(rows) < 0.3
    columns = [np.where(random.random(rows) < 0.6, kind.astype(int), random.integers(0, size, rows)) for size in SIZES]
    return np.column_stack(columns).astype(np.uint8)


@pytest.fixture(scope="module")
def cube() -> Cube:
    return cube_of(CLASSES, people(3_000), cohorts=(2023, 2024))


@pytest.fixture(scope="module")
def given(cube: Cube) -> Noised:
    return measure(cube, RHO, stream("margins"))


def test_what_it_costs_by_hand() -> None:
    """Ten pairs with 2/5 of 1/5: variance 10 / (2 * 2/25) = 62.5; three families with 3/25: 3 / (6/25) = 12.5."""
    costs = spends(CLASSES, (2023, 2024), RHO)
    assert [(one.cohort, one.rho, one.sigma2, one.sensitivity2) for one in costs] == [
        (2023, Fraction(2, 25), Fraction(125, 2), 10),
        (2024, Fraction(2, 25), Fraction(125, 2), 10),
        (2023, Fraction(3, 25), Fraction(25, 2), 3),
        (2024, Fraction(3, 25), Fraction(25, 2), 3),
    ]


def test_what_is_measured_is_what_was_charged(cube: Cube, given: Noised) -> None:
    assert given.spent == spends(CLASSES, (2023, 2024), RHO)
    for ways, number, sigma2 in ((2, 10, Fraction(125, 2)), (3, 3, Fraction(25, 2))):
        some = [one for one in given.margins if len(one.variables) == ways]
        assert len({one.variables for one in some}) == len(some) == number
        assert {one.sigma2 for one in some} == {sigma2}
        off = np.concatenate([(one.n - cube.margins[one.variables].n).ravel() for one in some])
        assert off.var() == pytest.approx(float(sigma2), rel=0.5)
    assert {one.variables for one in given.margins if len(one.variables) == 2} == set(combinations(range(5), 2))
    assert {one.variables for one in given.margins if len(one.variables) == 3} == {n.family for n in network(given)[2:]}


def test_one_child_changes_each_measured_margin_in_one_cell(given: Noised) -> None:
    none, one = (cube_of(CLASSES, people(3_000)[:rows]) for rows in (6, 7))
    for ways, charged in ((2, 10), (3, 3)):
        changed = [
            int(((one.margins[m.variables].n - none.margins[m.variables].n) ** 2).sum())
            for m in given.margins
            if len(m.variables) == ways
        ]
        assert sum(changed) == charged


def test_the_network_comes_from_pairs_alone(given: Noised) -> None:
    pairs = replace(given, margins=tuple(one for one in given.margins if len(one.variables) == 2))
    assert network(pairs) == network(given)


def test_the_total_is_noised_and_near(given: Noised) -> None:
    assert abs(given.total - 3_000) < 30


def test_rows_have_the_noised_total_and_no_strange_codes(given: Noised) -> None:
    made = synthesise(given, stream("seed"), pool=20_000)
    assert made.rows == given.total
    assert made.codes.dtype == np.uint8
    assert (made.codes.max(axis=0) < np.array(SIZES)).all()
    assert synthesise(given, stream("seed"), rows=500, pool=20_000).rows == 500


def test_the_same_margins_and_seed_give_the_same_rows(given: Noised) -> None:
    one, same, other = (synthesise(given, stream(seed), pool=5_000) for seed in ("s", "s", "t"))
    assert (one.codes == same.codes).all()
    assert (one.codes != other.codes).any()


def off_from(cube: Cube, codes: np.ndarray, variables: tuple[int, ...]) -> float:
    made = np.zeros(cube.margins[variables].n.shape)
    np.add.at(made, tuple(codes[:, place] for place in variables), cube.rows / len(codes))
    return float(np.abs(made - cube.margins[variables].n).mean())


def test_counts_are_nearer_to_the_truth_than_the_error_table_says(cube: Cube, given: Noised) -> None:
    made = synthesise(given, stream("near"), pool=50_000)
    for error in made.errors:
        held = {held for one in given.margins for held in combinations(one.variables, error.ways)}
        measured = [one.variables for one in given.margins if len(one.variables) == error.ways] or sorted(held)
        assert np.mean([off_from(cube, made.codes, one) for one in measured]) < error.at_most
    unmeasured = [v for v in combinations(range(5), 3) if v not in {n.family for n in network(given)}]
    random = np.random.default_rng(0)
    apart = np.column_stack([random.permutation(column) for column in people(3_000).T])
    found, lost = (np.mean([off_from(cube, codes, one) for one in unmeasured]) for codes in (made.codes, apart))
    assert found < lost / 2


def test_errors_are_those_of_the_noised_counts_and_of_the_noise(given: Noised) -> None:
    made = synthesise(given, stream("errors"), pool=5_000)
    single, pairs, _ = made.errors
    assert [(one.ways, one.margins) for one in made.errors] == [(1, 5), (2, 10), (3, 3)]
    assert pairs.noise == pytest.approx(sqrt(62.5) * sqrt(2 / pi))
    off, cells = 0.0, 0
    for one in given.margins:
        if len(one.variables) == 2:
            n = np.zeros(one.n.shape)
            np.add.at(n, tuple(made.codes[:, place] for place in one.variables), 1)
            off, cells = off + np.abs(n - one.n).sum(), cells + one.n.size
    assert pairs.cells == cells
    assert pairs.difference == pytest.approx(off / cells)
    assert pairs.at_most == pytest.approx(pairs.difference + pairs.noise)
    assert single.cells == sum(SIZES)
    assert single.count == pytest.approx(5 * given.total / sum(SIZES))


def test_the_error_of_single_variables_is_that_of_the_mean_of_all_margins_that_hold_them() -> None:
    """Two variables of 2 and 2 codes, one of 3; by hand: the sum over a row of two or three cells has two or three
    times the variance, and the mean of two such sums, weighed by precision, 1 / (1/a + 1/b)."""
    given = measure(cube_of(classes_of(2, 2, 3), people(500)[:, [2, 2, 0]] % 2), RHO, stream("one"))
    pairs = {one.variables: float(one.sigma2) for one in given.margins if len(one.variables) == 2}
    (triple,) = (one for one in given.margins if len(one.variables) == 3)
    sizes = (2, 2, 3)
    expected = 0.0
    for place, size in enumerate(sizes):
        others = [at for at in range(3) if at != place]
        precision = sum(1 / (pairs[min(place, at), max(place, at)] * sizes[at]) for at in others)
        precision += 1 / (float(triple.sigma2) * np.prod([sizes[at] for at in others]))
        expected += size * sqrt(2 / pi / precision) / sum(sizes)
    found = synthesise(given, stream("rows"), pool=2_000).errors[0]
    assert (found.ways, found.margins, found.cells) == (1, 3, 7)
    assert found.noise == pytest.approx(expected)


def test_nothing_but_noised_counts_reaches_the_rows() -> None:
    """Another population with the same noised counts gives the same rows and the same error table."""
    assert {one.name for one in fields(Noised)} == {"classes", "cohorts", "margins", "spent"}
    one = measure(cube_of(CLASSES, people(400)), RHO, stream("x"))
    copy = Noised(one.classes, one.cohorts, tuple(replace(m, n=m.n.copy()) for m in one.margins), one.spent)
    first, second = (synthesise(g, stream("y"), pool=2_000) for g in (one, copy))
    assert to_csv(first) == to_csv(second)
    assert error_json(first) == error_json(second)


@pytest.mark.parametrize("sizes", [(3,), (3, 4), (2, 2, 2)])
def test_few_variables(sizes: tuple[int, ...]) -> None:
    classes = classes_of(*sizes)
    random = np.random.default_rng(0)
    codes = np.column_stack([random.integers(0, size, 900) for size in sizes]).astype(np.uint8)
    found = measure(cube_of(classes, codes), RHO, stream("few"))
    assert sum(one.rho for one in found.spent) == RHO
    made = synthesise(found, stream("seed"), pool=5_000)
    assert abs(made.rows - 900) < 40
    assert made.codes.shape[1] == len(sizes)


def test_no_children_are_a_result() -> None:
    found = measure(cube_of(CLASSES, np.empty((0, 5), np.uint8)), RHO, stream("none"))
    assert synthesise(found, stream("seed"), pool=2_000).rows == found.total < 100
    made = synthesise(found, stream("seed"), rows=0, pool=2_000)
    assert to_csv(made).count(b"\n") == 1
    assert [one.difference > 0 for one in made.errors] == [True] * 3


def test_what_cannot_be_is_in_no_row() -> None:
    classes = classes_of(*SIZES, impossible=(("a1", "b.b1"), ("a1", "e.e2")))
    codes = people(2_000)
    codes = codes[(codes[:, 0] != 1) | ((codes[:, 1] != 1) & (codes[:, 4] != 2))]
    made = synthesise(measure(cube_of(classes, codes), RHO, stream("never")), stream("seed"), pool=20_000)
    a1 = made.codes[made.codes[:, 0] == 1]
    assert len(a1) > 50
    assert not ((a1[:, 1] == 1) | (a1[:, 4] == 2)).any()


def test_refusals(cube: Cube, given: Noised) -> None:
    with pytest.raises(NotReleased, match="X3"):
        measure(cube, Fraction(21, 100), stream("x"))
    assert noised(cube, Fraction(21, 100), stream("x")).spent[0].rho == Fraction(21, 250)
    with pytest.raises(DisclosureError, match="rho"):
        measure(cube, Fraction(0), stream("x"))
    with pytest.raises(DisclosureError, match="three variables"):
        measure(cube_of(CLASSES, people(10), ways=2), RHO, stream("x"))
    with pytest.raises(DisclosureError, match="from 0 to"):
        synthesise(given, stream("x"), rows=-1)


def test_each_row_comes_as_often_as_its_weight_says_or_one_off() -> None:
    weights = np.random.default_rng(3).gamma(0.3, 1, 500)
    weights[[0, 7, 499]] = 0
    for rows in (1, 50, 4_000):
        often = np.bincount(resample(weights, rows, np.random.default_rng(rows)), minlength=500)
        share = weights * rows / weights.sum()
        assert often.sum() == rows
        assert (np.abs(often - share) < 1 + 1e-9).all()
        assert not often[[0, 7, 499]].any()


def test_as_a_file(given: Noised) -> None:
    made = synthesise(given, stream("file"), pool=5_000)
    data = to_csv(made)
    lines = data.decode().splitlines()
    assert lines[0] == "synthetic_a,synthetic_b,synthetic_c,synthetic_d,synthetic_e"
    assert len(lines) == made.rows + 1
    assert lines[1].split(",") == [CLASSES.variables[at].codes[code] for at, code in enumerate(made.codes[0])]
    assert (read_csv(data, CLASSES) == made.codes).all()
    told = json.loads(error_json(made))
    assert "no row is a child" in told["caution"]
    assert told["cohorts"] == [
        {"cohort": cohort, "rho": "1/5", "epsilon": 3.1311, "delta": 1e-6} for cohort in (2023, 2024)
    ]
    assert [one["ways"] for one in told["errors"]] == [1, 2, 3]


def test_codes_that_look_like_formulas_or_hold_commas_are_quoted() -> None:
    names = ("missing", "=1+1", "-5", 'a, "b"')
    classes = replace(CLASSES, variables=(Variable("a", names), Variable("b", ("missing", "x"))))
    codes = np.array([[0, 0], [1, 1], [2, 0], [3, 1]] * 20, np.uint8)
    made = synthesise(measure(cube_of(classes, codes), RHO, stream("odd")), stream("seed"), pool=1_000)
    data = to_csv(made)
    assert not [line for line in data.decode().splitlines() if line.startswith(("=", "-"))]
    assert (read_csv(data, classes) == made.codes).all()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "columns"),
        (b"a,b,c,d,e\n", "columns"),
        (b"synthetic_a,synthetic_b,synthetic_c,synthetic_d,synthetic_e\nmissing\n", "row 1 has 1 cells"),
        (b"synthetic_a,synthetic_b,synthetic_c,synthetic_d,synthetic_e\na1,b1,c1,d1,secret\n", "row 1 has a code"),
    ],
)
def test_files_that_are_no_synthetic_rows(data: bytes, words: str) -> None:
    with pytest.raises(DisclosureError, match=words) as caught:
        read_csv(data, CLASSES)
    assert "secret" not in str(caught.value)


def test_fit_of_no_rows_is_that_of_nothing(given: Noised) -> None:
    _, pairs, _ = fit_errors(given, np.empty((0, 5), np.uint8))
    noised_pairs = np.concatenate([one.n.ravel() for one in given.margins if len(one.variables) == 2])
    assert pairs.difference == pytest.approx(np.abs(noised_pairs).mean())
