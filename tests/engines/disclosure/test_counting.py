"""Counts are exact whatever the grouping, order and number of threads, and what cannot be counted is refused."""

from itertools import combinations
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.engines.disclosure.classes import class_set
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.cube import combine
from fanal.engines.disclosure.model import ClassSet, CodedTable, Cube, DisclosureError, Variable

pytestmark = pytest.mark.once


def classes_of(sizes: list[int]) -> ClassSet:
    """A class set with variables a0, a1, … of so many codes."""
    variables = [Variable(f"a{at}", ("missing", *(f"c{n}" for n in range(1, size)))) for at, size in enumerate(sizes)]
    return class_set("children of a test", 1, variables)


def rows_of(classes: ClassSet, rows: int, seed: int, cohort: int = 2020) -> CodedTable:
    rng = np.random.default_rng(seed)
    sizes = [len(one.codes) for one in classes.variables]
    codes = np.stack([rng.integers(0, size, rows) for size in sizes], axis=1).astype(np.uint8)
    return CodedTable(classes, cohort, codes, rng.integers(0, 2**32, (rows, 2), dtype=np.uint32))


def by_hand(table: CodedTable, places: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """Counts and sums of keys of all cells, row by row in Python integers."""
    sizes = [len(table.classes.variables[place].codes) for place in places]
    n, key = [0] * prod(sizes), [0] * prod(sizes)
    for row, (high, low) in zip(table.codes.tolist(), table.keys.tolist(), strict=True):
        at = 0
        for place, size in zip(places, sizes, strict=True):
            at = at * size + row[place]
        n[at] += 1
        key[at] = (key[at] + high * 2**32 + low) % 2**64
    return n, key


def assert_equal(one: Cube, other: Cube) -> None:
    assert list(one.margins) == list(other.margins)
    for places, margin in one.margins.items():
        np.testing.assert_array_equal(margin.n, other.margins[places].n)
        np.testing.assert_array_equal(margin.key, other.margins[places].key)


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(2, 7), min_size=1, max_size=7),
    rows=st.integers(0, 60),
    seed=st.integers(0, 2**32 - 1),
    ways=st.integers(1, 3),
    threads=st.integers(1, 3),
    bins=st.sampled_from([1, 6, 12, 64, 256]),
)
def test_all_margins_are_those_counted_row_by_row(
    sizes: list[int], rows: int, seed: int, ways: int, threads: int, bins: int
) -> None:
    table = rows_of(classes_of(sizes), rows, seed)
    cube = count(table, ways, threads=threads, bins=bins)
    every = [c for w in range(1, min(ways, len(sizes)) + 1) for c in combinations(range(len(sizes)), w)]
    assert list(cube.margins) == every
    assert cube.rows == rows
    for places in every:
        margin = cube.margins[places]
        assert margin.n.shape == tuple(sizes[place] for place in places)
        assert (margin.n.ravel().tolist(), margin.key.ravel().tolist()) == by_hand(table, places)


def test_the_order_of_rows_changes_nothing() -> None:
    table = rows_of(classes_of([3, 8, 2, 5, 4]), 500, 1)
    order = np.random.default_rng(2).permutation(500)
    assert_equal(count(table), count(CodedTable(table.classes, 2020, table.codes[order], table.keys[order])))


def test_a_margin_is_found_by_names_in_any_order() -> None:
    cube = count(rows_of(classes_of([3, 4, 2]), 50, 3))
    assert cube.margin("a2", "a0") is cube.margins[0, 2]
    with pytest.raises(DisclosureError, match="named twice"):
        cube.margin("a1", "a1")
    with pytest.raises(DisclosureError, match="no variable"):
        cube.margin("a9")


def test_variables_with_as_many_codes_as_a_byte_has() -> None:
    table = rows_of(classes_of([256, 256, 3]), 400, 4)
    cube = count(table)
    for places in cube.margins:
        assert (cube.margins[places].n.ravel().tolist(), cube.margins[places].key.ravel().tolist()) == by_hand(
            table, places
        )


def test_sixty_four_variables_are_counted_and_sixty_five_refused() -> None:
    table = rows_of(classes_of([2] * 64), 40, 5)
    cube = count(table)
    assert len(cube.margins) == 64 + 2016 + 41664
    assert all(int(margin.n.sum()) == 40 for margin in cube.margins.values())
    assert cube.margins[3, 40, 63].n.ravel().tolist() == by_hand(table, (3, 40, 63))[0]
    more = ClassSet("p", 1, (*table.classes.variables, Variable("b", ("missing", "x"))), None, "")
    with pytest.raises(DisclosureError, match="65 variables"):
        count(CodedTable(more, 2020, np.zeros((1, 65), np.uint8), np.zeros((1, 2), np.uint32)))


@pytest.mark.parametrize("ways", [0, 4])
def test_other_than_one_to_three_ways_are_refused(ways: int) -> None:
    with pytest.raises(DisclosureError, match="1 to 3 are possible"):
        count(rows_of(classes_of([2, 2, 2, 2]), 5, 1), ways)


def test_more_cells_than_a_machine_holds_are_refused_before_any_is_made() -> None:
    # 20 variables with 200 codes: 1140 x 8,000,000 + 190 x 40,000 + 20 x 200 cells
    with pytest.raises(DisclosureError, match="9,127,604,000 cells"):
        count(rows_of(classes_of([200] * 20), 5, 1))


def test_a_code_beyond_its_variable_is_told_by_row_and_column_never_by_value() -> None:
    table = rows_of(classes_of([3, 4]), 9, 1)
    table.codes[6, 1] = 77
    with pytest.raises(DisclosureError, match=r"^row 7, column a1: ") as caught:
        count(table)
    assert "77" not in str(caught.value)


def test_no_rows_are_a_result() -> None:
    cube = count(rows_of(classes_of([3, 4, 2, 2]), 0, 1))
    assert cube.rows == 0
    assert all(not margin.n.any() and not margin.key.any() for margin in cube.margins.values())


def test_cohorts_add_up() -> None:
    classes = classes_of([3, 4, 2])
    one, other = rows_of(classes, 70, 7, 2019), rows_of(classes, 50, 8, 2020)
    both = combine([count(other), count(one)])
    assert (both.cohorts, both.rows) == ((2019, 2020), 120)
    rows = CodedTable(classes, 0, np.vstack([one.codes, other.codes]), np.vstack([one.keys, other.keys]))
    assert_equal(both, count(rows))


def test_what_cannot_be_added() -> None:
    classes = classes_of([3, 4])
    one = count(rows_of(classes, 9, 1))
    with pytest.raises(DisclosureError, match="given twice"):
        combine([one, one])
    with pytest.raises(DisclosureError, match="their variables differ"):
        combine([one, count(rows_of(classes_of([3]), 9, 1, 2021))])
    with pytest.raises(DisclosureError, match="a1 has other codes"):
        combine([one, count(rows_of(classes_of([3, 5]), 9, 1, 2021))])
    with pytest.raises(DisclosureError, match="different size"):
        combine([one, count(rows_of(classes, 9, 1, 2021), 1)])
    with pytest.raises(DisclosureError, match="no cubes"):
        combine([])
