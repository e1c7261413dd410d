"""Scores against tables of the normal distribution, against a slow reference, and by what must hold of any."""

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.learning.courses.model import PassRule, Truth
from fanal.learning.courses.paths import Outcome
from fanal.learning.courses.scoring import Score, score

RULE = PassRule(0.80, 0, 0.75, 0.25)


def test_by_a_table_of_the_normal_distribution() -> None:
    """Four hits of four and no false alarm of four: rates 4.5/5 = .9 and .5/5 = .1; the quantile of .9 is 1.2816."""
    best = Score(10, 10, 0, 4, 4, 4, 0)
    assert best.d_prime == pytest.approx(2 * 1.2816, abs=1e-4)
    assert best.criterion == pytest.approx(0, abs=1e-9)
    always = Score(10, 5, 0, 4, 4, 4, 4)
    assert always.d_prime == pytest.approx(0, abs=1e-9)
    assert always.criterion == pytest.approx(-1.2816, abs=1e-4)


@pytest.mark.parametrize(
    ("right", "harmful", "hits", "alarms", "passes"),
    [
        (8, 0, 3, 1, True),
        (7, 0, 3, 1, False),
        (8, 1, 3, 1, False),
        (8, 0, 2, 1, False),
        (8, 0, 3, 2, False),
        (10, 0, 4, 0, True),
    ],
)
def test_each_part_of_the_rule(right: int, harmful: int, hits: int, alarms: int, *, passes: bool) -> None:
    assert Score(10, right, harmful, 4, hits, 4, alarms).passes(RULE) is passes


def test_nothing_answered_is_failed_and_no_error() -> None:
    assert not score([]).passes(RULE)
    assert (score([]).acts_right, score([]).d_prime) == (0.0, None)


OUTCOMES = st.builds(Outcome, right=st.booleans(), harmful=st.integers(0, 2), told=st.booleans())
ROWS = st.lists(st.tuples(st.sampled_from(Truth), OUTCOMES), max_size=20)


@given(ROWS, st.integers(0, 19))
def test_the_order_of_situations_changes_nothing(rows: list[tuple[Truth, Outcome]], at: int) -> None:
    assert score([*rows[at:], *rows[:at]][::-1]) == score(rows)


@given(ROWS.filter(bool), st.integers(0, 19))
def test_a_wrong_act_that_becomes_the_best_lowers_nothing(rows: list[tuple[Truth, Outcome]], at: int) -> None:
    truth, _before = rows[at % len(rows)]
    better = list(rows)
    better[at % len(rows)] = (truth, Outcome(right=True, harmful=0, told=truth is not Truth.NO_CONCERN))
    before, after = score(rows), score(better)
    assert after.right >= before.right
    assert after.harmful <= before.harmful
    assert after.hits >= before.hits
    assert after.false_alarms <= before.false_alarms
    if before.d_prime is not None and after.d_prime is not None:
        assert after.d_prime >= before.d_prime - 1e-12
    assert after.passes(RULE) or not before.passes(RULE)


@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_d_prime_turns_round(concerns: int, harmless: int, data: st.DataObject) -> None:
    """With the roles exchanged and every answer the other way, d′ is the same and the criterion has the other sign:
    what was too silent is too loud."""
    hits, alarms = data.draw(st.integers(0, concerns)), data.draw(st.integers(0, harmless))
    one = Score(concerns + harmless, 0, 0, concerns, hits, harmless, alarms)
    other = Score(concerns + harmless, 0, 0, harmless, harmless - alarms, concerns, concerns - hits)
    assert one.d_prime == pytest.approx(other.d_prime)
    assert one.criterion == pytest.approx(-other.criterion)  # type: ignore[operator]


@given(ROWS)
def test_as_a_slow_reference(rows: list[tuple[Truth, Outcome]]) -> None:
    found = score(rows)
    table = {kind: [one for truth, one in rows if truth == kind] for kind in Truth}
    hits = len([one for one in table[Truth.CONCERN] if one.told])
    alarms = len([one for one in table[Truth.NO_CONCERN] if one.told])
    assert (found.hits, found.false_alarms) == (hits, alarms)
    if table[Truth.CONCERN] and table[Truth.NO_CONCERN]:
        rates = (hits + 0.5) / (len(table[Truth.CONCERN]) + 1), (alarms + 0.5) / (len(table[Truth.NO_CONCERN]) + 1)
        z = [NormalDist().inv_cdf(rate) for rate in rates]
        assert found.d_prime == pytest.approx(z[0] - z[1])
        assert found.criterion == pytest.approx(-(z[0] + z[1]) / 2)
