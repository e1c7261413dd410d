"""Intervals against the worked examples of the papers, against a plain loop, and in simulation."""

from itertools import pairwise
from math import sqrt
from statistics import NormalDist, correlation

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.engines import intervals
from fanal.learning.measures import groups, items
from tests.sizes import sized

Z = NormalDist().inv_cdf(0.975)


@pytest.mark.parametrize(
    ("hits", "of", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_as_in_the_paper(hits: int, of: int, lower: float, upper: float) -> None:
    """Newcombe (1998a), table I, method 3."""
    found = intervals.share(hits, of)
    assert (found.lower, found.upper) == (pytest.approx(lower, abs=6e-5), pytest.approx(upper, abs=6e-5))


def test_a_share_lies_within_its_interval_and_both_between_0_and_1() -> None:
    """To the last digit, where rounding would have it otherwise: nobody, everybody, and all between."""
    for of in range(1, 400):
        hits = np.arange(of + 1)
        found = intervals.share(hits, of)
        assert (found.lower[0], found.upper[-1]) == (0, 1)
        for least, most in ((0, found.lower), (found.lower, found.point), (found.point, found.upper), (found.upper, 1)):
            assert np.all(least <= most)


@pytest.mark.parametrize(
    ("counts", "lower", "upper"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_a_difference_as_in_the_paper(counts: tuple[int, int, int, int], lower: float, upper: float) -> None:
    """Newcombe (1998b), table II, method 10."""
    found = intervals.difference(*counts)
    assert (found.lower, found.upper) == (pytest.approx(lower, abs=6e-5), pytest.approx(upper, abs=6e-5))


def test_a_common_difference_as_in_the_book() -> None:
    """Rothman, Greenland, Lash: Modern epidemiology, 2008, table 15-1 (tolbutamide), with 90 %; the limits are those
    that metafor has with the variance of Sato, Greenland and Robins."""
    found = intervals.common_difference([8, 22], [106, 98], [5, 16], [120, 85], level=0.9)
    assert found.point == pytest.approx(0.0349, abs=5e-5)
    assert (found.lower, found.upper) == (pytest.approx(-0.0176, abs=5e-5), pytest.approx(0.0874, abs=5e-5))


@pytest.mark.parametrize(("freedom", "value"), [(10, 2.2281), (29, 2.0452), (60, 2.0003), (120, 1.9799)])
def test_the_quantile_of_student_as_in_tables(freedom: int, value: float) -> None:
    assert intervals.student(0.975, freedom) == pytest.approx(value, abs=5e-5)


# ---- arrays are a plain loop ----

COUNTS = st.tuples(st.integers(0, 200), st.integers(1, 200)).map(lambda one: (min(one), one[1]))
STRATA = st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=8)


def _share(x: int, n: int) -> tuple[float, float]:
    p = x / n
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return (p + Z * Z / (2 * n) - half) / (1 + Z * Z / n), (p + Z * Z / (2 * n) + half) / (1 + Z * Z / n)


def _difference(x: int, n: int, y: int, m: int) -> tuple[float, float]:
    (l1, u1), (l2, u2) = _share(x, n), _share(y, m)
    p, q = x / n, y / m
    return p - q - sqrt((p - l1) ** 2 + (u2 - q) ** 2), p - q + sqrt((u1 - p) ** 2 + (q - l2) ** 2)


@given(STRATA)
def test_arrays_equal_a_plain_loop(strata: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    x, n, y, m = (np.array(part) for part in zip(*[(*one, *other) for one, other in strata], strict=True))
    found = intervals.difference(x, n, y, m)
    for at, ((a, b), (c, d)) in enumerate(strata):
        assert (found.lower[at], found.upper[at]) == pytest.approx(_difference(a, b, c, d), abs=1e-9)


@given(STRATA)
def test_a_common_difference_equals_a_plain_loop(strata: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    weight = above = p = q = 0.0
    for (a, n1), (c, n0) in strata:
        n = n1 + n0
        weight += n1 * n0 / n
        above += (a * n0 - c * n1) / n
        p += (n1**2 * c - n0**2 * a + n1 * n0 * (n0 - n1) / 2) / n**2
        q += (a * (n0 - c) + c * (n1 - a)) / (2 * n)
    point = above / weight
    half = Z * sqrt(max(point * p + q, 0)) / weight
    x, n, y, m = (np.array(part) for part in zip(*[(*one, *other) for one, other in strata], strict=True))
    found = intervals.common_difference(x, n, y, m)
    assert found.point == pytest.approx(point, abs=1e-9)
    near = 1e-7  # where the variance is nothing, the root of what rounding leaves of it is not
    assert found.upper - found.lower <= 2 * half + near
    assert (found.lower, found.upper) == (
        pytest.approx(max(point - half, -1), abs=1e-7), pytest.approx(min(point + half, 1), abs=1e-7),
    )  # fmt: skip


@given(COUNTS, COUNTS)
def test_arms_that_change_places_change_the_sign_alone(one: tuple[int, int], other: tuple[int, int]) -> None:
    there, back = intervals.difference(*one, *other), intervals.difference(*other, *one)
    assert (there.point, there.lower, there.upper) == pytest.approx((-back.point, -back.upper, -back.lower), abs=1e-12)
    assert there.lower <= there.point <= there.upper


ANSWERS = st.integers(2, 6).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 1), min_size=width, max_size=width), min_size=3, max_size=30)
)


@given(ANSWERS)
def test_items_equal_a_plain_loop(rows: list[list[int]]) -> None:
    shares, tells = items.shares(rows), items.discrimination(rows)
    for at in range(len(rows[0])):
        own, rest = [row[at] for row in rows], [sum(row) - row[at] for row in rows]
        assert shares[at] == pytest.approx(sum(own) / len(own))
        if len(set(own)) < 2 or len(set(rest)) < 2:
            assert np.isnan(tells[at])
        else:
            assert tells[at] == pytest.approx(correlation(own, rest), abs=1e-9)


# ---- simulation ----


def _covered(found: intervals.Interval, truth: float) -> float:
    return float(np.mean((found.lower <= truth) & (truth <= found.upper)))


@pytest.mark.long
@pytest.mark.parametrize(("first", "second", "arm"), [(0.8, 0.8, 30), (0.7, 0.5, 40), (0.9, 0.75, 60), (0.5, 0.5, 200)])
def test_a_difference_covers_as_it_says(first: float, second: float, arm: int) -> None:
    draws, many = np.random.default_rng(11), sized(20_000, 200_000)
    x, y = draws.binomial(arm, first, many), draws.binomial(arm, second, many)
    assert 0.93 <= _covered(intervals.difference(x, arm, y, arm), first - second) <= 0.97


@pytest.mark.long
@pytest.mark.parametrize("gap", [0.0, 0.15])
def test_a_common_difference_covers_as_it_says(gap: float) -> None:
    """Three pairs of different difficulty, 30 to 50 people an arm."""
    draws, many = np.random.default_rng(12), sized(4_000, 40_000)
    base, sizes = np.array([0.5, 0.65, 0.8]), np.array([30, 40, 50])
    x, y = draws.binomial(sizes, base, (many, 3)), draws.binomial(sizes, base - gap, (many, 3))
    found = [intervals.common_difference(one, sizes, other, sizes) for one, other in zip(x, y, strict=True)]
    assert 0.93 <= np.mean([one.lower <= gap <= one.upper for one in found]) <= 0.97


@pytest.mark.long
def test_a_mean_of_gains_covers_as_it_says() -> None:
    """Gains of thirty people in tenths, as forms of ten situations give them."""
    draws, many = np.random.default_rng(13), sized(4_000, 40_000)
    gains = (draws.binomial(10, 0.8, (many, 30)) - draws.binomial(6, 0.6, (many, 30)) * 10 / 6) / 10
    found = [intervals.mean(one) for one in gains]
    assert 0.93 <= np.mean([one.lower <= 0.2 <= one.upper for one in found]) <= 0.97


# ---- nobody learns of a few ----

SIZES = st.dictionaries(st.sampled_from("abcdefg"), st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=7)


@given(SIZES)
def test_no_group_is_small_and_none_is_left_over_by_subtraction(sizes: dict[str, tuple[int, int]]) -> None:
    kept = groups.told(sizes)
    assert all(min(sizes[one]) >= 30 for one in kept)
    if kept:
        for arm in (0, 1):
            rest = sum(size[arm] for one, size in sizes.items() if one not in kept)
            assert rest == 0 or rest >= 30
    assert all(min(sizes[a]) >= min(sizes[b]) for a, b in pairwise(kept))


def test_the_smallest_hides_who_is_few() -> None:
    assert groups.told({"desk": (60,), "driver": (40,)}) == ["desk", "driver"]
    assert groups.told({"desk": (60,), "driver": (40,), "guide": (3,)}) == ["desk"]
    assert groups.told({"desk": (29,)}) == []
