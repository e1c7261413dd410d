"""Tables under differential privacy: what a child changes, what noise costs, what is shown."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.disclosure.brute import classes_of, cube_of, stream

from fanal.engines.disclosure import dp
from fanal.engines.disclosure.layout import counted, layout
from fanal.engines.disclosure.model import CodedTable, DisclosureError, NotReleased, Policy, TableSpec

pytestmark = pytest.mark.once

CLASSES = classes_of(4, 3, 3)
DP = Policy(method="dp", rho=Fraction(1, 5))
AB, C = TableSpec(("a",), ("b",), cohorts=(2024,)), TableSpec(("c",), cohorts=(2024,))


def people(rows: int, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return np.column_stack([random.integers(0, size, rows) for size in (4, 3, 3)]).astype(np.uint8)


SPECS = [
    TableSpec(("a",)),
    TableSpec(("a",), ("b",)),
    TableSpec(("a", "c"), ("b",)),
    TableSpec(("a",), ("b",), totals=False),
    TableSpec(("b",), where={"a": ("a1", "a2")}),
]


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("bound", [1, 2, 3])
def test_one_child_changes_a_table_by_no_more_than_it_is_charged(spec: TableSpec, bound: int) -> None:
    """Every possible child, its rows all alike: the worst, since a norm is convex."""
    spec = replace(spec, bound=bound)
    charged = dp.sensitivity2(spec)
    none, _ = counted(cube_of(CLASSES, np.empty((0, 3), np.uint8)), layout(CLASSES, spec))
    worst = 0
    for child in product(range(4), range(3), range(3)):
        rows = np.array([child] * bound, np.uint8)
        with_child, _ = counted(cube_of(CLASSES, rows), layout(CLASSES, spec))
        worst = max(worst, int(((with_child - none) ** 2).sum()))
    assert charged == worst
    assert dp.cells(CLASSES, spec) == none.size


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=2))
def test_different_rows_of_a_child_change_no_more(rows: list[tuple[int, int, int]]) -> None:
    spec = TableSpec(("a",), ("b",), bound=2)
    n, _ = counted(cube_of(CLASSES, np.array(rows, np.uint8)), layout(CLASSES, spec))
    assert int((n**2).sum()) <= dp.sensitivity2(spec)


def test_variance_and_spends_of_a_release_by_hand() -> None:
    """4 + 2 cells a child and rho 1/5: variance 6 / (2/5) = 15; 4/30 and 2/30 on each of two cohorts."""
    costs = dp.spends(CLASSES, (2023, 2024), [AB, C], DP)
    assert [(one.cohort, one.rho, one.sigma2, one.sensitivity2) for one in costs] == [
        (2023, Fraction(4, 30), 15, 4),
        (2024, Fraction(4, 30), 15, 4),
        (2023, Fraction(2, 30), 15, 2),
        (2024, Fraction(2, 30), 15, 2),
    ]
    assert costs[0].mechanism == "discrete Gaussian: a × b"


def test_release() -> None:
    cube = cube_of(CLASSES, people(2_000), cohorts=(2023, 2024))
    specs = [replace(spec, cohorts=(2023, 2024)) for spec in (AB, C)]
    first, second = dp.release(cube, specs, DP, stream("release"))
    assert first.rows == (("missing",), ("a1",), ("a2",), ("a3",), ("total",))
    assert first.columns == (("missing",), ("b1",), ("b2",), ("total",))
    assert second.columns == ((),)
    assert [one.cohort for one in first.spent] == [2023, 2024]
    assert sum(one.rho for table in (first, second) for one in table.spent if one.cohort == 2024) == Fraction(1, 5)
    truth, _ = counted(cube, layout(CLASSES, AB))
    assert len(truth) == len(first.cells) == 20
    for cell, n in zip(first.cells, truth.tolist(), strict=True):
        assert cell.state == "shown"
        assert abs(cell.value - n) < 25
        assert (cell.lower, cell.upper) == (max(cell.value - 8, 0), cell.value + 8)  # 1.96 * sqrt(15) = 7.59
    assert (first.error.method, first.error.largest, first.error.level) == ("dp", None, 0.95)
    assert first.error.standard_error == pytest.approx(15**0.5)
    assert first.error.example == (10, 2, 18)


def test_intervals_hold_what_they_say() -> None:
    cube = cube_of(CLASSES, people(3_000))
    truth, _ = counted(cube, layout(CLASSES, AB))
    random, held, seen = stream("coverage"), 0, 0
    for _ in range(100):
        (table,) = dp.release(cube, [AB], DP, random)
        for cell, n in zip(table.cells, truth.tolist(), strict=True):
            if cell.state == "shown":
                seen, held = seen + 1, held + (cell.lower <= n <= cell.upper)
    assert seen == 2_000
    assert 0.94 <= held / seen <= 0.985


@pytest.mark.parametrize(
    ("value", "k", "sigma2", "state"),
    [
        (10, 10, 25, "shown"),  # k and 2 sigma, both exactly
        (9, 10, 1, "too_few_to_say"),
        (10, 10, Fraction(2501, 100), "too_few_to_say"),  # 2 sigma just above 10
        (19, 20, 4, "too_few_to_say"),
        (-30, 10, 1, "too_few_to_say"),
        (0, 10, 1, "too_few_to_say"),
    ],
)
def test_shown_from_k_and_two_sigma_on(value: int, k: int, sigma2: Fraction, state: str) -> None:
    spec = TableSpec(("b",), totals=False)
    table = dp.protected(spec, replace(DP, k=k), CLASSES, np.array([value, 500, 500]), Fraction(sigma2), ())
    assert table.cells[0].state == state
    assert (table.cells[0].value is None) == (state != "shown")


def test_what_cannot_be_is_zero_and_what_can_be_is_never() -> None:
    classes = classes_of(3, 3, impossible=(("a1", "b.b2"),))
    cube = cube_of(classes, np.zeros((0, 2), np.uint8), ways=2)
    (table,) = dp.release(cube, [AB], DP, stream("impossible"))
    assert [cell.state for cell in table.cells].count("shown") == 1
    assert table.cell(1, 2).value == 0
    assert table.cell(0, 2).value is None


def test_noise_is_fresh_in_each_cell_and_each_release() -> None:
    cube = cube_of(CLASSES, people(900))
    random = stream("fresh")
    one, two = (dp.noised(cube, AB, Fraction(40), random) for _ in range(2))
    truth, _ = counted(cube, layout(CLASSES, AB))
    assert len(set((one - truth).tolist())) > 8
    assert (one != two).sum() > 12


def test_refusals() -> None:
    cube = cube_of(CLASSES, people(50))
    with pytest.raises(NotReleased, match="X3"):
        dp.release(cube, [AB], replace(DP, rho=Fraction(21, 100)), stream("x"))
    for policy in (Policy(method="dp"), Policy(rho=Fraction(1, 10)), replace(DP, rho=Fraction(0))):
        with pytest.raises(DisclosureError, match="rho"):
            dp.release(cube, [AB], policy, stream("x"))
    with pytest.raises(DisclosureError, match="other cohorts"):
        dp.release(cube, [replace(AB, cohorts=(2023,))], DP, stream("x"))
    with pytest.raises(DisclosureError, match="at least one table"):
        dp.release(cube, [], DP, stream("x"))
    with pytest.raises(DisclosureError, match="bound"):
        dp.release(cube, [replace(AB, bound=0)], DP, stream("x"))


def services(seed: int, children: int = 60) -> CodedTable:
    random = np.random.default_rng(seed)
    child = np.sort(random.integers(0, children, 200))
    keys = np.column_stack([child, child * 7 + 1]).astype(np.uint32)
    return CodedTable(CLASSES, 2024, people(200, seed), keys)


@pytest.mark.parametrize("most", [1, 2, 4])
def test_a_child_has_no_more_rows_than_the_bound(most: int) -> None:
    table = services(1)
    kept = dp.bounded(table, most)
    _, had = np.unique(table.keys, axis=0, return_counts=True)
    _, has = np.unique(kept.keys, axis=0, return_counts=True)
    assert has.tolist() == np.minimum(had, most).tolist()


def test_which_rows_stay_does_not_depend_on_their_order_or_on_other_children() -> None:
    table = services(2)
    order = np.random.default_rng(3).permutation(table.rows)
    moved = replace(table, codes=table.codes[order], keys=table.keys[order])
    fewer = replace(table, codes=table.codes[:120], keys=table.keys[:120])
    last = table.keys[119]

    def rows(of: CodedTable, below: int = 10**9) -> list[tuple[int, ...]]:
        return sorted(
            (*key, *code) for key, code in zip(of.keys.tolist(), of.codes.tolist(), strict=True) if key[0] < below
        )

    assert rows(dp.bounded(table, 2)) == rows(dp.bounded(moved, 2))
    assert rows(dp.bounded(table, 2), int(last[0])) == rows(dp.bounded(fewer, 2), int(last[0]))
    assert dp.bounded(replace(table, codes=table.codes[:0], keys=table.keys[:0]), 2).rows == 0
    with pytest.raises(DisclosureError, match="bound"):
        dp.bounded(table, 0)
