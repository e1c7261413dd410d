"""Tables pooled over members: the sum is right, the parts are noise, and a run that is not whole is void."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from scipy import stats
from tests.engines.disclosure.brute import classes_of, cube_of, stream

from fanal.engines.disclosure import pooled
from fanal.engines.disclosure.layout import counted, layout
from fanal.engines.disclosure.model import Cube, DisclosureError, NotReleased, Policy, TableSpec
from fanal.engines.disclosure.pooled import Run, Void, add, dominated, mask, noise_share

pytestmark = pytest.mark.once

CLASSES = classes_of(4, 3, 3)
DP = Policy(method="dp", rho=Fraction(1, 10))
SPECS = (TableSpec(("a",), ("b",), cohorts=(2024,)), TableSpec(("c",), cohorts=(2024,)))
NAMES = ("north", "east", "south", "west")


def run_of(members: tuple[str, ...] = NAMES, run: str = "run 1", policy: Policy = DP) -> Run:
    return Run(run, members, CLASSES, (2024,), SPECS, policy)


def cube_at(member: int, rows: int = 400) -> Cube:
    random = np.random.default_rng(member)
    codes = np.column_stack([random.integers(0, size, rows) for size in (4, 3, 3)]).astype(np.uint8)
    return cube_of(CLASSES, codes)


def seeds_of(own: str, members: tuple[str, ...] = NAMES) -> dict[str, bytes]:
    """For each pair 32 bytes that both know."""
    return {other: stream(" ".join(sorted((own, other))))(32) for other in members if other != own}


def sent(run: Run, cubes: dict[str, Cube] | None = None) -> dict[str, bytes]:
    given = cubes or {name: cube_at(number) for number, name in enumerate(run.members)}
    return {
        name: mask(noise_share(given[name], run, stream(f"{run.run} {name}")), name, seeds_of(name, run.members), run)
        for name in run.members
    }


@pytest.mark.parametrize("members", [NAMES[:2], NAMES[:3], NAMES])
def test_the_sum_is_the_truth_with_the_noise_that_was_agreed(members: tuple[str, ...]) -> None:
    run = run_of(members)
    cubes = {name: cube_at(number) for number, name in enumerate(members)}
    tables = add(sent(run, cubes), run)
    sigma = (30 * len(members) / (len(members) - 1)) ** 0.5  # (4 + 2) / (2 / 10) = 30
    assert [len(table.cells) for table in tables] == [20, 4]
    for table in tables:
        truth = sum(counted(cube, layout(CLASSES, table.spec))[0] for cube in cubes.values())
        assert table.error.standard_error == pytest.approx(sigma)
        for cell, n in zip(table.cells, truth.tolist(), strict=True):
            assert cell.state == "shown"
            assert abs(cell.value - n) < 5 * sigma
    assert sum(one.rho for table in tables for one in table.spent) == Fraction(1, 10)
    assert all(one.rho >= Fraction(one.sensitivity2) / (2 * one.sigma2) for t in tables for one in t.spent)


def test_the_noise_of_the_sum_has_the_variance_it_says() -> None:
    """Four shares of variance 30 / 3 each: 40 in all, over many runs."""
    empty = cube_of(CLASSES, np.empty((0, 3), np.uint8))
    sums = [
        sum(noise_share(empty, run_of(run=str(turn)), stream(f"{turn} {name}")).values for name in NAMES)
        for turn in range(150)
    ]
    assert np.concatenate(sums).var() == pytest.approx(40, rel=0.07)


def test_any_vectors_but_all_are_uniform() -> None:
    """Chi square of the bytes of every sum of one to three of four vectors; the true counts are small numbers."""
    big = Run("big", NAMES, classes_of(8, 8, 8), (2024,), (TableSpec(("a", "b"), ("c",), cohorts=(2024,)),), DP)
    cube = cube_of(big.classes, np.ones((500, 3), np.uint8))
    vectors = {
        name: mask(noise_share(cube, big, stream(name)), name, seeds_of(name), big)[-8 * 729 :] for name in NAMES
    }
    for many in (1, 2, 3):
        for chosen in combinations(NAMES, many):
            total = sum(np.frombuffer(vectors[name], "<u8") for name in chosen)
            seen = np.bincount(np.frombuffer(total.astype("<u8").tobytes(), np.uint8), minlength=256)
            assert stats.chisquare(seen).pvalue > 0.001
    whole = sum(np.frombuffer(vectors[name], "<u8") for name in NAMES)
    assert stats.chisquare(np.bincount(np.frombuffer(whole.tobytes(), np.uint8), minlength=256)).pvalue < 1e-9


def test_the_mask_is_the_one_that_the_design_describes() -> None:
    """Two members, computed by hand: SHAKE-256 of mark, seed and run; the first in the alphabet adds."""
    import hashlib

    run = run_of(NAMES[:2])
    shares = {name: noise_share(cube_at(0), run, stream(name)) for name in run.members}
    seed = seeds_of("east", run.members)["north"]
    flow = np.frombuffer(hashlib.shake_256(b"fanal.pooled/1\0\0" + seed + run.digest).digest(8 * 24), "<u8")
    east = np.frombuffer(mask(shares["east"], "east", {"north": seed}, run)[-8 * 24 :], "<u8")
    north = np.frombuffer(mask(shares["north"], "north", {"east": seed}, run)[-8 * 24 :], "<u8")
    assert (east - flow == shares["east"].values.astype(np.uint64)).all()
    assert (north + flow == shares["north"].values.astype(np.uint64)).all()


def test_a_run_that_is_not_whole_is_void() -> None:
    run = run_of()
    good = sent(run)
    add(good, run)
    missing = {name: good[name] for name in NAMES[:3]}
    doubled = {**good, "west": good["north"]}
    stranger = {**good, "centre": good["north"]}
    other_run = {**good, "west": sent(run_of(run="run 2"))["west"]}
    other_policy = {**good, "west": sent(run_of(policy=replace(DP, k=20)))["west"]}
    short = {**good, "west": good["west"][:-8]}
    for bad in (missing, doubled, stranger, other_run, other_policy, short, {}):
        with pytest.raises(Void):
            add(bad, run)
    with pytest.raises(Void):
        add(good, run_of(run="run 2"))


def test_seeds_that_differ_are_noticed() -> None:
    run = run_of()
    wrong = {**seeds_of("west"), "north": bytes(32)}
    vector = mask(noise_share(cube_at(3), run, stream("west")), "west", wrong, run)
    with pytest.raises(Void, match="do not cancel"):
        add({**sent(run), "west": vector}, run)


@pytest.mark.parametrize(
    "seeds",
    [{}, {**seeds_of("north"), "centre": bytes(32)}, {**seeds_of("north"), "east": bytes(31)}],
)
def test_seeds_that_are_not_those_of_the_others(seeds: dict[str, bytes]) -> None:
    run = run_of()
    with pytest.raises(Void):
        mask(noise_share(cube_at(0), run, stream("x")), "north", seeds, run)


def test_shares_of_another_run_are_not_masked() -> None:
    shares = noise_share(cube_at(0), run_of(), stream("x"))
    with pytest.raises(Void, match="another run"):
        mask(shares, "north", seeds_of("north"), run_of(run="run 2"))


def test_a_share_has_a_variance_of_four_or_there_is_no_run() -> None:
    """Variance 30 at rho 1/10: seven others have 4.28 each, eight 3.75."""
    eight, nine = (tuple(f"m{number}" for number in range(many)) for many in (8, 9))
    assert pooled.variance(run_of(eight)) == pytest.approx(30)
    with pytest.raises(NotReleased, match="X3: One member's share"):
        pooled.variance(run_of(nine))
    with pytest.raises(NotReleased, match="X3"):
        noise_share(cube_at(0), run_of(nine), stream("x"))


def test_what_is_no_run() -> None:
    for members in ((), ("north",), ("north", "north")):
        with pytest.raises(DisclosureError, match="two or more"):
            run_of(members)
    with pytest.raises(DisclosureError, match="name"):
        run_of(run="")
    with pytest.raises(NotReleased, match="X3"):
        noise_share(cube_at(0), run_of(NAMES[:2], policy=replace(DP, rho=Fraction(1, 4))), stream("x"))
    other = cube_of(replace(CLASSES, sha256="1" * 64), np.zeros((1, 3), np.uint8))
    with pytest.raises(DisclosureError, match="class set"):
        noise_share(other, run_of(), stream("x"))
    with pytest.raises(DisclosureError, match="other cohorts"):
        noise_share(cube_of(CLASSES, np.zeros((1, 3), np.uint8), cohorts=(2023,)), run_of(), stream("x"))


def test_order_of_members_does_not_matter() -> None:
    assert run_of().digest == run_of(NAMES[::-1]).digest


def test_dominance() -> None:
    """North holds 300 children of a1 and b1, the others three; of all else each has 50 a cell."""
    run = run_of()
    even = np.array([(a, b, 1) for a in range(4) for b in range(3)] * 50, np.uint8)
    rest = even[(even[:, 0] != 1) | (even[:, 1] != 1)]
    north = np.vstack([rest, np.array([(1, 1, 1)] * 300, np.uint8)])
    few = np.vstack([rest, np.array([(1, 1, 1)], np.uint8)])
    cubes = {name: cube_of(CLASSES, north if name == "north" else few) for name in run.members}
    tables = add(sent(run, cubes), run)
    value = tables[0].cell(1, 1).value
    assert dominated(cubes["north"], tables, k=max(value - 300 + 1, 10)) == ((0, 1, 1),)
    assert dominated(cubes["east"], tables, k=10) == ()


def test_shares_show_nothing_of_themselves() -> None:
    shares = noise_share(cube_at(0), run_of(), stream("x"))
    assert "array" not in repr(shares)
