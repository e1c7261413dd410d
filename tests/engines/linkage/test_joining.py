"""Lists joined: what is linked, by hand and beside a plain program; order and threads change nothing."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations, permutations
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.linkage.token_lists import RUN, SCHEME, Tokens, encoded, random_tokens, world

from fanal.engines.linkage.clusters import forest, links_of
from fanal.engines.linkage.histories import count, link
from fanal.engines.linkage.joining import Ordered, join
from fanal.engines.linkage.model import EncodedList, LinkageError, Refused, Revealed, Scheme
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

BY_HAND = {"A": 101, "B": 102, "C": 103, "AB": 104, "AC": 105, "BC": 106, "ABC": 107}


def plain_best(mine: Tokens, theirs: Tokens, handles: Tokens) -> list[tuple[int, int]]:
    """For each row (equal bands, row of the other list), all pairs looked at; (0, −1) where no band is equal."""
    found = []
    for row in mine:
        equal = (theirs == row).sum(axis=1)
        best = max(range(len(theirs)), key=lambda other: (equal[other], -int(handles[other])))
        found.append((int(equal[best]), best if equal[best] else -1))
    return found


def by_hand() -> tuple[list[EncodedList], list[Revealed]]:
    """Children of all seven histories and fictional ones on two lists each; all records of a child are equal."""
    random = np.random.default_rng(5)
    groups = [*BY_HAND.items(), ("AB", 20), ("AC", 20), ("BC", 20)]
    tokens = random_tokens(random, sum(size for _, size in groups), SCHEME.bands)
    on = np.repeat([history for history, _ in groups], [size for _, size in groups])
    lists, revealed = [], []
    for name in "ABC":
        rows = random.permutation([place for place, history in enumerate(on) if name in history])
        handles, tests = random_tokens(random, rows.size), rows >= sum(BY_HAND.values())
        lists.append(encoded(name, tokens[rows], handles, int((~tests).sum())))
        revealed.append(Revealed(name, RUN, rows[tests].astype(np.uint64), handles[tests]))
    return lists, revealed


def test_three_lists_by_hand_give_all_seven_histories() -> None:
    lists, revealed = by_hand()
    found = link(lists, revealed=revealed)
    assert found.lists == ("A", "B", "C")
    assert found.counts.tolist() == [0, 101, 102, 104, 103, 105, 106, 107]
    assert found.sizes == (417, 419, 421)
    assert found.quality.missed.point == found.quality.false.point == 0.0
    assert found.quality.test_rows == 120


def test_neither_order_of_lists_nor_of_rows_nor_threads_change_anything() -> None:
    made = world(3, count=1_200, shared=15, alone=10)
    links = links_of(made.lists, threads=1)
    expected, digest = count(links, made.revealed), links.digest()
    for order in permutations(range(3)):
        mixed = []
        for place in order:
            one, rows = made.lists[place], np.random.default_rng(place).permutation(len(made.lists[place].handles))
            mixed.append(encoded(one.member, one.tokens[rows], one.handles[rows], one.declared.rows))
        again = links_of(mixed, threads=2)
        assert again.digest() == digest
        found = count(again, [made.revealed[place] for place in reversed(order)])
        assert found.histories.lists == expected.histories.lists
        assert found.histories.counts.tolist() == expected.histories.counts.tolist()
        assert (found.threshold, found.histories.quality) == (expected.threshold, expected.histories.quality)
        assert found.check == expected.check


@given(st.integers(0, 2**32), st.integers(2, 8), st.sampled_from([1, 2, 3]))
@settings(max_examples=40, deadline=None)
def test_the_best_of_each_row_is_what_looking_at_all_pairs_finds(seed: int, bands: int, threads: int) -> None:
    """Few different tokens, so that there are ties, which go by handle."""
    random = np.random.default_rng(seed)
    scheme = Scheme(bands=bands, cap=1000)
    one, other = two_lists(random, bands, scheme)
    found = join(Ordered.of(one), Ordered.of(other), threads)
    forth = plain_best(one.tokens, other.tokens, other.handles)
    back = plain_best(other.tokens, one.tokens, one.handles)
    mutual = [(row, best, score) for row, (score, best) in enumerate(forth) if best >= 0 and back[best][1] == row]
    assert list(zip(found.mine.tolist(), found.theirs.tolist(), found.score.tolist(), strict=True)) == mutual
    equal = (one.tokens[:, None, :] == other.tokens[None, :, :]).sum(axis=2)
    assert found.tally[1:].tolist() == np.bincount(equal.ravel(), minlength=bands + 1)[1:].tolist()


def two_lists(random: np.random.Generator, bands: int, scheme: Scheme) -> list[EncodedList]:
    made = []
    for name in "ab":
        rows = int(random.integers(100, 130))
        tokens = random.integers(0, 30, (rows, bands), dtype=np.uint64)
        made.append(encoded(name, tokens, random_tokens(random, rows), scheme=scheme))
    return made


def plain_clusters(lists: Sequence[EncodedList], threshold: int) -> set[frozenset[int]]:
    """The rule of docs/linkage.md, "Matching", written down: mutual best by descending score, one record a list;
    clusters of handles."""
    links = []
    for one, other in combinations(lists, 2):
        forth = plain_best(one.tokens, other.tokens, other.handles)
        back = plain_best(other.tokens, one.tokens, one.handles)
        for row, (score, best) in enumerate(forth):
            if best >= 0 and back[best][1] == row:
                pair = sorted([int(one.handles[row]), int(other.handles[best])])
                links.append((-score, *pair))
    cluster = {int(handle): {(one.member, int(handle))} for one in lists for handle in one.handles}
    for score, low, high in sorted(links):
        first, second = cluster[low], cluster[high]
        if -score < threshold or {member for member, _ in first} & {member for member, _ in second}:
            continue
        both = first | second
        for _, handle in both:
            cluster[handle] = both
    return {frozenset(handle for _, handle in members) for members in cluster.values()}


@pytest.mark.parametrize("seed", range(4))
def test_clusters_are_what_the_rule_says(seed: int) -> None:
    random = np.random.default_rng(seed)
    scheme = Scheme(bands=6, cap=1000)
    lists = []
    for name in "abcd":
        tokens = random.integers(0, 200, (100, 6), dtype=np.uint64)
        lists.append(encoded(name, tokens, random_tokens(random, 100), scheme=scheme))
    links = links_of(lists)
    for threshold in (1, 2, 3):
        first = forest(links).clusters(threshold)
        found = {frozenset(links.handles[first == root].tolist()) for root in np.unique(first)}
        assert found == plain_clusters(lists, threshold)
        assert max(map(len, found)) <= 4


def test_a_list_that_was_not_capped_is_refused() -> None:
    random = np.random.default_rng(1)
    tokens = random_tokens(random, 120, SCHEME.bands)
    tokens[:11, 7] = tokens[0, 7]
    others = random_tokens(random, 120, SCHEME.bands)
    lists = [encoded("a", tokens, random_tokens(random, 120)), encoded("b", others, random_tokens(random, 120))]
    with pytest.raises(Refused, match="list of a: 11 rows share a token, the cap is 10"):
        links_of(lists)
    tokens[10, 7] = 1
    links_of([encoded("a", tokens, random_tokens(random, 120)), lists[1]])


def test_lists_that_do_not_belong_together_are_refused() -> None:
    random = np.random.default_rng(2)

    def one(member: str, **other: object) -> EncodedList:
        scheme = other.get("scheme")
        bands = scheme.bands if isinstance(scheme, Scheme) else SCHEME.bands
        return encoded(member, random_tokens(random, 100, bands), random_tokens(random, 100), **other)  # type: ignore[arg-type]

    good = one("a")
    for bad, words in (
        (one("b", run=UUID(int=9)), "same run"),
        (one("b", scheme=Scheme(bands=32)), "same scheme"),
        (one("b", population="others"), "same population"),
        (one("b", period=Interval(date(2024, 1, 1), date(2024, 12, 31))), "same period"),
        (one("a"), "a member has two lists"),
        (encoded("b", random_tokens(random, 100, SCHEME.bands), good.handles), "100 handles are on two lists"),
    ):
        with pytest.raises(LinkageError, match=words):
            links_of([good, bad])
    with pytest.raises(LinkageError, match="1 lists"):
        links_of([good])
    with pytest.raises(LinkageError, match="13 lists"):
        links_of([one(str(place)) for place in range(13)])
