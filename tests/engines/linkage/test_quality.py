"""m and f: by hand, against the truth in simulations, and as an estimate of prevalence needs them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom
from tests.engines.linkage.token_lists import RUN, SCHEME, Tokens, World, encoded, random_tokens, world

from fanal.engines.linkage.clusters import Forest, Links, forest, links_of
from fanal.engines.linkage.histories import count, link
from fanal.engines.linkage.latent import classes
from fanal.engines.linkage.model import EncodedList, LinkageError, Quality, Refused, Revealed
from fanal.engines.linkage.quality import LEVEL, Trial, assess, rate, trial
from fanal.engines.prevalence.linkage_effect import repair
from fanal.engines.prevalence.table import CaptureTable

pytestmark = pytest.mark.once


def chain(links: list[tuple[int, int, int]], rows: int) -> Forest:
    """Links as (row, row, equal bands), best first."""
    left, right, score = (np.array(column) for column in zip(*links, strict=True))
    return Forest(rows, left.astype(np.int32), right.astype(np.int32), score)


def test_precision_recall_m_and_f_by_hand() -> None:
    """Ten test rows of six children and two rows of the lists (8, 9), clusters drawn by hand.

    Children 0 to 3 have two records each (rows 0–7), children 4 and 5 one (rows 10, 11). From 20 bands on: 0–1, 2–3 are
    right, 4–8 is a child of the lists, 10–11 are two near-misses; from 10 bands on also 5–4 (child 2 is whole, but with
    the stranger).
    """
    person = np.array([0, 0, 1, 1, 2, 2, 3, 3, -1, -1, 4, 5])
    given = Trial(person, np.array([2, 2, 2, 2, 1, 1]))
    found = chain([(0, 1, 40), (2, 3, 35), (4, 8, 30), (10, 11, 20), (4, 5, 10)], 12)
    _, at_20 = _assessed(found, given, 20)
    # Links of test rows: 4, two of them right; child 2 and 3 are in two pieces each: 2 of 4 further records missed.
    point = next(p for p in at_20.curve if p.threshold == 20)
    assert (point.precision, point.recall) == (2 / 4, 2 / 4)
    assert at_20.missed.point == 2 / 4
    # One of six children has a false link with a child of the lists, which is half a link each; and one link of near
    # misses, which count fifteen in a hundred, for two near-misses.
    assert at_20.false.point == pytest.approx(1 / 2 / 6 + 0.15 * 1 / 2)
    _, at_10 = _assessed(found, given, 10)
    # The cluster of rows 4, 5, 8 has three pairs, one of them right: 3 right of 6.
    point = next(p for p in at_10.curve if p.threshold == 10)
    assert (point.precision, point.recall) == (3 / 6, 3 / 4)
    assert at_10.missed.point == 1 / 4
    assert at_10.test_rows == 10


def _assessed(found: Forest, given: Trial, threshold: int) -> tuple[int, Quality]:
    """As `assess`, without its refusals."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fanal.engines.linkage.quality.MOST_MISSED", 1.0)
        patch.setattr("fanal.engines.linkage.quality.MOST_FALSE", 1.0)
        return assess(found, given, threshold)


@pytest.mark.parametrize(("happened", "of"), [(0, 30), (1, 30), (3, 150), (149, 150), (30, 30)])
def test_limits_of_a_rate_are_exact(happened: int, of: int) -> None:
    """Clopper and Pearson: at the lower limit this many or more are as unlikely as half of what is left out."""
    found, tail = rate(happened, of), (1 - LEVEL) / 2
    assert found.point == happened / of
    if happened:
        assert binom.sf(happened - 1, of, found.lower) == pytest.approx(tail)
    else:
        assert found.lower == 0.0
    if happened < of:
        assert binom.cdf(happened, of, found.upper) == pytest.approx(tail)
    else:
        assert found.upper == 1.0


def truth(made: World, links: Links, known: Trial, threshold: int) -> tuple[float, float]:
    """m and f of the children themselves, from who they are: records that left their child's largest cluster among
    further records; persons too few among clusters."""
    person = np.concatenate(made.person)
    real = person < made.children
    first = forest(links, known.rows).clusters(threshold)[real]
    cells, together = np.unique(np.stack([first, person[real]]), axis=1, return_counts=True)
    clusters, records = np.unique(first).size, np.bincount(person[real])
    largest = np.zeros_like(records)
    np.maximum.at(largest, cells[1], together)
    missed = (records - largest).sum() / np.maximum(records - 1, 0).sum()
    return float(missed), (cells.shape[1] - clusters) / clusters


def test_m_and_f_hold_the_truth_in_95_of_100_simulations() -> None:
    """The truth of the very lists that were linked, which scatters too; records good and poor, one in five children
    like another."""
    held = {"missed": 0, "false": 0}
    errors = []
    for seed in range(100):
        made = world(seed, good=(5, 2))
        links = links_of(made.lists)
        known = trial(links, made.revealed)
        threshold, quality = assess(forest(links), known)
        missed, false = truth(made, links, known, threshold)
        held["missed"] += quality.missed.lower <= missed <= quality.missed.upper
        held["false"] += quality.false.lower <= false <= quality.false.upper
        errors.append((quality.missed.point - missed, quality.false.point - false))
        assert quality.missed.upper < 0.30  # limits that say something
        assert quality.false.upper < 0.06
    assert held["missed"] >= 95
    assert held["false"] >= 95
    assert np.abs(np.mean(errors, axis=0)).max() < 0.01


def test_the_estimate_after_repair_is_near_the_truth() -> None:
    """Three independent lists, one link in ten missed or so: before repair the number of children is too high, after it
    within 3 %, on the mean of ten populations (main effects, which here are true)."""
    before, after = [], []
    for seed in range(10):
        made = world(seed, captures=(0.5, 0.45, 0.55), count=4_000, shared=60, alone=45, good=(4, 2.5))
        found = link(made.lists, revealed=made.revealed)
        table = CaptureTable(("A", "B", "C"), found.counts)
        quality = found.quality
        before.append(independent(table) / 4_000)
        after.append(independent(repair(table, quality.missed.point, quality.false.point).table) / 4_000)
    assert np.mean(before) > 1.03
    assert abs(np.mean(after) - 1) < 0.03


def independent(table: CaptureTable) -> float:
    """Number of children where lists are independent: 1 − n/N = Π (1 − n_i/N) (Darroch 1958), by bisection."""
    masks = np.arange(8)
    on = [int(table.counts[(masks >> place & 1) == 1].sum()) for place in range(3)]
    low, high = float(table.n), 100.0 * table.n
    for _ in range(100):
        middle = (low + high) / 2
        if 1 - table.n / middle > np.prod([1 - size / middle for size in on]):
            high = middle
        else:
            low = middle
    return low


def test_the_threshold_is_the_smallest_with_precision_of_95() -> None:
    made = world(7)
    found = count(links_of(made.lists), made.revealed)
    good = [point.threshold for point in found.histories.quality.curve if point.precision >= 0.95]
    assert found.threshold == min(good)
    thresholds = [point.threshold for point in found.histories.quality.curve]
    assert thresholds == sorted(thresholds)
    recalls = [point.recall for point in found.histories.quality.curve]
    assert recalls == sorted(recalls, reverse=True)


def test_two_latent_classes_find_what_was_mixed() -> None:
    """Scores of which three in four are of one child: beta-binomial draws, independent of the model's own code."""
    random = np.random.default_rng(8)
    one = random.binomial(64, random.beta(6, 4, 3_000))
    two = random.binomial(64, random.beta(1.5, 30, 1_000))
    seen = np.bincount(np.concatenate([one, two]), minlength=65).astype(float)
    seen[0] = 0
    share = classes(seen)
    assert share is not None
    of_one = np.bincount(one, minlength=65) / np.maximum(seen, 1)
    many = seen >= 30
    assert np.abs(share - of_one)[many & (np.arange(65) > 0)].max() < 0.2
    for threshold in (8, 12):
        assert abs((seen * (1 - share))[threshold:].sum() - (two >= threshold).sum()) < 0.02 * 4_000
    assert classes(np.zeros(65)) is None


def test_the_second_look_agrees_with_the_truth_where_test_rows_would_not() -> None:
    """Test rows without any error in lists full of them: m from test rows is too small, and the second look says so."""
    made = world(11, count=6_000, good=(2.5, 2))
    first: dict[int, Tokens] = {}
    lists = []
    for one, rows in zip(made.lists, made.person, strict=True):
        tokens = one.tokens.copy()
        for place in np.flatnonzero(rows >= made.children).tolist():
            tokens[place] = first.setdefault(int(rows[place]), tokens[place].copy())
        lists.append(replace(one, tokens=tokens))
    found = count(links_of(lists), made.revealed)
    assert found.check.missed is not None
    assert found.check.missed > found.histories.quality.missed.upper


def poor(made: World) -> list[EncodedList]:
    """Lists whose rows are all of other children: nothing of a list is like anything of another."""
    random = np.random.default_rng(1)
    return [replace(one, tokens=random_tokens(random, *one.tokens.shape)) for one in made.lists]


def test_links_that_no_estimate_bears_are_refused() -> None:
    made = world(5, count=1_200, shared=15, alone=10)
    links = links_of(made.lists)
    with pytest.raises(Refused, match="of further records are missed, on test rows; beyond 30%"):
        count(links, made.revealed, threshold=60)
    with pytest.raises(Refused, match="no threshold gives a precision"):
        count(links_of(poor(made)), made.revealed)
    with pytest.raises(LinkageError, match="one equal band"):
        count(links, made.revealed, threshold=0)


def test_too_many_false_links_are_refused() -> None:
    """Fifty children on two lists each, of whom all test rows of the first list are like a child of the second."""
    random = np.random.default_rng(6)
    shared, alone, fakes = (random_tokens(random, count, SCHEME.bands) for count in (20, 500, 30))
    one = np.concatenate([alone[:450], shared, fakes])
    other = np.concatenate([alone[450:], random_tokens(random, 400, SCHEME.bands), shared, fakes])
    handles = random_tokens(random, len(one)), random_tokens(random, len(other))
    lists = encoded("a", one, handles[0], 450), encoded("b", other, handles[1], 480)
    revealed = (
        Revealed("a", RUN, np.arange(50, dtype=np.uint64), handles[0][450:]),
        Revealed("b", RUN, np.arange(20, dtype=np.uint64), handles[1][450:470]),
    )
    with pytest.raises(Refused, match="of persons are false links"):
        link(lists, 10, revealed=revealed)


def test_too_few_test_rows_say_nothing() -> None:
    made = world(5, count=1_200, shared=6, alone=10)
    with pytest.raises(Refused, match="18 test rows are shared by lists; below 20"):
        link(made.lists, revealed=made.revealed)
