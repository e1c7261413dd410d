"""The exact count of gaps (docs/law-rules.md, "Every act at once", M8) against going through every pattern."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.jurisdiction.spaces import Array, both, cells, enumerate_gaps, plain

from fanal.engines.jurisdiction.counting.coupled import ELSEWHERE, HERE, NOWHERE, settle
from fanal.engines.jurisdiction.counting.maps import NONE, are_gaps, place_by_nationality
from fanal.engines.jurisdiction.counting.space import Predicates, World, count, found_in, gaps
from fanal.engines.jurisdiction.values import Truth

pytestmark = pytest.mark.once

KINDS = ("NR", "NV", "NP", "RV", "RP", "VP", "NRV", "NRP", "NVP", "RVP", "NRVP")


def chance(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def random_world(
    seed: int, states: int, count: int, *, kinds: tuple[str, ...] = (), unknown: float = 0.0, within: bool = False
) -> Predicates:
    """`within`: no route where the act is not punishable at home, as in law; otherwise anything goes."""
    draw = chance(seed)

    def truths(share: float, *shape: int) -> Array:
        found = np.where(draw.random(shape) < share, 2, 0).astype(np.int8)
        found[draw.random(shape) < unknown] = 1
        return found

    pun = truths(0.7, states, count)

    def pair(share: float) -> Array:
        first = truths(share, states, count)
        found = np.stack([first, np.maximum(first, truths(share, states, count))])
        return np.minimum(found, pun) if within else found

    return plain(
        pun=pun,
        terr=np.minimum(pun, truths(0.7, states, count)),
        an=pair(0.3),
        hr=pair(0.3),
        pp=pair(0.2),
        pr=np.stack([pair(0.1), pair(0.2)], axis=1),
        un=pair(0.05),
        reach=truths(0.4, 2, states, states),
        kinds={kind: pair(0.4) for kind in kinds},
    )


def test_one_state_by_hand() -> None:
    """One state S that prosecutes at home and its nationals: 1 · 2³ · 1 patterns, all of them with W = P = S."""
    yes, no = np.full((1, 1), 2, np.int8), np.zeros((1, 1), np.int8)
    never = np.stack([no, no])
    made = {"an": never, "hr": never, "pp": never, "un": never, "pr": np.zeros((2, 2, 1, 1), np.int8)}
    reach = np.zeros((2, 1, 1), np.int8)
    assert count(plain(pun=yes, terr=yes, reach=reach, **made)).upper == 0
    assert count(plain(pun=no, terr=no, reach=reach, **made)).lower == 8
    # Its rule on nationals is for acts abroad, and there is no abroad.
    assert count(plain(pun=yes, terr=no, reach=reach, **made | {"an": np.stack([yes, yes])})).lower == 8


def test_two_states_by_hand() -> None:
    """XA punishes at home and its nationals anywhere; XB does nothing. Nobody is ever given up.

    W = XA: open only if P = XA, so gaps are P = XB: 27, but not for nationals (N = XA) since XB gives nobody up: 27.
    W = XB: open only for N = XA with P = XA: 54 - 9 = 45. Together 72 of 108.
    """
    one = np.array([[2], [0]], np.int8)
    none = np.zeros((2, 1), np.int8)
    never = np.stack([none, none])
    found = count(
        plain(
            pun=one, terr=one, an=np.stack([one, one]), hr=never, pp=never, un=never,
            pr=np.zeros((2, 2, 2, 1), np.int8), reach=np.zeros((2, 2, 2), np.int8),
        )
    )  # fmt: skip
    assert (found.total, found.lower, found.upper) == (108, 72, 72)


@settings(max_examples=60)
@given(
    st.integers(0, 2**32), st.integers(1, 4), st.lists(st.sampled_from(KINDS), max_size=4, unique=True), st.booleans()
)
def test_the_count_is_that_of_going_through_all(seed: int, states: int, kinds: list[str], within: bool) -> None:
    """M8 with 0 to 4 coupled kinds."""
    predicates = random_world(seed, states, 2, kinds=tuple(kinds), within=within)
    yes, no = both(predicates)
    expected = enumerate_gaps(yes)
    assert gaps(yes).tolist() == gaps(no).tolist() == expected


@pytest.mark.parametrize("kinds", [(), ("NR",), ("NR", "VP"), ("NRV", "NP", "RV"), ("NR", "NV", "RV", "NRVP"), KINDS])
def test_nine_states(kinds: tuple[str, ...]) -> None:
    """405,000 patterns in five cells."""
    world = random_world(len(kinds), 9, 5, kinds=kinds).at(Truth.T)
    assert gaps(world).tolist() == enumerate_gaps(world)


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 4), st.booleans())
def test_any_table_that_has_a_box_is_counted_exactly(seed: int, states: int, upwards: bool) -> None:
    """Also where a further link takes a route away, or living nowhere differs from living abroad."""
    draw = chance(seed)
    abroad = settle(draw.random((2, 2, 2, 3, 2, states, 2)) < draw.random() / 2, upwards=upwards)
    world = some_world(draw, abroad)
    expected = enumerate_gaps(world)
    assert gaps(world).tolist() == expected


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 3))
def test_law_without_a_box_lies_within_the_bounds(seed: int, states: int) -> None:
    draw = chance(seed)
    abroad = draw.random((2, 2, 2, 3, 2, states, 2)) < 0.3
    world = some_world(draw, abroad)
    exact = np.array(enumerate_gaps(world))
    ends = [gaps(with_abroad(world, settle(abroad, upwards=upwards))) for upwards in (True, False)]
    assert (ends[0] <= exact).all()
    assert (exact <= ends[1]).all()


def some_world(draw: np.random.Generator, abroad: np.ndarray) -> World:
    states, count = abroad.shape[-2:]
    punishes = draw.random((states, count)) < 0.6
    layers = np.sort(draw.integers(0, 2, count))
    reach = draw.random((2, 2, 2, states, states)) < 0.5
    if draw.random() < 0.4:  # residents like others
        reach[:, :, 1] = reach[:, :, 0]
    reach[..., range(states), range(states)] = True
    territory = punishes & (draw.random((states, count)) < 0.6)
    return World(punishes, territory, abroad, reach, layers, draw.random((states, count)) < 0.8)


def with_abroad(world: World, abroad: np.ndarray) -> World:
    return replace(world, abroad=abroad)


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.lists(st.sampled_from(KINDS), max_size=3, unique=True))
def test_unknown_law_gives_bounds_that_hold_whatever_it_says(seed: int, kinds: list[str]) -> None:
    predicates = random_world(seed, 3, 2, kinds=tuple(kinds), unknown=0.2)
    found = count(predicates)
    draw = chance(seed)
    for _ in range(3):
        exact = enumerate_gaps(as_it_is(completed(predicates, draw)))
        assert all(one.lower <= gaps_ <= one.upper for one, gaps_ in zip(found.by_cell, exact, strict=True))


def as_it_is(predicates: Predicates) -> World:
    """The world of predicates without an unknown, box or no box."""
    yes = (predicates.punishes | predicates.territory, predicates.territory, predicates.abroad, predicates.reach)
    punishes, territory, abroad, reach = (values == Truth.T for values in yes)
    reach[..., range(3), range(3)] = True
    return World(punishes, territory, abroad, reach, predicates.layers, predicates.surrender == Truth.T)


def completed(predicates: Predicates, draw: np.random.Generator) -> Predicates:
    """The same with each unknown made a yes or a no."""

    def fill(values: Array) -> Array:
        return np.where(values == 1, np.where(draw.random(values.shape) < 0.5, 2, 0), values).astype(np.int8)

    return replace(
        predicates, punishes=fill(predicates.punishes), territory=fill(predicates.territory),
        abroad=fill(predicates.abroad), reach=fill(predicates.reach),
    )  # fmt: skip


def test_where_nothing_is_known_nothing_is_claimed() -> None:
    """195 states without a file: between no gap at all and all of 1.92 · 10¹⁴."""
    states, count_ = 195, 672
    one = np.ones((states, count_), np.int8)
    predicates = Predicates(
        tuple(f"S{number}" for number in range(states)), cells(count_), one, one,
        np.ones((2, 2, 2, 3, 2, states, count_), np.int8), np.ones((1, 2, 2, states, states), np.int8),
        np.zeros(count_, np.intp), np.ones((states, count_), np.int8),
    )  # fmt: skip
    found = count(predicates)
    assert found.total == 195 * 196**3 * 195 * 672 == 192_400_727_500_800
    assert (found.lower, found.upper) == (0, found.total)


def test_the_formula_of_the_design_on_195_states() -> None:
    """7.3 written down with whole numbers, for separate rules that no state has where it does not punish at home."""
    predicates = random_world(7, 195, 3, within=True)
    # A territorial route wherever the act is punishable: then no rule for acts abroad is ever asked at home.
    predicates = replace(predicates, territory=predicates.punishes)
    world = predicates.at(Truth.T)
    states = world.states
    found = np.zeros(3, object)
    pun, terr = world.punishes.astype(int), world.territory.astype(int)
    for there, national in product((0, 1), (0, 1)):
        reach = world.reach[0, national, 0].astype(int)
        an, hr, pp, un = (world.abroad[there, 0, of, home, tied].astype(int) for of, home, tied in SINGLE)
        pr = world.abroad[there, 1, national, ELSEWHERE, 0]
        places = (pun - 0).sum(0) - reach @ terr if there else np.broadcast_to(states - pun.sum(0), pr.shape)
        others = reach - np.eye(states, dtype=int)
        nationals = 1 - world.abroad[there, 1, 1, ELSEWHERE, 0].astype(int) if national else states - others @ an
        lives, tied = states + 1 - reach @ hr, states + 1 - reach @ pp
        free = ~pr & (reach @ un == 0)
        found += (places * nationals * lives * tied * free).sum(axis=0)
    assert gaps(world).tolist() == found.tolist()


SINGLE = ((1, ELSEWHERE, 0), (0, HERE, 0), (0, ELSEWHERE, 1), (0, NOWHERE, 0))


def test_weights_and_profiles() -> None:
    predicates = random_world(3, 3, 2)
    first, second = predicates.cells
    heavy = replace(predicates, cells=(first, replace(second, profile=first.profile, weight=5)))
    found, plainly = count(heavy), count(predicates)
    assert found.by_cell[1].upper == 5 * plainly.by_cell[1].upper
    assert found.by_profile == {"p0": (found.total, found.lower, found.upper)}
    assert found.total == 6 * 3 * 4**3 * 3


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(1, 4), st.lists(st.sampled_from(KINDS), max_size=3, unique=True))
def test_patterns_one_by_one_and_maps_agree_with_the_count(seed: int, states: int, kinds: list[str]) -> None:
    draw = chance(seed)
    world = random_world(seed, states, 2, kinds=tuple(kinds)).at(Truth.T)
    world = with_abroad(some_world(draw, world.abroad), world.abroad)
    some, more = np.arange(states), np.arange(NONE, states)
    w, n, r, v, p, c = np.meshgrid(some, more, more, more, some, np.arange(2), indexing="ij")
    found = are_gaps(world, w, n, r, v, p, c)
    assert found.sum(axis=(0, 1, 2, 3, 4)).tolist() == enumerate_gaps(world)
    maps = np.unpackbits(place_by_nationality(world), axis=2)[:, :, :states].astype(bool)
    assert (maps == found[:, 1:, 0, 0].any(axis=2).transpose(2, 0, 1)).all()
    if (world.reach[:, :, 0] == world.reach[:, :, 1]).all():
        assert (maps == found.any(axis=(2, 3, 4))[:, 1:].transpose(2, 0, 1)).all()


def test_the_whole_space_is_counted_and_never_gone_through() -> None:
    """1.92 · 10¹⁴ patterns. One of them in ten million would still take hours; made-up law."""
    predicates = random_world(1, 195, 672, within=True)
    found = int(gaps(predicates.at(Truth.T)).sum())
    assert 0 < found < 195 * 196**3 * 195 * 672


def test_the_gaps_of_each_state_of_presence_add_up() -> None:
    """Hollow places included: some states punish and have no territorial rule."""
    predicates = random_world(5, 4, 2, kinds=("NR", "VP"), unknown=0.1)
    found = count(predicates)
    parts = [found_in(predicates, state) for state in predicates.states]
    assert tuple(map(sum, zip(*parts, strict=True))) == (found.total, found.lower, found.upper)
