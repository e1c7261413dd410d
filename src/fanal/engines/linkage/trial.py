"""Test rows: fictional children who are put into the lists, so that the quality of links can be measured
(docs/linkage.md, "How good it is").

Every pair of lists shares some of them, written down twice, and has near-misses: siblings and namesakes, one on each
list. The members make the same rows from the key of the run, so nothing about them is sent; the unit cannot tell them
from children until they are revealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from fanal.engines.arrays import Generator
from fanal.engines.linkage.model import (
    FEWEST_ROWS,
    FEWEST_SHARED,
    TEST_SHARE,
    ChildRow,
    LinkageError,
    Refused,
    RunKey,
    Unsaved,
)
from fanal.engines.linkage.people import Child, Style, children, namesake, registered, registered_again, sibling
from fanal.engines.linkage.tokens import derived

MOST_SHARED = 200
"""Shared children of each pair of lists, at most; and as many near-misses."""

type Tests = dict[int, ChildRow]


@dataclass(frozen=True, slots=True, repr=False)
class TestRows(Unsaved):
    """Test rows of one pair of lists. `first`, `second`: the rows of each by the number of the fictional child; who is
    on both has one number. `near`: numbers of the near-misses, of the first and of the second list."""

    __test__ = False  # no test case, whatever pytest thinks of its name

    first: Tests
    second: Tests
    near: tuple[tuple[int, int], ...]


def test_rows(style: Style, seed: int) -> TestRows:
    """`MOST_SHARED` children on both lists and as many near-misses, in the style of a list; see `drawn`."""
    return drawn(style, seed, MOST_SHARED)


test_rows.__test__ = False  # type: ignore[attr-defined]  # no test either


def drawn(style: Style, seed: int, count: int) -> TestRows:
    """`count` children on both lists and as many pairs of children who are hard to tell apart, half of them siblings,
    half namesakes. The same style, seed and count make the same rows."""
    random = np.random.default_rng(seed)
    numbers = iter(_numbers(3 * count, random))
    first: Tests = {}
    second: Tests = {}
    misses: list[tuple[int, int]] = []
    for child in children(style, count, random):
        number = next(numbers)
        first[number], second[number] = _twice(child, child, style, random)
    for place, child in enumerate(children(style, count, random, siblings=0.0)):
        other = sibling(child, random) if place % 2 else namesake(child, random)
        misses.append((next(numbers), next(numbers)))
        first[misses[-1][0]], second[misses[-1][1]] = _twice(child, other, style, random)
    return TestRows(first, second, tuple(misses))


def for_list(member: str, sizes: Mapping[str, int], styles: Mapping[str, Style], key: RunKey) -> Tests:
    """The test rows of a member's list, for `encoding.encode_mixed`, by the number of the fictional child.

    `sizes`: children on each list of the run; `styles`: how each is written. All members must be given the same. Half
    of the rows of a pair are in the style of each of its lists. Raises LinkageError where a list is too short, and
    Refused as `check_sizes` does.
    """
    if member not in sizes or set(styles) != set(sizes) or len(sizes) < 2:
        raise LinkageError("size and style of every list of the run are needed, of two or more")
    check_sizes(sizes)
    made: Tests = {}
    for one, other in combinations(sorted(sizes), 2):
        if member in {one, other}:
            made |= _of_pair(one, other, sizes, styles, key, member == one)
    return made


def check_sizes(sizes: Mapping[str, int]) -> None:
    """Raises Refused where lists of these sizes cannot share the test rows that a result rests on: such a run would be
    sent whole, and be refused in the end."""
    shared = sum(shared_by(sizes, one, other) for one, other in combinations(sorted(sizes), 2))
    if shared < FEWEST_SHARED:
        lengths = ", ".join(f"{size:,}" for _, size in sorted(sizes.items()))
        raise Refused(
            f"lists of {lengths} children share {shared} test rows; below {FEWEST_SHARED} nothing is known of missed "
            "links. Longer lists, or more of them, are needed"
        )


def shared_by(sizes: Mapping[str, int], one: str, other: str) -> int:
    """How many test children a pair of lists shares, and how many near-misses it has: as many as `MOST_SHARED`, but no
    list gets more than a tenth of test rows. Raises LinkageError."""
    smaller = min(sizes[one], sizes[other])
    if smaller < FEWEST_ROWS:
        raise LinkageError(f"{smaller} rows; a list of fewer than {FEWEST_ROWS} children is not linked")
    room = int(smaller * TEST_SHARE / (1 - TEST_SHARE) + 1e-9)
    return min(MOST_SHARED, room // (2 * (len(sizes) - 1)))


def _of_pair(
    one: str, other: str, sizes: Mapping[str, int], styles: Mapping[str, Style], key: RunKey, is_first: bool
) -> Tests:
    count = shared_by(sizes, one, other)
    made: Tests = {}
    for list_, share in ((one, (count + 1) // 2), (other, count // 2)):
        seed = derived(key, "\0".join(("s", one, other, list_)))
        rows = drawn(styles[list_], int.from_bytes(seed), share)
        made |= rows.first if is_first else rows.second
    return made


def _twice(child: Child, other: Child, style: Style, random: Generator) -> tuple[ChildRow, ChildRow]:
    """A child as the first list has it and another as the second has it; one of them was registered again."""
    if random.random() < 0.5:
        return registered(child, random), registered_again(other, style, random)
    return registered_again(child, style, random), registered(other, random)


def _numbers(count: int, random: Generator) -> list[int]:
    """Different numbers below 2^64 that say nothing."""
    made: dict[int, None] = {}
    while len(made) < count:
        made |= dict.fromkeys(int(number) for number in random.integers(2**64, size=count - len(made), dtype=np.uint64))
    return list(made)
